from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from newsthemes import exhibits
from newsthemes.exhibits import captions
from newsthemes.exhibits import languages as spaces_of
from newsthemes.figures.export import described, export
from newsthemes.figures.render import GALLERY, Drawing
from newsthemes.prevalence import prevalence

IDS = ("chips", "licences")


class Definitions:
    ids = list(IDS)
    names = {"chips": "Chips", "licences": "Licences"}


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split()).astype(object)


@pytest.fixture
def study():
    """Three articles in two languages, two of them one story; every number below can be counted by hand."""
    articles = frame(
        "article_id title source date language story_id text",
        ("a", "Chips", "Desk", "2024-01-05", "en", "a", "Menu. Chips are scarce. Weights are open."),
        ("b", "Chips", "Review", None, "fr", "a", "Les puces manquent. Chips are scarce too."),
        ("c", None, None, "2024-03-01", "en", "c", "Chips again."),
    )
    passages = frame(
        "passage_id article_id start end text language kept reason",
        ("a:0", "a", 0, 5, "Menu.", "en", False, "menu"),
        ("a:6", "a", 6, 23, "Chips are scarce.", "en", True, None),
        ("a:24", "a", 24, 41, "Weights are open.", "en", True, None),
        ("b:0", "b", 0, 19, "Les puces manquent.", "fr", True, None),
        ("b:20", "b", 20, 41, "Chips are scarce too.", "en", True, None),
        ("c:0", "c", 0, 12, "Chips again.", "en", True, None),
    ).astype({"start": int, "end": int, "kept": bool})
    kept = passages[passages["kept"]].reset_index(drop=True)
    presence = pd.DataFrame(
        {"chips": [True, False, True, True, True], "licences": [False, True, False, False, False]}
    )
    table = pd.DataFrame(
        {
            "topic": [0, 1], "label": ["chip", "chip"], "terms": ["chips; puces", "weights"],
            "terms_english": ["chips; chips", "weights"], "size": [3, 1], "stability": [0.9, 0.5],
            "language_leak": [0.0, 1.0], "sources": [2, 1], "single_source": [False, True],
        }
    )  # fmt: skip
    topics = SimpleNamespace(
        assignment=np.array([0, 1, 0, 0, -1]), table=table,
        hierarchy=frame(
            "id parent label size", ("0", None, "chip", 3), ("0.0", "0", "scarce", 2), ("1", None, "chip", 1)
        ),
        quotes=pd.DataFrame({"topic": [0, 0, 1], "rank": [1, 2, 1], "row": [0, 2, 1]}),
    )  # fmt: skip
    vectors = np.eye(5, dtype=np.float32)[[0, 1, 0, 0, 2]]

    def shares(by=None, unit="articles"):
        return prevalence(study.articles, study.kept, study.presence, by=by, unit=unit, draws=10)

    study = SimpleNamespace(
        articles=articles, passages=passages, kept=kept, presence=presence, scores=presence.astype(float),
        topics=topics, kept_vectors=vectors, theme_definitions=Definitions(), prevalence=shares, seed=0,
    )  # fmt: skip
    return study


@pytest.fixture
def spaces(study):
    return {spaces_of.RAW: np.eye(5, dtype=np.float32), spaces_of.NEUTRAL: study.kept_vectors}


def test_overview_counts_kept_passages_and_words(study):
    table = exhibits.corpus_overview(study).set_index(["source", "language"])
    assert table.loc[("Desk", "en")].tolist() == [1, 2, 6]
    assert table.loc[("Review", "fr")].tolist() == [1, 2, 7]
    assert table.loc[("unknown", "en")].tolist() == [1, 1, 2]


def test_removed_counts_by_reason_without_front_matter(study):
    study.passages.loc[len(study.passages)] = ("a:x", "a", 0, 0, "title: x y z", "en", False, "front matter")
    (row,) = exhibits.removed(study).itertuples(index=False)
    assert (row.reason, row.passages, row.words) == ("menu", 1, 1)
    assert row.share == pytest.approx(1 / 16)


