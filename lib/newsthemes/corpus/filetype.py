"""What a file is, told from its first bytes: extensions lie, above all for pages saved from the web."""

import json
import re

from newsthemes.corpus.decode import decode_bytes
from newsthemes.corpus.readers import header_of

HEAD = 65_536  # bytes that are looked at
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"Rar!", "a rar archive; unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as docx or txt"),
    (b"{\\rtf", "rich text; save it as docx or txt"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database; export its table as csv"),
)
READABLE = {"pdf", "parquet", "zip"}
TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|meta|title|h1)\b[^>]*>", re.IGNORECASE
)
# A comment ends at its first `-->` and is never tried longer: 40 comments before a text took for ever.
MARKUP_START = re.compile(
    r"\A\s*+(?:<\?xml[^>]*+(?<=\?)>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype|[a-z][\w:-]*+)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
PDF = re.compile(
    rb"(?s)(?:\s*|.{0,1019}[\x00-\x08\x80-\xff\r\n])%PDF-\d"
)  # after other bytes, on a line of its own
URL_LINE = re.compile(r"https?://\S+", re.IGNORECASE)
CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
MOST_CONTROL, MOST_NUL = 0.03, 0.3  # shares of characters beyond which bytes are no text


class NotText(ValueError):
    """The bytes are no kind of text that is read; the message says what they are."""


def sniff(head: bytes, name: str, columns: dict[str, str]) -> str:
    """text, html, pdf, zip (a docx, perhaps), parquet, csv, json, jsonl or urls. Raises NotText.

    `head` is the beginning of the file, `name` decides only between kinds that look alike:
    a one-column table and a text, say.
    """
    for magic, kind in MAGIC:
        if head.startswith(magic):
            if kind in READABLE:
                return kind
            raise NotText(kind)
    if PDF.match(head):
        return "pdf"
    text = decode_bytes(head[:HEAD])[0]
    refuse_binary(text)
    return _text_kind(text, name.lower(), columns, whole=len(head) < HEAD)


def refuse_binary(text: str) -> None:
    sample = text[:HEAD]
    nul = sample.count("\0")
    shown = max(len(sample) - nul, 1)
    if nul > MOST_NUL * len(sample) or len(CONTROL.findall(sample)) > max(MOST_CONTROL * shown, 2):
        raise NotText("binary data")


def _text_kind(text: str, name: str, columns: dict[str, str], whole: bool) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if not whole:
        lines = lines[:-1] or lines  # the last line may be cut
    if not lines:
        return "text"
    if MARKUP_START.match(text) and TAG.search(text):
        return "html"
    if len(TAG.findall(text)) >= 3 and re.search(r"<(?:html|body)\b", text, re.IGNORECASE):
        return "html"
    stated = [line.strip() for line in lines if not line.lstrip().startswith("#")]
    if stated and all(URL_LINE.fullmatch(line) for line in stated):
        return "urls"
    if lines[0].lstrip().startswith(("{", "[")) and (kind := _json_kind(lines, name)):
        return kind
    return "csv" if header_of(lines, name, columns) else "text"


def _json_kind(lines: list[str], name: str) -> str | None:
    objects = sum(map(_is_object, lines[:20]))
    if name.endswith((".jsonl", ".ndjson")) or (objects and len(lines) > 1):
        return "jsonl"
    starts = re.match(r"\s*(?:\[\s*)?\{\s*(?:\"|\}|\Z)", "\n".join(lines[:3]))
    return "json" if starts or name.endswith(".json") else None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
