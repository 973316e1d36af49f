import os
import subprocess
import sys
import threading
import time

import pytest

from newsthemes.parallel import processes as parallel
from newsthemes.parallel.processes import BackgroundTask
from newsthemes.progress import Bar


@pytest.fixture
def forking(monkeypatch):
    """As in a process of one thread, whatever other tests have loaded; these children do next to nothing."""
    monkeypatch.setattr(parallel, "_may_fork", lambda: True)


@pytest.mark.usefixtures("forking")
def test_a_function_is_computed_in_a_process_of_its_own():
    assert BackgroundTask(os.getpid).result() != os.getpid()


def test_beside_a_thread_it_is_computed_here_when_asked_for():
    stop = threading.Event()
    threading.Thread(target=stop.wait, daemon=True).start()
    try:
        assert BackgroundTask(os.getpid).result() == os.getpid()
    finally:
        stop.set()


@pytest.mark.usefixtures("forking")
def test_what_it_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        BackgroundTask(lambda: 1 / 0).result()


@pytest.mark.usefixtures("forking")
def test_a_process_that_dies_is_an_error_and_no_wait():
    with pytest.raises(RuntimeError, match="a process died"):
        BackgroundTask(lambda: os._exit(1)).result()


@pytest.mark.usefixtures("forking")
def test_what_is_ended_stops_at_once():
    begun = BackgroundTask(lambda: time.sleep(60))
    begun.end()
    assert not begun.process.is_alive()
    BackgroundTask(os.getpid).end()


def test_a_bar_starts_no_thread_so_that_processes_can_be_forked():
    before = threading.enumerate()
    with Bar(total=2, desc="work") as bar:
        bar.update()
    assert set(threading.enumerate()) <= set(before)


@pytest.mark.slow
def test_fresh_processes_end_when_done_and_when_nobody_asks_for_more(monkeypatch):
    monkeypatch.setattr(parallel, "_may_fork", lambda: False)
    assert list(parallel.in_parallel(abs, [-2, -1, 0], 10**9)) == [2, 1, 0]
    results = parallel.in_parallel(abs, [-2, -1, 0], 10**9)
    assert next(results) == 2
    results.close()


ONE_THAT_NEVER_RETURNS = """
import signal, sys, time
import joblib
from newsthemes.corpus import read, read_file
from newsthemes.parallel import limits, processes

def read_content(content, depth=0):
    if content.name == "c.txt":  # as code in C: no signal reaches Python until it returns
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    return real(content, depth)

joblib.cpu_count = lambda: 2
read(sys.argv[1] + "/a.txt")  # what readers need is loaded before the clock runs
real, read_file.read_content, read_file.SECONDS, processes.WORTH_IT = read_file.read_content, read_content, 2, 0
limits.PATIENCE = 1.1
reading = read(sys.argv[1])
print(",".join(reading.articles["path"]), *reading.report[["item", "reason"]].values[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_file_whose_parser_never_returns_is_set_aside_and_the_others_are_read(tmp_path):
    for name in "abcde":
        (tmp_path / f"{name}.txt").write_text(f"Ferry {name} will sail twice a day from June.")
    command = [sys.executable, "-c", ONE_THAT_NEVER_RETURNS, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["a.txt,b.txt,d.txt,e.txt", "c.txt", "limit", "passed"], done.stderr
