import os
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
