"""A run may be stopped, or run out of room, at any moment: one line, nothing lost, and the next run goes on."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from newsthemes import Study
from newsthemes.__main__ import main
from newsthemes.embedding.encoders import Encoder
from newsthemes.results import folder as results
from newsthemes.study.checkpoint import Checkpoint
from newsthemes.study.stages import STAGES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_figures")]

TIME_LEFT = (" left", "nearly done", "not known yet")  # ends of the lines of a run that takes long
SUBJECTS = ("ferry to the island", "budget of the school", "price of the fish", "strike at the mill")
CHILD = """
import sys
import numpy as np
from newsthemes.embedding.encoders import Encoder
from newsthemes.study import Study
from newsthemes import __main__ as commands

def encode(texts):
    return np.array([[len(t) % 7 + 1, t.count("e") + 1, t.count("s") + 1, t.count("i")] for t in texts], float)

def run(options):
    Study(options.corpus[0], options.out, encoder=Encoder("letters", encode), progress=True).save()

commands._run = run
sys.exit(commands.main(["run", sys.argv[1], "--out", sys.argv[2]]))
"""


def letters(texts):
    return np.array(
        [[len(text) % 7 + 1, text.count("e") + 1, text.count("s") + 1, text.count("i")] for text in texts],
        float,
    )


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(8):
        about = SUBJECTS[number % 4]
        lines = [f"The {about} was discussed for {n} hours by council {number}." for n in range(2, 8)]
        (folder / f"{number}.txt").write_text("\n\n".join(lines))
    return folder


@pytest.fixture
def start(corpus, tmp_path):
    def start(out, **options):
        command = [sys.executable, "-c", CHILD, str(corpus), str(out)]
        options = {"preexec_fn": heed_interrupts} | options
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, process_group=0, **options)

    return start


def heed_interrupts():
    """Tests that run in the background of a shell are started with interrupts ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished_stages(out):
    record = out.with_name(f".{out.name}.unfinished") / "stages.json"
    return list(json.loads(record.read_text())) if record.exists() else []


def tables(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "run.json"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def wait_for(condition, process, seconds=120):
    end = time.monotonic() + seconds
    while not condition() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)


def lines(process):
    """What a process said on standard error, but that its encoder of letters reads no language."""
    said = process.communicate(timeout=120)[1].splitlines()
    return [line for line in said if line and "the encoder reads little of it" not in line]


@pytest.mark.acceptance
def test_an_interrupt_of_all_processes_in_any_stage_is_one_line_and_the_next_run_goes_on(start, tmp_path):
    whole = tmp_path / "whole"
    undisturbed = start(whole)
    assert lines(undisturbed) == [] and undisturbed.returncode == 0
    for reached in (1, 3, len(STAGES)):
        out = tmp_path / f"out{reached}"
        process = start(out)
        wait_for(lambda out=out, reached=reached: len(finished_stages(out)) >= reached, process)
        os.killpg(process.pid, signal.SIGINT)
        said = lines(process)
        if process.returncode == 0:  # it ended before the signal came
            assert reached == len(STAGES)
            continue
        assert process.returncode == 130, said
        assert said == ["newsthemes: interrupted; earlier results are untouched, the next run goes on"]
        assert len(finished_stages(out)) >= reached
        again = start(out)
        assert lines(again) == [] and again.returncode == 0
        assert tables(out) == tables(whole)
        assert finished_stages(out) == []


def test_interrupted_in_every_stage_in_turn_a_run_goes_on_each_time(corpus, tmp_path, monkeypatch):
    """Each stage is stopped once when it has computed, before it is kept: it is computed again, no other is."""
    out, computed = tmp_path / "out", []

    def stopped_once(name, compute):
        def stopping(*given):
            computed.append(name)
            found = compute(*given)
            if computed.count(name) == 1:
                raise KeyboardInterrupt
            return found

        return stopping

    monkeypatch.setattr("newsthemes.figures.render.variants", list)  # no figures, which take most of the time
    for name, stage in list(STAGES.items()):
        monkeypatch.setitem(STAGES, name, stage._replace(compute=stopped_once(name, stage.compute)))
    for count, name in enumerate(STAGES):
        with pytest.raises(KeyboardInterrupt):
            Study(corpus, out, encoder=Encoder("letters", letters)).save()
        assert finished_stages(out) == list(STAGES)[:count], name
        assert not out.exists()
    assert Study(corpus, out, encoder=Encoder("letters", letters)).save()
    assert computed == [name for name in STAGES for _ in range(2)] and finished_stages(out) == []


