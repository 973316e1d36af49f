"""The study's notebooks, executed for a finished run."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import pandas as pd

from newsthemes.errors import InputError
from newsthemes.exploration.shown import EXPORT_TO
from newsthemes.figures.export import write_index
from newsthemes.progress import Bar
from newsthemes.resources import CHECKOUT, resource
from newsthemes.results.folder import read_record, result_folder

SECONDS_A_CELL = 600
PARAMETERS = "parameters"
PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
AT_ONCE = 2  # kernels: each uses one core most of the time, and holds about a gigabyte
DEAREST = ("02-languages", "04-themes", "05-robustness")  # what 02 computes, 05 and 03 read from the cache


def execute_notebooks(out: str | Path, in_place: bool = False, progress: bool = False) -> list[Path]:
    """Execute every notebook on the run in ``out``, two at a time; returns the paths written, in reading order.

    Copies go to ``out/notebooks`` and their figures to ``out/notebooks/figures``; with ``in_place`` the
    checkout's own notebooks/ and figures/ are rebuilt. Raises InputError when there is no finished run.
    """
    out = result_folder(out)
    record = read_record(out)
    if not record:
        raise InputError(f"--out {out} holds no finished run; first: newsthemes run CORPUS --out {out}")
    home = CHECKOUT if in_place else Path(out).absolute()
    folder, figures = home / "notebooks", home / "figures" if in_place else home / "notebooks" / "figures"
    parameters = {"out": _seen_from(folder, out), **_examples(out)}
    with (
        ThreadPoolExecutor(AT_ONCE) as pool,
        Bar(total=len(sources()), desc="notebooks", shown=progress, leave=False) as bar,
    ):
        started = [
            pool.submit(_execute, path, folder, parameters, figures) for path in _dearest_first(sources())
        ]
        try:
            for done in as_completed(started):
                done.result()
                bar.update()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    write_index(figures)
    return [folder / path.name for path in sources()]


def sources() -> list[Path]:
    """The notebooks as they come with the study, in reading order."""
    return sorted(resource("notebooks").glob("[0-9]*.ipynb"))


def _dearest_first(paths: Iterable[Path]) -> list[Path]:
    """So that no kernel is left alone with a long notebook at the end, or computes what another is computing."""
    order = {name: place for place, name in enumerate(DEAREST)}
    return sorted(paths, key=lambda path: order.get(path.stem, len(order)))


def _examples(out: str | Path) -> dict[str, Any]:
    """Values for the settings of notebooks that suit a corpus: a theme, a topic, a word and a part of it."""
    from newsthemes.study import Study

    study = Study.open(out)
    carried = study.presence.sum().sort_values(ascending=False, kind="stable")
    terms = [term for terms in study.topics.table["terms"] for term in str(terms).split("; ")]
    words = sorted(set(" ".join(study.kept["text"].head(50)).split()), key=lambda word: (-len(word), word))
    return {
        "theme": carried.index[0] if len(carried) else None,
        "topic": 0 if len(study.topics) else None,
        "word": next((term for term in terms if term and " " not in term), next(iter(words), "the")),
        "part": _part(study.articles),
    }


def _part(articles: pd.DataFrame) -> dict[str, Any]:
    """{column: value} of a part of the articles: the second commonest language or source; {} where there is none."""
    for column in ("language", "source"):
        counts = articles[column].value_counts()
        if len(counts) > 1:
            return {column: sorted(counts.index, key=lambda value: (-counts[value], value))[1]}
    return {}


def _seen_from(folder: Path, path: str | Path) -> str:
    """A relative path where one notebook folder can reach it by ``..``, so that no machine's paths are shown."""
    return Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()


def _execute(source: Path, folder: Path, parameters: dict[str, Any], figures: Any) -> Path:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(source, as_version=4)
    cell = next(cell for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", []))
    cell.source = "\n".join(_assignments(cell.source, parameters))
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": str(folder)}})
    # The kernel serves this machine only: its notice about an open transport says nothing to a reader.
    client.extra_arguments = ["--log-level=40"]
    client.store_widget_state = False  # megabytes of program, and ids drawn by chance
    try:
        client.execute(env={**os.environ, EXPORT_TO: str(figures)})
    except CellExecutionError as error:
        last = str(error).strip().splitlines()[-1]
        raise InputError(f"notebook {source.name} stopped: {last}") from error
    target = folder / source.name
    partial = target.with_suffix(".partial")
    nbformat.write(_without_timing(notebook), partial)
    shutil.move(partial, target)
    return target


def _assignments(source: str, parameters: dict[str, Any]) -> Iterator[str]:
    """The lines of a parameters cell with values for the names that it sets; a JSON string is a Python string, whatever
    a path contains."""
    for line in source.splitlines():
        names = line.split(" = ", 1)[0].split(", ")
        values = [json.dumps(parameters[name], ensure_ascii=False) for name in names]
        yield f"{', '.join(names)} = {', '.join('None' if value == 'null' else value for value in values)}"


def _without_timing(notebook: Any) -> Any:
    """Leave out when each cell ran, so that the same results give the same file."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # it ended with its kernel: its picture stays
            if PLOTLY in output.get("data", {}):
                output.data.pop(
                    "text/html", None
                )  # its ids are drawn by chance; the front end draws from the JSON
    notebook.metadata.get("language_info", {}).pop("version", None)
    return notebook
