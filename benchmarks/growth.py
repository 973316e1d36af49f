"""What the study costs as the corpus grows: whole processes with cold caches, stage by stage, beside its peers.

    python benchmarks/growth.py [--sizes 200,2000,20000] [--alone 200000] [--peers] [--encoder cheap] [--repeats 3]
    python benchmarks/growth.py --memory 30000,100000,300000 --encoder cheap [--corpora FOLDER]

``--sizes``: passages, measured with the peers where ``--peers`` is given; ``--alone``: passages for this study alone,
once. The articles are made by resampling and recombining the sentences of the bundled corpus. ``--encoder cheap`` is a
hashed bag of words in 384 dimensions, for the growth of everything but the encoder. Every figure is of a whole process
with a cold cache, the methods taking turns, the median of ``--repeats``; processor time and memory are those of a
process and its children, shared pages counted once. ``--memory``: first runs alone, each stage with its processor time
and growth exponent, and the peak of all processes while it ran with its slope in bytes a passage. Prints Markdown
tables.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from newsthemes.embedding import minilm
from newsthemes.results.folder import checkpoint_path

HERE = Path(__file__).parent
SENTENCES = 30  # an article
OWN_SUBJECT = 0.7  # of an article's sentences are made from those of one series of the bundled articles
NEW_ARTICLES = 10
DIMENSION = 384
SAMPLED_EVERY = 0.2  # seconds, for the memory of a process and its children


# The corpus


def sentences():
    """{(language, series of articles): sentences} of the bundled corpus."""
    from newsthemes.corpus import read_corpus
    from newsthemes.passages import split_passages
    from newsthemes.resources import resource

    passages = split_passages(read_corpus(resource("data/articles")))
    kept = passages[passages["kept"] & passages["language"].isin(["en", "fr", "id"])]
    return {
        group: part["text"].tolist()
        for group, part in kept.groupby([kept["language"], kept["article_id"].str[0]])
        if len(part) > SENTENCES
    }


def write_articles(folder, count, pools, seed=0):
    """``count`` Markdown files of SENTENCES sentences, each two halves of sentences of one language."""
    rng, groups = random.Random(seed), sorted(pools)
    everything = {language: sum((pools[g] for g in groups if g[0] == language), []) for language, _ in groups}
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        group = rng.choice(groups)
        made = [recombined(rng, pools[group], everything[group[0]]) for _ in range(SENTENCES)]
        paragraphs = "\n\n".join(" ".join(made[i : i + 5]) for i in range(0, SENTENCES, 5))
        day = f"202{rng.randrange(6)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        head = (
            f"---\ntitle: Article {seed}-{number}\nsource: Source {rng.randrange(40)}\ndate: {day}\n---\n\n"
        )
        (folder / f"{seed}-{number:06}.md").write_text(head + paragraphs + "\n", encoding="utf-8")


def recombined(rng, own, all_of_language):
    pool = own if rng.random() < OWN_SUBJECT else all_of_language
    first, second = (rng.choice(pool).split() for _ in range(2))
    text = " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
    return text[:1].upper() + text[1:]


@cache
def directions():
    return np.random.default_rng(0).normal(size=(1 << 14, DIMENSION)).astype(np.float32)


def cheap_encoder(texts):
    """Hashed bags of words on fixed random directions: a meaning space that costs next to nothing."""
    from sklearn.feature_extraction.text import HashingVectorizer

    counts = HashingVectorizer(n_features=1 << 14, alternate_sign=False, norm="l2").transform(texts)
    return np.asarray(counts.astype(np.float32) @ directions()) + 1e-6


# What child processes do


def study(corpus, out, encoder):
    from newsthemes import Study
    from newsthemes.embedding.encoders import Encoder

    cheap = Encoder("cheap", cheap_encoder)  # with a key, so that its vectors are kept and taken again
    Study(corpus, out=out, encoder=cheap if encoder == "cheap" else encoder).save()


def kmeans(vectors, clusters):
    from sklearn.cluster import KMeans

    KMeans(int(clusters), n_init=10, random_state=0).fit(np.load(vectors))


CHILDREN = {"study": study, "kmeans": kmeans}


# Measuring


def run(command, environment):
    """(seconds, processor seconds with those of its children, peak MB) of one whole process."""
    begun, used = time.perf_counter(), sum(os.times()[2:4])
    peaks = sampled(command, environment, lambda: "whole")
    return time.perf_counter() - begun, sum(os.times()[2:4]) - used, max(peaks.values(), default=0.0)


def sampled(command, environment, phase):
    """{phase: peak MB} of one whole process; ``phase()`` names what it is at."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = {}
    while process.poll() is None:
        now = phase()
        peaks[now] = max(peaks.get(now, 0.0), memory(process.pid))
        time.sleep(SAMPLED_EVERY)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return peaks