def test_an_interrupt_while_the_corpus_is_read(start, tmp_path):
    process = start(tmp_path / "out")
    wait_for((tmp_path / ".out.unfinished").exists, process)
    os.killpg(process.pid, signal.SIGINT)
    assert lines(process) == ["newsthemes: interrupted; earlier results are untouched, the next run goes on"]
    assert process.returncode == 130 and not (tmp_path / "out").exists()


def test_no_file_may_be_written_as_on_a_full_disk(start, tmp_path):
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    process = start(tmp_path / "out", preexec_fn=no_room)
    said = lines(process)
    assert process.returncode == 2 and len(said) == 1, said
    assert "File too large; earlier results are untouched" in said[0]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "stage", ["reading", "embedding", "topics", pytest.param("evidence", marks=pytest.mark.acceptance)]
)
def test_a_disk_that_fills_up_in_a_stage_loses_none_that_ended(stage, corpus, tmp_path, monkeypatch, capsys):
    out, order = tmp_path / "out", list(STAGES)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setitem(STAGES, stage, STAGES[stage]._replace(compute=full))
        assert main(["run", str(corpus), "--out", str(out), "--encoder", "minilm"]) == 2
    # before the fault, notices of languages that this encoder reads less well, and of the time on a slow machine
    *notices, said = capsys.readouterr().err.splitlines()
    assert "No space left on device; earlier results are untouched" in said
    assert "the next run goes on from the stages that ended" in said
    assert all("is encoded without a gloss" in line or line.endswith(TIME_LEFT) for line in notices)
    assert finished_stages(out) == order[: order.index(stage)]


@pytest.mark.acceptance
def test_a_disk_that_fills_up_at_the_end_or_while_a_stage_is_kept(corpus, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    for place in ("newsthemes.study.stage.write_table", "newsthemes.study.outputs.write_table"):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            assert main(["run", str(corpus), "--out", str(out), "--encoder", "minilm"]) == 2
        # before the fault, notices of languages that this encoder reads less well, and of the time on a slow machine
        *notices, fault = capsys.readouterr().err.splitlines()
        assert "No space left on device; earlier results are untouched" in fault and not out.exists()
        assert all("is encoded without a gloss" in line or line.endswith(TIME_LEFT) for line in notices)
    assert finished_stages(out) == list(STAGES)
    assert main(["run", str(corpus), "--out", str(out), "--encoder", "minilm"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "out"]


def test_no_memory_left_is_one_line_and_the_stages_that_ended_are_kept(corpus, tmp_path, monkeypatch, capsys):
    def none_left(*_):
        raise MemoryError

    monkeypatch.setitem(STAGES, "topics", STAGES["topics"]._replace(compute=none_left))
    assert main(["run", str(corpus), "--out", str(tmp_path / "out"), "--encoder", "minilm"]) == 2
    assert capsys.readouterr().err == (
        "newsthemes: this machine has no memory left; earlier results are untouched, the next run goes on from the "
        "stages that ended\n"
    )
    assert finished_stages(tmp_path / "out") == ["reading", "embedding", "stories"]


def test_a_file_that_vanishes_while_the_corpus_is_read_is_reported(corpus, tmp_path, monkeypatch):
    from newsthemes.study import inputs

    def digest_and_lose(file, digest=inputs.file_digest):
        found = digest(file)
        if str(file).endswith("3.txt"):
            os.remove(file)
        return found

    monkeypatch.setattr(inputs, "file_digest", digest_and_lose)
    study = Study(corpus, encoder="minilm")
    assert study.inputs and len(study.articles) == 7
    assert "3.txt" not in study.articles["path"].tolist()


@pytest.mark.acceptance
def test_a_clock_that_is_put_back_shows_no_old_table(tmp_path, corpus, monkeypatch):
    out = tmp_path / "out"
    study = Study(corpus, out=out, encoder="minilm")
    study.save()
    path = out / "topics.csv"
    before = path.stat()
    assert study.unchanged()
    path.write_text("changed by hand, at the same time as the clock says")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not study.unchanged()
    os.utime(path, (2**33, 2**33))  # a day in 2242
    assert Study(corpus, out=out, encoder="minilm").save()
    assert path.read_text().startswith("topic,")


def test_room_is_kept_for_what_may_need_it_and_for_nothing_else(tmp_path):
    for error, left in (
        (OSError(errno.ENOSPC, "full"), ["first"]),
        (MemoryError(), ["first"]),
        (OSError("broken"), []),
    ):
        with pytest.raises(type(error)), Checkpoint(tmp_path / "out") as checkpoint:
            checkpoint.stage_folder("first")
            checkpoint.record("first", {"key": "1", "sha256": {}})
            raise error
        assert finished_stages(tmp_path / "out") == left
        with Checkpoint(tmp_path / "out"):
            pass
    assert not results.checkpoint_path(tmp_path / "out").exists()
