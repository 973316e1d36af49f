"""What people have beside articles: the files of a saved page, web archives, shortcuts, subtitles, reference lists."""

import json
import plistlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsthemes.corpus import read
from newsthemes.corpus.readers.exports import bibtex

STORY = "The port shut two of its five piers on Tuesday. Ships will wait outside until Friday."
PAGE = f"<html><head><title>Port shut</title></head><body><h1>Port shut</h1><p>{STORY}</p><p>{STORY[::-1]}.</p></body></html>"  # noqa: E501
SCRIPT = '!function(e,t){"use strict";for(var i=0;i<t.length;i++){console.log(t[i]);}}(window,[1]);\n' * 5
STYLE = "body{margin:0}\n.nav a:hover{color:#c00;}\n@media (max-width:600px){.nav{display:none}}\n" * 5


def reasons(folder):
    reading = read(folder)
    return reading.articles, dict(zip(reading.report["item"], reading.report["reason"], strict=True))


def test_the_files_of_a_saved_page_are_no_articles(tmp_path):
    parts = tmp_path / "Port_files"
    parts.mkdir()
    (tmp_path / "Port.html").write_text(f"<!-- saved from url=(0024)https://n.example/port -->\n{PAGE}")
    (parts / "app.js").write_text(SCRIPT)
    (parts / "main.css").write_text(STYLE)
    (parts / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Logo</title><path d="M0 0h1"/></svg>'
    )
    articles, said = reasons(tmp_path)
    assert articles[["path", "url"]].values.tolist() == [["Port.html", "https://n.example/port"]]
    assert said == {
        "Port_files/app.js": "no article",
        "Port_files/main.css": "no article",
        "Port_files/logo.svg": "not text",
    }


def test_a_text_that_is_called_a_script_is_read(tmp_path):
    (tmp_path / "a.js").write_text(f"{STORY}\n" * 3)
    assert len(read(tmp_path).articles) == 1


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive_is_its_page(tmp_path, form):
    main = {
        "WebResourceData": PAGE.encode(),
        "WebResourceURL": "https://n.example/port",
        "WebResourceMIMEType": "text/html",
    }
    (tmp_path / "a.webarchive").write_bytes(plistlib.dumps({"WebMainResource": main}, fmt=form))
    assert read(tmp_path).articles[["title", "url"]].values.tolist() == [
        ["Port shut", "https://n.example/port"]
    ]


def test_a_damaged_web_archive_is_a_row(tmp_path):
    (tmp_path / "a.webarchive").write_bytes(b"bplist00WebMainResource" + bytes(50))
    (tmp_path / "b.txt").write_text(STORY)
    assert reasons(tmp_path)[1] == {"a.webarchive": "damaged web archive"}


def test_a_shortcut_says_how_to_read_its_page(tmp_path):
    (tmp_path / "a.url").write_text("[InternetShortcut]\nURL=https://n.example/port\n")
    (tmp_path / "b.txt").write_text(STORY)
    assert reasons(tmp_path)[1] == {"a.url": "no article"}


@pytest.mark.parametrize(("head", "comma"), [("WEBVTT\n\n", "."), ("", ",")])
def test_subtitles_are_what_is_said(tmp_path, head, comma):
    said = ["<v Ada>The port shut two", "of its five piers on Tuesday.", "Ships will wait."]
    blocks = [f"{i}\n00:00:0{i}{comma}000 --> 00:00:0{i}{comma}900\n{line}\n" for i, line in enumerate(said)]
    (tmp_path / "a.srt").write_text(head + "\n".join(blocks))
    assert read(tmp_path).articles["text"].tolist() == [
        "The port shut two of its five piers on Tuesday.\nShips will wait."
    ]


def test_bibtex_is_its_abstracts():
    entry = '@article{a%d,\n  title = {The {Port} shuts}, journal = "Post",\n  %s\n  abstract = {Two {piers} = shut.}}\n'  # noqa: E501
    text = (
        entry % (1, "date = {2024-03-05},")
        + entry % (2, "year = 2024, month = mar,")
        + "@book{b, title={No abstract}}"
    )
    found = bibtex.split(text)
    assert found[2] == {"title": "No abstract"}
    assert [article["date"] for article in found[:2]] == ["2024-03-05", "mar 2024"]
    assert found[0] | {"date": ""} == {
        "title": "The Port shuts",
        "text": "Two piers = shut.",
        "source": "Post",
        "date": "",
    }
    assert bibtex.split("Write to ada@n.example{now}, she says.") == []
    assert bibtex.split("As they write:\n@user{now, or never}\n") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('month = "5~" # mar, year = 2024', {"date": "5 mar 2024"}),
        ('journal = post # " of " # {Brevol}', {"source": "Norwick Post of Brevol"}),
        ("% a comment\n url = {https://n.example/a\\_b}", {"url": "https://n.example/a_b"}),
        ("year = 2024, % checked, twice\n % gone = {\n url = {u}", {"date": "2024", "url": "u"}),
        ("note = {Place: Paris}, annote = {Read}", {}),
        ("keywords = {a}, keywords = {b}", {"keywords": "a"}),
    ],
)
@pytest.mark.parametrize("key", ["a1", ""])
def test_bibtex_as_programs_and_people_write_it(fields, said, key):
    text = (
        f"@string{{post = {{Norwick Post}}}}\n@article{{{key}, title = {{Port \\{{ shut}},\n {fields},\n"
        " abstract = {A.}}\n"
    )
    assert bibtex.split(text * 2) == [{"title": "Port { shut", "text": "A."} | said] * 2


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r'K{\"o}ge, {\'E}cole, \v{S}koda, \c{c}a, Erd{\H{o}}s, Stra{\ss}e, S{\o}r, {\L}agiewniki',
         "Köge, École, Škoda, ça, Erdős, Straße, Sør, Łagiewniki"),
        (r"20\% of \$5, 30% of $6, A \& B, \textit{so} ``it'' is", "20% of $5, 30% of $6, A & B, so “it” is"),
        (r"kept in C:\Reports", r"kept in C:\Reports"),
    ],
)  # fmt: skip
def test_bibtex_without_its_latex(written, plain):
    (article,) = bibtex.split(f"@article{{a, title = {{T}}, abstract = {{{written}}}}}")
    article["text"] = article["text"].replace("“ ", "“")
    assert article["text"] == unicodedata.normalize("NFC", plain)


