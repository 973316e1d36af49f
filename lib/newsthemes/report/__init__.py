"""A finished run → report.html: one file to read, explore and publish, that needs no network.

Everything in it comes from the result folder; nothing of the study is computed again. Only the places of the dots
on the map are worked out here, and nothing that is counted or claimed rests on them.
"""

import os
from pathlib import Path

from newsthemes.errors import InputError
from newsthemes.progress import Bar
from newsthemes.report.explorer_data import passage_data
from newsthemes.report.load import read_run, reading
from newsthemes.report.page import render
from newsthemes.results.folder import result_folder

__all__ = ["write_report"]


def write_report(out: str | Path, title: str | None = None, progress: bool = False) -> Path:
    """Write ``out/report.html``; returns its Path. The same results give the same bytes on one machine.

    ``title``: what the page is called, by default the number of articles it is about. An earlier report stays until
    the new one is complete. Raises InputError when ``out`` holds no finished run, or one with damaged tables.

    >>> page = write_report(study.out, title="Harbour & bread").read_text(encoding="utf-8")
    >>> "<title>Harbour &amp; bread</title>" in page, "Bakers raised the price of bread again." in page
    (True, True)
    """
    out = result_folder(out)
    with (
        Bar(total=3, desc="reading the results", shown=progress, leave=False) as bar,
        reading(out),
    ):
        run = read_run(out)
        bar.update()
        bar.set_description("placing the passages on the map")
        data = passage_data(run)
        bar.update()
        bar.set_description("writing the report")
        html = render(run, data, title)
    _replace(out / "report.html", html)
    return out / "report.html"


def _replace(path: Path, html: str) -> None:
    """The earlier file stays until the new one is complete."""
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        partial.write_text(html, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} can't be written ({error.strerror}); make room or name another --out"
        ) from None
    finally:
        partial.unlink(missing_ok=True)
