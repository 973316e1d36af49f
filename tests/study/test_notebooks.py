import ast
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from newsthemes import Study, read_corpus, split_passages
from newsthemes.figures.export import described, export, write_index
from newsthemes.figures.phrasing import source_line
from newsthemes.figures.registry import FIGURES
from newsthemes.passages import article_languages
from newsthemes.study.notebooks import execute_notebooks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAMES = ["00-ask", "00-explore", "01-corpus", "02-languages", "03-topics", "04-themes", "05-robustness"]
MOST_CELLS, MOST_LINES, MOST_IN_ALL, MOST_TO_EXPLORE = 20, 10, 80, 15
TOLERANCE = (
    2.0  # mean difference of grey values, of 255: another build of the font renderer may differ by that
)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code(notebook) for output in cell.outputs]


def texts(notebook):
    """What the outputs say: HTML without pictures, Markdown, or plain text."""
    said = []
    for output in outputs(notebook):
        data = output.get("data", {})
        kinds = ("text/html", "text/markdown", "text/plain", "application/vnd.plotly.v1+json")
        text = next((data[kind] for kind in kinds if kind in data), "")
        text = text if isinstance(text, str | list) else str(text)
        said.append(re.sub(r"base64,[^\"]*", "", "".join(text)))
    return said


@pytest.fixture(scope="module", params=NAMES)
def committed(request):
    return nbformat.read(ROOT / "notebooks" / f"{request.param}.ipynb", as_version=4)


class TestCommitted:
    def test_is_thin(self, committed):
        assert len(code(committed)) <= MOST_CELLS
        assert max(len(cell.source.splitlines()) for cell in code(committed)) <= MOST_LINES

    def test_defines_nothing(self, committed):
        for cell in code(committed):
            defined = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
            assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, defined)]

    def test_starts_with_its_parameters(self, committed):
        first, *others = code(committed)
        assert first.metadata["tags"] == ["parameters"]
        assert not any("parameters" in cell.metadata.get("tags", []) for cell in others)
        assert first.source.splitlines()[0] == 'out = "../.cache/study"'

    def test_was_executed_without_a_word_on_any_stream(self, committed):
        assert all(cell.execution_count for cell in code(committed))
        assert {output.output_type for output in outputs(committed)} <= {"display_data", "execute_result"}

    def test_opens_with_what_it_reads_and_ends_with_what_can_be_claimed(self, committed):
        assert "**Reads**" in committed.cells[0].source
        assert "claimed" in committed.cells[-1].source

    def test_every_section_shows_something_with_a_number(self, committed):
        sections, shown = 0, []
        for cell in committed.cells[1:-1]:
            if cell.cell_type == "markdown" and cell.source.startswith("## "):
                sections += 1
                shown.append(False)
            elif cell.cell_type == "code" and sections:
                said = texts(nbformat.v4.new_notebook(cells=[cell]))
                shown[-1] |= any(re.search(r"\d|Nothing to", text) for text in said)
        assert sections >= 2 and all(shown)

    def test_its_numbers_are_computed(self, committed):
        prose = " ".join(cell.source for cell in committed.cells if cell.cell_type == "markdown")
        assert not re.search(r"\d+(\.\d+)?\s?%|\d{3,}", prose)

    def test_shows_no_path_or_address_of_a_machine(self, committed):
        assert not re.search(
            r"(/home|/root|/tmp|/work|/Users)/| at 0x[0-9a-f]{6}", nbformat.writes(committed)
        )


def test_all_notebooks_are_few_lines_and_hardly_any_of_them_plumbing():
    notebooks = [nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4) for name in NAMES]
    counts = {
        name: [line for cell in code(notebook) for line in cell.source.splitlines() if line]
        for name, notebook in zip(NAMES, notebooks, strict=True)
    }
    lines = [line for found in counts.values() for line in found]
    settings = [line for cell in map(lambda n: code(n)[0], notebooks) for line in cell.source.splitlines()]
    plumbing = [line for line in lines if line.startswith(("import ", "from "))] + settings
    to_explore = len(counts["00-explore"])  # a place to work in, beside the argument that the others make
    assert to_explore <= MOST_TO_EXPLORE and len(lines) - to_explore <= MOST_IN_ALL
    assert len(plumbing) <= 0.21 * len(lines)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """{name: (executed notebooks, their folder)}: of three bundled trios, and of a single sentence."""
    folder = tmp_path_factory.mktemp("runs")
    for name in ("trios", "sentence"):
        (folder / name).mkdir()
    for story in ("a01", "a05", "b03"):
        for language in ("en", "fr", "id"):
            shutil.copy(ROOT / "data" / "articles" / f"{story}-{language}.md", folder / "trios")
    (folder / "sentence" / "one.txt").write_text("The company bought graphics processors.", encoding="utf-8")
    outs = {name: folder / f"{name}-out" for name in ("trios", "sentence")}
    for name, out in outs.items():
        Study(folder / name, out=out).save()
    with ThreadPoolExecutor(2) as pool:
        paths = dict(zip(outs, pool.map(execute_notebooks, outs.values()), strict=True))
    return {
        name: ([nbformat.read(path, as_version=4) for path in paths[name]], out / "notebooks")
        for name, out in outs.items()
    }


@pytest.fixture(scope="module")
def executed(runs):
    return runs["trios"]


