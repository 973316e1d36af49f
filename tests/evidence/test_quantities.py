import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.evidence.contradictions import contradictions
from newsthemes.evidence.quantities import find_quantities, quantities

INF = float("inf")


def found(text, language):
    return [(text[q.start : q.end], q.kind, q.unit, q.value) for q in find_quantities(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It cost $5.5M to build.", [("$5.5M", "money", "USD", 5.5e6)]),
        ("en", "a loss of 2.5 trillion dollars", [("2.5 trillion dollars", "money", "USD", 2.5e12)]),
        ("fr", "une perte de 2,5 billions de dollars", [("2,5 billions de dollars", "money", "USD", 2.5e12)]),
        ("fr", "13,7 milliards d'euros", [("13,7 milliards d'euros", "money", "EUR", 13.7e9)]),
        ("id", "rugi 13,7 miliar dolar", [("13,7 miliar dolar", "money", "USD", 13.7e9)]),
        ("id", "Rp 2,5 triliun", [("Rp 2,5 triliun", "money", "IDR", 2.5e12)]),
        ("de", "rund 2,5 Milliarden Euro", [("2,5 Milliarden Euro", "money", "EUR", 2.5e9)]),
        ("zh", "投资100亿美元", [("100亿美元", "money", "USD", 1e10)]),
        ("ru", "13,7 миллиарда долларов", [("13,7 миллиарда долларов", "money", "USD", 13.7e9)]),
        ("en", "a budget of five million", [("five million", "amount", None, 5e6)]),
        ("id", "anggaran lima juta.", [("lima juta", "amount", None, 5e6)]),
        ("en", "It fell 13 per cent.", [("13 per cent", "share", "%", 13)]),
        ("fr", "Elle recule de 1,5 %.", [("1,5 %", "share", "%", 1.5)]),
        ("id", "turun 41 persen", [("41 persen", "share", "%", 41)]),
        ("en", "half of the 18 pilots", [("half of the 18", "share", "%", 50)]),
        ("en", "three of its twelve ships", [("three of its twelve", "share", "%", 25)]),
        ("fr", "six des quatorze marins", [("six des quatorze", "share", "%", 600 / 14)]),
        ("id", "tiga dari dua belas kapal", [("tiga dari dua belas", "share", "%", 25)]),
        ("fr", "un tiers des marins", [("un tiers", "share", "%", 100 / 3)]),
        ("en", "80,000 people marched", [("80,000", "count", "people march", 80_000)]),
        ("fr", "80 000 personnes", [("80 000", "count", "people", 80_000)]),
        ("id", "80.000 orang", [("80.000", "count", "people", 80_000)]),
        ("en", "on 10 March 2021", [("10 March 2021", "date", None, "2021-03-10")]),
        ("en", "on March 10, 2021", [("March 10, 2021", "date", None, "2021-03-10")]),
        ("fr", "le 1er mai 2022", [("1er mai 2022", "date", None, "2022-05-01")]),
        ("id", "pada Mei 2022", [("Mei 2022", "date", None, "2022-05")]),
        ("en", "Falcon 9 and FTSE 100 use the H800, as A-175B did", []),
        ("en", "on 31 February 2021", [("February 2021", "date", None, "2021-02")]),
        ("en", "", []),
    ],
)
def test_what_is_found(language, text, expected):
    got = found(text, language)
    assert [row[:3] for row in got] == [row[:3] for row in expected]
    for mine, wanted in zip(got, expected, strict=True):
        assert mine[3] == (wanted[3] if isinstance(wanted[3], str) else pytest.approx(wanted[3]))


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "under $6 million", 0, 6e6),
        ("fr", "moins de 6 millions de dollars", 0, 6e6),
        ("id", "di bawah 6 juta dolar", 0, 6e6),
        ("en", "more than 40 ships", 40, INF),
        ("fr", "plus de la moitié", 50, 100),
        ("id", "lebih dari separuh", 50, 100),
        ("en", "between $60 billion and $65 billion", 60e9, 65e9),
        ("en", "$60-65 billion", 60e9, 65e9),
        ("fr", "60 à 65 milliards de dollars", 60e9, 65e9),
        ("en", "about $100", 90, 110),
        ("en", "$5.5 million", 5.45e6, 5.55e6),
        ("en", "$5 million", 5e6, 5e6),
    ],
)
def test_what_the_wording_allows(language, text, low, high):
    quantity = find_quantities(text, language)[0]
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["en", "fr", "id", "de", "zh", "ar", "xx", None]))
def test_any_text_gives_spans_in_order(text, language):
    end = 0
    for quantity in find_quantities(text, language):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


