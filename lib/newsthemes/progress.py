"""Progress bars on a terminal, for work of over a second; nothing elsewhere."""

import sys
from collections.abc import Iterable
from typing import Any

from tqdm import tqdm


class Bar(tqdm):
    """A bar of ``total`` steps; hidden unless ``shown`` and on a terminal. Used as a context or around an iterable."""

    monitor_interval = 0  # no thread beside the main one, or processes could not be forked safely

    def __init__(
        self, *iterables: Iterable, total: int | None, desc: str | None, shown: bool = True, **options: Any
    ) -> None:
        hidden = None if shown and total else True  # None: where standard error is no terminal
        super().__init__(*iterables, total=total, desc=desc, disable=hidden, file=sys.stderr, **options)
