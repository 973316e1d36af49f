import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from newsthemes.errors import InputError
from newsthemes.language.tokens import words
from newsthemes.parallel import processes as parallel
from newsthemes.topics import Topics, article_topics, find_topics, shuffled_words
from newsthemes.topics import evidence_level as levels
from newsthemes.topics import find as discovery
from newsthemes.topics.article_context import article_members, articles_cohere
from newsthemes.topics.distinct_texts import SAME, distinct

WORDS = {
    0: "goal match league striker coach stadium referee penalty club season".split(),
    1: "vaccine hospital patient nurse doctor virus surgery clinic infection symptom".split(),
    2: "market share investor profit bank inflation currency trader bond stock".split(),
    3: "rocket orbit telescope planet galaxy astronaut satellite comet launch crater".split(),
}


def news(sizes, spread=0.6, dimension=24, seed=0):
    """(texts, unit vectors, class a text): clouds around directions of their own, texts of a class's words."""
    rng = np.random.default_rng(seed)
    classes = np.repeat(np.arange(len(sizes)), sizes)
    centres = np.eye(dimension)[: len(sizes)]
    vectors = centres[classes] + rng.normal(size=(len(classes), dimension)) * spread / np.sqrt(dimension)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [
        f"Report {number}: " + " ".join(rng.choice(WORDS[kind % 4], 5)) for number, kind in enumerate(classes)
    ]
    return texts, vectors.astype(np.float32), classes


@pytest.fixture(scope="module")
def found():
    texts, vectors, classes = news([60, 50, 40])
    return texts, vectors, classes, find_topics(texts, vectors, ["en"] * len(texts))


@pytest.mark.slow
def test_clear_classes_are_found_without_being_told_how_many(found):
    _, _, classes, topics = found
    assert len(topics) == 3
    assert topics.assignment.tolist() == classes.tolist()  # classes are numbered by falling size too
    assert topics.table["size"].tolist() == [60, 50, 40]
    assert topics.table["solid"].all() and (topics.table["stability"] > 0.9).all()
    assert topics.rung == "fewer than 300 passages"


def test_terms_are_those_of_the_class_and_label_is_made_of_them(found):
    texts, table = found[0], found[-1].table
    for topic in range(3):
        terms = table["terms"][topic].split("; ")
        assert {term.rstrip("s") for term in terms[:5]} <= {word.rstrip("s") for word in WORDS[topic]}
        assert set(table["label"][topic].split(", ")) <= set(table["terms_english"][topic].split("; "))
        assert table["typical"][topic] in texts
        assert len(terms) == len(table["terms_english"][topic].split("; "))


def test_strength_lies_between_0_and_1_and_is_0_only_outside(found):
    topics = found[-1]
    assert ((topics.strength > 0) == (topics.assignment >= 0)).all()
    assert (topics.strength <= 1).all()


@pytest.mark.acceptance
@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_the_texts_changes_nothing_but_order(found, seed):
    texts, vectors, _, topics = found
    order = np.random.default_rng(seed).permutation(len(texts))
    again = find_topics([texts[i] for i in order], vectors[order], ["en"] * len(texts))
    assert again.assignment.tolist() == topics.assignment[order].tolist()
    assert again.strength.tolist() == topics.strength[order].tolist()
    pd.testing.assert_frame_equal(again.table, topics.table)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_topics_and_another_one_nearly(found):
    texts, vectors, _, topics = found
    again = find_topics(texts, vectors, ["en"] * len(texts))
    assert again.assignment.tolist() == topics.assignment.tolist()
    assert again.strength.tolist() == topics.strength.tolist()
    other = find_topics(texts, vectors, ["en"] * len(texts), seed=1)
    assert adjusted_rand_score(other.assignment, topics.assignment) > 0.95


