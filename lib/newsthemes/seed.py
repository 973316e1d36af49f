"""The number that everything drawn at random is drawn from."""

from typing import Any

import numpy as np

from newsthemes.errors import InputError


def checked_seed(seed: Any) -> int:
    """Return a seed as an int; InputError unless it is a whole number that is not negative.

    >>> checked_seed(np.int64(7))
    7
    """
    if isinstance(seed, (int, np.integer)) and seed >= 0:
        return int(seed)
    raise InputError(f"seed {seed}: a seed is a whole number that is not negative, such as 0")
