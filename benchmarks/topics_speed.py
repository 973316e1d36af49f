"""From given vectors to finished topics: seconds and peak memory beside BERTopic's defaults, as a Markdown table.

    python benchmarks/topics_speed.py

Synthetic passages (words and vectors of forty subjects). Each figure is the median over REPEATS whole processes, the
methods taking turns. "Whole process" includes imports and compiling; "finding" is the call alone, the second in its
process where there are 10,000 passages, so that BERTopic's compiling is not counted against it.
"""

import json
import os
import subprocess
import sys
import time

import numpy as np
import pandas as pd

REPEATS = 3
SUBJECTS, DIMENSION, VOCABULARY, LENGTH = 40, 384, 8000, 18


def passages(count, seed=0):
    """(texts, unit vectors float32): each passage a noisy vector and words of its subject and of all."""
    rng = np.random.default_rng(seed)
    subject = rng.integers(SUBJECTS, size=count)
    centres = rng.normal(size=(SUBJECTS, DIMENSION))
    vectors = (centres[subject] + 2 * rng.normal(size=(count, DIMENSION))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = np.array(["".join(rng.choice(list("bcdfglmnprst"), 6)) for _ in range(VOCABULARY)])
    own = rng.integers(VOCABULARY, size=(SUBJECTS, 40))
    common = rng.zipf(1.3, size=(count, LENGTH)) % VOCABULARY
    special = own[subject[:, None], rng.integers(40, size=(count, LENGTH))]
    chosen = np.where(rng.random((count, LENGTH)) < 0.4, special, common)
    return [" ".join(words[row]) for row in chosen], vectors


def find(method, count):
    """What one child process does: prints the seconds of the call and the number of topics."""
    texts, vectors = passages(count)
    for _ in range(2 if count <= 10_000 else 1):
        begun = time.perf_counter()
        if method == "newsthemes":
            from newsthemes.topics import find_topics

            topics = len(find_topics(texts, vectors, ["en"] * count))
        else:
            from bertopic import BERTopic

            topics = len(set(BERTopic().fit(texts, vectors).topics_) - {-1})
        seconds = time.perf_counter() - begun
    print(json.dumps({"finding": seconds, "topics": topics}))


def child(method, count):
    """(seconds of the whole process, peak MB, what it printed) of one child process."""
    command = [sys.executable, __file__, method, str(count)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command[1:])} ended with status {status}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, json.loads(output.splitlines()[-1])


def main():
    rows = []
    for _ in range(REPEATS):
        for method, count in (
            ("newsthemes", 10_000),
            ("BERTopic, defaults", 10_000),
            ("newsthemes", 100_000),
        ):
            seconds, memory, printed = child(method, count)
            rows.append((method, count, printed["finding"], seconds, memory, printed["topics"]))
    names = ["method", "passages", "finding, seconds", "whole process, seconds", "peak MB", "topics"]
    table = pd.DataFrame(rows, columns=names).groupby(names[:2], sort=False).median()
    print("| " + " | ".join(names) + " |\n|---|" + "---:|" * (len(names) - 1))
    for (method, count), row in table.iterrows():
        print(f"| {method} | {count:,} | " + " | ".join(f"{value:,.0f}" for value in row) + " |")
    finding, memory = table["finding, seconds"], table["peak MB"]
    ours, large, theirs = ("newsthemes", 10_000), ("newsthemes", 100_000), ("BERTopic, defaults", 10_000)
    print(
        f"\n10,000 passages take {finding[ours] / finding[theirs]:.2f} of BERTopic's seconds; 100,000 take "
        f"{finding[large] / finding[theirs]:.1f} times BERTopic's at 10,000 and {finding[large] / finding[ours]:.1f} "
        f"times ours, and {memory[large] / memory[ours]:.1f} times the memory."
    )


if __name__ == "__main__":
    find(sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else main()
