"""Which topic a text belongs to and how surely, read off the anchors nearest to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from newsthemes.arrays import RowView, chunks
from newsthemes.errors import InputError
from newsthemes.topics.distinct_texts import scaled
from newsthemes.topics.graph import centre, nearest, unit

NEIGHBOURS = 15
# A text fits nothing when its neighbours are hardly nearer than chance puts them (less than FIT of the way from
# chance to the median text) and it lies apart from the other texts in that (a quartile range under the lower
# quartile). Noise put among news met both; of the news itself 1% or less did.
FIT = 0.25
CHANCE_ROWS, CHANCE_QUANTILE = 500, 0.99


@dataclass(frozen=True)
class Placement:
    """The anchors, texts that topics were found in: ``vectors`` (a, d), ``languages`` (a,), ``membership`` (a, k), the
    ``centre`` (d,) that is subtracted before anything is compared, and the ``least_similarity`` to its neighbours of
    one language (mean cosine) that a text must have to fit at all."""

    vectors: np.ndarray
    languages: np.ndarray
    membership: np.ndarray
    centre: np.ndarray
    least_similarity: float = -1.0

    @classmethod
    def around_own_mean(cls, vectors: np.ndarray, languages: np.ndarray) -> Self:
        """Placement around the mean of the anchors themselves; their membership is yet to be known."""
        return cls(vectors, languages, np.zeros((len(vectors), 0)), vectors.mean(axis=0, dtype=np.float64))

    def check(self, vectors: np.ndarray | RowView) -> None:
        """Raise InputError unless these are vectors of the same space."""
        if vectors.ndim != 2 or vectors.shape[1] != self.vectors.shape[1]:
            wanted = self.vectors.shape[1]
            raise InputError(f"vectors of shape {vectors.shape}; these topics were found on (n, {wanted})")

    def with_outlier_threshold(self) -> tuple[Self, np.ndarray]:
        """(the placement with its ``least_similarity``, which of its own texts fit).

        Chance is what vectors have whose columns were shuffled, each by itself: as spread out, nothing shared.
        The axes are turned at random first, so that a space with a topic along an axis has no better chance.
        """
        own, rng = centre(self.vectors, self.centre), np.random.default_rng(0)
        similar = _likeness(*nearest(own, own, self.languages, NEIGHBOURS, itself=False), self.languages)
        turned = own @ np.linalg.qr(rng.normal(size=(own.shape[1],) * 2))[0]
        shuffled = unit(np.column_stack([rng.permutation(column) for column in turned.T]))
        rows = slice(0, CHANCE_ROWS)
        drawn = nearest(shuffled[rows], shuffled, self.languages, NEIGHBOURS, itself=False)
        alone = _likeness(*drawn, self.languages)
        chance = float(np.quantile(alone, CHANCE_QUANTILE))
        lower, median, upper = np.quantile(similar, (0.25, 0.5, 0.75))
        least = float(min(chance + FIT * max(median - chance, 0.0), lower - (upper - lower)))
        return replace(self, least_similarity=least), similar >= least

    def assign(
        self, vectors: np.ndarray | RowView, languages: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """(ids, strength) of any vectors, without refitting: the mean membership of the nearest anchors (of each
        language alike, where languages are told). -1 and 0 for a text that fits none of them, a zero vector among
        others."""
        return self.assign_many([self.membership], vectors, languages)[0]

    def assign_nested(
        self,
        memberships: Sequence[np.ndarray],
        parents: Sequence[np.ndarray | None],
        main: int,
        vectors: np.ndarray | RowView,
        languages: np.ndarray | None = None,
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """[(ids, strength)] as of ``assign_many``, layer by layer, coarse to fine: in layers finer than the ``main``
        one texts stay inside their topic, coarser layers have the topics that those of the main one are inside.
        ``parents``: of each layer (k,) the coarser topic that each topic is inside, or None where they do not nest."""
        near = list(self._near(vectors, languages))
        shares = [self._shares(membership, near, len(vectors)) for membership in memberships]
        ids = [_best(share) for share in shares]
        for number in range(main + 1, len(ids)):
            if parents[number] is not None:
                inside = parents[number][None] == ids[number - 1][:, None]
                ids[number] = _best(np.where(inside, shares[number] + 1e-9, 0))
        for number in range(main, 0, -1):
            if parents[number] is not None:
                ids[number - 1] = np.where(ids[number] >= 0, parents[number][ids[number]], -1)
        return [(own, _strength(share, own)) for own, share in zip(ids, shares, strict=True)]

    def assign_many(
        self,
        memberships: Sequence[np.ndarray],
        vectors: np.ndarray | RowView,
        languages: np.ndarray | None = None,
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """[(ids, strength)] as of ``assign``, one for each membership (a, any k) of the anchors."""
        return self.assign_nested(memberships, [None] * len(memberships), 0, vectors, languages)

    def _near(
        self, vectors: np.ndarray | RowView, languages: np.ndarray | None
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
        """(rows of the vectors, the anchors next to each, their weights, whether each fits), by blocks."""
        spoken = np.full(len(self.vectors), "", object) if languages is None else self.languages
        own = centre(self.vectors, self.centre)
        for block in chunks(len(vectors)):
            rows = block.start + np.flatnonzero(np.linalg.norm(vectors[block], axis=1) > 1e-6)
            if len(self.vectors) and len(rows):
                near, similar = nearest(unit(unit(vectors[rows]) - self.centre), own, spoken, NEIGHBOURS)
                yield (
                    rows,
                    near,
                    np.maximum(similar, 1e-6),
                    _likeness(near, similar, spoken) >= self.least_similarity,
                )

    @staticmethod
    def _shares(
        membership: np.ndarray,
        near: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]],
        count: int,
    ) -> np.ndarray:
        """(count, k) mean membership of the anchors around each text, 0 for one that fits none."""
        shares = np.zeros((count, membership.shape[1]))
        for rows, texts, weights, fits in near:
            around = (membership[texts] * weights[:, :, None]).sum(1) / weights.sum(1, keepdims=True)
            shares[rows] = around * fits[:, None]
        return shares


def _likeness(near: np.ndarray, similar: np.ndarray, languages: np.ndarray) -> np.ndarray:
    """(n,) the mean cosine of each text with its neighbours of that language whose are nearest: what is written of in
    one language only is like nothing in the others (of 110 texts on such a subject among 1,100, 106 fitted nothing)."""
    of_column = languages[near[0]].astype(str)  # the same for every text
    means = [similar[:, of_column == language].mean(1) for language in np.unique(of_column)]
    return np.max(means, axis=0)


def _best(shares: np.ndarray) -> np.ndarray:
    """(n,) the topic with the largest share, -1 where there is none."""
    if not shares.shape[1]:
        return np.full(len(shares), -1)
    return np.where(shares.max(1) > 0, shares.argmax(1), -1)


def _strength(shares: np.ndarray, ids: np.ndarray) -> np.ndarray:
    own = shares[np.arange(len(ids)), ids] if shares.shape[1] else np.zeros(len(ids))
    return np.where(ids >= 0, np.clip(own, 1e-6, 1.0), 0.0)


def centroids_of(
    vectors: np.ndarray | RowView, rows: np.ndarray, labels: np.ndarray, topics: int
) -> np.ndarray:
    """(k, d) the unit mean of each topic's texts; ``rows`` (m,): where in ``vectors`` the texts of ``labels`` are."""
    sums = np.zeros((topics, vectors.shape[1]))
    placed = np.flatnonzero(labels >= 0)
    for part in chunks(len(placed)):
        own = placed[part]
        np.add.at(sums, labels[own], scaled(vectors, rows[own]).astype(np.float64))
    return unit(sums).astype(np.float32)
