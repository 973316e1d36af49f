import inspect
import subprocess
import sys
import unicodedata
import warnings
from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from newsthemes.figures import colours as palette
from newsthemes.figures import fonts, sheet, style
from newsthemes.figures.phrasing import listed, percent, plural
from newsthemes.figures.registry import FIGURES

THEMES = ["Compute allocation", "Open source", "Talent loss"]
LABELS = ["chips, power, racks", "licence, weights, code", "resign, hire, leave"]


def rows(columns, *values):
    return pd.DataFrame(values, columns=columns.split())


def spread(count, seed=0):
    return np.random.default_rng(seed).normal(size=(count, 2)).T


def mapped(**extra):
    x, y = spread(60)
    return pd.DataFrame({"x": x, "y": y, "group": [*LABELS, None] * 15, "by": "topic", **extra})


def survived(theme, variant, kind, share, low=None, high=None):
    return theme, variant, kind, share, low, high


FRAMES = {
    "corpus-overview": rows(
        "source language articles passages words", ("A", "en", 3, 30, 400), ("A", "fr", 1, 9, 90), ("B", "en", 2, 8, 80)
    ),
    "set-aside": rows("reason passages words share", ("menu", 3, 40, 0.02), ("byline", 1, 5, 0.002)),
    "languages-in-articles": rows(
        "article language words share main", ("One", "id", 90, 0.9, True), ("One", "en", 10, 0.1, False),
        ("Two", "en", 50, 1.0, True),
    ),
    "topic-map": mapped(),
    "space-before-and-after": pd.concat([mapped(space="before"), mapped(space="after")]),
    "language-leak": rows("space leak chance n", ("before", 0.97, 0.33, 60), ("after", 0.35, 0.33, 60)),
    "neighbour-languages": rows(
        "space language neighbour share expected n",
        *[("after", a, b, 0.5, 0.5, 30) for a in ("en", "fr") for b in ("en", "fr")],
    ),
    "translation-distance": rows(
        "space pair languages distance", ("before", "a translation", "en–fr", 0.6),
        ("before", "another article", "en–fr", 0.9),
    ),
    "articles-over-time": rows(
        "month source articles undated", ("2023-06", "A", 3, 1), ("2024-02", "A", 1, 1),
        ("2023-07", "other sources", 2, 1),
    ),
    "story-copies": rows(
        "story title articles place source language date stories",
        *[("s", "One", 8, n, "A", "French", "2024-01-02" if n < 7 else None, 9) for n in range(1, 9)],
    ),
    "topic-words": rows(
        "topic label typical size of rank word stories", (0, LABELS[0], "Chips are scarce", 30, 9, 1, "chips", 8),
        (0, LABELS[0], "Chips are scarce", 30, 9, 2, "power", 3), (1, LABELS[1], None, 9, 4, 1, "licence", 2),
    ),
    "words-apart": rows(
        "word group other by log_odds low high stories of", ("chips", "A", "B", "source", 1.2, 0.4, 2.0, 5, 9),
        ("licence", "B", "A", "source", -0.9, -1.6, -0.2, 4, 8),
    ),
    "topic-shares": rows(
        "topic label group by share low high n stories",
        *[(t, LABELS[t], g, "source", s, s - 0.05, s + 0.1, 40, 12)
          for g, s in (("A", 0.4), ("B", 0.1)) for t in (0, 1)],
        (2, LABELS[2], "A", "source", 0.0, None, None, 40, 12),
    ),
    "topics-over-time": rows(
        "topic label month share low high n stories undated",
        *[(t, LABELS[t], m, 0.4, 0.2, 0.6, 9, 3, 4) for t in (0, 1) for m in ("2023-06", "2023-07", "2024-12")],
    ),
    "names-by-theme": rows(
        "name theme stories named n", ("Ada Lovelace", THEMES[0], 4, 5, 9), ("Ada Lovelace", THEMES[1], 0, 5, 9),
        ("Alan Turing", THEMES[0], 1, 2, 9), ("Alan Turing", THEMES[1], 2, 2, 9),
    ),
    "quote-card": rows(
        "theme share count n quote gloss language source title date",
        (THEMES[0], 0.4, 8, 20, "Les puces manquent.", "The chips lack.", "French", "A", None, "2024-01-02"),
    ),
    "topic-terms": rows(
        "topic label typical mostly size rank term gloss kind",
        (0, LABELS[0], "Chips are scarce", THEMES[0], 30, 1, "puces", "chips", "topic"),
        (0, LABELS[0], "Chips are scarce", THEMES[0], 30, 2, "GPU", "GPU", "topic"),
        (1, LABELS[1], None, None, 9, 1, "licence", None, "topic"),
    ),
    "topic-stability": rows(
        "topic label stability size language_leak sources single_source one_story bar",
        (0, LABELS[0], 0.9, 30, 0.01, 3, False, True, 0.75), (1, LABELS[1], 0.5, 9, 0.2, 1, True, False, 0.75),
    ),
    "topic-hierarchy": rows(
        "id parent label size stability", ("0", None, LABELS[0], 30, 0.9), ("0.0", "0", "chips", 20, None),
        ("1", None, LABELS[1], 9, 0.5),
    ),
    "topic-control": rows(
        "corpus topic stability size bar", ("as written", 0, 0.9, 30, 0.75), ("words shuffled", -1, None, 0, 0.75)
    ),
    "theme-shares": rows(
        "theme group by measure unit share low high count n stories single_source note",
        *[(t, g, "source", "main", "stories", s, s - 0.1, s + 0.1, 8, 20, 20, False, None)
          for t in THEMES for g, s in (("A", 0.4), ("B", 0.7))],
        ("Market", "A", "source", "main", "stories", 0.1, None, None, 2, 20, 20, True, "too few"),
    ),
    "corrected-shares": rows(
        "theme group by share low high uncorrected labels corrected_by note",
        (THEMES[0], "A", "source", 0.1, 0.07, 0.14, 0.16, 60, "own labels", None),
        (THEMES[0], "B", "source", None, None, None, 0.2, 4, None, "not corrected: 4 labels here, 20 are needed"),
    ),
    "themes-over-time": rows(
        "theme month share low high n undated",
        *[(t, m, 0.4, 0.2, 0.6, 9, 4) for t in THEMES for m in ("2023-06", "2023-07", "2024-12")],
    ),
    "themes-together": rows(
        "theme other passages expected", (THEMES[0], THEMES[1], 20, 8.0), (THEMES[0], THEMES[2], 1, 9.0),
        (THEMES[1], THEMES[2], 1, 2.0),
    ),
    "topics-by-themes": rows(
        "topic label size theme share named", (0, LABELS[0], 30, THEMES[0], 0.8, True),
        (0, LABELS[0], 30, "no theme", 0.1, True), (1, LABELS[1], 9, THEMES[0], 0.0, False),
        (1, LABELS[1], 9, "no theme", 0.6, False),
    ),
    "themes-without-names": rows(
        "theme share masked kept fragile n", (THEMES[0], 0.3, 0.28, 0.9, False, 60),
        (THEMES[1], 0.2, 0.05, 0.2, True, 60),
    ),
    "evidence-strips": rows(
        "article language start end theme articles", ("One", "en", 0.0, 0.4, THEMES[0], 2),
        ("One", "en", 0.4, 1.0, None, 2),
        ("Two", "fr", 0.0, 1.0, THEMES[1], 2), ("Two", "fr", 0.0, 1.0, THEMES[2], 2),
    ),
    "contradictions": rows(
        "pair what side amount value unit quote gloss article source language pairs",
        (1, "cost", "a", "5 million", 5e6, "USD", "It cost 5 million.", "It cost 5 million.", "One", "A", "English", 3),
        (1, "cost", "b", "5,5 millions", 5.5e6, "USD", "Il a coûté 5,5 millions.", "it cost", "Two", None, "French", 3),
    ),
    "theme-survival": rows(
        "theme variant kind share low high", survived(THEMES[0], "the study", "the study", 0.5, 0.4, 0.6),
        survived(THEMES[0], "without A", "source left out", 0.45), survived(THEMES[1], "the study", "the study", 0.2),
    ),
    "topic-survival": rows(
        "topic label size variant kind overlap note", (0, LABELS[0], 30, "without A", "source left out", 0.8, None),
        (1, LABELS[1], 9, "without A", "source left out", None, "none of the topic's passages is in the variant"),
    ),
}  # fmt: skip
SCRIPTS = {
    "Chinese": "数据中心投资 与 芯片",
    "Arabic": "مراكز البيانات و 5.5 مليون",
    "Russian": "вычислительные мощности",
    "Hindi": "कंप्यूटिंग शक्ति",
    "Hostile": "<b>$x^2$</b> & _a_ %s {0} \\n | \x07",
}


