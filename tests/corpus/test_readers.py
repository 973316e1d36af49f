"""Tables of articles: columns found by name, and rows that cannot be read reported by number."""

import csv
import json

import pandas as pd
import pytest

from newsthemes.corpus import read
from newsthemes.errors import InputError

STORY = "The ferry will sail twice a day from June, the operator said on Friday."


def read_table(folder, name, content, columns=None):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(folder / name, columns)


def rows_of(reading, *names):
    """Rows of some columns; texts without the headline, which is their first line."""
    articles = reading.articles.assign(
        text=list(map(body, reading.articles["title"], reading.articles["text"]))
    )
    return list(articles[list(names)].itertuples(index=False, name=None))


def body(title, text):
    return text.removeprefix(f"{title}\n\n")


def problems(reading):
    return list(reading.report[["item", "reason"]].itertuples(index=False, name=None))


def test_columns_are_found_by_their_usual_names(tmp_path):
    table = (
        "Headline,Published Date,Article Text,URL,Publisher,Byline,Lang\n"
        f'NA,2020-02-01T08:00:00Z,"{STORY}",https://port.example/a,Port Post,Ada Holm,en-GB\n'
    )
    reading = read_table(tmp_path, "news.csv", table)
    assert reading.report.empty
    assert reading.articles.iloc[0].to_dict() == {
        "article_id": "news.csv#1",
        "path": "news.csv",
        "title": "NA",
        "source": "Port Post",
        "author": "Ada Holm",
        "date": "2020-02-01",
        "date_source": "column",
        "url": "https://port.example/a",
        "language": "en",
        "text": f"NA\n\n{STORY}",
        "story_id": None,
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_told_apart(tmp_path, delimiter):
    table = f"titre{delimiter}corps\nUn titre{delimiter}Le bac partira deux fois par jour.\n"
    reading = read_table(tmp_path, "a.txt", table)
    assert rows_of(reading, "title", "text") == [("Un titre", "Le bac partira deux fois par jour.")]


def test_columns_can_be_named(tmp_path):
    reading = read_table(tmp_path, "a.csv", f'x,y,z\nno,"{STORY}",2001-01-02\n', {"text": "Y", "date": "z"})
    assert rows_of(reading, "text", "date") == [(STORY, "2001-01-02")]


def test_a_table_without_a_text_column_says_how_to_name_it(tmp_path):
    with pytest.raises(InputError, match="a.csv: no text column: its columns are x, y; none is called text"):
        read_table(tmp_path, "a.csv", "x,y\n1,2\n3,4\n")
    (tmp_path / "b.txt").write_text(STORY)
    assert read(tmp_path).report["detail"].tolist() == [
        "its columns are x, y; none is called text and none holds sentences: name the one that does with "
        "--text-column NAME (in Python columns={'text': NAME})"
    ]


def test_naming_a_column_of_articles_that_does_not_exist_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="'txt' is no column of articles; name any of text, title, date"):
        read_table(tmp_path, "a.csv", f"y\n{STORY}\n", {"txt": "y"})


def test_a_named_column_that_the_table_lacks_is_reported(tmp_path):
    reading = read_table(tmp_path, "a.csv", "title,text\nFerry,It sails.\n", {"date": "jour"})
    assert problems(reading) == [("a.csv", "column 'jour' not found")]


def test_titles_stand_in_where_there_is_no_text(tmp_path):
    reading = read_table(tmp_path, "a.csv", "title,date\nFerry to sail twice a day,2020-01-01\n")
    assert rows_of(reading, "title", "text") == [("Ferry to sail twice a day", "Ferry to sail twice a day")]


def test_html_in_a_cell_is_read_as_text(tmp_path):
    reading = read_table(
        tmp_path, "a.csv", 'title,text\nA,"<p>One &amp; <b>only</b> ferry.</p><p>It sails.</p>"\nB,a < b\n'
    )
    assert reading.articles["text"].tolist() == ["One & only ferry.\nIt sails.", "a < b"]


def test_rows_are_named_by_the_tables_own_ids_where_they_are_unique(tmp_path):
    own = read_table(tmp_path, "a.csv", "id,text\nk7,One ferry.\nk9,Two ferries.\n")
    assert own.articles["article_id"].tolist() == ["a.csv#k7", "a.csv#k9"]
    repeated = read_table(tmp_path, "b.csv", "id,text\nk7,One ferry.\nk7,Two ferries.\n")
    assert repeated.articles["article_id"].tolist() == ["b.csv#1", "b.csv#2"]


