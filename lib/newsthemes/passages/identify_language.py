"""The language of every sentence, told with the help of the article it stands in."""

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import numpy as np

from newsthemes.language.scripts import unspaced_count

SURE = 0.4  # below this probability a sentence takes its article's language
NEGLIGIBLE = 1e-4  # probability below which a language is not counted
MAIN = 1 / 3  # share of an article's evidence that makes a language its own
DOUBT = (
    5e-4  # probability that every language keeps where others speak for it: naive Bayes is too sure of itself
)
FOREIGN = 0.02  # prior of a language that nothing else in the article speaks for
# What a sentence of another language than its article's has: this probability, words, or characters without spaces.
FOREIGN_SURE, FOREIGN_WORDS, FOREIGN_UNSPACED = 0.7, 4, 8
FEW_NAMES = 2  # words more that make a line of capitals a headline and not a list of names
DECLARED = 0.3  # weight of the language that the article's metadata declares, in a text of ENOUGH characters
ENOUGH = 200
UNKNOWN = "und"  # ISO 639-2: undetermined
# Languages a sentence can hardly tell apart, but an article can.
CLOSE = [
    frozenset(group.split())
    for group in ("id ms", "no nb nn da", "hr bs sr", "cs sk", "yue wuu zh", "gl pt", "ar arz", "bo dz")
]
# Languages with a daily press; a line of names looks like many of the others (Gaelic, Latin, Faroese, …), and a short
# line like any relative: Malay counts for less beside Indonesian, until an article speaks for it.
PRESS = frozenset(
    "en fr id es pt de it nl sv da no nb fi is pl cs sk hu ro bg el ru uk be mk sr hr sl sq tr az kk uz ky hy ka "
    "ar fa he ur ps ku hi bn pa gu or ta te kn ml mr ne si my km lo th vi zh ja ko mn bo tl sw ha yo ig am so zu af "
    "rw ca et lv lt".split()
)
RARE = 0.02  # prior of the others, press languages 1
PRIOR = {"ms": 0.3, "bs": 0.7, "eu": 0.3, "gl": 0.1, "nn": 0.1}
LONGEST = 400  # characters of a sentence, enough to tell its language
LETTERS_OF_SCRIPT = 50  # letters that tell the script of a sentence


