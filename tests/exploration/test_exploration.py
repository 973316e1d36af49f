"""The verbs of a study, on three small articles of which every number can be counted by hand."""

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError
from newsthemes.exploration.concordance import concordance
from newsthemes.exploration.keyness import keyness, log_odds
from newsthemes.exploration.selection import matches


@pytest.fixture
def study(asked_study):
    return asked_study


class TestQuotes:
    def test_of_a_theme_the_surest_first(self, study):
        study.scores["chips"] = [0.6, 0.1, 0.9, 0.7, 0.8]
        quotes = study.quotes("chips", n=3)
        assert quotes["quote"].tolist() == ["Les puces manquent.", "Chips again.", "Chips are scarce too."]
        assert quotes["score"].tolist() == [0.9, 0.8, 0.7]

    def test_by_name_and_of_a_topic(self, study):
        assert study.quotes("Licences")["passage_id"].tolist() == ["a:24"]
        assert study.quotes(topic=0)["passage_id"].tolist() == ["a:6", "b:0", "b:20"]
        assert study.quotes(topic="chip", theme="chips")["passage_id"].tolist() == ["a:6", "b:0", "b:20"]

    def test_a_quote_stands_where_it_says(self, study):
        texts = study.articles.set_index("article_id")["text"]
        for row in study.quotes("chips").itertuples():
            assert texts[row.article_id][row.start : row.end] == row.quote

    @pytest.mark.parametrize("verb", [lambda s: s.quotes("none"), lambda s: s.quotes(topic="none")])
    def test_an_unknown_name_lists_those_there_are(self, study, verb):
        with pytest.raises(InputError, match="there are: .*chip"):
            verb(study)


class TestFind:
    def test_a_word_with_what_stands_around_it(self, study):
        found = study.find("scarce")
        assert found[["left", "hit", "right"]].to_numpy().tolist() == [
            ["Chips are ", "scarce", "."],
            ["Chips are ", "scarce", " too."],
        ]
        assert found.attrs == {"hits": 2, "passages": 2}

    def test_an_english_word_finds_the_words_that_are_glossed_so(self, study):
        assert study.find("chips")["hit"].tolist() == ["Chips", "puces", "Chips", "Chips"]

    def test_only_whole_words_unless_asked(self, study):
        assert study.find("chip")["language"].tolist() == [] or set(study.find("chip")["hit"]) == {"puces"}
        assert study.find("chip*", n=1)["hit"].tolist() == ["Chips"]
        assert study.find("chip*").attrs["hits"] == 3

    def test_letters_of_a_pattern_are_letters(self, study):
        assert study.find("a.e").empty and study.find("(").empty

    def test_scripts_without_spaces(self):
        articles = pd.DataFrame({"article_id": ["z"]})
        kept = pd.DataFrame(
            {"passage_id": ["z:0"], "article_id": "z", "text": "新码头关闭。", "language": "zh"}
        )
        assert concordance(articles, kept, "码头")["hit"].tolist() == ["码头"]

    def test_by_meaning_the_nearest_first(self, study):
        found = study.find("Chips are scarce.", meaning=True, n=3)
        assert found["passage_id"].tolist() == ["a:6", "b:0", "b:20"]
        assert found["score"].tolist() == [1.0, 1.0, 1.0]

    @pytest.mark.parametrize("meaning", [False, True])
    def test_an_empty_query_is_an_error(self, study, meaning):
        with pytest.raises(InputError, match="the query is empty"):
            study.find(" ", meaning=meaning)


