"""What has been computed and what a previous run left: each stage is computed once, or read when nothing changed."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.cache.hashing import digest, path_digest
from newsthemes.errors import InputError
from newsthemes.memory import peak_memory, release_unused
from newsthemes.results.folder import RECORD, read_record, read_table
from newsthemes.study.checkpoint import Checkpoint
from newsthemes.study.incremental import PreviousRun
from newsthemes.study.outputs import figures_key
from newsthemes.study.stage import Results, save_result
from newsthemes.study.stages import STAGES
from newsthemes.terminal import note

if TYPE_CHECKING:
    from newsthemes.figures.render import DrawnFigures
    from newsthemes.study import Study

FIGURES = "figures"  # in the result folder
# What reading a damaged file may raise: it is as good as none.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, InputError)


class StageStore:
    """The results of a study's stages: from memory, from its result folder or an checkpoint run, or computed."""

    def __init__(self, study: "Study") -> None:
        self.study = study
        self.results, self.timings, self.origin, self.reused, self.folders = {}, {}, {}, set(), {}
        self.record = read_record(study.out)
        self.digests: dict[tuple[Path, int, int, int], str] = {}
        self.checkpoint: Checkpoint | None = None  # while the study is saved
        self.previous = self._results_in_out()
        self.as_recorded = (
            False  # whether what the result folder holds is taken for what is asked, whatever has changed
        )

    def result(self, stage: str, name: str) -> Any:
        self.ensure(stage)
        return self.results[stage][name]

    def ensure(self, stage: str) -> None:
        """See to it that the results of a stage are in memory."""
        if stage in self.results or self._found(stage):
            return
        if self.as_recorded:
            raise InputError(
                f"{self.study.out}: the results of the stage {stage} were changed or can't be read; run it again"
            )
        for needed in STAGES[stage].needs:
            self.ensure(needed)
        begun, used = time.perf_counter(), processor_seconds()
        computed = STAGES[stage].compute(self.study, self._usable_previous(stage))
        # One after the other, so that no table is in memory in two forms longer than it takes to make the second.
        self.results[stage] = Results(STAGES[stage], self.folders.get(stage))
        for name in list(computed):
            self.results[stage][name] = STAGES[stage].held(name, computed.pop(name))
        self.timings[stage] = {
            "seconds": round(time.perf_counter() - begun, 3),
            "processor_seconds": round(processor_seconds() - used, 3),
            "peak_memory_mb": peak_memory(),
        }
        if stage == "topics":
            found = self.results[stage]["topics"]
            self.timings[stage]["extended"] = bool(found.added or found.gone)
        self._reopen_vectors()
        release_unused()

    def save_stage(self, stage: str) -> None:
        """See to it that the results of a stage are in files, so that a run that is killed can go on from there."""
        if stage in self.origin and self.origin[stage].exists():
            return
        folder = self.folders.pop(stage, None) or self.checkpoint.stage_folder(stage)
        for name, file in STAGES[stage].files.items():
            if not (folder / file).exists():  # a stage may write what is large by itself
                save_result(self.results[stage][name], folder / file)
        written = {file: path_digest(folder / file) for file in STAGES[stage].files.values()}
        self.checkpoint.record(stage, {**self._keys(stage), **self.timings[stage], "sha256": written})
        self.origin[stage] = folder
        self.results[stage].saved(folder)
        release_unused()

    def stage_folder(self, stage: str) -> Path | None:
        """The folder for the results of a stage that is being computed; None where nothing is saved."""
        if self.checkpoint:
            self.folders[stage] = self.checkpoint.stage_folder(stage)
        return self.folders.get(stage)

    def files(self) -> dict[str, Path]:
        """{file name: Path} of what the stages have kept; a file of two stages as the later one completed it."""
        return {file: self.origin[stage] / file for stage in STAGES for file in STAGES[stage].files.values()}

    def commit(self) -> None:
        """The results are in the result folder from now on, and those that were there before are gone."""
        self.record, self.origin = read_record(self.study.out), dict.fromkeys(STAGES, self.study.out)
        for results in self.results.values():
            results.saved(Path(self.study.out))
        self.previous = self._results_in_out()

    def _results_in_out(self) -> PreviousRun:
        return PreviousRun(lambda stage: STAGES[stage].read(Path(self.study.out)))

    def _reopen_vectors(self) -> None:
        """Open the vectors anew where they are in a file: what a stage has read of them need not stay in memory."""
        if "embedding" in self.origin and self.origin["embedding"].exists():
            self.results["embedding"] = STAGES["embedding"].read(self.origin["embedding"])

    def _found(self, stage: str) -> bool:
        """Whether the stage could be read from the result folder or from an checkpoint run."""
        kept = {Path(self.study.out): self.record.get("stages", {})} if self.study.out else {}
        if self.checkpoint:
            kept[self.checkpoint.folder / stage] = self.checkpoint.stages
        for folder, records in kept.items():
            mine = records.get(stage, {})
            whole = self.record if folder == self.study.out else mine
            if not self._matches(stage, mine) or not self._intact(stage, folder, whole):
                continue
            try:
                self.results[stage] = STAGES[stage].read(folder)
            except UNREADABLE:
                continue
            self.origin[stage] = folder
            self.timings[stage] = {name: value for name, value in mine.items() if name != "sha256"}
            if folder == self.study.out:
                self.reused.add(stage)
            return True
        return False

    def _usable_previous(self, stage: str) -> PreviousRun | None:
        """What the result folder holds by the same recipe, or None."""
        if self.recorded(stage).get("recipe") != self.settings_hash(stage):
            return None
        wanted = {"reading", stage} | ({"embedding"} if stage != "reading" else set())
        if not all(self._intact(needed, self.study.out, self.record) for needed in wanted):
            return None
        try:
            for needed in wanted:
                self.previous.read(needed)
        except UNREADABLE:
            return None
        return self.previous

    def _intact(self, stage: str, folder: Path, record: dict[str, Any]) -> bool:
        """Whether the files of a stage are as they were written; `record`: what says so, by "sha256"."""
        written = record.get("sha256", {})
        return all(self._is_as_written(folder / file, written) for file in STAGES[stage].files.values())

    def _is_as_written(self, path: Path, written: dict[str, str]) -> bool:
        """A file is looked at once, and again where it has been written since; folders are small."""
        if path.is_dir():
            return path_digest(path) == written.get(path.name)
        try:
            found = path.stat()
        except OSError:
            return False
        # Its number and size too: where the clock was put back, two states may have one time.
        state = path, found.st_ino, found.st_size, found.st_mtime_ns
        if state not in self.digests:
            self.digests[state] = path_digest(path)
        return self.digests[state] == written.get(path.name)

    def note_changes(self) -> None:
        """Say in a line what others have done to the result folder: it is not taken for results of a run."""
        out = self.study.out
        if not self.record and (Path(out) / RECORD).exists():
            note(f"{out}/{RECORD} is not the record of a finished run: all is computed anew")
        elif changed := self.changed_by_others():
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            note(f"{out}: {', '.join(changed[:3])}{more} changed or damaged since the last run: made anew")

    def changed_by_others(self) -> list[str]:
        """Names of files in the result folder that are not as the run that is recorded there wrote them."""
        written = self.record.get("sha256", {})
        return [name for name in written if not self._is_as_written(Path(self.study.out) / name, written)]

    def drawn_figures(self) -> "DrawnFigures | None":
        """The figures in the result folder, where all of them are as the run that is recorded there drew them."""
        from newsthemes.figures.render import DrawnFigures

        if not self._has_figures_as_drawn():
            return None
        return DrawnFigures(Path(self.study.out) / FIGURES, self.record[FIGURES].get("digests", {}))

    def drawn_map(self) -> pd.DataFrame | None:
        """passage_id, x, y of the map of topics in the result folder; None where there is none that a run drew."""
        if not self._has_figures_as_drawn():
            return None
        path = Path(self.study.out) / FIGURES / "topic-map.csv"
        return read_table(path)[["passage_id", "x", "y"]] if path.exists() else None

    def _has_figures_as_drawn(self) -> bool:
        return bool(self.record) and self._is_as_written(
            Path(self.study.out) / FIGURES, self.record["sha256"]
        )

    def full_hash(self, stage: str) -> str:
        """A digest of all that the stage's results depend on."""
        return digest(self.settings_hash(stage), self.study.input_hash)

    def settings_hash(self, stage: str) -> str:
        """A digest of all that the stage's results depend on, but the corpus."""
        needs = [self.settings_hash(needed) for needed in STAGES[stage].needs]
        return digest(STAGES[stage].digest_code(), stage, STAGES[stage].settings(self.study), needs)

    def _keys(self, stage: str) -> dict[str, str]:
        return {"key": self.full_hash(stage), "recipe": self.settings_hash(stage)}

    def recorded(self, stage: str) -> dict[str, Any]:
        """What run.json of the result folder says of a stage; {} where it says nothing."""
        return self.record.get("stages", {}).get(stage, {})

    def _matches(self, stage: str, record: dict[str, Any]) -> bool:
        """Whether the record is of this stage as it would be computed now."""
        if self.as_recorded:
            return bool(record)
        refit = stage == "topics" and self.study.refit and record.get("extended")
        return record.get("key") == self.full_hash(stage) and not refit

    def is_recorded(self, stage: str) -> bool:
        """Whether the result folder holds this stage as it would be computed now."""
        return self._matches(stage, self.recorded(stage))

    def is_finished(self, stage: str) -> bool:
        """Whether the run that is under way, or one before it that did not end, has finished this stage."""
        return bool(self.checkpoint) and self._matches(stage, self.checkpoint.stages.get(stage, {}))

    def is_unchanged(self) -> bool:
        """Whether the result folder is whole and holds every stage as it would be computed now."""
        if not self.record or self.changed_by_others():
            return False
        return self.record.get("figures", {}).get("key") == figures_key() and all(
            map(self.is_recorded, STAGES)
        )

    def stage_records(self) -> dict[str, dict[str, Any]]:
        """What run.json says of each stage: seconds, peak memory, key, and whether it was read or computed."""
        return {
            stage: {**self.timings[stage], **self._keys(stage), "reused": stage in self.reused}
            for stage in STAGES
        }


def processor_seconds() -> float:
    """What this process has used of all cores so far, with the processes that it has waited for."""
    return sum(os.times()[:4])
