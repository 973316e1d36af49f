"""Every format that is read, in the order in which content is tried. A new format is a module and a line here.

A reader tells its content by what is in it; the name decides only between kinds that look alike.
"""

from newsthemes.corpus.filetype import refuse_binary, refuse_magic
from newsthemes.corpus.readers import archive, csv, docx, html, json, parquet, pdf, text
from newsthemes.corpus.readers.content import LARGEST_TABLE, Content, Reader

TABLE = (LARGEST_TABLE, "no rows")
BINARY = (  # told by bytes
    Reader("pdf", pdf.matches, pdf.read),
    Reader("parquet", parquet.matches, parquet.read, *TABLE),
    Reader("docx", docx.matches, docx.read),
    Reader("compressed", archive.is_compressed, archive.read_compressed, LARGEST_TABLE),
    Reader("zip", archive.is_zip, archive.read_zip, LARGEST_TABLE),
    Reader("tar", archive.is_tar, archive.read_tar, LARGEST_TABLE),
)
TEXT = (  # told by what the bytes say
    Reader("html", html.matches, html.read),
    Reader("urls", text.is_list_of_urls, text.refuse_urls),
    Reader("jsonl", json.is_jsonl, json.read_lines, *TABLE),
    Reader("json", json.is_json, json.read, *TABLE),
    Reader("csv", csv.matches, csv.read, *TABLE),
    Reader("text", lambda _: True, text.read, nothing="empty"),
)
READERS = (*BINARY, *TEXT)


def reader_of(content: Content) -> Reader:
    """The first reader that knows the content. Raises NotText for bytes that nobody does."""
    found = next((reader for reader in BINARY if reader.matches(content)), None)
    if found is None:
        refuse_magic(content.head)
        refuse_binary(content.start)
        found = next(reader for reader in TEXT if reader.matches(content))
    return found