def test_languages_of_an_article_add_up_and_one_is_its_main(study):
    table = exhibits.article_languages(study)
    assert table.groupby("article")["share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert table.groupby("article")["main"].sum().tolist() == [1, 1, 1]
    assert table.loc[table["article"] == "b: Chips", "language"].tolist() == [
        "fr",
        "en",
    ]  # a title told apart by its id


def test_terms_are_one_row_each_and_equal_labels_are_told_apart(study):
    table = exhibits.topic_terms(study)
    assert table["term"].tolist() == ["chips", "puces", "weights"]
    assert table["rank"].tolist() == [1, 2, 1]
    assert table["label"].unique().tolist() == ["chip", "chip (2)"]


def test_hierarchy_knows_the_stability_of_topics_only(study):
    stability = exhibits.topic_hierarchy(study).set_index("id")["stability"]
    assert stability["0"] == 0.9
    assert np.isnan(stability["0.0"])


def test_quotes_are_verbatim_with_their_source(study):
    table = exhibits.topic_quotes(study)
    assert table["quote"].tolist() == ["Chips are scarce.", "Les puces manquent.", "Weights are open."]
    assert table["source"].tolist() == ["Desk", "Review", "Desk"]


def test_shares_have_names_groups_and_the_whole_beside_them(study):
    table = exhibits.theme_shares(study, "language")
    assert set(table["theme"]) == {"Chips", "Licences"}
    assert table["group"].tolist() == ["en", "en", "fr", "fr"]  # the larger group first
    assert table["overall"].notna().all()
    assert exhibits.theme_shares(study)["group"].unique().tolist() == ["all"]


def test_months_leave_the_undated_out_and_count_them(study):
    table = exhibits.themes_over_time(study)
    assert sorted(table["month"].unique()) == ["2024-01", "2024-03"]
    assert table["undated"].unique().tolist() == [1]


def test_pairs_of_themes_are_counted_beside_what_chance_gives(study):
    study.presence.loc[0, "licences"] = True
    (pair,) = exhibits.theme_cooccurrence(study).itertuples(index=False)
    assert (pair.theme, pair.other, pair.passages) == ("Chips", "Licences", 1)
    assert pair.expected == pytest.approx(4 * 2 / 5)


def test_topics_are_crossed_with_themes_and_with_none(study):
    shares = exhibits.topics_by_themes(study).set_index(["label", "theme"])["share"]
    assert shares[("chip", "Chips")] == 1
    assert shares[("chip (2)", "Licences")] == 1
    assert shares[("chip", "no theme")] == 0


def test_a_strip_runs_from_first_to_last_kept_word(study):
    table = exhibits.evidence_strips(study)
    ends = table.groupby("article").agg({"start": "min", "end": "max"})
    assert (ends["start"] == 0).all() and (ends["end"] == 1).all()
    first = table[table["article"] == "a: Chips"].iloc[0]
    assert (first["theme"], first["end"]) == ("Chips", pytest.approx(17 / 35))


def test_contradictions_keep_things_with_two_values_once_an_article(study):
    columns = (
        "thing what unit value_a value_b relation figure_a figure_b quote_a quote_b article_a article_b "
        "language_a language_b"
    )
    study.contradictions = frame(
        columns,
        (
            1,
            "cost",
            "USD",
            5e6,
            6e6,
            "differ",
            "5 million",
            "six",
            "It cost 5 million.",
            "Six.",
            "a",
            "b",
            "en",
            "fr",
        ),
        (
            1,
            "cost",
            "USD",
            5e6,
            7e6,
            "may agree",
            "5 million",
            "7",
            "It cost 5 million.",
            "Seven it was.",
            "a",
            "c",
            "en",
            "en",
        ),
        (2, "same", "USD", 1, 1, "may agree", "1", "one", "x", "y", "a", "b", "en", "fr"),
        (
            3,
            "day",
            "date",
            "2024-01-01",
            "2024-01-02",
            "differ",
            "1 Jan",
            "2 Jan",
            "x",
            "y",
            "a",
            "b",
            "en",
            "fr",
        ),
    )
    table = exhibits.contradictions(study)
    assert table["value"].tolist() == [5e6, 6e6, 7e6]
    assert table["claim"].unique().tolist() == ["Seven it was."]
    assert table["relation"].unique().tolist() == ["differ"]
    assert table["article"].tolist() == ["a: Chips", "b: Chips", "c"]


class TestSpaces:
    def test_leak_is_measured_in_each_space(self, study, spaces):
        table = exhibits.leak_meter(study, spaces)
        assert table["space"].tolist() == [spaces_of.RAW, spaces_of.NEUTRAL]
        assert table["n"].tolist() == [5, 5]

    def test_one_language_has_no_leak_to_measure(self, study, spaces):
        study.kept["language"] = "en"
        assert exhibits.leak_meter(study, spaces).empty

    def test_the_nearest_passage_is_of_another_article(self, study, spaces):
        table = exhibits.neighbour_languages(study, spaces)
        near = table[table["space"] == spaces_of.NEUTRAL].set_index(["language", "neighbour"])["share"]
        assert near[("fr", "en")] == 1  # "Les puces manquent." has the vector of "Chips are scarce."
        assert near.groupby("language").sum().tolist() == pytest.approx([1, 1])

    def test_neighbours_show_each_article_once(self, study):
        (pair,) = exhibits.neighbours(study).itertuples(index=False)
        assert {pair.passage, pair.nearest} == {"Chips are scarce.", "Les puces manquent."}
        assert pair.cosine == 1

    def test_parallax_measures_one_story_in_two_languages(self, study, spaces):
        table = exhibits.parallax(study, spaces)
        assert set(table["languages"]) == {"en–fr"}
        assert (table["pair"] == "a translation").sum() == 2  # one pair, two spaces
        raw, neutral = table["distance"]
        assert raw == pytest.approx(1)
        assert neutral < raw

    def test_a_corpus_without_translations_has_no_parallax(self, study, spaces):
        study.articles["story_id"] = study.articles["article_id"]
        assert exhibits.parallax(study, spaces).empty


class TestVariants:
    def test_each_leaves_out_what_its_name_says(self, study, spaces):
        made = {variant.name: variant for variant in exhibits.variants(study, spaces)}
        assert made["another seed"].seed == 1
        assert made["without Desk"].rows.tolist() == [False, False, True, True, True]
        assert made["without fr"].rows.tolist() == [True, True, False, True, True]
        assert made["encoder as it is"].vectors is spaces[spaces_of.RAW]

    def test_halves_are_of_stories(self, study, spaces):
        for variant in exhibits.variants(study, spaces):
            if variant.kind == "half of the stories":
                assert variant.rows.tolist() in ([True] * 4 + [False], [False] * 4 + [True])

    def test_rounding_moves_vectors_by_next_to_nothing(self, study, spaces):
        study.kept_vectors = np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32)
        study.kept_vectors /= np.linalg.norm(study.kept_vectors, axis=1, keepdims=True)
        rounded = next(v for v in exhibits.variants(study, spaces) if v.name == "vectors rounded").vectors
        assert (rounded != study.kept_vectors).any()
        assert ((rounded * study.kept_vectors).sum(axis=1) > 0.9999).all()

    def test_shares_of_a_variant_are_of_its_own_passages(self, study, spaces):
        variants = [v for v in exhibits.variants(study, spaces) if v.name == "without Desk"]
        table = exhibits.theme_survival(study, variants).set_index(["variant", "theme"])["share"]
        assert table[("without Desk", "Licences")] == 0
        assert table[("the study", "Chips")] == 1


