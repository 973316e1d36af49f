import numpy as np
import pandas as pd
import pytest

from newsthemes.errors import InputError
from newsthemes.resources import resource
from newsthemes.themes.labelled_sentences import read_labels

IDS = ["rain", "sun"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    matter = "---\nlanguage: {}\ntrio: t1\n---\n"
    for language, text in (("en", "It rains. The end."), ("fr", "Il pleut. Fin.")):
        path = tmp_path / "articles" / f"one-{language}.md"
        path.write_text(matter.format(language) + text, encoding="utf-8")
    (tmp_path / "articles" / "copy.md").write_text(
        "---\nlanguage: en\nrepost_of: one-en\n---\nHome. It rains."
    )
    (tmp_path / "articles" / "alone.md").write_text("The sun shines.")
    return tmp_path


def test_offsets_point_into_the_articles(folder):
    rows = ["article_id,start,end,themes"]
    for article, sentence, themes in (
        ("one-en", "It rains.", "rain"),
        ("one-fr", "Il pleut.", "rain;sun"),
        ("copy", "It rains.", "rain"),
        ("alone", "The sun shines.", ""),
    ):
        start = (folder / "articles" / f"{article}.md").read_text(encoding="utf-8").index(sentence)
        rows.append(f"{article},{start},{start + len(sentence)},{themes}")
    (folder / "gold.csv").write_text("\n".join(rows))
    labels = read_labels(folder / "gold.csv", IDS)
    assert labels.texts == ["It rains.", "Il pleut.", "It rains.", "The sun shines."]
    assert labels.languages == ["en", "fr", "en", "en"] and labels.articles == [
        "one-en",
        "one-fr",
        "copy",
        "alone",
    ]
    assert labels.carried.to_numpy().tolist() == [[True, False], [True, True], [True, False], [False, False]]
    groups = labels.groups
    assert (
        len(set(groups[:3])) == 1 and groups[3] not in groups[:3]
    )  # translations and reposts belong together


def test_texts_need_no_articles():
    table = pd.DataFrame({"text": ["a", "b", "a", "c"], "themes": ["rain", None, "", "sun ; rain"]})
    labels = read_labels(table, IDS)
    assert labels.languages == ["en"] * 4 and labels.articles == [None] * 4
    assert labels.carried.to_numpy().tolist() == [[True, False], [False, False], [False, False], [True, True]]
    assert labels.groups[0] == labels.groups[2] and len(np.unique(labels.groups)) == 3  # the same words


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["text", "a"], "column 'themes' is missing; found text"),
        (["word,themes", "a,"], "needs the columns text .and language., or article_id, start and end"),
        (["text,themes", "a,rain", "b,snow"], "row 3: unknown theme 'snow'; there are: rain, sun"),
        (["article_id,start,end,themes", "gone,0,4,"], "row 2: article 'gone' can't be read"),
        (
            ["article_id,start,end,themes", "alone,zero,4,"],
            "row 2: start 'zero' and end '4' must be whole numbers",
        ),
        (
            ["article_id,start,end,themes", "alone,900,904,"],
            "row 2: article 'alone' has no text from 900 to 904",
        ),
    ],
)
def test_what_is_wrong_names_the_row(folder, rows, complaint):
    path = folder / "mine.csv"
    path.write_text("\n".join(rows))
    with pytest.raises(InputError, match=complaint) as error:
        read_labels(path, IDS)
    assert "mine.csv" in str(error.value) and "\n" not in str(error.value)


def test_files_that_are_no_table(tmp_path):
    with pytest.raises(InputError, match="gone.csv can't be read"):
        read_labels(tmp_path / "gone.csv", IDS)
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00,\x00\n\xd8")
    with pytest.raises(InputError, match="bytes.csv is no CSV table"):
        read_labels(tmp_path / "bytes.csv", IDS)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="empty.csv is no CSV table"):
        read_labels(tmp_path / "empty.csv", IDS)


def test_no_rows_no_groups():
    labels = read_labels(pd.DataFrame({"text": [], "themes": []}), IDS)
    assert labels.texts == [] and len(labels.groups) == 0


def test_the_bundled_labels_can_be_read():
    from newsthemes.themes import load_themes

    labels = read_labels(resource("data/gold.csv"), load_themes().ids)
    assert set(labels.languages) == {"ar", "de", "en", "es", "fr", "id"}
    assert all(text == text.strip() for text in labels.texts)
    assert (labels.carried.groupby(labels.languages).sum().loc[["en", "fr", "id"]] >= 25).all(axis=None)
