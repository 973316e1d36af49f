"""DOCX files: paragraphs and tables in reading order."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from newsthemes.corpus.decode import replace_surrogates
from newsthemes.corpus.readers import exports, package
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_article, one_line

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document

BODY = "word/document.xml"
DEFAULTS = ("", "Word Document", "python-docx")  # what python-docx says of a document without properties


def matches(content: Content) -> bool:
    return BODY in package.names(content)


def read(content: Content) -> Found:
    """The article, or those of an archive's export saved as DOCX."""
    article = read_docx(content)
    return exports.find(content, article["text"]) or one_article(content, article)


def read_docx(content: Content) -> dict:
    """The article. Raises Unreadable for zip bombs and damaged files."""
    import docx

    with package.open_zip(content) as archive:
        package.check(archive)
    try:
        document = docx.Document(BytesIO(content.data))
        _unwrap(document.element.body)
        text = "\n".join(_blocks(document))
        properties = document.core_properties
        title, author = properties.title, properties.author
    except Exception as error:  # python-docx raises KeyError, ValueError and XML errors on damaged files
        raise Unreadable(f"damaged DOCX ({one_line(error)})") from error
    title, author = (None if value in DEFAULTS else value for value in (title, author))
    return {"text": replace_surrogates(text), "title": title, "author": author}


def _unwrap(body: Any) -> None:
    """Take what tracked changes inserted, and what stands in a content control, out of the element around it:
    python-docx passes over both."""
    from docx.oxml.ns import qn

    control = qn("w:sdt")
    for wrapped in reversed(list(body.iter(control, qn("w:ins"), qn("w:moveTo")))):
        inside = wrapped.find(qn("w:sdtContent")) if wrapped.tag == control else wrapped
        for part in list(inside) if inside is not None else []:
            wrapped.addprevious(part)
        wrapped.getparent().remove(wrapped)


def _blocks(container: "Document | BlockItemContainer") -> list[str]:
    """Paragraphs and tables in reading order; the cells of a row side by side, merged cells once.

    The cells are those of the file: python-docx repeats one for each column it spans, and a file may say 2·10⁸.
    """
    from docx.table import Table, _Cell

    blocks: list[str] = []
    for item in container.iter_inner_content():
        if not isinstance(item, Table):
            blocks += [item.text] if item.text.strip() else []
            continue
        for row in item._tbl.tr_lst:
            cells = [_Cell(cell, item) for cell in row.tc_lst if cell.vMerge != "continue"]
            written = [" ".join(_blocks(cell)) for cell in cells]
            blocks += [" | ".join(filter(None, written))] if any(written) else []
    return blocks
