"""Which theme is in which passage and article: scores from definitions, seed phrases and labelled sentences.

| module | what it knows |
|---|---|
| ``theme`` ``themes_file`` | themes as their author wrote them; the file they are in |
| ``labelled_sentences`` | examples of what carries a theme |
| ``reference_corpus`` | the background: news about anything (``background/``); words and their rarity |
| ``features`` | what speaks for a theme in a passage, compared with the background |
| ``description_model`` | the probability by a theme's definition and seeds alone (``calibration.json``) |
| ``gaussian_process`` ``char_ngrams`` ``word_salad`` ``example_model`` | what labelled sentences add to it |
| ``learning`` ``learned_edits`` | what the labels of some tables teach; the same for a theme being edited |
| ``thresholds`` ``article_support`` | from scores to presence: in the passage, and in the article as a whole |
| ``classifier`` ``scoring`` | all of these together; part by part for a corpus of any size |
| ``article_themes`` | the main theme of an article and the themes it mentions |
| ``unmeasured`` | passages in which themes cannot be measured, beside the others |
| ``score_table`` ``topics_by_themes`` | the table of scores; themes beside topics |
| ``explain`` ``entity_masking`` | why a score is what it is; what it is without names |
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView, as_float32
from newsthemes.embedding import VIEWS, Embedder
from newsthemes.errors import InputError
from newsthemes.parallel.executors import Workers
from newsthemes.themes import classifier
from newsthemes.themes import scoring as parts
from newsthemes.themes.article_support import supported, supported_by_halves
from newsthemes.themes.article_themes import article_themes
from newsthemes.themes.entity_masking import mask_entities
from newsthemes.themes.explain import check_theme, explain_passage
from newsthemes.themes.labelled_sentences import Source
from newsthemes.themes.theme import Theme, Themes
from newsthemes.themes.themes_file import Layout, load_themes
from newsthemes.themes.topics_by_themes import themes_by_topics
from newsthemes.themes.unmeasured import content_themes

__all__ = [
    "Theme",
    "Themes",
    "apply_thresholds",
    "article_themes",
    "content_themes",
    "explain",
    "false_alarm_rates",
    "load_themes",
    "mask_entities",
    "score_themes",
    "theme_presence",
    "themes_by_topics",
]


def score_themes(
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    languages: Sequence[str | None],
    themes: Layout | None = None,
    *,
    articles: Sequence[Any] | np.ndarray | None = None,
    encoder: Any = VIEWS,
    labels: Source | None = None,
    originals: Sequence[str] | None = None,
    workers: Workers | None = None,
) -> pd.DataFrame:
    """A score (0 to 1) of how surely each theme is in each text: a column a theme id, rows in the order given.

    ``vectors``: (n, d), language-neutral, from ``embed(texts, languages, encoder)``. ``themes``: a path, a
    :class:`Themes`, a list or dict laid out like the file, or None for the bundled ten. ``articles``: the id
    of the article each text is from, in reading order: its neighbours then count a little. ``labels``: your own
    labelled sentences (CSV or frame, see ``labels.py``), beside those the themes file names; the cut is theirs.
    ``workers``: see ``newsthemes.parallel.executors``.

    A text that is itself a labelled sentence is scored without the labels of its article, so that the corpus the
    labels come from gets honest scores. ``originals``: the texts before they were changed (masked, say), by which
    to recognise them then.

    >>> texts, themes = ["The ferry pier is closed.", "The price of bread rose."], study.theme_definitions
    >>> vectors = study.embedder.embed(texts, ["en", "en"])
    >>> score_themes(texts, vectors, ["en", "en"], themes, encoder=study.embedder).round(1).to_dict("list")
    {'harbour': [1.0, 0.0], 'bread': [0.0, 1.0]}
    """
    themes = load_themes(themes)
    texts, languages = [str(text) for text in texts], [language or "en" for language in languages]
    vectors = as_float32(vectors)
    _check(texts, vectors, languages)
    scores = parts.scores(
        texts, vectors, languages, themes, _embedder(encoder), articles, labels, originals, workers
    )
    return pd.DataFrame(np.clip(scores, 0, 1, out=scores), columns=themes.ids, copy=False)


def theme_presence(
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    languages: Sequence[str | None],
    themes: Layout | None = None,
    *,
    articles: Sequence[Any] | np.ndarray | None = None,
    encoder: Any = VIEWS,
    labels: Source | None = None,
    **known: Any,
) -> pd.DataFrame:
    """Whether each theme is in each text: the scores of ``score_themes`` against each theme's threshold, in articles
    that speak for the theme as a whole (see ``apply_thresholds``).

    >>> texts, themes = ["The ferry pier is closed.", "The price of bread rose."], study.theme_definitions
    >>> vectors = study.embedder.embed(texts, ["en", "en"])
    >>> theme_presence(texts, vectors, ["en", "en"], themes, encoder=study.embedder).to_dict("list")
    {'harbour': [True, False], 'bread': [False, True]}
    """
    themes, encoder = load_themes(themes), _embedder(encoder)
    given: dict[str, Any] = {"articles": articles, "encoder": encoder, "labels": labels}
    scores = score_themes(texts, vectors, languages, themes, **given, **known)
    return apply_thresholds(scores, themes, languages=languages, **given)


def apply_thresholds(
    scores: pd.DataFrame,
    themes: Layout | None = None,
    *,
    articles: Sequence[Any] | np.ndarray | None = None,
    languages: Sequence[str | None] | None = None,
    encoder: Any = VIEWS,
    labels: Source | None = None,
) -> pd.DataFrame:
    """Scores from ``score_themes`` as a bool frame of the same shape: in which texts a theme is present.

    The score must reach the theme's threshold: the one with the best F1 on labelled sentences that were scored unseen,
    or, for a theme without any, 0.5: more likely than not. And the text's article (``articles``: its id; None: each
    text is one of its own) must speak for the theme against unrelated news, one with labels the more so in
    ``languages`` in which the background has no such news (None: it has); see ``article_support.py``.

    >>> scores = pd.DataFrame({"harbour": [0.9, 0.4], "bread": [0.1, 0.95]})
    >>> apply_thresholds(scores, study.theme_definitions, encoder=study.embedder).to_dict("list")
    {'harbour': [True, False], 'bread': [False, True]}
    """
    themes, embedder = load_themes(themes), _embedder(encoder)
    columns = [themes.ids.index(theme) for theme in scores]
    least = pd.Series(classifier.thresholds(themes, embedder, labels), dtype=float)[list(scores)].to_numpy()
    known = classifier.background_scores(themes, embedder, labels)
    usual = [known.usual[column] for column in columns]
    levels = known.levels_in(languages, columns)
    found = supported(scores.to_numpy(float), articles, usual, levels)
    return (scores >= least) & found


def false_alarm_rates(
    themes: Layout | None = None,
    *,
    encoder: Any = VIEWS,
    labels: Source | None = None,
) -> dict[str, float | None]:
    """{theme id: the share of unrelated articles in which it is found}, of the articles of the background.

    Their sentences are scored without their own article, and every second article is judged by what is usual in the
    others. Those count that are of a subject that the theme is not about; null where none is.

    >>> rates = false_alarm_rates(study.theme_definitions, encoder=study.embedder)
    >>> {theme: round(rate, 2) for theme, rate in rates.items()}
    {'harbour': 0.01, 'bread': 0.01}
    """
    from newsthemes.themes.reference_corpus import background_sentences

    themes, embedder = load_themes(themes), _embedder(encoder)
    known = classifier.background_scores(themes, embedder, labels)
    least = classifier.thresholds(themes, embedder, labels)
    articles = [row.article for row in background_sentences()]
    found = supported_by_halves(known.scores, known.unrelated, articles, known.levels)
    found &= known.scores >= [least[theme] for theme in themes.ids]
    flags = (
        pd.DataFrame(found, columns=themes.ids).where(known.unrelated).groupby(articles).max().astype(float)
    )
    return {theme: None if flags[theme].isna().all() else float(flags[theme].mean()) for theme in themes.ids}


def explain(
    text: str,
    vector: np.ndarray,
    language: str | None,
    theme: str,
    themes: Layout | None = None,
    *,
    encoder: Any = VIEWS,
    labels: Source | None = None,
) -> pd.DataFrame:
    """What made the score of one theme (its id) in one passage, the strongest first.

    One row a word of the text (``part`` "word", with its offsets), a seed phrase or the definition ("phrase")
    and, where the theme has labelled sentences, the five that count most ("example"): ``effect``, the log odds
    that would be lost without it, and ``share``, its part of all effects of its kind (their sizes sum to 1; below
    0: it speaks against).

    >>> text, themes = "The price of bread rose.", study.theme_definitions
    >>> vector = study.embedder.embed([text], ["en"])[0]
    >>> table = explain(text, vector, "en", "bread", themes, encoder=study.embedder)
    >>> table[["part", "text", "start", "end"]].values.tolist()[0]
    ['word', 'bread', 13.0, 18.0]
    >>> table["share"].abs().groupby(table["part"]).sum().round(3).to_dict()
    {'phrase': 1.0, 'word': 1.0}
    """
    themes, embedder, vector = load_themes(themes), _embedder(encoder), np.asarray(vector, np.float32)
    chosen, language = check_theme(themes, theme), language or "en"

    def score(
        texts: Sequence[str], vectors: np.ndarray, languages: Sequence[str], variant: Theme
    ) -> np.ndarray:
        varied = themes.replaced(variant)
        known: dict[str, Any] = {"labels": labels, "originals": [text] * len(texts), "fitted": themes}
        scores = classifier.probabilities(texts, vectors, languages, varied, embedder, **known)
        return scores[:, themes.ids.index(theme)]

    closest = classifier.closest_examples(text, vector, language, chosen, themes, embedder, labels)
    return explain_passage(text, vector, language, chosen, embedder, score, closest)


def _embedder(encoder: Any) -> Embedder:
    return encoder if isinstance(encoder, Embedder) else Embedder(encoder)


def _check(texts: Sequence[str], vectors: np.ndarray | RowView, languages: Sequence[str]) -> None:
    if vectors.ndim != 2 or len(vectors) != len(texts) or len(languages) != len(texts):
        raise InputError(
            f"themes: {len(texts)} texts, {len(languages)} languages and vectors of shape {vectors.shape}; "
            "give one language and one row each"
        )
