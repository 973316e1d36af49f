"""Every format that is read, in the order in which content is tried. A new format is a module and a line here.

A reader tells its content by what is in it; the name decides only between kinds that look alike.
"""

from newsthemes.corpus.filetype import refuse_binary, refuse_magic
from newsthemes.corpus.readers import (
    archive,
    arrow,
    csv,
    docx,
    epub,
    export_page,
    feed,
    flat_office,
    gdelt,
    har,
    html,
    json,
    mail,
    parquet,
    pdf,
    rich_text,
    scanned,
    spreadsheet,
    subtitles,
    text,
    warc,
    web_parts,
    xml,
)
from newsthemes.corpus.readers.content import LARGEST_TABLE, Content, Reader

TABLE = (LARGEST_TABLE, "no rows")
BINARY = (  # told by bytes
    Reader("pdf", pdf.matches, pdf.read),
    Reader("parquet", parquet.matches, parquet.read, *TABLE),
    Reader("arrow", arrow.matches, arrow.read, *TABLE),
    Reader("docx", docx.matches, docx.read),
    Reader("spreadsheet", spreadsheet.is_package, spreadsheet.read, nothing="no rows"),
    Reader("epub", epub.matches, epub.read),
    Reader("odt", rich_text.is_odt, rich_text.read_odt),
    Reader("rtf", rich_text.is_rtf, rich_text.read_rtf),
    Reader("xls", spreadsheet.is_xls, spreadsheet.read, nothing="no rows"),
    Reader("doc", rich_text.is_doc, rich_text.read_doc),
    Reader("old office file", rich_text.is_old_office, rich_text.refuse_old_office),
    Reader("warc", warc.matches, warc.read, LARGEST_TABLE),
    Reader("compressed", archive.is_compressed, archive.read_compressed, LARGEST_TABLE),
    Reader("zip", archive.is_zip, archive.read_zip, LARGEST_TABLE),
    Reader("web archive", web_parts.is_archive, web_parts.read_archive),
    Reader("tar", archive.is_tar, archive.read_tar, LARGEST_TABLE),
)
TEXT = (  # told by what the bytes say
    Reader("script or style sheet", web_parts.is_code, web_parts.set_code_aside),
    Reader("program", web_parts.is_program, web_parts.set_program_aside),
    Reader("picture", web_parts.is_picture, web_parts.set_picture_aside),
    Reader("shortcut", web_parts.is_shortcut, web_parts.refuse_shortcut),
    Reader("subtitles", subtitles.matches, subtitles.read),
    Reader("mbox", mail.is_mbox, mail.read_mbox, LARGEST_TABLE),
    Reader("mail", mail.is_mail, mail.read_mail),
    Reader("har", har.matches, har.read, LARGEST_TABLE),
    Reader("feed", feed.is_feed, feed.read_feed),
    Reader("sitemap", feed.is_sitemap, feed.read_sitemap),
    Reader("office document in XML", flat_office.matches, flat_office.read),
    Reader("scanned page", scanned.matches, scanned.read),
    Reader("xml", xml.matches, xml.read),
    Reader("live blog", export_page.is_live_blog, export_page.read_live_blog),
    Reader("export as a page", export_page.is_export, export_page.read_export),
    Reader("table as a page", export_page.is_table, export_page.read_table, nothing="no rows"),
    Reader("html", html.matches, html.read),
    Reader("urls", text.is_list_of_urls, text.refuse_urls),
    Reader("description of a data set", arrow.describes_data_set, arrow.set_aside),
    Reader("jsonl", json.is_jsonl, json.read_lines, *TABLE),
    Reader("json", json.is_json, json.read, *TABLE),
    Reader("GDELT list", gdelt.matches, gdelt.read, *TABLE),
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
