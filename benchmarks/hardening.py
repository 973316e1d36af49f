"""Hostile inputs: mutated files of every kind that is read, each in a second or two, none lost without a row.

    python benchmarks/hardening.py [--files N] [--seconds S] [--seed N]

Files of `tests/corpus/cases`, and some made here, are cut, spliced, repeated and overwritten at random, then read one
after the other in this process. Prints a Markdown table and ends with status 1 where a file raised an error, took more
than SLOWEST seconds of processor time, was lost without a row, or took more memory than ten times its size and
HEADROOM. `--seconds` ends the trial early: what was not tried is not counted.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from newsthemes.corpus.discover import Input
from newsthemes.corpus.read_file import read_input
from newsthemes.parallel.limits import resident

CASES = Path(__file__).parents[1] / "tests" / "corpus" / "cases"
STORY = "The ferry will sail twice a day from June, the operator said on Friday."
SLOWEST, HEADROOM = 5.0, 300 << 20
LARGEST = 100_000  # bytes of a file that is mutated
OFFICE = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
SHEET = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
MADE = {  # kinds of which there is no case
    "made.har": '{"log": {"entries": [{"request": {"url": "https://n.example/1"}, "response": {"status": 200, '
    '"content": '
    f'{{"mimeType": "text/html", "text": "<html><body><p>{STORY}</p></body></html>"}}}}}}]}}}}',
    "made.alto": f'<alto><TextBlock><TextLine><String CONTENT="{STORY}"/><HYP/></TextLine></TextBlock></alto>',
    "made.fodt": f'<?xml version="1.0"?><o:document {OFFICE}><o:body><p>{STORY}</p></o:body></o:document>',
    "made.sheet": f'<?xml version="1.0"?><Workbook {SHEET}><Worksheet><Table><Row><Cell><Data>title</Data></Cell><Cell>'
    f'<Data>text</Data></Cell></Row><Row><Cell Index="2"><Data>{STORY}</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>",
    "made.gkg": "\t".join(
        ["20240305101500-0", "20240305101500", *["x"] * 24, "<PAGE_TITLE>Ferry sails</PAGE_TITLE>"]
    ),
    "made.front": f'+++\ntitle = "Ferry"\ndate = 2024-03-05\n+++\n\n{STORY}\n',
    "made.label": f"Title: Ferry\nDate: 5 March 2024\nSource: Gazette\n\n{STORY}\n",
}
PIECES = (
    b"<", b">", b'"', b"'", b"\0", b"{", b"[", b"\xff\xfe", b"\xef\xbb\xbf", b"]]>", b"\n\n", b"\r", b"%", b"&#0;",
    b"<!--",    b"9" * 400, b"(" * 400, b" " * 4000, b"\xe2\x80\xae", b"PK\x03\x04", b"%PDF-", b"\x1f\x8b",
)  # fmt: skip


def sources(folder: Path) -> list[Path]:
    """A file of each kind to start from: the cases of the tests, and kinds that are made by libraries."""
    import docx

    table = pd.DataFrame(
        {"title": ["Ferry", "Bridge"], "text": [STORY, STORY[::-1]], "date": ["2024-03-05", "2024-03-06"]}
    )
    document = docx.Document()
    document.add_paragraph(STORY)
    document.save(folder / "made.docx")
    table.to_parquet(folder / "made.parquet")
    table.to_json(folder / "made.jsonl", orient="records", lines=True)
    for name, text in MADE.items():
        (folder / name).write_text(text)
    found = [path for path in CASES.rglob("*") if path.is_file() and path.stat().st_size < LARGEST]
    return sorted([*found, *folder.glob("made.*")])


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Other bytes: a handful of changes at random places, seldom only a part of them."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 30))):
        at, size = rng.randrange(len(changed) + 1), rng.choice((1, 10, 200, 3000))
        change = rng.randrange(6)
        if change == 0:
            changed[at : at + 1] = bytes([rng.randrange(256)])
        elif change == 1:
            del changed[at : at + size]
        elif change == 2:
            changed[at:at] = changed[at : at + size] * rng.choice((1, 3))
        elif change == 3:
            changed[at:at] = rng.choice(PIECES)
        elif change == 4:
            start = rng.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + size]
        elif rng.random() < 0.2:
            del changed[at:]
    return bytes(changed) or b" "


def trial(file: Path) -> tuple[str | None, float, int]:
    """What is wrong with how a file was read, or None; seconds; bytes by which the process's memory grew."""
    start, before = time.process_time(), resident()
    try:
        articles, problems = read_input(Input(file, file.name), {})
        fault = None if articles or problems else "lost without a row"
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"[:100]
    seconds, grown = time.process_time() - start, resident() - before
    if seconds > SLOWEST:
        fault = fault or f"took {seconds:.1f} s"
    if grown > 10 * file.stat().st_size + HEADROOM:
        fault = fault or f"memory grew by {grown >> 20} MB"
    return fault, seconds, grown


def fuzz(files: int, seconds: float, seed: int) -> tuple[pd.DataFrame, list[str]]:
    """One row a file that was tried (kind, fault, seconds, grown), and what was wrong with which of them."""
    rows, faults, end = [], [], time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        originals = sources(folder)
        for number in range(files):
            if time.monotonic() > end:
                break
            rng = random.Random(seed * 1_000_003 + number)
            source = rng.choice(originals)
            file = folder / f"mutated{source.suffix}"
            file.write_bytes(mutated(source.read_bytes(), rng))
            fault, taken, grown = trial(file)
            file.unlink()
            rows.append((source.suffix or source.name, fault is not None, taken, grown))
            faults += [f"seed {seed}, file {number} of {source.name}: {fault}"] if fault else []
    return pd.DataFrame(rows, columns=["kind", "fault", "seconds", "grown"]), faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    tried, faults = fuzz(given.files, given.seconds, given.seed)
    print("| kind | files | errors, losses, limits passed | slowest (s) |\n|---|---:|---:|---:|")
    for kind, group in [*tried.groupby("kind"), ("**all**", tried)]:
        print(f"| {kind} | {len(group):,} | {group['fault'].sum()} | {group['seconds'].max():.2f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"\nPeak memory of the process: {peak} MB.")
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