def table(*rows):
    """(articles, passages, vectors): rows of (article, language, text); all passages lie in the same direction."""
    passages = pd.DataFrame(
        [(f"{a}:{i}", a, 0, len(text), text, language) for i, (a, language, text) in enumerate(rows)],
        columns=["passage_id", "article_id", "start", "end", "text", "language"],
    )
    articles = pd.DataFrame({"article_id": passages["article_id"].unique(), "source": "S"})
    return articles, passages, np.tile([[1.0, 0.0]], (len(rows), 1))


def test_different_figures_across_languages_are_set_side_by_side():
    found = contradictions(
        *table(
            ("a", "en", "The training of the model cost five million."),
            ("b", "fr", "L'entraînement du modèle a coûté 5,5 millions de dollars."),
            ("c", "id", "Biaya pelatihan model di bawah 6 juta dolar."),
        )
    )
    pairs = found.set_index(["value_a", "value_b"])["relation"].to_dict()
    assert pairs == {(5e6, 5.5e6): "differ", (5e6, 6e6): "may agree", (5.5e6, 6e6): "may agree"}
    assert found["relation"][0] == "differ" and found["measure"].tolist() == ["cost"] * 3
    assert found["thing"].nunique() == 1 and (found["unit"] == "USD").all()
    assert found["amount_b"].tolist() == ["5.5 million USD", "under 6 million USD", "under 6 million USD"]
    first = found[found["value_b"] == 5.5e6].iloc[0]
    assert first["figure_b"] == "5,5 millions de dollars" and first["quote_b"].endswith(
        "5,5 millions de dollars."
    )
    assert {"train", "cost"} & set(first["what"].split())


def test_more_than_half_is_not_six_of_fourteen():
    found = contradictions(
        *table(
            ("a", "en", "Six of the 14 sailors deserted."),
            ("b", "fr", "Plus de la moitié des 14 marins ont déserté."),
        )
    )
    assert found["relation"].tolist() == ["differ"] and found["amount_b"].tolist() == ["over 50%"]
    assert found["value_a"].tolist() == [pytest.approx(600 / 14)]


def test_wording_that_allows_the_other_amount_alone_makes_no_pair():
    rows = [
        ("a", "en", "Half of the 14 sailors deserted."),
        ("b", "en", "More than half of the 14 sailors deserted."),
    ]
    assert contradictions(*table(*rows)).empty


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("a", "en", "The ship cost 5 million dollars."),
            ("b", "en", "The ship cost $5 million."),
        ],  # the same
        [
            ("a", "en", "The ship cost 5 million dollars."),
            ("a", "en", "The ship cost $6 million."),
        ],  # one article
        [
            ("a", "en", "The ship cost 5 million dollars."),
            ("b", "en", "The ship cost 6 million euros."),
        ],  # currencies
        [
            ("a", "en", "The ship lost $5 million in 2021."),
            ("b", "en", "The ship lost $6 million in 2022."),
        ],  # years
        [("a", "en", "The ship has 5 masts."), ("b", "en", "The ship has 7 cannons.")],  # nouns
        [
            ("a", "en", "Profit fell 5 percent and sales of the firm 7 percent."),
            ("b", "en", "Sales of the firm fell 7 percent, profit 5 percent."),
        ],  # both give both
        [("a", "en", "The crossing took 5 days."), ("b", "en", "The crossing took 7 days.")],  # durations
    ],
)
def test_what_is_no_contradiction(rows):
    assert contradictions(*table(*rows)).empty


