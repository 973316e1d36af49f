"""PDF and DOCX files: their text, paragraph by paragraph."""

import re
import zipfile
from collections import Counter
from io import BytesIO

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.readers.quiet import quiet

LARGEST_UNPACKED = 200 << 20  # bytes that a DOCX may unpack to
HYPHEN = re.compile(r"[^\W\d_]-$")
SENTENCE_END = re.compile(r"[.!?…。！？:]['\"’”»)]*$")
SAME_LINE = 3  # a line on this many pages is a running head


class Unreadable(ValueError):
    """A document that gives no text; the message says why and what to do."""


def read_pdf(data: bytes) -> tuple[dict, list[str]]:
    """(article, notes). Raises Unreadable for a file that is encrypted, damaged or scanned."""
    import pypdf

    notes = []
    cut = b"%%EOF" not in data[-2048:]
    data = data + _ending(data) if cut else data
    with quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("encrypted; save it without its password")
            pages = list(reader.pages)
        except Unreadable:
            raise
        except Exception as error:  # pypdf raises almost anything on a damaged file
            raise Unreadable(f"damaged or truncated PDF ({_one_line(error)})") from error
        texts = []
        for number, page in enumerate(pages, 1):
            try:
                texts.append(page.extract_text())
            except Exception as error:
                notes.append(f"page {number} could not be read ({_one_line(error)})")
        title = _title(reader)
    if cut:
        notes.append(f"truncated PDF ({len(texts)} pages were found)")
    text = _paragraphs([replace_surrogates(text) for text in texts])
    if not text.strip():
        raise Unreadable(
            "no text; needs OCR" if pages and not notes else "damaged or truncated PDF (no text found)"
        )
    return {"text": text, "title": title}, notes


def _ending(data: bytes) -> bytes:
    """What a truncated file lacks, so that pypdf looks for the pages that are there."""
    root = re.search(rb"(\d+)\s+(\d+)\s+obj\s*<<[^>]*/Type\s*/Catalog", data)
    trailer = b"trailer\n<< /Root %s %s R >>\n" % root.groups() if root and b"trailer" not in data else b""
    return b"\n" + trailer + b"startxref\n0\n%%EOF\n"


def _title(reader) -> str | None:
    try:
        title = (reader.metadata.title or "").strip() if reader.metadata else ""
    except Exception:  # metadata is as damaged as anything else
        return None
    return (
        replace_surrogates(title)
        if len(title) > 3 and not re.search(r"\.\w{2,4}$|^untitled|^microsoft word", title, re.I)
        else None
    )


def _paragraphs(pages: list[str]) -> str:
    """Undo the line breaks of the page: lines are joined where a sentence goes on, hyphenated words closed.

    Lines that stand on three or more pages stay by themselves: they are running heads.
    """
    counts = Counter(line for page in pages for line in {line.strip() for line in page.splitlines()})
    lines = [line.strip() for page in pages for line in page.splitlines()]
    longest = sorted(map(len, lines))[int(0.9 * len(lines))] if lines else 0
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
        elif counts[line] >= SAME_LINE:
            paragraphs.append(line)
        elif goes_on and not re.match(r"[-•·▪]\s", line):
            hyphenated = HYPHEN.search(paragraphs[-1]) and line[0].islower()
            paragraphs[-1] = paragraphs[-1][:-1] + line if hyphenated else f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        if line and counts[line] < SAME_LINE:
            goes_on = (
                not (SENTENCE_END.search(line) and len(line) < 0.8 * longest) and len(line) > 0.5 * longest
            )
    return "\n".join(paragraphs)


def read_docx(data: bytes) -> dict:
    """The article. Raises Unreadable for other archives, zip bombs and damaged files."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(f"damaged archive ({_one_line(error)})") from error
    if "word/document.xml" not in names:
        what = next(
            (kind for part, kind in OFFICE.items() if any(part in name for name in names)),
            "a zip archive; unpack it",
        )
        raise Unreadable(f"not text ({what})")
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(f"unpacks to {unpacked >> 20} MB; the limit is {LARGEST_UNPACKED >> 20} MB")
    import docx

    try:
        document = docx.Document(BytesIO(data))
        text = "\n".join(_blocks(document))
        properties = document.core_properties
        title, author = properties.title, properties.author
    except Exception as error:  # python-docx raises KeyError, ValueError and XML errors on damaged files
        raise Unreadable(f"damaged DOCX ({_one_line(error)})") from error
    if not text.strip():
        raise Unreadable("no text")
    author = None if author in ("", "python-docx") else author
    return {"text": replace_surrogates(text), "title": title or None, "author": author}


OFFICE = {
    "xl/workbook": "a spreadsheet; save it as csv",
    "ppt/": "slides; save them as pdf",
    "META-INF/container.xml": "an e-book",
    "content.xml": "an OpenDocument file; save it as docx",
}


def _blocks(container) -> list[str]:
    """Paragraphs and tables in reading order; the cells of a row side by side, merged cells once."""
    from docx.table import Table

    blocks: list[str] = []
    for item in container.iter_inner_content():
        if not isinstance(item, Table):
            blocks += [item.text] if item.text.strip() else []
            continue
        for row in item.rows:
            cells = {id(cell._tc): cell for cell in row.cells}
            written = [" ".join(_blocks(cell)) for cell in cells.values()]
            blocks += [" | ".join(filter(None, written))] if any(written) else []
    return blocks


def _one_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
