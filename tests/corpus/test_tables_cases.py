"""Tables and pages as people have them: invented copies of exports, each with what is right."""

from pathlib import Path

import pandas as pd
import pytest

from newsthemes.corpus import read, read_corpus
from newsthemes.passages import split_passages
from newsthemes.study.inputs import digest_inputs
from newsthemes.study.inspect import inspect

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("sep_line.csv", 6),
        ("preamble.csv", 6),
        ("fr_semicolon_bom.csv", 8),
        ("article_text_en.csv", 6),
        ("content_empty_lead_full.csv", 6),
        ("agnews_noheader.csv", 6),
        ("html_two_tags.csv", 6),
        ("html_entities.csv", 6),
        ("pylist_cells.csv", 6),
    ],
)
def test_a_table_gives_its_articles_whole(name, number):
    reading = read(CASES / "tables" / name)
    articles = reading.articles
    assert len(articles) == number and reading.report.empty
    assert articles["title"].notna().all() and articles["text"][0].startswith(articles["title"][0])
    assert "harbour master said" in articles["text"][0] and "January" in articles["text"][0]
    passages = split_passages(articles)
    assert not [
        text for text in passages["text"] if "<" in text or "&" in text.replace(" & ", "") or "['" in text
    ]


def test_words_for_nothing_are_nothing():
    reading = read(CASES / "tables" / "nan_texts.csv")
    assert reading.articles["article_id"].tolist() == ["nan_texts.csv#6"]
    assert reading.report["reason"].tolist() == ["no text"] * 5


def test_a_column_of_texts_is_found_beside_titles():
    articles = read_corpus(CASES / "tables" / "articles.csv")
    assert "crossing takes forty minutes" in articles["text"][0]


def test_titles_alone_are_reported(tmp_path):
    (tmp_path / "a.csv").write_text(
        "title,url\nThe ferry sails again,http://x.example/a\nTwo ferries sail,http://x.example/b\n"
    )
    reading = read(tmp_path / "a.csv")
    assert reading.report["reason"].tolist() == ["only titles read"] and len(reading.articles) == 2


def test_every_other_column_is_kept_and_a_taken_name_is_told_apart():
    frame = pd.DataFrame(
        {"text": ["The ferry sails."], "category": ["sea"], "path": ["x"], "month": [3.0], "id": [7]}
    )
    articles = read_corpus(frame)
    assert articles[["category", "table_path", "table_month", "path"]].values.tolist() == [
        ["sea", "x", "3", "table"]
    ]
    assert articles["article_id"].tolist() == ["table#7"]


def test_several_columns_make_one_text():
    frame = pd.DataFrame({"lead": ["The ferry sails."], "body": ["It sails twice a day."]})
    articles = read_corpus(frame, {"text": ["lead", "body"]})
    assert articles["text"].tolist() == ["The ferry sails.\nIt sails twice a day."]


def test_the_digest_of_a_frame_is_one_of_its_content():
    frame = pd.DataFrame({"text": ["The ferry sails."], "n": [1]})
    assert digest_inputs(frame) == digest_inputs(frame.copy())
    assert digest_inputs(frame) != digest_inputs(frame.assign(n=2))
    assert digest_inputs(frame) != digest_inputs(frame.rename(columns={"n": "m"}))


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("a_date_in_prose.html", None),
        ("b_related_article.html", None),
        ("d_server_comment.html", None),
        ("e_copyright_year.html", None),
        ("f_export_certificate.html", "2024-03-05"),
    ],
)
def test_a_page_has_the_date_of_its_article_or_none(name, date):
    article = read_corpus(CASES / "pages" / name).iloc[0]
    assert article["date"] == date and article["date_source"] == (date and "page")


def test_readers_comments_are_no_part_of_the_article():
    article = read_corpus(CASES / "pages" / "es.html").iloc[0]
    assert (article["title"], article["author"]) == ("El puerto cierra dos muelles", None)
    assert "multa" not in article["text"] and "capitán del puerto" in article["text"]


@pytest.mark.parametrize(
    ("name", "reason"), [("notfound.html", "error page"), ("cookiewall_de.html", "consent")]
)
def test_a_page_that_is_no_article_is_kept_as_an_input_and_set_aside(name, reason):
    articles = read_corpus(CASES / "pages" / name)
    passages = split_passages(articles)
    assert articles["page"].tolist() == [reason]
    assert len(passages) and not passages["kept"].any() and set(passages["reason"]) == {reason}


def test_inspect_says_what_would_be_read_and_fetches_nothing(tmp_path):
    (tmp_path / "a.csv").write_bytes((CASES / "tables" / "fr_semicolon_bom.csv").read_bytes())
    (tmp_path / "b.html").write_bytes((CASES / "pages" / "notfound.html").read_bytes())
    said = inspect(tmp_path)
    assert said.splitlines()[:4] == [
        "9 articles",
        "  csv: 1 file, 8 articles",
        "  html: 1 file, 1 article",
        "a.csv: title ← Titre de l'article, date ← Date de parution, source ← Nom du journal, text ← Contenu intégral",
    ]
    assert "set aside as no article: error page 1" in said and "N°" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.html"]