def draw(name, frame=None):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph or a layout that fails is a warning
        figure = FIGURES[name].draw(FRAMES[name] if frame is None else frame)
        figure.draw_without_rendering()
    return figure


AS_WRITTEN = {name: frame.copy(deep=True) for name, frame in FRAMES.items()}


@cache
def drawn(name):
    """The figure of its frame, drawn once for all tests that only look at it."""
    return draw(name)


def texts(figure):
    """The texts a reader sees: not those of invisible axes, nor the labels of ticks beyond the end of an axis."""
    unseen = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            out = [tick for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]
            unseen |= {label for tick in out for label in (tick.label1, tick.label2)}
            unseen |= set(axis.findobj(mpl.text.Text)) if not (axes.axison and axes.get_visible()) else set()
    shown = figure.findobj(lambda artist: isinstance(artist, mpl.text.Text) and artist.get_visible())
    return [text for text in shown if text.get_text().strip() and text not in unseen]


def words(figure):
    return " ".join(" ".join(text.get_text() for text in texts(figure)).split())


def test_a_figure_is_named_like_its_class_and_answers_a_question():
    for name, made in FIGURES.items():
        assert name.replace("-", "") == made.made.__name__.lower()
        assert made.question.endswith("?")
        assert (made.file_name(), made.file_name("source_type")) == (name, f"{name}-by-source-type")


