"""Two quantities from different articles: may they be accounts of one thing, and do they differ?"""

import re
from itertools import chain

import numpy as np
import pandas as pd
from scipy import sparse

from newsthemes.evidence.quantities.extract import COUNT, DATE, MONEY, SHARE
from newsthemes.evidence.quantities.number_formats import PERCENT

MONTH = len("2024-05")


class Figures:
    """The quantities of one family side by side, so that very many pairs of them are compared at once."""

    def __init__(self, told, family):
        """``told``: a dict a quantity; see ``contradictions._told_once``."""
        self.family = family
        self.article = _codes(told, lambda one: min(one["articles"]) if len(one["articles"]) == 1 else None)
        self.value, self.unit = _codes(told, lambda one: one["value"]), _codes(told, lambda one: one["unit"])
        self.bound = np.array([one["bound"] for one in told], int)
        self.around = _incidence([one["around"] for one in told])
        self.years = _incidence([one["years"] for one in told])
        row = _codes(told, lambda one: one["row"])
        self.spot = row * (self.value.max(initial=0) + 1)  # + a value: that passage gives that value
        self.given = np.unique(self.spot + self.value)
        self.given_so = np.unique(3 * (self.spot + self.value) + self.bound)
        if family == DATE:
            self.month = _codes(told, lambda one: one["value"][:MONTH])
            self.year = _codes(told, lambda one: one["value"][:4])
            self.whole = np.array([len(one["value"]) > MONTH for one in told], bool)
        else:
            self.size = np.array([one["value"] for one in told], float)
        if family == COUNT:
            self.things = _incidence([one["unit"].split() for one in told])
        if family == SHARE:
            percent = re.compile(PERCENT, re.IGNORECASE)
            self.percent = np.array([bool(percent.search(one["figure"])) for one in told], bool)

    def likeness(self, first, second, cosines):
        """0 to 1 a pair: the mean of the passages' cosine, the share of the words near the figures that they have in
        common, and how near the figures are (the smaller over the larger): accounts of one thing rarely lie far apart.

        0 for what can't be compared, when no word near the figures is the same, and for counts of different things.
        """
        common = _common(self.around, first, second)
        words = np.diff(self.around.indptr)
        smaller = np.maximum(np.minimum(words[first], words[second]), 1)
        alike = (cosines + common / smaller + self._nearness(first, second)) / 3
        return np.where((common > 0) & self._comparable(first, second), alike, 0.0)

    def _comparable(self, first, second):
        """Whether two quantities from different articles differ and are not told apart by the passages themselves.

        A passage that gives both figures means two things by them; passages that name different years speak of
        different times.
        """
        one_article = (self.article[first] == self.article[second]) & (self.article[first] >= 0)
        apart = one_article | ~self._differ(first, second)
        apart |= self._given(first, second) | self._given(second, first)
        if self.family == COUNT:
            apart |= _common(self.things, first, second) == 0
        if self.family != DATE:
            dated = np.diff(self.years.indptr) > 0
            apart |= dated[first] & dated[second] & (_common(self.years, first, second) == 0)
        return ~apart

    def _given(self, mine, other):
        """Whether the passage of the other gives this figure, too; of one value, with the same bound."""
        claim = self.spot[other] + self.value[mine]
        so = np.isin(3 * claim + self.bound[mine], self.given_so)
        return np.where(self.value[mine] == self.value[other], so, np.isin(claim, self.given))

    def _differ(self, first, second):
        """Other values, or the same with "more than" or "less than" before one of them, which then excludes it."""
        differ = self.value[first] != self.value[second]
        if self.family == DATE:
            whole = self.whole[first] & self.whole[second]
            return np.where(whole, differ, self.month[first] != self.month[second])
        if self.family == MONEY:
            unit, other = self.unit[first], self.unit[second]
            return differ & ((unit == other) | (unit < 0) | (other < 0))
        if self.family == SHARE:
            percent = self.percent[first] | self.percent[second]
            return differ | ((self.bound[first] != self.bound[second]) & ~percent)
        return differ

    def _nearness(self, first, second):
        if self.family == DATE:
            return (self.year[first] == self.year[second]).astype(float)
        smaller = np.minimum(self.size[first], self.size[second])
        larger = np.maximum(self.size[first], self.size[second])
        return np.divide(smaller, larger, out=np.zeros(len(larger)), where=larger != 0)


def _codes(told, of):
    """A number for each different answer, -1 for None."""
    return pd.factorize(np.array([*map(of, told), None], object)[:-1])[0]


def _incidence(listed):
    """CSR (rows, different members): what each row lists."""
    place = {member: column for column, member in enumerate(dict.fromkeys(chain.from_iterable(listed)))}
    rows = [sorted({place[member] for member in own}) for own in listed]
    columns, starts = list(chain.from_iterable(rows)), np.cumsum([0, *map(len, rows)])
    return sparse.csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), len(place)))


def _common(incidence, first, second):
    """How many members the rows of each pair share."""
    return np.asarray(incidence[first].multiply(incidence[second]).sum(1)).ravel()
