import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.errors import InputError
from newsthemes.prevalence import prevalence, prevalences
from newsthemes.prevalence.intervals import FEWEST_STORIES, clopper_pearson, wilson


def corpus(rows, **columns):
    """(articles, passages, presence) from rows of (article, text, carries theme "t")."""
    names = list(dict.fromkeys(article for article, _, _ in rows))
    articles = pd.DataFrame({"article_id": names, "story_id": None, "source": "A", "date": None})
    articles = articles.assign(**columns)
    passages = pd.DataFrame({"article_id": [row[0] for row in rows], "text": [row[1] for row in rows]})
    return articles, passages, pd.DataFrame({"t": [row[2] for row in rows]})


SMALL = [("a", "one two three", True), ("a", "four", False), ("b", "five six", False), ("c", "seven", True)]


@pytest.mark.parametrize(
    ("measure", "share", "n"),
    [("mentions", 2 / 3, 3), ("main", 2 / 3, 3), ("passages", 2 / 4, 4), ("words", 4 / 7, 7)],
)
def test_shares_by_measure(measure, share, n):
    row = prevalence(*corpus(SMALL), measure=measure).iloc[0]
    assert row["share"] == pytest.approx(share)
    assert (row["n"], row["stories"], row["note"]) == (n, 3, "too few stories for an interval")
    assert np.isnan(row["low"]) and np.isnan(row["high"])


def test_reposts_count_once():
    articles, passages, presence = corpus(SMALL, story_id=["one", "two", "one"])
    row = prevalence(articles, passages, presence).iloc[0]
    assert row["share"] == pytest.approx(1 / 2)  # two stories, one of them carries it in both copies
    assert (row["n"], row["stories"], row["articles"], row["count"]) == (2, 2, 3, 1)
    each = prevalence(articles, passages, presence, unit="articles").iloc[0]
    assert each["share"] == pytest.approx(2 / 3)  # both copies count
    assert (each["n"], each["stories"], each["articles"], each["count"]) == (3, 2, 3, 2)
    words = prevalence(articles, passages, presence, measure="words").iloc[0]
    assert words["share"] == pytest.approx(((3 + 1) / 2) / ((4 + 1) / 2 + 2))


def test_groups_name_what_is_missing():
    articles, passages, presence = corpus(
        SMALL, date=["2024-05-02", None, "2024-05-30"], source=["A", None, "B"]
    )
    two = prevalence(articles.assign(date=["2024-05-02", None, "2024-06-30"]), passages, presence, by="month")
    assert two.set_index("month")["share"].to_dict() == {"2024-05": 1.0, "2024-06": 1.0, "undated": 0.0}
    assert prevalence(articles, passages, presence, by="month").empty  # one month parts nothing
    articles = articles.assign(date=["2024-05-02", None, "2024-06-30"])
    both = prevalence(articles, passages, presence, by=["source", "month"])
    assert both[["source", "month", "n"]].values.tolist() == [
        ["A", "2024-05", 1],
        ["B", "2024-06", 1],
        [None, "undated", 1],
    ]
    with pytest.raises(InputError, match="no column 'colour' to group by; there are: month, article_id"):
        prevalence(articles, passages, presence, by="colour")
    with pytest.raises(InputError, match="unit 'pages' is unknown"):
        prevalence(articles, passages, presence, unit="pages")
    with pytest.raises(InputError, match="4 passages but 1 rows of presence"):
        prevalence(articles, passages, presence[:1])


def test_a_theme_from_one_source_is_marked():
    articles, passages, presence = corpus(SMALL, source=["A", "B", "A"])
    assert prevalence(articles, passages, presence)["single_source"].tolist() == [True]
    by_source = prevalence(articles, passages, presence, by="source")
    assert by_source["sources"].tolist() == [1, 1]  # of all sources, not of the one in the group
    spread = prevalence(*corpus(SMALL, source=["A", "B", "B"]))
    assert spread["single_source"].tolist() == [False]


def test_a_column_of_the_passages_groups_too():
    articles, passages, presence = corpus(SMALL)
    table = prevalence(
        articles, passages.assign(topic=[0, 0, 1, None]), presence, by="topic", measure="passages"
    )
    assert table["topic"].tolist() == [0.0, 1.0, None]
    assert table["share"].tolist() == [0.5, 0.0, 1.0]


