"""The topics as BERTopic knows them: its folder format, and a fitted model."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsthemes.errors import InputError

if TYPE_CHECKING:
    from newsthemes.topics.bertopic_parts import DatedBERTopic
    from newsthemes.topics.model import Topics


def write_bertopic(topics: "Topics", folder: Path) -> None:
    """Write the files that ``BERTopic.load(folder)`` reads (its safetensors format), without importing it."""
    from safetensors.numpy import save_file

    ids = topics.table["topic"].tolist()
    sizes = {str(topic): int(size) for topic, size in zip(ids, topics.table["size"], strict=True)}
    words = {str(topic): _weighted(terms) for topic, terms in zip(ids, topics.table["terms"], strict=True)}
    labels = dict(zip(map(str, ids), topics.table["label"], strict=True))
    outliers = int((topics.assignment < 0).sum())
    centroids = topics.centroids
    if outliers:
        sizes["-1"], words["-1"], labels["-1"] = outliers, [["", 1e-5]], "no topic"
        centroids = np.vstack([np.zeros((1, centroids.shape[1]), np.float32), centroids])
    record = {
        "topic_representations": words,
        "topics": topics.assignment.tolist(),
        "topic_sizes": sizes,
        "topic_mapper": [[topic, topic] for topic in ([-1] if outliers else []) + ids],
        "topic_labels": labels,
        "custom_labels": [labels[str(topic)] for topic in ([-1] if outliers else []) + ids],
        "_outliers": int(outliers > 0),
        "topic_aspects": {},
    }
    config = {
        "calculate_probabilities": False,
        "language": "multilingual",
        "low_memory": False,
        "min_topic_size": 10,
        "n_gram_range": [1, 1],
        "nr_topics": None,
        "seed_topic_list": None,
        "top_n_words": 10,
        "verbose": False,
        "zeroshot_min_similarity": 0.7,
        "zeroshot_topic_list": None,
    }
    _write(folder / "topics.json", record)
    _write(folder / "config.json", config)
    save_file({"topic_embeddings": np.ascontiguousarray(centroids)}, folder / "topic_embeddings.safetensors")


def fitted_bertopic(topics: "Topics", texts: list[str]) -> "DatedBERTopic":
    """A ``BERTopic`` fitted on the assignment ("manual topics": no UMAP, no HDBSCAN), with its c-TF-IDF,
    vectorizer and hierarchy at work; terms are ours in ``topic_representations_``."""
    if not len(topics) or len(texts) != len(topics.assignment):
        raise InputError(
            f"to_bertopic: {len(topics)} topics of {len(topics.assignment)} texts, {len(texts)} texts given; "
            "it needs at least one topic and the texts it was found in"
        )
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    from newsthemes.topics.bertopic_parts import DatedBERTopic

    model = DatedBERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
    )
    vectors = np.zeros((len(texts), topics.centroids.shape[1]), np.float32)
    placed = topics.assignment >= 0
    vectors[placed] = topics.centroids[topics.assignment[placed]]
    model.fit(texts, embeddings=vectors, y=topics.assignment.tolist())
    ours = topics.table.set_index("topic")
    model.topic_representations_.update(
        {topic: [tuple(pair) for pair in _weighted(terms)] for topic, terms in ours["terms"].items()}
    )
    model.topics_ = topics.assignment.tolist()
    model.set_topic_labels(ours["label"].to_dict())
    return model


def _weighted(terms: str) -> list[list[Any]]:
    """[[term, weight]] by rank: 1, 1/2, 1/3 …"""
    words = terms.split("; ") if terms else [""]
    return [[word, 1 / rank] for rank, word in enumerate(words, 1)]


def _write(path: Path, record: dict[str, Any]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
