"""A run that has not ended: the stages it has finished, kept beside the result folder until all results are there."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import Any, Self

from newsthemes.errors import InputError, is_for_want_of_room
from newsthemes.results.folder import EARLIER, checkpoint_path, has_shape, swap_in
from newsthemes.terminal import note

LOCK, RECORD, RESULTS = "lock", "stages.json", "results"
SHAPE = {str: {"key": str, "sha256": {str: str}}}  # of stages.json


class Checkpoint:
    """The folder ``.<out>.unfinished``: one folder a finished stage, and at the end the results to be put in place.

    A run that is interrupted, killed or out of room leaves it, and the next run into ``out`` goes on from there; one
    that fails or ends takes it away. One run at a time holds it, by a lock that ends with its process however that
    dies.
    """

    def __init__(self, out: str | Path) -> None:
        self.out, self.folder, self.stages = out, checkpoint_path(out), {}

    def __enter__(self) -> Self:
        self._lock()
        self.stages = self._read()
        for left in (RESULTS, EARLIER):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> None:
        if error is None or (isinstance(error, Exception) and not is_for_want_of_room(error)):
            shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()

    def stage_folder(self, stage: str) -> Path:
        """A new, empty folder for the results of a stage."""
        shutil.rmtree(self.folder / stage, ignore_errors=True)
        (self.folder / stage).mkdir()
        return self.folder / stage

    def record(self, stage: str, record: dict[str, Any]) -> None:
        """Take down that the results of a stage are complete in its room."""
        self.stages[stage] = record
        written = self.folder / f"{RECORD}.new"
        written.write_text(json.dumps(self.stages), encoding="utf-8")
        written.replace(self.folder / RECORD)

    def results(self) -> Path:
        """The folder for all results; ``finish`` puts it in place."""
        (self.folder / RESULTS).mkdir()
        return self.folder / RESULTS

    def finish(self) -> None:
        swap_in(self.folder / RESULTS, self.out)

    def _lock(self) -> None:
        """Raises InputError where another run holds the folder.

        Not by filelock: its lock is one that forked processes hold too, so a run that was killed would keep the next
        one out until the last of them has ended; this one is the process's own.
        """
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self.lock = open(self.folder / LOCK, "w")  # noqa: SIM115 (held until the run ends)
                fcntl.lockf(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(self.lock.fileno()), os.stat(self.folder / LOCK)):
                    return
            except BlockingIOError:
                self.lock.close()
                raise InputError(
                    f"--out {self.out}: another run is writing there; wait for it, or name another folder"
                ) from None
            except FileNotFoundError:
                pass  # the other run has just ended and taken the folder away: once more

    def _read(self) -> dict[str, Any]:
        try:
            stages = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if has_shape(stages, SHAPE):
            return stages
        note(f"{self.folder}/{RECORD} is not the record of a run: nothing of it is used")
        return {}