def test_passages_set_aside_do_not_count():
    articles, passages, presence = corpus(SMALL)
    table = prevalence(articles, passages.assign(kept=[True, True, False, True]), presence)
    assert (table["n"][0], table["share"][0]) == (2, 1.0)


def test_nothing_gives_an_empty_table():
    articles, passages, presence = corpus(SMALL)
    table = prevalence(articles, passages[:0], presence[:0], by="source")
    assert list(table)[:4] == ["source", "theme", "measure", "unit"] and table.empty


def many(stories, every, passages=2):
    return corpus(
        [(f"a{i:03}", f"text {i} {j}", i % every == 0) for i in range(stories) for j in range(passages)]
    )


def test_interval_of_articles_is_wilsons():
    row = prevalence(*many(100, 4), draws=4000).iloc[0]
    assert row["share"] == 0.25
    low, high = wilson(np.array(0.25), 99, 1.984)  # t of 99 degrees of freedom
    assert (row["low"], row["high"]) == (pytest.approx(low, abs=0.004), pytest.approx(high, abs=0.004))


def test_known_intervals():
    assert wilson(np.array(0.5), 10, 1.959964) == (
        pytest.approx(0.2366, abs=1e-4),
        pytest.approx(0.7634, abs=1e-4),
    )
    low, high = clopper_pearson(np.array([0.0, 0.3, 1.0]), np.array([10.0, 10.0, 10.0]))
    assert low.tolist() == pytest.approx([0, 0.0667, 0.6915], abs=1e-4)
    assert high.tolist() == pytest.approx([0.3085, 0.6525, 1], abs=1e-4)


def test_rare_themes_get_no_interval_for_passages():
    table = prevalence(*many(40, 30), measure="passages")
    assert table["note"].tolist() == ["too few stories with the theme, or without it, for an interval"]
    assert prevalence(*many(FEWEST_STORIES - 1, 2))["note"].tolist() == ["too few stories for an interval"]
    assert prevalence(*many(FEWEST_STORIES, 2))["note"].tolist() == [None]


def test_copies_do_not_narrow_the_interval():
    articles, passages, presence = many(40, 3)
    copies = articles.assign(article_id="copy " + articles["article_id"], story_id=articles["article_id"])
    doubled = pd.concat([articles.assign(story_id=articles["article_id"]), copies], ignore_index=True)
    again = pd.concat(
        [passages, passages.assign(article_id="copy " + passages["article_id"])], ignore_index=True
    )
    once = prevalence(articles, passages, presence)
    twice = prevalence(doubled, again, pd.concat([presence, presence], ignore_index=True))
    assert twice["articles"].tolist() == [80] and twice["n"].tolist() == twice["stories"].tolist() == [40]
    for column in ("share", "low", "high"):
        assert twice[column].tolist() == pytest.approx(once[column].tolist(), abs=1e-9)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_order_of_rows_changes_nothing(data):
    articles, passages, presence = many(30, 3)
    articles["source"] = [f"s{i % 3}" for i in range(len(articles))]
    order = data.draw(st.permutations(range(len(passages))))
    shuffled = passages.iloc[order].reset_index(drop=True), presence.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        prevalence(articles, passages, presence, by="source", draws=50),
        prevalence(articles[::-1], *shuffled, by="source", draws=50),
    )


def simulated(rng, stories, share, found=None):
    """A corpus of ``stories`` whose passages carry the theme with probability ``share``; ``found``: (sensitivity,
    specificity) of the classifier; and the truth."""
    size = 2 + rng.poisson(3, stories)
    story = np.repeat(np.arange(stories), size)
    truth = rng.random(len(story)) < rng.beta(4 * share, 4 * (1 - share), stories)[story]
    rows = [(f"a{s:03}", f"text {i}", bool(t)) for i, (s, t) in enumerate(zip(story, truth, strict=True))]
    articles, passages, presence = corpus(rows)
    if found:
        wrong = np.where(truth, rng.random(len(truth)) >= found[0], rng.random(len(truth)) >= found[1])
        presence = pd.DataFrame({"t": truth ^ wrong})
    return articles, passages, presence, truth


