"""One line for a whole run, whose time left is that of the work that is left."""

import io
import subprocess
import sys

import pytest

from newsthemes.progress import Bar, refresh
from newsthemes.study import run_progress
from newsthemes.study.run_progress import SECONDS, RunProgress
from newsthemes.terminal import note


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def now():
    """The seconds that the run's clock shows, to be set."""
    return [100.0]


def test_before_the_corpus_is_read_nobody_knows(now):
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"reading": 0, "embedding": 0}, known=False)
        progress.begin("reading")
        now[0] += 9
        assert progress.seconds_left() is None and progress.share == 0


def test_a_machine_that_takes_twice_as_long_takes_twice_as_long_for_the_rest(now):
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"topics": 10**7, "themes": 10**7}, known=True)
        topics, themes = (SECONDS[name][0] + 10**7 * SECONDS[name][1] for name in ("topics", "themes"))
        progress.begin("topics")
        assert progress.seconds_left() == pytest.approx(topics + themes)
        now[0] += 2 * topics
        progress.begin("themes")
        assert progress.seconds_left() == pytest.approx(2 * themes, rel=0.01)


def test_a_stage_that_counts_its_steps_tells_by_its_own_pace(now):
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"embedding": 1000}, known=True)
        progress.begin("embedding")
        with Bar(total=1000, desc="embedding") as bar:
            now[0] += 30
            bar.update(250)
        assert progress.seconds_left() == pytest.approx(90)
        assert progress.share == pytest.approx(0.25)
        for _ in Bar(range(250), total=250, desc="more"):
            now[0] += 0.1
        assert progress.done == 500 and progress.steps == 1250


def test_the_share_never_goes_back(now):
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"topics": 0}, known=True)
        progress.begin("topics")
        shares = []
        for _ in range(50):
            now[0] += 1
            refresh()
            shares.append(progress.share)
    assert shares == sorted(shares) and shares[-1] == 1


def test_one_line_on_a_terminal_and_notes_above_it(now, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"embedding": 1000}, known=True)
        progress.begin("embedding")
        now[0] += 30
        with Bar(total=4, desc="embedding") as bar:
            bar.update(2)
        note("something to know")
        now[0] += 1
        refresh()
    said = terminal.getvalue()
    assert "embedding" in said and "about 30 s left" in said
    assert said.count("\n") == 1 and "newsthemes: something to know\n" in said
    assert Bar.run is None


def test_no_terminal_gets_a_line_for_a_long_stage_only(now, monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with RunProgress(clock=lambda: now[0]) as progress:
        progress.plan({"reading": 0, "topics": 0, "themes": 0}, known=True)
        progress.begin("reading")
        now[0] += run_progress.LONG - 1
        progress.begin("topics")
        now[0] += 200
        refresh()
        progress.begin("themes")
    assert sys.stderr.getvalue().count("\n") == 1
    assert sys.stderr.getvalue().startswith("newsthemes: topics: done in 3 min; about ")


def test_nothing_is_shown_where_nothing_is_asked_for(now, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with RunProgress(shown=False, clock=lambda: now[0]) as progress:
        progress.begin("topics")
        now[0] += 1000
        progress.begin("themes")
        assert Bar.run is None
    assert terminal.getvalue() == ""


@pytest.mark.slow
def test_a_run_starts_no_thread_that_would_keep_its_processes_from_being_forked():
    script = (
        "import threading\n"
        "from newsthemes.parallel.processes import BackgroundTask\n"
        "from newsthemes.study.run_progress import RunProgress\n"
        "with RunProgress():\n"
        "    task = BackgroundTask(lambda: 'drawn')\n"
        "print(threading.active_count(), task.process is not None, task.result())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["1", str(sys.platform == "linux"), "drawn"], done.stderr