def test_a_damaged_entry_takes_no_other_with_it_and_is_reported(tmp_path):
    good = "@article{g%d, title = {Port %d shuts}, abstract = {%s}}\n"
    (tmp_path / "a.bib").write_text(
        good % (1, 1, STORY)
        + f"@article{{open, title = {{Open}}, abstract = {{{STORY}\n\n"
        + f"@article{{nokey title = {{Lost}}, abstract = {{{STORY}}}}}\n"
        + good % (2, 2, STORY)
        + "@article{cut, title = {Cut off},\n"
    )
    reading = read(tmp_path)
    assert reading.articles["title"].tolist() == ["Port 1 shuts", "Open", "Port 2 shuts", "Cut off"]
    said = dict(zip(reading.report["item"], reading.report["reason"], strict=True))
    assert said["a.bib#3"] == "no text" and said["a.bib#5"] == "only the title read"


@given(st.lists(st.sampled_from([*'@{}(),="#%~\\ \nab', "@article{k,", "title=", "@string{"]), max_size=40))
def test_no_bibtex_breaks_its_reader(parts):
    bibtex.split("@article{a, title={T}}\n" + "".join(parts))


@pytest.mark.parametrize("start", [b"Obj\x01\x04\x16avro.schema", b"ORC\x0a\0\0", b"X\n\0\0\0\x03\0\x04"])
def test_tables_that_are_not_read_say_what_to_do(tmp_path, start):
    (tmp_path / "a.bin").write_bytes(start + bytes(range(256)))
    (tmp_path / "b.txt").write_text(STORY)
    report = read(tmp_path).report
    assert report["reason"].tolist() == ["not text"] and "export its table" in report["detail"][0]


@pytest.mark.parametrize(
    "script",
    [
        'var config = {"a": 1,\n  "b": [2]};\nconfig.c = 3;\n',
        'var config = {"a": 1, b: function () {}};\nrun(config);\n',
        'window.settings = {"a": 1, "b": {"c": true}};',
    ],
)
def test_a_script_that_begins_with_its_settings_is_a_script(tmp_path, script):
    (tmp_path / "a.js").write_text(script)
    (tmp_path / "b.txt").write_text(STORY)
    report = read(tmp_path).report
    assert report[["item", "reason"]].values.tolist() == [["a.js", "no article"]]
    assert "a script" in report["detail"].iloc[0]


def test_an_object_of_articles_that_a_script_is_given_is_read(tmp_path):
    rows = [{"title": "A", "text": STORY}, {"title": "B", "text": STORY[::-1]}]
    (tmp_path / "a.js").write_text(f"var data = {json.dumps({'articles': rows})};")
    assert read(tmp_path).articles["title"].tolist() == ["A", "B"]


def test_a_feed_that_names_a_web_archive_is_a_feed(tmp_path):
    item = f"<item><title>Formats</title><description>WebMainResource is a key. {STORY}</description></item>"
    (tmp_path / "a.xml").write_text(
        f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>P</title>{item}</channel></rss>'
    )
    articles, said = reasons(tmp_path)
    assert articles["title"].tolist() == ["Formats"] and "damaged web archive" not in said.values()


SPOKEN = ["The port shut two", "of its five piers on Tuesday.", "Ships will wait."]


def subtitles(lines_end, between, number="{i}\n"):
    cues = [
        number.format(i=i) + f"00:00:0{i},000 --> 00:00:0{i},900\n{line}\n{between}"
        for i, line in enumerate(SPOKEN, 1)
    ]
    return "".join(cues).replace("\n", lines_end).encode()


@pytest.mark.parametrize("number", ["{i}\n", ""])
@pytest.mark.parametrize("between", ["\n", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r", "\n\n"])
def test_subtitles_with_and_without_blank_lines(tmp_path, end, between, number):
    (tmp_path / "a.srt").write_bytes(subtitles(end, between, number))
    assert read(tmp_path).articles["text"].tolist() == [
        "The port shut two of its five piers on Tuesday.\nShips will wait."
    ]


def test_comments_names_and_styles_of_subtitles_are_not_said(tmp_path):
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000\nThe port shut 2 of\n5\npiers.\n\n"
        "NOTE by Ada\nnot said\n\nend\n00:03.000 --> 00:04.000\nShips wait.\n"
    )
    assert read(tmp_path).articles["text"].tolist() == ["The port shut 2 of 5 piers.\nShips wait."]
