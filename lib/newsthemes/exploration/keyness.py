"""What sets two selections apart: words and themes, counted by story, with intervals and a quote each.

Words: log-odds ratios with an informative Dirichlet prior (B. Monroe, M. Colaresi and K. Quinn, "Fightin'
words", Political Analysis 16, 2008), where the prior is how often stories of both selections have a word. A
story counts a word once, however often its copies repeat it, so that one long article can't make a word key.
Words are compared within each language that both selections have; a glossary has one English word where texts have
three, so that between languages words would differ that mean the same. Where no language is shared, only names and
words that both selections have are compared.
"""

from collections.abc import Sequence, Set
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.shown import Listing
from newsthemes.prevalence.intervals import CRITICAL
from newsthemes.results.study_tables import StudyTables

FEWEST_STORIES = 2  # with a word, on the side that it is key of: one story is that story's word
PRIOR_STORIES = 10.0  # the weight of the prior, in stories
WORD_COLUMNS = (
    "word",
    "side",
    "log_odds",
    "low",
    "high",
    "stories_a",
    "stories_b",
    "share_a",
    "share_b",
    "quote",
)

THEME_COLUMNS = ("theme", "share_a", "share_b", "difference", "low", "high", "note")


class Keyness(NamedTuple):
    """What sets selection a and selection b apart.

    ``words``: one row per key word, the clearest of each side first: word (English where it is glossed), side ("a" or
    "b"), log_odds (above 0: of a), low, high, stories_a and stories_b (that have the word), share_a, share_b, quote
    (a passage of that side with the word). ``themes``: theme, share_a, share_b (of stories that mention it),
    difference, low, high, note. ``n``: {"a": stories, "b": stories}.
    """

    words: pd.DataFrame
    themes: pd.DataFrame
    n: dict

    def _repr_html_(self) -> str:
        heading = f"<p>a: {self.n['a']:,} stories, b: {self.n['b']:,} stories</p>"
        return heading + "".join(frame._repr_html_() for frame in (self.words, self.themes))


def keyness(a: StudyTables, b: StudyTables, n: int = 15) -> Keyness:
    """Return the words and the themes that set two selections apart.

    ``a``, ``b``: studies or selections. ``n``: words of each side, at most. Only words whose interval
    excludes 0 and that at least two stories of their side have are listed; none where a side has no passages.
    Raises InputError where both are the same.
    """
    counted = {name: int(stories_of(side).nunique()) for name, side in (("a", a), ("b", b))}
    if not all(counted.values()):
        return Keyness(Listing(columns=list(WORD_COLUMNS)), Listing(columns=list(THEME_COLUMNS)), counted)
    if a.kept["passage_id"].tolist() == b.kept["passage_id"].tolist():
        raise InputError("compare: both selections hold the same passages; choose two different ones")
    return Keyness(Listing(_words(a, b, n)), Listing(_themes(a, b)), counted)


def stories_of(study: StudyTables) -> pd.Series:
    """The story of each kept passage, rows as in ``kept``."""
    about = study.articles.set_index("article_id")["story_id"].reindex(study.kept["article_id"])
    return about.reset_index(drop=True)


