"""The same study on the workers of a Dask scheduler: the same tables, even when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

import numpy as np
import pytest

from newsthemes import InputError, Study, stories
from newsthemes.__main__ import main
from newsthemes.embedding import embedder, encoding
from newsthemes.evidence import compared_amounts, quotes
from newsthemes.evidence.quantities import table as quantities
from newsthemes.parallel import executors as workers
from newsthemes.parallel.executors import DaskWorkers, Workers, workers_at
from newsthemes.themes import scoring as parts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_figures")]


@pytest.fixture(scope="module", autouse=True)
def small_parts():
    """Parts so small that even twelve articles make many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "TOGETHER", 5_000)
        patch.setattr(encoding, "SAVED_AT_ONCE", 32)
        for module in (parts, quantities, quotes, compared_amounts):
            patch.setattr(module, "PART", 16)
        patch.setattr(stories, "PART", 4)
        yield


@pytest.fixture
def cluster(tmp_path):
    """(address of a real scheduler, its two worker processes), without nannies."""
    file = tmp_path / "scheduler.json"
    module = [sys.executable, "-m"]
    scheduler = [*module, "distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file)]
    worker = [*module, "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-nanny"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    processes = [subprocess.Popen([*scheduler, "--host", "127.0.0.1", "--no-dashboard"], **quiet)]
    processes += [subprocess.Popen([*worker, "--nthreads", "1", "--no-dashboard"], **quiet) for _ in range(2)]
    try:
        yield address_in(file), processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def address_in(file):
    from distributed import Client

    while not file.exists():
        time.sleep(0.1)
    with Client(scheduler_file=str(file)) as client:
        client.wait_for_workers(2, timeout=60)
        return client.scheduler.address


class Killing(DaskWorkers):
    """Kills a worker when so many parts have been computed."""

    def __init__(self, address, process, after):
        super().__init__(address)
        self.process, self.after, self.parts = process, after, 0
        self.functions = set()

    def _submit(self, function, *arguments):
        self.functions.add(getattr(function, "__name__", ""))
        return super()._submit(function, *arguments)

    def _result(self, future):
        self.parts += 1
        if self.parts == self.after:
            self.process.send_signal(signal.SIGKILL)
        return super()._result(future)


def contents(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "run.json"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def encoder():
    def encode(texts):  # travels to the workers by value
        from sklearn.feature_extraction.text import HashingVectorizer

        return HashingVectorizer(n_features=64).transform(texts).toarray() + 1e-3

    return encode


@pytest.mark.acceptance
def test_two_workers_one_killed_give_what_one_machine_gives(corpus, cluster, encoder, tmp_path):
    Study(corpus, out=tmp_path / "alone", encoder=encoder).save()
    alone, (address, processes) = contents(tmp_path / "alone"), cluster
    with Killing(address, processes[0], after=12) as killing:
        Study(corpus, out=tmp_path / "together", encoder=encoder, workers=killing).save()
    together = contents(tmp_path / "together")
    assert killing.functions >= {"_contents", "_of_passages", "_lines", "_names_of_articles", "_pairs"}
    assert killing.parts > 20 and processes[0].wait() == -signal.SIGKILL
    assert processes[1].poll() is None
    assert [name for name in alone if alone[name] != together.get(name)] == []
    assert alone.keys() == together.keys()


def test_the_command_line_computes_on_a_scheduler(corpus, cluster, tmp_path):
    assert main(["run", str(corpus), "--out", str(tmp_path / "out"), "--dask", cluster[0]]) == 0
    assert (tmp_path / "out" / "run.json").exists()


class TestMap:
    def test_this_process_computes_a_part_when_it_is_asked_for(self):
        done = []
        results = Workers().map(lambda part: done.append(part) or part * 2, [1, 2, 3])
        assert next(results) == 2 and done == [1]
        assert list(Workers().map(pow, [1, 2, 3], shared=2)) == [2, 4, 8]

    def test_a_cluster_of_this_machine_keeps_the_order(self):
        with workers_at("local") as local:
            assert list(local.map(pow, range(30), shared=2)) == [2**n for n in range(30)]
            assert list(local.each(abs, range(-30, 0), 10_000_000)) == list(range(30, 0, -1))

    def test_a_mistake_in_a_part_is_raised_here(self):
        with workers_at("local") as local, pytest.raises(InputError, match="no model could be loaded"):
            list(local.map(partial(embedder._encoded, "no-such-encoder", None), [["text"]]))

    @pytest.mark.acceptance
    def test_the_encoder_gives_the_same_bits_on_a_worker(self, tmp_path):
        texts = [
            f"{number} chips were sold to the laboratory in {number % 7} days." * 3 for number in range(300)
        ]
        here = embedder.Embedder(cache=tmp_path / "here").embed(texts, ["en"] * 300)
        with workers_at("local") as local:
            there = embedder.Embedder(cache=tmp_path / "there").embed(texts, ["en"] * 300, workers=local)
        assert np.array_equal(here, there)

    def test_a_corpus_that_a_worker_cannot_see(self, tmp_path, monkeypatch):
        with workers_at("local") as local:
            monkeypatch.setattr(local.client, "run", lambda *_: {"tcp://far": False})
            with pytest.raises(InputError, match="storage that all machines share"):
                local.require(tmp_path)

    def test_workers_with_other_code(self, monkeypatch):
        monkeypatch.setattr("newsthemes.cache.hashing.digest_code", lambda: "this")
        with pytest.raises(InputError, match="does not run this version"), workers_at("local"):
            pass


class TestNobodyThere:
    @pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "10.255.255.1:8786"])
    def test_one_line(self, corpus, tmp_path, capfd, address):
        begun = time.monotonic()
        assert main(["run", str(corpus), "--out", str(tmp_path / "out"), "--dask", address]) == 2
        assert time.monotonic() - begun < 15
        (line,) = capfd.readouterr().err.strip().splitlines()
        assert line.startswith(f"newsthemes: --dask {address}: no scheduler answers there")
        assert list(tmp_path.iterdir()) == []

    def test_without_dask_the_line_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "distributed", None)
        with pytest.raises(InputError, match=r"pip install 'newsthemes\[dask\]'"), workers_at("local"):
            pass


def test_dask_is_not_imported_without_being_asked_for():
    code = "import sys, newsthemes.parallel.executors, newsthemes.study; print('distributed' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "False"
