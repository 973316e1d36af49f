"""Parts of this house that plug into BERTopic: an embedding, a clustering and a vectorizer.

from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from newsthemes.topics.bertopic_parts import LayeredClusters, NeutralEmbedder, TermVectorizer

model = BERTopic(
    embedding_model=NeutralEmbedder(),
    umap_model=BaseDimensionalityReduction(),  # off: topics are found in the vectors themselves
    hdbscan_model=LayeredClusters(),
    vectorizer_model=TermVectorizer(),
)
topics, _ = model.fit_transform(texts)
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from sklearn.feature_extraction.text import CountVectorizer


class NeutralEmbedder(BaseEmbedder):
    """A ``backend``: language-neutral vectors, see :func:`newsthemes.embed`.

    ``language``: of all documents; by default that of each is identified. ``encoder`` as for ``embed``."""

    def __init__(self, language: str | None = None, encoder: str = "minilm") -> None:
        super().__init__()
        self.language, self.encoder = language, encoder

    def embed(self, documents: Iterable[str], verbose: bool = False) -> np.ndarray:
        """float32 (n, d), a row a document or word."""
        from newsthemes.embedding import embed
        from newsthemes.passages.identify_language import tag

        documents = list(documents)
        spoken = [self.language or tag([text])[0][0] for text in documents]
        return embed(documents, spoken, encoder=self.encoder, progress=verbose)


class LayeredClusters:
    """A ``cluster_model``: the layers of :func:`~newsthemes.topics.find_topics`, of which ``grain`` picks one.

    ``fit(X)`` on vectors (n, d) sets ``labels_`` (n,) with -1 for none, ``probabilities_`` (n,), and ``topics_``, the
    :class:`~newsthemes.topics.Topics` with every layer. ``languages``: one a document, where there are several."""

    def __init__(
        self, grain: int | str | None = None, languages: Sequence[str | None] | None = None, seed: int = 0
    ) -> None:
        self.grain, self.languages, self.seed = grain, languages, seed

    def fit(self, X: np.ndarray, y: Any = None) -> Self:
        from newsthemes.topics import find_topics

        # Words are BERTopic's to read: here a text is known by its vector.
        names = [
            hashlib.blake2b(row.tobytes(), digest_size=8).hexdigest() for row in np.asarray(X, np.float32)
        ]
        self.topics_ = find_topics(names, X, self.languages, self.seed, grain=self.grain)
        self.labels_, self.probabilities_ = self.topics_.assignment, self.topics_.strength
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        """(n,) the topics of further vectors, without refitting."""
        return self.topics_.assign(X)[0]


class TermVectorizer(CountVectorizer):
    """A ``vectorizer_model``: dictionary forms, names and multi-word terms, without stop words.

    ``language``: of the documents, "en" by default."""

    def __init__(self, language: str = "en", min_df: int | float = 1) -> None:
        super().__init__(min_df=min_df)
        self.language = language

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """From a text to its terms."""
        return self._terms

    def _terms(self, text: str) -> list[str]:
        from newsthemes.topics.vocabulary import Vocabulary

        return Vocabulary([text], [self.language]).terms[0]


class DatedBERTopic(BERTopic):
    """BERTopic whose ``topics_over_time`` takes dates as text under pandas 3 too, where an argument that it passes on
    (``infer_datetime_format``) is gone."""

    def topics_over_time(
        self,
        docs: list[str],
        timestamps: Sequence[Any],
        topics: list[int] | None = None,
        nr_bins: int | None = None,
        datetime_format: str | None = None,
        **tuning: Any,
    ) -> pd.DataFrame:
        if len(timestamps) and isinstance(timestamps[0], str):
            timestamps = pd.to_datetime(pd.Series(timestamps), format=datetime_format).tolist()
        return super().topics_over_time(docs, timestamps, topics, nr_bins, **tuning)
