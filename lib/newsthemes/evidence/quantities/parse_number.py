"""Numbers as they are written in digits: decimal marks and groups, in any script."""

import re
from collections.abc import Sequence

from newsthemes.evidence.quantities.number_formats import number_format

GROUPING = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")


def parse_number(written: str, language: str) -> float:
    """The value of a number in digits.

    A mark that comes twice, or cuts off three digits and is not the language's own decimal mark, groups digits.

    >>> parse_number("1.200", "es"), parse_number("1.200", "en"), parse_number("١٫٥", "ar")
    (1200.0, 1.2, 1.5)
    """
    whole, decimals = _parts(written, language)
    return float(f"{whole}.{decimals or 0}")


def last_digit(written: str, language: str) -> float:
    """The place value of the last digit that says something: 0.1 of 5.5, 1000 of 80,000, 1 of 150.

    Three zeros at the end are taken as a thousand in digits.
    """
    whole, decimals = _parts(written, language)
    if decimals:
        return 10.0 ** -len(decimals)
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(1000 ** (zeros // 3)) if int(whole) else 1.0


def _parts(written: str, language: str) -> tuple[str, str]:
    """(digits before the decimal mark, digits after it), in ASCII."""
    plain = GROUPING.sub("", written).replace("٫", ".")
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in plain)
    marks = [sign for sign in plain if sign in ".,"]
    decimal = _decimal_mark(plain, marks, "." if "٫" in written else number_format(language).decimal)
    whole, _, decimals = plain.rpartition(decimal) if decimal else (plain, "", "")
    return re.sub(r"[.,]", "", whole) or "0", decimals


def _decimal_mark(digits: str, marks: Sequence[str], usual: str) -> str | None:
    """The mark before the decimals, or None: the last of two kinds; one alone where it does not group."""
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    grouped = len(marks) > 1 or (len(digits.rsplit(marks[0], 1)[1]) == 3 and marks[0] != usual)
    return None if grouped else marks[0]