def test_every_figure_is_tested():
    assert set(FRAMES) == set(FIGURES)


@pytest.mark.parametrize("name", FRAMES)
class TestEveryFigure:
    def test_is_a_figure_that_knows_its_name_and_its_alt_text(self, name):
        figure = drawn(name)
        assert isinstance(figure, Figure)
        assert figure.get_gid() == name
        assert len(figure.get_label().split()) > 8

    def test_leaves_its_frame_as_it_was(self, name):
        drawn(name)
        pd.testing.assert_frame_equal(FRAMES[name], AS_WRITTEN[name])

    def test_says_why_there_is_nothing_to_draw(self, name):
        figure = draw(name, FRAMES[name].iloc[:0])
        assert "Nothing to draw" in figure.get_label()
        assert len(texts(figure)) >= 2

    def test_draws_a_single_row(self, name):
        draw(name, FRAMES[name].iloc[:1])

    def test_names_every_column_in_its_docstring(self, name):
        described = inspect.getdoc(FIGURES[name].made.draw)
        missing = [column for column in FRAMES[name] if column not in described and column != "note"]
        assert not missing

    def test_keeps_its_words_on_the_page(self, name):
        figure = drawn(name)
        page = figure.bbox.padded(1)
        for text in texts(figure):
            box = text.get_window_extent()
            assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
            assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()

    @pytest.mark.slow
    @pytest.mark.parametrize("script", SCRIPTS)
    def test_draws_any_script(self, name, script):
        frame = FRAMES[name].copy()
        named = [
            c
            for c in frame
            if frame[c].dtype in (object, "str") and c not in ("month", "unit", "note", "parent", "id")
        ]
        fixed = ("the study", "no theme", "topic")
        for column in named:
            texts_of = frame[column]
            frame[column] = [
                f"{t} {SCRIPTS[script]}" if isinstance(t, str) and t not in fixed else t for t in texts_of
            ]
        assert "�" not in words(draw(name, frame))


