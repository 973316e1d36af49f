"""Cells that a spreadsheet would run as a formula, made harmless and read back.

A cell that begins with `=`, `+`, `-`, `@` or a tab is a formula to Excel and its like (also in their wide forms): an
apostrophe before it makes it text there. Cells that begin with such an apostrophe get one more, so that the way back
is exact. See OWASP, "CSV Injection".
"""

import re
from collections.abc import Callable

import pandas as pd

FORMULA = re.compile(r"\A'*+[=+\-@\t\r＝＋－＠]")
GUARDED = re.compile(r"\A'++[=+\-@\t\r＝＋－＠]")
OPENING = frozenset("'=+-@\t\r＝＋－＠")  # of what either pattern finds
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it is written to a csv file: no cell or column name is a formula or holds a control character.

    >>> harmless(pd.DataFrame({"quote": ["=1+1", "plain"], "share": [-0.5, 1]})).values.tolist()
    [["'=1+1", -0.5], ['plain', 1.0]]
    """
    return _each_text(table, _guarded)


def restored(table: pd.DataFrame) -> pd.DataFrame:
    """What `harmless` was given, from what it gave."""
    return _each_text(table, lambda text: text[1:] if text[:1] == "'" and GUARDED.match(text) else text)


def _guarded(text: str) -> str:
    """Most cells are printable and open with a letter: of two million, patterns alone took 3 s."""
    if text.isprintable() and text[:1] not in OPENING:
        return text
    return ("'" if FORMULA.match(text) else "") + CONTROL.sub("\ufffd", text)


def _each_text(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    changed = table.rename(columns=lambda name: change(name) if isinstance(name, str) else name)
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        if column.dtype == object or isinstance(column.dtype, pd.StringDtype | pd.CategoricalDtype):
            values = [change(value) if isinstance(value, str) else value for value in column.astype(object)]
            changed.isetitem(place, pd.Series(values, index=table.index, dtype=object))
    return changed