class TestWhere:
    def test_a_column_a_list_and_nothing_known(self, study):
        assert study.where(source="Desk").articles["article_id"].tolist() == ["a"]
        assert study.where(source=["Desk", "Review"]).articles["article_id"].tolist() == ["a", "b"]
        assert study.where(source=None).articles["article_id"].tolist() == ["c"]

    def test_dates(self, study):
        assert study.where(date="2024-01").articles["article_id"].tolist() == ["a"]
        assert study.where(date=2024).articles["article_id"].tolist() == ["a", "c"]
        assert study.where(date=("2024-02", None)).articles["article_id"].tolist() == ["c"]
        assert study.where(date=(None, "2024-01")).articles["article_id"].tolist() == ["a"]

    def test_topic_and_theme_choose_passages(self, study):
        part = study.where(topic=1)
        assert part.kept["passage_id"].tolist() == ["a:24"]
        assert part.articles["article_id"].tolist() == ["a"]
        assert study.where(theme="licences").kept["passage_id"].tolist() == ["a:24"]

    def test_rows_stay_aligned(self, study):
        part = study.where(language="en")
        assert part.kept["passage_id"].tolist() == ["a:6", "a:24", "c:0"]
        assert part.presence["licences"].tolist() == [False, True, False]
        assert np.array_equal(part.vectors_of_kept[:], np.asarray(study.vectors_of_kept)[[0, 1, 4]])
        assert part.topics.assignment.tolist() == [0, 1, -1]
        assert part.topics.table[["topic", "size"]].to_numpy().tolist() == [[0, 1], [1, 1]]
        assert part.topics.articles.tolist() == [0, 0, 2] and part.topics.stories.tolist() == [0, 0, 1]
        assert part.passages["passage_id"].tolist() == ["a:0", "a:6", "a:24", "c:0"]
        assert part.contradictions["passage_b"].tolist() == ["c:0"]
        assert study.where(source="Desk").contradictions.empty

    def test_parts_of_parts(self, study):
        assert study.where(language="en").where(date=2024, source="Desk").articles["article_id"].tolist() == [
            "a"
        ]

    def test_what_cannot_be_chosen(self, study):
        with pytest.raises(InputError, match="no column 'country'; there are: article_id, title"):
            study.where(country="fr")
        with pytest.raises(InputError, match="nothing has source='Nobody'"):
            study.where(source="Nobody")

    def test_a_day_is_no_prefix_of_another_value(self):
        assert matches(pd.Series(["2024-1", "20240101", None]), 2024, dates=True).tolist() == [
            True,
            True,
            False,
        ]


class TestFigures:
    def test_the_list_of_figures_says_why_one_is_empty(self, study):
        listed = study.figures.set_index("figure")
        assert listed.loc["theme-shares", "question"] == "How much of the coverage is about each theme?"
        assert listed["missing"].notna().any()

    def test_a_figure_by_its_name_on_a_part(self, study):
        part = study.where(language="en")
        frame = part.table("corpus-overview")
        assert len(frame) and part.caption("corpus-overview")
        assert part.figure("corpus-overview").get_label()

    def test_what_is_shown_is_a_picture_with_its_sentence(self, study):
        shown = study.show("corpus-overview")
        bundle = shown._repr_mimebundle_()
        assert shown.caption in bundle["text/plain"] and "data:image/png;base64" in bundle["text/html"]
        assert shown.path is None

    @pytest.mark.slow
    def test_shown_figures_are_exported_where_asked_and_never_those_of_a_part(self, study, tmp_path):
        study.figures_folder = tmp_path
        assert study.show("corpus-overview").path == tmp_path / "corpus-overview.png"
        assert study.where(language="en").show("corpus-overview").path is None

    def test_nothing_to_draw_is_said(self, study):
        name = study.figures.dropna(subset="missing")["figure"].iloc[0]
        shown = study.show(name)
        assert shown.figure is None and shown.caption.startswith("Nothing to draw: ")
        assert set(shown._repr_mimebundle_()) == {"text/plain", "text/markdown"}

    def test_an_unknown_figure_lists_those_there_are(self, study):
        with pytest.raises(InputError, match="no figure 'pie'; there are: .*theme-shares"):
            study.show("pie")