def test_passages_about_something_else_are_not_compared():
    articles, passages, _ = table(
        ("a", "en", "The ship cost $5 million."), ("b", "en", "The ship cost $6 million.")
    )
    assert contradictions(articles, passages, np.eye(2)).empty
    assert len(contradictions(articles, passages, np.ones((2, 2)) / np.sqrt(2))) == 1


def test_order_changes_nothing_and_supports_are_counted():
    rows = [
        ("a", "en", "The bridge cost $5 million to build."),
        ("b", "en", "It took $6 million to build the bridge, the cost was high."),
        ("c", "en", "The cost to build the bridge was $6 million."),
    ]
    once = contradictions(*table(*rows))
    assert len(once) == 1 and (once["articles_a"][0], once["articles_b"][0]) == (1, 2)
    again = contradictions(*table(*rows[::-1]))
    columns = ["value_a", "value_b", "relation", "score", "articles_a", "articles_b", "quote_a"]
    pd.testing.assert_frame_equal(once[columns], again[columns])


def test_no_figures_no_rows():
    articles, passages, vectors = table(("a", "en", "Nothing to count."))
    assert contradictions(articles, passages, vectors).empty
    assert contradictions(articles, passages[:0], vectors[:0]).empty


SHIPS = [
    ("a", "en", "The ship cost 5 million dollars to build in 2021."),
    ("b", "fr", "Plus de la moitié des 14 marins ont déserté."),
    ("c", "en", "It cost more than $6 million to build the ship."),
    ("d", "en", "Half of the 14 sailors deserted on 3 May 2021, after 5 days."),
    ("e", "id", "Biaya membangun kapal itu 7 juta dolar."),
]


def test_quantities_are_a_table_that_parquet_keeps(tmp_path):
    _, passages, _ = table(*SHIPS)
    found = quantities(passages)
    assert found["written"].tolist() == [
        "5 million dollars", "moitié des 14", "$6 million", "Half of the 14", "3 May 2021", "7 juta dolar"
    ]  # fmt: skip
    first = found.iloc[0]
    assert (first["kind"], first["unit"], first["value"], first["bound"]) == ("money", "USD", 5e6, 0)
    assert {"ship", "cost", "build"} <= set(first["context_words"].split()) and first["years"] == "2021"
    assert found["bound"].tolist() == [0, 1, 1, 0, 0, 0]
    assert found["date"].dropna().tolist() == ["2021-05-03"] and found["value"].isna().tolist()[4]
    for table_ in (found, quantities(passages[:0])):
        table_.to_parquet(tmp_path / "quantities.parquet")
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "quantities.parquet"), table_)


def test_passages_set_aside_have_no_quantities():
    _, passages, _ = table(*SHIPS)
    kept = passages.assign(kept=[True, False, True, False, False])
    assert quantities(kept)["passage_id"].tolist() == ["a:0", "c:2"]


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [3, 0, 4, 2, 1]])
def test_quantities_of_parts_and_of_passages_that_are_gone_serve_as_well(order):
    articles, passages, vectors = table(*SHIPS)
    whole = contradictions(articles, passages, vectors)
    assert len(whole) >= 2
    gone = table(*SHIPS, ("z", "en", "The ship cost 9 million dollars to build."))[1][-1:]
    parts = [quantities(passages.iloc[[row]]) for row in order] + [quantities(gone)]
    added = contradictions(articles, passages, vectors, pd.concat(parts, ignore_index=True))
    pd.testing.assert_frame_equal(added, whole)


def test_words_for_numbers_are_tried_only_where_there_are_some():
    assert [q.value for q in find_quantities("Twenty-five ships and 30 boats", "en")] == [25, 30]
    assert [round(q.value, 1) for q in find_quantities("dua dari dua puluh kapal", "id")] == [10]
    assert [q.value for q in find_quantities("setengahnya hilang", "id")] == [50]
    assert find_quantities("The ships sailed on.", "en") == []
