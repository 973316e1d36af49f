"""Encoders in processes of their own: the main one neither imports PyTorch nor keeps its memory.

A fresh interpreter loads the weights once and then forks, so that all its processes share them: two hold 444 MB where
two of loky, which load them each, hold 663 and begin later (benchmarks/alternatives.py);
no caller's script needs an ``if __name__ == "__main__"``. Each computes on one thread and ends when it has had nothing
to do for IDLE seconds, or as long as was asked for, or when the process that started it is gone.
"""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

import numpy as np

from newsthemes import memory
from newsthemes.errors import InputError

IDLE = 10.0  # seconds
SPENT = 5  # seconds before they end in which they are not given work any more
MOST = 8  # processes: each takes some 60 MB
READY = 16  # parts prepared before a process can take them: it needs a second to start
START = "import sys; from newsthemes.embedding import worker_pool; worker_pool.serve(*sys.argv[1:])"
_idle = []  # processes that wait for work


def warm(names: Sequence[str], idle: float = IDLE) -> None:
    """Start the processes where none rest, so that they load these encoders while something else is done.

    ``idle``: seconds that they wait for work from now on.
    """
    processes = _taken(names)
    processes.wait_idle(idle)
    _idle.append(processes)


def encoded(name: str, parts: Iterator[list[str]]) -> Iterator[np.ndarray]:
    """(n, d) float32 for each list of texts, in their order; parts are asked for while others are encoded.

    ``name``: of a module of this package that has ``model().encode(texts)``.

    Where there is more than a part for each process, they end afterwards; else they rest, to be used again.
    """
    processes, few = _taken([name]), False
    try:
        yield from processes.encoded(name, parts)
        few = processes.taken <= len(processes.links)
    finally:
        (_idle.append if few else Processes.close)(processes)


def release() -> None:
    """End the processes that rest."""
    while _idle:
        _idle.pop().close()


def _taken(names: Sequence[str]) -> "Processes":
    while _idle:
        processes = _idle.pop()
        if processes.fresh():
            return processes
        processes.close()
    return Processes(names)


class Processes:
    """One for each processor, as far as there is memory for them, with a link to each. Raises InputError when one of
    them dies."""

    def __init__(self, names: Sequence[str]) -> None:
        import joblib

        wanted = max(1, memory.processes(min(joblib.cpu_count(), MOST)))
        pairs = [Pipe() for _ in range(wanted)]
        self.links = [ours for ours, _ in pairs]
        theirs = [link.fileno() for _, link in pairs]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", START, ",".join(names), *map(str, theirs)],
            stdin=subprocess.DEVNULL,
            pass_fds=theirs,
            process_group=0,  # an interrupt from the keyboard is for the main process alone
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
                "OMP_NUM_THREADS": "1",
                "TOKENIZERS_PARALLELISM": "false",
            },
        )
        for _, link in pairs:
            link.close()
        self.starting, self.taken = set(self.links), 0
        self.idle, self.used = IDLE, time.monotonic()

    def fresh(self) -> bool:
        """Whether they still wait for work, and will for a while."""
        dead = self.process.poll() is not None or wait(set(self.links) - self.starting, 0)
        return not dead and time.monotonic() - self.used < self.idle - SPENT

    def wait_idle(self, idle: float) -> None:
        """Have them wait ``idle`` seconds for work, now and after what they do next."""
        self.idle = idle
        self._tell(False)
        self.used = time.monotonic()

    def encoded(self, name: str, parts: Iterator[list[str]]) -> Iterator[np.ndarray]:
        self.taken = 0
        self._tell(True)
        parts, ready, more = iter(parts), deque(), True
        idle: list[Any] = [link for link in self.links if link not in self.starting]
        working, finished, next_ = {}, {}, 0
        while True:
            if more and len(ready) < READY:
                part = next(parts, None)
                more = part is not None
                ready.extend([part] if more else [])
            if not (more or ready or working):
                break
            while ready and idle:
                link = idle.pop(0)
                self._send(link, (name, ready.popleft()))
                working[link], self.taken = self.taken, self.taken + 1
            busy = self.starting | set(working) if ready or working else ()
            for link in wait(busy, 0 if more and len(ready) < READY else None):
                result = self._received(link)
                if link in working:
                    finished[working.pop(link)] = result
                self.starting.discard(link)
                idle.append(link)
            while next_ in finished:
                yield finished.pop(next_)
                next_ += 1
        self.wait_idle(self.idle)

    def _tell(self, more: bool) -> None:
        """Whether work will come: they wait for it as long as it takes, and otherwise for ``idle`` seconds."""
        for link in self.links:
            self._send(link, None if more else self.idle)

    def _send(self, link: Any, part: object) -> None:
        try:
            link.send(part)
        except OSError:
            raise self._death() from None

    def _received(self, link: Any) -> np.ndarray:
        try:
            result = link.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(result, Exception):
            raise result
        return result

    def _death(self) -> InputError:
        return InputError(
            "a process that encodes passages has died, perhaps for want of memory; run again: what is encoded is kept"
        )

    def close(self) -> None:
        for link in self.links:
            link.close()
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


atexit.register(release)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


def serve(names: str, *numbers: str) -> None:
    """In the fresh interpreter: load, fork, and serve the link of that number."""
    links = [Connection(int(number)) for number in numbers]
    try:
        for name in filter(None, names.split(",")):
            _model(name)
    except Exception as error:
        links[0].send(error)
        os._exit(0)
    mine = 0
    for other in range(1, len(links)):
        if os.fork() == 0:
            mine = other
            break
    for number, link in enumerate(links):
        if number != mine:
            link.close()
    _answer(links[mine])
    if mine == 0:
        for _ in links[1:]:
            os.wait()
    os._exit(0)


def _model(name: str) -> Any:
    return import_module(f"newsthemes.embedding.{name}").model()


def _answer(link: Any) -> None:
    try:
        link.send(None)  # ready
        patience = IDLE
        while link.poll(patience):
            asked = link.recv()
            if not isinstance(asked, tuple):
                patience = asked
                continue
            try:
                name, texts = asked
                result = _model(name).encode(texts)
            except Exception as error:
                result = error
            link.send(result)
    except (EOFError, OSError):
        pass  # nobody is left to encode for
