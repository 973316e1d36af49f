"""From evidence to probabilities: the description of a theme, and labelled sentences where there are some."""

from functools import lru_cache

import numpy as np
import pandas as pd

from newsthemes.cache.hashing import digest, digest_files
from newsthemes.cache.memo import ByKey
from newsthemes.errors import InputError
from newsthemes.themes.description_model import description_cut, description_logits
from newsthemes.themes.example_model import Learned, Learner
from newsthemes.themes.features import Passages, Phrases, theme_features
from newsthemes.themes.gaussian_process import Examples
from newsthemes.themes.labelled_sentences import Labels, label_files, read_labels
from newsthemes.themes.reference_corpus import background, background_key
from newsthemes.themes.word_salad import Coherence

FEWEST_POSITIVE = 3  # examples of a theme below which its description speaks alone
MOST_EXAMPLES = 5000  # a random part of more: the fit grows with the cube of their number
OWN, BUNDLED = "own", "bundled"
BUNDLED_ROWS = 25  # what the labels that came with the themes count for beside the user's own, in rows


def probabilities(
    texts, vectors, languages, themes, embedder, articles=None, labels=None, originals=None, fitted=None
):
    """(n, themes) between 0 and 1; see ``score_themes``. ``fitted``: the themes to learn from the labels with, where
    they differ from the ones to score with."""
    if not texts:
        return np.zeros((0, len(themes)))
    scorer = Scorer(themes, embedder, labels, fitted)
    scorer.check(vectors)
    passages = Passages.of(texts, vectors, languages, background(embedder))
    return scorer.score(texts, languages, passages, articles, originals)


class Scorer:
    """All that scores rest on besides the passages: made once, used for any part of a corpus, in any process."""

    def __init__(self, themes, embedder, labels=None, fitted=None):
        self.ids, self.themes = themes.ids, list(themes)
        self.phrases, self.background = theme_phrases(themes, embedder), background(embedder)
        self.learners = learned_from(fitted or themes, embedder, labels)

    def check(self, vectors):
        width = self.phrases[self.ids[0]].vectors.shape[1]
        if vectors.shape[1] != width:
            raise InputError(
                f"themes: vectors have {vectors.shape[1]} dimensions, the encoder gives {width}; "
                "pass encoder= as it was given to embed"
            )

    def score(self, texts, languages, passages, articles=None, originals=None):
        """(n, themes) between 0 and 1."""
        described = described_probabilities(passages, self.phrases, self.themes, self.background)
        scores = described.copy()
        for learner in self.learners:
            columns = [self.ids.index(theme) for theme in learner.learned.ids]
            scores[:, columns] = learner.score(
                texts, languages, passages, articles, described[:, columns], originals
            )
        return scores


def cuts(themes, embedder, labels=None):
    """{theme id: the score from which it counts as present}"""
    found = {theme.id: description_cut(theme) for theme in themes}
    for learner in learned_from(themes, embedder, labels):
        found |= learner.learned.cuts
    return found


def theme_phrases(themes, embedder):
    """{theme id: :class:`Phrases`}, with one call to the encoder for what it has not seen."""
    listed = [phrase for theme in themes for phrase in theme.phrases]
    vectors = embedder.embed([text for _, text in listed], [language for language, _ in listed])
    ends = np.cumsum([len(theme.phrases) for theme in themes])
    parts = np.split(vectors, ends[:-1])
    return {theme.id: Phrases.of(theme, part) for theme, part in zip(themes, parts, strict=True)}


def described_probabilities(passages, phrases, themes, background):
    logits = [
        description_logits(theme_features(passages, phrases[theme.id], background), theme) for theme in themes
    ]
    return 1 / (1 + np.exp(-np.column_stack(logits)))


def learned_from(themes, embedder, labels=None):
    """A :class:`Learner` for each set of examples; themes that have none are in none of them."""
    sources = [(BUNDLED, themes.labels)] if themes.labels else []
    sources += [(OWN, labels)] if labels is not None else []
    if not sources:
        return []
    key = (themes.fingerprint, tuple(_source_key(source) for _, source in sources))
    return _learned(ByKey(key, embedder, themes, tuple(sources)))


def _source_key(source):
    if isinstance(source, pd.DataFrame):
        return digest(source.astype(str).to_csv(index=False))
    try:
        return digest_files(label_files(source))
    except TypeError:
        raise InputError(f"labels: expected a CSV file or a frame, found {type(source).__name__}") from None


