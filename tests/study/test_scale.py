"""What is done part by part gives what is done at once, and the work grows with the corpus, not with its square."""

import numpy as np
import pandas as pd
import pytest

from newsthemes import InputError, find_topics, score_themes, topics
from newsthemes import arrays as blocks
from newsthemes import arrays as nearby
from newsthemes.embedding import Embedder
from newsthemes.evidence.contradictions import contradictions
from newsthemes.parallel.executors import Workers
from newsthemes.themes import scoring as parts
from newsthemes.themes.score_table import ThemeScores
from newsthemes.topics import article_context as context
from newsthemes.topics import find as discovery

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_figures")]


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


class Counting(Workers):
    """Workers that remember how many parts they were given."""

    def __init__(self):
        self.parts = []

    def map(self, function, parts, shared=None):
        for result in super().map(function, parts, shared):
            self.parts.append(function.__name__ if hasattr(function, "__name__") else "partial")
            yield result


class TestScored:
    @pytest.fixture
    def scored(self):
        scores = pd.DataFrame({"a": [0.1, 0.9], "b": [0.5, 0.25]})
        return ThemeScores(pd.Series(["p:0", "p:9"], dtype=object), scores, scores >= 0.5)

    def test_the_file_is_one_row_a_passage_and_theme(self, scored, tmp_path):
        scored.save(tmp_path / "t.parquet")
        read = pd.read_parquet(tmp_path / "t.parquet")
        assert read.astype({"passage_id": object, "theme": object}).equals(scored.long)
        assert read.to_dict("list") == {
            "passage_id": ["p:0", "p:9"] * 2,
            "theme": ["a", "a", "b", "b"],
            "score": [0.1, 0.9, 0.5, 0.25],
            "present": [False, True, True, False],
        }

    def test_read_as_written(self, scored, tmp_path):
        scored.save(tmp_path / "t.parquet")
        read = ThemeScores.load(tmp_path / "t.parquet")
        assert read.scores.equals(scored.scores) and read.presence.equals(scored.presence)
        assert read.passage_ids.tolist() == ["p:0", "p:9"]

    def test_no_passage_keeps_the_themes(self, scored, tmp_path):
        none = ThemeScores(scored.passage_ids[:0], scored.scores[:0], scored.presence[:0])
        none.save(tmp_path / "t.parquet")
        read = ThemeScores.load(tmp_path / "t.parquet")
        assert list(read.scores) == list(read.presence) == ["a", "b"] and len(read.long) == 0

    def test_another_table_is_refused(self, scored, tmp_path):
        scored.scores.to_parquet(tmp_path / "t.parquet")
        with pytest.raises(ValueError, match="no table of themes"):
            ThemeScores.load(tmp_path / "t.parquet")


class TestEmbedding:
    def test_into_rows_of_an_array(self, tmp_path):
        asked = []

        def encode(texts):
            asked.extend(texts)
            return np.array([[len(text), text.count("a") + 1, 1.0] for text in texts])

        texts = ["aa", "b", "aa", "abc", "b"]
        embedder = Embedder(encode, cache=tmp_path, offset=False)
        into = np.zeros((7, 3), np.float32)
        embedder.embed(texts, ["en"] * 5, into=into, rows=np.array([0, 2, 3, 5, 6]))
        assert asked == ["aa", "b", "abc"]
        assert (into[[1, 4]] == 0).all()
        assert np.array_equal(into[[0, 2, 3, 5, 6]], embedder.embed(texts, ["en"] * 5))

    def test_parts_go_through_the_workers(self, monkeypatch, tmp_path):
        monkeypatch.setattr("newsthemes.embedding.encoding.SAVED_AT_ONCE", 2)
        workers = Counting()
        encode = lambda texts: np.array([[len(text), 1.0] for text in texts])  # noqa: E731
        embedder = Embedder(encode, cache=tmp_path, offset=False)
        vectors = embedder.embed(["a", "bb", "ccc", "bb", "dddd"], ["en"] * 5, workers=workers)
        assert workers.parts == ["partial"] * 2
        assert np.allclose(vectors[:, 0] / vectors[:, 1], [1, 2, 3, 2, 4])


