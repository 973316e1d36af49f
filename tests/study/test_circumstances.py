"""What a machine, a user's account or a command line may be like: a run ends well, or with one line and status 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsthemes import InputError, Study, load_themes
from newsthemes.__main__ import main
from newsthemes.cache.location import cache_folder
from newsthemes.embedding.encoders import load_encoder
from newsthemes.results.folder import check_out, result_folder

STORY = "The ferry will sail twice a day from June, the operator said on Friday."


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text(STORY)
    return folder


def refused(capsys, *arguments):
    """The one line on standard error of a command that ends with status 2."""
    assert main(list(map(str, arguments))) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("newsthemes: ") and said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("/", "--out / is the root of all folders"),
        (".", "--out . is the folder you are in"),
        ("corpus/..", "is the folder you are in"),
        ("~nosuchuser/x", "there is no user of that name"),
    ],
)
def test_a_folder_that_can_hold_no_results(out, said, corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert said in refused(capsys, "run", corpus, "--out", out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]


@pytest.mark.parametrize("command", ["report", "notebooks", "label"])
def test_commands_on_a_run_that_is_not_there(command, tmp_path, capsys):
    given = ["--theme", "a"] if command == "label" else []
    for out in ("/", "~nosuchuser/x", tmp_path / "none"):
        refused(capsys, command, "--out", out, *given)


def test_a_folder_by_way_of_one_that_does_not_exist_is_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert result_folder("new/sub/../x") == tmp_path.resolve() / "new" / "x"
    assert result_folder("new/x") == Path("new/x")
    check_out("new/sub/../x")
    assert Study("none", out="new/sub/../x").out == tmp_path.resolve() / "new" / "x"


def test_the_home_is_that_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert result_folder("~/out") == tmp_path / "out"


def test_a_corpus_of_a_user_that_does_not_exist(tmp_path, capsys):
    for command in (["run", "--out", tmp_path / "out"], ["inspect"]):
        assert "'~nosuchuser/x' does not exist" in refused(capsys, *command, "~nosuchuser/x")


@pytest.mark.parametrize("seed", [-1, 0.5, "1", None])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(InputError, match="a seed is a whole number that is not negative"):
        Study("corpus", seed=seed)


def test_a_negative_seed(corpus, tmp_path, capsys):
    assert "seed -1:" in refused(capsys, "run", corpus, "--out", tmp_path / "out", "--seed", "-1")


@pytest.mark.parametrize("name", ["nosuch", "nosuch/model", "nosuch-potion", "", " ", "a b", "../x", "m2v//"])
def test_an_encoder_that_is_nowhere_is_asked_for_once(name, monkeypatch):
    asked = []

    def unreachable(self, repository, **_):
        asked.append(repository)
        raise OSError("Name or service not known")

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", unreachable)
    with pytest.raises(InputError, match="sentence-transformers or model2vec folder") as error:
        load_encoder(name)
    assert "\n" not in str(error.value) and len(asked) <= 2


@pytest.mark.slow
def test_ten_thousand_themes_are_too_many():
    themes = {f"t{i}": f"Reports about subject number {i}." for i in range(10_000)}
    with pytest.raises(InputError, match="10,000 themes; at most 1,000"):
        load_themes(themes)
    assert len(load_themes(dict(list(themes.items())[:1000])).ids) == 1000


def python(code, **environment):
    """What a fresh process does, with nothing in its environment but what is named."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH")}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=kept | environment, timeout=300
    )


@pytest.mark.slow
@pytest.mark.parametrize("home", ["/proc/none", pytest.param("/proc/1", marks=pytest.mark.acceptance)])
def test_umap_is_compiled_where_there_is_no_home(home):
    code = (
        "import os\n"
        "from newsthemes.cache.location import provide_home; provide_home()\n"
        "home = os.environ['HOME']; assert os.path.isdir(home)\n"
        "import umap, matplotlib.font_manager; print(home)"
    )
    done = python(code, HOME=home, NUMBA_CACHE_DIR="/proc/none")
    assert (done.returncode, done.stderr) == (0, "")
    assert not Path(done.stdout.strip()).exists()  # gone with the process


def test_a_user_without_an_entry_or_a_home_reads_and_is_not_cached(tmp_path, monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("NEWSTHEMES_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def no_entry(*_):
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr("pwd.getpwuid", no_entry)
    assert cache_folder() is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "setting", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "POSIX"}]
)
def test_a_terminal_that_knows_ascii_only(setting, tmp_path):
    (tmp_path / "é").mkdir()
    (tmp_path / "é" / "é.txt").write_text(STORY, encoding="utf-8")
    code = f"import sys; from newsthemes.__main__ import main; sys.exit(main(['inspect', {str(tmp_path / 'é')!r}]))"
    done = python(code, **setting)
    assert done.returncode == 0, done.stderr
    assert "1 article" in done.stdout and done.stderr == ""
