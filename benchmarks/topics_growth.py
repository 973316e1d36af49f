"""How many texts topics are found in, and how long they last as a corpus grows, as Markdown tables.

    python benchmarks/topics_growth.py [NEWS.csv VECTORS.npy]

Without arguments the sentences of the bundled corpus, whose category is the series of articles they are from; NEWS.csv
has the columns text, language, category. First table: samples of several sizes, the others placed among them; second:
topics found without a part of the articles, which are then assigned to them, beside topics found in all of them.
Figures are means over SEEDS seeds; agreement is the adjusted Rand index, with the category adjusted mutual information.
"""

import itertools
import sys
import time

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score as ami
from sklearn.metrics import adjusted_rand_score as ari

from newsthemes.topics import find as discovery
from newsthemes.topics import find_topics

SEEDS = 3
SIZES = (500, 1000, 1500, 3000, 6000)
NEW = (0.01, 0.05, 0.1, 0.2, 0.4)


def bundled():
    from newsthemes import Study
    from newsthemes.resources import resource

    study = Study(resource("data/articles"))
    kept = study.kept
    frame = pd.DataFrame({"text": kept["text"], "language": kept["language"], "article": kept["article_id"]})
    return frame.assign(category=frame["article"].str[0]), np.asarray(study.vectors_of_kept)


def given(news, vectors):
    frame = pd.read_csv(news, keep_default_na=False)
    return frame.assign(article=None), np.load(vectors)


def found(frame, vectors, seed=0):
    articles = frame["article"] if frame["article"].notna().all() else None
    return find_topics(frame["text"], vectors, frame["language"], seed, articles=articles)


def samples(frame, vectors):
    for size in [size for size in SIZES if size < 2 * len(frame)]:
        discovery.GRAPH_TEXTS, labels, begun = size, [], time.perf_counter()
        for seed in range(SEEDS):
            labels.append(found(frame, vectors, seed).assignment)
        yield {
            "sample": min(size, len(frame)),
            "topics": ", ".join(str(k) for k in sorted({len(set(one[one >= 0])) for one in labels})),
            "AMI with category": np.mean([ami(frame["category"], one) for one in labels]),
            "ARI of seeds": np.mean([ari(*pair) for pair in itertools.combinations(labels, 2)]),
            "seconds": (time.perf_counter() - begun) / SEEDS,
        }


def growth(frame, vectors):
    whole = [found(frame, vectors, seed).assignment for seed in range(SEEDS)]
    for share in NEW:
        rows = []
        for seed in range(SEEDS):
            new = newcomers(frame, share, np.random.default_rng(seed))
            topics = found(frame[~new], vectors[~new], seed)
            earlier = np.where(new, -1, np.cumsum(~new) - 1)
            named = {"articles": frame["article"]} if topics.context else {}
            grown = topics.extended(frame["text"], vectors, frame["language"], earlier=earlier, **named)
            rows.append(
                (
                    ari(whole[seed], grown.assignment),
                    ari(whole[seed], whole[(seed + 1) % SEEDS]),
                    ami(frame["category"][new], grown.assignment[new]),
                    ami(frame["category"][new], whole[seed][new]),
                )
            )
        names = (
            "ARI with topics found anew",
            "ARI of two seeds",
            "AMI of the new, assigned",
            "AMI of the new, anew",
        )
        yield {"new": f"{share:.0%}"} | dict(zip(names, np.mean(rows, axis=0), strict=True))


def newcomers(frame, share, rng):
    """Which texts are new: those of a random share of the articles."""
    articles = frame["article"].where(frame["article"].notna(), frame.index.to_series()).to_numpy()
    names = pd.unique(articles)
    return np.isin(articles, rng.choice(names, max(1, round(share * len(names))), replace=False))


def main(*arguments):
    frame, vectors = given(*arguments) if arguments else bundled()
    size = discovery.GRAPH_TEXTS
    print(f"{len(frame)} texts, {frame['category'].nunique()} categories, {SEEDS} seeds:\n")
    print(pd.DataFrame(samples(frame, vectors)).round(3).to_markdown(index=False))
    discovery.GRAPH_TEXTS = size
    print(f"\nNew texts (a sample of {size}):\n")
    print(pd.DataFrame(growth(frame, vectors)).round(3).to_markdown(index=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
