"""The discovered topics as tables: terms, stability, hierarchy, quotes, a map, and the shuffled control."""

import numpy as np
import pandas as pd

from newsthemes.exhibits.corpus import of_article
from newsthemes.exhibits.remembered import mapped, rediscovered
from newsthemes.topics.evidence_level import SOLID


def topic_labels(study):
    """{topic: label}, each label once: a repeated one is numbered."""
    labels, seen = {}, {}
    for topic, label in zip(study.topics.table["topic"], study.topics.table["label"], strict=True):
        label = label or f"topic {topic}"
        seen[label] = seen.get(label, 0) + 1
        labels[topic] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return labels


def topic_terms(study):
    """topic, label, size, rank, term, gloss: one row a topic and term, topics by size."""
    labels, rows = topic_labels(study), []
    for topic in study.topics.table.itertuples(index=False):
        terms, glosses = topic.terms.split("; "), topic.terms_english.split("; ")
        for rank, (term, gloss) in enumerate(zip(terms, glosses, strict=True), 1):
            rows.append((topic.topic, labels[topic.topic], topic.size, rank, term, gloss))
    return pd.DataFrame(rows, columns=["topic", "label", "size", "rank", "term", "gloss"]).astype(
        {"topic": int, "size": int, "rank": int}
    )


def topic_stability(study):
    """topic, label, stability, size, language_leak, sources, single_source, bar: one row a topic."""
    columns = ["topic", "stability", "size", "language_leak", "sources", "single_source"]
    table = study.topics.table[columns].copy()
    table.insert(1, "label", list(topic_labels(study).values()))
    return table.assign(bar=SOLID)


def topic_hierarchy(study):
    """id, parent, label, size, stability (of topics; null for the finer ones inside them)."""
    tree = study.topics.hierarchy[["id", "parent", "label", "size"]].copy()
    stability = dict(
        zip(study.topics.table["topic"].astype(str), study.topics.table["stability"], strict=True)
    )
    return tree.assign(stability=tree["id"].map(stability))


def topic_quotes(study, topics=6, each=2):
    """topic, quote, language, source, article: the most representative passages of the largest topics."""
    quotes = study.topics.quotes
    quotes = quotes[(quotes["rank"] <= each) & (quotes["topic"] < topics)]
    chosen = study.kept.iloc[quotes["row"].to_numpy(int)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "topic": quotes["topic"].map(topic_labels(study)).to_numpy(),
            "quote": chosen["text"],
            "language": chosen["language"],
            "source": of_article(study, "source").iloc[quotes["row"].to_numpy(int)].to_numpy(),
            "article": chosen["article_id"],
        }
    )


def passage_map(study, by="topic"):
    """x, y, group, by, passage_id: the kept passages on a map; ``by``: "topic", "theme" (the surest one present) or a
    column of ``articles`` or of ``passages``."""
    x, y = mapped(study.kept_vectors, study.seed)
    table = pd.DataFrame({"x": x, "y": y, "group": _groups(study, by), "by": by})
    return table.assign(passage_id=study.kept["passage_id"])


def _groups(study, by):
    if by == "topic":
        return pd.Series(study.topics.assignment).map(topic_labels(study)).astype(object)
    if by == "theme":
        if not len(study.kept):
            return pd.Series(dtype=object)
        surest = study.scores.where(study.presence, -1.0).idxmax(axis=1)
        return surest.map(study.theme_definitions.names).where(study.presence.any(axis=1), None)
    return study.kept[by] if by in study.kept else of_article(study, by)


def shuffled_control(study):
    """corpus, topic, stability, size, bar: the study's topics, and those found in the same words shuffled across
    passages of the same language and embedded anew. A corpus without topics has one row with a null stability."""
    from newsthemes.embedding import Embedder
    from newsthemes.topics import shuffled_words

    if not len(study.kept):
        return pd.DataFrame(columns=["corpus", "topic", "stability", "size", "bar"])
    languages = study.kept["language"].tolist()
    texts = shuffled_words(study.kept["text"].tolist(), study.seed, languages)
    vectors = Embedder(study.encoder).embed(texts, languages)
    shuffled = rediscovered(texts, vectors, languages, study.seed, study.kept["article_id"].tolist())
    written = study.topics.table
    found = {
        "as written": (written["stability"], written["size"]),
        "words shuffled": (shuffled["stability"], shuffled["size"]),
    }
    return pd.concat([_stabilities(name, *topics) for name, topics in found.items()], ignore_index=True)


def _stabilities(corpus, stability, size):
    table = pd.DataFrame({"stability": np.asarray(stability, float), "size": np.asarray(size, int)})
    table = table.rename_axis("topic").reset_index()
    if table.empty:
        table = pd.DataFrame({"topic": [-1], "stability": [np.nan], "size": [0]})
    return table.assign(corpus=corpus, bar=SOLID)[["corpus", "topic", "stability", "size", "bar"]]
