"""Every sentence of small corpora: what is said in claims, captions, on the console and on the page holds there."""

import re
from unittest.mock import patch

import pandas as pd
import pytest
from lxml import html
from sklearn.feature_extraction.text import HashingVectorizer

from newsthemes import Study
from newsthemes.figures.registry import FIGURES, variants
from newsthemes.report import write_report
from newsthemes.study.summary import summarise

pytestmark = pytest.mark.slow  # whole runs

THEMES = [
    {"id": "harbour", "name": "Harbour", "definition": "The harbour is dredged", "seeds": {"en": ["The harbour."]}},
    {"id": "bread", "name": "Bread", "definition": "Bread is dear", "seeds": {"en": ["Bread is dear."]}},
]  # fmt: skip
SENTENCE = "The harbour will be dredged in June."
ARTICLE = f"{SENTENCE} The ferry company welcomes a deeper harbour. Bread is dear in town. Nobody knows why."
OTHERS = [
    "Bread is dear again. Bakers raised the price of bread twice this winter.",
    "The night train to the coast leaves an hour later from Monday on.",
    "A choir of forty pupils sang in the old market hall on Sunday.",
]
CORPORA = {
    "one sentence": pd.DataFrame({"text": [SENTENCE]}),
    "four articles": pd.DataFrame({"text": [ARTICLE, *OTHERS]}),
    "one source": pd.DataFrame({"text": [ARTICLE, *OTHERS], "source": "Desk"}),
    "copies": pd.DataFrame({"text": [ARTICLE] * 4, "source": ["Desk", "Post", "Echo", "Desk"]}),
}
ONE_OF_MANY = re.compile(
    r"(?<![\d.,–])1 (?:articles|stories|passages|topics|groups|words|sources|languages|themes|months|inputs|were|are)\b"
)


def hashed_words(texts):
    return HashingVectorizer(n_features=256, alternate_sign=False).transform(texts).toarray()


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """{corpus: finished study}, without exported figures."""
    made = {}
    for name, table in CORPORA.items():
        out = tmp_path_factory.mktemp(name.replace(" ", "-")) / "out"
        made[name] = Study(table, out, THEMES, encoder=hashed_words)
        with patch.dict(FIGURES, clear=True):
            made[name].save()
    return made


def figures(study):
    """{file name: (title with all words of the figure, caption)} of the figures that a run draws."""
    drawn = {}
    for made, by in variants():
        if not made.missing(study, by):
            frame = made.data(study, by)
            drawn[made.file_name(by)] = made.draw(frame).get_label(), made.caption(frame, study)
    return drawn


def page(study):
    tree = html.fromstring(write_report(study.out).read_text(encoding="utf-8"))
    for element in tree.xpath("//script | //style | //svg | //table[not(@id)]"):
        element.drop_tree()
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize("name", CORPORA)
def test_numbers_and_nouns_agree_and_nothing_is_claimed_of_groups(runs, name):
    study = runs[name]
    captions = [caption for _, caption in figures(study).values()]
    said = [summarise(study.out, changed=True), *study.topics.claims, *captions]
    for sentence in [*said, page(study), *(label for label, _ in figures(study).values())]:
        assert not ONE_OF_MANY.search(sentence), sentence
        assert not re.search("solid|no share|unknown source in", sentence), sentence
    assert not any("%" in sentence for sentence in said), said


def test_one_sentence_is_counted_on_the_console_and_shows_no_topic(runs):
    lines = summarise(runs["one sentence"].out, changed=True).splitlines()
    assert lines[:3] == [
        "1 article in 1 story; 1 passage kept, 0 set aside",
        "no topics, but 1 group of alike passages",
        "Evidence: one passage, too little to group: 1 passage from 1 article in 1 story.",
    ]
    assert lines[5:7] == ["stories that mention a theme, of 1 story, too few for shares:", "  harbour  1"]


def test_figures_of_topics_are_left_out_where_there_are_none_to_count(runs):
    few = "with fewer than 30 passages there are groups of alike passages, but no topics to count"
    for name in ("topic-stability", "topic-words", "topics-by-themes", "topics-over-time"):
        assert FIGURES[name].missing(runs["four articles"]) == few
    drawn = figures(runs["four articles"])
    assert {name for name in drawn if name.startswith("topic")} <= {"topic-terms", "topic-map"}
    assert "of alike passages" in drawn["topic-terms"][1]


def test_themes_that_share_the_first_place_are_named_together(runs):
    assert figures(runs["four articles"])["theme-shares"][1] == (
        "Harbour and Bread are each the main theme of 1 of 4 stories."
    )
    assert "Harbour and Bread are each the main theme of 1 of 4 stories." in page(runs["four articles"])


def test_a_source_that_is_unknown_is_not_said_to_be_one(runs):
    unknown, known = (runs[name].topics.table["single_source"] for name in ("four articles", "one source"))
    assert unknown.isna().all() and known.eq(True).all()
    assert "From one source only" not in " ".join(runs["four articles"].topics.claims)


def test_copies_without_a_date_have_no_first(runs):
    label, caption = figures(runs["copies"])["story-copies"]
    assert caption == "Told more than once: 1 of 1 story."
    assert "order of publication" not in label and "No article of these stories has a date." in label
