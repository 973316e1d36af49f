"""Some rows of an array that is too large to be copied: fetched a part at a time, where they are asked for."""

import numpy as np


class Gathered:
    """``values[rows]`` without the copy; an index (a number, a slice, row numbers or a mask) gives an array."""

    def __init__(self, values, rows):
        self.values, self.rows = values, np.asarray(rows)
        self.shape, self.dtype = (len(self.rows), *values.shape[1:]), values.dtype
        self.ndim = len(self.shape)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.values[self.rows[index]]

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values[self.rows], dtype)


def float_rows(given):
    """What was given as an array of float32, or as it is where its rows are gathered."""
    return given if isinstance(given, Gathered) else np.asarray(given, np.float32)
