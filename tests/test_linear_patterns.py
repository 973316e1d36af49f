"""A line of a saved page must not hang a run: patterns that took exponential time, on the inputs that showed it."""

import pytest

from newsthemes.corpus.filetype import MARKUP_START
from newsthemes.passages.boilerplate.patterns import TAGS


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
