"""Which theme is in which passage: scores from definitions, seed phrases and labelled sentences."""

import numpy as np
import pandas as pd

from newsthemes.arrays import as_float32
from newsthemes.embedding import VIEWS, Embedder
from newsthemes.errors import InputError
from newsthemes.themes import classifier
from newsthemes.themes import scoring as parts
from newsthemes.themes.article_themes import article_themes
from newsthemes.themes.entity_masking import mask_entities
from newsthemes.themes.explain import check_theme, explain_passage
from newsthemes.themes.theme import Theme, Themes
from newsthemes.themes.themes_file import load_themes
from newsthemes.themes.topics_by_themes import themes_by_topics

__all__ = [
    "Theme",
    "Themes",
    "article_themes",
    "explain",
    "load_themes",
    "mask_entities",
    "present",
    "score_themes",
    "theme_presence",
    "themes_by_topics",
]


def score_themes(
    texts,
    vectors,
    languages,
    themes=None,
    *,
    articles=None,
    encoder=VIEWS,
    labels=None,
    originals=None,
    workers=None,
):
    """The probability (0 to 1) that each theme is in each text: a column a theme id, rows in the order given.

    ``vectors``: (n, d), language-neutral, from ``embed(texts, languages, encoder)``. ``themes``: a path, a
    :class:`Themes`, a list or dict laid out like the file, or None for the bundled ten. ``articles``: the id
    of the article each text is from, in reading order: its neighbours then count a little. ``labels``: your own
    labelled sentences (CSV or frame, see ``labels.py``), beside those the themes file names; the cut is theirs.
    ``workers``: see ``newsthemes.parallel.executors``.

    A text that is itself a labelled sentence is scored without the labels of its article, so that the corpus the
    labels come from gets honest scores. ``originals``: the texts before they were changed (masked, say), by which
    to recognise them then.
    """
    themes = load_themes(themes)
    texts, languages = [str(text) for text in texts], [language or "en" for language in languages]
    vectors = as_float32(vectors)
    _check(texts, vectors, languages)
    scores = parts.scores(
        texts, vectors, languages, themes, _embedder(encoder), articles, labels, originals, workers
    )
    return pd.DataFrame(np.clip(scores, 0, 1), columns=themes.ids)


def theme_presence(texts, vectors, languages, themes=None, *, encoder=VIEWS, labels=None, **known):
    """Whether each theme is in each text: the scores of ``score_themes`` against each theme's cut."""
    themes, encoder = load_themes(themes), _embedder(encoder)
    scores = score_themes(texts, vectors, languages, themes, encoder=encoder, labels=labels, **known)
    return present(scores, themes, encoder=encoder, labels=labels)


def present(scores, themes=None, *, encoder=VIEWS, labels=None):
    """Scores from ``score_themes`` as a bool frame of the same shape.

    A theme's cut has the best F1 on labelled sentences that were scored unseen, or, for a theme without any, on
    those of other themes.
    """
    cut = classifier.cuts(load_themes(themes), _embedder(encoder), labels)
    return scores >= pd.Series(cut, dtype=float)[list(scores)].to_numpy()


def explain(text, vector, language, theme, themes=None, *, encoder=VIEWS, labels=None):
    """What made the score of one theme (its id) in one passage, the strongest first.

    One row a word of the text (``part`` "word", with its offsets), a seed phrase or the definition ("phrase")
    and, where the theme has labelled sentences, the five that count most ("example"): ``effect``, the log odds
    that would be lost without it, and ``share``, its part of all effects of its kind (their sizes sum to 1; below
    0: it speaks against).
    """
    themes, embedder, vector = load_themes(themes), _embedder(encoder), np.asarray(vector, np.float32)
    chosen, language = check_theme(themes, theme), language or "en"

    def score(texts, vectors, languages, variant):
        varied = themes.replaced(variant)
        known = {"labels": labels, "originals": [text] * len(texts), "fitted": themes}
        scores = classifier.probabilities(texts, vectors, languages, varied, embedder, **known)
        return scores[:, themes.ids.index(theme)]

    closest = classifier.closest_examples(text, vector, language, chosen, themes, embedder, labels)
    return explain_passage(text, vector, language, chosen, embedder, score, closest)


def _embedder(encoder):
    return encoder if isinstance(encoder, Embedder) else Embedder(encoder)


def _check(texts, vectors, languages):
    if vectors.ndim != 2 or len(vectors) != len(texts) or len(languages) != len(texts):
        raise InputError(
            f"themes: {len(texts)} texts, {len(languages)} languages and vectors of shape {vectors.shape}; "
            "give one language and one row each"
        )
