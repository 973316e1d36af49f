"""A line of 100,000 characters, of any one or two over and over, goes through reading to quantities in two seconds."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.discover import Input
from newsthemes.corpus.read_file import read_input
from newsthemes.evidence.quantities import find_quantities
from newsthemes.language import glossary
from newsthemes.passages.segment import passages_of

LENGTH = 100_000
SECONDS = 4.0  # measured 0.1 to 1.1 of processor time, on a machine of which others take their share
CHARACTERS = sorted(
    " \t\u00a0.,:;!?…-–—_*#>|/\\()[]{}<>\"'“”«»「」。！？、،؟।།$€%&@+=~^`•\u0301\u200bAaéßИяאبกิ码の한01٣½"
)
PASSAGES = 400  # whose quantities are sought


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.sampled_from(CHARACTERS), st.sampled_from(CHARACTERS), st.sampled_from(["pairs", "halves", "end"]))
def test_a_line_of_two_characters(tmp_path_factory, one, other, shape):
    lines = {"pairs": (one + other) * (LENGTH // 2), "halves": one * (LENGTH // 2) + other * (LENGTH // 2)}
    line = lines.get(shape, one * (LENGTH - 1) + other)
    file = tmp_path_factory.mktemp("line") / "line.txt"
    file.write_text(line, encoding="utf-8")
    start = time.process_time()
    articles, problems = read_input(Input(file, file.name), {})
    texts = [line[p.start : p.end] for p in passages_of(line, None, frozenset())][:PASSAGES]
    glossary.gloss(texts, ["fr"] * len(texts))
    for text in texts:
        find_quantities(text, "fr")
    assert parse_date(line) is None
    find_date(line)
    assert time.process_time() - start < SECONDS
    assert articles or problems
