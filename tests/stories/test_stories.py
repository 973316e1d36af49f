"""Stories: what is a copy, an excerpt or a translation, and what is not."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.corpus import read
from newsthemes.passages import split_passages
from newsthemes.stories import assign_stories
from newsthemes.stories.shingles import containment

LONG = (
    "The council voted on Monday to widen the old pier by ten metres. Crews had asked for the work since the spring. "
    "Two boats could not land their catch in April. The mayor promised that the ferry would keep sailing. "
    "Residents feared the noise more than the cost. A study of the currents will be published in June. "
    "Nobody expects the first stone before the autumn storms. The fish market stays open during the works."
)
OTHER = (
    "A night train will link the valley with the capital again. Trains last stopped there in the winter of the flood. "
    "Tickets go on sale next week at every station of the line. The operator hired forty drivers for the service."
)


def corpus(**texts):
    articles = pd.DataFrame(
        {"article_id": list(texts), "text": list(texts.values()), "language": None}, dtype=object
    )
    return articles, split_passages(articles)


def stories(**texts):
    articles, passages = corpus(**texts)
    return dict(zip(texts, assign_stories(articles, passages), strict=True))


def test_reposts_and_excerpts_share_the_smallest_id():
    excerpt = ". ".join(LONG.split(". ")[2:4]) + "."
    repost = f"Home\nNews\n{LONG.replace('Monday', 'Tuesday')}\nLike\nShare\n0/400"
    found = stories(b=LONG, a=OTHER, c=excerpt, d=repost)
    assert found == {"a": "a", "b": "b", "c": "b", "d": "b"}


def test_the_index_of_the_articles_is_kept():
    articles, passages = corpus(a=LONG, b=OTHER, c=LONG)
    articles.index = [7, 3, 5]
    found = assign_stories(articles, passages)
    assert found.to_dict() == {7: "a", 3: "b", 5: "a"}
    assert found.name == "story_id"


def test_shared_furniture_makes_no_story():
    page = "\nLike\nShare\nComment\n0/400\nNo comments yet\nDownload the app to read offline\nCopy link"
    assert stories(a=LONG + page, b=OTHER + page) == {"a": "a", "b": "b"}


def test_short_texts_are_one_story_only_when_they_are_equal():
    assert stories(
        a="The pier reopens today.", b="The pier reopens today!", c="The pier reopens on Friday."
    ) == {
        "a": "a",
        "b": "a",
        "c": "c",
    }


def test_scripts_without_spaces_are_compared_by_characters():
    text = "市议会周一决定扩建旧码头。渔民们从春天起就要求进行这项工程。两艘船四月无法卸货。"
    assert stories(a=text, b="导语。" + text, c="夜间列车将再次连接山谷与首都。车票下周开始发售。") == {
        "a": "a",
        "b": "a",
        "c": "c",
    }


def test_ligatures_and_full_width_letters_are_no_difference():
    assert (
        stories(a=LONG, b=LONG.replace("fi", "\ufb01").replace("ff", "\ufb00").replace("A", "\uff21"))["b"]
        == "a"
    )


@pytest.mark.slow
def test_a_text_with_very_many_copies_is_one_story():
    copies = {f"a{i:03}": f"{LONG} This is edition {i} of {i * 7}." for i in range(120)}
    assert set(stories(**copies).values()) == {"a000"}


def test_articles_without_kept_text_stand_for_themselves():
    assert stories(a="0/400", b="0/400", c="", d=LONG) == {"a": "a", "b": "b", "c": "c", "d": "d"}


def test_no_articles_have_no_stories():
    articles, passages = corpus(a=LONG)
    assert assign_stories(articles.iloc[:0], passages.iloc[:0], np.zeros((0, 4), np.float32)).empty


def test_settled_stories_are_taken_over_and_compared_with_new_articles_alone(monkeypatch):
    texts = {"a": LONG, "b": LONG, "c": OTHER, "d": OTHER, "e": LONG}
    compared = []
    containment = import_module("newsthemes.stories.containment")
    real = containment.containment
    monkeypatch.setattr(containment, "containment", lambda *sets: compared.append(sets) or real(*sets))
    anew = assign_stories(*corpus(**texts))
    every = len(compared)
    settled = pd.Series({"a": "a", "b": "a", "c": "c"})
    assert assign_stories(*corpus(**texts), settled=settled).tolist() == anew.tolist()
    assert anew.tolist() == ["a", "a", "c", "c", "a"]
    assert (every, len(compared) - every) == (4, 3)  # of a-b, a-e, b-e, c-d the first is known


def test_the_order_of_rows_changes_nothing():
    articles, passages = corpus(a=LONG, b=OTHER, c=LONG, d=OTHER + " " + LONG)
    turned = articles.iloc[::-1]
    one, two = assign_stories(articles, passages), assign_stories(turned, passages)
    assert two.sort_index().tolist() == one.tolist()


@settings(deadline=None)
@given(st.sets(st.integers(0, 60), max_size=40), st.sets(st.integers(0, 60), max_size=40))
def test_containment_is_a_share_of_the_smaller_set(a, b):
    found = containment(*(np.array(sorted(s), dtype=np.uint64) for s in (a, b)))
    smaller = min(len(a), len(b))
    assert found == (len(a & b) / smaller if smaller >= 8 else 0.0)


# Translations


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def table(articles):
    """Passages of {article_id: (language, vectors)}, with their vectors."""
    rows = [
        (f"{key}:{n}", key, f"{key}{n}a {key}{n}b {key}{n}c", language, True)
        for key, (language, vectors) in articles.items()
        for n in range(len(vectors))
    ]
    passages = pd.DataFrame(rows, columns=["passage_id", "article_id", "text", "language", "kept"])
    return (
        pd.DataFrame({"article_id": list(articles)}),
        passages,
        np.concatenate([v for _, v in articles.values()]),
    )


@pytest.fixture
def neutral():
    """Twelve articles of ten passages in English, and noise to make translations with."""
    rng = np.random.default_rng(0)
    english = {f"en{i:02}": ("en", unit(rng.normal(size=(10, 64)))) for i in range(12)}
    return english, lambda vectors: unit(vectors + 0.08 * rng.normal(size=vectors.shape))


def test_a_translation_joins_its_original(neutral):
    english, translated = neutral
    articles = english | {
        "fr": ("fr", translated(english["en03"][1])),
        "id": ("id", translated(english["en03"][1])),
    }
    found = assign_stories(*table(articles))
    joined = {"en03", "fr", "id"}
    assert dict(zip(articles, found, strict=True)) == {
        key: "en03" if key in joined else key for key in articles
    }


def test_a_translated_excerpt_joins_its_original(neutral):
    english, translated = neutral
    found = assign_stories(*table(english | {"fr": ("fr", translated(english["en05"][1][3:8]))}))
    assert found.iloc[-1] == "en05"


def test_the_same_facts_in_another_order_are_another_story(neutral):
    english, translated = neutral
    shuffled = english["en05"][1][[7, 2, 9, 0, 5, 3, 8, 1, 6, 4]]
    assert assign_stories(*table(english | {"fr": ("fr", translated(shuffled))})).iloc[-1] == "fr"


def test_one_language_is_judged_by_its_words_not_by_vectors(neutral):
    english, translated = neutral
    assert assign_stories(*table(english | {"zz": ("en", translated(english["en03"][1]))})).iloc[-1] == "zz"


def test_unrelated_articles_in_two_languages_stay_apart(neutral):
    english, _ = neutral
    rng = np.random.default_rng(1)
    french = {f"fr{i:02}": ("fr", unit(rng.normal(size=(10, 64)))) for i in range(12)}
    articles = english | french
    assert assign_stories(*table(articles)).tolist() == list(articles)


@pytest.mark.slow
def test_the_bundled_reposts_are_found(root):
    articles = read(root / "data" / "articles").articles
    reposts = {
        row.article_id: row.text for row in articles.itertuples() if "\nrepost_of: " in row.text[:1000]
    }
    named = {key: text.partition("\nrepost_of: ")[2].split()[0] for key, text in reposts.items()}
    assert named
    found = dict(zip(articles["article_id"], assign_stories(articles, split_passages(articles)), strict=True))
    assert {key: found[key] for key in named} == {key: found[original] for key, original in named.items()}