class TestThemes:
    def test_whole_articles_only(self):
        articles = ["a"] * 3 + ["b"] * 5000 + ["c"] * 3000 + ["d"] * 3000
        slices = parts.whole_articles(articles, len(articles), parts.PART)
        assert [(rows.start, rows.stop) for rows in slices] == [(0, 5003), (5003, 11003)]
        assert parts.whole_articles(None, 5000, 4096) == [slice(0, 4096), slice(4096, 5000)]
        assert parts.whole_articles([], 0, 4096) == []

    def test_part_by_part_as_at_once(self, monkeypatch):
        texts = [
            "Meta cut the chips budget.",
            "Researchers left for a rival.",
            "It rained.",
            "Shares fell.",
        ] * 3
        vectors = Embedder().embed(texts, ["en"] * 12)
        articles = [name for name in "abcdef" for _ in range(2)]
        whole = score_themes(texts, vectors, ["en"] * 12, articles=articles)
        monkeypatch.setattr(parts, "PART", 3)
        workers = Counting()
        divided = score_themes(texts, vectors, ["en"] * 12, articles=articles, workers=workers)
        assert workers.parts.count("_score") == 3
        assert np.allclose(whole, divided, atol=1e-6)


class TestTopics:
    @pytest.fixture
    def corpus(self):
        """(texts, vectors, articles) of three subjects, an article of one subject each."""
        rng = np.random.default_rng(0)
        subject = np.repeat(np.arange(60) % 3, 10)
        words = [["chip", "server", "power"], ["share", "market", "price"], ["staff", "team", "leader"]]
        texts = [f"{' '.join(rng.permutation(words[s]))} number {i}" for i, s in enumerate(subject)]
        vectors = unit(rng.normal(size=(3, 16))[subject] + 0.5 * rng.normal(size=(600, 16)))
        return texts, vectors, [f"article {i // 10}" for i in range(600)]

    def test_a_block_at_a_time_as_at_once(self, corpus, monkeypatch):
        _, vectors, articles = corpus
        members = context.article_members(articles, np.arange(len(vectors)))
        whole = context.with_article_means(vectors, members)[:]
        monkeypatch.setattr(blocks, "ROWS", 7)
        rows = context.with_article_means(vectors, members)
        assert np.allclose(rows, whole, atol=1e-6)
        assert np.array_equal(rows[[5, 3]], rows[:][[5, 3]])

    def test_what_is_not_in_the_sample_is_placed_by_the_workers(self, corpus, monkeypatch):
        texts, vectors, articles = corpus
        monkeypatch.setattr(discovery, "GRAPH_TEXTS", 300)
        monkeypatch.setattr(discovery, "ANCHORS", 200)
        monkeypatch.setattr(discovery, "PLACED", 100)
        monkeypatch.setattr(topics, "READ", 300)
        workers = Counting()
        found = find_topics(texts, vectors, ["en"] * 600, articles=articles, workers=workers)
        assert workers.parts.count("_assign") >= 4
        assert len(found) == 3
        subject = np.repeat(np.arange(60) % 3, 10)
        agreed = [np.bincount(found.assignment[subject == s] + 1).max() / 200 for s in range(3)]
        assert min(agreed) > 0.9
        assert found.table["size"].sum() == (found.assignment >= 0).sum() > 540
        assert all(found.table["terms"].str.len() > 0)


class TestContradictions:
    def claims(self, values):
        texts = [f"The training of the large model cost {value} million dollars." for value in values]
        ids = [f"a{i}" for i in range(len(texts))]
        frame = pd.DataFrame(
            {"passage_id": ids, "article_id": ids, "text": texts, "language": "en", "kept": True}
        )
        return pd.DataFrame({"article_id": ids, "source": "s"}), frame

    def test_copies_count_as_articles_not_as_pairs(self):
        articles, passages = self.claims([5, 5, 6, 6, 6])
        found = contradictions(articles, passages, np.ones((5, 1), np.float32))
        assert found[["value_a", "value_b", "articles_a", "articles_b"]].to_numpy().tolist() == [
            [5e6, 6e6, 2, 3]
        ]

    def test_of_very_many_figures_each_meets_its_nearest(self, monkeypatch):
        for module in (nearby, contradictions.__globals__):
            patch = monkeypatch.setattr if module is nearby else monkeypatch.setitem
            patch(module, "ALL", 20)
        monkeypatch.setattr(nearby, "ABOUT", 5)
        articles, passages = self.claims(range(100, 200))
        angle = np.repeat(np.arange(50), 2) * 2 * np.pi / 50
        vectors = np.column_stack([np.cos(angle), np.sin(angle)]).astype(np.float32)
        found = contradictions(articles, passages, vectors)
        pairs = set(zip(found["value_a"], found["value_b"], strict=True))
        assert {((100 + i) * 1e6, (101 + i) * 1e6) for i in range(0, 100, 2)} <= pairs


def test_mistakes_are_told_before_anything_is_computed():
    with pytest.raises(InputError, match="vectors have 3 dimensions"):
        score_themes(["one"], np.ones((1, 3)), ["en"])
