"""Reading at scale: how fast, and in how much memory, a big corpus becomes passages.

    python benchmarks/reading.py [MEGABYTES]

Articles are made by recombining sentences of the bundled corpus, with a page's furniture around each, as
files in a temporary folder. Each way of holding them (text files, one CSV) is a run of its own process;
memory is that of all its processes together, sampled, above what they take for a corpus of ten articles.
Prints a Markdown table.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from newsthemes.corpus import read
from newsthemes.passages import split_passages

MEGABYTES = 24
SENTENCES = 30  # an article, about 3,000 characters
HEAD = "Home\nNews\nBy Ada Holm\n4 min read\nAn article about {} and {}\n"
END = "\nShare\nComment\n0/400\nNo comments yet\n  • English\n  • Français\n  • Bahasa Indonesia\n"


def sentences_by_language() -> dict[str, list[str]]:
    articles = read(Path(__file__).parents[1] / "data" / "articles").articles
    passages = split_passages(articles)
    kept = passages[passages["kept"]]
    return {
        language: texts.tolist() for language, texts in kept.groupby("language")["text"] if len(texts) > 100
    }


def write_corpus(folder: Path, size: int) -> int:
    """Text files of `size` characters in all, and the same articles as one table; returns their number."""
    rng, pools, written, count = random.Random(0), sentences_by_language(), 0, 0
    (folder / "files").mkdir()
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["id", "text"])
        while written < size:
            chosen = rng.choices(pools[rng.choice(sorted(pools))], k=SENTENCES)
            paragraphs = "\n".join(" ".join(chosen[i : i + 4]) for i in range(0, SENTENCES, 4))
            text = HEAD.format(*(rng.randrange(10**6) for _ in range(2))) + paragraphs + END
            (folder / "files" / f"{count:06}.txt").write_text(text, encoding="utf-8")
            table.writerow([f"n{count}", text])
            written, count = written + len(text), count + 1
    return count


def measure(corpus: Path) -> dict[str, float]:
    """Wall seconds, processor seconds and peak memory (bytes, all processes) of reading and splitting a corpus."""
    script = (
        "import resource, sys, time; from newsthemes.corpus import read\n"
        "from newsthemes.passages import split_passages\n"
        "a = time.perf_counter(); articles = read(sys.argv[1]).articles; b = time.perf_counter()\n"
        "passages = split_passages(articles); c = time.perf_counter()\n"
        "usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "used = sum(u.ru_utime + u.ru_stime for u in usage)\n"
        "print(b - a, c - b, used, sum(map(len, articles['text'])), len(passages))"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(corpus)], stdout=subprocess.PIPE, text=True)
    peak = _watch(process.pid)
    output = process.communicate()[0].split()
    names = ("reading", "splitting", "used", "size", "passages")
    return dict(zip(names, map(float, output), strict=True)) | {"peak": peak()}


def _watch(pid: int):
    """Sample the memory of a process and its children, shared pages counted once; call the result for the peak."""
    peak = [0]

    def sample():
        while psutil.pid_exists(pid):
            try:
                root = psutil.Process(pid)
                family = [root, *root.children(recursive=True)]
                peak[0] = max(peak[0], sum(p.memory_full_info().pss for p in family))
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                pass
            time.sleep(0.2)

    threading.Thread(target=sample, daemon=True).start()
    return lambda: peak[0]


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_corpus(folder, megabytes * 10**6)
        (folder / "ten").mkdir()
        for file in sorted((folder / "files").iterdir())[:10]:
            (folder / "ten" / file.name).write_bytes(file.read_bytes())
        idle = measure(folder / "ten")["peak"]
        print(
            f"{count:,} articles, {megabytes} MB, {os.cpu_count()} cores; ten articles take {idle / 1e6:.0f} MB.\n"
        )
        print(
            "| corpus | reading | splitting | MB a minute | CPU seconds a MB | passages | memory | times the text |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for corpus in ("files", "table.csv"):
            m = measure(folder / corpus)
            rate, above = m["size"] / 1e6 / (m["reading"] + m["splitting"]) * 60, m["peak"] - idle
            print(
                f"| {corpus} | {m['reading']:.1f} s | {m['splitting']:.1f} s | {rate:.0f} "
                f"| {m['used'] / m['size'] * 1e6:.1f} | {m['passages']:,.0f} "
                f"| {above / 1e6:.0f} MB | {above / m['size']:.1f} |"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
