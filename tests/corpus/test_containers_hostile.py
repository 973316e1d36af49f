"""What a file may do to a reader: bombs, cells that span 2·10⁸ columns, pipes; each is named, the others are read."""

import errno
import gzip
import io
import os
import runpy
import tarfile
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsthemes.corpus import read, read_file
from newsthemes.corpus.discover import Input
from newsthemes.corpus.read_file import read_input
from newsthemes.corpus.readers import rich_text
from newsthemes.parallel.limits import LimitPassed, limited
from newsthemes.study.inputs import digest_inputs

CASES = Path(__file__).parent / "cases"

STORY = "The ferry will sail twice a day from June, the operator said on Friday."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ok.txt").write_text(STORY)
    return tmp_path


def reasons(folder):
    reading = read(folder)
    assert "ok.txt" in set(reading.articles["path"])
    return dict(zip(reading.report["item"], reading.report["reason"], strict=True))


def packed(file, parts):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def docx(file, body):
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'  # noqa: E501
    links = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>'  # noqa: E501
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    packed(file, {"[Content_Types].xml": types, "_rels/.rels": links, "word/document.xml": document})


def test_a_cell_is_read_once_however_many_columns_it_spans(folder):
    span = '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    docx(
        folder / "a.docx",
        f"<w:tbl><w:tr><w:tc>{span}<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    assert read(folder / "a.docx").articles["text"].tolist() == [STORY]


def test_empty_paragraphs_without_end_are_refused_before_they_are_a_tree(folder):
    docx(folder / "a.docx", "<w:p/>" * 2_500_000)
    assert reasons(folder) == {"a.docx": "too large"}


def test_a_parquet_file_is_refused_by_rows_times_bytes(folder):
    text = pa.array([STORY * 10]).take(pa.array([0] * 200_000, pa.int32())).dictionary_encode()
    pq.write_table(pa.table({"text": text}), folder / "a.parquet")
    assert os.path.getsize(folder / "a.parquet") < 100_000
    assert reasons(folder) == {"a.parquet": "too large"}