def test_no_passage_is_an_empty_table_and_not_an_error(study, spaces):
    study.kept, study.presence = study.kept.iloc[:0], study.presence.iloc[:0]
    study.scores, study.kept_vectors = study.scores.iloc[:0], study.kept_vectors[:0]
    for name in (
        "article_languages",
        "evidence_strips",
        "theme_cooccurrence",
        "themes_over_time",
        "theme_shares",
    ):
        assert getattr(exhibits, name)(study).empty, name


STABILITY = pd.DataFrame(
    {
        "label": ["chips", "leaks"],
        "stability": [0.9, 0.5],
        "bar": 0.75,
        "single_source": [False, True],
        "corpus": ["as written", "words shuffled"],
    }
)


class TestCaptions:
    def test_of_the_corpus(self, study):
        said = captions.corpus_overview(exhibits.corpus_overview(study), study)
        assert said == "3 articles from 3 sources in 2 languages (en: 2 and fr: 1); with a date: 2."

    def test_of_what_was_set_aside(self, study):
        said = captions.removed(exhibits.removed(study), study)
        assert said == "1 passage set aside, 6% of all words; most words went to: menu (1 passage)."
        assert (
            captions.removed(exhibits.removed(study).iloc[:0], study)
            == "Nothing was set aside of 6 passages."
        )

    def test_of_languages_in_articles(self, study):
        said = captions.article_languages(exhibits.article_languages(study), study)
        assert said.startswith("Articles that mix languages: 1 of 3;")

    def test_of_topics(self, study):
        said = captions.topic_terms(exhibits.topic_terms(study), study)
        assert said == "2 topics; the largest: “chip” and “chip (2)”. In no topic: 20% of 5 passages."
        said = captions.topic_hierarchy(exhibits.topic_hierarchy(study), study)
        assert said == "1 finer topic inside 1 of 2 topics."
        said = captions.topic_stability(STABILITY, study)
        assert said == "Solid: 1 of 2 topics; resting on one source only: “leaks”."
        said = captions.shuffled_control(STABILITY, study)
        assert said == "Solid topics: 1 in the corpus as written, 0 in the same words shuffled."

    def test_of_themes(self, study):
        said = captions.evidence_strips(None, study)
        assert said == "With a theme: 5 of 5 passages; with more than one: 0."
        said = captions.theme_shares(exhibits.theme_shares(study), study)
        assert said.startswith("Most carried: Chips (100% of articles)")
        said = captions.themes_over_time(exhibits.themes_over_time(study), study)
        assert said == "2 dated articles in 2 months; without a date and not on the figure: 1."

    def test_of_spaces_against_chance(self, study, spaces):
        leaks = pd.DataFrame({"space": ["a", "b"], "leak": [0.9, 0.4], "chance": 0.4, "n": 5})
        assert "90% for a, 40% for b; chance would give 40%" in captions.before_after(leaks, study)
        assert "100% is gone" in captions.leak_meter(leaks, study)
        said = captions.parallax(exhibits.parallax(study, spaces), study)
        assert said.startswith("Median distance: the encoder as it is, 1.00 to a translation")


