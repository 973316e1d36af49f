"""The figures of a run, each drawn in a process beside it as soon as what it shows is there.

A figure of which frame and caption are those of the run before is not drawn again: its files are linked.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import matplotlib
import pandas as pd

from newsthemes.cache.hashing import digest, digest_code
from newsthemes.figures.export import KINDS, export, prepare, write_index
from newsthemes.figures.fonts import families
from newsthemes.figures.registry import RegisteredFigure, variants
from newsthemes.parallel.processes import BackgroundTask
from newsthemes.results.folder import link

PROCESSES = 2  # that draw what one stage allows: more would hold more memory


class DrawnFigures(NamedTuple):
    """Figures that are in a ``folder`` as a run drew them, and ``digests``: {file name: what it rests on}."""

    folder: Path
    digests: Mapping[str, str]


class Outcome(NamedTuple):
    """{file name: path of the png, digest of what it rests on} of figures; {file name: reason} of those left out."""

    paths: dict[str, Path]
    digests: dict[str, str]
    left_out: dict[str, str]


class Drawing:
    """The figures of a study in the making, drawn in processes beside it where that is possible.

    ``before``: those of the run before. ``digests``: what each figure rests on, once they are finished.
    """

    def __init__(self, study: Any, folder: Path, before: DrawnFigures | None = None) -> None:
        self.study, self.folder, self.before = study, folder, before
        self.begun: list[BackgroundTask[Outcome]] = []
        self.digests: dict[str, str] = {}

    def begin(self, stage: str) -> None:
        """Draw what this stage completes, while the study goes on."""
        wanted = [(figure, by) for figure, by in variants() if figure.stage == stage]
        shown = _as_read(self.study) if stage == "reading" else self.study
        if wanted:
            prepare()  # for this and all later ones: processes share what is loaded
        for part in filter(None, (wanted[number::PROCESSES] for number in range(PROCESSES))):
            self.begun.append(BackgroundTask(partial(_export_all, part, shown, self.folder, self.before)))

    def finish(self) -> list[Path]:
        """Wait for all figures, and write their index; an error of one is raised here. Returns the pngs' paths."""
        whole = Outcome({}, {}, {})
        for part in self.begun:
            made = part.result()
            whole.paths.update(made.paths)
            whole.digests.update(made.digests)
            whole.left_out.update(made.left_out)
        order = [figure.file_name(by) for figure, by in variants()]
        self.digests = {name: whole.digests[name] for name in order if name in whole.digests}
        write_index(self.folder, {name: whole.left_out[name] for name in order if name in whole.left_out})
        return [whole.paths[name] for name in order if name in whole.paths]

    def stop(self) -> None:
        """Draw no more; what is finished stays."""
        for part in self.begun:
            part.end()


def _as_read(study: Any) -> Any:
    """The study as it is before stories are known."""
    return SimpleNamespace(articles=study.result("reading", "read"), passages=study.passages, kept=study.kept)


def _export_all(
    wanted: list[tuple[RegisteredFigure, str | None]], study: Any, folder: Path, before: DrawnFigures | None
) -> Outcome:
    made = Outcome({}, {}, {})
    for figure, by in wanted:
        name = figure.file_name(by)
        frame, reason = figure.data_or_reason(study, by)
        if frame is None:
            made.left_out[name] = reason
            continue
        caption = figure.caption(frame, study)
        made.digests[name] = frame_digest(frame, caption)
        if before and before.digests.get(name) == made.digests[name]:
            made.paths[name] = _linked(name, before.folder, folder)
        else:
            made.paths[name] = export(figure.draw(frame), frame, name, folder, caption)
    return made


def frame_digest(frame: pd.DataFrame, caption: str) -> str:
    """Return a digest of all that a figure's files rest on: frame, caption, the code, the style and the type.

    >>> frame = pd.DataFrame({"share": [0.1, None]})
    >>> frame_digest(frame, "Shares.") == frame_digest(frame.fillna(0), "Shares.")
    False
    """
    drawn_with = digest_code("newsthemes.figures"), matplotlib.__version__, families()
    kinds = [(str(kind), list(getattr(kind, "categories", ()))) for kind in frame.dtypes]
    return digest(drawn_with, frame.to_csv(na_rep="\0"), kinds, frame.attrs, caption)


def _linked(name: str, source: Path, folder: Path) -> Path:
    """The files of a figure once more in another folder; returns the png's path."""
    for kind in KINDS:
        link(source / f"{name}.{kind}", folder / f"{name}.{kind}")
    return folder / f"{name}.png"
