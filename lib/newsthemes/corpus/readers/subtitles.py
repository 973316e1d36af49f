"""Subtitles, WebVTT and SubRip: what is said, without numbers, times and marks of style."""

import re

from newsthemes.corpus.readers.content import Content, Found, one_article

TIMES = re.compile(r"^(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}\s++-->\s++(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}")
BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b")
TAGS = re.compile(r"</?[^<>\n]{0,60}>|\{\\[^{}\n]{0,60}\}")
SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”»)\]]*$")
LOOKED_AT, SEVERAL = 60, 2  # lines that tell, and times among them


def matches(content: Content) -> bool:
    lines = content.lines[:LOOKED_AT]
    times = sum(bool(TIMES.match(line.strip())) for line in lines)
    return times >= SEVERAL or bool(times and BLOCK.match(lines[0].lstrip("\ufeff")))


def read(content: Content) -> Found:
    """One article: the lines of one sentence together; a line that is said again, as it rolls, only once."""
    parts: list[str] = []
    for block in re.split(r"\n[ \t]*+\n", content.decoded.text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.split("\n")]
        timed = next((i for i, line in enumerate(lines) if TIMES.match(line)), None)
        for line in lines[timed + 1 :] if timed is not None else ():
            said = " ".join(TAGS.sub("", line).split())
            if said and said not in parts[-2:]:
                parts.append(said)
    text = "".join(part + ("\n" if SENTENCE_END.search(part) else " ") for part in parts)
    return one_article(content, {"text": text.strip()}, [])
