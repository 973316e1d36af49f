from functools import partial
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from newsthemes.errors import InputError
from newsthemes.exploration.selection import select
from newsthemes.exploration.verbs import Exploration
from newsthemes.figures.export import described, export
from newsthemes.figures.registry import FIGURES, left_out, variants
from newsthemes.figures.render import Drawing, DrawnFigures, frame_digest
from newsthemes.results.columns import article_names
from newsthemes.robustness.spaces import NEUTRAL, RAW, neighbours


@pytest.fixture
def study(small_study):
    small_study.title, small_study.encoder = "three articles", "none"
    small_study.where = lambda **conditions: select(small_study, conditions)
    small_study.compare = partial(Exploration.compare, small_study)
    return small_study


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split()).astype(object)


@pytest.fixture
def spaces(study, monkeypatch):
    """The spaces of the study, nothing encoded."""
    made = {RAW: np.eye(5, dtype=np.float32), NEUTRAL: np.asarray(study.vectors_of_kept)}
    for family in ("languages", "maps"):
        monkeypatch.setattr(f"newsthemes.figures.{family}.spaces", lambda study: made)
    return made


def data(name, study, by=None):
    return FIGURES[name].data(study, by)


def caption(name, frame, study):
    return FIGURES[name].caption(frame, study)


def test_overview_counts_kept_passages_and_words(study):
    table = data("corpus-overview", study).set_index(["source", "language"])
    assert table.loc[("Desk", "English")].tolist() == [1, 2, 6]
    assert table.loc[("Review", "French")].tolist() == [1, 2, 7]
    assert table.loc[("unknown", "English")].tolist() == [1, 1, 2]


def test_removed_counts_by_reason_without_front_matter(study):
    study.passages.loc[len(study.passages)] = ("a:x", "a", 0, 0, "title: x y z", "en", False, "front matter")
    (row,) = data("set-aside", study).itertuples(index=False)
    assert (row.reason, row.passages, row.words) == ("menu", 1, 1)
    assert row.share == pytest.approx(1 / 16)


