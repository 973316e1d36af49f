"""What a result depends on: the code of its own rooms, and not captions, colours or the page."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsthemes.cache.hashing import PACKAGE, digest_code, imported_modules
from newsthemes.study.stages import STAGES


def packages_of(*roots):
    return {path.relative_to(PACKAGE).parts[0] for path in imported_modules(roots)}


def test_imports_inside_functions_count():
    assert PACKAGE / "language" / "glossary.py" in imported_modules(["newsthemes.embedding"])


def test_a_module_of_a_package_brings_the_packages_around_it():
    files = imported_modules(["newsthemes.corpus.dates"])
    assert {PACKAGE / "corpus" / "dates.py", PACKAGE / "corpus" / "__init__.py"} <= files


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_depends_on_what_is_drawn_or_shown(stage):
    found = packages_of(*(f"newsthemes.{package}" for package in STAGES[stage].packages))
    assert not found & {"figures", "robustness", "report", "study", "results", "cli.py", "__main__.py"}
    assert set(STAGES[stage].packages) <= found


STAGE_DIGESTS = (
    "from newsthemes.study.stages import STAGES\nprint([stage.digest_code() for stage in STAGES.values()])"
)
FIGURES = "from newsthemes.study.outputs import figures_key\nprint(figures_key())"


@pytest.fixture
def copy(tmp_path):
    """The package once more, to be edited."""
    shutil.copytree(PACKAGE, tmp_path / "newsthemes", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def printed(copy, code):
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(copy)!r})\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def edit(file: Path, added):
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")


@pytest.mark.slow
def test_a_caption_or_the_page_changes_no_stage_but_the_figures(copy):
    stages, figures = printed(copy, STAGE_DIGESTS), printed(copy, FIGURES)
    edit(copy / "newsthemes" / "figures" / "shares.py", "\n# another caption\n")
    edit(copy / "newsthemes" / "report" / "page.py", "\n# another page\n")
    assert printed(copy, STAGE_DIGESTS) == stages
    assert printed(copy, FIGURES) != figures


@pytest.mark.slow
def test_a_word_list_changes_the_stages_that_read_it(copy):
    before = eval(printed(copy, STAGE_DIGESTS))
    edit(copy / "newsthemes" / "language" / "glossaries" / "fr.tsv", "motdessai\ttestword\n")
    after = eval(printed(copy, STAGE_DIGESTS))
    changed = dict(zip(STAGES, (a != b for a, b in zip(before, after, strict=True)), strict=True))
    assert changed["embedding"] and changed["themes"]
    assert not changed["stories"]


def test_the_whole_package_is_the_default():
    assert digest_code() != digest_code("newsthemes.corpus")
