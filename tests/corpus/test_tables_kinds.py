"""Tables and lists as people have them: dates in parts, merged cells, objects in objects, one value after another."""

import json
import zipfile

import pytest

from newsthemes.corpus import read
from newsthemes.corpus.dates import find_date, parse_date
from newsthemes.corpus.readers.columns import find_columns

STORY = "The port shut two piers on Tuesday. Ships will wait until Friday."
VOTE = "Teachers voted on Monday. Most of the members took part."


def articles(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    return read(tmp_path).articles


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("18 มิ.ย. 67", "2024-06-18"), ("12 มีนาคม พ.ศ. 2567", "2024-03-12"), ("วันอังคารที่ 5 มีนาคม พ.ศ.2567", "2024-03-05"),
        ("令和六年三月五日", "2024-03-05"), ("令和元年五月一日", "2019-05-01"), ("2024-W10-2", "2024-03-05"),
        ("5 במרץ 2024", "2024-03-05"), ("۱۵ اسفند ۱۴۰۲", "2024-03-05"), ("۱ فروردین ۱۴۰۳", "2024-03-20"),
        ("30 اسفند 1399", "2021-03-20"), ("31 اسفند 1399", None),
    ],
)  # fmt: skip
def test_dates_of_other_calendars(value, date):
    assert parse_date(value, library=False) == date


def test_of_two_dates_the_one_of_publication_counts():
    assert find_date("Updated Mar 9, 2024 · Published Mar 5, 2024") == "2024-03-05"


def test_names_of_columns_with_vowel_signs():
    assert find_columns(["หัวข้อข่าว", "วันที่", "เนื้อหา"]) == {
        "text": "เนื้อหา", "title": "หัวข้อข่าว", "date": "วันที่"
    }  # fmt: skip


def test_a_date_in_three_columns(tmp_path):
    found = articles(
        tmp_path,
        "a.csv",
        f"Titel;Jahr;Monat;Tag;Text\nA;2024;3;5;{STORY}\nB;2024;März;;{VOTE}\nC;;3;5;{VOTE}\n",
    )
    assert found["date"].tolist() == ["2024-03-05", "2024-03", None]
    assert found["Jahr"].tolist() == ["2024", "2024", None]


def test_days_of_eight_digits_are_dates_by_what_they_hold(tmp_path):
    found = articles(tmp_path, "a.csv", f"제목,기사날,본문\n항구,20240305,{STORY}\n교사,20240312,{VOTE}\n")
    assert found["date"].tolist() == ["2024-03-05", "2024-03-12"]


def test_markup_behind_entities(tmp_path):
    found = articles(
        tmp_path,
        "a.tsv",
        f"title\tbody\nPort news\t&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;Tom &amp;amp; Ada.&lt;/p&gt;\n",
    )
    assert found["text"].tolist() == [f"Port news\n\n{STORY}\nTom & Ada."]


def test_cells_merged_over_rows_hold_for_each_of_them(tmp_path):
    cell = lambda place, text: f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'  # noqa: E731
    rows = [("Source", "Text"), ("Post", STORY), ("", VOTE), ("", STORY[::-1] + ".")]
    sheet = "".join(
        f'<row r="{i}">{cell(f"B{i}", a) if a else ""}{cell(f"C{i}", b)}</row>'
        for i, (a, b) in enumerate(rows, 3)
    )
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',  # noqa: E501
        "xl/workbook.xml": f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{links}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',  # noqa: E501
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',  # noqa: E501
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData><mergeCells><mergeCell ref="B4:B5"/></mergeCells></worksheet>',  # noqa: E501
    }
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read(tmp_path).articles["source"].tolist() == ["Post", "Post", None]


def test_objects_one_after_another(tmp_path):
    rows = [{"title": "A", "text": STORY}, {"title": "B", "text": VOTE}]
    found = articles(tmp_path, "a.json", "\n".join(json.dumps(row, indent=2) for row in rows))
    assert found["title"].tolist() == ["A", "B"]


