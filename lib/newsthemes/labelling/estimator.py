"""The share of text that carries a theme, from the scores of all passages and labels of a few."""

from typing import NamedTuple

import numpy as np

from newsthemes.labelling.sampling import RAREST
from newsthemes.prevalence.intervals import LEVEL, wilson

FEWEST_OF_A_CELL = 5  # labels of a score band below which it is joined to the next
PRIOR = 1  # labels, at the scores' mean, added to a cell where its spread is computed: none seen does not mean none


class Population(NamedTuple):
    """One row per unit (a different text): weight (votes in the share; 0: not in this group), score (0 to 1), band,
    story (a number), label (0, 1, NaN: none) and probability (of being drawn; any number without a label)."""

    weight: np.ndarray
    score: np.ndarray
    band: np.ndarray
    story: np.ndarray
    label: np.ndarray
    probability: np.ndarray

    def take(self, rows: np.ndarray) -> "Population":
        return Population(*(part[rows] for part in self))


class Estimate(NamedTuple):
    """A share with its interval; ``labelling``: the part of the variance that more labels would lessen, ``labels``:
    how many there are."""

    share: float
    low: float
    high: float
    variance: float
    labelling: float
    labels: int


def cells_of(band: np.ndarray, labelled: np.ndarray) -> np.ndarray:
    """Return the cell of each unit: its score band, joined to the next where it has too few labels."""
    counts = np.bincount(band[labelled], minlength=band.max(initial=0) + 1)
    cell, numbers, seen = 0, np.zeros(len(counts), int), 0
    for number, count in enumerate(counts):
        numbers[number] = cell
        seen += count
        if seen >= FEWEST_OF_A_CELL:
            cell, seen = cell + 1, 0
    if seen < FEWEST_OF_A_CELL and cell:
        numbers[numbers == cell] = cell - 1
    return numbers[band]


def power_tuned(units: Population) -> float:
    """Return how far to trust the scores, 0 to 1: the slope that leaves the least variance (PPI++)."""
    part = _residuals(units, 0.0)
    score = part.centred(units.score[part.rows])
    size = (part.scale**2 * score**2).sum()
    return float(np.clip((part.scale**2 * part.residual * score).sum() / size, 0, 1)) if size > 0 else 0.0


class _Residuals(NamedTuple):
    rows: np.ndarray
    cell: np.ndarray
    scale: np.ndarray
    means: np.ndarray
    residual: np.ndarray

    def centred(self, values: np.ndarray) -> np.ndarray:
        total = np.bincount(self.cell, self.scale, len(self.means))
        mean = np.bincount(self.cell, self.scale * values, len(self.means)) / np.where(total > 0, total, 1)
        return values - mean[self.cell]


def _residuals(units: Population, trust: float) -> _Residuals:
    """Label minus trusted score of the labelled units, centred in their cells; ``scale``: whom each stands for."""
    rows = np.flatnonzero(~np.isnan(units.label) & (units.weight > 0))
    cells = cells_of(units.band, rows)
    number = cells.max(initial=0) + 1
    size = np.bincount(cells, units.weight, number)
    cell, scale = cells[rows], units.weight[rows] / units.probability[rows]
    scale = scale * (size / np.maximum(np.bincount(cell, scale, number), 1e-12))[cell]
    error = units.label[rows] - trust * units.score[rows]
    total = np.bincount(cell, scale, number)
    means = np.bincount(cell, scale * error, number) / np.where(total > 0, total, 1)
    return _Residuals(rows, cell, scale, means[cells], error - means[cells][rows])


def estimate(units: Population, trust: float) -> Estimate:
    """Return the :class:`Estimate` for a population; ``trust``: of the scores, see :func:`power_tuned`.

    The mean of the trusted scores plus the mean error of the labelled units, weighted by the inverse of their
    probability inside bands of the score (A. Angelopoulos, J. Duchi and T. Zrnic, PPI++, arXiv:2311.01453, 2023;
    N. Egami et al., Using imperfect surrogates for downstream inference, NeurIPS 2023). The variance is that of the
    linearised estimator summed by story, so that passages of one story are not taken for independent.
    """
    units = units.take(units.weight > 0)
    part, total = _residuals(units, trust), units.weight.sum()
    fitted = trust * units.score + part.means
    share = float(units.weight @ fitted / total)
    influence = units.weight * (fitted - share) / total
    stories = len(np.unique(units.story))
    least = (np.bincount(units.story, influence) ** 2).sum()  # of the corpus, were all labels as fitted
    counts = np.bincount(part.cell, minlength=part.cell.max() + 1)
    small = np.sqrt(counts / np.maximum(counts - 1, 1))[part.cell]
    drawn = part.scale * part.residual * small / total
    influence[part.rows] += drawn
    by_story = np.bincount(units.story, influence)
    variance = float((by_story**2).sum() * stories / max(stories - 1, 1))
    missed = _unseen(units, part, counts, total)
    certain = np.minimum(units.weight[part.rows] / np.maximum(part.scale, 1e-12), 1)
    labelling = max(float((drawn**2 * (1 - certain)).sum() + missed), 0.0)
    variance = max(variance + missed, float(least))
    low, high = _interval(share, variance, stories, len(part.rows))
    return Estimate(float(np.clip(share, 0, 1)), low, high, variance, labelling, len(part.rows))


