"""The same passages in the spaces the study could have used, and what language does in each of them."""

import numpy as np
import pandas as pd

from newsthemes.exhibits.remembered import mapped

RAW, OFFSET, GLOSSED, NEUTRAL = (
    "the encoder as it is",
    "language offsets removed",
    "words glossed",
    "the study (glossed, offsets removed)",
)
COMPARED = 5000  # passages compared with one another at most; more are sampled evenly


def spaces(study):
    """{name: float32 (kept passages, d)}: the vectors without the study's two steps, with each, and with both."""
    from newsthemes.embedding import Embedder

    texts, languages = study.kept["text"].tolist(), study.kept["language"].tolist()
    neutral, embedder = np.asarray(study.kept_vectors), Embedder(study.encoder)
    if not texts:
        return dict.fromkeys((RAW, OFFSET, GLOSSED, NEUTRAL), neutral)
    raw = embedder.encode(texts)
    glossed = Embedder(study.encoder, offset=False).embed(texts, languages)
    return {RAW: raw, OFFSET: _without_offsets(raw, languages, embedder), GLOSSED: glossed, NEUTRAL: neutral}


def _without_offsets(vectors, languages, embedder):
    """The vectors less the offsets of the languages that have reference sentences, nothing glossed."""
    from newsthemes.embedding.language_offset import reference, subtract_offsets

    known = sorted(set(languages) & set(reference()))
    return subtract_offsets(
        vectors, languages, {name: embedder.encode(reference()[name]).mean(0) for name in known}
    )


def before_after(study, spaces):
    """space, x, y, group (the language), by: the kept passages on a map of the raw and of the study's vectors."""
    languages = study.kept["language"]
    maps = []
    for name in (RAW, NEUTRAL):
        x, y = mapped(spaces[name], study.seed)
        maps.append(pd.DataFrame({"space": name, "x": x, "y": y, "group": languages, "by": "language"}))
    return pd.concat(maps, ignore_index=True)


def leak_meter(study, spaces):
    """space, leak, chance, n: how far each space gives the language away; no rows with fewer than two languages."""
    from newsthemes.embedding import vector_leak

    languages = study.kept["language"].to_numpy(str)
    rows = _sample(len(languages))
    if len(set(languages)) < 2 or len(languages) < 3:
        return pd.DataFrame(columns=["space", "leak", "chance", "n"]).astype({"leak": float, "chance": float})
    leaks = {name: vector_leak(vectors[rows], languages[rows]) for name, vectors in spaces.items()}
    return pd.DataFrame(
        [(name, *leak, len(rows)) for name, leak in leaks.items()], columns=["space", "leak", "chance", "n"]
    )


def neighbour_languages(study, spaces):
    """space, language, neighbour, share, expected, n: the language of the nearest passage of another article."""
    languages = study.kept["language"].to_numpy(str)
    rows = _sample(len(languages))
    names = study.kept["language"].value_counts().index.tolist()
    counted = []
    for space in (RAW, NEUTRAL):
        nearest = _nearest(spaces[space][rows], study.kept["article_id"].to_numpy()[rows])
        found = nearest >= 0
        mine, theirs = languages[rows][found], languages[rows][nearest[found]]
        for language in names:
            own = mine == language
            for other in names if own.any() else []:
                expected = (languages[rows] == other).mean()
                counted.append(
                    (space, language, other, (theirs[own] == other).mean(), expected, int(own.sum()))
                )
    return pd.DataFrame(counted, columns=["space", "language", "neighbour", "share", "expected", "n"]).astype(
        {"share": float, "expected": float, "n": int}
    )


def neighbours(study, most=6):
    """Passages and their nearest one in another language, from another article, the nearest first; each article
    appears once: passage, language, nearest, nearest_language, cosine."""
    kept, rows = study.kept, _sample(len(study.kept))
    vectors, languages = np.asarray(study.kept_vectors)[rows], kept["language"].to_numpy(str)[rows]
    nearest, cosine = _nearest(vectors, languages, with_cosine=True)
    texts, articles = kept["text"].to_numpy(object)[rows], kept["article_id"].to_numpy(object)[rows]
    order, seen, pairs = np.argsort(-np.round(cosine, 6), kind="stable"), set(), []
    for row in order:
        other = nearest[row]
        if other < 0 or len(pairs) == most or {articles[row], articles[other]} & seen:
            continue
        seen |= {articles[row], articles[other]}
        pairs.append(
            (texts[row], languages[row], texts[other], languages[other], round(float(cosine[row]), 2))
        )
    return pd.DataFrame(pairs, columns=["passage", "language", "nearest", "nearest_language", "cosine"])


def parallax(study, spaces):
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


def _translations(articles):
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


def _article_vectors(vectors, belongs, articles):
    """Unit rows: the mean of each article's passages."""
    place = pd.Index(articles).get_indexer(belongs)
    summed = np.zeros((len(articles), vectors.shape[1]))
    np.add.at(summed, place, vectors)
    return summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)


def _sample(count):
    return np.arange(count) if count <= COMPARED else np.linspace(0, count - 1, COMPARED).astype(int)


def _nearest(vectors, apart, with_cosine=False, block=1000):
    """For each row the nearest one whose ``apart`` label differs; -1 where there is none."""
    apart = np.unique(np.asarray(apart, dtype=str), return_inverse=True)[1].ravel()
    nearest, best = np.full(len(vectors), -1), np.full(len(vectors), -1.0)
    for start in range(0, len(vectors), block):
        rows = slice(start, start + block)
        cosine = np.where(apart[rows, None] == apart[None], -np.inf, vectors[rows] @ vectors.T)
        nearest[rows], best[rows] = cosine.argmax(axis=1), cosine.max(axis=1)
    nearest[~np.isfinite(best)] = -1
    best[nearest < 0] = -1.0
    return (nearest, best) if with_cosine else nearest
