from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from newsthemes.figures.map_2d import (
    FEWEST_FOR_UMAP,
    _nearest,
    extended_layout,
    map_2d,
    study_layout,
    topic_layout,
)


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


def test_the_nearest_are_those_of_a_stable_sort():
    vectors = unit(50)
    vectors[7:12] = vectors[3]  # five copies and what is as far from all of them: ties
    rows, distances = _nearest(vectors, vectors, 6)
    cosines = np.round(vectors @ vectors.T, 6)
    expected = np.argsort(-cosines, axis=1, kind="stable")[:, :6]
    assert (rows == expected).all()
    assert np.allclose(distances, 1 - np.take_along_axis(cosines, expected, 1), atol=2e-7)


@pytest.mark.slow
def test_new_rows_stand_beside_what_is_most_like_them_and_the_others_where_they_were():
    vectors, known = unit(30), np.arange(30) < 25
    vectors[25] = vectors[4]
    places = map_2d(vectors)
    placed = extended_layout(places, known, vectors)
    assert (placed[:25] == places[:25]).all() and (placed[25] == places[4]).all()
    nearest = np.argsort(-(vectors[26] @ vectors[:25].T))[:3]
    expected = 0.8 * places[nearest[0]] + 0.1 * places[nearest[1]] + 0.1 * places[nearest[2]]
    assert placed[26] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("drawn", ["as it was", "of others", None])
def test_a_study_whose_topics_were_found_earlier_keeps_their_map(drawn, monkeypatch):
    vectors, fitted = unit(20), np.arange(20) < 18
    kept = pd.DataFrame({"passage_id": [f"a:{row}" for row in range(20)], "article_id": "a"})
    table = pd.DataFrame(
        {"passage_id": kept["passage_id"], "x": 0.25, "y": np.linspace(0, 1, 20, dtype=np.float32)}
    )
    tables = {"as it was": table[fitted], "of others": table[5:], None: None}
    monkeypatch.setattr(
        "newsthemes.figures.map_2d.map_2d", lambda vectors, seed: np.full((20, 2), -1, np.float32)
    )
    monkeypatch.setattr("newsthemes.figures.map_2d.memoize", lambda name, given, compute: compute())
    topics = SimpleNamespace(added=2, gone=0, fitted=fitted, context=False)
    study = SimpleNamespace(
        topics=topics, kept=kept, vectors_of_kept=vectors, drawn_map=tables[drawn], seed=0
    )
    x, y = study_layout(study)
    if drawn == "as it was":
        assert (y[:18] == table["y"].to_numpy()[:18]).all() and x == pytest.approx(0.25)
    else:
        assert (x == -1).all()
    topics.added = 0
    assert (study_layout(study) == -1).all()
