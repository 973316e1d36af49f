"""Layers: every grain that holds, nested, the same whatever the last bit, the seed, or the order."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from newsthemes.errors import InputError
from newsthemes.topics import Topics, article_context, find_topics
from newsthemes.topics.distinct_texts import first_alike
from newsthemes.topics.names import matched, names_table, read_names

pytestmark = pytest.mark.slow

PARENTS, CHILDREN, EACH, WIDTH = 3, 3, 25, 40


def nested_news(seed=0):
    """(texts, vectors, parents, children): three subjects of three events each, with words of their own."""
    rng = np.random.default_rng(seed)
    child = np.repeat(np.arange(PARENTS * CHILDREN), EACH)
    parent = child // CHILDREN
    axes = np.eye(WIDTH)
    vectors = axes[parent] + 0.4 * axes[PARENTS + child] + rng.normal(0, 0.1, (len(child), WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = [[f"{'abcdefghi'[c]}word{'klmnopqr'[i]}" for i in range(8)] for c in range(PARENTS * CHILDREN)]
    texts = [f"Report {row}: " + " ".join(rng.choice(words[c], 5)) for row, c in enumerate(child)]
    return texts, vectors.astype(np.float32), parent, child


@pytest.fixture(scope="module")
def news():
    return nested_news()


@pytest.fixture(scope="module")
def topics(news):
    texts, vectors, *_ = news
    return find_topics(texts, vectors)


def best(topics, truth):
    return max(adjusted_rand_score(truth, layer.assignment) for layer in topics.layers)


def test_both_grains_are_layers_coarse_to_fine(topics, news):
    sizes = [len(layer) for layer in topics.layers]
    assert sizes == sorted(sizes) and len(set(sizes)) == len(sizes)
    assert best(topics, news[2]) == 1 and best(topics, news[3]) > 0.98
    assert topics.assignment is topics.layers[topics.main].assignment
    assert all(layer.persistence > 0 for layer in topics.layers)


def test_finer_topics_are_inside_coarser_ones(topics):
    for coarse, fine in zip(topics.layers, topics.layers[1:], strict=False):
        if not fine.is_nested:
            continue
        placed = (fine.assignment >= 0) & (coarse.assignment >= 0)
        inside = fine.table["parent"].to_numpy(int)[fine.assignment[placed]]
        assert inside.tolist() == coarse.assignment[placed].tolist()


def test_the_run_says_which_other_grains_there_are(topics):
    others = [layer for number, layer in enumerate(topics.layers) if number != topics.main]
    said = " ".join(topics.claims)
    assert others and all(f"{len(layer)} ({layer.name})" in said for layer in others)
    assert f"{int(others[-1].table['solid'].sum())} are solid." in said


def test_a_layer_is_had_by_its_number_of_topics_or_its_name(topics, news):
    texts, vectors, *_ = news
    for layer in topics.layers:
        again = find_topics(texts, vectors, grain=len(layer))
        assert adjusted_rand_score(again.assignment, layer.assignment) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_neither_noise_nor_seed_nor_precision_moves_the_main_layer(topics, news, seed):
    texts, vectors, *_ = news
    rng = np.random.default_rng(seed)
    noisy = vectors.astype(np.float64) + rng.normal(0, 1e-6, vectors.shape)
    again = find_topics(texts, noisy, seed=seed)
    assert adjusted_rand_score(again.assignment, topics.assignment) > 0.99


def test_language_unknown_or_all_the_same_gives_the_same_topics(topics, news):
    texts, vectors, *_ = news
    again = find_topics(texts, vectors, ["en"] * len(texts))
    assert again.assignment.tolist() == topics.assignment.tolist()


def test_a_renamed_topic_is_called_so_everywhere_and_after_a_file(topics, tmp_path):
    named = topics.rename({0: "Harbour strike"})
    assert named.table["label"][0] == "Harbour strike"
    assert named.hierarchy["label"][0] == "Harbour strike"
    named.save(tmp_path)
    assert Topics.load(tmp_path).names == {0: "Harbour strike"}
    with pytest.raises(InputError, match="no topic 99"):
        topics.rename({99: "Nothing"})


def test_names_go_to_the_topic_with_their_terms_and_none_is_lost(topics, tmp_path):
    path = tmp_path / "topic-names.csv"
    table = names_table(topics, {1: "Ferries"}, [("gone; words", "Old name")])
    table.to_csv(path, index=False)
    found, left = matched(topics, read_names(path))
    assert found == {1: "Ferries"} and left == [("gone; words", "Old name")]
    assert read_names(tmp_path / "none.csv") == []


def test_merged_topics_are_one_and_split_ones_several(news):
    texts, vectors, parent, child = news
    topics = find_topics(texts, vectors, grain=PARENTS)
    one = topics.merge([0, 1], texts, vectors)
    assert len(one) == PARENTS - 1 and one.table["size"].tolist() == [150, 75]
    assert one.table["stability"].isna().tolist() == [True, False]
    several = topics.split(2, texts, vectors)
    assert sorted(several.table["size"].tolist())[3:] == [75, 75] and len(several) == PARENTS + 2
    with pytest.raises(InputError, match="no topic 9"):
        topics.merge([[0, 9]], texts, vectors)


def test_shares_over_time_and_by_group_add_up(topics):
    count = len(topics.assignment)
    dates = [f"2024-0{1 + row % 3}-05" for row in range(count)]
    table = topics.over_time(dates)
    assert table["period"].unique().tolist() == ["2024-01", "2024-02", "2024-03"]
    placed = pd.Series(topics.assignment >= 0).groupby(np.arange(count) % 3).mean()
    assert table.groupby("period")["share"].sum().tolist() == pytest.approx(placed.tolist())
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()
    by = topics.by(["a", "b", None] * (count // 3))
    assert set(by["group"]) == {"a", "b", None}
    with pytest.raises(InputError, match="groups; give one a text"):
        topics.by(["a"])


def test_similar_topics_are_those_of_one_parent(topics, news):
    texts, vectors, parent, child = news
    fine = find_topics(texts, vectors, grain=PARENTS * CHILDREN)
    nearest = fine.similar().head(9)
    owner = [int(np.bincount(parent[fine.assignment == topic]).argmax()) for topic in range(len(fine))]
    assert all(owner[pair.topic] == owner[pair.other] for pair in nearest.itertuples())


def test_the_parts_plug_into_bertopic(news):
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction

    from newsthemes.topics.bertopic_parts import LayeredClusters, NeutralEmbedder, TermVectorizer

    texts, vectors, parent, _ = news
    model = BERTopic(
        embedding_model=NeutralEmbedder(language="en"),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=LayeredClusters(grain=PARENTS),
        vectorizer_model=TermVectorizer(),
    )
    ids, _ = model.fit_transform(texts, vectors)
    assert adjusted_rand_score(ids, parent) == 1
    for topic in range(PARENTS):
        assert sum("word" in term for term, _ in model.get_topic(topic)) >= 5


def test_bertopic_draws_topics_over_time_from_dates_as_text(topics, news):
    model = topics.to_bertopic(news[0])
    dates = [f"2024-0{1 + row % 3}-05" for row in range(len(news[0]))]
    table = model.topics_over_time(news[0], dates)
    assert table["Timestamp"].dt.month.unique().tolist() == [1, 2, 3]


def articles_of_subjects(articles, sentences, subjects, seed=0):
    """(texts, vectors, article ids, subject of each): sentences that say little of their subject, articles much."""
    rng = np.random.default_rng(seed)
    centres = 1.5 * np.eye(subjects, 32)
    subject = np.repeat(np.arange(articles) % subjects, sentences)
    own = np.repeat(rng.normal(size=(articles, 32)) * 0.1, sentences, axis=0)
    vectors = centres[subject] + own + rng.normal(size=(len(subject), 32)) * 0.5
    article = np.repeat([f"a{number}" for number in range(articles)], sentences)
    texts = [f"word{s} thing{s} number{row}" for row, s in enumerate(subject)]
    return (
        texts,
        (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        article,
        subject,
    )


def test_where_stories_are_many_topics_are_those_of_whole_articles():
    texts, vectors, article, subject = articles_of_subjects(150, 6, 5)
    found = find_topics(texts, vectors, articles=article.tolist())
    assert len(found.table) == 5 and adjusted_rand_score(subject, found.assignment) > 0.95
    noisy = vectors + np.random.default_rng(1).normal(size=vectors.shape).astype(np.float32) * 1e-6
    again = find_topics(texts, noisy, articles=article.tolist(), seed=1)
    assert adjusted_rand_score(found.assignment, again.assignment) > 0.99


def test_articles_as_nodes_are_their_means_in_the_order_of_their_first_passages():
    vectors = np.eye(3, dtype=np.float32)[[0, 1, 1, 2]]
    where, article = np.arange(4), np.array([1, 0, 1, 0])
    languages, stories = np.array(["fr", "en", "fr", "en"], object), np.array([7, 8, 7, 8])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(article_context, "WHOLE_STORIES", 2)
        given = vectors, languages, stories, (where, article)
        nodes, first = (article_context.whole_articles(*given, most) for most in (9, 1))
    half = np.sqrt(0.5)
    assert np.allclose(nodes.vectors, [[half, half, 0], [0, half, half]])
    assert (
        nodes.languages.tolist() == ["fr", "en"] and nodes.stories.tolist() == [7, 8] and not nodes.are_rows
    )
    for name in ("vectors", "languages", "stories"):
        assert getattr(first, name).tolist() == getattr(nodes, name)[:1].tolist()
    assert article_context.whole_articles(*given, 9) is None


def test_copies_of_a_text_are_one_whatever_the_last_bits_of_their_vectors():
    vectors = np.array([[1, 0], [1, 1e-6], [0.9, 0.1]], np.float32)
    assert first_alike(["The same."] * 3, vectors, None).tolist() == [0, 0, 2]


def test_a_seed_below_zero_is_refused_in_one_line():
    with pytest.raises(InputError, match="seed -1: a seed is a whole number that is not negative"):
        find_topics(["one", "two"], np.eye(2), seed=-1)


def with_rare_subject(count, spoken=None):
    """(texts, vectors, languages, which are rare): news of nine events of 110 texts in two languages by turns, and
    ``count`` texts of a subject of their own, in one language where it is ``spoken``."""
    rng = np.random.default_rng(0)
    event = np.r_[np.repeat(np.arange(9), 110), np.full(count, 9)]
    axes = np.eye(WIDTH)
    vectors = (
        axes[np.minimum(event // 3, 3)] + 0.4 * axes[4 + event] + rng.normal(0, 0.1, (len(event), WIDTH))
    )
    words = [[f"{'abcdefghij'[e]}word{'klmnopqr'[i]}" for i in range(8)] for e in range(10)]
    texts = [f"Report {row}: " + " ".join(rng.choice(words[e], 5)) for row, e in enumerate(event)]
    turns = np.array(["en", "fr"] * len(event))[: len(event)].astype(object)
    languages = np.where((event == 9) & bool(spoken), spoken, turns)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return texts, unit.astype(np.float32), languages.tolist(), event == 9


@pytest.mark.parametrize(
    ("count", "spoken"),
    [
        (20, "fr"),
        *(pytest.param(*given, marks=pytest.mark.acceptance) for given in ((20, None), (110, "sw"))),
    ],
)
def test_a_rare_subject_has_a_topic_and_one_of_a_single_language_is_marked(count, spoken):
    texts, vectors, languages, rare = with_rare_subject(count, spoken)
    finest = find_topics(texts, vectors, languages).layers[-1]
    own = np.bincount(finest.assignment[rare & (finest.assignment >= 0)]).argmax()
    assert (finest.assignment[rare] == own).mean() > 0.8 and rare[finest.assignment == own].all()
    leak = finest.table["language_leak"].iloc[own]
    assert leak > 0.5 if spoken else leak < 0.1
