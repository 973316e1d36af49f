"""A line of 100,000 characters, of any one or two over and over, goes through every room in two seconds."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.discover import Input
from newsthemes.corpus.read_file import read_input
from newsthemes.evidence.quantities import find_quantities
from newsthemes.language import glossary
from newsthemes.passages.boilerplate.repeated_lines import repeated_lines
from newsthemes.passages.identify_language import tag
from newsthemes.passages.segment import passages_of
from newsthemes.report.page import as_json
from newsthemes.stories.numerals import numbers
from newsthemes.stories.shingles import shingles, words
from newsthemes.topics.concepts import concepts_of
from newsthemes.topics.vocabulary import Vocabulary, read_aliases

LENGTH = 100_000
SECONDS = 4.0  # measured 0.1 to 1.1 of processor time, on a machine of which others take their share
CHARACTERS = sorted(
    " \t\u00a0.,:;!?…-–—_*#>|/\\()[]{}<>\"'“”«»「」。！？、،؟।།$€%&@+=~^`•\u0301\u200bAaéßИяאبกิ码の한01٣½"
)
PASSAGES = 400  # whose quantities are sought


def through_the_other_rooms(line, texts):
    """Languages, copies, terms and names of topics (which keyness counts too), repeated lines, the report's data."""
    tag(texts)
    shingles(words(line))
    for text in texts:
        numbers(text)
    vocabulary = Vocabulary(texts, ["fr"] * len(texts), read_aliases())
    concepts_of(vocabulary, ["fr"] * len(texts), np.zeros(len(texts), int))
    repeated_lines([line] * 3)
    as_json(texts)


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
    through_the_other_rooms(line, texts)
    assert time.process_time() - start < SECONDS
    assert articles or problems
