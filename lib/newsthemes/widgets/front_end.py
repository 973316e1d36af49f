"""The parts that run in the browser: an ES module each and a style sheet, all from this package."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("static")


@cache
def module(name: str) -> str:
    """Return the ES module of a part, with the functions that all parts share before it.

    >>> "export default" in module("reader")
    True
    """
    return "\n".join((FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in ("elements", name))


@cache
def style() -> str:
    """Return the style sheet of all parts."""
    return (FOLDER / "parts.css").read_text(encoding="utf-8")
