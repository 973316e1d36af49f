"""A run may be killed at any moment: what a reader finds in the result folder is whole, and the next run ends well."""

import fcntl
import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from newsthemes import InputError
from newsthemes.results import folder as results
from newsthemes.results.folder import RECORD, check_out
from newsthemes.study.checkpoint import Checkpoint

CHANGES = {
    "open",
    "os.rename",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "shutil.rmtree",
    "ctypes.dlsym",
}


def save(out, version):
    """What a run does to files: stages, then all results, put in place."""
    with Checkpoint(out) as checkpoint:
        for stage in ("first", "second"):
            if stage not in checkpoint.stages:
                (checkpoint.stage_folder(stage) / "table.csv").write_text(version)
                checkpoint.record(stage, {"key": version, "sha256": {}})
        folder = checkpoint.results()
        results.link(checkpoint.folder / "second" / "table.csv", folder / "table.csv")
        (folder / RECORD).write_text(json.dumps({"version": version, "files": ["table.csv"]}))
        checkpoint.finish()


def version_of(out):
    return json.loads((out / RECORD).read_text())["version"]


def killed_at(change, out, version):
    """Whether a process that saves was killed at its so-many-eth change of a file, or ended before."""
    child = os.fork()
    if not child:
        seen = [0]

        def kill(event, _):
            seen[0] += event in CHANGES
            if event in CHANGES and seen[0] == change:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        save(out, version)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.slow
@pytest.mark.parametrize("system", ["exchanges folders", "renames them one after the other"])
def test_killed_at_every_change_of_a_file(tmp_path, monkeypatch, system):
    if system != "exchanges folders":
        monkeypatch.setattr(results, "exchange", lambda one, other: False)
    change, killed = 0, True
    while killed:
        change += 1
        out = tmp_path / str(change) / "out"
        save(out, "old")
        (out / "notes").mkdir()
        (out / "notes" / "mine.txt").write_text("mine")
        killed = killed_at(change, out, "new")
        if system == "exchanges folders":
            assert out.exists()
        check_out(out)
        assert version_of(out) == (out / "table.csv").read_text()
        assert (out / "notes" / "mine.txt").read_text() == "mine"
        save(out, "new")
        assert version_of(out) == (out / "table.csv").read_text() == "new"
        assert (out / "notes" / "mine.txt").read_text() == "mine"
        assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert change > 20


def test_finished_stages_outlive_a_kill_and_an_interruption_but_no_failure(tmp_path):
    out = tmp_path / "out"
    for error, left in ((KeyboardInterrupt, {"first": {"key": "1", "sha256": {}}}), (OSError, {})):
        with pytest.raises(error), Checkpoint(out) as checkpoint:
            checkpoint.stage_folder("first")
            checkpoint.record("first", {"key": "1", "sha256": {}})
            raise error
        with Checkpoint(out) as again:
            assert again.stages == left
    assert list(tmp_path.iterdir()) == []


def test_a_living_run_is_left_alone(tmp_path):
    out, (read, write) = tmp_path / "out", os.pipe()
    child = os.fork()
    if not child:
        with Checkpoint(out):
            os.write(write, b"!")
            signal.pause()
    os.read(read, 1)
    with pytest.raises(InputError, match="another run is writing there"), Checkpoint(out):
        pass
    assert (tmp_path / ".out.unfinished" / "lock").exists()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with Checkpoint(out):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_went_with_its_folder_is_taken_anew(tmp_path, monkeypatch):
    lock, ended = fcntl.lockf, []

    def lock_late(*given):
        if not ended:
            ended.append(True)
            results.shutil.rmtree(tmp_path / ".out.unfinished")
        lock(*given)

    monkeypatch.setattr(fcntl, "lockf", lock_late)
    with Checkpoint(tmp_path / "out") as checkpoint:
        assert (checkpoint.folder / "lock").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_the_children_of_a_killed_process_end_with_it():
    code = (
        "import os, time; from newsthemes.parallel.processes import in_parallel\n"
        "def work(n): os.write(1, f'{os.getpid()}\\n'.encode()); time.sleep(60)\n"
        "list(in_parallel(work, [1, 2], 10**9))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        children = [psutil.Process(int(process.stdout.readline())) for _ in range(min(2, os.cpu_count()))]
        process.kill()
    assert psutil.wait_procs(children, timeout=10)[1] == []


def test_a_link_to_a_result_folder_stays_one(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    save(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and version_of(tmp_path / "real") == "new"


def test_two_folders_are_exchanged_in_one_step(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    swapped = results.exchange(tmp_path / "one", tmp_path / "other")
    assert swapped == sys.platform.startswith(("linux", "darwin"))
    assert (tmp_path / "one" / "name").read_text() == ("other" if swapped else "one")
