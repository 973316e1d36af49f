"""Inputs of kinds that are seldom met: what each gives, whatever its name says."""

import base64
import gzip
import json
import shutil
import zipfile
from io import BytesIO

import pandas as pd
import pytest

from newsthemes.corpus import read, read_corpus
from newsthemes.corpus.dates import parse_date

TITLE, TEXT = (
    "Port of Brindle closes two piers",
    "The port shut two of its five piers on Tuesday. Ships wait outside.",
)
PAGE = (
    f'<html lang="en"><head><title>{TITLE}</title></head>'
    f"<body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>"
)


def articles(tmp_path, name, data):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_corpus(tmp_path / name)


def reasons(tmp_path, name, data):
    (tmp_path / "good.txt").write_text(f"{TITLE}\n\n{TEXT}\n")
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    found, report = read(tmp_path)
    assert found["article_id"].tolist() == ["good"]
    return report.loc[report["item"].str.startswith(name), "reason"].tolist()


def test_har_holds_the_pages_that_a_browser_was_sent(tmp_path):
    answer = {"mimeType": "text/html", "text": base64.b64encode(PAGE.encode()).decode(), "encoding": "base64"}
    script = {"mimeType": "application/javascript", "text": "var a = 1;"}
    entries = [
        {"request": {"url": f"https://n.example/{n}"}, "response": {"status": 200, "content": content}}
        for n, content in enumerate((answer, script, {"mimeType": "text/html"}))
    ]
    found = articles(tmp_path, "saved.har", json.dumps({"log": {"entries": entries}}))
    assert found[["title", "url"]].values.tolist() == [[TITLE, "https://n.example/0"]]


def test_scanned_pages_are_read_word_by_word(tmp_path):
    words = (
        '<String CONTENT="Ships"/><SP/><String CONTENT="wait"/><SP/><String CONTENT="out"/><HYP CONTENT="-"/>'
    )
    line = '<String CONTENT="side"/><SP/><String CONTENT="Brindle."/>'
    alto = f"<alto><TextBlock><TextLine>{words}</TextLine><TextLine>{line}</TextLine></TextBlock></alto>"
    assert articles(tmp_path, "a.xml", alto)["text"][0] == "Ships wait outside Brindle."
    unicode = "<TextLine><TextEquiv><Unicode>Ships wait.</Unicode></TextEquiv></TextLine>"
    page = f"<PcGts><Page><TextRegion>{unicode}</TextRegion></Page></PcGts>"
    assert articles(tmp_path, "b.xml", page)["text"][0] == "Ships wait."


@pytest.mark.parametrize(
    "document",
    [
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:t"><office:body>'
        "<t:p>Ships <t:span>wait</t:span> outside.</t:p></office:body></office:document>",
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>Ships '
        "wait</w:t></w:r><w:del><w:r><w:t>, they said,</w:t></w:r></w:del><w:r><w:t> outside.</w:t></w:r></w:p>"
        "</w:body></w:wordDocument>",
    ],
)
def test_office_documents_of_one_xml_file(tmp_path, document):
    assert articles(tmp_path, "a.xml", f'<?xml version="1.0"?>{document}')["text"][0] == "Ships wait outside."


def test_excel_2003_counts_the_cells_that_it_passes_over(tmp_path):
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'.format
    rows = [
        cell("Title") + cell("Date") + cell("Text"),
        cell(TITLE) + f'<Cell ss:Index="3"><Data>{TEXT}</Data></Cell>',
    ]
    sheet = "".join(f"<Row>{row}</Row>" for row in rows)
    uri = "urn:schemas-microsoft-com:office:spreadsheet"
    book = (
        f'<Workbook xmlns="{uri}" xmlns:ss="{uri}"><Worksheet><Table>{sheet}</Table></Worksheet></Workbook>'
    )
    found = articles(tmp_path, "a.xml", book)
    assert found[["title", "date"]].values.tolist() == [[TITLE, None]]
    assert found["text"][0].endswith(TEXT)


def test_fields_that_are_attributes_of_a_dump(tmp_path):
    fields = "".join(
        f'<field name="{name}">{value}</field>' for name, value in (("title", TITLE), ("body", TEXT))
    )
    found = articles(
        tmp_path, "a.xml", f'<?xml version="1.0"?><dump><row>{fields}</row><row>{fields}</row></dump>'
    )
    assert found["title"].tolist() == [TITLE, TITLE]


def test_warc_packed_as_a_whole_and_arc(tmp_path):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://n.example/%d\r\n"
    record = head + b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    warc = b"".join(record % (n, len(http)) + http + b"\r\n\r\n" for n in range(2))
    assert articles(tmp_path, "a.warc.gz", gzip.compress(warc))["title"].tolist() == [TITLE, TITLE]
    version = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://a.arc 0.0.0.0 20240930100000 text/plain %d\n%s\n" % (len(version), version)
    arc += b"https://n.example/1 10.0.0.1 20240930100000 text/html %d\n%s\n" % (len(http), http)
    assert articles(tmp_path, "a.arc", arc)["url"].tolist() == ["https://n.example/1"]


