"""Every compiled pattern of the package meets long runs of what it names: each ends in half a second."""

import importlib
import pkgutil
import re
import re._constants as codes
import re._parser as parser
import signal
import time
from itertools import combinations
from unicodedata import category

import pytest

import newsthemes

pytestmark = pytest.mark.slow

LENGTH = 50_000
SECONDS = 0.5  # a run that is linear takes 0.0005 to 0.1; what grows with the square took 5 and more
MOST_PAIRED = 10  # characters of which pairs are tried, those that are no letters first
OF_CATEGORY = {
    codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_SPACE: ".",
    codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_WORD: ".",
}  # fmt: skip


def patterns():
    """{name: pattern} of what the modules of the package hold, also in tuples, lists and dicts."""
    found = {}
    for module in pkgutil.walk_packages(newsthemes.__path__, "newsthemes."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for at, pattern in enumerate(compiled(value)):
                    found.setdefault(pattern, f"{module.name}.{name}[{at}]")
    return {name: pattern for pattern, name in sorted(found.items(), key=lambda item: item[1])}


def compiled(value, depth=3):
    if isinstance(value, re.Pattern):
        return [value]
    if depth and isinstance(value, list | tuple | dict) and len(value) < 1000:
        inner = value.values() if isinstance(value, dict) else value
        return [pattern for item in inner for pattern in compiled(item, depth - 1)]
    return []


def characters(tree):
    """The characters that a parsed pattern names, one for each category."""
    for code, value in tree:
        if code in (codes.LITERAL, codes.NOT_LITERAL):
            yield chr(value)
        elif code is codes.RANGE:
            yield from map(chr, value)
        elif code is codes.CATEGORY:
            yield OF_CATEGORY.get(value, "a")
        elif code is codes.ANY:
            yield "a"
        elif code is codes.IN:
            yield from characters(value)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from characters(branch)
        elif isinstance(value, parser.SubPattern):
            yield from characters(value)
        elif isinstance(value, tuple) and value and isinstance(value[-1], parser.SubPattern):
            yield from characters(value[-1])


def chosen(pattern):
    """Those characters, letters of words in many languages thinned out."""
    named = sorted(
        set(characters(parser.parse(pattern.pattern, pattern.flags))),
        key=lambda c: (category(c)[0] in "LM", c),
    )
    letters = [character for character in named if category(character)[0] in "LM"]
    marks = [character for character in named if category(character)[0] not in "LM"]
    return marks + letters[:: max(1, len(letters) // 8)]


def runs(pattern):
    alone = chosen(pattern)
    for one in alone:
        yield one * LENGTH + "!\n"
    for one, other in combinations(alone[:MOST_PAIRED], 2):
        yield (one + other) * (LENGTH // 20) + "!\n"
        yield one * (LENGTH // 20) + other * (LENGTH // 20) + "!\n"


def seconds(pattern, line):
    """Processor time of a search from every place; as of a line ten times as long for those of two characters."""
    given = line.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else line
    start = time.process_time()
    for _ in pattern.finditer(given):
        pass
    pattern.match(given)
    pattern.fullmatch(given)
    return (time.process_time() - start) * (1 if len(line) > LENGTH else 5)


@pytest.fixture
def deadline():
    def end(*_):
        raise TimeoutError

    earlier = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, earlier)


@pytest.mark.parametrize(
    ("name", "pattern"), patterns().items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_pattern_is_linear(name, pattern, deadline):
    line = ""
    try:
        for line in runs(pattern):
            taken = seconds(pattern, line)
            assert taken < SECONDS, f"{name}: {taken:.1f} s for {line[:6]!r}"
    except TimeoutError:
        pytest.fail(f"{name}: no end with {line[:6]!r}")
