"""WARC files, plain or packed: each answer of a server that holds something to read, with its address."""

import gzip
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import LARGEST_DOCUMENT, Content, Found, one_line
from newsthemes.corpus.readers.quiet import quiet

if TYPE_CHECKING:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.recordloader import ArcWarcRecord

READ = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom", "application/pdf",
        "application/json", "application/feed", "application/ld+json")  # fmt: skip
IGNORED = ("text/css", "text/javascript", "text/ecmascript")


def matches(content: Content) -> bool:
    """Told by its first line, also when packed record by record."""
    head = content.head
    if head.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=BytesIO(head)) as stream:
                head = stream.read(10)
        except (OSError, EOFError, ValueError):
            return False
        except Exception:  # zlib.error has no base but Exception
            return False
    return head.startswith((b"WARC/", b"filedesc://"))  # the second: ARC, the format before it


def read(content: Content) -> Found:
    return Found([], parts=_responses(content), kind="WARC")


def _responses(content: Content) -> Iterator[Content | Problem]:
    from warcio.archiveiterator import ArchiveIterator

    class Records(ArchiveIterator):
        INC_RECORD = ""  # what it prints of a record that is longer than it says, with a line of its text

        def _raise_invalid_gzip_err(self) -> None:
            """Packed as a whole, and not record by record: no fault for who only reads it."""

    stream = content.file.open("rb") if content.file else BytesIO(content.data)
    number, records = 0, None
    with stream, quiet("warcio"):
        try:
            records = Records(stream, arc2warc=True)
            for record in records:
                if record.rec_type not in (
                    "response",
                    "resource",
                    "conversion",
                ):  # the last: texts of WET files
                    continue
                number += 1
                yield from _answer(content, record, number)
        except Exception as error:  # warcio raises its own errors, zlib's and AttributeError on damaged files
            yield Problem(content.item, "damaged WARC", f"after {number} answers: {one_line(error)}")
        else:
            yield from _cut(content, records)


def _cut(content: Content, records: "ArchiveIterator") -> Iterator[Problem]:
    """What the report says of records whose stated length is not theirs, and of bytes that were not read."""
    if records.err_count:
        yield Problem(content.item, "damaged WARC", f"records longer than they say: {records.err_count}")
    if records.fh.tell() < content.size:
        left = content.size - records.fh.tell()
        yield Problem(content.item, "damaged WARC", f"its last {left:,} bytes could not be unpacked")


def _answer(content: Content, record: "ArcWarcRecord", number: int) -> Iterator[Content | Problem]:
    headers = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    kind = (headers or record.rec_headers).get_header("Content-Type") or "text/html"
    status = headers.get_statuscode() if headers else "200"
    if not kind.lower().startswith(READ) or kind.lower().startswith(IGNORED) or url.endswith("/robots.txt"):
        return
    item = f"{content.item}#{number}"
    if status != "200":
        yield Problem(item, f"HTTP status {status}", url)
        return
    data = record.content_stream().read(LARGEST_DOCUMENT + 1)
    if len(data) > LARGEST_DOCUMENT:
        yield Problem(item, "too large", f"{url}: more than {LARGEST_DOCUMENT >> 20} MB")
        return
    yield content.part(str(number), data, url.strip("<>") or None)