def test_ragged_rows_are_read_and_reported_by_number(tmp_path):
    reading = read_table(
        tmp_path, "a.csv", "title,text\nA,One ferry.\nB\nC,Two ferries, and a tug.\nD,Three.\n"
    )
    assert rows_of(reading, "title", "text") == [
        ("A", "One ferry."),
        ("B", "B"),
        ("C", "Two ferries, and a tug."),
        ("D", "Three."),
    ]
    assert problems(reading) == [
        ("a.csv#2", "only the title read"),
        ("a.csv#2", "ragged row"),
        ("a.csv#3", "ragged row"),
    ]


def test_an_open_quote_costs_one_line_not_the_rest_of_the_file(tmp_path):
    table = 'title,text\nA,One ferry.\nB,"Two ferries.\nC,Three ferries.\n'
    table += 'D,"Four ""fast"" ferries.\nTwo lines."\nE,Five.\n'
    reading = read_table(tmp_path, "a.csv", table)
    assert rows_of(reading, "title", "text") == [
        ("A", "One ferry."),
        ("B", "Two ferries."),
        ("C", "Three ferries."),
        ("D", 'Four "fast" ferries.\nTwo lines.'),
        ("E", "Five."),
    ]
    assert problems(reading) == [("a.csv:3", "open quote")]


def test_a_quote_open_at_the_end_of_the_file_is_reported(tmp_path):
    reading = read_table(tmp_path, "a.csv", 'title,text\nA,One ferry.\nB,"Two ferries.\nC,Three.\n')
    assert rows_of(reading, "title", "text") == [("A", "One ferry."), ("B", "Two ferries."), ("C", "Three.")]
    assert problems(reading) == [("a.csv:3", "open quote")]


def test_fields_may_be_longer_than_csv_allows_and_its_limit_is_put_back(tmp_path):
    before = csv.field_size_limit()
    long = "The ferry sails. " * 20_000
    reading = read_table(tmp_path, "a.csv", f"title,text\nA,{long}\n")
    assert rows_of(reading, "text") == [(long,)]
    assert csv.field_size_limit() == before


def test_unusual_line_separators_inside_a_field_end_no_row(tmp_path):
    text = "One\u2028ferry\x0cand\x85two.\u2029"
    reading = read_table(tmp_path, "a.csv", f"title,text\nA,{text}\r\nB,Three.\rC,Four.")
    assert [t.strip() for t in reading.articles["title"]] == ["A", "B", "C"]
    assert reading.report["reason"].isin(["mojibake repaired"]).all()


def test_empty_rows_are_reported_and_blank_lines_are_not(tmp_path):
    reading = read_table(tmp_path, "a.csv", "title,text\n\nA,One.\n , \n")
    assert rows_of(reading, "title") == [("A",)]
    assert problems(reading) == [("a.csv#2", "no text")]


