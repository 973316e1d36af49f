"""Two quantities from different articles: may they be accounts of one thing, and do they differ?"""

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from newsthemes.evidence.quantities.countries import country_names
from newsthemes.evidence.quantities.extract import COUNT, DATE, MAGNITUDE, MEASURED, SHARE

MONTH = len("2024-05")
DIFFER, MAY_AGREE = "differ", "may agree"
# A passage that has one of these and another that has not speak of different totals.
STRICT_SCOPES = frozenset(
    "quarter half-year months month week day hour each since world nation young women children".split()
)
# What these measure is said by the noun that is counted, which must then be the same.
OF_ANYTHING = frozenset("sale output cost price value funding aid burned revenue loss growth".split())
# What is measured anew every day or month: two dates, two values.
PERIODIC = frozenset(
    "price points inflation unemployment growth rate support temperature rain infected vaccinated".split()
)
SAME_PERIOD, SAME_AFFAIR = 1, 200  # days between the articles
NEAREST_RATIO = 0.2  # of the smaller amount to the larger; accounts of one thing rarely lie further apart
RARE, RARE_SHARE = 3, 0.002  # amounts with a word, of all, up to which it is rare
WITHOUT_NAME, WITHOUT_ANY = 0.58, 0.7  # score without a shared name in the passages, in the articles
SUBJECTS = 2  # names that two articles are about, where the passages share none
WITHOUT_MEASURE = 0.75  # score where the words do not say what both measure
RARE_WORDS = 2  # shared, where there are no names
SAME_MEANING, SAME_SENTENCE = 0.6, 0.9  # cosine, between two languages and within one
DATE_WORDS = 3  # shared by two passages that date the same event
WEIGHTS = {"cosine": 0.35, "names": 0.25, "words": 0.2, "measure": 0.1, "nearness": 0.1}
COSINE_RANGE = (0.35, 0.85)  # from unrelated to nearly the same sentence