def test_what_is_inserted_or_stands_in_a_control_of_word_is_read(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    paragraph = document.add_paragraph("Ships ")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f"<w:ins {w}><w:r><w:t>wait outside.</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>They left.</w:delText></w:r></w:del>"))
    control = (
        f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>Repairs begin.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph._p.addnext(parse_xml(control))
    document.save(tmp_path / "a.docx")
    assert read_corpus(tmp_path / "a.docx")["text"][0] == "Ships wait outside.\nRepairs begin."


@pytest.mark.parametrize(
    "head",
    [
        f'+++\ntitle = "{TITLE}"\ndate = 2024-03-05\n+++\n',
        f'{{"title": "{TITLE}", "date": "2024-03-05"}}\n',
        f"Başlık: {TITLE}\nTarih: 5 Mart 2024\nKaynak: Gazete\n",
        f"#+TITLE: {TITLE}\n#+DATE: <2024-03-05 Tue>\n",
    ],
)
def test_what_states_title_and_date_above_a_text(tmp_path, head):
    found = articles(tmp_path, "a.md", f"{head}\n{TEXT}\n")
    assert found[["title", "date"]].values.tolist() == [[TITLE, "2024-03-05"]]


def test_a_lead_of_its_own_column_comes_before_the_text_once():
    table = pd.DataFrame(
        {"chapo": ["Two piers are shut.", TEXT], "texte": ["Ships wait outside.", TEXT + " So it is."]}
    )
    assert read_corpus(table)["text"].tolist() == [
        "Two piers are shut.\nShips wait outside.",
        TEXT + " So it is.",
    ]


def test_numbered_columns_are_parts_of_one_text():
    parts = {
        f"paragraph_{n}": [f"This is the paragraph of the text that has number {n}."] for n in (2, 10, 1)
    }
    text = read_corpus(pd.DataFrame({"title": [TITLE]} | parts))["text"][0]
    assert [line.split()[-1] for line in text.splitlines()[1:] if line] == ["1.", "2.", "10."]


def test_headers_of_two_lines_and_headers_again(tmp_path):
    rows = f"Article,,Publication\nTitle,Text,Date\n{TITLE},{TEXT},2024-03-05\nTitle,Text,Date\nB,{TEXT},2024-03-06\n"
    found = articles(tmp_path, "a.csv", rows)
    assert found[["title", "date"]].values.tolist() == [[TITLE, "2024-03-05"], ["B", "2024-03-06"]]


def test_a_source_that_is_an_address_is_the_address():
    table = pd.DataFrame({"text": [TEXT], "source": ["https://n.example/1"], "source-hostname": ["Gazette"]})
    assert read_corpus(table)[["url", "source"]].values.tolist() == [["https://n.example/1", "Gazette"]]


def test_bytes_and_breaks_as_they_are_written_in_cells():
    table = pd.DataFrame({"text": [repr(f"Ä. {TEXT}".encode()), f"{TEXT}\\n\\nIn C:\\news they say."]})
    assert read_corpus(table)["text"].tolist() == [f"Ä. {TEXT}", f"{TEXT}\n\nIn C:\\news they say."]


def test_gdelt_graph_gives_titles(tmp_path):
    cells = ["20240305101500-0", "20240305101500", "1", "n.example", "https://n.example/1", *[""] * 21]
    line = "\t".join([*cells, f"<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>{TITLE} &amp; more</PAGE_TITLE>"])
    found = articles(tmp_path, "a.gkg.csv", line + "\n")
    assert found[["title", "date", "url"]].values.tolist() == [
        [TITLE + " & more", "2024-03-05", "https://n.example/1"]
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "a.json",
            '{"status": "error", "code": "apiKeyInvalid", "message": "Your API key is invalid."}',
            "no article",
        ),
        ("b.json", "null", "no article"),
        ("c.py", "import os\n\nprint(os.getcwd())\n", "no article"),
        ("d.yml", "themes:\n  port:\n    description: ports and ships\n", "no article"),
        ("good.txt~", "an older one", "backup copy"),
    ],
)
def test_what_is_no_article_has_a_row(tmp_path, name, data, reason):
    assert reasons(tmp_path, name, data) == [reason]


def test_documents_of_pages_and_files_of_systems(tmp_path):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Index/Document.iwa", b"\0\1")
    assert reasons(tmp_path, "a.pages", packed.getvalue()) == ["not text"]


