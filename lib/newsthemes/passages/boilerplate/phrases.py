"""What page furniture says: the phrases of `phrases.tsv`, looked up fast enough for every line."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from newsthemes.language.scripts import UNSPACED

TOKEN = re.compile(
    rf"[{UNSPACED}\uac00-\ud7af]|[^\W_{UNSPACED}\uac00-\ud7af]+"
)  # Korean glues its particles on
BETWEEN_MARKS = re.compile(r"\W*+(.*\w)?", re.DOTALL)
APOSTROPHES = "’‘ʼ`´"
EMOJI_STYLE = "\ufe0e\ufe0f"  # marks that go with emoji
GAP = ".{0,40}?"


class Phrase(NamedTuple):
    reason: str
    pattern: re.Pattern


@lru_cache(1 << 9)  # a line is looked at many times over, one after another
def normalise(text: str) -> str:
    """NFKC, lower case, straight apostrophes, single spaces: how lines and phrases are compared."""
    text = unicodedata.normalize("NFKC", text).casefold()
    for apostrophe in APOSTROPHES:  # str.translate takes a hundred times as long
        text = text.replace(apostrophe, "'")
    return " ".join(text.split())


@lru_cache(1 << 9)
def bare(text: str) -> str:
    """A normalised line without the bullets, marks and emoji around it; vowel signs that end a word stay."""
    line = normalise(text)
    start, end = BETWEEN_MARKS.match(line).span(1)
    while 0 < end < len(line) and unicodedata.category(line[end])[0] == "M" and line[end] not in EMOJI_STYLE:
        end += 1
    return line[start:end] if start >= 0 else ""


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    text = files(__package__).joinpath("phrases.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        (reason, match, tuple(map(normalise, phrases.split("|")))) for reason, match, _, phrases in rows
    )


@cache
def table(match: str) -> dict[str, str]:
    """Phrase to reason for one way of matching (line, label, …); the first reason listed wins."""
    found: dict[str, str] = {}
    for reason, how, phrases in _rows():
        if how == match:
            found.update((phrase, reason) for phrase in phrases if phrase not in found)
    return found


@cache
def _inside() -> dict[str, list[Phrase]]:
    """The phrases that match anywhere, by their longest token, the last aside, which may be half a word."""
    index: dict[str, list[Phrase]] = {}
    for phrase, reason in table("inside").items():
        tokens = TOKEN.findall(phrase)
        pattern = GAP.join(map(re.escape, phrase.split(" * ")))
        left = r"(?<!\w)" if len(tokens[0]) > 1 else ""
        key = max(tokens[:-1] or tokens, key=len)
        index.setdefault(key, []).append(Phrase(reason, re.compile(left + pattern)))
    return index


def phrases_in(text: str) -> list[tuple[str, int]]:
    """(reason, offset in the normalised text) of every phrase that occurs in a text."""
    text = normalise(text)
    index = _inside()
    tokens = dict.fromkeys(token[0] for token in TOKEN.finditer(text))
    candidates = [phrase for token in tokens for phrase in index.get(token, ())]
    found = ((phrase.reason, phrase.pattern.search(text)) for phrase in candidates)
    return sorted((reason, match.start()) for reason, match in found if match)


def longest_start(text: str, match: str) -> tuple[str, str] | None:
    """(reason, phrase) of the longest phrase of a table that a normalised text begins with."""
    phrases = table(match)
    for length in range(min(len(text), _longest(match)), 0, -1):
        if text[:length] in phrases and not (length < len(text) and _joined(text, length)):
            return phrases[text[:length]], text[:length]
    return None


@cache
def _longest(match: str) -> int:
    return max(map(len, table(match)))


def _joined(text: str, at: int) -> bool:
    """Whether a cut here would go through a word of a script that puts spaces between words."""
    return text[at].isalnum() and text[at - 1].isalnum() and len(TOKEN.match(text, at - 1)[0]) > 1