class Amounts:
    """The quantities of one family side by side, so that very many pairs of them are compared at once."""

    def __init__(self, records: Iterable[dict[str, Any]], family: str) -> None:
        """``records``: a dict per quantity, see ``compared_amounts.Records``; each is looked at once."""
        self.family = family
        facts: dict[str, list[Any]] = {name: [] for name in FACTS}
        sets = {name: Incidence() for name in SETS}
        for one in records:
            for name, of in FACTS.items():
                facts[name].append(of(one))
            for name, of in SETS.items():
                sets[name].add(of(one))
        self.sets = {name: listed.matrix() for name, listed in sets.items()}
        self.article, self.value, self.unit = map(
            _codes, (facts[name] for name in ("article", "value", "unit"))
        )
        self.language, self.main_measure = _codes(facts["language"]), _codes(facts["main_measure"])
        self.day, row = np.array(facts["day"], float), _codes(facts["row"])
        self.known_unit, self.revised, self.change = (
            np.array(facts[name], bool) for name in ("known_unit", "revised", "change")
        )
        self.fraction = np.array(facts["fraction"], bool)
        self.passage_value_key = row * (
            self.value.max(initial=0) + 1
        )  # + a value: that passage gives that value
        self.given = np.unique(self.passage_value_key + self.value)
        self._weigh_names()
        words = self.sets["context_words"]
        rare = np.asarray(words.sum(0)).ravel() <= max(RARE, RARE_SHARE * len(self.article))
        self.rare_words = words.multiply(rare).tocsr() if words.shape[1] else words
        if family == DATE:
            self.month = _codes([value[:MONTH] for value in facts["value"]])
            self.year = _codes([value[:4] for value in facts["value"]])
            self.whole = np.array([len(value) > MONTH for value in facts["value"]], bool)
        else:
            of = ("value", "low", "high", "precision")
            self.size, self.low, self.high, self.precision = (np.array(facts[name], float) for name in of)

    def _weigh_names(self) -> None:
        """A name that few of the passages have says more: from 1 down to 0.2."""
        names, rows = self.sets["names"], len(self.article)
        counts = np.asarray(names.sum(0)).ravel()
        weights = (
            np.clip(1.2 - np.log1p(counts) / np.log1p(max(rows, 50)), 0.2, 1) if names.shape[1] else counts
        )
        self.weighted_names = names.multiply(weights).tocsr() if names.shape[1] else names

    def relation(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """ "differ", "may agree" or "" per pair: whether both amounts can be true, as their wording stands.

        "Under 6 million" allows 5 million. Two amounts are the same where the finer rounds to the coarser.
        """
        if self.family == DATE:
            whole = self.whole[first] & self.whole[second]
            differ = np.where(
                whole, self.value[first] != self.value[second], self.month[first] != self.month[second]
            )
            return np.where(differ, DIFFER, "")
        apart = (self.high[first] < self.low[second]) | (self.high[second] < self.low[first])
        larger = np.maximum(self.size[first], self.size[second])
        digit = np.maximum(self.precision[first], self.precision[second])
        rounded = np.abs(self.size[first] - self.size[second]) < np.maximum(0.5 * digit, 1e-6 * larger)
        edge = (self.low[first] != self.high[first]) | (self.low[second] != self.high[second])
        return np.where(apart & ~rounded, DIFFER, np.where(rounded | ~edge, "", MAY_AGREE))

    def comparable(
        self, first: np.ndarray, second: np.ndarray, cosines: np.ndarray, scores: np.ndarray
    ) -> np.ndarray:
        """Whether two quantities have one subject, measure, unit, scope and period, as far as their passages say."""
        shared = {name: _common(held, first, second) for name, held in self.sets.items()}
        held = {name: np.diff(incidence.indptr) for name, incidence in self.sets.items()}
        both = {name: (held[name][first] > 0) & (held[name][second] > 0) for name in held}
        one_article = (self.article[first] == self.article[second]) & (self.article[first] >= 0)
        apart = one_article | self.revised[first] | self.revised[second]
        apart |= self._given(first, second) | self._given(second, first)
        apart |= (
            (self.unit[first] != self.unit[second])
            & self.known_unit[first]
            & self.known_unit[second]
            & (self.family != COUNT)
        )
        apart |= both["measures"] & ~self._same_measure(first, second)
        unsaid = (shared["measures"] == 0) & ~(self.fraction[first] & self.fraction[second])
        apart |= unsaid & (scores < WITHOUT_MEASURE)
        apart |= ~self._same_subject(first, second, shared, both, cosines, scores)
        for name in ("names",) if self.family == DATE else ("years", "months", "names"):
            apart |= both[name] & (shared[name] == 0)
        apart |= (held["strict"][first] != shared["strict"]) | (held["strict"][second] != shared["strict"])
        if self.family == SHARE:
            apart |= self.change[first] != self.change[second]
        if self.family in (COUNT, MEASURED):
            alike = (self.language[first] == self.language[second]) & both["item"]
            apart |= alike & (shared["item"] == 0) & (shared["specific"] == 0)
            apart |= ~alike & (shared["measures"] == 0) & (self.family == COUNT)
        days = np.abs(self.day[first] - self.day[second])
        apart |= (days > SAME_PERIOD) & (shared["periodic"] > 0)
        apart |= (
            (days > SAME_AFFAIR) & (shared["years"] == 0) & (shared["periodic"] + (self.family != SHARE) == 0)
        )
        return ~apart & (self._nearness(first, second) >= NEAREST_RATIO)

    def _same_subject(
        self,
        first: np.ndarray,
        second: np.ndarray,
        shared: dict[str, np.ndarray],
        both: dict[str, np.ndarray],
        cosines: np.ndarray,
        scores: np.ndarray,
    ) -> np.ndarray:
        """A shared name that is no country's; where a passage has none, names that both articles are about (one where
        the passages are of one month or year), or words that few have.

        Between two languages of which one has no capitals, only the meaning of the passages can tell.
        """
        one_language = self.language[first] == self.language[second]
        by_names = shared["own names"] > 0
        one_period = (shared["years"] > 0) | (shared["months"] > 0)
        by_subject = (shared["own subjects"] >= SUBJECTS) | (one_period & (shared["own subjects"] > 0))
        by_subject &= (scores >= WITHOUT_NAME) & ~both["own names"]
        nameless = ~both["subjects"] & (scores >= WITHOUT_ANY)
        by_words = nameless & one_language & (_common(self.rare_words, first, second) >= RARE_WORDS)
        by_meaning = nameless & (cosines >= np.where(one_language, SAME_SENTENCE, SAME_MEANING))
        enough = (shared["context_words"] >= DATE_WORDS) | (self.family != DATE)
        return enough & (by_names | by_subject | by_words | by_meaning)

    def _same_measure(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Whether the measure nearest to one amount is among those of the other."""
        measures = self.sets["measures"]
        return (_common(measures, first, second) > 0) & (
            (self.main_measure[first] == self.main_measure[second]) | (_common(measures, first, second) > 1)
            | (np.diff(measures.indptr)[first] == 1) | (np.diff(measures.indptr)[second] == 1)
        )  # fmt: skip

    def _given(self, mine: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether the passage of the other gives this amount, too: it then means something else by it."""
        return np.isin(self.passage_value_key[other] + self.value[mine], self.given)

    def scores(self, first: np.ndarray, second: np.ndarray, cosines: np.ndarray) -> np.ndarray:
        """0 to 1 per pair: how surely both are accounts of one thing, by WEIGHTS of what they share.

        The cosine of the passages; the names, rare ones more; the words beside the amounts; that both name the same
        measure; how near the amounts are. What cannot be known (names in a script without capitals, words of two
        languages without a glossary) is left out of the mean.
        """
        low, high = COSINE_RANGE
        names, named = self._shared(self.weighted_names, first, second)
        words, worded = self._shared(self.sets["context_words"], first, second)
        worded &= self.language[first] == self.language[second]
        measures = _common(self.sets["measures"], first, second) > 0
        always = np.ones(len(first), bool)
        parts = {
            "cosine": (np.clip((cosines - low) / (high - low), 0, 1), always),
            "names": (names, named),
            "words": (words, worded),
            "measure": (measures.astype(float), always),
            "nearness": (self._nearness(first, second), always),
        }
        total = sum(WEIGHTS[name] * value * known for name, (value, known) in parts.items())
        return total / sum(WEIGHTS[name] * known for name, (_, known) in parts.items())

    def _shared(
        self, incidence: sparse.csr_array, first: np.ndarray, second: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """(share of the shorter list that both have, whether both have one)."""
        weight = np.asarray(incidence.sum(1)).ravel()
        smaller = np.minimum(weight[first], weight[second])
        common = np.asarray(incidence[first].minimum(incidence[second]).sum(1)).ravel()
        return np.divide(common, smaller, out=np.zeros(len(smaller)), where=smaller > 0), smaller > 0

    def _nearness(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        if self.family == DATE:
            return (self.year[first] == self.year[second]).astype(float)
        smaller = np.minimum(self.size[first], self.size[second])
        larger = np.maximum(self.size[first], self.size[second])
        return np.divide(smaller, larger, out=np.zeros(len(larger)), where=larger != 0)


GLOSSED = frozenset({"en", "fr", "id"})  # languages whose content words are English


def _codes(values: Sequence[Hashable]) -> np.ndarray:
    """A number for each different value, -1 for None."""
    return pd.factorize(np.array([*values, None], object)[:-1])[0]


def _is_fraction(share: dict[str, Any]) -> bool:
    """Whether a share is not written in percent: "six of 14", "half of them" say what they are shares of."""
    if share["family"] != SHARE:
        return False
    numbers = re.findall(r"\d+(?:[.,]\d+)?", share["written"])
    return all(abs(float(number.replace(",", ".")) - share["value"]) >= 1 for number in numbers)


FACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "article": lambda one: min(one["articles"]) if len(one["articles"]) == 1 else None,
    "known_unit": lambda one: one["kind"] != MAGNITUDE,
    "language": lambda one: "en" if one["language"] in GLOSSED else one["language"],
    "main_measure": lambda one: next(iter(one["measure_order"]), None),
    "revised": lambda one: "revised" in one["scopes"],
    "change": lambda one: "change" in one["scopes"],
    "fraction": _is_fraction,
    **{name: itemgetter(name) for name in ("value", "unit", "day", "row", "low", "high", "precision")},
}
SETS: dict[str, Callable[[dict[str, Any]], frozenset[str]]] = {
    **{
        name: itemgetter(name)
        for name in ("context_words", "subjects", "item", "years", "months", "strict", "names", "measures")
    },
    # A country alone is not what two passages are about.
    "own names": lambda one: one["names"] - country_names(one["language"]),
    "own subjects": lambda one: one["subjects"] - country_names(one["language"]),
    "specific": lambda one: one["measures"] - OF_ANYTHING,
    "periodic": lambda one: one["measures"] & PERIODIC,
}


class Incidence:
    """What each row lists, row after row: the words of very many amounts would weigh far more than their numbers."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.columns, self.ends = array("i"), array("q", [0])

    def add(self, listed: frozenset[str]) -> None:
        """One more row."""
        self.columns.extend(self.place.setdefault(member, len(self.place)) for member in sorted(listed))
        self.ends.append(len(self.columns))

    def matrix(self) -> sparse.csr_array:
        """CSR (rows, different members)."""
        columns, ends = np.array(self.columns, np.int32), np.array(self.ends)
        shape = len(ends) - 1, len(self.place)
        matrix = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)
        matrix.sort_indices()
        return matrix


def _common(incidence: sparse.csr_array, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How many members the rows of each pair share."""
    return np.asarray(incidence[first].multiply(incidence[second]).sum(1)).ravel()
