"""Words of two senses: a theme is found in what is about it, not wherever its words are."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from newsthemes.embedding import Embedder, embed
from newsthemes.passages import split_passages
from newsthemes.themes import theme_presence

CASES = yaml.safe_load(Path(__file__).with_name("two_senses.yml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.slow  # 650 sentences are encoded


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


@pytest.mark.parametrize(
    ("part", "most_false"),
    [
        pytest.param("development", 0.2, marks=pytest.mark.acceptance),
        ("held out", 0.15),
        pytest.param("second held out", 0.26, marks=pytest.mark.acceptance),
    ],
)
def test_a_word_in_another_sense_rarely_makes_a_theme(embedder, part, most_false):
    cases = CASES[part]
    articles = pd.DataFrame(cases["articles"], columns=["theme", "language", "sense", "text"])
    articles = articles.assign(article_id=[f"a{row}" for row in articles.index], story_id=None)
    passages = split_passages(articles).query("kept").reset_index(drop=True)
    languages = articles.set_index("article_id")["language"].reindex(passages["article_id"]).tolist()
    vectors = embed(passages["text"].tolist(), languages)
    given = {"articles": passages["article_id"].tolist(), "encoder": embedder}
    found = theme_presence(passages["text"].tolist(), vectors, languages, cases["themes"], **given)
    by_article = found.groupby(passages["article_id"]).any()
    own = pd.Series([by_article.loc[row.article_id, row.theme] for row in articles.itertuples()])
    about = articles["sense"].eq("yes")
    assert own[about].mean() >= 0.95
    assert own[~about].mean() <= most_false
