import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsthemes import Study
from newsthemes.corpus.read_file import read_input
from newsthemes.study.incremental import PreviousRun, take
from newsthemes.study.stages import reading

SUBSCRIBE = (
    "Subscribe to the evening letter of the harbour council and its friends"  # repeats from three articles on
)
LINES = (
    SUBSCRIBE,
    "The harbour council voted on Monday to widen the old pier before winter comes.",
    "Night trains will link the valley to the capital again, the ministry said on Friday.",
    "Le conseil du port a voté lundi pour élargir la vieille jetée avant l'hiver prochain.",
    "Dewan pelabuhan memutuskan pada hari Senin untuk memperlebar dermaga lama itu.",
    "An oven in the new bakery holds two hundred loaves, and it is never cold.",
)


def results(folder, earlier=None):
    return reading(Study(folder), earlier)


def earlier_of(stages):
    return PreviousRun(stages.__getitem__)


def after(before):
    """What a later run reads of these results, as from files."""
    before = dict(before)
    before["read"] = before["read"].assign(story_id=None)
    return earlier_of({"reading": before})


def write(folder, articles):
    for old in folder.glob("*.txt"):
        old.unlink()
    for name, lines in articles.items():
        text = "\n\n".join(
            LINES[i] + f" This is note {name}{place}." * (i > 0) for place, i in enumerate(lines)
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def assert_same(one, other):
    for name in one:
        pd.testing.assert_frame_equal(one[name].astype(object), other[name].astype(object), obj=name)


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch):
    """A process that may be forked reads small corpora in one beside it, where these tests can't look on."""
    monkeypatch.setattr("newsthemes.parallel.processes._may_fork", lambda: False)


class TestReading:
    articles = st.dictionaries(
        st.sampled_from("abcdefg"),
        st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=4),
        min_size=1,
    )

    @pytest.mark.acceptance
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(articles, articles)
    def test_building_on_an_earlier_run_gives_what_reading_anew_gives(self, tmp_path, one, two):
        write(tmp_path, one)
        before = results(tmp_path)
        write(tmp_path, two)
        assert_same(results(tmp_path, after(before)), results(tmp_path))

    def test_a_line_that_comes_to_repeat_changes_the_articles_that_had_it(self, tmp_path):
        write(tmp_path, {"a": [0, 1], "b": [0, 2]})
        before = results(tmp_path)
        assert before["passages"]["kept"].all()
        write(tmp_path, {"a": [0, 1], "b": [0, 2], "c": [0, 5]})
        found = results(tmp_path, after(before))["passages"]
        assert set(found.loc[~found["kept"], "article_id"]) == {"a", "b", "c"}
        assert set(found.loc[~found["kept"], "text"]) == {SUBSCRIBE}

    def test_only_files_that_changed_are_read(self, tmp_path, monkeypatch):
        write(tmp_path, {"a": [1], "b": [2], "c": [3]})
        before = results(tmp_path)
        write(tmp_path, {"a": [1], "b": [2, 5], "d": [4]})
        read = []
        monkeypatch.setattr(
            "newsthemes.corpus.read_input",
            lambda found, columns: read.append(found.path) or read_input(found, columns),
        )
        results(tmp_path, after(before))
        assert read == ["b.txt", "d.txt"]

    def test_what_was_wrong_with_a_file_is_told_again(self, tmp_path):
        (tmp_path / "a.txt").write_text(LINES[3].encode().decode("latin-1"), encoding="utf-8")
        (tmp_path / "b.txt").write_text(LINES[2])
        before = results(tmp_path)
        assert before["unread"]["reason"].tolist() == ["mojibake repaired"]
        (tmp_path / "b.txt").write_text(LINES[5])
        assert_same(results(tmp_path, after(before)), results(tmp_path))

    def test_rows_of_a_table_are_split_again_only_where_they_changed(self, tmp_path, monkeypatch):
        table = tmp_path / "news.csv"
        pd.DataFrame({"text": LINES[1:4]}).to_csv(table, index=False)
        before = results(tmp_path)
        pd.DataFrame({"text": [*LINES[1:4], LINES[5]]}).to_csv(table, index=False)
        split = []
        from newsthemes import passages

        real = passages.passages_of
        monkeypatch.setattr(
            passages, "passages_of", lambda text, *rest: split.append(text) or real(text, *rest)
        )
        found = results(tmp_path, after(before))
        assert LINES[5] in split and not set(split) & set(LINES[1:4])
        assert found["passages"]["text"].tolist() == [*LINES[1:4], LINES[5]]

    def test_the_language_an_article_states_is_not_mistaken_for_the_one_found(self, tmp_path):
        pd.DataFrame({"text": LINES[1:3], "language": ["fr", None]}).to_csv(
            tmp_path / "news.csv", index=False
        )
        inputs = results(tmp_path)["inputs"]
        assert inputs["stated"].tolist() == ["fr", None]


