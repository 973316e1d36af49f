import re
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsthemes import Study, memory
from newsthemes.__main__ import main
from newsthemes.errors import InputError
from newsthemes.memory import at_once, check_memory, limited, processes, size_of
from newsthemes.parallel.processes import BackgroundTask, in_parallel

GB = 1 << 30


@pytest.mark.parametrize(
    ("written", "size"), [("4GB", 4 * GB), ("4 gib", 4 * GB), ("1536M", 3 * GB // 2), (2 * GB, 2 * GB)]
)
def test_sizes(written, size):
    assert size_of(written) == size


@pytest.mark.parametrize("written", ["", "much", "4 GB of it", "-4GB", "4XB", "1,5GB", "nan"])
def test_what_is_no_size_is_said(written):
    with pytest.raises(InputError, match="not a size; write a number and a unit"):
        size_of(written)


def test_less_than_any_run_needs_is_refused_on_the_command_line(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("The ferry sails in June.")
    given = ["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--max-memory", "200MB"]
    assert main(given) == 2 and not (tmp_path / "out").exists()
    said = capsys.readouterr().err
    assert said == "newsthemes: --max-memory 200MB: any run needs 1.2 GB; give that or more\n"


def test_what_a_user_is_told_to_give_is_enough():
    with pytest.raises(InputError, match="any run needs 1.2 GB"):
        size_of("1GB")
    with limited(size_of("1.2GB")):
        check_memory("reading", 1000)


@given(st.integers(1, 10**8))
def test_what_the_passages_are_said_to_need_is_enough(passages):
    try:
        with limited(size_of("1.2GB")):
            check_memory("reading", passages)
    except InputError as error:
        with limited(size_of(re.search(r"need some (\S+ GB)", str(error))[1])):
            check_memory("reading", passages)


def test_limits_end_with_their_run():
    with limited(None):
        assert (at_once(100, 1 << 20), processes(3)) == (100, 3)
    with limited(2 * GB), limited(GB):
        assert at_once(100, 1 << 20) == 32
    with pytest.raises(ValueError), limited(GB):
        raise ValueError
    assert memory.limit() is None


def test_no_process_is_started_that_there_is_no_memory_for(monkeypatch):
    monkeypatch.setattr(memory, "held", lambda: GB)
    monkeypatch.setattr(memory, "_proportional", lambda folder: GB // 2)
    with limited(GB + memory.PROCESS // 2):
        assert processes(4) == 0
        assert list(in_parallel(str, range(4), 1 << 30)) == ["0", "1", "2", "3"]
        task = BackgroundTask(lambda: 5)
        assert task.process is None and task.result() == 5
    with limited(GB + 3 * memory.PROCESS // 2):
        assert processes(4) == 1
        assert BackgroundTask(lambda: 5).process is None  # the first grows meanwhile
    with limited(GB + 5 * memory.PROCESS // 2):
        assert processes(4) == 2


def test_passages_that_cannot_be_held_are_refused_once_they_are_counted(capsys):
    with limited(2 * GB):
        check_memory("reading", 10_000)
        with pytest.raises(
            InputError, match=r"--max-memory 2.0 GB can't be held: 3,000,000 passages need some \d\.\d GB"
        ):
            check_memory("reading", 3_000_000)
    with limited(1):
        for stage in ("topics", "themes", "evidence"):
            check_memory(stage, 1000)
    (line,) = capsys.readouterr().err.splitlines()
    assert re.search(
        r"--max-memory 0.0 GB was not held: \d+\.\d GB by the end of topics; 1,000 passages", line
    )


def test_a_system_without_the_module_resource_can_import_what_reads_a_corpus():
    script = (
        "import sys; sys.modules['resource'] = None; import newsthemes.corpus, newsthemes.parallel.processes"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.slow
def test_results_are_the_same_within_a_limit(few_figures, tmp_path):
    texts = [f"The ferry number {n} sails to port {n % 3}. Bread is dear in June." for n in range(8)]
    table = pd.DataFrame({"text": texts})
    for name, limit in (("free", None), ("limited", "1.5GB")):
        study = Study(table, out=tmp_path / name, themes={"ferries": "When ferries sail"}, max_memory=limit)
        study.save()
    for file in ("passages.parquet", "vectors.npy", "topics.csv", "prevalence.csv", "evidence.csv"):
        assert (tmp_path / "free" / file).read_bytes() == (tmp_path / "limited" / file).read_bytes()
