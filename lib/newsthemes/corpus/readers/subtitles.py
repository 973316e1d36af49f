"""Subtitles, WebVTT and SubRip: what is said, without numbers, times and marks of style."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsthemes.corpus.readers.content import Content, Found, one_article

TIMES = re.compile(r"^(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}\s++-->\s++(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}")
BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b")
TAGS = re.compile(r"</?[^<>\n]{0,60}>|\{\\[^{}\n]{0,60}\}")
SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”»)\]]*$")
STARTS = {"start", "offset", "begin", "from", "startTime", "start_time", "tStartMs"}
CUE = STARTS | {
    "text",
    "duration",
    "dur",
    "end",
    "endTime",
    "end_time",
    "to",
    "id",
    "lang",
    "speaker",
    "dDurationMs",
}
LOOKED_AT, SEVERAL = 60, 2  # lines that tell, and times among them


def matches(content: Content) -> bool:
    lines = content.lines[:LOOKED_AT]
    times = sum(bool(TIMES.match(line.strip())) for line in lines)
    return times >= SEVERAL or bool(times and BLOCK.match(lines[0].lstrip("\ufeff")))


def read(content: Content) -> Found:
    """One article: the lines of one sentence together; a line that is said again, as it rolls, only once."""
    return one_article(content, {"text": _together(_spoken(_lines(content.decoded.text)))}, [])


def is_transcript(value: Any) -> bool:
    """Whether some JSON is a list of what is said when, as transcripts of videos are saved.

    >>> is_transcript([{"text": "Good evening", "start": 0.0, "duration": 2.1}])
    True
    """
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(cue, dict) and "text" in cue and STARTS & cue.keys() and cue.keys() <= CUE
            for cue in value
        )
    )


def text_of_cues(cues: list[dict]) -> str:
    """The text of such a list."""
    return _together(line for cue in cues for line in str(cue["text"] or "").splitlines())


def _together(lines: Iterable[str]) -> str:
    parts: list[str] = []
    for line in lines:
        said = " ".join(TAGS.sub("", line).split())
        if said and said not in parts[-2:]:
            parts.append(said)
    return "".join(part + ("\n" if SENTENCE_END.search(part) else " ") for part in parts).strip()


def _lines(text: str) -> list[str]:
    """The lines, without the blank ones where every line is followed by one."""
    ended = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.strip() for line in ended.split("\n")]
    after_times = [after for line, after in zip(lines, [*lines[1:], ""], strict=True) if TIMES.match(line)]
    return lines if any(after_times) else list(filter(None, lines))


def _spoken(lines: list[str]) -> Iterator[str]:
    """The lines of cues: a time begins one, and a comment or a style, after a blank line, ends it."""
    speaks = False
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if TIMES.match(line):
            speaks = True
        elif not before and BLOCK.match(line):
            speaks = False
        elif speaks and line and not _names_cue(before, line, after):
            yield line


def _names_cue(before: str, line: str, after: str) -> bool:
    """Whether a line is the number or the name of a cue: what follows is its time, or it is a number alone."""
    if TIMES.match(after):
        return line.isdecimal() or not before
    return line.isdecimal() and not before
