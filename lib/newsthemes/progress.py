"""Progress on a terminal, for work of over a second; nothing elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Protocol

from tqdm import tqdm


class Listener(Protocol):
    """Who shows the progress of a whole run, and is told of each part's."""

    def expect(self, steps: int) -> None: ...

    def advance(self, steps: int) -> None: ...


class Line(tqdm):
    """A line of tqdm that starts no thread beside the main one: processes could not be forked safely then."""

    monitor_interval = 0


class Bar(Line):
    """A bar of ``total`` steps; hidden unless ``shown`` and on a terminal. Used as a context or around an iterable.

    Within a run, which shows one line for all its stages, a bar is not drawn: the run's line moves instead.
    """

    run: ClassVar[Listener | None] = None

    def __init__(
        self, *iterables: Iterable, total: int | None, desc: str | None, shown: bool = True, **options: Any
    ) -> None:
        self.listener = self.run if shown and total else None
        if self.listener:
            self.listener.expect(total)
        hidden = None if shown and total and not self.listener else True  # None: where no terminal is
        super().__init__(*iterables, total=total, desc=desc, disable=hidden, file=sys.stderr, **options)

    def __iter__(self) -> Iterator[Any]:
        if not self.listener:
            yield from super().__iter__()
            return
        for item in self.iterable:
            yield item
            self.listener.advance(1)

    def update(self, n: float | None = 1) -> bool | None:
        if self.listener:
            self.listener.advance(int(n or 0))
        return super().update(n)


def refresh() -> None:
    """Have the line of a run, where there is one, say how long it has taken by now."""
    if Bar.run:
        Bar.run.advance(0)
