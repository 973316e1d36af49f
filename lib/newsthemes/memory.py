"""The memory of a run: what it holds, a limit that it is told, and giving back what it no longer needs."""

import contextlib
import ctypes
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsthemes.errors import InputError
from newsthemes.terminal import note

SIZE = re.compile(r"(\d{1,20}(?:\.\d{1,20})?) ?([KMGT]?)(?:I?B)?", re.IGNORECASE)
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
# What a run takes in any case, and for each passage: of the stages, themes take most for each (0.9 GB and 1,010 bytes)
# and evidence most in any case (1.1 GB and 955 bytes), by what was measured at 30,000 to 300,000 passages.
WHATEVER, EACH = 9 << 27, 1000  # bytes
PROCESS = 200 << 20  # bytes that a process beside this one is taken to need for itself
PART = 1 / 32  # of the limit, that one part of the data may take while it is worked on


@dataclass
class _Limit:
    """What a run may hold, and whether it was said that it held more."""

    size: int
    passed: bool = False


_limits: list[_Limit] = []  # of the runs under way, the innermost last


def size_of(written: str | int) -> int:
    """Return the bytes that a size says: a number, or one with K, M, G or T, with or without B or iB (1024 each step).

    Raises InputError for anything else, and for less than any run needs.

    >>> size_of("4GB"), size_of("1.5 GiB"), size_of(2 << 30)
    (4294967296, 1610612736, 2147483648)
    """
    found = SIZE.fullmatch(" ".join(str(written).split()))
    if not found:
        raise InputError(
            f"--max-memory {written}: not a size; write a number and a unit, such as 4GB or 1500MB"
        )
    size = int(float(found[1]) * UNITS[found[2].upper()])
    if size < (least := _rounded_up(WHATEVER)):
        raise InputError(f"--max-memory {written}: any run needs {in_words(least)}; give that or more")
    return size


def in_words(size: float) -> str:
    """Return a size in GB, with one decimal.

    >>> in_words(3 << 29)
    '1.5 GB'
    """
    return f"{size / UNITS['G']:.1f} GB"


def _rounded_up(size: float) -> int:
    """A size that, as :func:`in_words` writes it, is enough: what a user is told to give must do."""
    return int(math.ceil(10 * size / UNITS["G"]) / 10 * UNITS["G"])


@contextlib.contextmanager
def limited(size: int | None) -> Iterator[None]:
    """Have parts and the number of processes be such that memory stays below ``size`` bytes; None: no limit.

    >>> with limited(4 << 30):
    ...     at_once(1 << 24, 16)
    8388608
    """
    own = [] if size is None else [_Limit(size)]
    _limits.extend(own)
    try:
        yield
    finally:
        del _limits[len(_limits) - len(own) :]


def limit() -> int | None:
    """Return the bytes that the run under way may hold, None for no limit.

    >>> limit() is None
    True
    """
    return _limits[-1].size if _limits else None


def at_once(items: int, size: int) -> int:
    """Return how many ``items`` of a ``size`` in bytes to work on at a time: so many, or fewer where there is a limit.

    Nothing but time may depend on it.

    >>> at_once(1 << 24, 16)
    16777216
    """
    allowed = limit()
    return items if allowed is None else max(1, min(items, int(allowed * PART) // size))


def processes(wanted: int) -> int:
    """Return how many processes beside this one there is memory for: so many, or fewer, or none.

    A forked process comes to hold a part of its own of what it looks at, here taken to be a quarter.

    >>> processes(4)
    4
    """
    allowed = limit()
    if allowed is None:
        return wanted
    each = max(PROCESS, _proportional(Path("/proc/self")) // 4)
    return max(0, min(wanted, int(allowed - held()) // each))


def held() -> int:
    """Return the bytes that this process and its children hold now, what they share counted once; where the system does
    not tell, the most that this process has held.

    >>> held() > 1 << 20
    True
    """
    try:
        return sum(map(_proportional, [Path("/proc/self"), *_children(Path("/proc/self"))]))
    except OSError:
        return int(peak_memory() * UNITS["M"])


def _children(process: Path) -> Iterator[Path]:
    for task in (process / "task").iterdir():
        for number in (task / "children").read_text().split():
            child = Path("/proc") / number
            yield child
            with contextlib.suppress(OSError):
                yield from _children(child)


def _proportional(process: Path) -> int:
    """Bytes of a process, of shared pages its part; 0 for one that has ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):  # or a system without such files
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def check_memory(stage: str, passages: int) -> None:
    """Hold a limit against what a stage that has ended took, and after "reading" against what all of them will take.

    Raises InputError where the passages that were read can't be held, by what others took; where a later stage, or all
    before it, went over the limit nevertheless, a line says so, once a run, and the run goes on.

    >>> check_memory("reading", 1000)
    """
    allowed = limit()
    if allowed is None:
        return
    least = in_words(allowed)
    if stage == "reading":
        if WHATEVER + EACH * passages > allowed:
            expected = in_words(_rounded_up(WHATEVER + EACH * passages))
            raise InputError(
                f"--max-memory {least} can't be held: {passages:,} passages need some {expected}; "
                "give that, or fewer articles"
            )
        return
    took = max(peak_memory() * UNITS["M"], held())
    if took > allowed and not _limits[-1].passed:
        _limits[-1].passed = True
        note(
            f"--max-memory {least} was not held: {in_words(took)} by the end of {stage}; {passages:,} passages"
        )


def release_unused() -> None:
    """Give back to the system what was freed: allocators keep it for later, and it counts as held until then.

    Of 913 bytes that a table of passages seemed to hold for each after it was read, 381 were of this kind. Nothing is
    done where the C library can't.

    >>> release_unused()
    """
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


def peak_memory() -> float:
    """Return the largest memory this process has held so far, in MB.

    >>> peak_memory() > 1
    True
    """
    import resource  # which Windows has not

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
