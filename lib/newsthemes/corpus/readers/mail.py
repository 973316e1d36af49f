"""Mail: mbox, eml and pages that browsers save as mhtml."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

from newsthemes.corpus.decode import decode
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.html import decode_page, read_page, visible_text
from newsthemes.corpus.readers.records import found_of

HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]|\r?$)", re.MULTILINE)
SENT = {"mime-version", "message-id", "received", "return-path", "content-type", "delivered-to"}
KNOWN = SENT | {"from", "to", "date", "subject", "reply-to", "list-id", "sender", "snapshot-content-location"}
START = re.compile(rb"^From [^\r\n]{1,300}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,60}:|>From )", re.MULTILINE)
ATTACHED = (
    "text/",
    "application/pdf",
    "application/msword",
    "application/vnd.",
    "application/rtf",
    "message/",
)


def is_mbox(content: Content) -> bool:
    return bool(START.match(content.head)) and len(_headers(content.head.partition(b"\n")[2])) >= 2


def is_mail(content: Content) -> bool:
    """Whether the first lines are headers, two of them usual, one of them such as only mail has."""
    headers = _headers(content.head)
    return len(headers & KNOWN) >= 3 and bool(headers & SENT)


def _headers(head: bytes) -> set[str]:
    block = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    lines = [line for line in block.splitlines() if not line.startswith((b" ", b"\t"))]
    names = [HEADER.match(line) for line in lines]
    return {name[1].decode().lower() for name in names} if all(names) else set()


def read_mbox(content: Content) -> Found:
    data = content.data
    starts = [match for match in START.finditer(data)]
    bounds = [*(match.start() for match in starts[1:]), len(data)]
    messages = [data[start.end() : end] for start, end in zip(starts, bounds, strict=True)]
    return _found(content, messages, "mbox")


def read_mail(content: Content) -> Found:
    """One mail; or the page that a browser saved as one."""
    data = content.data.lstrip()
    message = _parse(data)
    page = (
        message["Snapshot-Content-Location"]
        or message.get_content_type() == "multipart/related"
        and _page(message)
    )
    if page and message.get_content_type() == "multipart/related":
        return _saved_page(content, message)
    return _found(content, [data], "mail")


def _parse(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default.clone(refold_source="none"))


def _found(content: Content, messages: list[bytes], kind: str) -> Found:
    records, problems, parts = [], [], []
    for number, data in enumerate(messages, 1):
        message = _parse(data)
        records.append(_record(message))
        parts += _attachments(content, message, number if len(messages) > 1 else None)
    return found_of(content, kind, records, "mail header", problems)._replace(parts=parts)


def _record(message: EmailMessage) -> dict:
    name, address = parseaddr(_header(message, "From") or "")
    return {
        "title": _header(message, "Subject"),
        "date": _header(message, "Date"),
        "source": name or address,
        "author": name if name and name != address else None,
        "url": _header(message, "Archived-At") or None,
        "text": _body(message),
    }


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
        return " ".join(str(value).split()) if value is not None else None
    except Exception:  # headers are parsed when asked for; damaged ones raise almost anything
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), None)


def _body(message: EmailMessage) -> str:
    """The plain text of a mail, or what its page shows where that says more."""
    plain, pages = [], []
    for part in _texts(message):
        (pages if part.get_content_type() == "text/html" else plain).append(_decoded(part))
    text = "\n".join(plain).strip()
    shown = "\n".join(visible_text(page) for page in pages) if len(text) < 200 or not plain else ""
    return shown if len(shown) > len(text) else text


def _texts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if (
            part.get_content_type() in ("text/plain", "text/html")
            and part.get_content_disposition() != "attachment"
        ):
            yield part


def _decoded(part: EmailMessage) -> str:
    data = cast(bytes, part.get_payload(decode=True)) or b""
    try:
        return data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return decode_page(data)[0] if part.get_content_type() == "text/html" else decode(data).text


def _attachments(content: Content, message: EmailMessage, number: int | None) -> Iterator[Content]:
    """Documents that were sent along, as parts to be read."""
    for part in message.walk():
        name = part.get_filename()
        if (
            part.get_content_disposition() == "attachment"
            and name
            and part.get_content_type().startswith(ATTACHED)
        ):
            data = cast(bytes, part.get_payload(decode=True))
            if data:
                yield content.part(f"{number}/{name}" if number else name, data)


def _page(message: EmailMessage) -> EmailMessage | None:
    return next((part for part in message.walk() if part.get_content_type() == "text/html"), None)


def _saved_page(content: Content, message: EmailMessage) -> Found:
    """The page by what it says of itself: when it was saved is not when it came out."""
    part = _page(message)
    url = _header(message, "Snapshot-Content-Location") or (
        part is not None and _header(part, "Content-Location")
    )
    article = read_page(_decoded(part), url or None) if part is not None else None
    if article is None:
        return Found([{"text": ""}], [])
    article["title"] = article["title"] or _header(message, "Subject")
    return Found([article], [])
