"""From features to probabilities: pooled over themes where there are no examples, per theme where there are."""

from functools import lru_cache

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.themes.features import embed_phrases, theme_features
from newsthemes.themes.labels import read_labels

FOLDS = 5
POOLED = np.array([0.5, 0.4, 0.4, 0.4])  # weights of features.NAMES for a theme without examples
POOLED_BIAS = -5.0
POOLED_CUT = 0.3
PENALTY = 10.0  # C of the logistic regression
FEATURE_SCALE = 0.3
FEWEST_POSITIVE = 5  # examples below which a theme is scored as if it had none


def probabilities(texts, vectors, languages, themes, embedder, articles=None, labels=None):
    phrase_vectors = embed_phrases(themes, embedder)
    width = next(iter(phrase_vectors.values())).shape[1]
    if vectors.shape[1] != width:
        raise InputError(
            f"themes: vectors have {vectors.shape[1]} dimensions, the encoder gives {width}; "
            "pass encoder= as it was given to embed"
        )
    fitted = _fitted(themes, embedder, labels)
    scores = np.zeros((len(texts), len(themes)))
    for j, theme in enumerate(themes):
        features = theme_features(vectors, phrase_vectors[theme.id], theme, embedder)
        model = fitted.get(theme.id)
        scores[:, j] = model.score(texts, vectors, features) if model else _pooled(features)
    return scores


def cuts(themes, embedder, labels=None):
    """{theme id: the score from which it counts as present}"""
    fitted = _fitted(themes, embedder, labels)
    return {theme.id: fitted[theme.id].cut if theme.id in fitted else POOLED_CUT for theme in themes}


def _pooled(features):
    return 1 / (1 + np.exp(-(features @ POOLED + POOLED_BIAS)))


class FoldedClassifier:
    """One classifier a fold, each blind to that fold's groups, and their mean for texts nobody labelled."""

    def __init__(self, texts, vectors, features, truth, groups):
        from sklearn.model_selection import GroupKFold

        folds = min(FOLDS, len(np.unique(groups)))
        inputs = _inputs(vectors, features)
        self.models, self.fold_of, out = [], {}, np.zeros(len(truth))
        for train, test in GroupKFold(folds).split(inputs, groups=groups):
            model = _logistic(inputs[train], truth[train])
            out[test] = model(inputs[test])
            self.fold_of.update({texts[i]: len(self.models) for i in test})
            self.models.append(model)
        self.cut = best_cut(out, truth)

    def score(self, texts, vectors, features):
        inputs = _inputs(vectors, features)
        by_fold = (
            np.column_stack([model(inputs) for model in self.models]) if len(inputs) else np.zeros((0, 1))
        )
        scores = by_fold.mean(1)
        for i, text in enumerate(texts):
            if text in self.fold_of:
                scores[i] = by_fold[i, self.fold_of[text]]
        return scores


def _inputs(vectors, features):
    return np.hstack([vectors, features * FEATURE_SCALE]).astype(np.float64)


def _logistic(inputs, truth):
    from sklearn.linear_model import LogisticRegression

    if truth.all() or not truth.any():
        constant = float(truth.mean())
        return lambda rows: np.full(len(rows), constant)
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(inputs, truth)
    return lambda rows: model.predict_proba(rows)[:, 1]


def best_cut(scores, truth):
    """The cut with the highest F1; between two neighbouring scores, their middle."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    last = int(np.argmax(f1))
    below = scores[order[last + 1]] if last + 1 < len(order) else 0.0
    return float((scores[order[last]] + below) / 2)


def _fitted(themes, embedder, labels):
    source = labels if labels is not None else themes.labels
    if source is None:
        return {}
    if isinstance(source, pd.DataFrame):
        return _fit(themes, embedder, source)
    return _fit_file(themes.fingerprint, themes, embedder, str(source))


class _ByKey:
    """Lets the cache compare what decides the fit, not the objects that carry it."""

    def __init__(self, key, value):
        self.key, self.value = key, value

    def __hash__(self):
        return hash(self.key)

    def __eq__(self, other):
        return self.key == other.key


def _fit_file(fingerprint, themes, embedder, path):
    return _fit_cached(
        _ByKey((fingerprint, path, embedder.encoder.key or id(embedder)), (themes, embedder, path))
    )


@lru_cache(maxsize=4)
def _fit_cached(wanted):
    return _fit(*wanted.value)


def _fit(themes, embedder, source):
    known = read_labels(source, themes.ids)
    if not len(known):
        return {}
    vectors = embedder.embed(known.texts, known.languages)
    phrase_vectors = embed_phrases(themes, embedder)
    fitted = {}
    for theme in themes:
        truth = known.carried[theme.id].to_numpy()
        if truth.sum() < FEWEST_POSITIVE:
            continue
        features = theme_features(vectors, phrase_vectors[theme.id], theme, embedder)
        fitted[theme.id] = FoldedClassifier(known.texts, vectors, features, truth, known.groups)
    return fitted
