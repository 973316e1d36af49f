"""HAR, what a browser's network panel saves: each page that it was answered, with its address."""

import base64
import binascii
import json
import re
from collections.abc import Iterator

from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line

BEGINS = re.compile(r'\A\ufeff?\s*+\{\s*+"log"\s*+:\s*+\{')
PAGES = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/pdf",
    "application/rss",
    "application/atom",
)


def matches(content: Content) -> bool:
    return bool(BEGINS.match(content.start)) and '"entries"' in content.decoded.text


def read(content: Content) -> Found:
    """Raises Unreadable where the file is damaged."""
    try:
        entries = json.loads(content.decoded.text)["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"damaged HAR ({one_line(error)})") from error
    listed = entries if isinstance(entries, list) else []
    return Found(
        [], parts=_answers(content, [entry for entry in listed if isinstance(entry, dict)]), kind="HAR"
    )


def _answers(content: Content, entries: list[dict]) -> Iterator[Content]:
    for number, entry in enumerate(entries, 1):
        answer = entry.get("response") if isinstance(entry.get("response"), dict) else {}
        body = answer.get("content") if isinstance(answer.get("content"), dict) else {}
        data = _data(body)
        if data and answer.get("status") == 200 and str(body.get("mimeType")).lower().startswith(PAGES):
            asked = entry.get("request") if isinstance(entry.get("request"), dict) else {}
            url = asked.get("url")
            yield content.part(str(number), data, url if isinstance(url, str) else None)


def _data(body: dict) -> bytes:
    text = body.get("text")
    if not isinstance(text, str):
        return b""
    if body.get("encoding") != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