def test_prose_with_commas_is_no_table(tmp_path):
    prose = "Text, they said, is content.\nA title, a body, a date: nothing else.\n"
    (tmp_path / "a.csv").write_text(prose)
    assert read(tmp_path).articles["text"].tolist() == [prose]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05 23:59:00+00:00", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5th, 2024", "2024-03-05"),
        ("5 Maret 2024", "2024-03-05"),
        ("1er mars 2024", "2024-03-01"),
        ("5. März 2024", "2024-03-05"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("5 марта 2024", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("03/04/2024", None),
        ("yesterday", None),
        ("3 hours ago", None),
        ("2024", "2024"),
        ("March 2024", "2024-03"),
        ("12.5%", None),
        ("2024-13-45", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_dates_are_as_precise_as_they_are_stated(tmp_path, written, read_as):
    reading = read_table(tmp_path, "a.csv", f'date,text\n"{written}",{STORY}\n')
    source = "column" if read_as else None
    assert rows_of(reading, "date", "date_source") == [(read_as, source)]


def test_a_column_shows_by_itself_whether_the_day_comes_first(tmp_path):
    reading = read_table(tmp_path, "a.csv", "date,text\n03/04/2024,One ferry.\n25/04/2024,Two ferries.\n")
    assert reading.articles["date"].tolist() == ["2024-04-03", "2024-04-25"]


def test_a_bad_json_line_is_reported_by_number_and_the_others_are_read(tmp_path):
    lines = [
        json.dumps({"title": "A", "body": STORY}),
        "{broken",
        "",
        "[1]",
        json.dumps({"body": "Two \ud800."}),
        '{"a": 1' + "[" * 99999,
    ]
    reading = read_table(tmp_path, "a.txt", "\n".join(lines))
    assert rows_of(reading, "article_id", "text") == [("a.txt#1", STORY), ("a.txt#5", "Two \ufffd.")]
    assert problems(reading) == [
        ("a.txt:2", "bad JSON line"),
        ("a.txt:4", "bad JSON line"),
        ("a.txt:6", "bad JSON line"),
    ]


def test_mojibake_in_json_and_parquet_is_repaired_and_reported(tmp_path):
    text = "La mairie a décidé d'élargir le vieux quai, où l'été est bruyant."
    broken = text.encode().decode("cp1252")
    pd.DataFrame({"text": [text, broken]}).to_parquet(tmp_path / "b.parquet")
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": broken}) + "\n")
    reading = read(tmp_path)
    assert reading.articles["text"].tolist() == [text] * 3
    assert problems(reading) == [("a.jsonl#1", "mojibake repaired"), ("b.parquet#2", "mojibake repaired")]


def test_json_values_of_any_kind_become_text(tmp_path):
    row = {
        "text": [
            "First paragraph of the story, long enough to stand for itself, as paragraphs in lists do.",
            "Second.",
        ],
        "authors": [{"name": "Ada"}, "Bo"],
        "title": 2024,
        "publisher": {"name": "Port Post"},
        "date": None,
    }
    for name, content in (
        ("a.jsonl", json.dumps(row) + "\n"),
        ("b.json", json.dumps([row], indent=1)),
        ("c.json", json.dumps({"articles": [row]})),
    ):
        reading = read_table(tmp_path, name, content)
        assert rows_of(reading, "title", "author", "source", "date") == [
            ("2024", "Ada, Bo", "Port Post", None)
        ]
        assert reading.articles["text"][0].endswith("do.\nSecond.")


def test_broken_json_is_reported(tmp_path):
    (tmp_path / "a.json").write_text('[{"text": "One ferry."},')
    (tmp_path / "b.txt").write_text(STORY)
    reading = read(tmp_path)
    assert problems(reading) == [("a.json", "not readable")]


def test_parquet_is_read_by_content_with_dates_and_missing_values(tmp_path):
    frame = pd.DataFrame(
        {
            "content": [STORY, None, "Two ferries."],
            "date": pd.to_datetime(["2020-05-06 12:00", None, None]),
            "id": [7, 8, 9],
        }
    )
    frame.to_parquet(tmp_path / "a.csv")
    reading = read(tmp_path / "a.csv")
    assert rows_of(reading, "article_id", "text", "date") == [
        ("a.csv#7", STORY, "2020-05-06"),
        ("a.csv#9", "Two ferries.", None),
    ]
    assert problems(reading) == [("a.csv#2", "no text")]


def test_a_damaged_parquet_file_is_reported(tmp_path):
    pd.DataFrame({"text": [STORY]}).to_parquet(tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.txt").write_text(STORY)
    assert problems(read(tmp_path)) == [("a.parquet", "damaged Parquet file")]


def test_of_two_columns_of_one_name_the_first_is_read(tmp_path):
    reading = read_table(tmp_path, "a.csv", "text,text\nOne ferry.,Two ferries.\n")
    assert reading.articles["text"].tolist() == ["One ferry."]


def test_commas_of_a_single_column_are_punctuation(tmp_path):
    reading = read_table(tmp_path, "a.csv", "text\nOne ferry, and a boat, sail.\nTwo ferries.\n")
    assert reading.articles["text"].tolist() == ["One ferry, and a boat, sail.", "Two ferries."]
    assert reading.report.empty


def test_a_table_without_a_header_is_read_by_its_content(tmp_path):
    rows = [
        "1,One ferry sails from the old harbour on Monday.,2024-05-01",
        "2,Two ferries sail from the new harbour on Friday.,2024-05-03",
    ]
    reading = read_table(tmp_path, "a.csv", "\n".join(rows))
    assert rows_of(reading, "text", "date", "column 1") == [
        ("One ferry sails from the old harbour on Monday.", "2024-05-01", "1"),
        ("Two ferries sail from the new harbour on Friday.", "2024-05-03", "2"),
    ]
