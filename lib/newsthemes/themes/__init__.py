"""Which theme is in which passage: scores from definitions, seed phrases and labelled sentences."""

import numpy as np
import pandas as pd

from newsthemes.embedding import Embedder
from newsthemes.errors import InputError
from newsthemes.themes.classifier import cuts, probabilities
from newsthemes.themes.definition import Theme, Themes, load_themes

__all__ = ["Theme", "Themes", "load_themes", "present", "score_themes", "theme_presence"]


def score_themes(texts, vectors, languages, themes=None, *, articles=None, encoder="minilm", labels=None):
    """The probability (0 to 1) that each theme is in each text: a column a theme id, rows in the order given.

    ``vectors``: (n, d), language-neutral, from ``embed(texts, languages, encoder)``. ``themes``: a path, a
    :class:`Themes`, a list or dict laid out like the file, or None for the bundled ten. ``articles``: the id
    of the article each text is from, in reading order. ``labels``: your own labelled sentences (CSV or frame,
    see ``labels.py``). A text that is itself among the labelled sentences is scored by a classifier
    that did not see its article.
    """
    themes = load_themes(themes)
    texts, languages = [str(text) for text in texts], list(languages)
    vectors = _checked(texts, vectors, languages)
    embedder = encoder if isinstance(encoder, Embedder) else Embedder(encoder)
    scores = probabilities(texts, vectors, languages, themes, embedder, articles, labels)
    return pd.DataFrame(np.clip(scores, 0, 1), columns=themes.ids)


def theme_presence(texts, vectors, languages, themes=None, *, articles=None, encoder="minilm", labels=None):
    """Whether each theme is in each text: the scores of ``score_themes`` against each theme's cut."""
    themes = load_themes(themes)
    known = {"articles": articles, "encoder": encoder, "labels": labels}
    return present(
        score_themes(texts, vectors, languages, themes, **known), themes, encoder=encoder, labels=labels
    )


def present(scores, themes=None, *, encoder="minilm", labels=None):
    """Scores from ``score_themes`` as a bool frame of the same shape."""
    embedder = encoder if isinstance(encoder, Embedder) else Embedder(encoder)
    cut = cuts(load_themes(themes), embedder, labels)
    return scores >= pd.Series(cut)[list(scores)].to_numpy()


def _checked(texts, vectors, languages):
    vectors = np.nan_to_num(np.asarray(vectors, np.float32))
    if vectors.ndim != 2 or len(vectors) != len(texts) or len(languages) != len(texts):
        raise InputError(
            f"themes: {len(texts)} texts, {len(languages)} languages and vectors of shape {vectors.shape}; "
            "give one language and one row each"
        )
    return vectors
