"""Archives: gz, bz2 and xz files, zip and tar, one in another; nothing is unpacked beyond its limits."""

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers import package
from newsthemes.corpus.readers.content import LARGEST_TABLE, Content, Found, Unreadable, one_line

COMPRESSED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
SMALL = 64 << 20  # bytes that any file may unpack to
RATIO = 100  # times its size that a larger one may: text packs to a tenth, repeated bytes to a thousandth
MOST_MEMBERS = 200_000
CHUNK = 1 << 20
DAMAGED = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
    ValueError,
)
WEB_ARCHIVE = re.compile(r"archive/[^/]+\.warc(?:\.gz)?\Z")  # of a WACZ file; the rest of it are indexes
SYSTEM_FILES = {"thumbs.db", "desktop.ini", "icon\r"}  # that systems put beside files
SUFFIXES = (".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".txz")


def limit(content: Content) -> int:
    """Bytes that some content may unpack to."""
    return min(max(SMALL, RATIO * content.size), LARGEST_TABLE)


def is_compressed(content: Content) -> bool:
    return content.head.startswith(tuple(COMPRESSED))


def read_compressed(content: Content) -> Found:
    """The one file in a gz, bz2 or xz file, by its name without the ending."""
    opened = next(opened for magic, opened in COMPRESSED.items() if content.head.startswith(magic))
    with opened(content.file or BytesIO(content.data)) as stream:
        try:
            data = _bounded(stream, limit(content))
        except Unreadable:
            raise
        except DAMAGED as error:
            raise Unreadable(f"damaged archive ({one_line(error)})") from error
    inside = PurePosixPath(content.name)
    name = inside.stem if inside.suffix.lower() in SUFFIXES else content.name
    name += ".tar" if inside.suffix.lower() in (".tgz", ".tbz2", ".txz") else ""
    return Found([], parts=[Content(content.path, name, content.columns, bytes_=data, member=content.member)])


def is_tar(content: Content) -> bool:
    return content.head[257:262] == b"ustar"


def read_tar(content: Content) -> Found:
    return Found([], parts=_tar_members(content), kind="tar archive")


def _tar_members(content: Content) -> Iterator[Content | Problem]:
    left = limit(content)
    try:
        with tarfile.open(fileobj=content.file.open("rb") if content.file else BytesIO(content.data)) as tar:
            for member in tar:
                if not member.isfile() or _hidden(member.name):
                    continue
                left -= member.size
                if left < 0:
                    yield Problem(content.item, "too large", "the rest of the archive was not unpacked")
                    return
                yield content.part(_name(member.name), tar.extractfile(member).read())
    except DAMAGED as error:
        yield Problem(content.item, "damaged archive", one_line(error))


def is_zip(content: Content) -> bool:
    return bool(package.names(content)) or content.head.startswith((package.SIGNATURE, b"PK\x05\x06"))


def read_zip(content: Content) -> Found:
    """The files of a zip archive. Raises Unreadable for Office files that are not read, and for bombs."""
    names = package.names(content)
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("not text (slides; save them as pdf)")
    if any(name.endswith(".iwa") for name in names):
        raise Unreadable("not text (a document of Pages, Numbers or Keynote; save it as docx, xlsx or pdf)")
    with package.open_zip(content) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > limit(content) or len(names) > MOST_MEMBERS:
            raise Unreadable(
                f"too large (unpacks to {unpacked >> 20} MB in {len(names)} files; the limit is "
                f"{limit(content) >> 20} MB in {MOST_MEMBERS})"
            )
    return Found([], parts=_zip_members(content), kind="zip archive")


def _zip_members(content: Content) -> Iterator[Content | Problem]:
    with package.open_zip(content) as archive:
        items = sorted(archive.infolist(), key=lambda item: item.filename)
        crawled = [item for item in items if WEB_ARCHIVE.match(item.filename)]
        for item in crawled if "datapackage.json" in package.names(content) and crawled else items:
            if item.is_dir() or _hidden(item.filename):
                continue
            try:
                with archive.open(item) as stream:
                    data = _bounded(stream, item.file_size)
            except Exception as error:  # zipfile raises what its decompressors do
                reason = "encrypted" if "password" in str(error) else "damaged archive"
                yield Problem(f"{content.item}#{_name(item.filename)}", reason, one_line(error))
                continue
            yield content.part(_name(item.filename), data)


def _bounded(stream: IO[bytes], largest: int) -> bytes:
    parts, size = [], 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > largest:
            raise Unreadable(f"too large (unpacks to more than {largest >> 20} MB)")
        parts.append(chunk)
    return b"".join(parts)


def _hidden(name: str) -> bool:
    parts = (part for part in PurePosixPath(name).parts if part != "..")
    return any(part.startswith((".", "__MACOSX")) or part.lower() in SYSTEM_FILES for part in parts)


def _name(name: str) -> str:
    return replace_surrogates(name)
