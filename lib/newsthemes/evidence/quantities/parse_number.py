"""Numbers as they are written: decimal marks, groups of digits, words."""

import re

from newsthemes.evidence.quantities.number_formats import grammar


def read_number(written, language):
    """The float that digits or number words of a language stand for, or None."""
    known = grammar(language)
    plain = " ".join(written.lower().replace("-", " ").split())
    if plain in known.words:
        return float(known.words[plain])
    if " " in written and not known.spaced and not re.search(r"[\u00a0\u202f]", written):
        return None
    digits = re.sub(r"[\s\u00a0\u202f'’]", "", written)
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return float(digits)
    decimal = marks[-1] if len(set(marks)) == 2 else _decimal_mark(digits, marks, known.decimal)
    for mark in ".,":
        digits = (
            digits.replace(mark, "." if mark == decimal else "")
            if mark == decimal
            else digits.replace(mark, "")
        )
    return float(digits)


def _decimal_mark(digits, marks, usual):
    """The one mark in a number: decimal where the language says so or where it does not cut off three digits."""
    grouped = len(marks) > 1 or (len(digits.rsplit(marks[0], 1)[1]) == 3 and marks[0] != usual)
    return None if grouped else marks[0]


def half_digit(written, factor, language):
    """Half a unit of the last decimal: 5.5 million means 5.45 to 5.55 million; whole numbers are taken as exact."""
    known = grammar(language)
    digits = written.replace("\u00a0", "").replace(" ", "")
    decimals = re.search(rf"[{re.escape(known.decimal)}.](\d+)$", digits)
    if not decimals or read_number(written, language) % 1 == 0:
        return 0.0
    return 0.5 * factor * 10.0 ** -len(decimals[1])
