"""Exports of archives in other languages of their pages, with labels that nobody listed, and without titles."""

import pytest

from newsthemes.corpus import read
from newsthemes.corpus.readers.exports import looks_like_several

RULE = f"\n{'_' * 60}\n\n"
STORIES = [
    ("Port closes two piers", "The port shut two piers on Tuesday. Ships will wait until Friday."),
    ("Teachers vote on a strike", "Teachers voted on Monday. Most of the members took part."),
    ("Rain floods the lower town", "Heavy rain fell on Sunday. Sixty people left their homes."),
]
DATES = ["2024-03-05", "2024-03-12", "2024-05-07"]


def articles(tmp_path, text):
    (tmp_path / "export.txt").write_text(text, encoding="utf-8")
    reading = read(tmp_path)
    return reading.articles, reading.report["detail"].tolist()


@pytest.mark.parametrize(
    ("section", "length", "author", "body", "loaded", "end"),
    [
        ("Seção", "Tamanho", "Autor", "Corpo", "Data de carregamento", "Fim do documento"),
        ("版面", "长度", "作者", "正文", "加载日期", "文档结尾"),
        ("Раздел", "Длина", "Автор", "Основная часть", "Дата загрузки", "Конец документа"),
        ("Sekcja", "Długość", "Autor", "Treść", "Data ładowania", "Koniec dokumentu"),
    ],
)
def test_nexis(tmp_path, section, length, author, body, loaded, end):
    text = "\n".join(
        f"{title}\nNorwick Post\n{date}\n\n{section}: A; 3\n{length}: 52\n{author}: R. Tolland\n{body}\n\n{story}\n\n"
        f"{loaded}: {date}\n\n{end}\n"
        for (title, story), date in zip(STORIES, DATES, strict=True)
    )
    found, detail = articles(tmp_path, text)
    assert detail == ["3 articles; Nexis export"]
    assert found["date"].tolist() == DATES and found["title"].tolist() == [title for title, _ in STORIES]
    assert found["text"].tolist() == ["\n\n".join(story) for story in STORIES]


def test_lexis_classic_in_german(tmp_path):
    text = "".join(
        f"\n\n          Dokument {i} von 3\n\n   Norwicker Zeitung\n\n   {date}\n\n{title}\n\nAUTOR: R. Tolland\n\n"
        f"LÄNGE: 52 Wörter\n\n{story}\n\nUPDATE: {date}\n\nSPRACHE: GERMAN; DEUTSCH\n"
        for i, ((title, story), date) in enumerate(zip(STORIES, DATES, strict=True), 1)
    )
    found, _ = articles(tmp_path, text)
    assert found["source"].tolist() == ["Norwicker Zeitung"] * 3 and found["date"].tolist() == DATES


@pytest.mark.parametrize(
    ("words", "document", "author"),
    [
        ("слов", "Документ", "Р. Толланд"), ("字", "文件", "李明"), ("słowa", "Dokument", "R. Tolland"),
        ("λέξεις", "Έγγραφο", "R. Tolland"), ("szó", "Dokumentum", "R. Tolland"), ("ord", "Dokument", "Av R. Tolland"),
    ],
)  # fmt: skip
def test_factiva(tmp_path, words, document, author):
    text = "\n\n".join(
        f"{title}\n{author}\n52 {words}\n{date}\nNorwick Post\nNORWIC\n© 2024 Example.\n\n{story}\n\n"
        f"{document} NORWIC0020240305ek05{i:05}"
        for i, ((title, story), date) in enumerate(zip(STORIES, DATES, strict=True))
    )
    found, detail = articles(tmp_path, text)
    assert detail == ["3 articles; Factiva export"]
    assert found["title"].tolist() == [title for title, _ in STORIES] and found["date"].tolist() == DATES
    assert found["source"].tolist() == ["Norwick Post"] * 3
    assert not found["text"].str.contains("NORWIC").any()


def records(labels, untitled=()):
    title, author, text, other, source, date = labels
    return RULE.join(
        ("" if i in untitled else f"{title}: {headline}\n\n")
        + f"{author}: R. Tolland\n\n{text}: {story}\n\n{other}: Ports\n\n{source}: Norwick Post\n\n{date}: {day}\n"
        for i, ((headline, story), day) in enumerate(zip(STORIES, DATES, strict=True))
    )


@pytest.mark.parametrize(
    "labels",
    [
        ("Título", "Autor", "Texto completo", "Assunto", "Título da publicação", "Data de publicação"),
        ("タイトル", "著者", "全文", "主題", "出版物のタイトル", "出版日"),
        ("Title", "Author", "Full text", "A label of theirs", "Publication title", "Publication date"),
        ("HEADLINE", "BYLINE", "TEXT", "SUBJECT", "SOURCE", "DATE"),
    ],
)
def test_labelled_records(tmp_path, labels):
    found, _ = articles(tmp_path, f"ProQuest\n{RULE}{records(labels)}")
    assert found["text"].tolist() == ["\n\n".join(story) for story in STORIES]
    assert found["date"].tolist() == DATES and found["source"].tolist() == ["Norwick Post"] * 3


