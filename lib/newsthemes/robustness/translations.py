"""How far articles and their translations are apart in a space, beside articles that tell different stories."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.spaces import NEUTRAL, RAW


def translation_distances(study: StudyTables, spaces: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """space, pair, languages, distance: articles of one story in two languages, and beside each such pair the
    first article and another one, of another story, in the second's language."""
    articles = study.articles[study.articles["article_id"].isin(study.kept["article_id"])].reset_index(
        drop=True
    )
    pairs = _translations(articles)
    measured = []
    for space in (RAW, NEUTRAL):
        vectors = _article_vectors(spaces[space], study.kept["article_id"], articles["article_id"])
        for kind, first, second in pairs:
            languages = "–".join(sorted((articles["language"][first], articles["language"][second])))
            distance = 1 - float(vectors[first] @ vectors[second])
            measured.append((space, kind, languages, max(distance, 0.0)))
    return pd.DataFrame(measured, columns=["space", "pair", "languages", "distance"]).astype(
        {"distance": float}
    )


def _translations(articles: pd.DataFrame) -> list[tuple[str, int, int]]:
    """[(kind, row, row)]: each pair of one story in two languages, and a pair of strangers for each."""
    pairs, rng = [], np.random.default_rng(0)
    languages, stories = articles["language"].to_numpy(object), articles["story_id"].to_numpy(object)
    for _, story in articles.groupby("story_id", sort=True):
        for first in story.index:
            for second in story.index[story.index > first]:
                if languages[first] == languages[second] or None in (languages[first], languages[second]):
                    continue
                pairs.append(("a translation", first, second))
                strangers = np.flatnonzero((languages == languages[second]) & (stories != stories[first]))
                if len(strangers):
                    pairs.append(("another article", first, int(rng.choice(strangers))))
    return pairs


def _article_vectors(vectors: np.ndarray, belongs: np.ndarray, articles: Sequence[str]) -> np.ndarray:
    """Unit rows: the mean of each article's passages."""
    place = pd.Index(articles).get_indexer(belongs)
    summed = np.zeros((len(articles), vectors.shape[1]))
    np.add.at(summed, place, vectors)
    return summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