@cache
def identifier() -> Any:
    """py3langid with probabilities; loaded once a process, in 0.6 s."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def labels() -> tuple[str, ...]:
    return tuple(sorted(identifier().labels))


@lru_cache(1 << 10)  # short lines come again and again
def probabilities(text: str) -> np.ndarray:
    """One probability for each of `labels()`; all equal for a text without letters."""
    # What `rank` sorts anew for each sentence, of which it takes a third of the time.
    found = identifier()._decide(text[:LONGEST])[_columns()]
    found[found < np.float64(NEGLIGIBLE)] = 0
    return found / found.sum()


@cache
def _columns() -> list[int]:
    """The place of each of `labels()` among the scores; of labels that come twice the first holds both."""
    return [identifier().nb_classes.index(label) for label in labels()]


@cache
def _positions() -> dict[str, int]:
    return {label: i for i, label in enumerate(labels())}


@cache
def _prior() -> np.ndarray:
    return np.array([PRIOR.get(label, 1 if label in PRESS else RARE) for label in labels()], dtype=np.float32)


def tag(texts: list[str], declared: str | None = None) -> tuple[list[str], list[float]]:
    """Language (ISO 639-1, else 639-3) and its probability for each sentence of one article.

    A sentence's own evidence (py3langid) is weighed by what the others say together. Close languages (Indonesian and
    Malay, …) are settled for the whole article by their summed evidence. A sentence has another language than its
    article only when that is sure (0.7) and it has four words, or when it is in another script: one quotation or a
    line of names makes no second language. Where the winner stays under 0.4 the article's language is taken, and
    `und` where there is none.

    >>> tag(["The council voted on Monday.", "C'est la vie!", "It leans."])[0]
    ['en', 'en', 'en']
    """
    if not texts:
        return [], []
    evidence = np.array([probabilities(text) for text in texts], dtype=np.float32)
    weights = np.array([min(max(len(text), 1), LONGEST) for text in texts], dtype=np.float32)
    _settle(evidence, weights, declared)
    posterior = _posterior(evidence, weights, declared)
    article = _article(evidence, weights, declared)
    main = int(article.argmax()) if article.max() >= MAIN * article.sum() else None
    best = _best(texts, posterior, main)
    certain = [
        round(float(posterior[n, i if i is not None else posterior[n].argmax()]), 4)
        for n, i in enumerate(best)
    ]
    found = [UNKNOWN if i is None else labels()[i] for i in best]
    return [ISO.get(label, label) for label in found], certain


def _article(evidence: np.ndarray, weights: np.ndarray, declared: str | None) -> np.ndarray:
    """What all sentences say together, by their length, and the metadata."""
    article = weights @ evidence / weights.sum()
    if declared in _positions():
        article[_positions()[declared]] += DECLARED * max(1, ENOUGH / weights.sum())
    return article


def _posterior(evidence: np.ndarray, weights: np.ndarray, declared: str | None) -> np.ndarray:
    """Each sentence's evidence times what the other sentences and the metadata say."""
    weighted = weights[:, None] * evidence
    others = weighted.sum(axis=0) - weighted
    others /= np.maximum(weights.sum() - weights, 1)[:, None]
    np.maximum(others, 0, out=others)
    if declared in _positions():
        others[:, _positions()[declared]] += DECLARED
    others += FOREIGN * _prior()
    heard = 1 - weights / weights.sum()  # how much of the article is in other sentences
    others *= evidence + DOUBT * heard[:, None]
    return others / others.sum(axis=1, keepdims=True)


def _best(texts: list[str], posterior: np.ndarray, main: int | None) -> list[int | None]:
    """The place in `labels()` of each sentence's language, None where it is unknown."""
    scripts = [_script(text) for text in texts]
    usual = Counter(filter(None, scripts)).most_common(1)
    found: list[int | None] = []
    for text, script, own, p in zip(
        texts, scripts, posterior.argmax(axis=1), posterior.max(axis=1), strict=True
    ):
        other_script = bool(script and usual and script != usual[0][0])
        if own == main or main is None or (other_script and p >= SURE):
            found.append(int(own) if p >= SURE else main)
        else:
            found.append(int(own) if p >= FOREIGN_SURE and _has_words(text) else main)
    return found


def _has_words(text: str) -> bool:
    """Whether a text has words enough to tell its language by, most of them no names."""
    words = text.split()
    common = sum(word == word.lower() for word in words)
    enough = len(words) >= FOREIGN_WORDS and (
        common >= FOREIGN_WORDS - 1 or len(words) >= FOREIGN_WORDS + FEW_NAMES
    )
    return enough or unspaced_count(text) >= FOREIGN_UNSPACED


def _script(text: str) -> str | None:
    """The commonest script of a text's first letters, as their names in Unicode begin (`LATIN`, `CJK`, …)."""
    letters = islice(filter(str.isalpha, text[:LONGEST]), LETTERS_OF_SCRIPT)
    names = Counter(map(_script_of_letter, letters))
    return max(names, key=lambda name: (names[name], name)) if names else None


@lru_cache(maxsize=20_000)
def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, " ").split(" ")[0]


ISO = {"zxx": UNKNOWN, "uzs": "uz", "nb": "no", "wuu": "zh"}


def _settle(evidence: np.ndarray, weights: np.ndarray, declared: str | None) -> None:
    """Give the probability of each group of close languages, in every sentence, to its commonest member."""
    article = _article(evidence, weights, declared) * _prior()
    for group in CLOSE:
        members = [_positions()[label] for label in group if label in _positions()]
        winner = max(members, key=lambda i: (article[i], -i))
        total = evidence[:, members].sum(axis=1)
        evidence[:, members] = 0
        evidence[:, winner] = total