@pytest.mark.parametrize("untitled", [(0,), (1, 2)])
def test_records_without_a_title_are_articles(tmp_path, untitled):
    labels = ("Title", "Author", "Full text", "Subject", "Publication title", "Publication date")
    found, _ = articles(tmp_path, f"ProQuest\n{RULE}{records(labels, untitled)}")
    assert found["date"].tolist() == DATES
    assert [i for i, title in enumerate(found["title"]) if title is None] == list(untitled)


def test_a_source_that_says_when_as_german_archives_do(tmp_path):
    text = RULE.join(
        f"Titel: {title}\nQuelle: Norwicker Zeitung vom 0{i}.03.2024, S. 3\nRessort: Lokales\n\nText: {story}\n"
        for i, (title, story) in enumerate(STORIES, 1)
    )
    found, _ = articles(tmp_path, text)
    assert found["date"].tolist() == ["2024-03-01", "2024-03-02", "2024-03-03"]
    assert found["source"].tolist() == ["Norwicker Zeitung"] * 3


def test_what_people_say_in_a_text_is_no_label(tmp_path):
    said = [
        (title, f"{story}\nShe said: wait for the long report of the council, {'please ' * 30}.")
        for title, story in STORIES
    ]
    text = RULE.join(
        f"Title: {t}\nSource: Post\nDate: 2024-03-05\n\nFull text: {story}\n" for t, story in said
    )
    found, _ = articles(tmp_path, text)
    assert found["text"].str.contains("She said: wait").all()


def test_equally_frequent_labels_look_like_several():
    text = "".join(
        f"{title}\nAuthor: R. Tolland\nSection: News\nRecord Number: 1\n{story}\n" for title, story in STORIES
    )
    found = looks_like_several("a.txt", text)
    assert [problem.detail for problem in found] == [
        "each of the labels author, section, recordnumber stands in it equally often: it may be several"
    ]
    talk = "Ada: Is it late?\nBo: It is.\nAda: Then go.\nBo: I will.\nAda: Good.\nBo: Yes.\n"
    assert looks_like_several("a.txt", talk) == []


@pytest.mark.parametrize("subheading", ["Update", "Background", "Analyse"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("after", ["", "\nLast line."])
def test_a_subheading_in_every_text_is_a_line_of_it(tmp_path, subheading, gap, after):
    texts = [f"{story}{gap}{subheading}: the mayor resigned{after}" for _, story in STORIES]
    text = "".join(
        f"Title: {title}\nSource: Post\nDesk: Ports\nDate: 2024-03-05\n\nFull text: {text}\n\n"
        for (title, _), text in zip(STORIES, texts, strict=True)
    )
    found, _ = articles(tmp_path, text)
    assert [" ".join(t.split("\n\n", 1)[1].split()) for t in found["text"]] == [
        " ".join(t.split()) for t in texts
    ]
    assert not found["text"].str.contains("Desk").any() and found["source"].tolist() == ["Post"] * 3


@pytest.mark.parametrize(("first", "column"), [("Source", "source"), ("Author", "author")])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_first_label_in_a_text_begins_no_record(tmp_path, first, column, gap, between):
    said = f"{gap}{first}: Reuters said so.\nThe mayor resigned."
    text = between.join(
        f"{first}: Post {i}\nTitle: {title}\nDate: 2024-03-05\nFull text: {story}{said if i == 1 else ''}"
        for i, (title, story) in enumerate(STORIES)
    )
    found, _ = articles(tmp_path, text)
    assert found["title"].tolist() == [title for title, _ in STORIES]
    assert found[column].tolist() == ["Post 0", "Post 1", "Post 2"]
    assert found["text"].str.endswith("The mayor resigned.").tolist() == [False, True, False]
    assert f"{first}: Reuters said so." in found["text"][1]


@pytest.mark.parametrize("label", ["Source", "Location", "Subject"])
def test_a_label_that_no_record_has_outside_its_text_is_a_line_of_it(tmp_path, label):
    text = "\n\n".join(
        f"Title: {title}\nDate: 2024-03-05\nAuthor: A\nFull text: {story}\n"
        f"{label}: Reuters said so.\nThe mayor resigned."
        for title, story in STORIES
    )
    found, _ = articles(tmp_path, text)
    assert found["text"].str.endswith(f"{label}: Reuters said so.\nThe mayor resigned.").all()