def test_two_cells_far_apart_are_no_sheet_of_seventeen_thousand_million(folder):
    sheet = '<worksheet><sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData>'
    packed(folder / "a.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet})
    assert reasons(folder) == {"a.xlsx": "too large"}


def test_packed_bombs_are_refused_and_archives_in_archives_end(folder):
    (folder / "zeros.gz").write_bytes(gzip.compress(bytes(70 << 20), 1))
    inner = io.BytesIO()
    packed(inner, {"a.txt": STORY})
    for _ in range(7):
        outer = io.BytesIO()
        packed(outer, {"in.zip": inner.getvalue()})
        inner = outer
    (folder / "deep.zip").write_bytes(inner.getvalue())
    found = reasons(folder)
    assert found["zeros.gz"] == "too large"
    assert found["deep.zip#in.zip/in.zip/in.zip/in.zip/in.zip"] == "not readable"


def test_what_an_archive_holds_is_named_by_its_place_in_it(folder):
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive:
        member = tarfile.TarInfo("d/a.txt")
        member.size = len(STORY)
        archive.addfile(member, io.BytesIO(STORY.encode()))
        member = tarfile.TarInfo("pipe")
        member.type = tarfile.FIFOTYPE
        archive.addfile(member)
    packed(folder / "all.zip", {"a/three.tgz": tar.getvalue(), "b.txt": STORY})
    ids = read(folder / "all.zip").articles["article_id"].tolist()
    assert ids == ["all.zip#a/three.tgz/d/a.txt", "all.zip#b.txt"]


def test_what_is_no_regular_file_is_a_row_and_never_opened(folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "folder.txt").mkdir()
    expected = dict.fromkeys(("pipe.txt", "zero.txt", "folder.txt"), "not a regular file")
    assert reasons(folder) == expected
    digests, problems = digest_inputs(folder)
    assert list(digests) == ["ok.txt"] and len(problems) == 3


def test_a_page_of_many_attributes_is_read_in_time(folder):
    attributes = " ".join(f'a{i}="x"' for i in range(60_000))
    (folder / "a.html").write_text(f"<html><body><p {attributes}>{STORY}</p></body></html>")
    start = time.monotonic()
    assert STORY in read(folder / "a.html").articles["text"][0]
    assert time.monotonic() - start < 10


def test_digits_without_end_are_a_damaged_pdf(folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.4\n" + b"1" * 400_000)
    assert reasons(folder) == {"a.pdf": "damaged or truncated PDF"}


def test_a_file_that_takes_too_long_is_set_aside(folder, monkeypatch):
    def never(*_):
        while True:
            time.sleep(0.01)

    monkeypatch.setattr(read_file, "SECONDS", 0.3)
    monkeypatch.setattr(read_file, "read_content", never)
    articles, problems = read_input(Input(folder / "ok.txt", "ok.txt"), {})
    assert articles == []
    assert [(p.reason, p.detail[:22]) for p in problems] == [("limit passed", "it took more than 0 s ")]


def test_a_full_disk_is_no_fault_of_a_file(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rich_text.tempfile, "TemporaryDirectory", full)
    (folder / "a.doc").write_bytes(rich_text.OLE + b"\0" * 500 + rich_text.WORD + b"\0" * 500)
    with pytest.raises(OSError, match="No space left"):
        read(folder)


def test_work_that_takes_too_much_memory_ends():
    with pytest.raises(LimitPassed, match="MB of memory"), limited(60, 50 << 20):
        held = []
        for _ in range(100):
            held.append(bytearray(os.urandom(1 << 20)) * 4)
            time.sleep(0.01)
    with limited(60, 1 << 30):
        pass


def test_a_folder_of_hostile_files_and_two_hundred_good_ones(tmp_path):
    """All that is good is read, and each of the others is named."""
    for i in range(200):
        (tmp_path / f"good{i:03}.txt").write_text(f"Ferry number {i}: {STORY}")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "header.csv").write_text("title,text\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "digits.pdf").write_bytes(b"%PDF-1.4\n" + b"1" * 100_000)
    (tmp_path / "cut.parquet").write_bytes(b"PAR1" + b"\0" * 50 + b"PAR1")
    (tmp_path / "zeros.gz").write_bytes(gzip.compress(bytes(70 << 20), 1))
    (tmp_path / "nested.json").write_text("[" * 100_000)
    (tmp_path / "pickle.txt").write_bytes(b"\x80\x04\x95\0\0\0\0\0\0\0\0.")
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    docx(tmp_path / "paragraphs.docx", "<w:p/>" * 2_500_000)
    entities = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    (tmp_path / "entities.xml").write_text(
        f"{entities}<rss><channel><item><title>&c;</title></item></channel></rss>"
    )
    hostile = {path.name for path in tmp_path.iterdir()} - {f"good{i:03}.txt" for i in range(200)}
    reading = read(tmp_path)
    good = reading.articles[reading.articles["path"].str.startswith("good")]
    assert len(good) == 200
    named = set(reading.report["item"].str.partition("#")[0]) | set(reading.articles["path"])
    assert hostile - named == set()
    assert set(reading.report["item"]) >= hostile - {"entities.xml"}


@pytest.mark.slow
def test_mutated_files_of_every_kind(root):
    """A small part of `benchmarks/hardening.py`, which CI runs for longer."""
    fuzz = runpy.run_path(str(root / "benchmarks" / "hardening.py"))["fuzz"]
    tried, faults = fuzz(150, 60, seed=7)
    assert faults == [] and len(tried) > 20


def test_an_offset_outside_of_an_arrow_file_is_damage(folder):
    """Taken at its word, it ended the process by a bus error."""
    table = pa.table({"text": [STORY * 9, STORY]})
    with pa.OSFile(str(folder / "a.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    whole = (folder / "a.arrow").read_bytes()
    first = (len(STORY) * 9).to_bytes(4, "little")
    (folder / "a.arrow").write_bytes(whole.replace(first, (2**31 - 1).to_bytes(4, "little"), 1))
    assert reasons(folder)["a.arrow"] == "damaged Arrow file"


def test_a_damaged_warc_is_a_row_and_says_nothing_to_the_terminal(tmp_path, capfd):
    whole = (CASES / "warc" / "news.warc").read_bytes()
    (tmp_path / "news.warc").write_bytes(whole.replace(b"Content-Length: 9", b"Content-Length: 7", 1))
    articles, report = read(tmp_path)
    assert len(articles) == 8
    assert "records longer than they say: 1" in report["detail"].tolist()
    assert capfd.readouterr() == ("", "")