class TestWhatIsSaid:
    def test_n_and_unit_are_on_the_figure(self):
        assert "n = 6 articles, 47 passages and 570 words kept" in words(drawn("corpus-overview"))
        assert "n: A 20, B 20 stories" in words(drawn("theme-shares"))

    @pytest.mark.slow
    def test_the_interval_is_explained(self):
        for name in ("theme-shares", "themes-over-time", "theme-survival"):
            assert "95% interval" in words(drawn(name))

    def test_undated_articles_are_counted(self):
        assert "27 dated stories, 4 undated" in words(drawn("themes-over-time"))

    @pytest.mark.parametrize("languages", [3, 7, 14])
    def test_numbers_of_many_languages_stand_free_of_the_next_dot(self, languages):
        frame = pd.DataFrame(
            {"source": "A", "language": [f"language {n}" for n in range(languages)], "articles": 20}
        )
        figure = draw("corpus-overview", frame.assign(passages=9, words=99))
        axes = figure.axes[0]
        numbers = sorted(text.get_window_extent().x1 for text in axes.texts if text.get_text() == "20")
        words = next(text.get_window_extent().x0 for text in axes.texts if "words" in text.get_text())
        dots = axes.collections[0]
        middles = axes.transData.transform(np.array(dots.get_offsets()))[:, 0]
        radius = (dots.get_sizes()[0] / np.pi) ** 0.5 * figure.dpi / 72
        assert all(number < dot - radius for number, dot in zip(numbers, middles[1:], strict=False))
        assert numbers[-1] < words

    def test_a_source_that_is_not_known_is_called_so(self):
        shown = words(
            draw("corpus-overview", FRAMES["corpus-overview"].replace({"source": {"B": "unknown"}}))
        )
        assert "source unknown" in shown

    def test_only_mixed_articles_are_drawn(self):
        said = words(drawn("languages-in-articles"))
        assert "1 of 2 articles" in said
        assert "Two" not in said

    def test_rows_that_do_not_fit_are_counted(self):
        many = pd.concat([FRAMES["set-aside"].assign(reason=f"reason {i}") for i in range(20)])
        assert "Not drawn: 10 more reasons" in words(draw("set-aside", many))

    def test_a_topic_from_one_source_is_marked(self):
        assert "9, one source" in words(drawn("topic-stability"))

    def test_children_are_drawn_under_their_parents(self):
        figure = draw("topic-hierarchy", FRAMES["topic-hierarchy"].iloc[[0, 2, 1]])
        height = {text.get_text(): text.get_window_extent().y0 for text in texts(figure)}
        assert height[LABELS[0]] > height["chips"] > height[LABELS[1]]

    def test_a_theme_that_no_group_has_is_left_out_and_counted(self):
        frame = FRAMES["theme-shares"]
        shares = frame["share"].where(frame["theme"] != THEMES[2], 0.0)
        shown = words(draw("theme-shares", frame.assign(share=shares)))
        assert THEMES[2] not in shown and "Not drawn: 1 more theme, the main theme of none" in shown
        assert THEMES[2] in words(draw("theme-shares", frame.assign(share=0.0)))

    def test_topics_of_groups_with_few_stories_are_too_few_to_compare(self):
        frame = FRAMES["topic-shares"].assign(low=None, high=None)
        assert "No topic differs for sure by source" in words(draw("topic-shares", frame))
        few = words(draw("topic-shares", frame.assign(stories=3)))
        assert "No topic differs for sure by source: too few stories in the groups" in few

    def test_what_is_in_a_language_and_of_a_source(self):
        frame = FRAMES["topic-shares"].assign(
            group=lambda rows: rows["group"].map({"A": "French", "B": "English"})
        )
        assert "coverage in French, 10% in English" in words(
            draw("topic-shares", frame.assign(by="language"))
        )
        assert "coverage of A, 10% of B" in words(drawn("topic-shares"))

    def test_parts_of_a_topic_that_are_very_few_passages_are_not_named(self):
        frame = FRAMES["topic-hierarchy"].assign(size=[30, 4, 9])
        shown = words(draw("topic-hierarchy", frame))
        assert "chips 4" not in shown and "Not drawn: 1 more part, of fewer than 5 passages" in shown

    def test_too_few_expected_are_not_written_as_enough(self):
        frame = FRAMES["themes-together"].assign(expected=[8.0, 4.7, 2.0])
        shown = words(draw("themes-together", frame))
        assert "20 (8)" in shown and "1 (4.7)" in shown and "1 (2)" in shown

    def test_a_language_too_short_for_its_name_is_in_the_key(self):
        named = {"id": "Indonesian", "en": "English"}
        frame = FRAMES["languages-in-articles"].assign(share=[0.98, 0.02, 1.0], words=[98, 2, 50])
        frame = frame.assign(language=frame["language"].map(named))
        assert words(draw("languages-in-articles", frame)).count("English") == 1
        frame = frame.assign(share=[0.6, 0.4, 1.0])
        assert words(draw("languages-in-articles", frame)).count("English") == 1  # in the bar, and no key

    def test_how_many_topics_divide_is_said_in_good_english(self):
        assert "1 of 2 topics divides into finer ones" in words(drawn("topic-hierarchy"))

    def test_a_line_too_long_for_its_row_ends_where_the_row_does(self):
        long = "A headline that goes on and on about chips and the power that they need " * 3
        figure = draw("topic-terms", FRAMES["topic-terms"].assign(typical=long))
        axes = figure.axes[0]
        right = axes.get_window_extent().x1
        lines = [text.get_window_extent() for text in axes.texts if text.get_text().endswith("…")]
        assert lines and all(right - 20 < line.x1 <= right + 1 for line in lines)
        assert figure.bbox.x1 - right < 0.2 * style.LAYOUT_DPI

    def test_months_without_articles_are_gaps_in_the_line(self):
        axes = drawn("themes-over-time").axes[0]
        assert [len(line.get_xdata()) for line in axes.lines] == [2, 1]
        assert all(line.get_marker() in ("", "None") for line in axes.lines)  # the dots are drawn apart
        assert axes.lines[1].get_xdata()[0] == 18  # December 2024 is eighteen months after June 2023

    def test_dots_of_months_with_few_stories_are_hollow_and_the_foot_says_so(self):
        frame = FRAMES["themes-over-time"].assign(n=[4, 12, 12] * 3)
        figure = draw("themes-over-time", frame)
        assert "Hollow: 1 month with fewer than 10 stories" in words(figure)
        full, hollow = figure.axes[0].collections[-2:]
        assert [len(full.get_offsets()), len(hollow.get_offsets())] == [2, 1]
        assert "Hollow" not in words(draw("themes-over-time", frame.assign(n=12)))


