"""What a file may do to a reader: bombs, cells that span 2·10⁸ columns, pipes; each is named, the others are read."""

import gzip
import io
import os
import random
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
from newsthemes.parallel.limits import LimitPassed, limited
from newsthemes.study.inputs import digest_inputs

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


def test_work_that_takes_too_much_memory_ends():
    with pytest.raises(LimitPassed, match="MB of memory"), limited(60, 50 << 20):
        held = []
        for _ in range(100):
            held.append(bytearray(os.urandom(1 << 20)) * 4)
            time.sleep(0.01)
    with limited(60, 1 << 30):
        pass


CASES = sorted(
    path
    for path in (Path(__file__).parent / "cases").rglob("*")
    if path.is_file() and path.stat().st_size < 20_000
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_file_gives_articles_or_a_row(tmp_path, seed):
    rng = random.Random(seed)
    source = rng.choice(CASES)
    data = bytearray(source.read_bytes())
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(data))
        change = rng.randrange(4)
        if change == 0:
            data[at] = rng.randrange(256)
        elif change == 1:
            del data[at : at + rng.randrange(1, 200)]
        elif change == 2:
            data[at:at] = data[at : at + rng.randrange(1, 200)]
        else:
            data[at:at] = rng.choice((b"<", b'"', b"\0", b"{", b"\xff\xfe", b"]]>", b"\n\n", b"9" * 50))
        data = data or bytearray(b" ")
    file = tmp_path / f"m{source.suffix}"
    file.write_bytes(data)
    start = time.monotonic()
    articles, problems = read_input(Input(file, file.name), {})
    assert articles or problems
    assert time.monotonic() - start < 20
