"""What one item of work may take: beyond it, the work ends with an exception and the run goes on."""

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TextIO

EVERY = 0.25  # seconds between two looks
PATIENCE = 2  # times the seconds, after which code in C that has not returned ends its process
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_in_pool = False


class LimitPassed(BaseException):
    """Some work took more time or memory than it may. No Exception, so that no parser takes it for one of its own."""


@contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """Raise LimitPassed in what takes more than ``seconds``, or ``memory`` bytes more than at its beginning.

    A timer of the system looks four times a second. It interrupts Python and regular expressions, and code in C when
    that returns. Signals reach the main thread only: elsewhere, and on Windows, nothing is limited. A process of a pool
    (:func:`enter_pool`) ends where code in C has not returned after twice the seconds.

    >>> with limited(60, 2**30):
    ...     sum(range(10))
    45
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    start, before = time.monotonic(), resident()

    def look(*_: object) -> None:
        if (taken := time.monotonic() - start) > seconds:
            raise LimitPassed(f"it took more than {seconds:.0f} s ({taken:.0f} s)")
        if (grown := resident() - before) > memory:
            raise LimitPassed(f"it took more than {memory >> 20} MB of memory ({grown >> 20} MB)")

    earlier = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    if _in_pool:
        faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        if _in_pool:
            faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def enter_pool() -> None:
    """Say that this process may be ended: it is one of a pool, and
    :func:`~newsthemes.parallel.processes.surviving` goes on without it.

    Not every process that has a parent is: in one that a caller started, such an end would end the caller's work.
    """
    global _in_pool
    _in_pool = True


@cache
def _nowhere() -> TextIO:
    return open(os.devnull, "w")


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            return int(stream.read().split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0
