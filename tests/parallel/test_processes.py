import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from functools import partial

import pytest

from newsthemes.parallel import processes as parallel
from newsthemes.parallel.limits import LimitPassed, limited
from newsthemes.parallel.processes import BackgroundTask, surviving
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
from newsthemes.parallel.executors import Workers

def read_content(content, depth=0):
    if content.name == "c.txt":  # as code in C: no signal reaches Python until it returns
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    return real(content, depth)

joblib.cpu_count = lambda: 2
read(sys.argv[1] + "/a.txt")  # what readers need is loaded before the clock runs
real, read_file.read_content, read_file.SECONDS = read_file.read_content, read_content, 2
limits.PATIENCE = 1.1
if LITTLE:  # as a study reads a small corpus
    reading = read(sys.argv[1], each=Workers().read)
else:
    processes.WORTH_IT = 0
    reading = read(sys.argv[1])
print(",".join(reading.articles["path"]), *reading.report[["item", "reason"]].values[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@pytest.mark.parametrize("little", [True, False])
def test_a_file_whose_parser_never_returns_is_set_aside_and_the_others_are_read(tmp_path, little):
    for name in "abcde":
        (tmp_path / f"{name}.txt").write_text(f"Ferry {name} will sail twice a day from June.")
    script = ONE_THAT_NEVER_RETURNS.replace("LITTLE", str(little))
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["a.txt,b.txt,d.txt,e.txt", "c.txt", "limit", "passed"], done.stderr


SOME_THAT_END_THEIR_PROCESS = """
import os, signal, threading, time
import joblib
from newsthemes.memory import held
from newsthemes.memory import limited as held_below
from newsthemes.parallel.limits import limited
from newsthemes.parallel.processes import in_parallel, surviving

def work(item):
    if item == 3:
        os._exit(1)
    if item == 6:  # as code in C that does not return
        with limited(0.5, 1 << 40):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(60)
    return "here" if os.getpid() == main else item

joblib.cpu_count, main, items = lambda: 2, os.getpid(), list(range(8))
if BESIDE_A_THREAD:  # as in a notebook
    threading.Thread(target=time.sleep, args=(120,), daemon=True).start()
results = in_parallel(work, items, 10**9)
with held_below(held()):  # from here on there is no memory for a process more
    print(*surviving(results, work, items, "lost {}".format), sep=",")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks, and tells how much memory is held")
@pytest.mark.parametrize("threaded", [True, False])
def test_items_that_end_their_process_are_lost_and_never_worked_on_here(threaded):
    script = SOME_THAT_END_THEIR_PROCESS.replace("BESIDE_A_THREAD", str(threaded))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "0,1,2,lost 3,4,5,lost 6,7", done.stderr


def dies_second(item, path):
    """Ends the process that has done the item before it, and no other."""
    with path.open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    if path.read_text().split().count(str(os.getpid())) == 2:
        os._exit(1)
    return item


@pytest.mark.usefixtures("forking")
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_an_item_is_not_lost_for_what_came_before_it(tmp_path):
    def broken():
        raise BrokenProcessPool
        yield

    work = partial(dies_second, path=tmp_path / "numbers")
    assert list(surviving(broken(), work, [1, 2, 3], lambda item: "lost")) == [1, 2, 3]


def slower_than_it_may_be():
    with pytest.raises(LimitPassed), limited(0.05, 1 << 40):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(0.4)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_process_of_the_callers_own_is_not_ended():
    process = multiprocessing.get_context("fork").Process(target=slower_than_it_may_be)
    process.start()
    process.join()
    assert process.exitcode == 0
