"""Shares counted from one row per article are those of all passages."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from newsthemes.prevalence import bootstrap, prevalence
from newsthemes.widgets.mention_shares import mention_shares


@pytest.fixture
def made():
    """Sixty articles of forty stories, one to five passages each, in no order; two themes and an empty one."""
    rng = np.random.default_rng(0)
    articles = pd.DataFrame(
        {"article_id": [f"a{n}" for n in range(60)], "source": rng.choice(["Desk", "Post"], 60)}
    )
    articles["story_id"] = [f"s{n}" for n in rng.integers(0, 40, 60)]
    named = rng.permutation(np.repeat(articles["article_id"], rng.integers(1, 6, 60)))
    kept = pd.DataFrame({"article_id": named, "text": "A few words."})
    presence = pd.DataFrame(
        {"rain": rng.random(len(kept)) < 0.2, "bread": rng.random(len(kept)) < 0.6, "none": False}
    )
    return SimpleNamespace(articles=articles, kept=kept, seed=3), presence


@pytest.mark.parametrize("part", [None, 90, 3])
def test_they_are_those_of_the_passages(made, part):
    study, presence = made
    rows = (
        None if part is None else np.sort(np.random.default_rng(1).choice(len(presence), part, replace=False))
    )
    chosen = np.arange(len(presence)) if rows is None else rows
    kept, flags = (table.iloc[chosen].reset_index(drop=True) for table in (study.kept, presence))
    asked = prevalence(study.articles, kept, flags, measure="mentions", seed=3)
    pd.testing.assert_frame_equal(mention_shares(study, presence, rows), asked)


def test_nothing_selected_has_no_shares(made):
    assert mention_shares(*made, np.zeros(0, int)) is None


def test_draws_that_are_kept_are_those_that_are_not(made, monkeypatch):
    kept = mention_shares(*made)
    assert bootstrap._kept_draws.cache_info().currsize
    monkeypatch.setattr(bootstrap, "MOST_KEPT", 0)
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", 1000)
    pd.testing.assert_frame_equal(mention_shares(*made), kept)
