"""Which topic a text belongs to and how surely, read off the texts nearest to it that were resampled."""

from dataclasses import dataclass, replace

import numpy as np

from newsthemes.topics.graph import blocks, nearest, unit

NEIGHBOURS = 15
# A text fits nothing when its neighbours are hardly nearer than chance puts them (less than FIT of the way from
# chance to the median text) and it lies apart from the other texts in that (a quartile range under the lower
# quartile). Noise put among news met both; of the news itself 1% or less did.
FIT = 0.25
CHANCE_ROWS, CHANCE_QUANTILE = 500, 0.99


@dataclass(frozen=True)
class Placement:
    """The resampled texts: ``vectors`` (a, d), ``languages`` (a,), ``membership`` (a, k), the ``centre`` (d,)
    that is subtracted before anything is compared, and the ``least_similarity`` to its neighbours (mean
    cosine) that a text must have to fit at all."""

    vectors: np.ndarray
    languages: np.ndarray
    membership: np.ndarray
    centre: np.ndarray
    least_similarity: float = -1.0

    @classmethod
    def among(cls, vectors, languages, membership):
        """Placement around the mean of the resampled texts themselves."""
        return cls(vectors, languages, membership, vectors.mean(axis=0, dtype=np.float64))

    def fitting(self, rng):
        """(the placement with its ``least_similarity``, which of its own texts fit).

        Chance is what vectors have whose columns were shuffled, each by itself: as spread out, nothing shared.
        The axes are turned at random first, so that a space with a topic along an axis has no better chance.
        """
        own = unit(self.vectors - self.centre)
        similar = nearest(own, own, self.languages, NEIGHBOURS, itself=False)[1].mean(1)
        turned = own @ np.linalg.qr(rng.normal(size=(own.shape[1],) * 2))[0]
        shuffled = unit(np.column_stack([rng.permutation(column) for column in turned.T]))
        rows = slice(0, CHANCE_ROWS)
        alone = nearest(shuffled[rows], shuffled, self.languages, NEIGHBOURS, itself=False)[1].mean(1)
        chance = float(np.quantile(alone, CHANCE_QUANTILE))
        lower, median, upper = np.quantile(similar, (0.25, 0.5, 0.75))
        least = float(min(chance + FIT * max(median - chance, 0.0), lower - (upper - lower)))
        return replace(self, least_similarity=least), similar >= least

    def place(self, vectors, languages=None):
        """(ids, strength) of any vectors, without refitting: the mean membership of the nearest resampled
        texts (of each language alike, where languages are told). -1 and 0 for a text that fits none of them,
        a zero vector among others."""
        return self.place_in([self.membership], vectors, languages)[0]

    def place_in(self, memberships, vectors, languages=None):
        """[(ids, strength)] as of ``place``, one for each membership (a, any k) of the resampled texts."""
        placed = [(np.full(len(vectors), -1), np.zeros(len(vectors))) for _ in memberships]
        spoken = np.full(len(self.vectors), "", object) if languages is None else self.languages
        own = unit(self.vectors - self.centre)
        for rows in blocks(len(vectors)):
            filled = rows.start + np.flatnonzero(np.linalg.norm(vectors[rows], axis=1) > 1e-6)
            if not self.membership.shape[1] or not len(filled):
                continue
            near, similar = nearest(unit(unit(vectors[filled]) - self.centre), own, spoken, NEIGHBOURS)
            weights, fits = np.maximum(similar, 1e-6), similar.mean(1) >= self.least_similarity
            for membership, (ids, strength) in zip(memberships, placed, strict=True):
                around = (membership[near] * weights[:, :, None]).sum(1) / weights.sum(1, keepdims=True)
                ids[filled] = np.where(fits, around.argmax(1), -1)
                strength[filled] = np.where(fits, np.minimum(around.max(1), 1.0), 0.0)
        return placed
