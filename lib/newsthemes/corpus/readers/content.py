"""What a reader is given: a file, a part of one or an answer of a server; and what it gives back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from newsthemes.corpus.decode import Decoded, decode, decode_bytes
from newsthemes.corpus.discover import Problem

HEAD = 65_536  # bytes that are looked at to tell what a file is
LARGEST_DOCUMENT = 64 << 20  # bytes of a file that is one article, or held in memory as a tree
LARGEST_TABLE = 2 << 30


class NotText(ValueError):
    """The bytes are no kind of text that is read; the message says what they are and what to do."""


class Unreadable(ValueError):
    """A file of a known kind that gives no text; the message says why and what to do."""


@dataclass
class Content:
    """Bytes and what is known of them, read from ``file`` when they are not given as ``bytes_``.

    ``path`` is the file's in the corpus, ``member`` the part of that file (a name in an archive, say), ``name``
    decides between kinds that look alike, ``columns`` are table columns as the user named them.
    """

    path: str
    name: str
    columns: Mapping[str, Sequence[str]]
    file: Path | None = None
    bytes_: bytes | None = None
    member: str = ""
    url: str | None = None

    @property
    def item(self) -> str:
        """How the report calls it."""
        return f"{self.path}#{self.member}" if self.member else self.path

    @cached_property
    def size(self) -> int:
        return len(self.bytes_) if self.bytes_ is not None else self.file.stat().st_size

    @cached_property
    def head(self) -> bytes:
        if self.bytes_ is not None:
            return self.bytes_[:HEAD]
        with self.file.open("rb") as stream:
            return stream.read(HEAD)

    @property
    def data(self) -> bytes:
        if self.bytes_ is not None:
            return self.bytes_
        return self.head if self.size < HEAD else self.file.read_bytes()

    @cached_property
    def start(self) -> str:
        """The text of the head."""
        return decode_bytes(self.head)[0]

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the head that are not blank, without one that may be cut."""
        lines = [line for line in self.start.splitlines() if line.strip()]
        return lines if self.size < HEAD else lines[:-1] or lines

    @cached_property
    def decoded(self) -> Decoded:
        return decode(self.data)

    @property
    def notes(self) -> list[Problem]:
        """What the report says of the decoding."""
        return [problem_of(self.item, note) for note in self.decoded.notes]

    def part(self, member: str, data: bytes, url: str | None = None) -> "Content":
        """A part of this content, as content of its own."""
        inside = f"{self.member}/{member}" if self.member else member
        return Content(self.path, member, self.columns, bytes_=data, member=inside, url=url)


class Found(NamedTuple):
    """Articles (dicts of article columns; ``row`` tells those of one file apart), problems, and parts to be read.

    ``kind`` names the export or archive whose articles were counted; None for one article and for plain tables.
    """

    articles: list[dict]
    problems: list[Problem] = []
    parts: Iterable[Content | Problem] = ()
    kind: str | None = None


class Reader(NamedTuple):
    """One format: whether some content is of it, and how it is read."""

    kind: str
    matches: Callable[[Content], bool]
    read: Callable[[Content], Found]
    largest: int = LARGEST_DOCUMENT
    nothing: str = "no text"  # what the report says where there was nothing to read


def problem_of(item: str, note: str) -> Problem:
    """A note such as "damaged DOCX (no text)" as a row of the report."""
    reason, bracket, detail = note.partition(" (")
    return Problem(item, reason, detail.removesuffix(")") if bracket else "")


def one_article(content: Content, article: dict, notes: Iterable[str] = ()) -> Found:
    return Found([article], [problem_of(content.item, note) for note in notes])


def one_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