@pytest.mark.acceptance
class TestExecuted:
    def test_all_run_on_another_corpus_without_a_word_on_any_stream(self, executed):
        notebooks, _ = executed
        assert len(notebooks) == len(NAMES)
        for notebook in notebooks:
            assert not [output for output in outputs(notebook) if output.output_type in ("stream", "error")]

    def test_the_numbers_are_those_of_the_other_corpus(self, executed):
        notebooks, _ = executed
        assert all("9 articles in" in " ".join(texts(notebook)) for notebook in notebooks)

    def test_settings_suit_the_corpus(self, executed):
        notebooks, _ = executed
        first = code(notebooks[0])[0].source
        assert first.startswith("out = ") and re.search(
            r'"[a-z_]+", (?:0|None), "[^"]+", \{"language": "(fr|id)"\}', first
        )

    def test_figures_are_exported_with_caption_and_index(self, executed):
        _, folder = executed
        index = (folder / "figures" / "README.md").read_text(encoding="utf-8")
        for path in (folder / "figures").glob("*.png"):
            words = described(path)
            assert words["Notebook"] in NAMES
            assert words["Caption"] and f'src="{path.name}"' in index

    def test_the_same_figures_as_are_committed(self, executed):
        _, folder = executed
        kept = (".png", ".csv", ".md")  # svg and pdf are made, not committed
        names = {path.name for path in (ROOT / "figures").iterdir() if path.suffix in kept}
        made = {path.name for path in (folder / "figures").iterdir() if path.suffix in kept}
        assert made <= names and len(made) > len(names) / 2  # nine articles have no topics to draw

    def test_one_sentence_is_enough_to_run(self, runs):
        notebooks, _ = runs["sentence"]
        assert len(notebooks) == len(NAMES)
        for notebook in notebooks:
            assert not [output for output in outputs(notebook) if output.output_type in ("stream", "error")]

    def test_by_hand_a_notebook_overwrites_no_figure(self, runs, monkeypatch):
        _, folder = runs["sentence"]
        monkeypatch.delenv("NEWSTHEMES_EXPORT_FIGURES", raising=False)
        assert Study.open(folder.parent).show("corpus-overview").path is None

    def test_a_path_may_contain_an_apostrophe(self):
        from newsthemes.study.notebooks import _assignments

        settings = {"out": "../o'brien/it\"s", "topic": None}
        told = {}
        exec("\n".join(_assignments('out = "x"\ntopic = 0', settings)), told)
        assert {name: told[name] for name in settings} == settings


@pytest.fixture(scope="module")
def bundled():
    """The bundled corpus as a study reads it, nothing embedded."""
    articles = read_corpus(ROOT / "data" / "articles")
    passages = split_passages(articles)
    articles["language"] = articles["language"].fillna(
        articles["article_id"].map(article_languages(passages))
    )
    kept = passages[passages["kept"]].reset_index(drop=True)
    return SimpleNamespace(articles=articles, passages=passages, kept=kept)


COMMITTED_FIGURES = sorted((ROOT / "figures").glob("*.png"))


class TestCommittedFigures:
    def test_there_are_figures_of_every_notebook(self):
        assert {described(path)["Notebook"] for path in COMMITTED_FIGURES} == set(NAMES) - {
            "00-ask",
            "00-explore",
        }

    @pytest.mark.acceptance
    @pytest.mark.parametrize("path", COMMITTED_FIGURES, ids=lambda path: path.stem)
    def test_is_redrawn_from_its_csv(self, path, bundled, tmp_path):
        frame = pd.read_csv(
            path.with_suffix(".csv"),
            keep_default_na=False,
            na_values=[""],
            dtype={"id": str, "parent": str, "month": str},
        )
        frame.attrs["source"] = source_line(bundled)
        figure = FIGURES[described(path)["Figure"]].draw(frame)
        export(figure, frame, "again", tmp_path)
        with Image.open(path) as before, Image.open(tmp_path / "again.png") as again:
            assert again.size == before.size
            pixels = [np.asarray(image.convert("L"), float) for image in (before, again)]
        assert np.abs(pixels[0] - pixels[1]).mean() < TOLERANCE

    @pytest.mark.parametrize("name", ["corpus-overview", "set-aside", "languages-in-articles"])
    def test_the_csv_is_what_the_corpus_gives(self, bundled, name, tmp_path):
        """Those that rest on reading alone; vectors differ in the last digits between machines."""
        FIGURES[name].data(bundled).to_csv(tmp_path / "again.csv", index=False, lineterminator="\n")
        assert (tmp_path / "again.csv").read_bytes() == (ROOT / "figures" / f"{name}.csv").read_bytes()

    def test_all_come_from_one_run(self):
        topics = {
            name: set(pd.read_csv(ROOT / "figures" / f"{name}.csv")["label"])
            for name in ("topic-terms", "topic-stability", "topics-by-themes", "topic-survival")
        }
        topics["topic-map"] = set(pd.read_csv(ROOT / "figures" / "topic-map.csv")["group"].dropna())
        assert set(map(frozenset, topics.values())) == {frozenset(topics["topic-terms"])}
        passages = [
            pd.read_csv(ROOT / "figures" / f"{name}.csv")["passage_id"]
            for name in ("topic-map", "topic-map-by-theme")
        ]
        assert passages[0].tolist() == passages[1].tolist()

    def test_each_has_a_caption_with_its_number_and_alt_text(self):
        for path in COMMITTED_FIGURES:
            words = described(path)
            assert re.search(r"\d|none", words["Caption"]), path.name
            assert len(words["Description"]) > 40, path.name

    def test_the_index_is_up_to_date(self, tmp_path):
        for path in COMMITTED_FIGURES:
            shutil.copy(path, tmp_path)
        assert write_index(tmp_path).read_text(encoding="utf-8") == (
            ROOT / "figures" / "README.md"
        ).read_text(encoding="utf-8")
