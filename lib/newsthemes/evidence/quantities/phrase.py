"""An amount written alike in every language, so that two of them can be compared at sight."""

from collections.abc import Mapping
from typing import Any

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SIGNIFICANT = 4  # digits


def amount_phrase(quantity: Mapping[str, Any], unit: str | None = None) -> str:
    """The normalised amount of a record of ``quantities``: its number, scale and unit, with the bound before it.

    >>> amount_phrase({"kind": "money", "value": 5.5e6, "date": None, "bound": -1}, "USD")
    'under 5.5 million USD'
    >>> amount_phrase({"kind": "share", "value": 600 / 14, "date": None, "bound": 0}, "%")
    '42.9%'
    """
    if quantity["date"] is not None:
        return quantity["date"]
    bound = {-1: "under ", 0: "", 1: "over "}[quantity["bound"]]
    if quantity["kind"] == "share":
        return f"{bound}{quantity['value']:.3g}%"
    return f"{bound}{_scaled(quantity['value'])} {unit or ''}".rstrip()


def _scaled(value: float) -> str:
    for factor, name in SCALES:
        if value >= factor:
            return f"{value / factor:.{SIGNIFICANT}g} {name}"
    return f"{value:,.{0 if value == int(value) else 2}f}"