def _unseen(units: Population, part: _Residuals, counts: np.ndarray, total: float) -> float:
    """Return what is added to the variance where few labels show less spread than the scores lead to expect."""
    number, filled = len(counts), counts > 0
    weight = np.bincount(part.cell, part.scale, number)[filled] / total
    found, counts = np.bincount(part.cell, units.label[part.rows], number)[filled], counts[filled]
    expected = np.bincount(part.cell, units.score[part.rows], number)[filled] / counts
    rate = found / counts
    smooth = (found + PRIOR * np.clip(expected, RAREST, 1 - RAREST)) / (counts + PRIOR)
    lacking = smooth * (1 - smooth) - rate * (1 - rate)
    return float((weight**2 * lacking / counts).sum())


def _interval(share: float, variance: float, stories: int, labels: int) -> tuple[float, float]:
    from scipy import special

    share = float(np.clip(share, 0, 1))
    critical = special.stdtrit(max(min(stories, labels) - 1, 1), (1 + LEVEL) / 2)
    spread = share * (1 - share)
    effective = labels if variance <= 0 or spread <= 0 else spread / variance
    low, high = wilson(share, effective, critical)
    return float(low), float(high)


def estimate_by_all(everyone: Population, trust: float, weight: np.ndarray) -> Estimate:
    """Return the :class:`Estimate` of a group (``weight``: its votes) corrected by the mean errors in all groups."""
    part = _residuals(everyone, trust)
    fitted, total = trust * everyone.score + np.where(everyone.weight > 0, part.means, 0), weight.sum()
    share = float(weight @ fitted / total)
    number = part.cell.max() + 1
    cells = cells_of(everyone.band, np.flatnonzero(~np.isnan(everyone.label)))
    factor = np.bincount(cells, weight, number) / np.maximum(
        np.bincount(cells, everyone.weight, number), 1e-12
    )
    counts = np.bincount(part.cell, minlength=number)
    small = np.sqrt(counts / np.maximum(counts - 1, 1))[part.cell]
    labelling = float(((part.scale * part.residual * small * factor[part.cell] / total) ** 2).sum())
    labelling += max(
        _unseen(everyone, part._replace(scale=part.scale * factor[part.cell]), counts, total), 0.0
    )
    stories = len(np.unique(everyone.story[weight > 0]))
    own = np.bincount(everyone.story, weight * (fitted - share) / total)
    variance = labelling + float((own**2).sum())
    low, high = _interval(share, variance, stories, len(part.rows))
    return Estimate(float(np.clip(share, 0, 1)), low, high, variance, labelling, len(part.rows))


def errs_alike(
    units: Population, group: np.ndarray, fewest: int, seed: int = 0, draws: int = 999
) -> float | None:
    """Return the p-value of a permutation test that labels differ from scores alike in the groups; None where fewer
    than two groups have ``fewest`` labels. Labels are exchanged inside bands of the score.

    ``group``: the group of each unit. A share that differs for other reasons than the score fails it as well: then
    the errors found in one group say nothing of another.
    """
    rows = np.flatnonzero(~np.isnan(units.label))
    names, counts = np.unique(group[rows].astype(str), return_counts=True)
    rows = rows[np.isin(group[rows].astype(str), names[counts >= fewest])]
    if (counts >= fewest).sum() < 2:
        return None
    rows = rows[np.argsort(units.band[rows], kind="stable")]
    place = np.unique(group[rows].astype(str), return_inverse=True)[1]
    member = np.eye(place.max() + 1)[place] / np.sqrt(np.bincount(place))
    rng, parts = np.random.default_rng(seed), []
    for band in np.unique(units.band[rows]):
        label = units.label[rows[units.band[rows] == band]]
        label = np.tile(label - label.mean(), (draws + 1, 1))
        parts.append(np.vstack([label[:1], rng.permuted(label[1:], axis=1)]))
    found = ((np.hstack(parts) @ member) ** 2).sum(1)
    return float((found >= found[0] - 1e-9).mean())