@pytest.mark.parametrize("before", ["window.YTD.tweets.part0 = ", "var posts=", "const a = "])
def test_a_list_that_a_script_is_given(tmp_path, before):
    rows = [{"tweet": {"full_text": STORY, "created_at": "Tue Mar 05 10:00:00 +0000 2024"}}] * 2
    found = articles(tmp_path, "a.js", before + json.dumps(rows) + ";")
    assert found["text"].tolist() == [STORY] * 2 and found["date"].tolist() == ["2024-03-05"] * 2


def test_fields_outside_stand_before_those_inside(tmp_path):
    rows = [
        {"id": i, "date": "2024-03-05", "url": None,
         "tweet": {"id": 70 + i, "date": None, "url": f"https://n.example/{i}", "full_text": f"{i}. {STORY}"}}
        for i in (1, 2)
    ]  # fmt: skip
    found = articles(tmp_path, "a.json", json.dumps(rows))
    assert found["date"].tolist() == ["2024-03-05"] * 2
    assert found["url"].tolist() == ["https://n.example/1", "https://n.example/2"]
    assert found["article_id"].tolist() == ["a.json#1", "a.json#2"]


def test_objects_of_apis_in_fields(tmp_path):
    posts = [
        {"date": "2024-03-05T10:00:00", "link": "https://n.example/1", "title": {"rendered": "Port&#8217;s piers"},
         "content": {"rendered": f"<p>{STORY}</p>", "protected": False}, "excerpt": {"rendered": "<p>A […]</p>"}},
    ]  # fmt: skip
    article = articles(tmp_path, "wordpress.json", json.dumps(posts)).iloc[0]
    assert (article["title"], article["text"]) == ("Port’s piers", f"Port’s piers\n\n{STORY}")
    assert (article["date"], article["url"]) == ("2024-03-05", "https://n.example/1")


def test_posts_inside_of_what_was_done_with_them(tmp_path):
    acts = [{"type": "Create", "object": {"content": f"<p>{STORY}</p>", "published": "2024-03-05T10:00:00Z"}}]
    article = articles(tmp_path, "outbox.json", json.dumps({"orderedItems": acts})).iloc[0]
    assert (article["text"], article["date"], article["type"]) == (STORY, "2024-03-05", "Create")


def test_xml_of_records_with_attributes(tmp_path):
    found = articles(
        tmp_path,
        "a.xml",
        f'<c><d id="1" date="2024-03-05" title="A">{STORY}</d><d id="2" date="2024-03-12" title="B">{VOTE}</d></c>',
    )
    assert found["date"].tolist() == ["2024-03-05", "2024-03-12"]
    assert found["text"].tolist() == [f"A\n\n{STORY}", f"B\n\n{VOTE}"]


def test_what_wordpress_exports_beside_posts_is_no_article(tmp_path):
    item = (
        "<item><title>{}</title><content:encoded>{}</content:encoded><wp:post_type>{}</wp:post_type></item>"
    )
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Post</title>'
        + item.format("A", f"&lt;p&gt;{STORY}&lt;/p&gt;", "post")
        + item.format("pier.jpg", "", "attachment") + "</channel></rss>"
    )  # fmt: skip
    reading = read(tmp_path)
    assert reading.articles["title"].tolist() == ["A"]
    assert "attachments, menus and the like: 1" in reading.report["detail"].tolist()


def test_texts_of_a_crawl(tmp_path):
    record = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://n.example/1\r\n"
        "WARC-Date: 2024-03-06T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {len(STORY)}\r\n\r\n{STORY}\r\n\r\n"
    )
    (tmp_path / "a.warc.wet").write_bytes(record.encode())
    assert read(tmp_path).articles[["text", "url"]].values.tolist() == [[STORY, "https://n.example/1"]]