@pytest.mark.acceptance
def test_on_all_cores_the_same_topics_as_on_one(monkeypatch):
    texts, vectors, _ = news([60, 50, 40])
    monkeypatch.setattr(discovery, "GRAPH_TEXTS", 120)  # so that there are texts to place
    monkeypatch.setattr(discovery, "ANCHORS", 60)
    one = find_topics(texts, vectors)
    executors = []
    begin = parallel._executor
    monkeypatch.setattr(parallel, "WORTH_IT", 0)
    monkeypatch.setattr("joblib.cpu_count", lambda: 2)
    monkeypatch.setattr(
        parallel, "_executor", lambda *given: executors.append(begin(*given)) or executors[-1]
    )
    many = find_topics(texts, vectors)
    assert len(one) == 3 and len(executors) >= 2  # one for the sweep, one for each layer
    assert many.assignment.tolist() == one.assignment.tolist()
    assert many.strength.tolist() == one.strength.tolist()
    pd.testing.assert_frame_equal(many.table, one.table)


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 8, 10, 15, 30, 100, 300])
def test_any_number_of_texts_runs_and_says_what_it_carries(n):
    texts, vectors, _ = news([n // 3, n // 3, n - 2 * (n // 3)], seed=n)
    topics = find_topics(texts, vectors)
    assert len(topics.assignment) == len(topics.strength) == n
    assert topics.rung == levels.evidence_level(n)
    assert topics.claims[0].startswith(f"Evidence: {topics.rung}")
    assert set(topics.assignment) <= {-1, *topics.table["topic"]}
    assert topics.table["size"].sum() == (topics.assignment >= 0).sum()
    assert topics.table["stability"].between(0, 1).all()


@pytest.mark.parametrize("n", [1, 2, 40, 400])
def test_copies_of_one_passage_are_one_passage(n):
    topics = find_topics(["The bank raised rates."] * n, np.tile([[0.6, 0.8]], (n, 1)))
    assert topics.assignment.tolist() == [0] * n
    assert topics.rung == "one passage"
    assert topics.table["stability"].tolist() == [0.0] and not topics.table["solid"].any()


@pytest.mark.slow
def test_texts_without_content_are_in_no_topic():
    texts, vectors, _ = news([30, 30])
    vectors = np.vstack([vectors, np.zeros((1, 24)), vectors[:2]])
    topics = find_topics([*texts, "words", "", "…"], vectors)
    assert topics.assignment[-3:].tolist() == [-1, -1, -1]
    assert topics.strength[-3:].tolist() == [0, 0, 0]
    assert any(claim.startswith("3 of 63") for claim in topics.claims)


@pytest.mark.slow
def test_what_fits_nothing_stays_out_and_nothing_else():
    texts, vectors, classes = news([80, 80, 80], dimension=100)
    noise = np.random.default_rng(5).normal(size=(8, 100))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    topics = find_topics([*texts, *(f"noise number {i}" for i in range(8))], np.vstack([vectors, noise]))
    assert (topics.assignment[-8:] == -1).mean() >= 0.75
    assert (topics.assignment[:-8] == -1).mean() <= 0.01


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_a_number_of_topics_asked_for_is_given(found, count):
    texts, vectors, _, _ = found
    assert len(find_topics(texts, vectors, grain=count)) == count


@pytest.mark.slow
def test_coarser_and_finer_than_chosen():
    texts, vectors, _ = news([70, 60, 50, 40])
    chosen = len(find_topics(texts, vectors))
    assert len(find_topics(texts, vectors, grain="coarser")) <= chosen
    assert len(find_topics(texts, vectors, grain="finer")) > chosen


@pytest.mark.parametrize("grain", ["fine", 0, -2, 1.5, True])
def test_an_unknown_grain_is_refused(found, grain):
    with pytest.raises(InputError, match="grain"):
        find_topics(found[0], found[1], grain=grain)


def test_lengths_that_differ_are_refused():
    with pytest.raises(InputError, match="2 texts but vectors of shape"):
        find_topics(["a", "b"], np.eye(3))
    with pytest.raises(InputError, match="3 languages"):
        find_topics(["a", "b"], np.eye(2), ["en"] * 3)
    with pytest.raises(InputError, match="text 1 holds a value"):
        find_topics(["a", "b"], np.array([[1, 0], [np.nan, 1]]))


@pytest.mark.slow
def test_words_that_keep_no_company_refute_stable_groups():
    """Two groups told apart by one word each; all other words fall at random, as after a shuffle."""
    texts, vectors, classes = news([300, 300], spread=2.5, dimension=10)
    rng = np.random.default_rng(1)
    pool = [word for words in WORDS.values() for word in words]
    texts = [f"{i} " + " ".join(rng.choice(pool, 12)) for i in range(600)]
    topics = find_topics(texts, vectors, grain=None)
    assert len(topics) == 0 and (topics.assignment == -1).all()
    assert any("No stable topic" in claim for claim in topics.claims)


@pytest.mark.slow
def test_vectors_without_structure_give_no_topics():
    vectors = np.random.default_rng(0).normal(size=(200, 60))
    topics = find_topics([f"text number {i}" for i in range(200)], vectors)
    assert len(topics) == 0
    assert any("No stable topic" in claim for claim in topics.claims)


def test_shuffled_words_keep_the_words_their_languages_and_each_length():
    texts = ["one two, three!", "four five", "un deux", "trois quatre cinq"]
    languages = ["en", "en", "fr", "fr"]
    shuffled = shuffled_words(texts, seed=3, languages=languages)
    assert sorted(" ".join(shuffled[:2]).replace(",", "").replace("!", "").split()) == sorted(
        "one two three four five".split()
    )
    assert [len(text.split()) for text in shuffled] == [3, 2, 2, 3]
    assert shuffled[0].endswith("!") and shuffled != texts
    assert shuffled_words(texts, seed=3, languages=languages) == shuffled


def test_words_are_shuffled_where_no_spaces_part_them():
    texts = ["外交部发言人周二表示。", "人工智能芯片的出口。"]
    shuffled = shuffled_words(texts, seed=1, languages=["zh", "zh"])
    assert sorted("".join(shuffled)) == sorted("".join(texts)) and set(shuffled).isdisjoint(texts)
    assert {len(words(text, "zh")) for text in shuffled} == {4}
    assert all(text.endswith("。") for text in shuffled)


@pytest.mark.slow
def test_evidence_is_counted_and_one_source_marked():
    texts, vectors, classes = news([60, 50, 40])
    stories = [f"story {i // 2}" for i in range(150)]
    sources = ["A" if kind == 1 else "AB"[i % 2] for i, kind in enumerate(classes)]
    topics = find_topics(texts, vectors, stories=stories, sources=sources)
    assert topics.table["stories"].tolist() == [30, 25, 20]
    assert topics.table["sources"].tolist() == [2, 1, 2]
    assert topics.table["single_source"].tolist() == [False, True, False]
    label = topics.table["label"][1]
    assert any(
        claim.startswith("From one source only") and claim.endswith(f": “{label}”.")
        for claim in topics.claims
    )
    quoted = topics.quotes.assign(source=[sources[row] for row in topics.quotes["row"]])
    assert quoted.groupby("topic")["source"].nunique().tolist() == [2, 1, 2]
    assert (topics.assignment[quoted["row"]] == quoted["topic"]).all()
    assert quoted[quoted["rank"] <= 2].groupby("topic")["source"].nunique().tolist() == [2, 1, 2]


@pytest.mark.slow
def test_a_topic_of_one_story_is_named_as_such():
    texts, vectors, classes = news([60, 50, 40])
    stories = [
        f"story {i % 5}" if kind != 1 or i % 10 == 0 else "long read" for i, kind in enumerate(classes)
    ]
    topics = find_topics(texts, vectors, stories=stories)
    assert topics.table["largest_story"].tolist() == [0.2, 0.9, 0.2]
    assert any(
        claim.startswith("Carried by one story") and claim.endswith(f": “{topics.table['label'][1]}”.")
        for claim in topics.claims
    )
    solid = "3 of them solid (stability of 0.75 or more under resampling): 2 of several stories and 1 carried by one"
    assert any(f"{solid} story each." in claim for claim in topics.claims)


@pytest.mark.slow
def test_unknown_sources_are_not_counted():
    texts, vectors, _ = news([40, 40])
    topics = find_topics(texts, vectors, sources=[None] * 80)
    assert topics.table["sources"].tolist() == [0, 0] and not topics.table["single_source"].any()


@pytest.mark.slow
def test_a_language_of_its_own_does_not_make_a_topic():
    texts, vectors, classes = news([100, 100])
    languages = np.where(np.arange(200) % 2, "fr", "en")
    shifted = vectors + np.where(languages == "fr", 0.5, 0)[:, None] * np.eye(24)[23]
    topics = find_topics(texts, shifted / np.linalg.norm(shifted, axis=1, keepdims=True), languages)
    placed = topics.assignment >= 0
    assert placed.mean() >= 0.98 and adjusted_rand_score(topics.assignment[placed], classes[placed]) == 1
    assert (topics.table["language_leak"] < 0.01).all()


@pytest.mark.slow
def test_passages_lend_each_other_context():
    texts, vectors, classes = news([60, 60, 60], spread=3.0)
    articles = [f"{kind}-{i % 12}" for i, kind in enumerate(classes)]
    alone = find_topics(texts, vectors, grain=3)
    together = find_topics(texts, vectors, grain=3, articles=articles)
    assert adjusted_rand_score(together.assignment, classes) > adjusted_rand_score(alone.assignment, classes)


@pytest.mark.slow
def test_articles_whose_passages_have_nothing_in_common_lend_no_context():
    rng = np.random.default_rng(3)
    texts, vectors = [f"text number {i}" for i in range(200)], rng.normal(size=(200, 60))
    articles = [f"article {i % 10}" for i in range(200)]
    assert not articles_cohere(
        vectors, np.array(["en"] * 200, object), article_members(articles, np.arange(200))
    )
    topics = find_topics(texts, vectors, articles=articles)
    assert (
        len(topics) == 0
    )  # with the means of their articles they would be ten clusters that always come back
    assert any("No stable topic" in claim for claim in topics.claims)


def test_what_articles_say_is_heard_through_much_noise():
    """200 articles of 30 passages on two subjects: two passages of one article have a cosine of 0.004 on average."""
    rng = np.random.default_rng(0)
    articles = np.repeat(np.arange(200), 30)
    vectors = rng.normal(size=(6000, 60))
    vectors[:, 0] += 0.5 * np.where(articles % 2, 1, -1)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    spoken, rows = np.array(["en"] * 6000, object), np.arange(6000)
    assert articles_cohere(vectors, spoken, article_members(articles, rows))
    assert not articles_cohere(vectors, spoken, article_members(rng.permutation(articles), rows))


@pytest.mark.slow
def test_finer_topics_nest_in_topics():
    texts, vectors, classes = news([50, 50, 50, 50], spread=0.8)
    topics = find_topics(texts, vectors, grain=2)
    tree = topics.hierarchy
    assert tree[tree["level"] == 0]["id"].tolist() == ["0", "1"]
    for row in tree[tree["level"] == 1].itertuples():
        assert row.parent == str(row.topic) and row.id.startswith(f"{row.topic}.")
        inside = (topics.assignment == row.topic) & (topics.finer == int(row.id.split(".")[1]))
        assert inside.sum() == row.size
    assert (topics.finer[topics.assignment < 0] == -1).all()
    assert (tree["level"] == 1).sum() >= 2


def test_new_texts_are_assigned_without_refitting(found):
    _, _, _, topics = found
    _, vectors, classes = news([20, 20, 20], seed=9)
    ids, strength = topics.assign(vectors)
    assert (ids == classes).mean() > 0.95 and ((strength > 0) & (strength <= 1))[ids >= 0].all()
    assert topics.assign(np.zeros((1, 24)))[0].tolist() == [-1]
    assert topics.assign(np.zeros((0, 24)))[0].tolist() == []
    with pytest.raises(InputError, match="shape"):
        topics.assign(np.eye(3))


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 1, 6, 150])
def test_saved_topics_come_back(tmp_path, n):
    texts, vectors, _ = news([n // 2, n - n // 2])
    topics = find_topics(texts, vectors, ["en"] * n)
    topics.save(tmp_path)
    again = Topics.load(tmp_path)
    for name in ("table", "hierarchy", "quotes"):
        pd.testing.assert_frame_equal(getattr(topics, name), getattr(again, name))
    assert again.assignment.tolist() == topics.assignment.tolist()
    assert (again.rung, again.claims) == (topics.rung, topics.claims)
    if n:
        assert again.assign(vectors)[0].tolist() == topics.assign(vectors)[0].tolist()
    assert {path.suffix for path in tmp_path.iterdir()} == {".safetensors", ".parquet", ".json"}


@pytest.mark.slow
def test_saving_is_deterministic(tmp_path, found):
    texts, vectors, _, topics = found
    topics.save(tmp_path / "a")
    find_topics(texts, vectors, ["en"] * len(texts)).save(tmp_path / "b")
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_a_folder_without_topics_is_named(tmp_path):
    with pytest.raises(InputError, match=str(tmp_path)):
        Topics.load(tmp_path)


@pytest.mark.slow
def test_bertopic_reads_the_folder_and_gets_the_topics(tmp_path, found):
    texts, vectors, _, topics = found
    topics.save(tmp_path)
    from bertopic import BERTopic

    loaded = BERTopic.load(tmp_path)
    assert loaded.topics_ == topics.assignment.tolist()
    assert loaded.topic_sizes_ == dict(enumerate(topics.table["size"]))
    assert [word for word, _ in loaded.get_topic(0)] == topics.table["terms"][0].split("; ")
    ids, _ = loaded.transform(["new"] * 3, embeddings=vectors[[0, 70, 120]])
    assert list(ids) == [0, 1, 2]


@pytest.mark.slow
def test_bertopic_reads_topics_with_texts_left_out(tmp_path, found):
    texts, vectors, _, _ = found
    topics = find_topics([*texts, "nothing"], np.vstack([vectors, np.zeros((1, 24))]))
    topics.save(tmp_path)
    from bertopic import BERTopic

    loaded = BERTopic.load(tmp_path)
    ids, _ = loaded.transform(["new"] * 3, embeddings=vectors[[0, 70, 120]])
    assert list(ids) == [0, 1, 2]
    assert loaded.topic_sizes_[-1] == 1


@pytest.mark.slow
def test_a_fitted_bertopic_holds_the_same_topics(found, tmp_path):
    texts, _, _, topics = found
    model = topics.to_bertopic(texts)
    assert list(model.topics_) == topics.assignment.tolist()
    assert [word for word, _ in model.get_topic(1)] == topics.table["terms"][1].split("; ")
    assert len(model.hierarchical_topics(texts)) == 2
    model.save(tmp_path / "bertopic", serialization="safetensors", save_ctfidf=True)
    assert (tmp_path / "bertopic" / "topic_embeddings.safetensors").exists()
    with pytest.raises(InputError, match="to_bertopic"):
        topics.to_bertopic(texts[:3])


def test_article_topics_are_dominant_by_summed_strength():
    topics = article_topics(
        [0, 1, 1, 0, -1, -1, 2, 1],
        [0.9, 0.5, 0.3, 1, 0, 0, 0.5, 0.5],
        ["a"] * 3 + ["b"] * 2 + ["c"] + ["d"] * 2,
    )
    assert topics["article_id"].tolist() == ["a", "b", "c", "d"]
    assert topics["topic"].tolist() == [0, 0, -1, 1]  # a: 0.9 against 0.8; d: a tie, the lower id
    assert topics["strength"].tolist() == pytest.approx([0.3, 0.5, 0, 0.25])


def test_no_articles_no_topics():
    assert article_topics([], [], []).columns.tolist() == ["article_id", "topic", "strength"]


@pytest.mark.slow
def test_finding_topics_imports_neither_bertopic_nor_umap():
    code = (
        "import sys, numpy as np\nfrom newsthemes.topics import find_topics\n"
        "find_topics([f'text {i} here' for i in range(60)], np.random.default_rng(0).normal(size=(60, 9)))\n"
        "print([name for name in ('bertopic', 'umap', 'numba', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_copies_are_found_and_texts_ordered_by_their_hash_language_and_vector():
    texts = ["a", "b", "a", "a", "a", "b", "!"]
    spoken = np.array(["en", "en", "en", "fr", "en", "en", "en"], object)
    vectors = np.eye(3, dtype=np.float32)[[0, 1, 0, 0, 2, 1, 0]]
    vectors[2, 1] = SAME / 10  # the noise of a processor
    rows = distinct(texts, vectors, spoken)
    assert rows.first.tolist() == [4, 0, 3, 1]
    assert rows.place[2] == rows.place[0] and rows.place[5] == rows.place[1] and rows.place[6] == -1
    assert len({*rows.place[[0, 3, 4]].tolist()}) == 3
    backwards = distinct(texts[::-1], vectors[::-1], spoken[::-1])
    assert backwards.place[::-1].tolist() == rows.place.tolist()
    assert np.allclose(np.linalg.norm(rows.vectors[:], axis=1), 1)
