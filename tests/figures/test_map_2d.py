from types import SimpleNamespace

import numpy as np
import pytest

from newsthemes.figures.map_2d import FEWEST_FOR_UMAP, map_2d, topic_layout


def unit(count, seed=0, width=8):
    vectors = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [0, 1, 2, 3, FEWEST_FOR_UMAP - 1])
def test_few_rows_are_placed_by_principal_components(count):
    vectors = unit(count)
    placed = map_2d(vectors)
    assert placed.shape == (count, 2)
    if count > 1:
        components = np.linalg.svd(vectors - vectors.mean(0))[2]
        first = (vectors - vectors.mean(0)) @ components[0]
        assert abs(
            np.corrcoef(first.argsort().argsort(), placed[:, 0].argsort().argsort())[0, 1]
        ) == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 14, 40])
def test_a_map_fills_its_box(count):
    placed = map_2d(unit(count))
    assert placed.min(axis=0).tolist() == [0, 0] and placed.max(axis=0).tolist() == [1, 1]


def test_the_same_row_is_the_same_place():
    vectors = unit(5)
    placed = map_2d(np.concatenate([vectors, vectors[:2]]))
    assert (placed[5:] == placed[:2]).all()


def test_copies_of_one_row_are_one_point():
    assert (map_2d(np.repeat(unit(1), 40, axis=0)) == 0.5).all()


def test_order_changes_nothing_but_order():
    vectors, order = unit(10), np.random.default_rng(1).permutation(10)
    assert np.allclose(map_2d(vectors)[order], map_2d(vectors[order]), atol=1e-6)


@pytest.mark.slow
def test_umap_keeps_groups_together_and_repeats_itself(recwarn):
    groups = np.repeat(np.eye(3, 8, dtype=np.float32), 30, axis=0)
    vectors = groups + 0.05 * unit(90)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    placed = map_2d(vectors, seed=3)
    centres = placed.reshape(3, 30, 2).mean(axis=1)
    nearest = np.linalg.norm(placed[:, None] - centres[None], axis=2).argmin(axis=1)
    assert (nearest == np.repeat(range(3), 30)).all()
    assert (placed == map_2d(vectors, seed=3)).all()
    assert not [warning for warning in recwarn if "n_jobs" in str(warning.message)]


def test_passages_stand_where_topics_are_found_in_the_light_of_their_articles(monkeypatch):
    """Two articles of two passages: with context the passages of one are neighbours, without they are as given."""
    monkeypatch.setattr("newsthemes.figures.map_2d.layout", lambda vectors, seed: vectors)
    vectors, articles = np.eye(4, dtype=np.float32), ["a", "a", "b", "b"]
    alone = topic_layout(vectors, SimpleNamespace(context=False), articles)
    assert (alone == vectors).all()
    together = topic_layout(vectors, SimpleNamespace(context=True), articles)
    assert together[0] @ together[1] > 0.5 > together[0] @ together[2] == 0


@pytest.mark.slow
def test_rows_beyond_those_laid_out_stand_beside_the_nearest_of_these(monkeypatch):
    monkeypatch.setattr("newsthemes.figures.map_2d.LAID_OUT", 60)
    groups = np.repeat(np.eye(3, 8, dtype=np.float32), 40, axis=0)
    vectors = groups + 0.05 * unit(120)
    placed = map_2d(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    centres = np.median(placed.reshape(3, 40, 2), axis=1)
    nearest = np.linalg.norm(placed[:, None] - centres[None], axis=2).argmin(axis=1)
    assert (nearest == np.repeat(range(3), 40)).mean() > 0.95
