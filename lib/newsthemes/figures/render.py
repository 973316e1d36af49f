"""The figures of a run, each drawn in a process beside it as soon as what it shows is there."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from newsthemes.figures.export import export, prepare, write_index
from newsthemes.figures.registry import variants
from newsthemes.parallel.processes import BackgroundTask

PROCESSES = 2  # that draw what one stage allows: more would hold more memory


class Drawing:
    """The figures of a study in the making, drawn in processes beside it where that is possible."""

    def __init__(self, study: Any, folder: Path) -> None:
        self.study, self.folder, self.begun = study, folder, []

    def begin(self, stage: str) -> None:
        """Draw what this stage completes, while the study goes on."""
        wanted = [(figure, by) for figure, by in variants() if figure.stage == stage]
        shown = _as_read(self.study) if stage == "reading" else self.study
        if wanted:
            prepare()  # for this and all later ones: processes share what is loaded
        for part in filter(None, (wanted[number::PROCESSES] for number in range(PROCESSES))):
            self.begun.append(BackgroundTask(partial(_export_all, part, shown, self.folder)))

    def finish(self) -> list[Path]:
        """Wait for all figures, and write their index; an error of one is raised here. Returns the pngs' paths."""
        drawn, left_out = {}, {}
        for part in self.begun:
            paths, reasons = part.result()
            drawn |= paths
            left_out |= reasons
        order = [figure.file_name(by) for figure, by in variants()]
        write_index(self.folder, {name: left_out[name] for name in order if name in left_out})
        return [drawn[name] for name in order if name in drawn]

    def stop(self) -> None:
        """Draw no more; what is finished stays."""
        for part in self.begun:
            part.end()


def _as_read(study: Any) -> Any:
    """The study as it is before stories are known."""
    return SimpleNamespace(articles=study.result("reading", "read"), passages=study.passages, kept=study.kept)


def _export_all(wanted: Any, study: Any, folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """({name: path} of the figures drawn, {name: reason} of those that have nothing to draw)."""
    paths, reasons = {}, {}
    for figure, by in wanted:
        name = figure.file_name(by)
        if reason := figure.missing(study, by):
            reasons[name] = reason
            continue
        frame = figure.data(study, by)
        caption = figure.caption(frame, study)
        paths[name] = export(figure.draw(frame), frame, name, folder, caption)
    return paths, reasons