class TestMap:
    @pytest.mark.slow
    def test_labels_overlap_neither_one_another_nor_the_edge(self):
        x, y = spread(300, seed=4)
        names = [f"a topic with a rather long label, number {i}" for i in range(20)]
        frame = pd.DataFrame({"x": x, "y": y, "group": names * 15, "by": "topic"})
        figure = draw("topic-map", frame)
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert 3 <= len(boxes) <= 20  # what has no room of its own is left out
        overlapping = [
            1 for i, a in enumerate(boxes) for b in boxes[:i] if a.padded(-2).overlaps(b.padded(-2))
        ]
        assert not overlapping

    def test_a_point_on_top_of_another_and_a_single_point_draw(self):
        draw("topic-map", mapped().assign(x=0.0, y=0.0))

    def test_outlines_are_closed_also_at_the_edge(self):
        turns = np.linspace(0, 2 * np.pi, 200)
        frame = pd.DataFrame({"x": np.cos(turns), "y": np.sin(turns), "group": "a ring", "by": "topic"})
        axes = draw("topic-map", frame).axes[0]
        ends = [np.array([*axes.get_xlim()]), np.array([*axes.get_ylim()])]
        drawn = [
            part for lines in axes.collections for path in lines.get_paths() for part in path.to_polygons()
        ]
        outlines = [part for part in drawn if len(part) > 40]  # the others are dots
        assert len(outlines) == 2  # outside and inside
        for outline in outlines:
            assert (outline[0] == outline[-1]).all()
            for side, (low, high) in zip(outline.T, ends, strict=True):
                assert low < side.min() and side.max() < high

    def test_ungrouped_dots_are_counted(self):
        assert "grey: 15 dots of no topic" in words(drawn("topic-map"))


