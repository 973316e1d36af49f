"""MiniLM in processes of its own: the main one neither imports PyTorch nor keeps its memory.

A fresh interpreter imports PyTorch and loads the weights once and then forks, so that all its processes share them;
no caller's script needs an ``if __name__ == "__main__"``. Each computes on one thread and ends when it has had nothing
to do for IDLE seconds, or when the process that started it is gone.
"""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections import deque
from multiprocessing.connection import Connection, Pipe, wait

from newsthemes.errors import InputError

IDLE = 60  # seconds: on a machine with much else to do, ten passed between two parts and looked like a death
MOST = 8  # processes: each takes some 60 MB
READY = 16  # parts prepared before a process can take them: it needs a second to start
_resting = []  # processes that wait for work


def warm():
    """Start the processes where none rest, so that they load while something else is done."""
    _resting.append(_taken())


def encoded(parts):
    """(n, 384) float32 for each list of texts, in their order; parts are asked for while others are encoded.

    Where there is more than a part for each process, they end afterwards; else they rest, to be used again.
    """
    processes, few = _taken(), False
    try:
        yield from processes.encoded(parts)
        few = processes.taken <= len(processes.links)
    finally:
        (_resting.append if few else Processes.close)(processes)


def release():
    """End the processes that rest."""
    while _resting:
        _resting.pop().close()


def _taken():
    while _resting:
        processes = _resting.pop()
        if processes.fresh():
            return processes
        processes.close()
    return Processes()


class Processes:
    """One for each processor, with a link to each. Raises InputError when one of them dies."""

    def __init__(self):
        import joblib

        pairs = [Pipe() for _ in range(min(joblib.cpu_count(), MOST))]
        self.links = [ours for ours, _ in pairs]
        theirs = [link.fileno() for _, link in pairs]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()", *map(str, theirs)],
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
        self.starting, self.used, self.taken = set(self.links), time.monotonic(), 0

    def fresh(self):
        """Whether they still wait for work, and will for a while."""
        dead = self.process.poll() is not None or wait(set(self.links) - self.starting, 0)
        return not dead and time.monotonic() - self.used < IDLE / 2

    def encoded(self, parts):
        self.taken = 0
        parts, ready, more = iter(parts), deque(), True
        idle = [link for link in self.links if link not in self.starting]
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
                self._send(link, ready.popleft())
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
        for link in self.links:
            self._send(link, None)  # that they go on waiting
        self.used = time.monotonic()

    def _send(self, link, part):
        try:
            link.send(part)
        except OSError:
            raise self._death() from None

    def _received(self, link):
        try:
            result = link.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(result, Exception):
            raise result
        return result

    def _death(self):
        return InputError(
            "a process that encodes passages has died, perhaps for want of memory; run again: what is encoded is kept"
        )

    def close(self):
        for link in self.links:
            link.close()
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


atexit.register(release)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_resting.clear)


def main():
    """Run in the fresh interpreter, whose arguments are the file numbers of the links: load, fork, serve each link."""
    _run([Connection(int(number)) for number in sys.argv[1:]])
    os._exit(0)


def _run(links):
    try:
        from newsthemes.embedding.minilm import model

        encode = model().encode
    except Exception as error:
        links[0].send(error)
        return
    mine = 0
    for other in range(1, len(links)):
        if os.fork() == 0:
            mine = other
            break
    for number, link in enumerate(links):
        if number != mine:
            link.close()
    _serve(links[mine], encode)
    if mine == 0:
        for _ in links[1:]:
            os.wait()


def _serve(link, encode):
    try:
        link.send(None)  # ready
        while link.poll(IDLE):
            texts = link.recv()
            if texts is None:
                continue
            try:
                result = encode(texts)
            except Exception as error:
                result = error
            link.send(result)
    except (EOFError, OSError):
        pass  # nobody is left to encode for