def test_what_removed_articles_leave_is_nothing(tmp_path):
    removed = {
        "title": "[Removed]",
        "url": "https://removed.com",
        "publishedAt": "1970-01-01",
        "content": "[Removed]",
    }
    kept = removed | {"title": TITLE, "content": TEXT, "publishedAt": "2024-03-05"}
    found = articles(tmp_path, "a.json", json.dumps({"status": "ok", "articles": [removed, kept]}))
    assert found["title"].tolist() == [TITLE]


def test_a_transcript_is_one_text(tmp_path):
    cues = [
        {"text": "the port shut", "start": 0.0, "duration": 2.0},
        {"text": "two piers", "start": 2.0, "duration": 1},
    ]
    assert articles(tmp_path, "a.json", json.dumps(cues))["text"].tolist() == ["the port shut two piers"]


def test_results_of_a_study_below_a_corpus_are_no_articles(tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("run.json", "articles.parquet", "passages.parquet"):
        (tmp_path / "out" / name).write_text("{}")
    (tmp_path / "a.txt").write_text(TEXT)
    found, report = read(tmp_path)
    assert found["path"].tolist() == ["a.txt"]
    assert report[["item", "reason"]].values.tolist() == [["out", "results of a study"]]


def test_a_file_keeps_its_own_name_where_a_link_leads_to_its_folder(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text(TEXT)
    (tmp_path / "again").symlink_to("real")
    found, report = read(tmp_path)
    assert (found["path"].tolist(), report["item"].tolist()) == (["real/a.txt"], ["again/a.txt"])
    shutil.rmtree(tmp_path / "real")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("/Date(1709632800000+0100)/", "2024-03-05"),
        ("R6.3.5", "2024-03-05"),
        ("1402/12/15", "2024-03-05"),
        ("1402/13/15", None),
        ("5 آذار/مارس 2024", "2024-03-05"),
        ("1º de abril de 2024", "2024-04-01"),
        ("5. ožujka 2024.", "2024-03-05"),
        ("5. marta 2024.", "2024-03-05"),
        ("2024 m. kovo 5 d.", "2024-03-05"),
        ("2024. gada 5. marts", "2024-03-05"),
        ("5. märts 2024", "2024-03-05"),
    ],
)
def test_dates_in_more_forms(written, iso):
    assert parse_date(written) == iso


def test_an_export_without_lines_that_end_its_documents(tmp_path):
    record = "Copyright 2024 Example Media\nBrindle Gazette\n\nMarch {}, 2024 Tuesday\n\nLENGTH: 52 words\n\n"
    record += "HEADLINE: {}\n\nBODY:\n{}\n\nLOAD-DATE: March {}, 2024\n\n"
    text = "".join(record.format(day, f"{TITLE} {day}", TEXT, day + 1) for day in (5, 12))
    found = articles(tmp_path, "a.txt", text)
    assert found["date"].tolist() == ["2024-03-05", "2024-03-12"]
    assert found["title"].tolist() == [f"{TITLE} 5", f"{TITLE} 12"]


def test_records_whose_titles_have_no_label(tmp_path):
    record = "Document {n} of 2\n\n{title} {n}\n\nAuthor: Tolland, R\n\nFull text: {text}\n\n"
    record += (
        "Publication title: Gazette\n\nPublication date: March {n}, 2024\n\nProQuest document ID: 29{n}\n\n"
    )
    text = "ProQuest\n\n" + "".join(record.format(n=n, title=TITLE, text=TEXT) for n in (1, 2))
    found = articles(tmp_path, "a.txt", text)
    assert found["title"].tolist() == [f"{TITLE} 1", f"{TITLE} 2"]
    assert found["date"].tolist() == ["2024-03-01", "2024-03-02"]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Stranica nije pronađena", "Vratite se na naslovnu."), "error page"),
        (("Oups !", "La page que vous recherchez semble introuvable."), "error page"),
        (("Hetkinen…", "Vahvista, että olet ihminen."), "captcha"),
        (
            (
                "Cijenimo vašu privatnost",
                "Mi i naši partneri pohranjujemo kolačiće.",
                "Privolu možete povući bilo kad.",
            ),
            "consent",
        ),
        (("Log masuk", "Sila log masuk untuk membaca artikel ini.", "Lupa kata laluan?"), "login wall"),
        (
            (
                "Flight 404 lands safely",
                "Flight 404 landed safely at Norwick on Tuesday after an engine failed.",
            ),
            None,
        ),
    ],
)
def test_notices_in_more_languages(tmp_path, lines, kind):
    body = f"<h1>{lines[0]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    found = articles(
        tmp_path, "a.html", f"<html><head><title>{lines[0]}</title></head><body>{body}</body></html>"
    )
    assert (found["page"].tolist() if "page" in found else [None]) == [kind]