@pytest.mark.acceptance
def test_intervals_cover():
    rng = np.random.default_rng(5)
    inside = []
    for run in range(200):
        articles, passages, presence, _ = simulated(rng, 60, 0.3)
        row = prevalence(articles, passages, presence, measure="passages", draws=200, seed=run).iloc[0]
        inside.append(row["low"] <= 0.3 <= row["high"])
    assert 0.91 <= np.mean(inside) <= 0.985


def test_full_labels_give_the_truth():
    articles, passages, presence, truth = simulated(np.random.default_rng(1), 60, 0.3, found=(0.6, 0.9))
    labels = passages[["text"]].assign(themes=np.where(truth, "t", ""))
    for measure in ("passages", "words", "mentions"):
        row = prevalence(articles, passages, presence, measure=measure, labels=labels, draws=200).iloc[0]
        true = prevalence(articles, passages, pd.DataFrame({"t": truth}), measure=measure, draws=200).iloc[0]
        assert row["share"] == pytest.approx(true["share"])
        assert (
            row["uncorrected"]
            == prevalence(articles, passages, presence, measure=measure, draws=2)["share"][0]
        )
        assert row["high"] - row["low"] == pytest.approx(true["high"] - true["low"], rel=0.35)


@pytest.mark.slow
def test_some_labels_correct_the_share_and_widen_the_interval():
    rng = np.random.default_rng(2)
    off, corrected_off, inside = [], [], []
    for run in range(60):
        articles, passages, presence, truth = simulated(rng, 80, 0.25, found=(0.6, 0.97))
        labelled = passages["article_id"].str[1:].astype(int) < 40
        labels = passages.loc[labelled, ["text"]].assign(themes=np.where(truth[labelled], "t", ""))
        row = prevalence(
            articles, passages, presence, measure="passages", labels=labels, draws=200, seed=run
        ).iloc[0]
        off.append(row["uncorrected"] - 0.25)
        corrected_off.append(row["share"] - 0.25)
        inside.append(row["low"] <= 0.25 <= row["high"])
    assert abs(np.mean(off)) > 0.06 and abs(np.mean(corrected_off)) < 0.02
    assert np.mean(inside) > 0.87


def test_what_cannot_be_corrected_says_so():
    articles, passages, presence, truth = simulated(np.random.default_rng(3), 40, 0.3, found=(0.5, 0.5))
    all_labels = passages[["text"]].assign(themes=np.where(truth, "t", ""))
    weak = prevalence(articles, passages, presence, measure="passages", labels=all_labels, draws=50).iloc[0]
    assert (
        weak["note"] == "not corrected: the classifier errs too often"
        and weak["share"] == weak["uncorrected"]
    )
    few = prevalence(articles, passages, presence, measure="passages", labels=all_labels[:6], draws=50).iloc[
        0
    ]
    assert few["note"] == "not corrected: too few labels"


@pytest.mark.slow
def test_tables_made_at_once_are_those_made_alone():
    rng = np.random.default_rng(4)
    articles, passages, presence, truth = simulated(rng, 60, 0.3, found=(0.7, 0.9))
    articles["source"] = [["A", "B", None][i % 3] for i in range(len(articles))]
    passages["language"] = rng.choice(["en", "fr"], len(passages))
    labels = passages[["text"]].assign(themes=np.where(truth, "t", ""))
    wanted = [
        (None, "words", "stories"),
        ("source", "mentions", "articles"),
        (["language", "source"], "passages", "stories"),
        ("language", "main", "stories"),
    ]
    for known in (None, labels):
        made = prevalences(articles, passages, presence, wanted, draws=20, seed=1, labels=known)
        for (by, measure, unit), table in zip(wanted, made, strict=True):
            alone = prevalence(
                articles, passages, presence, by, unit, measure, draws=20, seed=1, labels=known
            )
            pd.testing.assert_frame_equal(table, alone, check_exact=True)


