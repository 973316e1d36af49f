"""Topics beside what people pick today, on the same vectors, as Markdown tables.

    python benchmarks/topics.py NEWS.csv [VECTORS.npy]

NEWS.csv has the columns text, language, category; VECTORS.npy one row a text, by default the mean of its sentences'
language-neutral vectors. The first table: agreement with the category (AMI, texts in no topic counted as one topic of
their own, and without them), topics, texts left out, mutual information with the language (NMI), agreement between
seeds (mean adjusted Rand index over all pairs of ten), agreement under noise (of ten draws of 1e-6 on the vectors with
the vectors as they are) and median seconds. TriTopic and Topeax take part where they are installed. The second:
coherence (NPMI, gensim) and diversity of the ten best words, after Grootendorst 2022: K = 10 to 50 by 10, three runs.
Not every method gives the number asked for, and fewer topics have higher figures: beside each stand our own at the
number of topics that it gave. All methods get their words from the same c-TF-IDF over the same terms, so that rows
differ by how texts are grouped, not by how words are cleaned.
"""

import copy
import itertools
import sys
import time
import warnings
from functools import cache
from importlib.util import find_spec

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score

from newsthemes.embedding import embed
from newsthemes.passages.sentences import sentence_spans
from newsthemes.topics import find_topics
from newsthemes.topics.term_counts import class_counts, ctfidf
from newsthemes.topics.vocabulary import Vocabulary, read_aliases

SEEDS, NOISE, RUNS, COUNTS, WORDS = 10, 1e-6, 3, range(10, 51, 10), 10


def article_vectors(texts, languages):
    """The mean of each text's sentence vectors, as unit rows; a text without sentences has a zero row."""
    found = [
        (row, line[start:end], language)
        for row, (text, language) in enumerate(zip(texts, languages, strict=True))
        for line in text.split("\n")
        for start, end in sentence_spans(line, language)
    ]
    rows, sentences, spoken = zip(*found, strict=True)
    vectors = embed(list(sentences), list(spoken))
    means = np.zeros((len(texts), vectors.shape[1]))
    np.add.at(means, np.array(rows), vectors.astype(np.float64))
    norms = np.linalg.norm(means, axis=1, keepdims=True)
    return (means / np.where(norms > 0, norms, 1)).astype(np.float32)


class News:
    """The labelled texts, and each method's assignment of them."""

    def __init__(self, path, vectors=None):
        table = pd.read_csv(path, keep_default_na=False)
        self.texts, self.languages = table["text"].tolist(), table["language"].tolist()
        self.categories = table["category"].to_numpy(str)
        self.vectors = np.load(vectors) if vectors else article_vectors(self.texts, self.languages)

    def ours(self, seed, count=None):
        return find_topics(self.texts, self.vectors, self.languages, seed, grain=count).assignment

    def bertopic(self, seed, count=None):
        """BERTopic's defaults but for UMAP's seed, which it leaves open; ``count``: its own ``nr_topics``."""
        from bertopic import BERTopic
        from umap import UMAP

        reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
        model = BERTopic(umap_model=reducer, nr_topics=count)
        return np.array(model.fit_transform(self.texts, self.vectors)[0])

    def top2vec(self, seed, count=None):
        """Top2Vec's steps and defaults (Angelov 2020): UMAP, HDBSCAN, topic vectors from the dense areas, every
        text to its nearest topic vector; fewer topics by merging the smallest into its nearest."""
        labels = self._dense(seed)
        topics = np.array([self.vectors[labels == topic].mean(0) for topic in range(labels.max() + 1)])
        if not len(topics):
            return np.full(len(labels), -1)
        nearest = (self.vectors @ _unit(topics).T).argmax(1)
        while count and len(topics) > count:
            sizes = np.bincount(nearest, minlength=len(topics))
            smallest = int(sizes.argmin())
            cosines = _unit(topics) @ _unit(topics)[smallest]
            cosines[smallest] = -2
            into = int(cosines.argmax())
            weights = sizes[[into, smallest]] + 1e-9
            topics[into] = np.average(topics[[into, smallest]], axis=0, weights=weights)
            topics = np.delete(topics, smallest, axis=0)
            nearest = (self.vectors @ _unit(topics).T).argmax(1)
        return nearest

    def tritopic(self, seed, count=None):
        """TriTopic's defaults (semantic and lexical views, consensus of Leiden runs); ``count``: its ``n_topics``."""
        from tritopic import TriTopic

        model = TriTopic(n_topics=count or "auto", random_state=seed, verbose=False)
        return np.asarray(model.fit_transform(self.texts, embeddings=self.vectors))

    def topeax(self, seed, count=None):
        """How Topeax of Turftopic groups texts: t-SNE, then its Peax; it finds the number of topics by itself."""
        from sklearn.manifold import TSNE
        from turftopic.models.topeax import Peax

        flat = TSNE(2, metric="cosine", perplexity=50, random_state=seed).fit_transform(self.vectors)
        return Peax(random_state=seed).fit(flat.astype(np.float64))

    def with_noise(self, draw):
        """The same texts with noise on their vectors."""
        other = copy.copy(self)
        noise = np.random.default_rng(draw).normal(size=self.vectors.shape).astype(np.float32)
        other.vectors = self.vectors + np.float32(NOISE) * noise
        return other

    def k_means(self, seed, count=None):
        """k-means, told the number of categories."""
        count = count or len(set(self.categories))
        return KMeans(count, n_init=10, random_state=seed).fit_predict(self.vectors)

    @cache  # noqa: B019 (one object in a process)
    def _dense(self, seed):
        from hdbscan import HDBSCAN
        from umap import UMAP

        reduced = UMAP(n_neighbors=15, n_components=5, metric="cosine", random_state=seed).fit_transform(
            self.vectors
        )
        return HDBSCAN(min_cluster_size=15, cluster_selection_method="eom").fit_predict(reduced)