@lru_cache(maxsize=4)
def _learned(wanted):
    embedder, (themes, sources) = wanted.embedder, wanted.rest
    tables = [
        (origin, _labels(ByKey((key, tuple(themes.ids)), embedder, source, themes.ids)), key)
        for origin, source in sources
        for key in [_source_key(source)]
    ]
    learners = [
        _taught(chosen, ids, themes, embedder) for chosen, ids in _themes_by_tables(tables, themes.ids)
    ]
    _labelled.cache_clear()
    return learners


def _taught(chosen, ids, themes, embedder):
    """The :class:`Learner` of the themes that some tables name."""
    known, key = _chosen(chosen), (background_key(), *((origin, key) for origin, _, key in chosen))
    examples, coherence = _examples(ByKey(key, embedder, known))

    def learn():
        passages = _labelled(ByKey(key, embedder, known))
        phrases = theme_phrases(themes, embedder)
        prior = described_probabilities(passages, phrases, [themes[i] for i in ids], background(embedder))
        return Learned.of(ids, examples, coherence, known.carried, prior, _row_weights(chosen))

    learned = ByKey((key, ids, themes.fingerprint), embedder).memoize(Learned, learn)
    return Learner(learned, examples, coherence)


@lru_cache(maxsize=4)
def _labels(wanted):
    return read_labels(*wanted.rest)


def _themes_by_tables(tables, ids):
    """((tables that name a theme, theme ids), …): a table that never names a theme says nothing about it."""
    sets = {}
    for theme in ids:
        naming = tuple(i for i, (_, known, _) in enumerate(tables) if known.carried[theme].any())
        positive = sum(tables[i][1].carried[theme].sum() for i in naming)
        rows = sum(len(tables[i][1].texts) for i in naming)
        if FEWEST_POSITIVE <= positive < rows:
            sets.setdefault(naming, []).append(theme)
    return [([tables[i] for i in naming], named) for naming, named in sets.items()]


def _chosen(tables):
    parts = [known for _, known, _ in tables]
    together = Labels(
        sum((part.texts for part in parts), []),
        sum((part.languages for part in parts), []),
        sum((part.keys for part in parts), []),
        pd.concat([part.carried for part in parts], ignore_index=True),
    )
    if len(together.texts) <= MOST_EXAMPLES:
        return together
    rows = np.sort(np.random.default_rng(0).choice(len(together.texts), MOST_EXAMPLES, replace=False))
    return Labels(
        *([part[i] for i in rows] for part in together[:3]),
        together.carried.iloc[rows].reset_index(drop=True),
    )


def _row_weights(tables):
    """What each row counts for in the cut: 1, but the bundled ones beside the user's own BUNDLED_ROWS together."""
    own = any(origin == OWN for origin, _, _ in tables)
    weights = [
        np.full(
            len(known.texts), min(1.0, BUNDLED_ROWS / len(known.texts)) if own and origin == BUNDLED else 1.0
        )
        for origin, known, _ in tables
    ]
    return np.concatenate(weights)[:MOST_EXAMPLES]


@lru_cache(maxsize=4)
def _examples(wanted):
    """Examples and coherence rest on the labels alone: editing a theme leaves them as they are."""
    embedder, (known,) = wanted.embedder, wanted.rest

    def collect():
        return Examples.of(known.texts, known.languages, _labelled(wanted), known.articles, known.groups)

    examples = wanted.memoize(Examples, collect)
    return examples, wanted.memoize(Coherence, lambda: Coherence.of(examples, embedder))


@lru_cache(maxsize=1)
def _labelled(wanted):
    """The :class:`Passages` of the labelled sentences: what only learning needs."""
    embedder, (known,) = wanted.embedder, wanted.rest
    vectors = embedder.embed(known.texts, known.languages)
    return Passages.of(known.texts, vectors, known.languages, background(embedder))


def closest_examples(text, vector, language, theme, themes, embedder, labels, most=5):
    """("example", text, language, None, None, effect), …: the labelled sentences that count most for a theme."""
    for learner in learned_from(themes, embedder, labels):
        if theme.id in learner.learned.ids:
            passages = Passages.of([text], vector[None], [language], background(embedder))
            effects = learner.effects(text, language, passages, theme.id)
            order = np.argsort(-np.abs(effects), kind="stable")[:most]
            known = learner.examples
            return [("example", known.texts[i], known.languages[i], None, None, effects[i]) for i in order]
    return []
