"""Fit what the score of a theme without labels is worth: python scripts/fit_theme_calibration.py

Writes lib/newsthemes/themes/calibration.json from what ships with the package: the bundled themes with their labelled
sentences, and the subjects of the background sentences, each scored by its definition (and seeds) in all of them. A
sentence that carries a theme counts for as much as makes their share SHARE. To be run after a change to these, to the
features or to the encoder.
"""

import json
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from newsthemes.embedding import Embedder
from newsthemes.themes import Themes, load_themes
from newsthemes.themes.description_model import (
    BY_CONTEXT,
    BY_MEANING,
    CALIBRATION,
    CONTEXT,
    MEANINGS,
    WITH_SEEDS,
    WITHOUT_SEEDS,
    WORDS,
    theme_phrases,
)
from newsthemes.themes.features import NAMES, Passages, theme_features
from newsthemes.themes.labelled_sentences import joined_labels, read_labels
from newsthemes.themes.reference_corpus import SUBJECTS, background, background_labels, background_sentences

BINS = 10
# Share of passages that carry a theme that somebody asks for: of the subjects here 4%, of the sections of a newspaper
# 11 to 17%. On news in eight languages scored by sections of one line each, the calibration error of passages is 0.068
# (en, fr) and 0.045 (others) at 0.08, 0.032 and 0.04 at 0.15, 0.023 and 0.05 at 0.18.
SHARE = 0.15


def training_set(embedder):
    """(labels of all sentences, their Passages, {theme: bool (sentences,)}, themes) of the bundled themes and the
    subjects."""
    bundled, subjects = load_themes(), load_themes(SUBJECTS)
    gold = read_labels(bundled.labels, bundled.ids)
    labels = joined_labels([gold, background_labels(bundled.ids)])
    vectors = embedder.embed(labels.texts, labels.languages)
    passages = Passages.of(labels.texts, vectors, labels.languages)
    subject = np.array([""] * len(gold.texts) + [row.subject for row in background_sentences()], object)
    truth = {theme: labels.carried[theme].to_numpy() for theme in bundled.ids}
    truth |= {theme: subject == theme for theme in subjects.ids}
    return labels, passages, truth, Themes((*bundled, *subjects))


def features_of(themes, labels, passages, embedder):
    phrases = theme_phrases(themes, embedder)
    return {
        theme.id: theme_features(passages, phrases[theme.id], background(embedder), labels.articles)
        for theme in themes
    }


def fitted(features, truth):
    """One logistic regression for all themes."""
    model = LogisticRegression(C=10.0, max_iter=10_000)
    carried = np.concatenate([truth[i] for i in features])
    return model.fit(np.vstack(list(features.values())), carried, sample_weight=weights(carried))


def weights(carried):
    """What each row counts for, so that SHARE of all carry a theme."""
    return np.where(carried, SHARE / carried.mean(), (1 - SHARE) / (1 - carried.mean()))


def held_out(features, truth):
    """{theme: probabilities from the model of the other themes}"""
    return {
        theme: fitted({o: f for o, f in features.items() if o != theme}, truth).predict_proba(rows)[:, 1]
        for theme, rows in features.items()
    }


def calibration_error(scores, truth):
    """The mean distance of a score from the share that is right, over BINS bins (M. Naeini et al., AAAI 2015)."""
    place = np.minimum((scores * BINS).astype(int), BINS - 1)
    counts = weights(truth)
    return float(
        sum(abs((counts * (scores - truth))[place == number].sum()) for number in np.unique(place))
        / counts.sum()
    )


def calibration(embedder):
    labels, passages, truth, themes = training_set(embedder)
    made = {}
    for kind in (WITH_SEEDS, WITHOUT_SEEDS):
        chosen = Themes(tuple(replace(t, seeds=()) if kind == WITHOUT_SEEDS else t for t in themes))
        features = features_of(chosen, labels, passages, embedder)
        for name, columns in (("", WORDS), (BY_MEANING, MEANINGS), (BY_CONTEXT, CONTEXT)):
            chosen_features = {theme: rows[:, columns] for theme, rows in features.items()}
            made[kind + name] = described(chosen_features, truth, [NAMES[column] for column in columns])
    return made


def described(features, truth, names):
    """What calibration.json says of a model, and how well it does on themes it was not fitted to."""
    model, unseen = fitted(features, truth), held_out(features, truth)
    everything = np.concatenate([unseen[t] for t in truth]), np.concatenate([truth[t] for t in truth])
    ranked = {theme: average_precision_score(truth[theme], unseen[theme]) for theme in truth}
    return {
        "features": list(names),
        "weights": model.coef_[0].round(4).tolist(),
        "bias": round(float(model.intercept_[0]), 4),
        "average precision": round(float(np.mean(list(ranked.values()))), 3),
        "average precision, bundled": round(float(np.mean([ranked[t] for t in load_themes().ids])), 3),
        "calibration error": round(calibration_error(*everything), 4),
    }


def main():
    made = calibration(Embedder())
    CALIBRATION.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(made, indent=2))


if __name__ == "__main__":
    main()
