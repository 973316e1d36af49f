"""PDF files: their text, paragraph by paragraph."""

import re
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.readers import exports
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article, one_line
from newsthemes.corpus.readers.quiet import quiet

if TYPE_CHECKING:
    from pypdf import PdfReader

START = re.compile(
    rb"(?s)\A(?:\s*+|.{0,1019}[\x00-\x08\x80-\xff\r\n])%PDF-\d"
)  # after other bytes, on a line of its own
# Every run has a length: a run of 400,000 digits was searched from each of them.
CATALOG = re.compile(
    rb"(?<!\d)(\d{1,10})\s{1,9}(\d{1,5})\s{1,9}obj\s{0,9}<<[^>]{0,2000}?/Type\s{0,9}/Catalog"
)
HYPHEN = re.compile(r"[^\W\d_]-$")
SENTENCE_END = re.compile(r"[.!?…。！？:]['\"’”»)]*$")
SAME_LINE = 3  # a line on this many pages is a running head


def matches(content: Content) -> bool:
    return bool(START.match(content.head))


def read(content: Content) -> Found:
    """The article, or those of an archive's export saved as PDF."""
    article, notes = read_pdf(content.data)
    return exports.find(content, article.pop("lines")) or one_article(content, article, notes)


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
            raise Unreadable(f"damaged or truncated PDF ({one_line(error)})") from error
        texts = []
        for number, page in enumerate(pages, 1):
            try:
                texts.append(page.extract_text())
            except Exception as error:
                notes.append(f"page {number} could not be read ({one_line(error)})")
        title = _title(reader)
    if cut:
        notes.append(f"truncated PDF ({len(texts)} pages were found)")
    text = _paragraphs([replace_surrogates(text) for text in texts])
    if not text.strip():
        raise Unreadable(
            "no text; needs OCR" if pages and not notes else "damaged or truncated PDF (no text found)"
        )
    return {"text": text, "title": title, "lines": "\n".join(map(replace_surrogates, texts))}, notes


def _ending(data: bytes) -> bytes:
    """What a truncated file lacks, so that pypdf looks for the pages that are there."""
    root = CATALOG.search(data)
    trailer = b"trailer\n<< /Root %s %s R >>\n" % root.groups() if root and b"trailer" not in data else b""
    return b"\n" + trailer + b"startxref\n0\n%%EOF\n"


def _title(reader: "PdfReader") -> str | None:
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