@pytest.mark.parametrize(
    "bounds, said",
    [
        ((0.1, 0.5), "their intervals overlap"),
        ((0.1, 0.3), "their intervals do not overlap"),
        ((None, None), "are not known"),
    ],
)
def test_the_widest_gap_names_both_groups_and_whether_it_may_be_chance(bounds, said, study):
    low, high = bounds
    frame = pd.DataFrame(
        {
            "theme": ["Chips", "Chips", "Leaks", "Leaks"], "group": ["en", "fr", "en", "fr"], "by": "language",
            "share": [0.2, 0.7, 0.4, 0.5], "low": [low, 0.4, 0.3, 0.4], "high": [high, 0.9, 0.5, 0.6],
        }
    ).astype({"low": float, "high": float})  # fmt: skip
    sentence = captions.theme_shares(frame, study)
    assert "The widest gap by language: Chips, 20% (en) to 70% (fr)" in sentence
    assert said in sentence


def test_contradictions_are_counted_by_whether_they_exclude_one_another(study):
    frame = pd.DataFrame(
        {
            "claim": ["x", "x", "y", "y"],
            "relation": ["differ"] * 2 + ["may agree"] * 2,
            "article": list("abab"),
        }
    )
    assert captions.contradictions(frame, study) == (
        "2 things with different figures, in 2 articles: 1 whose figures exclude one another, 1 whose wording may "
        "allow both."
    )


