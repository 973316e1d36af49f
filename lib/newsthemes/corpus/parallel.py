"""The same function over many items, on every core where that pays, in order."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
WORTH_IT = 2_000_000  # characters or bytes of work below which processes cost more than they save
CHUNKS = 8  # for each process, so that none idles long at the end


def in_parallel(
    function: Callable[[Item], Result], items: Sequence[Item], size: int, label: str | None = None
) -> Iterable[Result]:
    """Results in the order of the items; `size` is the work in all, `label` names a progress bar.

    joblib's processes need no `if __name__ == "__main__"` in the caller's script, and are given
    back at the end. A bar shows on a terminal, once a second has passed.
    """
    from tqdm import tqdm

    hidden = label is None or not sys.stderr.isatty()
    with tqdm(total=len(items), desc=label, disable=hidden, delay=1, leave=False, file=sys.stderr) as bar:
        for result in _results(function, items, size):
            yield result
            bar.update()


def _results(function: Callable[[Item], Result], items: Sequence[Item], size: int) -> Iterable[Result]:
    import joblib

    cores = joblib.cpu_count()
    if size < WORTH_IT or len(items) < 2 or cores < 2:
        yield from map(function, items)
        return
    step = max(1, len(items) // (CHUNKS * cores))
    chunks = [items[i : i + step] for i in range(0, len(items), step)]
    parallel = joblib.Parallel(n_jobs=min(cores, len(chunks)), return_as="generator")
    try:
        for results in parallel(joblib.delayed(_all)(function, chunk) for chunk in chunks):
            yield from results
    finally:
        joblib.externals.loky.get_reusable_executor().shutdown(wait=True)


def _all(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [function(item) for item in items]
