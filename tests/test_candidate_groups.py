import numpy as np
import pytest

from newsthemes import arrays
from newsthemes.stories.translations import _neighbours


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def pairs():
    """5,000 rows in random directions, each followed by one at a cosine of about 0.9."""
    rng = np.random.default_rng(0)
    one = unit(rng.normal(size=(5_000, 64)))
    other = unit(one + 0.06 * rng.normal(size=one.shape))
    return np.stack([one, other], axis=1).reshape(-1, 64)


def together(groups, count):
    """Which of the rows 2i and 2i + 1 are in one company."""
    found = np.zeros(count // 2, bool)
    for rows in groups:
        twins, times = np.unique(rows // 2, return_counts=True)
        found[twins[times > 1]] = True
    return found


def test_few_are_all_compared():
    vectors = unit(np.random.default_rng(0).normal(size=(arrays.ALL, 8)))
    (only,) = arrays.candidate_groups(vectors)
    assert only.tolist() == list(range(arrays.ALL))


def test_near_ones_meet_and_the_work_is_bounded(pairs):
    groups = arrays.candidate_groups(pairs)
    assert together(groups, len(pairs)).mean() > 0.97
    assert max(map(len, groups)) <= arrays.ALL
    assert sum(len(rows) ** 2 for rows in groups) < 2 * arrays.ABOUT * arrays.LANDMARKS**2 * len(pairs)
    assert set(np.concatenate(groups)) == set(range(len(pairs)))


def test_the_same_vectors_keep_the_same_company(pairs):
    for one, other in zip(arrays.candidate_groups(pairs), arrays.candidate_groups(pairs), strict=True):
        assert np.array_equal(one, other)


def test_a_crowd_in_one_place_is_divided_too():
    groups = arrays.candidate_groups(np.tile(unit(np.ones((1, 8))), (3 * arrays.ALL, 1)))
    assert max(map(len, groups)) <= arrays.ALL
    assert set(np.concatenate(groups)) == set(range(3 * arrays.ALL))


@pytest.mark.acceptance
def test_articles_find_their_translations_among_very_many(pairs):
    languages = np.array(["en", "fr"] * (len(pairs) // 2), object)
    found = _neighbours(pairs, languages)
    assert np.mean([(i, i + 1) in found for i in range(0, len(pairs), 2)]) > 0.97
