"""The same function over many items, on every core where that pays, in order."""

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, Generic, TypeVar

from newsthemes.memory import processes
from newsthemes.parallel.limits import enter_pool
from newsthemes.progress import Bar

Item = TypeVar("Item")
Result = TypeVar("Result")
WORTH_IT = 2_000_000  # characters or bytes of work below which processes cost more than they save
TRIED = 16_384  # bytes that tell whether the others are worth compressing
PR_SET_PDEATHSIG = 1
CHUNKS = 64  # for each process, so that none idles long at the end and little waits in memory on the way


def in_parallel(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    size: int,
    label: str | None = None,
    prepare: Callable[[], object] | None = None,
    apart: bool = False,
) -> Iterator[Result]:
    """Results in the order of the items; `size` is the work in all, `label` names a progress bar.

    `apart`: little work is done in one process beside this one, where a process can be forked, so that an item that
    ends its process (see :func:`surviving`) does not end this one. It takes some 20 ms.

    `prepare` loads what every call of the function needs; processes that are forked share it.
    A bar shows on a terminal, once a second has passed. Other processes are at work from the call on.
    """
    results = _results(function, items, size, prepare, apart)
    return (
        iter(results)
        if label is None
        else iter(Bar(results, total=len(items), desc=label, delay=1, leave=False))
    )


def _results(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    size: int,
    prepare: Callable[[], object] | None,
    apart: bool,
) -> Iterable[Result]:
    import joblib

    cores = processes(joblib.cpu_count())
    if size < WORTH_IT or len(items) < 2 or cores < 2:
        if not (apart and items and cores and _may_fork()):
            return map(function, items)
        cores = 1
    step = max(1, len(items) // (CHUNKS * cores))
    packed = [_pack(items[i : i + step]) for i in range(0, len(items), step)]
    executor = _executor(cores, prepare)
    return _flat(executor, executor.map(partial(_all, function), packed))


def _executor(cores: int, prepare: Callable[[], object] | None) -> Executor:
    """Forked processes start at once and share memory, but only a process of one thread may fork safely.

    Otherwise (a notebook, PyTorch loaded, other systems) loky starts fresh processes, which need no
    `if __name__ == "__main__"` in the caller's script either. Both fail, and do not hang, when a process dies.
    """
    if not _may_fork():
        from joblib.externals.loky import get_reusable_executor

        return get_reusable_executor(max_workers=cores, initializer=_join_pool)
    if prepare:
        prepare()
    gc.collect()
    gc.freeze()  # the collector of a child leaves what it shares untouched, so it stays shared
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(cores, context, initializer=_end_with, initargs=(os.getpid(),))


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1 and "torch" not in sys.modules


def surviving(
    results: Iterator[Result],
    function: Callable[[Item], Result],
    items: Sequence[Item],
    lost: Callable[[Item], Result],
) -> Iterator[Result]:
    """``results`` of a function of items, as of :func:`in_parallel`, also where one of them ends its process.

    Code in C that never returns, or faults, takes its process with it, and a pool of which one is gone ends. The items
    of which there was no result yet are then worked on one after the other in a process beside this one, never in this
    one; ``lost(item)`` stands for the result of one that ends a process that did nothing before.

    >>> list(surviving(map(str, [1, 2]), str, [1, 2], lambda item: "lost"))
    ['1', '2']
    """
    done = 0
    try:
        for result in results:
            yield result
            done += 1
        return
    except BrokenProcessPool:
        left = deque(items[done:])
    while left:
        with _one_process() as executor:
            fresh = True
            try:
                while left:
                    result = executor.submit(function, left[0]).result()
                    left.popleft()
                    fresh = False
                    yield result
            except BrokenProcessPool:
                if fresh:  # else what came before it may be to blame
                    yield lost(left.popleft())


def _one_process() -> Executor:
    """One process, started as by :func:`_executor`, but of nobody else: those of loky are shared otherwise."""
    if not _may_fork():
        from joblib.externals import loky

        return loky.ProcessPoolExecutor(1, initializer=_join_pool)
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(1, context, initializer=_end_with, initargs=(os.getpid(),))


class BackgroundTask(Generic[Result]):
    """``function()`` in a process of its own, forked now; where that is not safe, or there is no memory for it, done
    when the result is asked for."""

    def __init__(self, function: Callable[[], Result]) -> None:
        self.function, self.process = function, None
        if _may_fork() and processes(2) > 1:  # for this one goes on to grow meanwhile
            context = multiprocessing.get_context("fork")
            self.link, theirs = context.Pipe(duplex=False)
            given = (function, theirs, os.getpid())
            self.process = context.Process(target=_answer, args=given, daemon=True)
            self.process.start()
            theirs.close()

    def result(self) -> Result:
        """What the function gave; what it raised is raised, and a process that died is a RuntimeError."""
        if not self.process:
            return self.function()
        try:
            result, error = self.link.recv()
        except EOFError:
            raise RuntimeError("a process died, perhaps for want of memory; run again") from None
        finally:
            self.process.join()
        if error:
            raise error
        return result

    def end(self) -> None:
        """See to it that nothing is done any more."""
        if self.process:
            self.process.kill()
            self.process.join()


def _answer(function: Callable[[], Any], link: Any, parent: int) -> None:
    _end_with(parent)
    gc.freeze()
    try:
        answer = function(), None
    except Exception as error:
        answer = None, error
    link.send(answer)


def _join_pool() -> None:
    """Be a process that its parent can go on without, and leave it interrupts from the keyboard, which reach all."""
    enter_pool()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_with(parent: int) -> None:
    """Have the system end this process with its parent: one that is killed can't, and its children would wait on."""
    _join_pool()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _flat(executor: Executor, chunks: Iterable[list[Result]]) -> Iterator[Result]:
    try:
        for results in chunks:
            yield from results
    finally:
        # What nobody waits for any more is not computed; loky has no such option.
        unwanted = {"cancel_futures": True} if isinstance(executor, ProcessPoolExecutor) else {}
        executor.shutdown(wait=True, **unwanted)
        gc.unfreeze()


def _pack(items: Sequence[Item]) -> bytes:
    """Items as they travel, made before processes fork: whatever the parent touches afterwards is copied.

    Texts are compressed; vectors would hardly get smaller.
    """
    packed = pickle.dumps(items)
    start = packed[:TRIED]
    return zlib.compress(packed, int(len(zlib.compress(start, 1)) < 0.8 * len(start)))


def _all(function: Callable[[Item], Result], packed: bytes) -> list[Result]:
    return [function(item) for item in pickle.loads(zlib.decompress(packed))]
