"""How much of the coverage carries each theme: shares by any column, with intervals that know about reposts.

| module | what it knows |
|---|---|
| ``shares`` | the table: a row a group and theme, for the measure and the unit asked for |
| ``groups`` | the values of a column that rows are grouped by, and what stands for none |
| ``group_totals`` | what the shares of each group are made from |
| ``rows`` | a row a kept passage: its article, story, source, words and themes |
| ``totals`` | what the stories or articles of a group add up to; how often the classifier errs on labelled ones |
| ``bootstrap`` | shares when stories are drawn again and again |
| ``intervals`` | intervals from these |
"""

from newsthemes.prevalence.groups import group_values, passage_groups
from newsthemes.prevalence.shares import (
    FEWEST_FOR_PERCENT,
    MEASURES,
    UNITS,
    prevalence,
    prevalences,
    with_types,
)

__all__ = [
    "FEWEST_FOR_PERCENT",
    "MEASURES",
    "UNITS",
    "group_values",
    "passage_groups",
    "prevalence",
    "prevalences",
    "with_types",
]
