"""This study and BERTopic with its defaults, side by side: the same sentences, the same encoder, the same run.

    python benchmarks/side_by_side.py [CORPUS]

Whole processes, cold caches of ours, interleaved; medians over REPEATS. Prints Markdown tables.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from newsthemes.embedding import minilm
from newsthemes.resources import resource

REPEATS = 3
HERE = Path(__file__).parent


def run(command, environment):
    """(seconds, peak MB, output) of one whole process."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        output.seek(0)
        text = output.read()
    if status:
        raise RuntimeError(f"{command} ended with status {status}")
    return seconds, usage.ru_maxrss / 1024, text


def compare(corpus):
    rows, topics = [], {}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for repeat in range(REPEATS):
            out, environment = folder / f"out{repeat}", {**os.environ, "HF_HUB_OFFLINE": "1"}
            environment["NEWSTHEMES_CACHE"] = str(folder / f"cache{repeat}")
            study = [sys.executable, "-m", "newsthemes", "run", str(corpus), "--out", str(out)]
            rows.append(("newsthemes, first run", *run(study, environment)[:2]))
            rows.append(("newsthemes, nothing changed", *run(study, environment)[:2]))
            sentences = folder / "sentences.txt"
            passages = pd.read_parquet(out / "passages.parquet")
            kept = passages.loc[passages["kept"], "text"].str.replace(r"\s+", " ", regex=True)
            sentences.write_text("\n".join(kept), encoding="utf-8")
            defaults = [
                sys.executable,
                str(HERE / "bertopic_defaults.py"),
                str(sentences),
                str(minilm.folder()),
            ]
            *figures, text = run(defaults, environment)
            rows.append(("BERTopic, defaults", *figures))
            topics["BERTopic, defaults"] = json.loads(text.splitlines()[-1])["topics"]
        topics["newsthemes"] = pd.read_csv(out / "topics.csv").set_index("topic")["terms"].to_dict()
    frame = pd.DataFrame(rows, columns=["process", "seconds", "peak MB"])
    return frame.groupby("process", sort=False).median().round(2), topics


def main(corpus):
    table, topics = compare(corpus)
    table["times BERTopic"] = (table["seconds"] / table.loc["BERTopic, defaults", "seconds"]).round(2)
    print(table.to_markdown(), "\n")
    for name, found in topics.items():
        print(f"**{name}**: {len([t for t in found if int(t) >= 0])} topics\n")
        for topic, terms in found.items():
            print(f"- {topic}: {terms if isinstance(terms, str) else '; '.join(terms)}")
        print()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("data/articles"))
