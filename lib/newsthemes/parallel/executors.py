"""Where the parts of a study are computed: in this process, or on the workers of a Dask cluster.

Parts are cut by the data alone, never by the number of workers, and results come in the order of the parts: the same
tables come out whoever computed them.
"""

import logging
import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Self

from newsthemes.errors import InputError
from newsthemes.parallel.processes import in_parallel
from newsthemes.progress import refresh

ANSWER = 8  # seconds within which a scheduler must answer
AHEAD = 3  # parts under way for each thread of a worker, so that none waits for the next
TOGETHER = 1_000_000  # characters of small items that make one part


class Workers:
    """This process: one part after the other, none before it is asked for."""

    threads: int | None = (
        None  # of the encoder, whose last bits depend on their number; None: as they are here
    )

    def map(self, function: Callable[..., Any], parts: Iterable[Any], shared: Any = None) -> Iterator[Any]:
        """Results of ``function(part)``, or of ``function(shared, part)``, in the order of the parts."""
        for result in map(function if shared is None else partial(function, shared), parts):
            refresh()
            yield result

    def each(
        self,
        function: Callable[[Any], Any],
        items: Sequence[Any],
        size: int,
        label: str | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> Iterator[Any]:
        """Results a small item, on all cores of this machine where that pays; see :func:`in_parallel`."""
        return in_parallel(function, items, size, label, prepare)

    def read(
        self, function: Callable[[Any], Any], items: Sequence[Any], size: int, label: str | None = None
    ) -> Iterator[Any]:
        """Results as of :meth:`each` of a function that may end its process: a parser in C that never returns."""
        return in_parallel(function, items, size, label, apart=True)

    def require(self, paths: str | Path | Sequence[str | Path]) -> None:
        """See to it that whoever reads the corpus can."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        pass


class DaskWorkers(Workers):
    """The workers of a Dask scheduler at ``address``, or with "local" processes of this machine.

    A part whose worker dies is computed by another one. Raises InputError when Dask is not installed, nobody answers,
    or the workers run another version of newsthemes.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client: Any = None
        self.cluster: Any = None

    def __enter__(self) -> Self:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError:
            raise InputError("--dask needs Dask: pip install 'newsthemes[dask]'") from None
        self.threads = _threads()  # before a cluster of this machine changes what new libraries are told
        for name in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is raised
        try:
            self._open(dask, Client, LocalCluster)
        except Exception as error:  # something else may listen there, and answer anything
            self.__exit__()
            raise InputError(
                f"--dask {self.address}: no scheduler answers there ({_line(error)}); "
                "give its address, such as tcp://host:8786, or 'local'"
            ) from None
        self._check()
        return self

    def _open(self, dask: Any, client: Any, cluster: Any) -> None:
        """Start the cluster of this machine, or find the scheduler. Who starts workers must not hurry them: on a busy
        machine a worker that did not answer within ANSWER was started again and again, and the first ones stayed."""
        if self.address == "local":
            self.cluster = cluster(threads_per_worker=1, dashboard_address=":0")
            self.client = client(self.cluster)
        else:
            dask.config.set({"distributed.comm.timeouts.connect": ANSWER})
            self.client = client(self.address, timeout=ANSWER)

    def __exit__(self, *_: Any) -> None:
        for opened in (self.client, self.cluster):
            if opened:
                opened.close()

    def map(self, function: Callable[..., Any], parts: Iterable[Any], shared: Any = None) -> Iterator[Any]:
        # As a task, and not scattered: what a task gave can be made again when the worker that held it dies.
        shared = () if shared is None else (self._submit(_same, shared),)
        waiting = deque()
        for part in parts:
            waiting.append(self._submit(function, *shared, part))
            while len(waiting) > AHEAD * max(1, sum(self.client.nthreads().values())):
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def each(
        self,
        function: Callable[[Any], Any],
        items: Sequence[Any],
        size: int,
        label: str | None = None,
        prepare: Callable[[], object] | None = None,
    ) -> Iterator[Any]:
        step = max(1, int(len(items) * TOGETHER // max(size, 1)))
        parts = (items[start : start + step] for start in range(0, len(items), step))
        return chain.from_iterable(self.map(partial(_all, function), parts))

    def read(
        self, function: Callable[[Any], Any], items: Sequence[Any], size: int, label: str | None = None
    ) -> Iterator[Any]:
        return self.each(function, items, size, label)

    def require(self, paths: str | Path | Sequence[str | Path]) -> None:
        listed = [paths] if isinstance(paths, str | Path) else paths
        for path in filter(os.path.exists, map(os.path.abspath, listed)):
            for worker, sees in self.client.run(os.path.exists, path).items():
                if not sees:
                    raise InputError(
                        f"corpus '{path}' is not there for worker {worker}; put it on storage that all machines share"
                    )

    def _submit(self, function: Any, *arguments: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a part is large
            return self.client.submit(function, *arguments, pure=False)

    def _result(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise InputError(
                f"--dask {self.address}: every worker that took on one part died of it ({_line(error)}); "
                "give the workers more memory"
            ) from None

    def _check(self) -> None:
        """That every worker runs this very code: another version would give other tables."""
        try:
            found = self.client.run(_code, on_error="return")
        except OSError as error:
            raise InputError(f"--dask {self.address}: a worker does not answer ({_line(error)})") from None
        for worker, code in found.items():
            if code != _code():
                raise InputError(
                    f"--dask {self.address}: worker {worker} does not run this version of newsthemes; install the same "
                    "on all machines"
                )


def workers_at(address: str | None = None) -> Workers:
    """The :class:`Workers` for ``--dask ADDRESS``; this process without one."""
    return Workers() if address is None else DaskWorkers(address)


def _threads() -> int:
    import torch

    return torch.get_num_threads()


def _code() -> str:
    from newsthemes.cache.hashing import digest_code

    return digest_code()


def _same(value: Any) -> Any:
    return value


def _all(function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    return [function(item) for item in items]


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
