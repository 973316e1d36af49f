"""Bytes to text: which encoding, what could not be decoded, and which text was mojibake."""

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
ESCAPED = ((rb"\x1b\$[@B]|\x1b\(J|\x1b\$\(D", "iso2022_jp_ext"), (rb"\x1b\$\)C", "iso2022_kr"))
SAMPLE = 200_000  # bytes that chardet looks at
MOSTLY_UTF8 = (
    0.1  # share of broken non-ASCII characters that UTF-8 may have; read as UTF-8, others break nearly all
)
# The same characters and more. Not so for the parts of ISO 8859 that chardet replaces when told to prefer supersets.
SUPERSETS = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    **dict.fromkeys(("iso8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift_jis_2004"), "cp932"),
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
C1_CONTROL = re.compile("[\x80-\x9f]")
# What a character of several bytes turns into; a second byte A0 may have become a space.
# Both begin with one class of characters: as two branches the search takes four times as long.
RUN = re.compile("[^\x00-\x7f](?:[^\x00-\x7f]+|(?<=[\xc2\xc3]) )")
SURROGATES = re.compile("[\ud800-\udfff]")


class Decoded(NamedTuple):
    text: str
    encoding: str
    notes: list[str]  # what the reader should be told, empty when all went well


def decode(data: bytes) -> Decoded:
    """Decode a file: byte-order mark, then ISO-2022 escapes, then strict UTF-8, then chardet.

    Nothing is translated: line ends stay as they are; only the byte-order mark goes. Bytes that
    cannot be decoded become U+FFFD, and so do lone surrogates, one for one. Never raises.
    """
    text, encoding = decode_bytes(data)
    notes = []
    if lost := text.count("\ufffd") - data.count(b"\xef\xbf\xbd"):
        notes += [f"{lost} bytes or characters could not be decoded as {encoding}"] if lost > 0 else []
    repaired = repair(text)
    if repaired != text:
        notes.append("mojibake repaired")
    return Decoded(repaired, encoding, notes)


def decode_bytes(data: bytes) -> tuple[str, str]:
    """(text, encoding) before any repair."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    for pattern, encoding in ESCAPED:
        if re.search(pattern, data[:SAMPLE]):
            text = _strict(data, encoding)
            if text is not None:
                return text, encoding
    if encoding := _utf16_without_mark(data):
        return data.decode(encoding, "replace"), encoding
    text = _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    loose = data.decode("utf-8", "replace")
    accented = sum(map(len, re.findall(r"[^\x00-\x7f]+", loose)))
    if loose.count("\ufffd") <= MOSTLY_UTF8 * accented:
        return loose, "utf-8"
    surrogates = data.decode("utf-8", "surrogatepass") if _is_surrogate_utf8(data) else None
    if surrogates is not None:
        return replace_surrogates(surrogates), "utf-8"
    encoding = _guess(data)
    return data.decode(encoding, "replace"), encoding


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_surrogate_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 saved without its mark shows as a NUL in every other byte of its ASCII part."""
    head = data[:4096]
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else None


def _guess(data: bytes) -> str:
    import codecs

    import chardet

    try:
        found = codecs.lookup(chardet.detect(data[:SAMPLE])["encoding"] or "cp1252").name
    except LookupError:
        return "cp1252"
    return SUPERSETS.get(found, found)


def replace_surrogates(text: str) -> str:
    """Lone surrogates cannot be written to any file: each becomes U+FFFD, so offsets stay."""
    return SURROGATES.sub("\ufffd", text)


def repair(text: str) -> str:
    """Undo mojibake, line by line, and leave quotes, ligatures, widths and everything else alone."""
    import ftfy

    runs = (text[max(0, run.start() - 4) : run.end() + 4] for run in RUN.finditer(text))
    if text.isascii() or not (C1_CONTROL.search(text) or any(map(ftfy.is_bad, runs))):
        return text  # fix_text would go through every character of it to find the same
    return ftfy.fix_text(text, _mojibake_only())


def _mojibake_only() -> "TextFixerConfig":
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
