"""One line for a whole run: the stage, the share that is done, and how long the rest will take."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from newsthemes.progress import Bar, Line
from newsthemes.terminal import note

# {stage: (seconds in any case, seconds per passage)}: a first guess, rounded, from runs of 2,000 to 200,000 passages on
# two cores. Another machine is faster or slower as a whole: by how much, the stages that ended tell.
SECONDS = {
    "reading": (1.0, 0.0003),
    "embedding": (1.0, 0.0015),
    "stories": (0.2, 0.0001),
    "topics": (8.0, 0.0003),
    "themes": (5.0, 0.0003),
    "prevalence": (1.0, 0.00001),
    "evidence": (1.0, 0.0002),
    "figures": (6.0, 0.0001),
}
TRUSTED = 5.0  # seconds of work that the table counts for, beside those that were measured in this run
LONG = 60.0  # seconds of a stage that is worth a line where there is no terminal
EVERY = 0.2  # seconds between two looks of the line
SETTLED = 0.05  # share of a stage from which its own pace tells more than the table


class RunProgress:
    """Shows the progress of a run while it is entered; on no terminal, one line for each stage of over LONG seconds.

    ``shown``: whether to show anything. ``clock``: seconds since any moment, never put back.
    """

    def __init__(self, shown: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self.shown, self.clock, self.begun = shown, clock, clock()
        self.stage, self.stage_begun, self.drawn = "", self.begun, self.begun
        self.expected: dict[str, float] = {}
        self.known = False  # whether the corpus was counted
        self.steps, self.done, self.share = 0, 0, 0.0
        self.measured, self.planned = 0.0, 0.0

    def __enter__(self) -> Self:
        self.line = Line(
            total=1.0,
            file=sys.stderr,
            disable=None if self.shown else True,
            leave=False,
            bar_format="{desc:<11}{percentage:3.0f}% |{bar:24}| {elapsed}{postfix}",
        )
        Bar.run = self if self.shown else None
        return self

    def __exit__(self, *_: object) -> None:
        Bar.run = None
        self.line.close()

    def plan(self, passages: Mapping[str, int], known: bool) -> None:
        """Take the number of passages that each stage has yet to compute; those that are not named cost nothing.

        ``known``: whether the corpus was read, so that the numbers are counted and not guessed.
        """
        self.known = known
        self.expected = {
            name: SECONDS[name][0] + SECONDS[name][1] * count for name, count in passages.items()
        }

    def begin(self, stage: str) -> None:
        """End the stage that was under way, where one was, and begin another."""
        self._end_stage()
        self.stage, self.stage_begun, self.steps, self.done = stage, self.clock(), 0, 0
        self.line.set_description_str(stage, refresh=False)
        self.advance(0)

    def expect(self, steps: int) -> None:
        """Take down that the stage has these steps, beside those that it has named before."""
        self.steps += steps

    def advance(self, steps: int) -> None:
        """Count steps of the stage as done, and draw the line where the last look is EVERY seconds ago."""
        self.done += steps
        if self.clock() - self.drawn < EVERY:
            return
        self.drawn = self.clock()
        left = self.seconds_left()
        if left is not None:
            spent = self.drawn - self.begun
            self.share = max(self.share, spent / (spent + left) if spent + left else 0.0)
        self.line.n = self.share
        self.line.set_postfix_str(remaining(left), refresh=False)
        self.line.refresh()

    def seconds_left(self) -> float | None:
        """Return how long the run will take from now, or None before the corpus is read.

        The stage under way counts by its own pace once SETTLED of its steps are done, the others by SECONDS and by the
        pace of the stages that ended.
        """
        if not self.known:
            return None
        pace = (self.measured + TRUSTED) / (self.planned + TRUSTED)
        later = sum(seconds for name, seconds in self.expected.items() if name != self.stage)
        spent, share = self.clock() - self.stage_begun, self.done / self.steps if self.steps else 0.0
        own = max(pace * self.expected.get(self.stage, 0.0) - spent, 0.0)
        return pace * later + (spent * (1 - share) / share if share >= SETTLED else own)

    def _end_stage(self) -> None:
        spent, planned = self.clock() - self.stage_begun, self.expected.pop(self.stage, None)
        if planned is not None and self.known:
            self.measured, self.planned = self.measured + spent, self.planned + planned
        if self.shown and self.line.disable and self.stage and spent >= LONG:
            note(f"{self.stage}: done in {duration(spent)}; {remaining(self.seconds_left())}")


def passages_to_compute(study: Any) -> dict[str, int]:
    """Return {stage: passages} of what a run has yet to compute: none of the stages that are there already.

    Where a stage goes on from an earlier run, only the passages that are more than then count.
    """
    store = study.store
    before = store.record.get("counts", {}).get("reading", {}).get("passages", 0)
    count = len(study.passages) if "reading" in store.results else before
    wanted = {}
    for stage in SECONDS:
        if stage != "figures" and (store.is_recorded(stage) or store.is_finished(stage)):
            continue
        again = stage != "figures" and store.recorded(stage).get("recipe") == store.settings_hash(stage)
        wanted[stage] = abs(count - before) if again else count
    return wanted


def remaining(seconds: float | None) -> str:
    """Return in words how long something will still take, in steps of which nobody expects more.

    >>> remaining(3), remaining(44), remaining(200), remaining(8100), remaining(None)
    ('nearly done', 'about 40 s left', 'about 3 min left', 'about 2 h 15 min left', 'time left: not known yet')
    """
    if seconds is None:
        return "time left: not known yet"
    return "nearly done" if seconds < 5 else f"about {duration(seconds)} left"


def duration(seconds: float) -> str:
    """Return seconds in words, rounded to ten, to a minute, or to five minutes from an hour on.

    >>> duration(8), duration(59), duration(3540), duration(3600)
    ('10 s', '1 min', '59 min', '1 h')
    """
    tens, minutes = max(1, round(seconds / 10)), round(seconds / 60)
    if tens < 6:
        return f"{tens * 10} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(round(seconds / 300) * 5, 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")
