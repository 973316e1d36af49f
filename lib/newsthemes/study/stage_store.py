"""What has been computed and what a previous run left: each stage is computed once, or read when nothing changed."""

import os
import resource
import sys
import time
from pathlib import Path

from newsthemes.cache.hashing import digest
from newsthemes.errors import InputError
from newsthemes.results.folder import plain, read_record
from newsthemes.study.incremental import PreviousRun
from newsthemes.study.outputs import figures_key
from newsthemes.study.stages import STAGES, save_result

# What reading a damaged file may raise: it is as good as none.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, InputError)


class StageStore:
    """The results of a study's stages: from memory, from its result folder or an checkpoint run, or computed."""

    def __init__(self, study):
        self.study = study
        self.results, self.timings, self.origin, self.reused, self.folders = {}, {}, {}, set(), {}
        self.record = read_record(study.out)
        self.checkpoint = None  # while the study is saved
        self.previous = self._results_in_out()
        self.as_recorded = (
            False  # whether what the result folder holds is taken for what is asked, whatever has changed
        )

    def result(self, stage, name):
        self.ensure(stage)
        return self.results[stage][name]

    def ensure(self, stage):
        """See to it that the results of a stage are in memory."""
        if stage in self.results or self._found(stage):
            return
        if self.as_recorded:
            raise InputError(
                f"{self.study.out}: the results of the stage {stage} can't be read there; run it again"
            )
        for needed in STAGES[stage].needs:
            self.ensure(needed)
        begun, used = time.perf_counter(), processor_seconds()
        computed = STAGES[stage].compute(self.study, self._usable_previous(stage))
        self.results[stage] = {name: plain(value) for name, value in computed.items()}
        self.timings[stage] = {
            "seconds": round(time.perf_counter() - begun, 3),
            "processor_seconds": round(processor_seconds() - used, 3),
            "peak_memory_mb": peak_memory(),
        }
        if stage == "topics":
            found = self.results[stage]["topics"]
            self.timings[stage]["extended"] = bool(found.added or found.gone)
        self._reopen_vectors()

    def save_stage(self, stage):
        """See to it that the results of a stage are in files, so that a run that is killed can go on from there."""
        if stage in self.origin and self.origin[stage].exists():
            return
        folder = self.folders.pop(stage, None) or self.checkpoint.stage_folder(stage)
        for name, file in STAGES[stage].files.items():
            if not (folder / file).exists():  # a stage may write what is large by itself
                save_result(self.results[stage][name], folder / file)
        self.checkpoint.record(stage, {**self._keys(stage), **self.timings[stage]})
        self.origin[stage] = folder

    def stage_folder(self, stage):
        """The folder for the results of a stage that is being computed; None where nothing is saved."""
        if self.checkpoint:
            self.folders[stage] = self.checkpoint.stage_folder(stage)
        return self.folders.get(stage)

    def files(self):
        """{file name: Path} of what the stages have kept; a file of two stages as the later one completed it."""
        return {file: self.origin[stage] / file for stage in STAGES for file in STAGES[stage].files.values()}

    def commit(self):
        """The results are in the result folder from now on, and those that were there before are gone."""
        self.record, self.origin = read_record(self.study.out), dict.fromkeys(STAGES, self.study.out)
        self.previous = self._results_in_out()

    def _results_in_out(self):
        return PreviousRun(lambda stage: STAGES[stage].read(Path(self.study.out)))

    def _reopen_vectors(self):
        """Open the vectors anew where they are in a file: what a stage has read of them need not stay in memory."""
        if "embedding" in self.origin and self.origin["embedding"].exists():
            self.results["embedding"] = STAGES["embedding"].read(self.origin["embedding"])

    def _found(self, stage):
        """Whether the stage could be read from the result folder or from an checkpoint run."""
        kept = {Path(self.study.out): self.record.get("stages", {})} if self.study.out else {}
        if self.checkpoint:
            kept[self.checkpoint.folder / stage] = self.checkpoint.stages
        for folder, records in kept.items():
            if not self._matches(stage, records.get(stage, {})) or not self._intact(stage, folder):
                continue
            try:
                self.results[stage] = STAGES[stage].read(folder)
            except UNREADABLE:
                continue
            self.origin[stage], self.timings[stage] = folder, records[stage]
            if folder == self.study.out:
                self.reused.add(stage)
            return True
        return False

    def _usable_previous(self, stage):
        """What the result folder holds by the same recipe, or None."""
        if self.recorded(stage).get("recipe") != self.settings_hash(stage):
            return None
        wanted = {"reading", stage} | ({"embedding"} if stage != "reading" else set())
        if not all(self._intact(needed, self.study.out) for needed in wanted):
            return None
        try:
            for needed in wanted:
                self.previous.read(needed)
        except UNREADABLE:
            return None
        return self.previous

    def _intact(self, stage, folder):
        """Whether files in the result folder are as long as they were written; nobody else writes in the others."""
        sizes = self.record.get("bytes", {}) if folder == self.study.out else {}
        named = {folder / file: sizes[file] for file in STAGES[stage].files.values() if file in sizes}
        return all(path.exists() and path.stat().st_size == size for path, size in named.items())

    def full_hash(self, stage):
        """A digest of all that the stage's results depend on."""
        return digest(self.settings_hash(stage), self.study.input_hash)

    def settings_hash(self, stage):
        """A digest of all that the stage's results depend on, but the corpus."""
        needs = [self.settings_hash(needed) for needed in STAGES[stage].needs]
        return digest(STAGES[stage].digest_code(), stage, STAGES[stage].settings(self.study), needs)

    def _keys(self, stage):
        return {"key": self.full_hash(stage), "recipe": self.settings_hash(stage)}

    def recorded(self, stage):
        """What run.json of the result folder says of a stage; {} where it says nothing."""
        return self.record.get("stages", {}).get(stage, {})

    def _matches(self, stage, record):
        """Whether the record is of this stage as it would be computed now."""
        if self.as_recorded:
            return bool(record)
        refit = stage == "topics" and self.study.refit and record.get("extended")
        return record.get("key") == self.full_hash(stage) and not refit

    def is_recorded(self, stage):
        """Whether the result folder holds this stage as it would be computed now."""
        return self._matches(stage, self.recorded(stage))

    def is_unchanged(self):
        """Whether the result folder is whole and holds every stage as it would be computed now."""
        files = [Path(self.study.out) / file for file in self.record.get("files", [])]
        if not files or not all(file.exists() for file in files):
            return False
        return self.record.get("figures", {}).get("key") == figures_key() and all(
            map(self.is_recorded, STAGES)
        )

    def stage_records(self):
        """What run.json says of each stage: seconds, peak memory, key, and whether it was read or computed."""
        return {
            stage: {**self.timings[stage], **self._keys(stage), "reused": stage in self.reused}
            for stage in STAGES
        }


def processor_seconds():
    """What this process has used of all cores so far, with the processes that it has waited for."""
    return sum(os.times()[:4])


def peak_memory():
    """The largest memory this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
