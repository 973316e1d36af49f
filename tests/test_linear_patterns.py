"""A line of a saved page must not hang a run: patterns that took exponential time, on the inputs that showed it."""

import re
from pathlib import Path

import pytest

import newsthemes
from newsthemes.corpus.filetype import MARKUP_START
from newsthemes.passages.boilerplate.patterns import TAGS

LIB = Path(newsthemes.__file__).parent


@pytest.mark.parametrize(
    "line", ["| " * 10_000 + "x", "|   " * 10_000 + ".", "<td " * 10_000 + "x", "[a =" * 10_000]
)
def test_a_row_of_empty_cells_ends(line):
    assert not TAGS.match(line) or line.startswith("<td")


@pytest.mark.parametrize(
    "line", ["|  |  |", "| --- | :-: |", "<p> | </p>", "&nbsp;|&nbsp;", "[b] |", "p> ", "{{x}}"]
)
def test_markup_alone_is_told(line):
    assert TAGS.match(line)


@pytest.mark.parametrize("line", ["| a | b |", "- - -", "<p> text</p> x>y", "[a note]x"])
def test_text_is_no_markup(line):
    assert not TAGS.match(line)


def test_comments_before_a_text_end():
    assert not MARKUP_START.match("<!-- a -->\n" * 10_000 + "Text.")
    assert MARKUP_START.match("<?xml version='1.0'?>\n" + "<!-- a -->\n" * 10_000 + "<html>")
    assert not MARKUP_START.match("<!-- a --> b --> <html>")


def test_no_group_is_possessive():
    """Before Python 3.11.5 a possessive group that fails half-way in `re` stays where it failed: "12.", not "12", by
    ``\\d++(?:\\.\\d++)?+``. An atomic group, ``(?>(?:…)?)``, does not."""
    found = [
        f"{path.relative_to(LIB)}:{number}"
        for path in sorted(LIB.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\)(?:[?*+]|\{\d*,?\d*\})\+", line)
    ]
    assert found == []
