"""Topics stay as their corpus grows: what is kept, what is counted anew, and what is said of it."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.errors import InputError
from newsthemes.topics import Topics, find_topics

SUBJECTS = {
    "sport": "match goal striker referee league stadium coach penalty champion defender".split(),
    "health": "hospital vaccine nurse patient clinic virus doctor surgery infection medicine".split(),
    "money": "bank interest loan inflation market investor budget currency deposit treasury".split(),
}
WIDTH = 24


def corpus(sizes, seed=0, first=0):
    """(texts, vectors, {labels}) of three subjects, one direction and ten words each; two halves of a subject lie
    a little apart. An article has six passages of one subject, a story two articles."""
    rng = np.random.default_rng(seed)
    subject = np.repeat(np.arange(3), sizes)
    half = rng.integers(2, size=len(subject))
    vectors = np.eye(WIDTH)[subject] + 0.5 * np.eye(WIDTH)[3 + 2 * subject + half]
    vectors += rng.normal(0, 0.06, vectors.shape)
    names = list(SUBJECTS)
    texts = [
        f"Report {first + row} says: " + " ".join(rng.choice(SUBJECTS[names[kind]], 6))
        for row, kind in enumerate(subject)
    ]
    article = [f"{names[kind]} {first + row // 6}" for row, kind in enumerate(subject)]
    about = {
        "languages": ["en" if row % 3 else "fr" for row in range(len(texts))],
        "articles": article,
        "stories": [f"{names[kind]} story {first + row // 12}" for row, kind in enumerate(subject)],
        "sources": [f"source {row % 4}" for row in range(len(texts))],
    }
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return texts, vectors.astype(np.float32), about, subject


def joined(one, other):
    """Two corpora one after the other."""
    about = {name: [*one[2][name], *other[2][name]] for name in one[2]}
    return [*one[0], *other[0]], np.vstack([one[1], other[1]]), about


def part(whole, rows):
    texts, vectors, about = whole[:3]
    return (
        [texts[row] for row in rows],
        vectors[rows],
        {name: [values[row] for row in rows] for name, values in about.items()},
    )


def extended(topics, whole, earlier):
    texts, vectors, about = whole[:3]
    return topics.extended(texts, vectors, earlier=earlier, **about)


def same(one, other):
    for name in ("table", "hierarchy", "quotes"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    for name in ("assignment", "strength", "finer", "fitted"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    names = ("rung", "claims", "fitted_on", "added", "gone", "context", "rejected_by_shuffle_test")
    return [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


@pytest.fixture(scope="module")
def whole():
    return corpus([150, 120, 90])


@pytest.fixture(scope="module")
def topics(whole):
    texts, vectors, about, _ = whole
    return find_topics(texts, vectors, grain=3, **about)


@pytest.mark.slow
def test_topics_know_what_they_were_found_in(topics):
    assert (topics.fitted_on, topics.added, topics.gone) == (360, 0, 0)
    assert topics.fitted.all() and topics.context and not topics.rejected_by_shuffle_test
    assert (topics.hierarchy["level"] == 1).sum() == 6  # what the tests below rest on


def test_with_nothing_new_nothing_changes(topics, whole):
    assert same(extended(topics, whole, np.arange(360)), topics)


def test_with_nothing_new_in_another_order_only_the_order_changes(topics, whole):
    order = np.random.default_rng(1).permutation(360)
    again = extended(topics, part(whole, order), order)
    assert again.assignment.tolist() == topics.assignment[order].tolist()
    assert order[again.quotes["row"]].tolist() == topics.quotes["row"].tolist()
    pd.testing.assert_frame_equal(again.table, topics.table)
    assert again.claims == topics.claims


def test_new_texts_go_to_their_topic_and_to_the_finer_one_around_them(topics, whole):
    new = corpus([12, 12, 24], seed=7, first=1000)
    grown = extended(topics, joined(whole, new), np.r_[np.arange(360), np.full(48, -1)])
    assert grown.assignment[:360].tolist() == topics.assignment.tolist()
    assert grown.finer[:360].tolist() == topics.finer.tolist()
    assert grown.assignment[360:].tolist() == new[3].tolist()  # subjects are numbered by falling size
    half = new[1][:, 3:].reshape(-1, 21)[np.arange(48)[:, None], 2 * new[3][:, None] + np.arange(2)].argmax(1)
    old = whole[1][np.arange(360)[:, None], 3 + 2 * whole[3][:, None] + np.arange(2)].argmax(1)
    for topic in range(3):
        inside = (topics.assignment == topic) & (topics.finer >= 0)
        number = [int(np.bincount(topics.finer[inside & (old == side)]).argmax()) for side in (0, 1)]
        fresh = np.flatnonzero(new[3] == topic)
        assert np.mean(grown.finer[360 + fresh] == np.array(number)[half[fresh]]) >= 0.9
    assert grown.table["size"].tolist() == [162, 132, 114]
    assert grown.table["stories"].tolist() == [
        len(
            {
                story
                for story, own in zip(joined(whole, new)[2]["stories"], grown.assignment, strict=True)
                if own == t
            }
        )
        for t in range(3)
    ]
    kept = ["topic", "label", "terms", "terms_english", "stability", "solid", "cohesion"]
    pd.testing.assert_frame_equal(grown.table[kept], topics.table[kept])
    pd.testing.assert_frame_equal(grown.quotes, topics.quotes)
    assert (grown.fitted_on, grown.added, grown.gone) == (360, 48, 0)
    assert grown.claims[-1].endswith(": 48 came since and were put into them.")


def test_numbers_stay_where_sizes_change_places(topics, whole):
    new = corpus([0, 0, 100], seed=3, first=2000)
    grown = extended(topics, joined(whole, new), np.r_[np.arange(360), np.full(100, -1)])
    assert grown.table["topic"].tolist() == [0, 1, 2]
    assert grown.table["size"].tolist() == [150, 120, 190]
    assert grown.table["label"].tolist() == topics.table["label"].tolist()


def test_a_copy_of_an_old_text_goes_where_that_went_whatever_its_article_says(topics, whole):
    rows = np.arange(0, 360, 7)
    copies = part(whole, rows)
    copies[2]["articles"] = ["money 9999"] * len(rows)
    grown = extended(topics, joined(whole, copies), np.r_[np.arange(360), np.full(len(rows), -1)])
    assert grown.assignment[360:].tolist() == topics.assignment[rows].tolist()
    assert grown.strength[360:].tolist() == topics.strength[rows].tolist()
    assert grown.finer[360:].tolist() == topics.finer[rows].tolist()
    assert "360 of them different" in grown.claims[0]


@pytest.mark.slow
def test_articles_lend_new_passages_context_only_where_they_did_before(topics, whole):
    alone = find_topics(whole[0], whole[1], whole[2]["languages"], grain=3)
    assert not alone.context
    vague = 0.55 * whole[1][:1] + 0.45 * whole[1][-1:]  # between the first subject and the third
    about = {name: values[-1:] for name, values in whole[2].items()}  # in an article on the third subject
    with_vague = joined(whole, (["One passage that says little"], vague, about))
    earlier = np.r_[np.arange(360), -1]
    assert extended(topics, with_vague, earlier).assignment[-1] == 2
    texts, vectors, about = with_vague
    context = alone.extended(texts, vectors, about["languages"], articles=about["articles"], earlier=earlier)
    without = alone.extended(texts, vectors, about["languages"], earlier=earlier)
    assert context.assignment.tolist() == without.assignment.tolist()


def test_quotes_of_texts_that_are_gone_are_replaced(topics, whole):
    lost = topics.quotes.loc[(topics.quotes["topic"] == 1) & (topics.quotes["rank"] == 2), "row"].item()
    rows = np.delete(np.arange(360), lost)
    less = extended(topics, part(whole, rows), rows)
    assert (less.added, less.gone) == (0, 1)
    assert less.claims[-1].endswith(": 1 of those they were found in are gone.")
    assert less.table["size"].tolist() == [150, 119, 90]
    quoted = [whole[0][rows[row]] for row in less.quotes["row"]]
    assert whole[0][lost] not in quoted and len(set(quoted)) == 15
    assert (less.assignment[less.quotes["row"]] == less.quotes["topic"]).all()
    assert less.quotes["rank"].tolist() == [1, 2, 3, 4, 5] * 3
    others = less.quotes["topic"] != 1
    assert rows[less.quotes.loc[others, "row"]].tolist() == topics.quotes.loc[others, "row"].tolist()


@pytest.mark.slow
def test_a_topic_whose_texts_are_all_gone_stays_empty(topics, whole, tmp_path):
    rows = np.flatnonzero(topics.assignment != 1)
    less = extended(topics, part(whole, rows), rows)
    assert less.table["size"].tolist() == [150, 0, 90] and less.table["sources"].tolist() == [4, 0, 4]
    assert less.quotes["topic"].unique().tolist() == [0, 2]
    assert less.hierarchy.loc[less.hierarchy["topic"] == 1, "size"].tolist() == [0, 0, 0]
    less.save(tmp_path)
    assert same(Topics.load(tmp_path), less)
    grown = extended(less, whole, np.searchsorted(rows, np.arange(360)) * np.isin(np.arange(360), rows)
                     - ~np.isin(np.arange(360), rows))  # fmt: skip
    assert grown.assignment.tolist() == topics.assignment.tolist()
    assert grown.quotes.groupby("topic").size().tolist() == [5, 5, 5]
    assert (grown.fitted_on, grown.added, grown.gone) == (
        360,
        120,
        120,
    )  # told as new: the fit did not see them


def test_without_any_text_left_the_topics_stay(topics):
    none = topics.extended([], np.zeros((0, WIDTH), np.float32), [], earlier=[])
    assert none.table["size"].tolist() == [0, 0, 0] and none.rung == "no passage"
    assert (none.added, none.gone) == (0, 360) and len(none.quotes) == 0


@pytest.mark.slow
def test_where_no_topics_were_found_none_are_after(whole):
    vectors = np.random.default_rng(0).normal(size=(200, WIDTH)).astype(np.float32)
    texts = [f"text number {row}" for row in range(200)]
    found = find_topics(texts, vectors)
    assert len(found) == 0
    grown = found.extended([*texts, "one more"], np.vstack([vectors, vectors[:1]]), earlier=[*range(200), -1])
    assert len(grown) == 0 and (grown.assignment == -1).all() and len(grown.hierarchy) == 0
    assert grown.claims[1] == found.claims[1] and grown.added == 1


@pytest.mark.parametrize("count", [0, 1, 2, 10])
def test_a_few_texts_grow_too(whole, count):
    few = find_topics(*part(whole, np.arange(count))[:2])
    grown = few.extended(
        whole[0][:12], whole[1][:12], earlier=np.where(np.arange(12) < count, np.arange(12), -1)
    )
    assert len(grown) == len(few) and grown.added == 12 - count
    assert grown.assignment[:count].tolist() == few.assignment.tolist()


def test_extended_topics_can_be_saved_and_extended_again(topics, whole, tmp_path):
    new = corpus([6, 6, 6], seed=4, first=3000)
    more = joined(whole, new)
    grown = extended(topics, more, np.r_[np.arange(360), np.full(18, -1)])
    grown.save(tmp_path)
    again = Topics.load(tmp_path)
    assert same(again, grown)
    rows = np.arange(10, 378)
    assert same(extended(again, part(more, rows), rows), extended(grown, part(more, rows), rows))
    twice = extended(again, part(more, rows), rows)
    assert (twice.fitted_on, twice.added, twice.gone) == (360, 18, 10)
    assert "18 came since" in twice.claims[-1] and "10 of those" in twice.claims[-1]


def test_topics_of_another_format_are_refused_in_one_line(topics, tmp_path):
    topics.save(tmp_path)
    record = json.loads((tmp_path / "newsthemes.json").read_text())
    (tmp_path / "newsthemes.json").write_text(json.dumps({**record, "format": 2}))
    with pytest.raises(InputError, match="format 2, expected 4; find the topics again"):
        Topics.load(tmp_path)


@pytest.mark.parametrize(
    ("earlier", "message"),
    [
        (np.arange(359), "give one row number a text"),
        (np.arange(360) / 2, "give one row number a text"),
        (np.arange(360) + 1, "from 1 to 360"),
        (np.arange(360) - 2, "from -2 to 357"),
        (np.zeros(360, int), "names a row twice"),
    ],
)
def test_rows_that_do_not_answer_to_the_topics_are_refused(topics, whole, earlier, message):
    with pytest.raises(InputError, match=message):
        extended(topics, whole, earlier)


def test_vectors_of_another_space_are_refused(topics):
    with pytest.raises(InputError, match="shape"):
        topics.extended(["one"], np.ones((1, 3)), earlier=[-1])


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_comes_and_goes_the_counts_agree(topics, whole, data):
    kept = data.draw(st.lists(st.integers(0, 359), unique=True, max_size=60))
    fresh = data.draw(st.lists(st.integers(0, 359), max_size=20))
    said = data.draw(st.sampled_from([None, "", "…", "A new text."]))
    texts, vectors, about = part(whole, np.array([*kept, *fresh], int))
    texts = texts if said is None else [*texts[: len(kept)], *(said for _ in fresh)]
    order = np.random.default_rng(len(texts)).permutation(len(texts))
    earlier = np.array([*kept, *(-1 for _ in fresh)], int)[order]
    grown = extended(topics, part((texts, vectors, about), order), earlier)
    assert len(grown.assignment) == len(grown.strength) == len(grown.finer) == len(texts)
    assert set(grown.assignment) <= {-1, 0, 1, 2}
    assert grown.table["size"].tolist() == [(grown.assignment == topic).sum() for topic in range(3)]
    assert ((grown.strength > 0) == (grown.assignment >= 0)).all()
    tops = grown.hierarchy[grown.hierarchy["level"] == 0]
    assert tops["size"].tolist() == grown.table["size"].tolist()
    for row in grown.hierarchy[grown.hierarchy["level"] == 1].itertuples():
        inside = (grown.assignment == row.topic) & (grown.finer == int(row.id.split(".")[1]))
        assert row.size == inside.sum()
    assert (grown.assignment[grown.quotes["row"]] == grown.quotes["topic"]).all()
    assert set(grown.quotes["topic"]) == set(grown.assignment) - {-1}
    assert (grown.added, grown.gone) == (len(fresh), 360 - len(kept))
    assert grown.assignment[earlier >= 0].tolist() == topics.assignment[earlier[earlier >= 0]].tolist()
