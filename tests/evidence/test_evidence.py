import pandas as pd
import pytest

from newsthemes.evidence.quotes import evidence, locate

TEXT = "Un début.\nLe « prix » a baissé. Fin."
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "path": ["a.txt", "b.txt"],
        "title": ["A", None],
        "source": ["S", "S"],
        "date": [None, "2024-01-01"],
        "text": [TEXT, "Prices fell. Prices fell."],
    }
)
SPANS = [("a", 10, 31, "fr"), ("a", 32, 36, "fr"), ("b", 0, 12, "en"), ("b", 13, 25, "en")]
PASSAGES = pd.DataFrame(
    [
        (
            f"{article}:{start}",
            article,
            start,
            end,
            ARTICLES.set_index("article_id")["text"][article][start:end],
            language,
        )
        for article, start, end, language in SPANS
    ],
    columns=["passage_id", "article_id", "start", "end", "text", "language"],
)
SCORES = pd.DataFrame({"cost": [0.9, 0.1, 0.5, 0.95], "none": 0.0})
PRESENCE = SCORES > 0.4


def test_every_present_passage_is_quoted_the_surest_first():
    table = evidence(ARTICLES, PASSAGES, SCORES, PRESENCE)
    assert table["passage_id"].tolist() == ["b:13", "a:10", "b:0"]
    assert table["rank"].tolist() == [1, 2, 3] and set(table["theme"]) == {"cost"}
    assert table["title"].tolist() == [None, "A", None] and table["date"].tolist() == [
        "2024-01-01",
        None,
        "2024-01-01",
    ]
    assert len(evidence(ARTICLES, PASSAGES, SCORES, PRESENCE, most=1)) == 1


def test_quotes_are_verbatim_and_glossed():
    table = evidence(ARTICLES, PASSAGES, SCORES, PRESENCE)
    texts = ARTICLES.set_index("article_id")["text"]
    for row in table.itertuples():
        assert row.quote == texts[row.article_id][row.start : row.end]
    french = table[table["language"] == "fr"].iloc[0]
    assert french["quote"] == "Le « prix » a baissé." and "price" in french["gloss"]
    assert table.loc[table["language"] == "en", "gloss"].isna().all()


def test_known_glosses_are_taken_over():
    whole = evidence(ARTICLES, PASSAGES, SCORES, PRESENCE)
    known = whole.assign(gloss=whole["gloss"].where(whole["gloss"].isna(), "as it was"))
    again = evidence(ARTICLES, PASSAGES, SCORES, PRESENCE, glosses=known)
    assert again.loc[again["language"] == "fr", "gloss"].tolist() == ["as it was"]
    pd.testing.assert_frame_equal(again.drop(columns="gloss"), whole.drop(columns="gloss"))
    other = known.assign(quote=known["quote"] + " ")
    pd.testing.assert_frame_equal(evidence(ARTICLES, PASSAGES, SCORES, PRESENCE, glosses=other), whole)
    pd.testing.assert_frame_equal(evidence(ARTICLES, PASSAGES, SCORES, PRESENCE, glosses=known[:0]), whole)


def test_a_passage_with_two_themes_is_quoted_for_both():
    both = PRESENCE.assign(none=PRESENCE["cost"])
    table = evidence(ARTICLES, PASSAGES, SCORES, both)
    assert table["theme"].tolist() == ["cost"] * 3 + ["none"] * 3
    assert table["passage_id"].tolist() == ["b:13", "a:10", "b:0", "a:10", "b:0", "b:13"]
    assert table["quote"].tolist() == [
        PASSAGES.set_index("passage_id")["text"][passage] for passage in table["passage_id"]
    ]


@pytest.mark.parametrize(
    "change", [{"text": "Le prix a baissé."}, {"start": 9}, {"end": 30}, {"article_id": "b"}]
)
def test_a_quote_that_is_not_verbatim_is_refused(change):
    wrong = PASSAGES.copy()
    for column, value in change.items():
        wrong.loc[0, column] = value
    with pytest.raises(ValueError, match="passage a:10 is not verbatim"):
        evidence(ARTICLES, wrong, SCORES, PRESENCE)


def test_a_quote_is_found_in_its_source():
    found = locate("Le « prix » a baissé.", ARTICLES)
    assert found.values.tolist() == [["a", "a.txt", 2, 10, 31]]
    assert locate("Prices fell.", ARTICLES)["start"].tolist() == [0, 13]
    assert locate("nobody said this", ARTICLES).empty and locate("", ARTICLES).empty


def test_no_passages_no_quotes():
    empty = evidence(ARTICLES, PASSAGES[:0], SCORES[:0], PRESENCE[:0])
    assert empty.empty and {"theme", "quote", "gloss", "start"} <= set(empty)


def test_no_gloss_where_no_glossary_has_a_word_of_it():
    spoken = PASSAGES.assign(language=["sw", "sw", "en", "en"])
    assert evidence(ARTICLES, spoken, SCORES, PRESENCE)["gloss"].isna().all()