class TestCompare:
    def test_log_odds_are_antisymmetric_and_shrink(self):
        few, many = np.array([2.0, 1.0]), np.array([20.0, 10.0])
        ratio, error = log_odds(few, few[::-1], 4, 4)
        assert ratio[0] == pytest.approx(-ratio[1])
        surer, smaller = log_odds(many, many[::-1], 40, 40)
        assert surer[0] > ratio[0] and smaller[0] < error[0]

    def test_words_that_one_side_has(self, study):
        ids, texts = (
            [f"n{number}" for number in range(12)],
            ["Rain flooded the valley."] * 6 + ["Bakers raised prices."] * 6,
        )
        about = {"article_id": ids, "source": ["Up"] * 6 + ["Down"] * 6, "story_id": ids, "text": texts}
        study.articles = pd.DataFrame(about).assign(title=None, date=None, language="en")
        rows = {"passage_id": [f"{name}:0" for name in ids], "article_id": ids, "text": texts, "start": 0}
        study.passages = pd.DataFrame(rows).assign(
            end=[len(text) for text in texts], language="en", kept=True, reason=None
        )
        study.kept = study.passages
        study.presence = pd.DataFrame({"chips": [True] * 3 + [False] * 9, "licences": False})
        study.scores, study.vectors_of_kept = study.presence.astype(float), np.eye(12, dtype=np.float32)
        study.topics.assignment, study.topics.strength = np.zeros(12, int), np.ones(12)
        study.topics.finer = np.zeros(12, int)
        found = study.compare({"source": "Up"}, {"source": "Down"})
        words = found.words.set_index("word")
        assert set(words["side"]) == {"a", "b"}
        rain = words.loc["rain flooded"]  # a phrase: the two always stand together
        assert rain[["side", "stories_a", "stories_b"]].tolist() == ["a", 6, 0]
        assert rain["quote"] == "Rain flooded the valley."
        assert (words["low"] * words["high"] > 0).all()
        assert found.n == {"a": 6, "b": 6}
        assert found.themes.iloc[0]["theme"] == "Chips" and found.themes.iloc[0]["difference"] == 0.5

    def compared(self, study, rows):
        """``rows``: (language, side, text), each of an article and story of its own."""
        ids = [f"n{number}" for number in range(len(rows))]
        languages, sides, texts = zip(*rows, strict=True)
        study.articles = pd.DataFrame(
            {"article_id": ids, "source": sides, "story_id": ids, "language": languages}
        ).assign(title=None, date=None)
        passages = {"passage_id": ids, "article_id": ids, "text": texts, "start": 0, "language": languages}
        study.passages = study.kept = pd.DataFrame(passages).assign(
            end=[len(text) for text in texts], kept=True, reason=None
        )
        study.presence = pd.DataFrame({"chips": [False] * len(ids), "licences": False})
        study.scores, study.vectors_of_kept = study.presence.astype(float), np.eye(len(ids), dtype=np.float32)
        study.topics.assignment, study.topics.strength = np.zeros(len(ids), int), np.ones(len(ids))
        study.topics.finer = np.zeros(len(ids), int)
        return set(study.compare({"source": "Up"}, {"source": "Down"}).words["word"])

    def test_a_glossed_word_sets_no_two_languages_apart(self, study):
        french = [("fr", "Up", "Le prix du pain augmente encore.")] * 12
        english = [("en", "Down", "Bread is dearer again.")] * 12
        assert self.compared(study, french + english) == set()

    def test_a_name_sets_two_languages_apart(self, study):
        french = [("fr", "Up", "On attend que Macron parle du pain.")] * 12
        english = [("en", "Down", "People wait for bread from Scholz.")] * 12
        assert self.compared(study, french + english) == {"Macron", "Scholz"}

    def test_words_are_compared_within_each_language(self, study):
        rows = [("fr", "Up", "Le pain augmente.")] * 12 + [("en", "Down", "The harbour closes.")] * 12
        rows += [("en", "Up", "The harbour closes.")] * 4 + [("fr", "Down", "Le pain augmente.")] * 4
        assert self.compared(study, rows) == set()

    def test_a_selection_is_not_compared_with_itself(self, study):
        with pytest.raises(InputError, match="same passages"):
            keyness(study, study)


def test_the_overview_counts_and_claims(study):
    html = study._repr_html_()
    assert "3 articles in 2 stories; 5 passages kept of 6" in html and "Two topics hold." in html
    assert "English (2), French (1)" in html


def test_markup_in_a_corpus_stays_text(study):
    study.title = "<script>x</script>"
    assert "<script>" not in study._repr_html_()


def test_share_takes_names_and_measures(study):
    whole = study.share("Chips", measure="mentions")
    assert whole[["theme", "share", "count", "n"]].to_numpy().tolist() == [["chips", 1.0, 2, 2]]
    with pytest.raises(InputError, match="measure"):
        study.share("chips", measure="loudness")