def test_a_topic_is_found_again_where_half_of_the_variants_have_it(study):
    frame = pd.DataFrame({"label": ["a", "a", "b", "b"], "overlap": [0.5, 0.7, 0.9, 0.1]})
    assert (
        "60% or more in half of the variants: 1 of 2 topics; weakest: “b” and “a”"
        in captions.topic_survival(frame, study)
    )


@pytest.fixture
def finished(study):
    columns = "thing what unit value_a value_b relation figure_a figure_b quote_a quote_b article_a article_b"
    study.contradictions = pd.DataFrame(columns=[*columns.split(), "language_a", "language_b"], dtype=object)
    study.result = lambda stage, name: study.articles.assign(story_id=None)
    return study


def draw_all(study, folder):
    """As a run does, stage after stage."""
    drawing = Drawing(study, folder)
    for stage in dict.fromkeys(entry.stage for entry in GALLERY):
        drawing.begin(stage)
    return drawing.finish()


def test_figures_drawn_in_several_processes_have_the_bytes_of_those_drawn_here(finished, tmp_path):
    draw_all(finished, tmp_path / "beside")
    for entry in GALLERY:
        frame = entry.frame(finished)
        export(entry.figure(frame), frame, entry.name, tmp_path / "here", entry.caption(frame, finished))
    here = {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}
    beside = {path.name: path.read_bytes() for path in (tmp_path / "beside").iterdir()}
    assert beside.pop("README.md")
    assert beside == here


def test_figures_of_articles_are_drawn_before_stories_are_known(finished, tmp_path):
    read = SimpleNamespace(passages=finished.passages, kept=finished.kept, result=finished.result)
    drawing = Drawing(read, tmp_path)
    drawing.begin("reading")
    assert [path.stem for part in drawing.begun for path in part.result()] == [
        "corpus-overview",
        "languages-in-articles",
        "set-aside",
    ]


def test_a_figure_that_cannot_be_written_is_an_error_here(finished, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(FileExistsError, match="taken"):
        draw_all(finished, tmp_path / "taken")


def test_a_run_s_figures_have_the_sentences_and_an_index(finished, tmp_path):
    study = finished
    paths = draw_all(study, tmp_path)
    assert [path.stem for path in paths] == [entry.name for entry in GALLERY]
    index = (tmp_path / "README.md").read_text()
    for path, entry in zip(paths, GALLERY, strict=True):
        said = described(path)["Caption"]
        assert said == entry.caption(entry.frame(study), study) and said.endswith(".")
        assert f'src="{path.name}"' in index


def test_nothing_to_draw_has_a_sentence_too(study, spaces):
    for frame, caption in (
        (exhibits.theme_shares(study).iloc[:0], captions.theme_shares),
        (exhibits.parallax(study, spaces).iloc[:0], captions.parallax),
        (exhibits.leak_meter(study, spaces).iloc[:0], captions.leak_meter),
        (exhibits.leak_meter(study, spaces).iloc[:0], captions.before_after),
        (exhibits.neighbour_languages(study, spaces).iloc[:0], captions.neighbour_languages),
        (exhibits.topic_hierarchy(study).iloc[:0], captions.topic_hierarchy),
        (exhibits.topic_terms(study).iloc[:0], captions.topic_terms),
        (exhibits.topic_stability(study).iloc[:0], captions.topic_stability),
        (exhibits.topics_by_themes(study).iloc[:0], captions.topics_by_themes),
        (exhibits.corpus_overview(study).iloc[:0], captions.corpus_overview),
        (exhibits.theme_cooccurrence(study).iloc[:0], captions.theme_cooccurrence),
    ):
        assert caption(frame, study).endswith("."), caption.__name__
