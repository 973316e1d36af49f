"""What a run found, in the lines a reader wants on screen."""

from pathlib import Path

import pandas as pd

from newsthemes.corpus.readers.rows import TITLES_ONLY
from newsthemes.figures.phrasing import plural
from newsthemes.results.folder import read_record, read_table


def summarise(out: str | Path, changed: bool) -> str:
    """A few lines of text about the finished run in ``out``."""
    record, out = read_record(out), Path(out)
    reading, topics = record["counts"]["reading"], record["counts"]["topics"]
    seconds = sum(stage["seconds"] for stage in record["stages"].values() if not stage["reused"])
    lines = [
        *_titles_only(out),
        f"{plural(reading['articles'], 'article')} in {plural(record['counts']['stories']['stories'], 'story')}; "
        f"{plural(reading['passages kept'], 'passage')} kept, {reading['passages set aside']:,} set aside"
        + _unread(reading["inputs not read in full"])
        + _not_read(reading["passages in a language not read"]),
        f"{plural(topics['topics'], 'topic')}; {plural(topics['passages in no topic'], 'passage')} in none "
        f"(evidence: {record['evidence_rung']})",
        *record["claims"],
        "",
        _shares(out),
        "",
        f"computed in {seconds:.1f} s; results in {out}"
        if changed
        else f"nothing has changed; results in {out}",
    ]
    return "\n".join(lines)


def _titles_only(out: Path) -> list[str]:
    """What must be said first: that titles are all that was read of some articles."""
    report = read_table(out / "report.csv")
    tables = report.loc[report["reason"] == TITLES_ONLY, "item"].tolist()
    if not tables:
        return []
    named = ", ".join(tables[:3]) + (" …" if len(tables) > 3 else "")
    return [f"Only titles were read of {named}: no column holds the text; name it with --text-column NAME"]


def _unread(number: int) -> str:
    return f"; {number} inputs were not read in full, see report.csv" if number else ""


def _not_read(number: int) -> str:
    return f"; {number} passages are in a language that no encoder reads" if number else ""


def _shares(out: Path) -> str:
    """The share of stories that mention each theme, largest first."""
    from newsthemes.prevalence.intervals import LEVEL_PERCENT

    shares = pd.read_csv(out / "prevalence.csv", keep_default_na=False, na_values=[""])
    counted = (shares["measure"] == "mentions") & (shares["unit"] == "stories")
    whole = shares[(shares["group"] == "all") & counted]
    whole = whole.sort_values(["share", "theme"], ascending=[False, True])
    width = max(map(len, whole["theme"]), default=0)
    lines = [f"share of stories that mention each theme ({LEVEL_PERCENT} interval):"]
    for row in whole.itertuples():
        share = f"{row.share:.0%}" if pd.notna(row.share) else "–"
        interval = f"{row.low:.0%}–{row.high:.0%}" if pd.notna(row.low) else row.note
        lines.append(f"  {row.theme:<{width}}  {share:>5}  {interval}")
    return "\n".join(lines)
