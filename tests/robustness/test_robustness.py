from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from newsthemes.robustness.spaces import NEUTRAL, RAW
from newsthemes.robustness.survival import NO_PASSAGE, NO_TOPIC, theme_survival, topic_survival
from newsthemes.robustness.variants import variants


@pytest.fixture
def study(small_study):
    return small_study


@pytest.fixture
def spaces(study, monkeypatch):
    """The spaces of the study, nothing encoded."""
    made = {RAW: np.eye(5, dtype=np.float32), NEUTRAL: study.vectors_of_kept}
    monkeypatch.setattr("newsthemes.robustness.variants.spaces", lambda study: made)
    return made


class TestVariants:
    def test_each_leaves_out_what_its_name_says(self, study, spaces):
        made = {variant.name: variant for variant in variants(study)}
        assert made["another seed"].seed == 1
        assert made["without Desk"].rows.tolist() == [False, False, True, True, True]
        assert made["without French"].rows.tolist() == [True, True, False, True, True]
        assert made["encoder as it is"].vectors is spaces[RAW]

    def test_halves_are_of_stories(self, study, spaces):
        for variant in variants(study):
            if variant.kind == "half of the stories":
                assert variant.rows.tolist() in ([True] * 4 + [False], [False] * 4 + [True])

    def test_rounding_moves_vectors_by_next_to_nothing(self, study, spaces):
        study.vectors_of_kept = np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32)
        study.vectors_of_kept /= np.linalg.norm(study.vectors_of_kept, axis=1, keepdims=True)
        rounded = next(v for v in variants(study) if v.name == "vectors rounded").vectors
        assert (rounded != study.vectors_of_kept).any()
        assert ((rounded * study.vectors_of_kept).sum(axis=1) > 0.9999).all()

    def test_shares_of_a_variant_are_of_its_own_passages(self, study, spaces):
        chosen = [v for v in variants(study) if v.name == "without Desk"]
        table = theme_survival(study, chosen).set_index(["variant", "theme"])["share"]
        assert table[("without Desk", "Licences")] == 0
        assert table[("the study", "Chips")] == 1

    def test_a_topic_is_null_with_the_reason_where_the_variant_has_none(self, study, spaces, monkeypatch):
        chosen = [v for v in variants(study) if v.name in ("another seed", "without Desk")]
        monkeypatch.setattr(
            "newsthemes.robustness.survival._rediscover",
            lambda study, tried: [
                np.where(v.kind == "seed", -1, 0) * np.ones(v.rows.sum(), int) for v in tried
            ],
        )
        table = topic_survival(study, chosen).set_index(["variant", "topic"])
        assert table.loc["another seed", "overlap"].isna().all()
        assert table.loc["another seed", "note"].eq(NO_TOPIC).all()
        left = table.loc["without Desk"]
        assert left.loc[0, "overlap"] == 2 / 3 and pd.isna(left.loc[0, "note"])
        assert np.isnan(left.loc[1, "overlap"]) and left.loc[1, "note"] == NO_PASSAGE

    def test_variants_are_found_in_the_light_of_the_same_articles_and_stories(
        self, study, spaces, monkeypatch
    ):
        known = []
        found = SimpleNamespace(
            assignment=np.zeros(3, int), table=pd.DataFrame({"stability": [1.0], "size": [3]})
        )
        monkeypatch.setattr(
            "newsthemes.topics.find_topics", lambda *given, **about: known.append(about) or found
        )
        topic_survival(study, [v for v in variants(study) if v.name == "without Desk"])
        assert known == [{"seed": 0, "articles": ["b", "b", "c"], "stories": ["a", "a", "c"]}]
