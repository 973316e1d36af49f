"""What a run found, in the lines a reader wants on screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from newsthemes.corpus.readers.rows import TITLES_ONLY
from newsthemes.figures.phrasing import FEWEST_FOR_PERCENT, percent, plural
from newsthemes.results.folder import read_record, read_table
from newsthemes.topics.evidence_level import shows_topics


def summarise(out: str | Path, changed: bool) -> str:
    """A few lines of text about the finished run in ``out``."""
    record, out = read_record(out), Path(out)
    reading = record["counts"]["reading"]
    seconds = sum(stage["seconds"] for stage in record["stages"].values() if not stage["reused"])
    lines = [
        *_titles_only(out),
        f"{plural(reading['articles'], 'article')} in {plural(record['counts']['stories']['stories'], 'story')}; "
        f"{plural(reading['passages kept'], 'passage')} kept, {reading['passages set aside']:,} set aside"
        + _unread(reading["inputs not read in full"])
        + _not_read(reading["passages in a language not read"]),
        _topics(record),
        *record["claims"],
        "",
        _shares(out),
        "",
        f"computed in {seconds:.1f} s; results in {out}"
        if changed
        else f"nothing has changed; results in {out}",
    ]
    return "\n".join(lines)


def _topics(record: Mapping[str, Any]) -> str:
    counts, level = record["counts"]["topics"], record["evidence_rung"]
    outside = f"; {plural(counts['passages in no topic'], 'passage')} in none" if counts["topics"] else ""
    if shows_topics(level) or not counts["topics"]:
        return f"{plural(counts['topics'], 'topic')}{outside}"
    return f"no topics, but {plural(counts['topics'], 'group')} of alike passages"


def _titles_only(out: Path) -> list[str]:
    """What must be said first: that titles are all that was read of some articles."""
    report = read_table(out / "report.csv")
    tables = report.loc[report["reason"] == TITLES_ONLY, "item"].tolist()
    if not tables:
        return []
    named = ", ".join(tables[:3]) + (" …" if len(tables) > 3 else "")
    return [f"Only titles were read of {named}: no column holds the text; name it with --text-column NAME"]


def _unread(number: int) -> str:
    was = "was" if number == 1 else "were"
    return f"; {plural(number, 'input')} {was} not read in full, see report.csv" if number else ""


def _not_read(number: int) -> str:
    are = "is" if number == 1 else "are"
    return f"; {plural(number, 'passage')} {are} in a language that no encoder reads" if number else ""


def _shares(out: Path) -> str:
    """The share of stories that mention each theme, largest first; below ten stories the themes found, with counts."""
    shares = pd.read_csv(out / "prevalence.csv", keep_default_na=False, na_values=[""])
    counted = (shares["measure"] == "mentions") & (shares["unit"] == "stories")
    whole = shares[(shares["group"] == "all") & counted]
    whole = whole.sort_values(["share", "theme"], ascending=[False, True])
    if len(whole) and whole["stories"].max() < FEWEST_FOR_PERCENT:
        return _counts(whole)
    lines = [f"share of stories that mention each theme{_of_intervals(whole)}:"]
    width = max(map(len, whole["theme"]), default=0)
    whole = whole.assign(false_alarms=whole.get("false_alarms"))
    bounded = whole["low"].notna().any()
    for row in whole.itertuples():
        interval = f"{row.low:.0%}–{row.high:.0%}" if pd.notna(row.low) else row.note if bounded else ""
        share = percent(row.share) if pd.notna(row.share) else "–"
        mistakes = f"  ({percent(row.false_alarms)} of unrelated news)" if pd.notna(row.false_alarms) else ""
        lines.append(f"  {row.theme:<{width}}  {share:>5}  {interval:<9}{mistakes}".rstrip())
    return "\n".join(lines)


def _of_intervals(whole: pd.DataFrame) -> str:
    """What stands behind the shares: how sure an interval is, or why there is none."""
    from newsthemes.prevalence.intervals import LEVEL_PERCENT

    if whole["low"].notna().any():
        return f" ({LEVEL_PERCENT} interval)"
    reasons = whole["note"].dropna().unique()
    return f" ({reasons[0]})" if len(reasons) else ""


def _counts(whole: pd.DataFrame) -> str:
    """Of few stories: how many mention a theme, for the themes that one does."""
    stories, found = int(whole["stories"].max()), whole[whole["count"] > 0]
    of = f"of {plural(stories, 'story')}"
    if found.empty:
        none = f"no theme was found in {plural(stories, 'story')}"
        return none if stories else "no passage in which themes are measured"
    width = max(map(len, found["theme"]))
    lines = [f"stories that mention a theme, {of}, too few for shares:"]
    lines += [
        f"  {row.theme:<{width}}  {row.count_:.0f}"
        for row in found.rename(columns={"count": "count_"}).itertuples()
    ]
    return "\n".join(lines)
