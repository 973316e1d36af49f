"""What bytes are, told from the first of them: extensions lie, above all for pages saved from the web."""

import re

from newsthemes.corpus.readers.content import HEAD, NotText

REFUSED = (  # what is known by its first bytes and not read
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it, or pack it as zip"),
    (b"Rar!", "a rar archive; unpack it, or pack it as zip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it, or pack it as gz"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database; export its table as csv"),
    (b"\x89HDF", "an HDF5 file; export its table as csv or parquet"),
    (b"\x93NUMPY", "an array of numbers"),
    (b"\x80\x04\x95", "a Python pickle, which could run any code; export its table as csv or parquet"),
    (b"RDX", "an R data file; export its table as csv"),
    (b"$FL2", "an SPSS file; export its table as csv"),
    (b"Obj\x01", "an Avro file; export its table as csv, json or parquet"),
    (b"ORC", "an ORC file; export its table as csv or parquet"),
    (b"FEA1", "a Feather file of the first version; save it as parquet"),
    (b"X\n\0\0\0", "an R data file; export its table as csv"),
    (b"<stata_dta>", "a Stata file; export its table as csv"),
)
TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|meta|title|h1)\b[^>]*>", re.IGNORECASE
)
# A comment ends at its first `-->` and is never tried longer: 40 comments before a text took for ever.
MARKUP_START = re.compile(
    r"\A\s*+(?>(?:<\?xml[^>]*+(?<=\?)>\s*+|(?><!--.*?-->)\s*+)*)<(?:!doctype|[a-z][\w:-]*+)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
MOST_CONTROL, MOST_NUL = 0.03, 0.3  # shares of characters beyond which bytes are no text


def refuse_magic(head: bytes) -> None:
    """Raises NotText for the kinds of files that are known and not read."""
    for magic, kind in REFUSED:
        if head.startswith(magic) and (len(magic) > 3 or b"\0" in head[:32]):
            raise NotText(kind)


def refuse_binary(text: str) -> None:
    """Raises NotText where a text is mostly what no text holds."""
    sample = text[:HEAD]
    nul = sample.count("\0")
    shown = max(len(sample) - nul, 1)
    if nul > MOST_NUL * len(sample) or len(CONTROL.findall(sample)) > max(MOST_CONTROL * shown, 2):
        raise NotText("binary data")


def is_page(text: str) -> bool:
    """Whether the beginning of a text is that of an HTML page."""
    if MARKUP_START.match(text) and TAG.search(text):
        return True
    return bool(PAGE.search(text)) and len(TAG.findall(text)) >= 3
