"""Numbers as news: whether texts that read alike report other figures."""

import re
import unicodedata
from collections.abc import Iterable

from newsthemes.language.scripts import UNSPACED

DIGITS = re.compile(r"\d+")
LETTER = rf"[^\W\d_{UNSPACED}]"  # beside digits it makes them part of a name, as in H800
NUMBER = re.compile(rf"(?<![^\W_{UNSPACED}])\d++(?>(?:[.,\u00a0\u066b\u066c]\d++)*)(?!{LETTER})")
FEWEST = 3  # numbers in each of two texts before they can speak against one another


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text as ASCII digits, without their separators: 1.410 and 1,410 are one number.

    >>> sorted(numbers("Rp 1.410 per gram, ٣٥ ton, 97,3%"))
    ['1410', '35', '973']
    """
    return frozenset(_ascii("".join(DIGITS.findall(found))) for found in NUMBER.findall(text))


def numbers_agree(a: frozenset[str], b: frozenset[str], least: float) -> bool:
    """Whether ``least`` of the smaller set stands in the larger one; true where either is too small to tell.

    >>> numbers_agree(frozenset("123"), frozenset("3456"), 0.5)
    False
    """
    fewer = min(len(a), len(b))
    return fewer < FEWEST or len(a & b) >= least * fewer


def figures_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether sentences equal but for their numbers are more of the text that two articles share than equal ones.

    Sentences are weighed by their length. Two daily reports differ in nearly all they share; a copy with one figure
    brought up to date does not.

    >>> figures_differ(["Gold costs 1410 today."], ["Gold costs 1412 today."])
    True
    >>> figures_differ(["Gold costs 1410.", "Buyers wait for data."], ["Gold costs 1412.", "Buyers wait for data."])
    False
    """
    other = set(map(_plain, b))
    forms = {DIGITS.sub("#", sentence) for sentence in other}
    equal = differing = 0
    for sentence in map(_plain, a):
        if sentence in other:
            equal += len(sentence)
        elif DIGITS.sub("#", sentence) in forms:
            differing += len(sentence)
    return differing > equal


def _plain(sentence: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", sentence).casefold().split())


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.digit(digit)) for digit in digits)
