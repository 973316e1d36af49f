"""What speaks for a theme in a passage, as a few numbers that mean the same for every theme."""

from functools import lru_cache

import numpy as np

from newsthemes.embedding.offset import reference

NEAREST = 3  # phrases averaged: one lucky phrase is not enough
BACKGROUND = ("en", "fr", "id")  # languages whose reference sentences stand for passages about anything else
NAMES = ("definition", "nearest", "near", "all")


def phrases(theme):
    """((language, text), …) of everything a theme says about itself: statements first, then seeds."""
    return theme.statements + theme.seeds


def embed_phrases(themes, embedder):
    """{theme id: (phrases, d)} in one call to the encoder."""
    listed = [(theme.id, phrase) for theme in themes for phrase in phrases(theme)]
    vectors = embedder.embed([text for _, (_, text) in listed], [language for _, (language, _) in listed])
    owner = np.array([theme_id for theme_id, _ in listed], object)
    return {theme.id: vectors[owner == theme.id] for theme in themes}


@lru_cache(maxsize=8)
def background(embedder):
    """Vectors of the reference sentences, news about anything: what a cosine is compared with."""
    sentences = [(language, text) for language in BACKGROUND for text in reference()[language]]
    return embedder.embed([text for _, text in sentences], [language for language, _ in sentences])


def theme_features(vectors, phrase_vectors, theme, embedder):
    """(n, 4) for one theme: NAMES, each in standard deviations above the background."""
    near = _summaries(vectors @ phrase_vectors.T, len(theme.statements))
    usual = _summaries(background(embedder) @ phrase_vectors.T, len(theme.statements))
    return (near - usual.mean(0)) / np.maximum(usual.std(0), 1e-6)


def _summaries(cosines, statements):
    nearest = np.sort(cosines, axis=1)[:, ::-1]
    return np.column_stack(
        [cosines[:, :statements].max(1), nearest[:, 0], nearest[:, :NEAREST].mean(1), cosines.mean(1)]
    )
