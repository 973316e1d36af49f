"""Exports of EBSCO and of reference managers, and spreadsheets of LibreOffice: each article once."""

import zipfile
from pathlib import Path

import pytest

from newsthemes.corpus import read, read_corpus
from newsthemes.corpus.readers.exports import ebsco, ris

CASES = Path(__file__).parent / "cases"
SHEET = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="News">%s</table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.mark.parametrize(
    ("name", "kind", "dates"),
    [
        ("ris_export/export.ris", "RIS export", ["2024-03-05", "2024-03-06"]),
        ("ebsco_export/ebsco.txt", "EBSCO export", ["2024-03-05", "2024-03"]),
        ("ebsco_export/ebsco.xml", "EBSCO XML", ["2024-03-05", "2024-03-06"]),
        ("ebsco_export/ebsco.csv", None, ["2024-03-05", "2024-03-06"]),
    ],
)
def test_an_export_is_its_articles_with_what_it_states_of_them(name, kind, dates):
    articles, report = read(CASES / name)
    assert [title.rstrip(".") for title in articles["title"]] == [
        "Ferry sails twice a day",
        "Bridge to close",
    ]
    assert articles["source"].tolist() == ["Almery Gazette", "Norwick Post"]
    assert articles["date"].tolist() == dates
    assert articles["author"][0].lower().startswith("tolland, r.")
    assert articles["url"][0].startswith("https://search.example/")
    assert "twice a day from June" in articles["text"][0] and "Bridge closes" in articles["text"][1].replace(
        "bridge", "Bridge"
    )
    assert not any(
        mark in text for text in articles["text"] for mark in ("property of", "Accession", "ER  -")
    )
    assert report["detail"].tolist() == ([f"2 articles; {kind}"] if kind else [])


def test_ris_records_go_on_over_lines_and_need_no_last_line():
    text = "Provider: E\n\nTY  - NEWS\nT1  - Ferry\nAU  - A\nAU  - B\nPY  - 2024\nDA  - 2024/3/5/\nAB  - It sails,"
    text += "\nagain."
    assert ris.split(text) == [
        {"title": "Ferry", "text": "It sails,\nagain.", "author": "A; B", "date": "2024/3/5"}
    ]
    assert ris.split("TY is a word of two letters.\nER - so is this.") == []


def test_an_ebsco_record_without_its_article_has_its_abstract():
    text = "Record: 1\nTitle:\n Ferry.\nSource:\n Post. 12/31/2024, p1.\nAbstract:\n It sails.\nAccession Number:\n 1\n"
    text += "Database:\n D\n"
    (article,) = ebsco.split(text)
    assert (article["title"], article["text"], article["date"]) == ("Ferry", "It sails.", "2024-12-31")
    assert ebsco.split("Record: 1\nThe fastest run of the year.") == []


def test_a_sheet_of_libreoffice_is_a_table(tmp_path):
    rows = [["title", "text", "date"], ["Ferry", "The ferry will sail twice a day.", "2024-03-05"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(tmp_path / "news.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", SHEET % cells)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    article = read_corpus(tmp_path / "news.ods").iloc[0]
    assert (article["title"], article["date"]) == ("Ferry", "2024-03-05")
    assert article["text"] == "Ferry\n\nThe ferry will sail twice a day."
