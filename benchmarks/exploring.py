"""How soon the explorer answers: a theme edited, dots selected, at two sizes, with made vectors and texts.

    python benchmarks/exploring.py [--sizes 1700,100000] [--repeats 5]

Vectors are drawn by chance; texts are sentences of the bundled corpus with numbers put in. The encoder is made too:
what a phrase costs to encode is not in these figures. Elapsed seconds, and seconds of processor time beside them,
because a busy machine lengthens the first; each the median of ``--repeats``. Prints a Markdown table.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import numpy as np
import pandas as pd

from newsthemes.embedding import Embedder
from newsthemes.exploration.verbs import Exploration
from newsthemes.prevalence import prevalence
from newsthemes.themes import load_themes
from newsthemes.widgets import topic_map
from newsthemes.widgets.explorer import Explorer

DIMENSION = 896  # as the default encoder's
SENTENCES = 12  # an article
TOPICS = 40
LABELLED = "open_source"  # one of the bundled themes, which have labelled sentences
CARRIED = 0.05  # of the passages, by each theme
ARTICLES = Path(__file__).parents[1] / "data" / "articles"


def encode(texts, **_):
    """Unit vectors that depend on the text alone."""
    rows = [np.random.default_rng(list(text.encode()[:200])).standard_normal(DIMENSION) for text in texts]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


class Made(Exploration):
    """A study of ``size`` passages, every result of it drawn by chance."""

    title, seed, out, themes_from, labels_here, encoder = "made", 0, None, "python", None, encode

    def __init__(self, size):
        rng = np.random.default_rng(0)
        number = np.arange(size) // SENTENCES
        self.kept = passages(size, number)
        self.articles = articles(self.kept, rng)
        self.passages = self.kept.assign(kept=True, reason=None)
        vectors = rng.standard_normal((size, DIMENSION), np.float32)
        self.vectors_of_kept = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self.places = rng.random((size, 2), np.float32)
        table = pd.DataFrame({"topic": range(TOPICS), "label": [f"topic {n}" for n in range(TOPICS)]})
        self.topics = SimpleNamespace(
            assignment=rng.integers(0, TOPICS, size),
            strength=rng.random(size),
            table=table,
            claims=[],
            layers=[],
        )
        self.theme_definitions = load_themes()
        ids = self.theme_definitions.ids
        self.scores = pd.DataFrame(rng.random((size, len(ids))), columns=ids)
        self.presence = self.scores > 1 - CARRIED
        self.embedder = Embedder(encode)

    def prevalence(self, by=None, unit="stories", measure="mentions"):
        return prevalence(self.articles, self.kept, self.presence, by, unit, measure, seed=self.seed)


def passages(size, number):
    """The kept passages: sentences of the bundled corpus in turn, a number after each."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*-en.md"))]
    known = [line.strip() for text in texts for line in text.split("\n") if len(line) > 60]
    said = [f"{known[row % len(known)][:160]} {row}." for row in range(size)]
    ids = [f"a{n}" for n in number]
    return pd.DataFrame(
        {
            "passage_id": [f"p{row}" for row in range(size)],
            "article_id": ids,
            "text": said,
            "language": "en",
            "start": 0,
        }
    )


def articles(kept, rng):
    """Their articles: the sentences one after the other; ``kept`` gets its offsets."""
    lengths = kept["text"].str.len() + 1
    kept["start"] = lengths.groupby(kept["article_id"], sort=False).cumsum() - lengths
    kept["end"] = kept["start"] + lengths - 1
    table = kept.groupby("article_id", sort=False)["text"].agg(" ".join).reset_index()
    count = len(table)
    return table.assign(
        title="A title", source=rng.choice(["Post", "Times", "Desk"], count), date="2024-05-02", language="en",
        story_id=[f"s{n // 2}" for n in range(count)],
    )  # fmt: skip


def timed(what, repeats):
    """(median seconds, median seconds of processor time) of ``what(turn)``."""
    laps = []
    for turn in range(repeats):
        elapsed, processor = time.perf_counter(), time.process_time()
        what(turn)
        laps.append((time.perf_counter() - elapsed, time.process_time() - processor))
    return tuple(map(median, zip(*laps, strict=True)))


def measure(size, repeats):
    """[(what, seconds, seconds of processor time)] at one size."""
    explorer = Explorer(Made(size))
    explorer.workbench.edit(
        name="Harbours", definition="Ports and who runs them.", seeds=[("en", "a new quay")]
    )
    own = edits(explorer.workbench, repeats)
    explorer.workbench.choose(LABELLED)
    learned = edits(explorer.workbench, repeats)
    quote, shares = lassos(explorer, size, repeats)
    return [
        ("a seed added to a theme of one's own, to the new share", *own),
        ("a seed added to a theme with labelled sentences, to the new share", *learned),
        (f"a lasso of {size // 10:,}, to the first quote", *quote),
        (f"a lasso of {size // 10:,}, to all shares", *shares),
    ]


def edits(workbench, repeats):
    """What it takes to add a seed; the first, before which nothing is kept, is not counted."""
    workbench.add_seed("en", "a quay is closed")
    return timed(lambda turn: workbench.add_seed("en", f"quay number {turn} is closed"), repeats)


def lassos(explorer, size, repeats):
    """What a lasso around a tenth of all passages takes to the first quote, and to all shares."""
    first, numbers, rng = [], explorer.numbers.show, np.random.default_rng(1)

    def lasso(_):
        chosen = np.sort(rng.choice(size, size // 10, replace=False)).astype(np.uint32)
        explorer.map.widget.selection = chosen

    def counted(rows):  # the quote is on its way before the shares are counted
        first.append((time.perf_counter(), time.process_time()))
        numbers(rows)

    explorer.numbers.show = counted
    laps = []
    for turn in range(repeats):
        begun = time.perf_counter(), time.process_time()
        lasso(turn)
        laps.append([then - before for then, before in zip(first[-1], begun, strict=True)])
    return tuple(map(median, zip(*laps, strict=True))), timed(lasso, repeats)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="1700,100000")
    options.add_argument("--repeats", type=int, default=5)
    given = options.parse_args()
    topic_map.positions = lambda study: study.places  # a layout is made once, by the run
    print("| passages | what | seconds | of the processor |\n|---:|---|---:|---:|")
    for size in map(int, given.sizes.split(",")):
        print(f"{size:,} passages …", file=sys.stderr)
        for what, elapsed, processor in measure(size, given.repeats):
            print(f"| {size:,} | {what} | {elapsed:.2f} | {processor:.2f} |")


if __name__ == "__main__":
    main()