class TestType:
    def test_what_no_font_has_is_named_and_pictures_go(self):
        assert fonts.drawable("བོད chips 👍 2") == "[Tibetan] chips 2"

    @pytest.mark.parametrize("names", fonts.families())
    def test_a_text_has_the_families_it_needs(self, names):
        assert fonts.narrowed(names, "Café, 20%") == names[:1]
        assert fonts.narrowed(names, "Café 芯片") == names

    def test_control_characters_and_breaks_become_spaces(self):
        assert fonts.drawable("a\x00b\n c\u202e\ud800") == "a b c"

    @pytest.mark.parametrize("script", ["Chinese", "Arabic", "Russian", "Hindi"])
    def test_the_scripts_of_the_news_are_covered(self, script):
        assert fonts.drawable(SCRIPTS[script]) == SCRIPTS[script]

    @pytest.mark.parametrize(
        "word",
        "নির্বাচন தேர்தல் ఎన్నికలు ಚುನಾವಣೆ തിരഞ്ഞെടുപ്പ് ચૂંટણી ਚੋਣਾਂ මැතිවරණය ការបោះឆ្នោត ການເລືອກຕັ້ງ ရွေးကောက်ပွဲ "
        "การเลือกตั้ง 총선 選挙 בחירות انتخابات ٹیکس არჩევნები ընտրություններ ምርጫ εκλογές їжак cuộc zaɓe ƙasa".split(),
    )
    def test_a_word_of_each_script_has_a_font(self, word):
        assert fonts.drawable(word) == unicodedata.normalize("NFC", word)

    def test_letters_that_stand_apart_in_persian_stay_apart(self):
        assert fonts.drawable("گفت\u200cوگو") == "گفت\u200cوگو"

    def test_arabic_is_joined(self):
        word = "البيانات"
        apart = sum(style.text_width(letter, 20) for letter in word)
        assert style.text_width(word, 20) < 0.9 * apart

    def test_arabic_runs_from_right_to_left(self):
        ink = []
        for text in ("ااااا سسسسس", "سسسسس ااااا"):
            with sheet.study_style():
                figure = Figure((4, 1), dpi=100)
                figure.text(0, 0.3, text, size=40)
                canvas = mpl.backends.backend_agg.FigureCanvasAgg(figure)
                canvas.draw()
                columns = np.flatnonzero((np.asarray(canvas.buffer_rgba())[..., 0] < 128).any(axis=0))
            half = columns[: len(columns) // 3]
            ink.append(len(half) / (half[-1] - half[0] + 1))
        assert ink[0] > ink[1]  # the joined letters of the last word stand leftmost

    def test_dollars_are_not_mathematics(self):
        assert "$5 to $6" in words(draw("set-aside", FRAMES["set-aside"].assign(reason="$5 to $6")))

    def test_short_keeps_to_its_width(self):
        cut = style.short("word " * 100, 10, 2.0)
        assert cut.endswith("…")
        assert style.text_width(cut, 10) <= 2.0
        assert style.short("word", 10, 2.0) == "word"

    def test_a_title_is_as_wide_as_its_own_type_makes_it(self):
        line = "Compute allocation is mentioned in five of five stories"
        assert style.text_width(line, 14, True) > style.text_width(line, 14)
        inches = style.text_width(line, 14)
        assert style.wrapped(line, 14, inches) == [line]
        lines = style.wrapped(line, 14, inches, True)
        assert len(lines) == 2 and max(style.text_width(part, 14, True) for part in lines) <= inches

    @pytest.mark.parametrize(
        "words", ["of 5 ", "Organisation, culture and leadership is the main theme of 2 of 5 "]
    )
    def test_many_short_words_are_no_wider_than_the_page(self, words):
        text = " ".join((words * 12).split())
        lines = style.wrapped(text, style.TITLE, 7.6, True)
        assert max(style.text_width(line, style.TITLE, True) for line in lines) <= 7.6
        assert " ".join(lines) == text

    def test_wrapped_loses_nothing(self):
        text = "one two three four five six seven"
        lines = style.wrapped(text, 10, 1.0)
        assert " ".join(lines) == text
        assert all(style.text_width(line, 10) <= 1.0 for line in lines)


class TestColours:
    CONFUSIONS = {  # Machado, Oliveira and Fernandes 2009, severity 1
        "none": np.eye(3),
        "protan": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
        "deutan": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        "tritan": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    }

    def lab(self, colour, seen):
        rgb = np.array(mpl.colors.to_rgb(colour))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        linear = np.clip(np.array(seen) @ linear, 0, 1)
        xyz = (
            np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
        )
        xyz = xyz / [0.9505, 1, 1.089]
        f = np.where(xyz > 0.008856, np.cbrt(np.maximum(xyz, 0)), 7.787 * xyz + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    @pytest.mark.parametrize("kind", CONFUSIONS)
    def test_all_ten_differ_for_every_reader(self, kind):
        colours = [colour for colour, _ in palette.colours(range(10)).values()]
        seen = [self.lab(colour, self.CONFUSIONS[kind]) for colour in colours]
        assert min(np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]) > 15

    def test_a_name_keeps_its_colour_whatever_stands_beside_it(self):
        named = ["Compute allocation", "Open source", "Talent loss", "Cost efficiency", "Export controls"]
        together = palette.colours([*named, None])
        assert {name: palette.colours([name])[name] for name in named} == {
            name: together[name] for name in named
        }
        assert palette.colours(named[::-1]) == {name: together[name] for name in named}

    def test_names_that_would_have_one_colour_are_told_apart(self):
        places = palette.palette_places([f"theme {number}" for number in range(25)])
        assert sorted(places.values())[:20] == list(range(20))

    def test_no_two_groups_look_the_same(self):
        looks = palette.colours([f"group {i}" for i in range(100)])
        assert len(set(looks.values())) == 100

    def test_none_is_grey(self):
        assert palette.colours([None, "a"])[None][0] == palette.NONE

    def test_readable_colours_reach_the_contrast_asked_for(self):
        assert palette.readable("#004488") == "#004488"
        assert palette.readable("#DDAA33") != "#ddaa33"


class TestWording:
    def test_percent(self):
        assert [percent(s) for s in (0, 0.004, 0.126, 1, None, np.nan)] == [
            "0%",
            "<1%",
            "13%",
            "100%",
            "no share",
            "no share",
        ]

    def test_plural(self):
        said = [plural(1, "story"), plural(2, "story"), plural(0, "day"), plural(1200, "article")]
        assert said == ["1 story", "2 stories", "0 days", "1,200 articles"]

    def test_listed(self):
        assert listed([]) == "none"
        assert listed(["a"]) == "a"
        assert listed("abc") == "a, b and c"
        assert listed("abcdefg", most=3) == "a, b, c and 4 more"


@pytest.mark.slow
def test_drawing_never_loads_pyplot():
    code = "import sys, newsthemes.figures, newsthemes.figures.export; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_package_does_not_load_matplotlib():
    code = "import sys, newsthemes; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_groups_of_few_stories_have_their_count_beside_the_dot():
    frame = (
        FRAMES["theme-shares"].head(6).assign(group=["A", "B", "C"] * 2, share=1.0, low=np.nan, high=np.nan)
    )
    frame = frame.assign(theme=[THEMES[0]] * 3 + [THEMES[1]] * 3, stories=[30, 1, 2] * 2, n=[30, 1, 2] * 2)
    frame = frame.assign(count=frame["n"])
    shown = words(draw("theme-shares", frame))
    assert shown.count("1 of 1") == 2 and shown.count("2 of 2") == 2 and "30 of 30" not in shown
