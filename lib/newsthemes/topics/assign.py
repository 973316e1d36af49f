"""Which topic a text belongs to and how surely, read off the texts nearest to it that were resampled."""

from dataclasses import dataclass, replace

import numpy as np

from newsthemes.arrays import chunks
from newsthemes.errors import InputError
from newsthemes.topics.graph import nearest, unit

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
    cosine) that a text must have to fit at all. ``finer`` (a,): the finer topic inside its topic that each is in,
    -1 for none."""

    vectors: np.ndarray
    languages: np.ndarray
    membership: np.ndarray
    centre: np.ndarray
    least_similarity: float = -1.0
    finer: np.ndarray | None = None  # known once topics are named

    @classmethod
    def among(cls, vectors, languages, membership):
        """Placement around the mean of the resampled texts themselves."""
        return cls(vectors, languages, membership, vectors.mean(axis=0, dtype=np.float64))

    def check(self, vectors):
        """Raise InputError unless these are vectors of the same space."""
        if vectors.ndim != 2 or vectors.shape[1] != self.vectors.shape[1]:
            wanted = self.vectors.shape[1]
            raise InputError(f"vectors of shape {vectors.shape}; these topics were found on (n, {wanted})")

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
        return self._voted(memberships, self._near(vectors, languages), len(vectors))

    def place_finer(self, vectors, languages=None):
        """(ids, strength, finer) of any vectors; ``finer`` is the finer topic inside its topic that most of the
        nearest resampled texts of that topic are in, -1 where most are in none."""
        near = list(self._near(vectors, languages))
        ((ids, strength),) = self._voted([self.membership], near, len(vectors))
        finer, own = np.full(len(vectors), -1), self.membership.argmax(1) if near else None
        for rows, texts, weights, _ in near:
            counted = weights * (own[texts] == ids[rows, None])
            parts = np.arange(-1, self.finer.max(initial=-1) + 1)
            votes = np.array([(counted * (self.finer[texts] == part)).sum(1) for part in parts])
            finer[rows] = np.where(ids[rows] >= 0, parts[votes.argmax(0)], -1)
        return ids, strength, finer

    def _near(self, vectors, languages):
        """(rows of the vectors, the resampled texts next to each, their weights, whether each fits), by blocks."""
        spoken = np.full(len(self.vectors), "", object) if languages is None else self.languages
        own = unit(self.vectors - self.centre)
        for block in chunks(len(vectors)):
            rows = block.start + np.flatnonzero(np.linalg.norm(vectors[block], axis=1) > 1e-6)
            if self.membership.shape[1] and len(rows):
                near, similar = nearest(unit(unit(vectors[rows]) - self.centre), own, spoken, NEIGHBOURS)
                yield rows, near, np.maximum(similar, 1e-6), similar.mean(1) >= self.least_similarity

    @staticmethod
    def _voted(memberships, near, count):
        placed = [(np.full(count, -1), np.zeros(count)) for _ in memberships]
        for rows, texts, weights, fits in near:
            for membership, (ids, strength) in zip(memberships, placed, strict=True):
                around = (membership[texts] * weights[:, :, None]).sum(1) / weights.sum(1, keepdims=True)
                ids[rows] = np.where(fits, around.argmax(1), -1)
                strength[rows] = np.where(fits, np.minimum(around.max(1), 1.0), 0.0)
        return placed