def test_languages_of_an_article_add_up_and_one_is_its_main(study):
    table = data("languages-in-articles", study)
    assert table.groupby("article")["share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert table.groupby("article")["main"].sum().tolist() == [1, 1, 1]
    assert table.loc[table["article"] == "b: Chips", "language"].tolist() == [
        "French",
        "English",
    ]  # a title told apart by its id


def test_terms_are_one_row_each(study):
    table = data("topic-terms", study)
    assert table["term"].tolist() == ["chips", "puces", "weights"]
    assert table["rank"].tolist() == [1, 2, 1]
    assert table["label"].unique().tolist() == ["chip", "weight"]


def test_hierarchy_knows_the_stability_of_topics_only(study):
    stability = data("topic-hierarchy", study).set_index("id")["stability"]
    assert stability["0"] == 0.9
    assert np.isnan(stability["0.0"])


def test_shares_have_names_groups_and_both_measures_of_the_whole(study):
    table = data("theme-shares", study, "language")
    assert set(table["theme"]) == {"Chips", "Licences"}
    assert table["group"].tolist() == ["English", "English", "French", "French"]  # the larger group first
    assert table["measure"].unique().tolist() == ["main"]
    whole = data("theme-shares", study)
    assert whole["group"].unique().tolist() == ["all"]
    assert whole["measure"].unique().tolist() == ["main", "mentions"]


def test_months_leave_the_undated_out_and_count_them(study):
    table = data("themes-over-time", study)
    assert sorted(table["month"].unique()) == ["2024-01", "2024-03"]
    assert table["undated"].unique().tolist() == [1]


def test_pairs_of_themes_are_counted_beside_what_chance_gives(study):
    study.presence.loc[0, "licences"] = True
    (pair,) = data("themes-together", study).itertuples(index=False)
    assert (pair.theme, pair.other, pair.passages) == ("Chips", "Licences", 1)
    assert pair.expected == pytest.approx(4 * 2 / 5)


def test_topics_are_crossed_with_themes_and_with_none(study):
    shares = data("topics-by-themes", study).set_index(["label", "theme"])["share"]
    assert shares[("chip", "Chips")] == 1
    assert shares[("weight", "Licences")] == 1
    assert shares[("chip", "no theme")] == 0


def test_one_person_and_one_country_are_one_name(study):
    said = [
        "Then came Ada Reed to speak.", "It was Dr Reed who spoke.", "They flew to Selandia Baru at last.",
        "From there New Zealand is far.", "A paper of Mr Ada Reed's was read.",
    ]  # fmt: skip
    study.kept["text"], study.kept["language"] = said, ["en", "en", "id", "en", "en"]
    study.kept["article_id"] = ["a", "c", "a", "c", "b"]
    named = data("names-by-theme", study).drop_duplicates("name").set_index("name")["named"]
    assert named.to_dict() == {"Ada Reed": 2, "New Zealand": 2}


def test_names_of_one_word_are_named(study):
    said = [
        "They met in Lyon on Monday.", "We saw Lyon again.", "A British ship left Lyon.", "He liked lyon less.",
        "Then Nick Clegg spoke, and Clegg left.",
    ]  # fmt: skip
    study.kept["text"], study.kept["language"] = said, "en"
    study.kept["article_id"] = ["a", "b", "c", "c", "c"]
    named = data("names-by-theme", study).drop_duplicates("name").set_index("name")["named"]
    assert named.to_dict() == {"Lyon": 2}
    study.kept["article_id"] = ["a", "c", "a", "c", "c"]
    study.kept.loc[0, "text"] = "They met Nick Clegg in Lyon."
    named = data("names-by-theme", study).drop_duplicates("name").set_index("name")["named"]
    assert named.to_dict() == {"Lyon": 2, "Nick Clegg": 2}


def test_articles_without_a_title_have_a_name_to_show(study):
    study.articles = pd.DataFrame(
        {
            "article_id": ["t#1", "t#2", "t#3", "t#4", "t#5"], "title": ["Ferries", None, None, " ", None],
            "url": [None, "https://www.news.example/a/?b=1", None, None, None],
            "source": [None, None, "Desk", None, None],
            "date": [None, None, "2024-05-02", None, None], "text": ["x", "y", "z", "Bread is dear.\nAgain.", ""],
        }
    )  # fmt: skip
    assert list(article_names(study).values()) == [
        "Ferries", "news.example/a", "Desk, 2024-05-02", "Bread is dear.", "t#5",
    ]  # fmt: skip


def test_a_strip_runs_from_first_to_last_kept_word(study):
    table = data("evidence-strips", study)
    ends = table.groupby("article").agg({"start": "min", "end": "max"})
    assert (ends["start"] == 0).all() and (ends["end"] == 1).all()
    first = table[table["article"] == "a: Chips"].iloc[0]
    assert (first["theme"], first["end"]) == ("Chips", pytest.approx(17 / 35))


def pairs_of_amounts(*pairs):
    sides = {"value": (5e6, 6e6), "article": ("a", "b"), "language": ("en", "fr"), "source": ("Desk", None)}
    rows = [
        {
            "thing": thing,
            "what": "cost",
            "unit": "USD",
            "relation": "differ",
            "figure_a": first,
            "figure_b": second,
        }
        | {"quote_a": f"It cost {first}.", "quote_b": "logiciel libre"}
        | {
            f"{name}_{side}": value
            for name, values in sides.items()
            for side, value in zip("ab", values, strict=True)
        }
        for thing, first, second in pairs
    ]
    return pd.DataFrame(rows)


def test_amounts_are_two_glossed_quotes_a_thing_and_a_handful(study):
    things = [(1, "5 million", "six"), (1, "5 million", "7"), *[(n, str(n), str(n + 1)) for n in range(2, 9)]]
    study.contradictions = pairs_of_amounts(*things)
    table = data("contradictions", study)
    assert table["pair"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert table["amount"].tolist()[:2] == ["5 million", "six"]
    assert table["gloss"].tolist()[:2] == ["It cost 5 million.", "open source software"]
    assert table["article"].tolist()[:2] == ["a: Chips", "b: Chips"]
    assert table["language"].tolist()[:2] == ["English", "French"]
    assert table["pairs"].unique().tolist() == [8]
    said = caption("contradictions", table.head(2), study)
    assert said == "Worth checking against one another, 1 pair of amounts: 5 million or six."


class TestSpaces:
    def test_leak_is_measured_in_each_space(self, study, spaces):
        table = data("language-leak", study)
        assert table["space"].tolist() == [RAW, NEUTRAL]
        assert table["n"].tolist() == [5, 5]

    def test_one_language_has_no_leak_to_measure(self, study, spaces):
        study.kept["language"] = "en"
        assert data("language-leak", study).empty

    def test_the_nearest_passage_is_of_another_article(self, study, spaces):
        table = data("neighbour-languages", study)
        near = table[table["space"] == NEUTRAL].set_index(["language", "neighbour"])["share"]
        assert near[("French", "English")] == 1  # "Les puces manquent." has the vector of "Chips are scarce."
        assert near.groupby("language").sum().tolist() == pytest.approx([1, 1])

    def test_neighbours_show_each_article_once(self, study):
        (pair,) = neighbours(study).itertuples(index=False)
        assert {pair.passage, pair.nearest} == {"Chips are scarce.", "Les puces manquent."}
        assert pair.cosine == 1

    def test_parallax_measures_one_story_in_two_languages(self, study, spaces):
        table = data("translation-distance", study)
        assert set(table["languages"]) == {"English–French"}
        assert (table["pair"] == "a translation").sum() == 2  # one pair, two spaces
        raw, neutral = table["distance"]
        assert raw == pytest.approx(1)
        assert neutral < raw

    def test_a_corpus_without_translations_has_no_parallax(self, study, spaces):
        study.articles["story_id"] = study.articles["article_id"]
        assert data("translation-distance", study).empty


class TestWordsApart:
    @pytest.fixture
    def two_desks(self, study):
        """Eight stories each of two sources, one passage a story; the one writes of chips, the other of weights."""
        told = [("Desk", "Chips are scarce."), ("Review", "Weights are open.")] * 8
        ids = [f"s{number:02}" for number in range(len(told))]
        study.articles = frame(
            "article_id source date language story_id",
            *[(i, source, None, "en", i) for i, (source, _) in zip(ids, told, strict=True)],
        )
        study.kept = study.passages = frame(
            "passage_id article_id text language kept reason",
            *[(f"{i}:0", i, text, "en", True, None) for i, (_, text) in zip(ids, told, strict=True)],
        )
        study.presence = pd.DataFrame({"chips": [True, False] * 8, "licences": [False, True] * 8})
        study.scores = study.presence.astype(float)
        return study

    def test_each_group_has_its_own_words_with_the_stories_that_hold_them(self, two_desks):
        table = data("words-apart", two_desks)
        assert dict(zip(table["word"], table["group"], strict=True)) == {
            "chips": "Desk",
            "scarce": "Desk",
            "open": "Review",
            "weights": "Review",
        }
        assert set(zip(table["group"], table["other"], strict=True)) == {
            ("Desk", "Review"),
            ("Review", "Desk"),
        }
        assert table[["stories", "of"]].to_numpy().tolist() == [[8, 8]] * 4
        assert (table["log_odds"].gt(0) == table["group"].eq("Desk")).all()

    def test_a_part_with_one_group_has_nothing_to_draw_and_says_so(self, two_desks):
        part = two_desks.where(source="Desk")
        table = data("words-apart", part)
        assert table.empty
        said = "Nothing to draw: all articles with a source have the same, Desk."
        assert caption("words-apart", table, part) == said

    def test_too_few_stories_set_no_word_apart(self, study):
        assert data("words-apart", study, "language").empty


def test_no_passage_is_an_empty_table_a_reason_and_not_an_error(study):
    study.kept, study.presence = study.kept.iloc[:0], study.presence.iloc[:0]
    study.scores, study.vectors_of_kept = study.scores.iloc[:0], study.vectors_of_kept[:0]
    for name in (
        "languages-in-articles",
        "evidence-strips",
        "themes-together",
        "themes-over-time",
        "theme-shares",
    ):
        assert data(name, study).empty, name
        assert FIGURES[name].missing(study), name


@pytest.mark.parametrize("name", ["names-by-theme", "topics-by-themes"])
def test_what_shows_in_the_frame_only_is_not_computed_twice(study, name):
    made, computed = FIGURES[name].made, []
    real = made.data

    def counted(*given, **options):
        computed.append(name)
        return real(*given, **options)

    with patch.object(made, "data", staticmethod(counted)):
        frame, reason = FIGURES[name].data_or_reason(study)
    assert computed == [name]
    assert (frame is None) != (reason is None)
    assert reason == FIGURES[name].missing(study)


STABILITY = pd.DataFrame(
    {
        "label": ["chips", "leaks"],
        "stability": [0.9, 0.5],
        "bar": 0.75,
        "single_source": [False, True],
        "one_story": [True, False],
        "corpus": ["as written", "words shuffled"],
    }
)


class TestCaptions:
    def test_of_the_corpus(self, study):
        said = caption("corpus-overview", data("corpus-overview", study), study)
        assert said == (
            "3 articles from 2 sources in 2 languages (English: 2 and French: 1); with a date: 2; of an unknown "
            "source: 1."
        )

    def test_of_what_was_set_aside(self, study):
        said = caption("set-aside", data("set-aside", study), study)
        assert said == "1 passage set aside, 6% of all words, as: menu (1 passage)."

    def test_of_languages_in_articles(self, study):
        said = caption("languages-in-articles", data("languages-in-articles", study), study)
        assert said.startswith("Articles that mix languages: 1 of 3;")

    def test_of_topics(self, study):
        said = caption("topic-terms", data("topic-terms", study), study)
        assert (
            said == "2 topics of 4 passages; the largest: “chip” (3) and “weight” (1). In no topic: 1 of 5."
        )
        said = caption("topic-hierarchy", data("topic-hierarchy", study), study)
        assert said == "1 finer topic inside 1 of 2 topics."
        said = caption("topic-stability", STABILITY, study)
        assert (
            said
            == "Solid: 1 of 2 topics, 1 of these carried by one story; resting on one source only: “leaks”."
        )
        said = caption("topic-control", STABILITY, study)
        assert said == "Solid topics: 1 in the corpus as written, 0 in the same words shuffled."

    def test_of_themes(self, study):
        said = caption("evidence-strips", data("evidence-strips", study), study)
        assert said == "With a theme: 5 of 5 passages; with more than one: 0."
        said = caption("themes-over-time", data("themes-over-time", study), study)
        assert said == "2 themes over 2 months. 2 dated stories in 2 months, 1 undated and not drawn."

    @pytest.mark.slow
    def test_of_spaces_against_chance(self, study, spaces, monkeypatch):
        leaks = pd.DataFrame({"space": ["a", "b"], "leak": [0.9, 0.4], "chance": 0.4, "n": 5})
        monkeypatch.setattr(FIGURES["language-leak"].made, "data", staticmethod(lambda study: leaks))
        said = caption("space-before-and-after", data("space-before-and-after", study), study)
        assert "90% for a, 40% for b; chance would give 40%" in said
        assert "100% is gone" in caption("language-leak", leaks, study)
        said = caption("translation-distance", data("translation-distance", study), study)
        assert said.startswith("Median distance: the encoder as it is, 1.00 to a translation")


@pytest.mark.parametrize(
    "bounds, said",
    [
        ((0.1, 0.3), "Chips: 70% of stories in French, 20% of stories in English."),
        ((0.1, 0.5), "No theme differs for sure by language; furthest apart is Chips: 70% of stories in French, 20% of "
         "stories in English, but their intervals overlap."),
    ],
)  # fmt: skip
def test_a_gap_is_the_finding_where_it_can_be_no_chance(bounds, said, study):
    low, high = bounds
    frame = pd.DataFrame(
        {
            "theme": ["Chips", "Chips", "Leaks", "Leaks"], "group": ["English", "French"] * 2, "by": "language",
            "share": [0.2, 0.7, 0.4, 0.5], "low": [low, 0.4, 0.3, 0.4], "high": [high, 0.9, 0.5, 0.6],
            "measure": "main", "unit": "stories", "count": [4, 14, 8, 10], "n": 20, "stories": 20,
        }
    ).astype({"low": float, "high": float})  # fmt: skip
    assert caption("theme-shares", frame, study) == said


def test_few_stories_are_counted_and_not_said_in_percent(study):
    said = caption("theme-shares", data("theme-shares", study), study)
    assert said == "Chips is the main theme of 2 of 2 stories and mentioned in 2 of 2 stories."


def test_a_topic_is_found_again_where_half_of_the_variants_have_it(study):
    frame = pd.DataFrame({"label": ["a", "a", "b", "b"], "overlap": [0.5, 0.7, 0.9, 0.1]})
    assert "60% or more in half of the variants with topics: 1 of 2 topics; weakest: “b”" in caption(
        "topic-survival", frame, study
    )


@pytest.fixture
def finished(study):
    columns = "thing what unit value_a value_b relation figure_a figure_b quote_a quote_b article_a article_b"
    study.contradictions = pd.DataFrame(columns=[*columns.split(), "language_a", "language_b"], dtype=object)
    study.result = lambda stage, name: study.articles.assign(story_id=None)
    return study


def draw_all(study, folder, before=None):
    """As a run does, stage after stage."""
    return draw_stages(study, folder, before).finish()


def draw_stages(study, folder, before=None):
    drawing = Drawing(study, folder, before)
    for stage in dict.fromkeys(figure.stage for figure, _ in variants()):
        drawing.begin(stage)
    return drawing


def drawn_of(study):
    return [(figure, by) for figure, by in variants() if not figure.missing(study, by)]


@pytest.mark.acceptance
def test_figures_drawn_in_several_processes_have_the_bytes_of_those_drawn_here(finished, tmp_path):
    draw_all(finished, tmp_path / "beside")
    for figure, by in drawn_of(finished):
        table = figure.data(finished, by)
        sentence = figure.caption(table, finished)
        export(figure.draw(table), table, figure.file_name(by), tmp_path / "here", sentence)
    here = {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}
    beside = {path.name: path.read_bytes() for path in (tmp_path / "beside").iterdir()}
    assert beside.pop("README.md")
    assert beside == here


@pytest.mark.slow
def test_figures_of_articles_are_drawn_before_stories_are_known(finished, tmp_path):
    read = SimpleNamespace(passages=finished.passages, kept=finished.kept, result=finished.result)
    drawing = Drawing(read, tmp_path)
    drawing.begin("reading")
    names = {name for part in drawing.begun for name in part.result().paths}
    assert names == {"corpus-overview", "languages-in-articles", "set-aside"}


@pytest.mark.slow
def test_a_figure_that_cannot_be_written_is_an_error_here(finished, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(FileExistsError, match="taken"):
        draw_all(finished, tmp_path / "taken")


@pytest.mark.slow
def test_a_run_s_figures_have_their_sentences_and_an_index(finished, tmp_path):
    paths = draw_all(finished, tmp_path)
    expected = drawn_of(finished)
    assert [path.stem for path in paths] == [figure.file_name(by) for figure, by in expected]
    index = (tmp_path / "README.md").read_text()
    for path, (figure, by) in zip(paths, expected, strict=True):
        said = described(path)["Caption"]
        assert said == figure.caption(figure.data(finished, by), finished) and said.endswith(".")
        assert f'src="{path.name}"' in index


class TestWhatIsNotDrawn:
    @pytest.mark.slow
    def test_no_file_is_written_and_the_index_says_why(self, finished, tmp_path):
        finished.articles["date"] = None
        drawn = {path.stem for path in draw_all(finished, tmp_path)}
        assert "themes-over-time" not in drawn
        assert {path.stem for path in tmp_path.glob("*.csv")} == drawn
        index = (tmp_path / "README.md").read_text()
        assert "- themes-over-time: no article has a date" in index
        assert "- contradictions: no two passages give different amounts for one thing" in index

    @pytest.mark.parametrize(
        "sources, reason",
        [
            ([None, None, None], "no article has a source"),
            (["Desk", None, "Desk"], "all articles with a source have the same, Desk"),
            (["Desk", "Review", None], None),
        ],
    )
    def test_a_grouping_needs_two_values(self, study, sources, reason):
        study.articles["source"] = sources
        assert FIGURES["theme-shares"].missing(study, "source") == reason

    def test_all_that_is_left_out_is_named(self, finished):
        few = "no month has 10 stories with a date, below which a share says less than a count"
        assert left_out(finished) == {
            "themes-over-time": few,
            "topics-over-time": few,
            "contradictions": "no two passages give different amounts for one thing",
            "names-by-theme": "no name stands in two stories",
            "themes-together": "no passage carries two themes",
        }

    def test_a_figure_without_groups_refuses_one(self, study):
        with pytest.raises(InputError, match="set-aside is not drawn by groups; leave out by='source'"):
            data("set-aside", study, "source")


@pytest.mark.parametrize("name", [name for name, figure in FIGURES.items() if figure.in_run])
def test_nothing_to_draw_has_a_sentence_too(name, finished):
    said = caption(name, data(name, finished).iloc[:0], finished)
    assert said.startswith("Nothing to draw: ") and said.endswith(".")


class TestWhatIsCommonest:
    """The first sentence of the share figure: what stands first, together, or no more often than by mistake."""

    def said(self, study, shares, low, false_alarms, high=None):
        high = [share + 0.05 for share in shares] if high is None else high
        frame = pd.DataFrame({"theme": ["Chips", "Leaks"], "share": shares, "low": low, "high": high})
        about = {"group": "all", "by": None, "measure": "main", "unit": "stories", "n": 50, "stories": 50}
        frame = frame.assign(**about, count=(frame["share"] * 50).round(), false_alarms=false_alarms)
        return caption("theme-shares", frame, study)

    def test_one_theme(self, study):
        assert self.said(study, [0.4, 0.2], [0.3, 0.1], 0.02) == "Chips is the main theme of 40% of stories."

    def test_one_that_does_not_lead_for_sure(self, study):
        said = self.said(study, [0.4, 0.3], [0.3, 0.2], 0.02, high=[0.5, 0.4])
        assert said == "Chips is the main theme of 40% of stories, not surely more than Leaks."

    def test_two_that_are_equal(self, study):
        said = self.said(study, [0.4, 0.4], [0.3, 0.3], 0.02)
        assert said == "Chips and Leaks are each the main theme of 40% of stories."

    def test_a_share_that_mistakes_alone_would_give(self, study):
        said = self.said(study, [0.02, 0.0], [0.004, 0.0], [0.01, 0.02])
        assert said == (
            "No theme is surely found more often than on unrelated news; Chips is the main theme of 2% of stories."
        )

    def test_groups_that_differ_for_sure_come_before_those_further_apart(self, study):
        rows = [("Chips", "Desk", 0.1, 0.0, 0.5), ("Chips", "Post", 0.4, 0.1, 0.8)]
        rows += [("Leaks", "Desk", 0.01, 0.0, 0.04), ("Leaks", "Post", 0.15, 0.05, 0.4)]
        frame = pd.DataFrame(rows, columns=["theme", "group", "share", "low", "high"])
        about = {"by": "source", "measure": "main", "unit": "stories", "n": 100, "stories": 100}
        frame = frame.assign(**about, count=frame["share"] * 100, false_alarms=0.01)
        said = caption("theme-shares", frame, study)
        assert said == "Leaks: 15% of stories in Post, 1% of stories in Desk."

    def test_main_themes_that_mistakes_alone_would_give_give_way_to_a_mention_that_is_sure(self, study):
        about = {"group": "all", "by": None, "unit": "stories", "n": 400, "stories": 400}
        rows = [("Leaks", "main", 0.01, 0.001), ("Chips", "main", 0.005, 0.001)]
        rows += [("Leaks", "mentions", 0.01, 0.005), ("Chips", "mentions", 0.05, 0.03)]
        frame = pd.DataFrame(rows, columns=["theme", "measure", "share", "low"]).assign(
            **about, false_alarms=0.01, high=lambda rows: rows["share"] + 0.01
        )
        said = caption("theme-shares", frame.assign(count=frame["share"] * 400), study)
        assert said == "Chips is mentioned in 5% of stories."


@pytest.mark.slow
def test_only_figures_that_show_something_else_are_drawn_again(finished, tmp_path):
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
    drawing = draw_stages(finished, first)
    drawn = drawing.finish()
    finished.presence = ~finished.presence
    again = draw_all(finished, second, DrawnFigures(first, drawing.digests))
    linked = {
        path.name for path in drawn if (second / path.name).exists() and path.samefile(second / path.name)
    }
    assert "topic-words.png" in linked and "themes-together.png" not in linked
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert [path.read_bytes() for path in draw_all(finished, fresh)] == [path.read_bytes() for path in again]
    for kind in ("csv", "svg", "pdf"):
        assert (second / f"topic-words.{kind}").samefile(first / f"topic-words.{kind}")


def test_a_figure_rests_on_its_frame_its_source_and_its_caption():
    frame = pd.DataFrame({"theme": ["Chips", ""], "share": [0.1, None]})
    same = frame_digest(frame.copy(), "One.")
    assert frame_digest(frame, "One.") == same
    sourced = frame.copy()
    sourced.attrs["source"] = "Of ten articles."
    for other in (
        frame.replace("", None),
        frame.fillna(0),
        frame.astype({"theme": "category"}),
        sourced,
        frame[::-1],
    ):
        assert frame_digest(other, "One.") != same
    assert frame_digest(frame, "Two.") != same
