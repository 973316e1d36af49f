"""Reading: every kind of file, and every way in which a file can be wrong."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsthemes.corpus import ARTICLE_COLUMNS, REPORT_COLUMNS, read, read_corpus
from newsthemes.corpus.decode import decode
from newsthemes.errors import InputError
from newsthemes.passages import split_passages
from newsthemes.stories import assign_stories

ENGLISH = (
    "The harbour council voted on Monday to widen the old pier. Fishing crews had asked for the work since spring, "
    "when two boats could not land their catch."
)
FRENCH = "La mairie a décidé hier d'élargir le vieux quai. Les pêcheurs l'avaient demandé dès le printemps, à Évreux."
TURKISH = "Belediye eski iskelenin genişletilmesine karar verdi. Balıkçılar bunu ilkbahardan beri istiyordu, şöyle ki."
CZECH = "Městská rada v pondělí rozhodla rozšířit staré molo. Rybáři o to žádali už od jara, že to spěchá."
RUSSIAN = "Городской совет решил в понедельник расширить старый причал. Рыбаки просили об этом с весны."
ARABIC = "قرر مجلس المدينة يوم الاثنين توسيع الرصيف القديم. وكان الصيادون يطالبون بذلك منذ الربيع."
GREEK = "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να διαπλατύνει την προβλήτα. Άλλοι διαφωνούν."
JAPANESE = "市議会は月曜日、古い桟橋を広げることを決めた。漁師たちは春からこの工事を求めていた。"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def reasons(report: pd.DataFrame) -> dict[str, str]:
    return dict(zip(report["item"], report["reason"], strict=True))


@pytest.fixture
def folder(tmp_path):
    """A corpus folder with one sound article, so that a bad file beside it is reported, not raised."""
    put(tmp_path, "sound.txt", ENGLISH)
    return tmp_path


def only(folder: Path, name: str) -> dict:
    """The one article read from a file of the corpus."""
    articles = read_corpus(folder)
    found = articles[articles["path"] == name].to_dict("records")
    assert len(found) == 1, found
    return found[0]


def reported(folder: Path, name: str) -> tuple[str, str]:
    """(reason, detail) of a file that gave no article."""
    reading = read(folder)
    assert name not in reading.articles["path"].tolist()
    rows = reading.report[reading.report["item"] == name]
    assert len(rows) == 1, reading.report
    return rows.iloc[0]["reason"], rows.iloc[0]["detail"]


# The table


def test_the_columns_are_text_or_none_and_sorted_by_path(tmp_path):
    put(tmp_path, "b.txt", ENGLISH)
    put(tmp_path, "a/c.txt", FRENCH)
    articles, report = read(tmp_path)
    assert tuple(articles.columns) == ARTICLE_COLUMNS
    assert tuple(report.columns) == REPORT_COLUMNS and report.empty
    assert articles["article_id"].tolist() == ["a/c", "b"]
    assert articles["path"].tolist() == ["a/c.txt", "b.txt"]
    assert articles["text"].tolist() == [FRENCH, ENGLISH]
    assert articles["date"].tolist() == [None, None]
    assert all(value is None or isinstance(value, str) for value in articles.to_numpy().ravel())


def test_ids_keep_the_extension_only_where_two_files_differ_by_it(tmp_path):
    put(tmp_path, "a.txt", ENGLISH)
    put(tmp_path, "a.md", FRENCH)
    put(tmp_path, "b.md", FRENCH)
    assert read_corpus(tmp_path)["article_id"].tolist() == ["a.md", "a.txt", "b"]


def test_the_order_in_which_inputs_are_given_changes_nothing(tmp_path):
    files = [put(tmp_path, name, ENGLISH + name) for name in ("x/a.txt", "y/a.txt", "b.txt")]
    one, two = read_corpus(files), read_corpus(files[::-1])
    pd.testing.assert_frame_equal(one, two)
    assert one["article_id"].tolist() == ["b", "x/a", "y/a"]


def test_a_file_named_twice_is_read_once(folder):
    assert len(read_corpus([folder, folder / "sound.txt", str(folder / "sound.txt")])) == 1


@pytest.mark.slow
def test_many_files_are_read_the_same_on_several_processes(tmp_path):
    for i in range(30):
        put(tmp_path, f"{i:02}.txt", f"{i} {ENGLISH}\n" * 500)
    put(tmp_path, "bad.bin", bytes(range(256)) * 10)
    articles, report = read(tmp_path)
    assert articles["text"].str.len().sum() > 2_000_000
    assert articles["article_id"].tolist() == [f"{i:02}" for i in range(30)]
    assert all(text.startswith(f"{i} The") for i, text in enumerate(articles["text"]))
    assert reasons(report) == {"bad.bin": "not text"}


# Nothing to read


@pytest.mark.parametrize("missing", ["nowhere", "nowhere/a.txt"])
def test_a_path_that_does_not_exist_is_named(tmp_path, missing):
    with pytest.raises(InputError, match="nowhere.*does not exist; give a file, a folder"):
        read(tmp_path / missing)


def test_an_empty_folder_is_named_with_what_to_put_there(tmp_path):
    with pytest.raises(
        InputError, match=r"^folder '.*' is empty; give a folder of txt, md, html, pdf, docx, csv"
    ):
        read(tmp_path)


@pytest.mark.parametrize("nothing", [[], "", [""]])
def test_naming_nothing_is_an_input_error(nothing):
    with pytest.raises(InputError, match="no corpus was given"):
        read(nothing)


def test_a_folder_of_unreadable_files_says_which_and_why_in_one_line(tmp_path):
    for name in "abcd":
        put(tmp_path, f"{name}.bin", bytes(range(256)) * 10)
    with pytest.raises(InputError) as raised:
        read(tmp_path)
    assert "has no readable articles: 4 inputs were skipped (see: a.bin: not text;" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", ["", "  \n\t \u3000\n", "\ufeff", "\u200b\u200b\n"])
def test_files_without_a_visible_character_are_empty(folder, content):
    put(folder, "blank.txt", content)
    assert reported(folder, "blank.txt")[0] == "empty"


# Kinds, told from content


def test_binary_files_are_reported_whatever_they_are_called(folder):
    put(folder, "noise.txt", bytes(range(256)) * 50)
    put(folder, "photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(500))
    put(folder, "zeros.md", bytes(5000))
    report = read(folder).report
    assert reasons(report) == {"noise.txt": "not text", "photo.txt": "not text", "zeros.md": "not text"}
    assert report.set_index("item").loc["photo.txt", "detail"] == "an image"


PAGE = """<!DOCTYPE html>
<html lang="fr-CA"><head><title>Le quai | La Gazette</title>
<meta property="article:published_time" content="2021-04-07T09:00:00+02:00">
<meta property="og:site_name" content="La Gazette du port"><meta name="author" content="Lise Moreau">
<link rel="canonical" href="https://gazette.example/quai"></head>
<body><nav><a href="/">Accueil</a><a href="/mer">Mer</a></nav><article><h1>Le vieux quai</h1>
<p>La mairie a décidé hier d'élargir le vieux quai, après des mois de débats avec les pêcheurs du port.</p>
<p>Les travaux commenceront quand la saison du hareng sera finie, a précisé l'adjointe chargée de la mer.</p>
</article><footer>Mentions légales</footer></body></html>"""


def test_a_saved_page_gives_its_article_and_what_it_says_of_itself(folder):
    put(folder, "page.txt", PAGE)  # the wrong extension
    article = only(folder, "page.txt")
    assert "élargir le vieux quai" in article["text"] and "Mentions légales" not in article["text"]
    assert article["source"] == "La Gazette du port"
    assert article["author"] == "Lise Moreau"
    assert (article["date"], article["date_source"]) == ("2021-04-07", "html metadata")
    assert article["language"] == "fr"
    assert article["url"] == "https://gazette.example/quai"


def test_a_page_is_read_in_the_encoding_it_declares(folder):
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
    put(folder, "page.html", page.encode("cp1252"))
    assert "décidé" in only(folder, "page.html")["text"]


def test_a_page_of_bare_divisions_is_read_too(folder):
    put(
        folder,
        "page.html",
        "<html><body><div>Short notice.<script>x = 1</script></div><div>Two.</div></body></html>",
    )
    assert only(folder, "page.html")["text"].split("\n") == ["Short notice.", "Two."]


def test_a_page_without_text_is_reported(folder):
    put(folder, "page.html", "<html><head><title></title></head><body><script>load()</script></body></html>")
    assert reported(folder, "page.html")[0] == "no text"


def test_plain_text_called_html_stays_plain_text(folder):
    put(folder, "page.html", FRENCH)
    assert only(folder, "page.html")["text"] == FRENCH


def test_text_that_mentions_tags_is_no_page(folder):
    text = ENGLISH + "\nHe wrote <p> and <div> on the board.\np>"
    put(folder, "tags.txt", text)
    assert only(folder, "tags.txt")["text"] == text


# PDF


def pdf(lines: list[str], differences: str = "") -> bytes:
    """A one-page PDF, written by hand; `differences` renames codes, as fonts with ligatures do."""
    written = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {written}ET".encode("latin-1")
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} >>".encode(),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 6\n0000000000 65535 f \n{xref}trailer\n<< /Size 6 /Root 1 0 R >>\n".encode()
    return out + b"startxref\n%d\n%%%%EOF\n" % out.index(b"xref\n0 6")


WRAPPED = ["The harbour council voted on Monday to widen the old pier, af-", "ter crews had asked for the work since",
           "the spring, when two boats could not land.", "Work starts in May."]  # fmt: skip


def test_a_pdf_is_read_in_paragraphs_not_in_lines(folder):
    put(folder, "paper.dat", pdf(WRAPPED))
    text = only(folder, "paper.dat")["text"]
    assert "after crews had asked for the work since the spring, when two boats could not land." in text


@pytest.mark.slow
def test_a_pdf_with_ligatures_is_the_same_story_as_its_text(folder):
    lines = [
        "The office found the first flat fish off the reef, officials",
        "affirmed, after five fine flights over the field.",
    ]
    coded = [line.replace("ffi", "\\003").replace("fi", "\\001").replace("fl", "\\002") for line in lines]
    put(folder, "paper.pdf", pdf(coded, "1 /fi /fl /ffi"))
    put(folder, "paper.txt", " ".join(lines))
    articles = read_corpus(folder)
    assert "\ufb01rst \ufb02at" in articles.set_index("path").loc["paper.pdf", "text"]
    stories = assign_stories(articles, split_passages(articles))
    assert stories.tolist() == ["paper.pdf", "paper.pdf", "sound"]


def test_an_encrypted_pdf_says_so(folder):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(WRAPPED))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    put(folder, "locked.pdf", stream.getvalue())
    assert reported(folder, "locked.pdf") == ("encrypted; save it without its password", "")


def test_a_truncated_pdf_says_so(folder):
    put(folder, "half.pdf", pdf(WRAPPED)[:250])
    assert reported(folder, "half.pdf")[0] == "damaged or truncated PDF"


@pytest.mark.parametrize("missing", [b"startxref", b"xref\n0 6"])
def test_a_pdf_whose_last_bytes_are_missing_is_read_and_reported(folder, missing):
    whole = pdf(WRAPPED)
    put(folder, "cut.pdf", whole[: whole.index(missing)])
    reading = read(folder)
    assert "widen the old pier" in reading.articles.set_index("path").loc["cut.pdf", "text"]
    assert reasons(reading.report) == {"cut.pdf": "truncated PDF"}


def test_a_scanned_pdf_needs_ocr(folder):
    put(folder, "scan.pdf", pdf([]))
    assert reported(folder, "scan.pdf") == ("no text; needs OCR", "")


# DOCX


def docx_bytes() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "The old pier", "Ada Holm"
    document.add_paragraph("The council voted to widen the pier.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Year", "Boats", "2020", "41"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Crews had asked for it.")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_docx_is_read_with_its_tables_in_reading_order(folder):
    put(folder, "report.docx", docx_bytes())
    article = only(folder, "report.docx")
    expected = [
        "The council voted to widen the pier.",
        "Year | Boats",
        "2020 | 41",
        "Crews had asked for it.",
    ]
    assert article["text"].removeprefix("The old pier\n\n").split("\n") == expected
    assert (article["title"], article["author"]) == ("The old pier", "Ada Holm")
    assert article["date"] is None  # when a file was made is not when the article came out


def archive(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return stream.getvalue()


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_it_is_unpacked(folder):
    put(folder, "bomb.docx", archive({"word/document.xml": bytes(250 << 20)}))
    assert os.path.getsize(folder / "bomb.docx") < 1 << 20
    assert reported(folder, "bomb.docx") == ("too large", "unpacks to 250 MB; the limit is 200 MB")


def test_other_archives_say_what_they_are(folder):
    put(folder, "slides.docx", archive({"ppt/presentation.xml": b"<x/>"}))
    put(folder, "all.zip", archive({"a.txt": ENGLISH.encode()}))
    put(folder, "broken.docx", docx_bytes()[:3000])
    put(folder, "odd.docx", archive({"word/document.xml": b"<not closed"}))
    reading = read(folder)
    report = reading.report.set_index("item")
    assert report.loc["slides.docx", ["reason", "detail"]].tolist() == [
        "not text",
        "slides; save them as pdf",
    ]
    assert reading.articles["article_id"].tolist() == ["all.zip#a.txt", "sound"]
    assert report.loc["all.zip", ["reason", "detail"]].tolist() == [
        "articles found",
        "1 article; zip archive",
    ]
    assert report.loc["broken.docx", "reason"] == "damaged archive"
    assert report.loc["odd.docx", "reason"] == "damaged DOCX"


# Size


@pytest.mark.slow
def test_a_file_of_200_mb_is_refused_by_its_size(folder):
    file = put(folder, "huge.txt", ENGLISH * 1000)
    with file.open("ab") as stream:
        stream.truncate(200 << 20)  # sparse: it takes no room
    assert reported(folder, "huge.txt") == ("too large", "200 MB; the limit is 64 MB")


# Encodings


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", JAPANESE),
        ("utf-8-sig", FRENCH),
        ("utf-16", TURKISH),
        ("utf-16-le", FRENCH),
        ("utf-16-be", FRENCH),
        ("utf-32", JAPANESE),
        ("cp1252", FRENCH * 3 + "L’été, « déjà » fini…"),
        ("cp1254", TURKISH * 3),
        ("iso2022_jp", JAPANESE),
        ("shift_jis", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", "市议会周一决定扩建旧码头。渔民们从春天起就要求进行这项工程。"),
        ("cp932", JAPANESE + "①髙橋市長は十月に着工すると述べた。"),
        ("cp1250", CZECH),
        ("iso8859_2", CZECH),
        ("cp1251", RUSSIAN),
        ("koi8_r", RUSSIAN),
        ("iso8859_5", RUSSIAN),
        ("cp1256", ARABIC),
        ("iso8859_6", ARABIC),
        ("cp1253", GREEK),
        ("iso8859_7", GREEK),
    ],
)
def test_encodings_are_told_apart(folder, encoding, text):
    put(folder, "letter.txt", text.encode(encoding))
    reading = read(folder)
    assert reading.articles.set_index("path").loc["letter.txt", "text"] == text
    assert reading.report.empty


def test_a_text_that_mentions_the_mark_of_a_pdf_is_a_text(folder):
    put(folder, "about.txt", "A file begins with %PDF-1.4, they say. The rest is history.")
    put(folder, "late.pdf", b"\x01\x02\r\n%PDF-1.4\nnothing")
    reading = read(folder)
    assert "about.txt" in set(reading.articles["path"])
    assert reasons(reading.report) == {"late.pdf": "damaged or truncated PDF"}


def test_mojibake_is_repaired_and_reported(folder):
    put(folder, "twice.txt", FRENCH.encode().decode("cp1252").encode())
    reading = read(folder)
    assert reading.articles.set_index("path").loc["twice.txt", "text"] == FRENCH
    assert reasons(reading.report) == {"twice.txt": "mojibake repaired"}


def test_sound_text_is_left_as_it_is(folder):
    text = "“Curly” ‘quotes’, a ﬁne ligature, ＷＩＤＥ letters, e\u0301, &amp; and \x1b[0m stay.\r\nSo do line ends.\r"
    put(folder, "fine.txt", text)
    assert only(folder, "fine.txt")["text"] == text


def test_bytes_that_cannot_be_decoded_are_counted(folder):
    put(folder, "broken.txt", (FRENCH * 30).encode() + b"\xff\xfe end")
    reading = read(folder)
    assert reading.articles.set_index("path").loc["broken.txt", "text"] == FRENCH * 30 + "\ufffd\ufffd end"
    assert reasons(reading.report)["broken.txt"] == "2 bytes or characters could not be decoded as utf-8"


def test_lone_surrogates_become_replacement_characters_one_for_one(folder):
    put(folder, "lone.txt", "a\ud800b\udfffc".encode("utf-8", "surrogatepass"))
    assert only(folder, "lone.txt")["text"] == "a\ufffdb\ufffdc"


def test_odd_characters_stay_where_they_are(folder):
    text = "A zero\u200bwidth, a \u202ebidi\u202c override, a NUL \0 here.\nقررت البلدية توسيع الرصيف القديم."
    put(folder, "odd.txt", text)
    assert only(folder, "odd.txt")["text"] == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_decoding_never_raises_and_never_leaves_a_surrogate(data):
    decode(data).text.encode("utf-8")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass"))
    )
)
def test_no_content_stops_the_reading_of_the_others(tmp_path, data):
    put(tmp_path, "sound.txt", ENGLISH)
    put(tmp_path, "any.txt", data)
    articles, report = read(tmp_path)
    assert ENGLISH in articles["text"].tolist()
    assert "any.txt" in {*articles["path"], *report["item"]}
    articles.drop(columns="story_id").to_csv(tmp_path / "out.tsv", sep="\t")
    (tmp_path / "out.tsv").unlink()


@pytest.mark.slow
def test_importing_the_modules_loads_no_reader():
    """What a user of one part does not need costs no time."""
    code = (
        "import sys, newsthemes.corpus, newsthemes.passages, newsthemes.stories\n"
        "heavy = 'trafilatura pypdf docx babel py3langid sentencex joblib lxml ftfy chardet torch'.split()\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Folders


def test_a_symlink_loop_is_left_and_reported(folder):
    (folder / "sub").mkdir()
    put(folder, "sub/a.txt", FRENCH)
    (folder / "sub" / "again").symlink_to(folder, target_is_directory=True)
    articles, report = read(folder)
    assert articles["path"].tolist() == ["sound.txt", "sub/a.txt"]
    assert reasons(report) == {"sub/again": "symlink loop"}


def test_a_link_to_a_file_of_the_corpus_is_read_once(folder):
    (folder / "z.txt").symlink_to(folder / "sound.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    articles, report = read(folder)
    assert articles["path"].tolist() == ["sound.txt"]
    assert reasons(report) == {"z.txt": "same file", "gone.txt": "not readable"}
    assert "a link to a file that is not there" in set(report["detail"])


def test_two_files_with_the_same_content_are_two_articles(folder):
    put(folder, "copy.txt", ENGLISH)
    assert read_corpus(folder)["article_id"].tolist() == ["copy", "sound"]


def test_hidden_files_are_left_out(folder):
    put(folder, ".cache/a.txt", ENGLISH)
    put(folder, ".DS_Store", b"\0\1\2")
    articles, report = read(folder)
    assert len(articles) == 1 and report.empty


def test_names_with_odd_characters_give_clean_ids(folder):
    put(folder, "line\nbreak, comma.txt", FRENCH)
    articles = read_corpus(folder)
    assert articles["article_id"].tolist() == ["line_break, comma", "sound"]


# Text and Markdown


def test_front_matter_is_metadata_and_stays_in_the_text(folder):
    text = (
        "---\ntitle: Pier: the long wait\ndate: 2022-03-09\nlanguage: fr-FR\nsource: Harbour Desk\n"
        "author: [Ada Holm, Bo Lind]\nurl: https://port.example/1\ntrio: x1\n---\n\n# A heading\n\n" + FRENCH
    )
    put(folder, "a.md", text)
    article = only(folder, "a.md")
    assert article["text"] == text
    assert article["title"] == "Pier: the long wait"
    assert (article["date"], article["date_source"]) == ("2022-03-09", "front matter")
    assert (article["language"], article["source"]) == ("fr", "Harbour Desk")
    assert article["url"] == "https://port.example/1"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The *old* pier\n\n" + ENGLISH, "The *old* pier"),
        ("The old pier\n\n" + ENGLISH, "The old pier"),
        ("**Title:** The old pier\n" + ENGLISH, "The old pier"),
        ("Here is the article:\nTitle: The old pier\n" + ENGLISH, "The old pier"),
        (ENGLISH + "\n" + ENGLISH, None),
        (ENGLISH, None),
    ],
)
def test_titles_of_plain_text(folder, text, title):
    put(folder, "a.txt", text)
    assert only(folder, "a.txt")["title"] == title


def test_a_front_matter_bomb_does_no_harm(folder):
    layers = "\n".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]" for i in range(1, 12))
    put(folder, "bomb.md", f"---\nl0: &l0 [a, b]\n{layers}\nauthor: *l11\ntitle: *l0\n---\n{ENGLISH}")
    assert only(folder, "bomb.md")["title"] == "a, b"
