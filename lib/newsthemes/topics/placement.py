"""Which topic a text belongs to and how surely, read off the texts nearest to it that were resampled."""

from dataclasses import dataclass, replace

import numpy as np

from newsthemes.topics.graph import nearest, unit

NEIGHBOURS = 15


@dataclass(frozen=True)
class Placement:
    """The resampled texts: ``vectors`` (a, d), ``languages`` (a,), ``membership`` (a, k) and the ``centre`` (d,)
    that is subtracted before anything is compared."""

    vectors: np.ndarray
    languages: np.ndarray
    membership: np.ndarray
    centre: np.ndarray

    @classmethod
    def among(cls, vectors, languages, membership):
        """Placement around the mean of the resampled texts themselves."""
        return cls(vectors, languages, membership, vectors.mean(axis=0, dtype=np.float64))

    def with_membership(self, membership):
        """The same texts with other topics."""
        return replace(self, membership=membership)

    def place(self, vectors, languages=None):
        """(ids, strength) of any vectors, without refitting: the mean membership of the nearest resampled
        texts (of each language alike, where languages are told). -1 and 0 for a zero vector."""
        topics = self.membership.shape[1]
        ids, strength = np.full(len(vectors), -1), np.zeros(len(vectors))
        filled = np.linalg.norm(vectors, axis=1) > 1e-6
        if not topics or not filled.any():
            return ids, strength
        spoken = np.full(len(self.vectors), "", object) if languages is None else self.languages
        queries = unit(unit(vectors[filled]) - self.centre)
        near, similar = nearest(queries, unit(self.vectors - self.centre), spoken, NEIGHBOURS)
        weights = np.maximum(similar, 1e-6)
        membership = (self.membership[near] * weights[:, :, None]).sum(1) / weights.sum(1, keepdims=True)
        ids[filled], strength[filled] = membership.argmax(1), membership.max(1)
        return ids, strength
