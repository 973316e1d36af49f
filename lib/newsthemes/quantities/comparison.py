"""Two quantities from different articles: may they be accounts of one thing, and do they differ?"""

import re

from newsthemes.quantities.extraction import COUNT, DATE, MONEY, SHARE
from newsthemes.quantities.grammar import PERCENT


def comparable(a, b, stated):
    """Whether two quantities from different articles differ and are not told apart by the passages themselves.

    A passage that gives both figures means two things by them; passages that name different years speak of
    different times.
    """
    if len(a["articles"] | b["articles"]) == 1 or not _differ(a, b):
        return False
    for mine, other in ((a, b), (b, a)):
        bounds = (0, 1, -1) if a["value"] != b["value"] else (mine["bound"],)
        if any((mine["value"], bound) in stated[other["row"]] for bound in bounds):
            return False
    if a["family"] == DATE:
        return True
    return not (a["years"] and b["years"] and a["years"].isdisjoint(b["years"]))


def claim(quantity):
    return quantity["value"], quantity["bound"]


def _differ(a, b):
    """Other values, or the same with "more than" or "less than" before one of them, which then excludes it."""
    if a["family"] == DATE:
        shorter = min(len(a["value"]), len(b["value"]))
        return a["value"][:shorter] != b["value"][:shorter]
    if a["unit"] and b["unit"] and a["family"] == MONEY and a["unit"] != b["unit"]:
        return False
    if a["value"] != b["value"]:
        return True
    percentages = re.search(PERCENT, a["figure"] + b["figure"], re.IGNORECASE)
    return a["family"] == SHARE and a["bound"] != b["bound"] and not percentages


def likeness(a, b, cosine):
    """0 to 1: the mean of the passages' cosine, the share of the words near the figures that they have in common, and
    how near the figures are (the smaller over the larger): accounts of one thing rarely lie far apart.

    0 when no word near the figures is the same, and for counts of different things.
    """
    if a["family"] == COUNT and not set(a["unit"].split()) & set(b["unit"].split()):
        return 0.0
    common = len(a["around"] & b["around"])
    if not common:
        return 0.0
    smaller = min(len(a["around"]), len(b["around"]))
    return (cosine + common / smaller + _nearness(a, b)) / 3


def _nearness(a, b):
    if a["family"] == DATE:
        return float(a["value"][:4] == b["value"][:4])
    smaller, larger = sorted((a["value"], b["value"]))
    return smaller / larger if larger else 0.0
