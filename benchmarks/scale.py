"""What the study costs as the corpus grows: whole processes with cold caches, stage by stage, beside its peers.

    python benchmarks/scale.py [--sizes 200,2000,20000] [--alone 200000] [--peers] [--encoder cheap] [--repeats 1]

``--sizes``: passages, measured with the peers where ``--peers`` is given; ``--alone``: passages for this study alone.
The articles are made by resampling and recombining the sentences of the bundled corpus. ``--encoder cheap`` is a hashed
bag of words in 384 dimensions, for the growth of everything but the encoder. Prints Markdown tables.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

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
        head = f"---\ntitle: Article {seed}-{number}\nsource: Source {rng.randrange(40)}\ndate: {day}\n---\n\n"
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


# What a child process does


def study(corpus, out, encoder):
    from newsthemes import Study

    Study(corpus, out=out, encoder=cheap_encoder if encoder == "cheap" else encoder).save()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--child", nargs="+")
    options.add_argument("--write", nargs=2)
    given = options.parse_args()
    if given.child:
        study(*given.child)
    if given.write:
        write_articles(Path(given.write[0]), int(given.write[1]) // SENTENCES, sentences())


if __name__ == "__main__":
    main()