def log_odds(a: np.ndarray, b: np.ndarray, in_a: int, in_b: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (log-odds ratio, standard error) of words that ``a`` of ``in_a`` stories have, and ``b`` of ``in_b``.

    >>> ratio, error = log_odds(np.array([8.0]), np.array([2.0]), 10, 10)
    >>> bool(ratio[0] > 1), bool(error[0] > 0)
    (True, True)
    """
    prior = PRIOR_STORIES * (a + b) / (in_a + in_b)
    rest = PRIOR_STORIES - prior
    with_a, with_b = a + prior, b + prior
    without_a, without_b = in_a - a + rest, in_b - b + rest
    ratio = np.log(with_a / np.maximum(without_a, 1e-9)) - np.log(with_b / np.maximum(without_b, 1e-9))
    return ratio, np.sqrt(1 / with_a + 1 / with_b)


def _words(a: StudyTables, b: StudyTables, n: int) -> pd.DataFrame:
    terms, names = _terms(a, b)
    sets = [_by_language(rows, side) for rows, side in zip(terms, (a, b), strict=True)]
    shared = sorted(sets[0].keys() & sets[1].keys())
    if not shared:
        both = [
            {word for stories in side.values() for words in stories.values() for word in words}
            for side in sets
        ]
        sets = [{None: _together(side, names | (both[0] & both[1]))} for side in sets]
    table = _compared(sets[0], sets[1], shared or [None])
    own = np.where(table["side"] == "a", table["stories_a"], table["stories_b"])
    clear = ((table["low"] > 0) | (table["high"] < 0)) & (own >= FEWEST_STORIES)
    table = table[clear].assign(z=lambda t: -(t["log_odds"] / (t["high"] - t["low"])).abs())
    table = table.sort_values(["side", "z", "word"], kind="stable").groupby("side").head(n)
    table["quote"] = [
        _quote(a if row.side == "a" else b, terms[0 if row.side == "a" else 1], row.word)
        for row in table.itertuples()
    ]
    return table[list(WORD_COLUMNS)].reset_index(drop=True)


Stories = dict[str, set[str]]  # the words of each


def _compared(a: dict[Any, Stories], b: dict[Any, Stories], languages: Sequence[Any]) -> pd.DataFrame:
    """A row a word: its log-odds within each of the ``languages``, put together by their precision; a story in several
    languages does not make the interval narrower."""
    known = sorted(
        {word for side in (a, b) for code in languages for words in side[code].values() for word in words}
    )
    place = {word: number for number, word in enumerate(known)}
    weights, weighted = np.zeros(len(known)), np.zeros(len(known))
    for code in languages:
        counts = [_counts(side[code], place) for side in (a, b)]
        said = counts[0] + counts[1] > 0
        ratio, error = log_odds(counts[0][said], counts[1][said], len(a[code]), len(b[code]))
        weights[said] += 1 / error**2
        weighted[said] += ratio / error**2
    whole = [{code: side[code] for code in languages} for side in (a, b)]
    told = [sum(map(len, side.values())) for side in whole]
    merged = [_together(side) for side in whole]
    design = sum(told) / max(sum(map(len, merged)), 1)
    ratio, margin = weighted / weights, CRITICAL * np.sqrt(design / weights)
    table = pd.DataFrame({"word": known, "log_odds": ratio, "low": ratio - margin, "high": ratio + margin})
    table["side"] = np.where(ratio > 0, "a", "b")
    for name, stories in zip("ab", merged, strict=True):
        table[f"stories_{name}"] = _counts(stories, place).astype(int)
        table[f"share_{name}"] = table[f"stories_{name}"] / max(len(stories), 1)
    return table


def _counts(stories: Stories, place: dict[str, int]) -> np.ndarray:
    """How many stories have each word, as a float array."""
    counts = np.zeros(len(place))
    for words in stories.values():
        counts[[place[word] for word in words]] += 1
    return counts


def _by_language(terms: Sequence[Sequence[str]], study: StudyTables) -> dict[str, Stories]:
    """{language: {story: set of the terms that its passages in that language have}}"""
    found: dict[str, Stories] = {}
    for words, story, language in zip(terms, stories_of(study), study.kept["language"], strict=True):
        found.setdefault(language or "", {}).setdefault(story, set()).update(words)
    return found


def _together(by_language: dict[Any, Stories], chosen: Set[str] | None = None) -> Stories:
    """{story: set of its terms in any language}, those ``chosen``."""
    found: Stories = {}
    for stories in by_language.values():
        for story, words in stories.items():
            found.setdefault(story, set()).update(words if chosen is None else words & chosen)
    return found


def _terms(a: StudyTables, b: StudyTables) -> tuple[tuple[list, list], set[str]]:
    """(([terms of each kept passage of a], [... of b]), names among them): in English where glossed, so that
    translations are one word."""
    from newsthemes.language.word_class import CAPITALISED_NOUNS
    from newsthemes.topics.concepts import in_english, is_name
    from newsthemes.topics.vocabulary import Vocabulary, read_aliases

    texts = [*a.kept["text"], *b.kept["text"]]
    languages = [language or "" for language in [*a.kept["language"], *b.kept["language"]]]
    vocabulary = Vocabulary(texts, languages, read_aliases())
    terms = zip(vocabulary.terms, languages, strict=True)
    shown = {(term, code): vocabulary.surface(term) for own, code in terms for term in own}
    english = {pair: in_english(surface, pair[1] or "en") for pair, surface in shown.items()}
    names = {
        english[term, code]
        for (term, code), surface in shown.items()
        if code not in CAPITALISED_NOUNS and is_name(surface, code or "en")
    }
    named = [
        [english[term, code] for term in own] for own, code in zip(vocabulary.terms, languages, strict=True)
    ]
    return (named[: len(a.kept)], named[len(a.kept) :]), names


def _quote(study: StudyTables, terms: Any, word: str) -> Any:
    """The first passage of a side with a word."""
    return next((text for text, words in zip(study.kept["text"], terms, strict=True) if word in words), None)


def _themes(a: StudyTables, b: StudyTables) -> pd.DataFrame:
    shares = [side.prevalence(None, "stories", "mentions").set_index("theme") for side in (a, b)]
    names = a.theme_definitions.names
    rows = [
        share_difference(names[theme], *(share.loc[theme] for share in shares)) for theme in shares[0].index
    ]
    table = pd.DataFrame(rows, columns=list(THEME_COLUMNS))
    return table.sort_values("difference", key=lambda d: -d.abs(), kind="stable").reset_index(drop=True)


def share_difference(name: str, one: Any, other: Any) -> tuple:
    """A difference of two shares with Newcombe's hybrid interval (Statistics in Medicine 17, 1998, method 10)."""
    p, q = one["share"], other["share"]
    bounds = [one["low"], one["high"], other["low"], other["high"]]
    if pd.isna(p) or pd.isna(q) or pd.isna(bounds).any():
        return name, p, q, p - q, np.nan, np.nan, "too few stories for an interval"
    low = p - q - np.hypot(p - one["low"], other["high"] - q)
    high = p - q + np.hypot(one["high"] - p, q - other["low"])
    return name, p, q, p - q, low, high, None
