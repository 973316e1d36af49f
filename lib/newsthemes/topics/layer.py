"""One layer of topics: where each text belongs at that grain, and what its topics are."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Layer:
    """Topics 0 to k - 1 of one grain, by falling size.

    ``name``: "main", or "coarser", "finer", "finer-2" … by its place beside that. ``assignment`` (n,): a topic a text,
    -1 for none; ``strength`` (n,): 0 to 1, how surely (0 for none). ``table``: one row a topic, as
    :class:`~newsthemes.topics.model.Topics` says. ``persistence``: how wide and how sure the plateau is that the layer
    stands on, in octaves of resolution times ``agreement``, the mean adjusted Rand index of its runs, on pairs of texts
    of different stories (0 where texts are too few for runs). ``membership`` (a, k) of the anchors.

    >>> table = pd.DataFrame({"topic": [0, 1], "parent": [0, 0]})
    >>> layer = Layer("finer", np.array([0, 1, -1]), np.array([1, 1, 0]), table, 0.5, 0.8, np.zeros((3, 2)))
    >>> len(layer), layer.is_nested
    (2, True)
    """

    name: str
    assignment: np.ndarray
    strength: np.ndarray
    table: pd.DataFrame
    persistence: float
    agreement: float
    membership: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.table)

    @property
    def is_nested(self) -> bool:
        """Whether each topic lies inside one of the next coarser layer."""
        return bool(len(self.table) and self.table["parent"].notna().all())
