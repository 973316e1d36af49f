"""What has been computed and what an earlier run left: each stage is computed once, or read when nothing changed."""

import os
import resource
import sys
import time
from pathlib import Path

from newsthemes.cache.hashing import digest, digest_code
from newsthemes.errors import InputError
from newsthemes.results.folder import plain, read_record, read_table, write_table
from newsthemes.study.incremental import PreviousRun
from newsthemes.study.stages import STAGES
from newsthemes.themes.score_table import ThemeScores

# What reading a damaged file may raise: it is as good as none.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, InputError)


class StageStore:
    """The results of a study's stages: from memory, from its result folder or an unfinished run, or computed."""

    def __init__(self, study):
        self.study = study
        self.results, self.timings, self.origin, self.reused, self.rooms = {}, {}, {}, set(), {}
        self.record = read_record(study.out)
        self.unfinished = None  # while the study is saved
        self.earlier = self._results_in_out()

    def result(self, stage, name):
        self.complete(stage)
        return self.results[stage][name]

    def complete(self, stage):
        """See to it that the results of a stage are in memory."""
        if stage in self.results or self._found(stage):
            return
        for needed in STAGES[stage].needs:
            self.complete(needed)
        begun, used = time.perf_counter(), processor_seconds()
        computed = STAGES[stage].compute(self.study, self._earlier(stage))
        self.results[stage] = {name: plain(value) for name, value in computed.items()}
        self.timings[stage] = {
            "seconds": round(time.perf_counter() - begun, 3),
            "processor_seconds": round(processor_seconds() - used, 3),
            "peak_memory_mb": peak_memory(),
        }
        if stage == "topics":
            found = self.results[stage]["topics"]
            self.timings[stage]["extended"] = bool(found.added or found.gone)
        self._let_go()

    def keep(self, stage):
        """See to it that the results of a stage are in files, so that a run that is killed can go on from there."""
        if stage in self.origin and self.origin[stage].exists():
            return
        room = self.rooms.pop(stage, None) or self.unfinished.room(stage)
        for name, file in STAGES[stage].files.items():
            if not (room / file).exists():  # a stage may write what is large by itself
                self._write_file(self.results[stage][name], room / file)
        self.unfinished.keep(stage, {**self._keys(stage), **self.timings[stage]})
        self.origin[stage] = room

    def room(self, stage):
        """The folder for the results of a stage that is being computed; None where nothing is saved."""
        if self.unfinished:
            self.rooms[stage] = self.unfinished.room(stage)
        return self.rooms.get(stage)

    def files(self):
        """{file name: Path} of what the stages have kept; a file of two stages as the later one completed it."""
        return {file: self.origin[stage] / file for stage in STAGES for file in STAGES[stage].files.values()}

    def settle(self):
        """The results are in the result folder from now on, and those that were there before are gone."""
        self.record, self.origin = read_record(self.study.out), dict.fromkeys(STAGES, self.study.out)
        self.earlier = self._results_in_out()

    def _results_in_out(self):
        return PreviousRun(lambda stage: self._read(stage, Path(self.study.out)))

    def _let_go(self):
        """Open the vectors anew where they are in a file: what a stage has read of them need not stay in memory."""
        if "embedding" in self.origin and self.origin["embedding"].exists():
            self.results["embedding"] = self._read("embedding", self.origin["embedding"])

    def _found(self, stage):
        """Whether the stage could be read from the result folder or from an unfinished run."""
        kept = {Path(self.study.out): self.record.get("stages", {})} if self.study.out else {}
        if self.unfinished:
            kept[self.unfinished.folder / stage] = self.unfinished.stages
        for folder, records in kept.items():
            if not self._answers(stage, records.get(stage, {})) or not self._intact(stage, folder):
                continue
            try:
                self.results[stage] = self._read(stage, folder)
            except UNREADABLE:
                continue
            self.origin[stage], self.timings[stage] = folder, records[stage]
            if folder == self.study.out:
                self.reused.add(stage)
            return True
        return False

    def _earlier(self, stage):
        """What the result folder holds by the same recipe, or None."""
        if self.recorded(stage).get("recipe") != self.recipe(stage):
            return None
        wanted = {"reading", stage} | ({"embedding"} if stage != "reading" else set())
        if not all(self._intact(needed, self.study.out) for needed in wanted):
            return None
        try:
            for needed in wanted:
                self.earlier.read(needed)
        except UNREADABLE:
            return None
        return self.earlier

    def _intact(self, stage, folder):
        """Whether files in the result folder are as long as they were written; nobody else writes in the others."""
        sizes = self.record.get("bytes", {}) if folder == self.study.out else {}
        named = {folder / file: sizes[file] for file in STAGES[stage].files.values() if file in sizes}
        return all(path.exists() and path.stat().st_size == size for path, size in named.items())

    def key(self, stage):
        """A digest of all that the stage's results depend on."""
        return digest(self.recipe(stage), self.study.input_hash)

    def recipe(self, stage):
        """A digest of all that the stage's results depend on, but the corpus."""
        needs = [self.recipe(needed) for needed in STAGES[stage].needs]
        return digest(digest_code(), stage, STAGES[stage].settings(self.study), needs)

    def _keys(self, stage):
        return {"key": self.key(stage), "recipe": self.recipe(stage)}

    def recorded(self, stage):
        """What run.json of the result folder says of a stage; {} where it says nothing."""
        return self.record.get("stages", {}).get(stage, {})

    def _answers(self, stage, record):
        """Whether the record is of this stage as it would be computed now."""
        refit = stage == "topics" and self.study.refit and record.get("extended")
        return record.get("key") == self.key(stage) and not refit

    def is_recorded(self, stage):
        """Whether the result folder holds this stage as it would be computed now."""
        return self._answers(stage, self.recorded(stage))

    def is_unchanged(self):
        """Whether the result folder is whole and holds every stage as it would be computed now."""
        files = [Path(self.study.out) / file for file in self.record.get("files", [])]
        return bool(files) and all(file.exists() for file in files) and all(map(self.is_recorded, STAGES))

    def stage_records(self):
        """What run.json says of each stage: seconds, peak memory, key, and whether it was read or computed."""
        return {
            stage: {**self.timings[stage], **self._keys(stage), "reused": stage in self.reused}
            for stage in STAGES
        }

    def _read(self, stage, folder):
        read = {name: self._read_file(folder / file) for name, file in STAGES[stage].files.items()}
        if stage == "reading":  # its tables were completed by later stages before they were written
            read["read"] = read["read"].assign(story_id=None)
            read["unread"] = read["unread"][read["unread"]["reason"] != "count"].reset_index(drop=True)
        return read

    def _read_file(self, path):
        if path.name == "topics":
            from newsthemes.topics import Topics

            return Topics.load(path)
        return ThemeScores.load(path) if path.name == "passage_themes.parquet" else read_table(path)

    def _write_file(self, result, path):
        if hasattr(result, "save"):
            result.save(path)
        else:
            write_table(result, path)


def processor_seconds():
    """What this process has used of all cores so far, with the processes that it has waited for."""
    return sum(os.times()[:4])


def peak_memory():
    """The largest memory this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
