"""find_topics keeps its promises on synthetic news: three subjects, each with words of its own."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from newsthemes import InputError, Topics, article_topics, find_topics
from newsthemes.topics import shuffled_words

WORDS = {
    "sport": "match goal striker referee league stadium coach penalty champion defender".split(),
    "health": "hospital vaccine nurse patient clinic virus doctor surgery infection medicine".split(),
    "money": "bank interest loan inflation market investor budget currency deposit treasury".split(),
}
A_SUBJECT = 120


def corpus(each=A_SUBJECT, seed=0, width=48):
    """(texts, vectors, subjects): vectors lie around one direction a subject, at angles to every axis."""
    rng = np.random.default_rng(seed)
    turned = np.linalg.qr(np.random.default_rng(99).normal(size=(width, width)))[0]
    texts, vectors, subjects = [], [], []
    for axis, (subject, words) in enumerate(WORDS.items()):
        for row in range(each):
            texts.append(" ".join(rng.choice(words, 6)) + f" {subject}{row}")
            vectors.append(np.eye(width)[axis] + rng.normal(0, 0.08, width))
            subjects.append(subject)
    vectors = np.array(vectors, np.float32) @ turned.astype(np.float32)
    return texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), subjects


@pytest.fixture(scope="module")
def found():
    texts, vectors, subjects = corpus()
    languages = ["en", "fr"] * (len(texts) // 2)
    sources = [f"source {row % 3}" for row in range(len(texts))]
    topics = find_topics(texts, vectors, languages, seed=0, stories=list(range(len(texts))), sources=sources)
    return topics, texts, vectors, subjects


class TestFound:
    @pytest.mark.slow
    def test_three_subjects_are_three_topics(self, found):
        topics, _, _, subjects = found
        assert len(topics.table) == 3
        assert adjusted_rand_score(subjects, topics.assignment) > 0.95
        assert (topics.assignment < 0).mean() <= 0.1

    def test_ids_run_by_falling_size_and_sizes_add_up(self, found):
        topics, *_ = found
        sizes = topics.table["size"].tolist()
        assert topics.table["topic"].tolist() == list(range(len(sizes)))
        assert sizes == sorted(sizes, reverse=True)
        assert sum(sizes) == (topics.assignment >= 0).sum()
        assert [int((topics.assignment == t).sum()) for t in range(len(sizes))] == sizes

    def test_every_topic_says_how_sure_it_is(self, found):
        topics, *_ = found
        assert topics.table["stability"].between(0.75, 1).all()
        assert topics.table["language_leak"].between(0, 0.2).all()
        assert (topics.table["sources"] == 3).all() and not topics.table["single_source"].any()
        assert np.all((topics.strength >= 0) & (topics.strength <= 1))

    def test_terms_are_the_subjects_own(self, found):
        topics, _, _, subjects = found
        for row in topics.table.itertuples():
            subject = pd.Series(subjects)[topics.assignment == row.topic].mode()[0]
            assert set(row.terms.split("; ")[:3]) <= set(WORDS[subject])

    def test_quotes_are_from_two_sources(self, found):
        topics, texts, *_ = found
        for topic, quotes in topics.quotes.groupby("topic"):
            assert (topics.assignment[quotes["row"]] == topic).all()
            assert len({row % 3 for row in quotes["row"]}) >= 2

    def test_it_says_which_rung_it_is_on(self, found):
        topics, *_ = found
        assert "300" in topics.rung and len(topics.claims) >= 2

    @pytest.mark.slow
    def test_another_seed_finds_the_same(self, found):
        topics, texts, vectors, _ = found
        again = find_topics(texts, vectors, seed=7)
        assert adjusted_rand_score(topics.assignment, again.assignment) >= 0.95

    @pytest.mark.slow
    def test_the_same_seed_finds_the_same_to_the_byte(self, found):
        topics, texts, vectors, _ = found
        one, other = find_topics(texts, vectors), find_topics(texts, vectors)
        assert one.assignment.tobytes() == other.assignment.tobytes()
        assert one.strength.tobytes() == other.strength.tobytes()
        assert one.table.equals(other.table)

    @pytest.mark.slow
    def test_the_order_of_texts_changes_nothing_but_order(self, found):
        _, texts, vectors, _ = found
        order = np.random.default_rng(1).permutation(len(texts))
        there = find_topics(texts, vectors).assignment
        back = find_topics([texts[i] for i in order], vectors[order]).assignment
        assert adjusted_rand_score(there[order], back) == 1.0
        assert (there[order] < 0).tolist() == (back < 0).tolist()

    @pytest.mark.slow
    def test_a_user_can_ask_for_a_number(self, found):
        _, texts, vectors, _ = found
        assert len(find_topics(texts, vectors, grain=2).table) == 2
        with pytest.raises(InputError):
            find_topics(texts, vectors, grain="many")


class TestLife:
    def test_saved_and_loaded_without_pickle(self, found, tmp_path):
        topics, _, vectors, _ = found
        topics.save(tmp_path)
        loaded = Topics.load(tmp_path)
        assert loaded.assignment.tolist() == topics.assignment.tolist()
        assert loaded.table.equals(topics.table)
        assert loaded.claims == topics.claims
        assert {path.suffix for path in tmp_path.iterdir()} <= {".json", ".parquet", ".safetensors"}
        assert loaded.assign(vectors)[0].tolist() == topics.assign(vectors)[0].tolist()

    @pytest.mark.slow
    def test_bertopic_reads_what_was_saved(self, found, tmp_path):
        from bertopic import BERTopic

        topics, *_ = found
        topics.save(tmp_path)
        loaded = BERTopic.load(str(tmp_path))
        assert {topic for topic in loaded.get_topics() if topic >= 0} == set(topics.table["topic"])

    def test_new_texts_are_placed_without_refitting(self, found):
        topics, _, vectors, subjects = found
        _, fresh, own = corpus(each=20, seed=5)
        ids, strength = topics.assign(fresh)
        names = {t: pd.Series(subjects)[topics.assignment == t].mode()[0] for t in topics.table["topic"]}
        placed = ids >= 0
        assert placed.mean() > 0.8
        assert all(names[i] == subject for i, subject in zip(ids[placed], np.array(own)[placed], strict=True))
        assert ((strength >= 0) & (strength <= 1)).all()

    def test_nothing_to_load_is_one_line(self, tmp_path):
        with pytest.raises(InputError) as error:
            Topics.load(tmp_path)
        assert "\n" not in str(error.value)


class TestLittle:
    @pytest.mark.slow
    @pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 8, 10, 15, 30, 100])
    def test_any_number_runs(self, n):
        texts, vectors, _ = corpus()
        rows = np.random.default_rng(n).permutation(len(texts))[:n]
        topics = find_topics([texts[i] for i in rows], vectors[rows])
        assert len(topics.assignment) == len(topics.strength) == n
        assert topics.rung and topics.claims

    @pytest.mark.parametrize("n", [2, 10, 40, 400])
    def test_copies_of_one_passage(self, n):
        topics = find_topics(["the same passage"] * n, np.tile(np.eye(8, dtype=np.float32)[0], (n, 1)))
        assert len(set(topics.assignment.tolist())) == 1

    def test_empty_texts_and_zero_vectors(self):
        topics = find_topics(["", " ", "words"] * 20, np.zeros((60, 8), np.float32))
        assert len(topics.assignment) == 60

    def test_unequal_lengths_are_named(self):
        with pytest.raises(InputError):
            find_topics(["a", "b"], np.zeros((1, 4), np.float32))

    @pytest.mark.slow
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.text(max_size=30), max_size=25), st.integers(0, 3))
    def test_any_texts_run(self, texts, seed):
        vectors = np.random.default_rng(seed).normal(size=(len(texts), 5)).astype(np.float32)
        topics = find_topics(texts, vectors, seed=seed)
        assert len(topics.assignment) == len(texts)
        assert set(topics.assignment) - {-1} == set(topics.table["topic"])


class TestShuffledWords:
    def test_words_are_dealt_out_again_and_none_is_lost(self):
        texts = ["one two three", "four five", "six"]
        shuffled = shuffled_words(texts, 0)
        assert [len(text.split()) for text in shuffled] == [3, 2, 1]
        assert sorted(" ".join(shuffled).split()) == sorted(" ".join(texts).split())
        assert shuffled == shuffled_words(texts, 0) != shuffled_words(texts, 1)


class TestArticles:
    def test_the_dominant_topic_by_summed_strength(self):
        table = article_topics([0, 0, 1, -1, -1], [0.4, 0.4, 0.6, 0.0, 0.0], ["a", "a", "a", "a", "b"])
        assert table["article_id"].tolist() == ["a", "b"]
        assert table["topic"].tolist() == [0, -1]
        assert table["strength"].tolist() == pytest.approx([0.2, 0.0])