def _unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


METHODS = {
    "newsthemes": News.ours,
    "BERTopic, defaults": News.bertopic,
    "Top2Vec-style": News.top2vec,
    **({"TriTopic": News.tritopic} if find_spec("tritopic") else {}),
    **({"Topeax": News.topeax} if find_spec("turftopic") else {}),
    "k-means, told k": News.k_means,
}


def agreement(news, method):
    """One row of the first table; means over the seeds, the median of the seconds."""
    labels, seconds = [], []
    for seed in range(SEEDS):
        begun = time.perf_counter()
        labels.append(method(news, seed))
        seconds.append(time.perf_counter() - begun)
    noisy = [method(news.with_noise(draw), 0) for draw in range(1, SEEDS + 1)]
    placed = [found >= 0 for found in labels]
    inside = [
        adjusted_mutual_info_score(news.categories[mask], found[mask])
        for found, mask in zip(labels, placed, strict=True)
        if mask.any()
    ]
    return {
        "AMI": np.mean([adjusted_mutual_info_score(news.categories, found) for found in labels]),
        "AMI inside": np.mean(inside) if inside else np.nan,
        "topics": ", ".join(str(k) for k in sorted({len(set(found[found >= 0])) for found in labels})),
        "left out": np.mean([1 - mask.mean() for mask in placed]),
        "NMI with language": np.mean([normalized_mutual_info_score(news.languages, f) for f in labels]),
        "ARI of seeds": np.mean([adjusted_rand_score(a, b) for a, b in itertools.combinations(labels, 2)]),
        "ARI under noise": np.mean([adjusted_rand_score(labels[0], found) for found in noisy]),
        "seconds": np.median(seconds),
    }


class Words:
    """The same terms for every method, and what gensim makes of a topic's ten best."""

    def __init__(self, news):
        from gensim.corpora import Dictionary
        from sklearn.feature_extraction.text import CountVectorizer

        self.terms = Vocabulary(news.texts, news.languages, read_aliases()).terms
        counter = CountVectorizer(analyzer=lambda terms: terms)
        self.counts = counter.fit_transform(self.terms)
        self.names = counter.get_feature_names_out()
        self.dictionary, self.news = Dictionary(self.terms), news

    @cache  # noqa: B019 (one object in a process)
    def of_ours(self, seed, count):
        """The quality of our topics where there are ``count`` of them."""
        return self.quality(self.news.ours(seed, count))

    def quality(self, labels):
        """(NPMI, diversity, topics) of an assignment."""
        from gensim.models import CoherenceModel

        ids = np.unique(labels[labels >= 0])
        number = np.searchsorted(ids, labels)
        weights = ctfidf(class_counts(self.counts, np.where(labels >= 0, number, -1), len(ids)))
        best = [[self.names[i] for i in np.argsort(-row, kind="stable")[:WORDS]] for row in weights]
        model = CoherenceModel(
            topics=best,
            texts=self.terms,
            dictionary=self.dictionary,
            coherence="c_npmi",
            topn=WORDS,
            processes=1,
        )
        unique = {word for words in best for word in words}
        return model.get_coherence(), len(unique) / max(sum(map(len, best)), 1), len(ids)


def coherence(news, words, method):
    """One row of the second table: means over K and runs, ours at as many topics, and how many came out."""
    found = [(seed, words.quality(method(news, seed, count))) for seed in range(RUNS) for count in COUNTS]
    npmi, diversity, topics = zip(*(quality for _, quality in found), strict=True)
    ours = [words.of_ours(seed, count)[:2] for seed, (_, _, count) in found]
    return {
        "topics": f"{min(topics)} to {max(topics)}",
        "NPMI": np.mean(npmi),
        "ours, as many": np.mean([coherent for coherent, _ in ours]),
        "diversity": np.mean(diversity),
        "diversity of ours": np.mean([diverse for _, diverse in ours]),
    }


def print_table(rows):
    """Print a Markdown table of (method, {column: value}) as its rows come: some methods take minutes."""
    for number, (name, row) in enumerate(rows):
        if not number:
            print("| method | " + " | ".join(row) + " |", "|---|" + "---:|" * len(row), sep="\n")
        shown = [value if isinstance(value, str) else f"{value:.3f}" for value in row.values()]
        print(f"| {name} | " + " | ".join(shown) + " |", flush=True)


def main(path, vectors=None):
    warnings.filterwarnings("ignore", category=UserWarning)  # UMAP's word that a seed means one thread
    news = News(path, vectors)
    print(f"{len(news.texts)} texts, {len(set(news.categories))} categories, {SEEDS} seeds:\n")
    print_table((name, agreement(news, method)) for name, method in METHODS.items())
    words = Words(news)
    print(f"\nTen best words, K = {COUNTS.start} to {COUNTS[-1]} by {COUNTS.step}, {RUNS} runs:\n")
    print_table((name, coherence(news, words, method)) for name, method in METHODS.items())


if __name__ == "__main__":
    main(*sys.argv[1:])
