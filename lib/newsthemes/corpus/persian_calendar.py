"""Dates of the solar calendar of Iran and Afghanistan: 15 Esfand 1402."""

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        "فروردین حمل,اردیبهشت ثور,خرداد جوزا,تیر سرطان,مرداد اسد,شهریور سنبله,مهر میزان,آبان عقرب,آذر قوس,دی جدی,"
        "بهمن دلو,اسفند حوت".split(","),
        1,
    )
    for name in names.split()
}
WRITTEN = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s(?:ام\s)?({'|'.join(MONTHS)})(?:\sماه)?[\s,،]{{1,2}}(1[34]\d\d)(?!\d)"
)
NUMERIC = re.compile(r"(?<![\d./-])(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
LONG_MONTHS, DAYS = 6, (31, 30)  # the first six have 31 days


def persian_dates(text: str) -> list[tuple[int, str]]:
    """(where it begins, the day in ISO) of every date of that calendar in a text of Latin digits.

    >>> persian_dates("سه شنبه 15 اسفند 1402")
    [(8, '2024-03-05')]
    """
    found = []
    stated = [(m.start(), int(m[1]), MONTHS[m[2]], int(m[3])) for m in WRITTEN.finditer(text)]
    stated += [(m.start(), int(m[4]), int(m[3]), int(m[1])) for m in NUMERIC.finditer(text)]
    for start, day, month, year in stated:
        if not 1 <= month <= 12:
            continue
        ordinal = _days(year, month, day)
        if 1 <= day <= DAYS[month > LONG_MONTHS] and ordinal < _days(year + 1, 1, 1):  # 30 Esfand: leap years
            found.append((start, date.fromordinal(ordinal).isoformat()))
    return found


def _days(year: int, month: int, day: int) -> int:
    """The day's number, counted as `date.toordinal`; leap years come eight times in 33 years, as from 1178 to 1633."""
    leaps = lambda y: (y + 1595) // 33 * 8 + ((y + 1595) % 33 + 3) // 4  # noqa: E731
    before = 31 * (month - 1) - max(0, month - LONG_MONTHS - 1)
    return date(2024, 3, 20).toordinal() + 365 * (year - 1403) + leaps(year) - leaps(1403) + before + day - 1
