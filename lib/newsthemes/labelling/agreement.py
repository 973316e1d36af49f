"""How far two coders agree on a sheet, beyond what chance would do."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError
from newsthemes.prevalence.intervals import LEVEL
from newsthemes.results.folder import plain

DRAWS = 2000
NO_VARIATION = "both coders gave one and the same label throughout"


def agreement(first: ArrayLike, second: ArrayLike, seed: int = 0) -> pd.DataFrame:
    """Return the agreement of two coders: one row per coefficient, with a bootstrap interval over passages.

    ``first``, ``second``: row-aligned labels, 1, 0 or NaN; rows that one of them left out do not count. Columns:
    coefficient, value, low, high, n, note. "agreement" is the share of equal labels; "alpha" that of K. Krippendorff
    (Content Analysis, 2004), nominal; "AC1" that of K. Gwet (British J. Math. Stat. Psychol. 61, 2008), which stays
    meaningful where a theme is rare. They are those of the passages drawn, in which the theme is commoner than in
    the corpus. Null with a note where a coefficient is not defined. Raises InputError where no passage has two labels.

    >>> agreement([1, 0, 0, 1], [1, 0, 0, 0]).set_index("coefficient")["value"].round(3).to_dict()
    {'agreement': 0.75, 'alpha': 0.533, 'AC1': 0.529}
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    both = ~np.isnan(first) & ~np.isnan(second)
    if not both.any():
        raise InputError("agreement: no passage has labels of both coders; have both label the same sheet")
    counts = np.bincount((2 * first[both] + second[both]).astype(int), minlength=4)
    n = int(counts.sum())
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, DRAWS)
    values, draws = coefficients(counts[None]), coefficients(drawn)
    rows = []
    for name, value in values.items():
        known = draws[name][~np.isnan(draws[name])]
        varies = len(known) and not np.isnan(value[0])
        low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if varies else [np.nan] * 2
        rows.append((name, float(value[0]), low, high, n, NO_VARIATION if np.isnan(value[0]) else None))
    return plain(pd.DataFrame(rows, columns=["coefficient", "value", "low", "high", "n", "note"]))


def coefficients(counts: np.ndarray) -> dict[str, np.ndarray]:
    """Return {coefficient: (draws,)} of counts (draws, 4): neither, second only, first only, both."""
    counts = np.asarray(counts, float)
    n = counts.sum(1)
    differ = (counts[:, 1] + counts[:, 2]) / n
    carried = 2 * counts[:, 3] + counts[:, 1] + counts[:, 2]
    by_chance = 2 * carried * (2 * n - carried) / (2 * n * (2 * n - 1))
    rate = carried / (2 * n)
    chance = 2 * rate * (1 - rate)
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha = np.where(by_chance > 0, 1 - differ / by_chance, np.nan)
    return {"agreement": 1 - differ, "alpha": alpha, "AC1": (1 - differ - chance) / (1 - chance)}
