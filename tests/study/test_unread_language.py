"""A theme that can't be measured in a language is null with a reason in every table, every figure and on the page."""

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from lxml import html
from sklearn.feature_extraction.text import HashingVectorizer

from newsthemes import Study
from newsthemes.embedding import Embedder
from newsthemes.figures.registry import FIGURES, variants
from newsthemes.prevalence.shares import NOT_MEASURED
from newsthemes.report import write_report
from newsthemes.results.folder import read_table

pytestmark = pytest.mark.slow  # two whole runs

THEMES = [
    {"id": "harbour", "name": "Harbour", "definition": "The harbour is dredged", "seeds": {"en": ["The harbour."]}},
]  # fmt: skip
ENGLISH = [
    f"The harbour will be dredged in {month}. Ferries wait outside." for month in ("May", "June", "July")
]
YORUBA = ["Ọkọ̀ ojú omi dúró ní èbúté. Wọ́n ń dúró de òjò.", "Ilé ìwé náà ti ṣí lónìí."]
COUNTED = ["share", "low", "high", "count"]


def hashed_words(texts):
    return HashingVectorizer(n_features=256, alternate_sign=False).transform(texts).toarray()


def finished(out, texts, languages):
    table = pd.DataFrame({"text": texts, "language": languages, "source": "Desk", "title": None})
    study = Study(table, out, THEMES, encoder=hashed_words)
    with (
        patch.object(Embedder, "readable", lambda self, codes: np.array([code != "yo" for code in codes])),
        patch.dict(FIGURES, {"theme-shares": FIGURES["theme-shares"]}, clear=True),
    ):
        study.save()
    return study


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    return finished(tmp_path_factory.mktemp("mixed") / "out", ENGLISH + YORUBA, ["en"] * 3 + ["yo"] * 2)


@pytest.fixture(scope="module")
def unread(tmp_path_factory):
    return finished(tmp_path_factory.mktemp("unread") / "out", YORUBA, ["yo"] * 2)


def text_of(study):
    tree = html.fromstring(write_report(study.out).read_text(encoding="utf-8"))
    return " ".join(tree.xpath("//header")[0].text_content().split())


def test_its_articles_have_null_themes(mixed):
    table = read_table(mixed.out / "article_themes.parquet").merge(mixed.articles[["article_id", "language"]])
    assert table.loc[table["language"] == "yo", ["main", "present", "words", "score"]].isna().all(axis=None)
    assert table.loc[table["language"] == "en", ["main", "present", "words", "score"]].notna().all(axis=None)


def test_its_shares_are_null_with_the_reason_for_every_measure(mixed):
    table = read_table(mixed.out / "prevalence.csv")
    yoruba = table[table["value"] == "yo"]
    assert len(yoruba) == 6 and yoruba[COUNTED].isna().all(axis=None)
    assert yoruba["note"].eq(NOT_MEASURED).all() and yoruba["unmeasured"].eq(2).all()
    whole = table[(table["group"] == "all") & (table["measure"] == "mentions")]
    assert whole["share"].eq(1.0).all() and whole["unmeasured"].eq(2).all()


def test_no_table_of_passages_scores_it(mixed):
    rows = mixed.passages.loc[mixed.passages["language"] == "yo", "passage_id"]
    scored = read_table(mixed.out / "passage_themes.parquet")["passage_id"]
    quoted = read_table(mixed.out / "evidence.csv")["passage_id"]
    assert len(rows) and not rows.isin([*scored, *quoted]).any()
    assert mixed.passages.loc[mixed.passages["passage_id"].isin(rows), "reason"].eq("language not read").all()


def test_figures_leave_it_out_and_say_so(mixed):
    told = "themes are not measured in 2 articles, whose language is not read"
    for made, by in variants():
        if made.missing(mixed, by) or made.stage not in ("themes", "prevalence", "evidence"):
            continue
        frame = made.data(mixed, by)
        if "group" in frame:
            assert frame.loc[frame["group"] == "Yoruba", ["share", "count"]].isna().all(axis=None)
        if made.name == "theme-shares":
            assert told in made.caption(frame, mixed) and told in made.draw(frame).get_label()
    csv = read_table(mixed.out / "figures" / "theme-shares.csv")
    assert csv["unmeasured"].eq(2).all()


def test_the_page_says_so(mixed):
    assert "Themes are not measured in 2 articles, whose language is not read." in text_of(mixed)


def test_a_corpus_of_it_alone_has_no_share_and_is_not_said_to_lack_the_theme(unread):
    table = read_table(unread.out / "prevalence.csv")
    assert len(table) and table[COUNTED].isna().all(axis=None) and table["note"].eq(NOT_MEASURED).all()
    said = text_of(unread)
    assert "Themes are not measured in 2 articles, whose language is not read." in said
    assert "None of the themes was found" not in said
    assert FIGURES["theme-shares"].missing(unread) == "no encoder reads the language of the articles"
    assert unread.share("harbour")["share"].isna().all()
