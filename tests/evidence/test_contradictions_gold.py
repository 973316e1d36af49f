"""Pairs worth checking: what is shown of the gold set, and what each rule keeps apart."""

import pandas as pd
import pytest

from newsthemes import embed
from newsthemes.evidence.contradictions import contradictions
from newsthemes.evidence.quantities import quantities
from newsthemes.evidence.quantities.countries import country_names


@pytest.fixture(scope="module")
def gold(root):
    pairs = pd.read_csv(root / "tests" / "evidence" / "gold" / "contradictions.csv")
    texts, languages = [[*pairs[f"{of}_a"], *pairs[f"{of}_b"]] for of in ("text", "language")]
    vectors = embed(texts, languages)
    return pairs.assign(shown=[_is_shown(row, vectors[[i, len(pairs) + i]]) for i, row in pairs.iterrows()])


def _is_shown(pair, vectors):
    sides = [(f"{side}:0", side, pair[f"text_{side}"], pair[f"language_{side}"]) for side in "ab"]
    passages = pd.DataFrame(sides, columns=["passage_id", "article_id", "text", "language"])
    return len(contradictions(passages[["article_id"]], passages, vectors)) > 0


@pytest.mark.slow
@pytest.mark.parametrize("half", ["dev", "test"])
def test_precision_and_recall_on_the_gold_set(gold, half):
    pairs = gold[gold["half"] == half]
    worth = pairs["worth_checking"] == 1
    right = (pairs["shown"] & worth).sum()
    assert len(pairs) >= 100 and pairs["kind"].nunique() >= 5
    assert right / pairs["shown"].sum() >= 0.85
    assert right / worth.sum() >= 0.70


def test_the_same_amount_in_another_currency_is_not_compared():
    texts = [
        "Power cost more than the A$300 (£170; $208) price cap of Aemo.",
        "It paid $5 million and £3 million.",
    ]
    passages = pd.DataFrame(
        {"passage_id": ["a", "b"], "article_id": ["a", "b"], "text": texts, "language": "en"}
    )
    scopes = quantities(passages).set_index("written")["scopes"]
    assert scopes[["£170", "$208"]].tolist() == ["converted"] * 2
    assert "converted" not in " ".join(scopes[["A$300", "$5 million", "£3 million"]])


@pytest.mark.parametrize(
    ("language", "name"), [("en", "burkin"), ("fr", "franc"), ("de", "franc"), ("xx", "chin")]
)
def test_countries_are_known_by_the_keys_of_names(language, name):
    assert name in country_names(language) and "ostrava" not in country_names(language)
