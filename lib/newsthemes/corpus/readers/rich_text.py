"""RTF, ODT and old Word files: their text, paragraph by paragraph."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.readers import exports, package
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article, one_line
from newsthemes.corpus.readers.text import read_plain

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "WordDocument".encode("utf-16-le")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Pictures, embedded files and what Word keeps for itself: a group of hexadecimal digits is no text.
BLOB = re.compile(
    r"\{\\(?:\*\\)?(?:pict|objdata|themedata|datastore|colorschememapping)\b[^{}]*+\}|[0-9a-fA-F\s]{2000,}+"
)
PATIENCE = 60  # seconds that a converter may take


def is_rtf(content: Content) -> bool:
    return content.head.lstrip()[:5] == b"{\\rtf"


def read_rtf(content: Content) -> Found:
    from striprtf.striprtf import rtf_to_text

    source = BLOB.sub("", content.data.decode("latin-1"))
    try:
        text = rtf_to_text(source, errors="replace")
    except Exception as error:  # whatever a damaged file makes it raise
        raise Unreadable(f"damaged RTF ({one_line(error)})") from error
    return _found(content, text)


def is_odt(content: Content) -> bool:
    return "content.xml" in package.names(content) and not _is_sheet(content)


def _is_sheet(content: Content) -> bool:
    return b"opendocument.spreadsheet" in content.head


def read_odt(content: Content) -> Found:
    from lxml import etree

    with package.open_zip(content) as archive:
        data = package.read_part(archive, "content.xml")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"damaged ODT ({one_line(error)})") from error
    for element in root.iter(f"{TEXT}line-break", f"{TEXT}tab", f"{TEXT}s"):
        element.text = "\n" if element.tag.endswith("line-break") else " "
    for element in list(root.iter(f"{TEXT}note", f"{TEXT}tracked-changes")):
        element.clear(keep_tail=True)
    paragraphs = ("".join(item.itertext()).strip() for item in root.iter(f"{TEXT}h", f"{TEXT}p"))
    return _found(content, "\n".join(filter(None, paragraphs)))


def is_doc(content: Content) -> bool:
    """Whether an old Office file holds a Word document."""
    return content.head.startswith(OLE) and (WORD in content.head or WORD in content.data)


def read_doc(content: Content) -> Found:
    """By antiword, catdoc or LibreOffice, whichever is installed. Raises Unreadable where none is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.doc"
        file.write_bytes(content.data)
        for program, *options in (
            ("antiword", "-w", "0", "-m", "UTF-8.txt"),
            ("catdoc", "-w", "-d", "utf-8"),
        ):
            if shutil.which(program):
                return _found(content, _output(program, *options, str(file)))
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if not office:
            raise Unreadable(
                "an old Word file (install antiword or LibreOffice to have it read, or save it as docx)"
            )
        _output(
            office, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(file),
        )  # fmt: skip
        written = file.with_suffix(".txt")
        return _found(content, written.read_text("utf-8-sig", "replace") if written.exists() else "")


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreadable(f"an old Word file ({one_line(error)})") from error
    if done.returncode:
        raise Unreadable(f"an old Word file ({Path(command[0]).name} could not read it)")
    return done.stdout.decode("utf-8", "replace")


def is_old_office(content: Content) -> bool:
    return content.head.startswith(OLE)


def refuse_old_office(content: Content) -> Found:
    raise Unreadable("not text (an old Office file or a mail of Outlook; save it as docx, xlsx, pdf or eml)")


def _found(content: Content, text: str) -> Found:
    text = replace_surrogates(text)
    return exports.find(content, text) or one_article(content, read_plain(text))
