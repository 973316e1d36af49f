"""The language of every sentence, told with the help of the article it stands in."""

from functools import cache

import numpy as np

SURE = 0.5  # below this probability a sentence takes its article's language
NEGLIGIBLE = 1e-4  # probability below which a language is not counted
FOREIGN = 0.02  # prior of a language that nothing else in the article speaks for
RARE = 0.1  # of that, for a language without a two-letter code: short lines look like many of them
DECLARED = 0.3  # weight of the language that the article's metadata declares
UNKNOWN = "und"  # ISO 639-2: undetermined
# Languages a sentence can hardly tell apart, but an article can.
CLOSE = [
    frozenset(group.split()) for group in ("id ms", "no nb nn da", "hr bs sr", "cs sk", "yue wuu zh", "gl pt")
]
LONGEST = 400  # characters of a sentence, enough to tell its language


@cache
def identifier():
    """py3langid with probabilities; loaded once a process, in 0.6 s."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def labels() -> tuple[str, ...]:
    return tuple(sorted(identifier().labels))


def probabilities(text: str) -> np.ndarray:
    """One probability for each of `labels()`; all equal for a text without letters."""
    position = _positions()
    found = np.zeros(len(position), dtype=np.float32)
    for label, p in identifier().rank(text[:LONGEST]):
        if p < NEGLIGIBLE:
            break
        found[position[label]] = p
    return found / found.sum()


@cache
def _positions() -> dict[str, int]:
    return {label: i for i, label in enumerate(labels())}


def tag(texts: list[str], declared: str | None = None) -> tuple[list[str], list[float]]:
    """Language (ISO 639-1, else 639-3) and its probability for each sentence of one article.

    A sentence's own evidence (py3langid) is weighed by what all of them say together, so that a
    heading of three words is not taken for a rare language. Close languages (Indonesian and Malay,
    …) are settled for the whole article by their summed evidence. Where the winner stays under 0.5
    the article's language is taken, and `und` where there is none.
    """
    if not texts:
        return [], []
    evidence = np.array([probabilities(text) for text in texts], dtype=np.float32)
    weights = np.array([max(len(text), 1) ** 0.5 for text in texts], dtype=np.float32)
    article = weights @ evidence / weights.sum()
    if declared in _positions():
        article[_positions()[declared]] += DECLARED
    for group in CLOSE:
        _settle(group, evidence, article)
    posterior = evidence  # in place: a book is one article of 100,000 sentences
    posterior *= article + _foreign()
    posterior /= posterior.sum(axis=1, keepdims=True)
    main = int(article.argmax())
    main_label = labels()[main] if article[main] >= SURE * article.sum() else UNKNOWN
    best = posterior.argmax(axis=1)
    found = [labels()[i] if posterior[n, i] >= SURE else main_label for n, i in enumerate(best)]
    certain = [float(posterior[n, i if posterior[n, i] >= SURE else main]) for n, i in enumerate(best)]
    return [ISO.get(label, label) for label in found], [round(p, 4) for p in certain]


@cache
def _foreign() -> np.ndarray:
    return np.array([FOREIGN if len(label) == 2 else FOREIGN * RARE for label in labels()], dtype=np.float32)


ISO = {"zxx": UNKNOWN, "uzs": "uz", "nb": "no", "wuu": "zh"}


def _settle(group: frozenset[str], evidence: np.ndarray, article: np.ndarray) -> None:
    """Give a group's probability, in every sentence and in the article, to its commonest member."""
    members = [_positions()[label] for label in group if label in _positions()]
    winner = max(members, key=lambda i: (article[i], -i))
    for table in (evidence, article[None, :]):
        total = table[:, members].sum(axis=1)
        table[:, members] = 0
        table[:, winner] = total