def stage_under_way(out):
    """The stage that a run into ``out`` is at, by what it has finished; "figures" after the last."""
    from newsthemes.study import STAGES

    try:
        done = json.loads((checkpoint_path(out) / "stages.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        done = {}
    return next((stage for stage in STAGES if stage not in done), "figures")


def measure_memory(size, encoder, folder, corpora):
    """({stage: peak MB of all processes}, run.json) of a first run at one size; ``corpora``: where such are kept."""
    corpus, out = (corpora or folder) / f"c{size}", folder / "out"
    if not corpus.exists():
        write_articles(corpus, max(1, size // SENTENCES), sentences())
    environment = {**os.environ, "NEWSTHEMES_CACHE": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
    peaks = sampled(child("study", corpus, out, encoder), environment, lambda: stage_under_way(out))
    return peaks, json.loads((out / "run.json").read_text(encoding="utf-8"))


def memory(pid):
    """MB of a process and its children now, shared pages counted once."""
    try:
        root = psutil.Process(pid)
        return sum(each.memory_full_info().pss for each in [root, *root.children(recursive=True)]) / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def child(name, *arguments):
    return [sys.executable, str(Path(__file__).resolve()), "--child", name, *map(str, arguments)]


def measure(size, encoder, peers, folder):
    """({process: (seconds, processor seconds, MB)}, run.json of the first run) at one size."""
    corpus, out, made = folder / "corpus", folder / "out", sentences()
    environment = {**os.environ, "NEWSTHEMES_CACHE": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
    write_articles(corpus, max(1, size // SENTENCES), made)
    ours, measured = child("study", corpus, out, encoder), {}
    measured[FIRST] = run(ours, environment)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    if peers:
        measured |= measure_peers(out, record, environment, folder)
    measured[NOTHING] = run(ours, environment)
    write_articles(corpus, NEW_ARTICLES, made, seed=1)
    measured[MORE] = run(ours, environment)
    return measured, record


def measure_peers(out, record, environment, folder):
    """The same passages, one a line, and the same vectors."""
    passages = pd.read_parquet(out / "passages.parquet", columns=["text", "kept"])
    kept = passages["kept"].to_numpy(bool)
    lines = passages.loc[kept, "text"].str.replace(r"\s+", " ", regex=True)
    (folder / "passages.txt").write_text("\n".join(lines), encoding="utf-8")
    np.save(folder / "vectors.npy", np.load(out / "vectors.npy", mmap_mode="r")[kept])
    defaults = [sys.executable, str(HERE / "bertopic_defaults.py"), str(folder / "passages.txt")]
    defaults.append(str(minilm.folder()))
    clusters = max(2, record["counts"]["topics"]["topics"])
    return {
        BERTOPIC: run(defaults, environment),
        GIVEN: run([*defaults, str(folder / "vectors.npy")], environment),
        KMEANS: run(child("kmeans", folder / "vectors.npy", clusters), environment),
    }


FIRST, NOTHING, MORE = "this study, first run", "nothing changed", f"{NEW_ARTICLES} new articles"
BERTOPIC, GIVEN = "BERTopic, defaults", "BERTopic, vectors given"
KMEANS = "k-means on the vectors, as many as topics"


# Tables


def processes_table(rows):
    """One row a size and process, beside this study's first run."""
    table = pd.DataFrame(rows, columns=["passages", "process", "seconds", "processor seconds", "peak MB"])
    table = table.groupby(["passages", "process"], sort=False).median().reset_index()
    first = table[table["process"] == FIRST].set_index("passages")
    compared = {
        "seconds": "times our first run",
        "processor seconds": "times our processor",
        "peak MB": "times our memory",
    }
    for column, name in compared.items():
        table[name] = (table[column] / table["passages"].map(first[column])).round(3)
    return table.round({"seconds": 1, "processor seconds": 1, "peak MB": 0})


def stages_table(records):
    """One row a stage: seconds and passages a second at each size, and the growth exponent from LEAST passages on."""
    rows = {}
    for size, record in records.items():
        stages = {name: stage["seconds"] for name, stage in record["stages"].items()}
        stages["figures"] = record["figures"]["seconds"]
        stages["all but topics"] = sum(stages.values()) - stages["topics"]
        for name, seconds in stages.items():
            rows.setdefault(name, {})[size] = seconds
    table = pd.DataFrame(rows).T.rename_axis("stage")
    grown = [size for size in table if size >= LEAST]
    largest, shown = max(table), table.round(1)
    shown["passages a second"] = (largest / table[largest].clip(lower=1e-3)).round(0).astype(int)
    if len(grown) > 1:
        shown["exponent"] = [exponent(grown, row[grown]) for _, row in table.iterrows()]
    peaks = {name: stage["peak_memory_mb"] for name, stage in records[largest]["stages"].items()}
    shown["peak MB so far"] = [peaks.get(name, float("nan")) for name in shown.index]
    return shown.rename(columns={size: f"{size:,}" for size in table})


def memory_table(measured):
    """One row a stage: processor seconds and the peak of all processes at each size, exponent and bytes a passage."""
    sizes, rows = sorted(measured), {}
    for size in sizes:
        peaks, record = measured[size]
        for stage, peak in peaks.items():
            row = rows.setdefault(stage, {})
            row[f"s, {size:,}"] = record["stages"].get(stage, {}).get("processor_seconds", float("nan"))
            row[f"MB, {size:,}"] = round(peak)
    table = pd.DataFrame(rows).T.rename_axis("stage")
    seconds, peaks = ([f"{kind}, {size:,}" for size in sizes] for kind in ("s", "MB"))
    table = table[[*seconds, *peaks]]
    if len(sizes) > 1:
        slope = (table[peaks[-1]] - table[peaks[-2]]) * 2**20 / (sizes[-1] - sizes[-2])
        table["exponent"] = [exponent(sizes, row[seconds]) for _, row in table.iterrows()]
        table["bytes a passage"] = slope.round()
    return table


LEAST = 2000  # passages from which growth is fitted: below, start-up is most of it


def exponent(sizes, seconds):
    """The slope of log seconds over log passages, by least squares."""
    seconds = np.maximum(np.asarray(seconds, float), 1e-3)
    return round(float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0]), 2)


def numbers(listed):
    return [int(number) for number in listed.split(",") if number]


def print_memory(sizes, encoder, corpora):
    measured = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured[size] = measure_memory(size, encoder, Path(folder), corpora)
        print(memory_table(measured).to_markdown(), "\n", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="200,2000,20000")
    options.add_argument("--alone", default="")
    options.add_argument("--peers", action="store_true")
    options.add_argument("--encoder", default="views")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--memory", default="", help="sizes whose memory is measured, stage by stage")
    options.add_argument(
        "--corpora", type=Path, help="where corpora c30000, c100000 … are kept, made if missing"
    )
    options.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options.add_argument("--write", nargs=2, metavar=("FOLDER", "PASSAGES"), help="only write such a corpus")
    given = options.parse_args()
    if given.child:
        return CHILDREN[given.child[0]](*given.child[1:])
    if given.write:
        return write_articles(Path(given.write[0]), int(given.write[1]) // SENTENCES, sentences())
    if given.memory:
        return print_memory(numbers(given.memory), given.encoder, given.corpora)
    sizes, alone = numbers(given.sizes), numbers(given.alone)
    rows, records = [], {}
    for size in [*sizes * given.repeats, *alone]:
        with tempfile.TemporaryDirectory() as folder:
            peers = given.peers and size in sizes
            measured, record = measure(size, given.encoder, peers, Path(folder))
        rows += [(size, name, *figures) for name, figures in measured.items()]
        records.setdefault(size, record)
        print(f"{size} passages measured", file=sys.stderr)
    print(processes_table(rows).to_markdown(index=False), "\n")
    print(stages_table(records).to_markdown())


if __name__ == "__main__":
    main()