def test_a_column_that_parts_nothing_gives_no_rows():
    articles, passages, presence = corpus(SMALL, source=["A", None, "A"])
    assert prevalence(articles, passages, presence, by="source").empty
    assert prevalence(articles.assign(source=None), passages, presence, by="source").empty
    desk = prevalence(articles.assign(desk=["x", "y", "x"]), passages, presence, by="desk")
    assert desk[["desk", "count", "n"]].values.tolist() == [["x", 2, 2], ["y", 0, 1]]


def test_an_unknown_source_is_none():
    articles, passages, presence = corpus(SMALL, source=None)
    row = prevalence(articles, passages, presence).iloc[0]
    assert pd.isna(row["sources"]) and row["single_source"] is None
    some = prevalence(articles.assign(source=["A", None, None]), passages, presence).iloc[0]
    assert some["sources"] == 1


def test_what_is_not_measured_is_left_out_and_said():
    articles, passages, presence = corpus(SMALL, language=["en", "xx", "en"])
    measured = (passages["article_id"] != "b").to_numpy()
    table = prevalence(articles, passages, presence, by="language", measured=measured).set_index("language")
    assert table.loc["en", ["share", "n", "unmeasured"]].tolist() == [1.0, 2, 0]
    assert table.loc["xx", ["share", "low", "high", "count", "sources"]].isna().all()
    assert table.loc["xx", ["n", "unmeasured"]].tolist() == [0, 1]
    assert table.loc["xx", "note"] == "themes are not measured in the language of these passages"
    whole = prevalence(articles, passages, presence, measured=measured).iloc[0]
    assert whole[["share", "n", "unmeasured"]].tolist() == [1.0, 2, 1]


def test_main_and_mentioned_differ():
    rows = [
        ("a", "one two three four five six seven eight nine", False),
        ("a", "ten", True),
        ("b", "x y", True),
    ]
    both = {m: prevalence(*corpus(rows), measure=m).iloc[0]["share"] for m in ("main", "mentions")}
    assert both == {"main": 0.5, "mentions": 1.0}
    with pytest.raises(InputError, match="measure 'pages' is unknown"):
        prevalence(*corpus(rows), measure="pages")


def test_the_level_of_intervals_is_written_in_one_place(root):
    """README and the glossary of terms name it for readers; code computes every mention from ``LEVEL``."""
    from newsthemes.prevalence.intervals import LEVEL_PERCENT

    for page in ("README.md", "docs/terms.md"):
        assert f"{LEVEL_PERCENT} interval" in (root / page).read_text(encoding="utf-8")
    code = [*(root / "lib").rglob("*.py"), *(root / "lib").rglob("*.html"), *(root / "lib").rglob("*.js")]
    typed = [path.name for path in code if "95%" in path.read_text(encoding="utf-8")]
    assert typed == []


class TestErrorsThatDifferByGroup:
    """A classifier that misses half of the theme in one source and nothing in the other."""

    @pytest.fixture
    def labelled(self):
        count = 120
        articles = pd.DataFrame(
            {"article_id": [f"a{i}" for i in range(count)], "source": ["A", "B"] * (count // 2)}
        )
        truth = np.arange(count) % 4 < 2
        missed = articles["source"].eq("B") & (np.arange(count) % 8 < 4)
        passages = pd.DataFrame(
            {"article_id": articles["article_id"], "text": [f"Text {i}" for i in range(count)]}
        )
        labels = passages[["text"]].assign(themes=np.where(truth, "t", ""))
        return articles, passages, pd.DataFrame({"t": truth & ~missed}), labels

    def test_each_is_corrected_by_its_own_labels(self, labelled):
        *corpus, labels = labelled
        table = prevalence(*corpus, by="source", labels=labels, draws=50).set_index("source")
        assert table["uncorrected"].tolist() == [0.5, 0.25]
        assert table["share"].tolist() == pytest.approx([0.5, 0.5])
        assert table["note"].isna().all()

    def test_a_group_without_labels_is_not_corrected_and_says_why(self, labelled):
        *corpus, labels = labelled
        own = labels[corpus[0]["source"].eq("A").to_numpy()]
        table = prevalence(*corpus, by="source", labels=own, draws=50).set_index("source")
        assert table["share"].tolist() == table["uncorrected"].tolist() == [0.5, 0.25]
        assert table["note"].isna().tolist() == [True, False]
        assert "not known to err alike" in table.loc["B", "note"]
