"""A line of any one or two characters over and over goes through the passages in a second or so."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.passages.segment import passages_of

LENGTH = 100_000
SECONDS = (
    4.0  # measured 0.1 to 1.2 on a busy machine; what grows with the square of the length took 8 and more
)

# Every character that a pattern of the package names, and some that none does.
MARKS = sorted(
    set(" \t\u00a0\u202f.,:;!?…-–—_*#>|/\\()[]{}<>\"'“”«»„‘’‹›「」『』（）。！？：，；、؟،؛।॥۔་།・©")
    | set("$€£¥%&@+=~^`•·\u0301\u0323\u200b\ufeff\u3000")
)
LETTERS = sorted("aAxXéßıИияΩωאبهकिกม码芯の한éǅ0123٣๓²½")
SHAPES = {
    "run": lambda a, b: a * LENGTH,
    "pairs": lambda a, b: (a + b) * (LENGTH // 2),
    "one after the other": lambda a, b: a * (LENGTH // 2) + b * (LENGTH // 2),
    "one before the end": lambda a, b: a * (LENGTH - 1) + b,
    "one at the start": lambda a, b: b + a * (LENGTH - 1),
}


def seconds(line):
    start = time.process_time()
    passages = passages_of(line, None, frozenset())
    spent = time.process_time() - start
    assert all(0 <= p.start < p.end <= len(line) for p in passages)
    return spent


@pytest.mark.slow
@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.sampled_from(MARKS + LETTERS), st.sampled_from(MARKS + LETTERS), st.sampled_from(sorted(SHAPES)))
def test_any_two_characters(one, two, shape):
    assert seconds(SHAPES[shape](one, two)) < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        ":" * LENGTH + "x",
        "a: " * (LENGTH // 3),
        "." * LENGTH + "x",
        ".”" * (LENGTH // 2) + "x",
        "#" * LENGTH + " x",
        " #" * (LENGTH // 2) + "x",
        "**" * (LENGTH // 2) + "x",
        "Chapter " + "." * LENGTH + " 12",
        "http://" + "/" * LENGTH + " x y",
        "1" + " " * LENGTH + "1",
        "1/1" + "." * LENGTH + "x",
        '"' * LENGTH + "x",
        "[insert " * (LENGTH // 8),
        "(" * LENGTH + "5",
        "Прим. " * (LENGTH // 6),
        "ม.ค." * (LENGTH // 4),
        "x.com " * (LENGTH // 6),
    ],
    ids=lambda line: line[:8],
)
def test_lines_that_took_minutes(line):
    assert seconds(line) < SECONDS
