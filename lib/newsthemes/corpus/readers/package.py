"""Zip packages (docx, odt, xlsx, epub, plain zip): what is in them, with a limit before anything is unpacked."""

import zipfile
from io import BytesIO

from newsthemes.corpus.readers.content import Content, Unreadable, one_line

SIGNATURE = b"PK\x03\x04"
LARGEST_PART = 64 << 20  # bytes of one XML part: its tree takes ten times as much
MOST_TAGS = 1_000_000  # elements of one part; a tree of them takes 300 MB
LARGEST_PACKAGE = 200 << 20  # bytes of all parts
CHUNK = 1 << 20


def names(content: Content) -> frozenset[str]:
    """The names in a package, none where the content is no zip. Raises Unreadable when it is damaged."""
    return _names(content) if content.head.startswith(SIGNATURE) else frozenset()


def open_zip(content: Content) -> zipfile.ZipFile:
    """Raises Unreadable when the archive is damaged."""
    try:
        return zipfile.ZipFile(content.file or BytesIO(content.data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(f"damaged archive ({one_line(error)})") from error


def check(archive: zipfile.ZipFile) -> None:
    """See to it that a library may hold all of a document. Raises Unreadable where it had better not."""
    unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > LARGEST_PACKAGE:
        raise Unreadable(
            f"too large (unpacks to {unpacked >> 20} MB; the limit is {LARGEST_PACKAGE >> 20} MB)"
        )
    for item in archive.infolist():
        if item.filename.endswith((".xml", ".rels")):
            read_part(archive, item.filename)


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one XML part. Raises Unreadable when it is larger than a document has any use for."""
    parts, size, tags = [], 0, 0
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                size, tags = size + len(chunk), tags + chunk.count(b"<")
                if size > LARGEST_PART or tags > 2 * MOST_TAGS:
                    raise Unreadable(
                        f"too large ({name} unpacks to more than {LARGEST_PART >> 20} MB or {MOST_TAGS:,} elements)"
                    )
                parts.append(chunk)
    except KeyError:
        raise Unreadable(f"damaged archive (it lacks {name})") from None
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        reason = "encrypted" if "password" in str(error) else "damaged archive"
        raise Unreadable(f"{reason} ({one_line(error)})") from error
    except Exception as error:  # zlib.error and what other decompressors raise
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"damaged archive ({one_line(error)})") from error
    return b"".join(parts)


def _names(content: Content) -> frozenset[str]:
    # kept on the content: each reader of packages asks
    if "package" not in content.__dict__:
        with open_zip(content) as archive:
            content.__dict__["package"] = frozenset(archive.namelist())
    return content.__dict__["package"]
