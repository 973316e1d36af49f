"""A headline is analysed alike in every container, and marked."""

import json

import pandas as pd
import pytest

from newsthemes.corpus import read, read_corpus
from newsthemes.corpus.headline import begins_with, with_headline
from newsthemes.passages import split_passages

TITLE = "Harbour of Sarrel shuts two piers after a crane fault"
BODY = [
    "The harbour of Sarrel shut two of its five piers on Tuesday.",
    "Ships with grain were told to wait outside until Friday, the harbour master said.",
    "He had warned of the fault in January, and nobody had come to look at it.",
]
TEXT = " ".join(BODY)


def kept(path):
    articles = read_corpus(path)
    passages = split_passages(articles)
    texts = articles.set_index("article_id")["text"]
    for row in passages.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text
    chosen = passages[passages["kept"]]
    return list(zip(chosen["text"], chosen["is_title"], strict=True))


def write(folder, name):
    if name == "a.txt":
        content = f"{TITLE}\n\n{TEXT}\n"
    elif name == "b.txt":
        content = f"{TITLE.upper()}\n\n{TEXT}\n"
    elif name == "a.md":
        content = f"---\ntitle: {TITLE}\ndate: 2024-03-05\n---\n\n{TEXT}\n"
    elif name == "b.md":
        content = f"---\ntitle: {TITLE}\n---\n\n# {TITLE}\n\n{TEXT}\n"
    elif name == "a.html":
        head = f"<head><title>{TITLE}</title></head>"
        content = f"<html>{head}<body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>"
    elif name == "a.csv":
        content = f'title,text\n{TITLE},"{TEXT}"\n'
    else:
        content = json.dumps([{"headline": TITLE, "body": TEXT}])
    (folder / name).write_text(content)
    return folder / name


@pytest.mark.parametrize("name", ["a.txt", "a.md", "b.md", "a.html", "a.csv", "a.json"])
def test_the_same_article_gives_the_same_passages_in_every_container(tmp_path, name):
    assert kept(write(tmp_path, name)) == [(TITLE, True), *((sentence, False) for sentence in BODY)]


def test_a_table_in_memory_too():
    assert kept(pd.DataFrame({"Titre": [TITLE], "corps": [TEXT]}))[0] == (TITLE, True)


def test_a_text_that_begins_with_its_title_is_left_as_it_is():
    for text in (
        f"{TITLE}\n{TEXT}",
        f"## {TITLE.upper()}\n\n{TEXT}",
        f"Sarrel, 5 March\n\nTitle: {TITLE}\n{TEXT}",
        f"{TITLE}. {TEXT}",
    ):
        assert begins_with(text, TITLE) and with_headline(text, TITLE) == text
    assert with_headline(TEXT, None) == TEXT and with_headline(TEXT, "—") == TEXT


def test_a_headline_above_nothing_that_was_kept_is_set_aside_with_it(tmp_path):
    wall = "We use cookies to improve your visit. Accept all cookies to go on. Manage your cookie settings."
    (tmp_path / "a.csv").write_text(f'title,text\n{TITLE},"{wall}"\n')
    passages = split_passages(read(tmp_path / "a.csv").articles)
    assert not passages["kept"].any() and passages.loc[passages["is_title"], "reason"].tolist() == ["consent"]


def test_a_title_alone_is_an_article(tmp_path):
    (tmp_path / "a.csv").write_text(f"title,date\n{TITLE},2024-03-05\n")
    assert kept(tmp_path / "a.csv") == [(TITLE, True)]
