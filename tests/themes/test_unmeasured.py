"""Passages in a language that no encoder reads: their themes are null everywhere, not 0."""

import pandas as pd

from newsthemes.prevalence import prevalence
from newsthemes.prevalence.shares import NOT_MEASURED
from newsthemes.themes import article_themes, content_themes
from newsthemes.themes.unmeasured import UNREAD

ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "language": ["en", "yo"], "source": ["Post", "Ìròyìn"]})
PASSAGES = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "b"],
        "text": ["Menu", "Rain fell.", "Òjò rọ̀.", "12 k"],
        "kept": [False, True, False, False],
        "reason": ["menu", None, UNREAD, "counter"],
    }
)


def test_an_article_in_a_language_that_is_not_read_has_null_themes():
    content = content_themes(PASSAGES, pd.DataFrame({"rain": [True]}), pd.DataFrame({"rain": [0.9]}))
    assert content.passages["text"].tolist() == ["Rain fell.", "Òjò rọ̀."]
    table = article_themes(*content).set_index("article_id")
    assert table.loc["a", ["main", "present", "words"]].tolist() == [True, True, 2]
    assert table.loc["b", ["main", "present", "words", "score"]].isna().all()


def test_its_group_has_no_share_and_says_why():
    content = content_themes(PASSAGES, pd.DataFrame({"rain": [True]}))
    shares = prevalence(
        ARTICLES, content.passages, content.presence, by="language", measured=content.measured
    ).set_index("language")
    assert shares.loc["en", "share"] == 1.0 and shares.loc["en", "unmeasured"] == 0
    assert pd.isna(shares.loc["yo", "share"]) and pd.isna(shares.loc["yo", "count"])
    assert shares.loc["yo", "note"] == NOT_MEASURED and shares.loc["yo", "unmeasured"] == 1