def passages(*rows):
    """Passages from (article, text, kept)."""
    table = pd.DataFrame(rows, columns=["article_id", "text", "kept"])
    place = table.groupby("article_id").cumcount().astype(str)
    return table.assign(passage_id=table["article_id"] + ":" + place, language="en")


def matched(before, now, vectors_before=None, vectors_now=None):
    ones = [np.ones((len(table), 2), np.float32) for table in (before, now)]
    earlier = earlier_of(
        {
            "reading": {"passages": before},
            "embedding": {"vectors": ones[0] if vectors_before is None else vectors_before},
        }
    )
    kept = now[now["kept"]].reset_index(drop=True)
    vectors = ones[1] if vectors_now is None else vectors_now
    return earlier.kept_rows(kept, vectors[now["kept"].to_numpy()]).tolist()


class TestMatching:
    def test_rows_are_counted_among_the_kept(self):
        before = passages(("a", "one", True), ("b", "menu", False), ("b", "two", True), ("b", "three", True))
        now = passages(("b", "menu", False), ("b", "two", True), ("b", "three", True), ("c", "new", True))
        assert matched(before, now) == [1, 2, -1]

    @pytest.mark.parametrize(
        "changed",
        [
            (("b", "two", True), ("b", "other", True)),
            (("b", "two", True), ("b", "three", False)),
            (("b", "two", True),),
            (("b", "two", True), ("b", "three", True), ("b", "four", True)),
        ],
    )
    def test_an_article_of_which_anything_changed_has_changed_as_a_whole(self, changed):
        before = passages(("a", "one", True), ("b", "two", True), ("b", "three", True))
        assert matched(before, passages(("a", "one", True), *changed))[0] == 0
        assert set(matched(before, passages(("a", "one", True), *changed))[1:]) == {-1}

    def test_a_passage_with_another_vector_has_changed(self):
        table = passages(("a", "one", True), ("b", "two", True))
        assert matched(table, table, vectors_now=np.float32([[1, 1], [1, 0.5]])) == [0, -1]

    def test_nothing_before_or_nothing_now(self):
        table = passages(("a", "one", True))
        assert matched(table[:0], table) == [-1]
        assert matched(table, table[:0]) == []


def test_a_story_is_settled_while_all_its_articles_are_as_they_were():
    before = passages(*((name, f"text of {name}", True) for name in "abcde"))
    stories = pd.DataFrame({"article_id": list("abcde"), "story_id": list("aacce")})
    vectors = np.ones((5, 2), np.float32)
    earlier = earlier_of(
        {
            "reading": {"passages": before},
            "embedding": {"vectors": vectors},
            "stories": {"articles": stories},
        }
    )
    now = before[before["article_id"] != "d"].reset_index(drop=True)
    assert earlier.unchanged_stories(now, vectors[:4]).to_dict() == {"a": "a", "b": "a", "e": "e"}


def test_take_copies_the_rows_that_are_there():
    into = np.zeros((3, 2))
    take(np.arange(8).reshape(4, 2), np.array([3, -1, 0]), into)
    assert into.tolist() == [[6, 7], [0, 0], [0, 1]]
