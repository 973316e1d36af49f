"""How language-neutral the vectors are: an ablation on parallel sentences, and what the space costs to compute.

    python benchmarks/embedding.py [PARALLEL.tsv]

The file is tab-separated with a header of language codes (``ind`` is read as ``id``); any other column is
ignored. Without a file, the aligned sentences of the bundled translation trios are used.
"""

import csv
import random
import resource as resource_use
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from newsthemes.embedding import SAVED_AT_ONCE, Embedder, language_leak, minilm, vector_leak, worker_pool
from newsthemes.embedding.encoders import load_encoder
from newsthemes.embedding.language_offset import reference
from newsthemes.language.glossary import coverage, gloss, glossed_languages
from newsthemes.resources import resource

CLUSTERS = 14
MANY = 100_000  # passages for the figure of memory
STEPS = {"raw": (False, False), "offset": (False, True), "gloss": (True, False), "both": (True, True)}


def read_parallel(path=None):
    """{language: sentences}, row-aligned."""
    if path is None:
        return bundled_parallel()
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    codes = {"ind": "id", "fra": "fr", "eng": "en"}
    known = [
        column for column in rows[0] if codes.get(column, column) in reference() and not _is_key(column, rows)
    ]
    return {codes.get(column, column): [row[column] for row in rows] for column in known}


def _is_key(column, rows):
    """A column called ``id`` may be Indonesian or the row's key: a key has no spaces."""
    return all(" " not in row[column] for row in rows)


def bundled_parallel():
    """Sentences of the trios whose members have the same number of gold sentences, in order."""
    from newsthemes.corpus import read_corpus

    articles = read_corpus(resource("data/articles")).set_index("article_id")
    gold = pd.read_csv(resource("data/gold.csv"), keep_default_na=False).sort_values(["article_id", "start"])
    sentences = {
        article: [articles.text[article][start:end] for start, end in zip(part.start, part.end, strict=True)]
        for article, part in gold.groupby("article_id")
    }
    parallel = {"en": [], "fr": [], "id": []}
    for article in sorted(sentences):
        trio = [sentences.get(article.removesuffix("-en") + f"-{code}", []) for code in parallel]
        if article.endswith("-en") and len(trio[0]) == len(trio[1]) == len(trio[2]):
            for code, own in zip(parallel, trio, strict=True):
                parallel[code] += own
    return parallel


def ablation(parallel):
    """One row a step: nearest neighbours right each way, and what clusters and neighbours tell of language."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import normalized_mutual_info_score

    tags = [language for language, sentences in parallel.items() for _ in sentences]
    rows = []
    for step, (use_gloss, use_offset) in STEPS.items():
        embedder = Embedder(gloss=use_gloss, offset=use_offset)
        vectors = {name: embedder.embed(texts, [name] * len(texts)) for name, texts in parallel.items()}
        row = {"vectors": step}
        for name in list(parallel)[1:]:
            similarity = vectors["en"] @ vectors[name].T
            truth = np.arange(len(similarity))
            row[f"en→{name}"] = round(float((similarity.argmax(1) == truth).mean()), 3)
            row[f"{name}→en"] = round(float((similarity.argmax(0) == truth).mean()), 3)
        together = np.vstack(list(vectors.values()))
        found = KMeans(CLUSTERS, n_init=10, random_state=0).fit_predict(together)
        row["NMI with language"] = round(normalized_mutual_info_score(tags, found), 4)
        row["leak of the clusters"], row["by chance"] = (round(x, 3) for x in language_leak(found, tags))
        row["leak of the neighbours"], row["of a blind space"] = (
            round(x, 3) for x in vector_leak(together, tags)
        )
        rows.append(row)
    return pd.DataFrame(rows)


def glossary_coverage(parallel):
    return pd.DataFrame(
        [
            {"language": name, "running words with a gloss": round(coverage(parallel[name], name), 3)}
            for name in glossed_languages()
            if name in parallel
        ]
    )


def throughput(texts, repeats=3):
    """Passages a second, whole path against the encoder alone and against sentence-transformers' own ``encode``.

    Same texts, same process, medians of ``repeats`` interleaved runs; the store is empty each time.
    """
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(minilm.folder()), device="cpu")
    encoder = load_encoder("minilm")
    glossed = gloss(texts, ["fr"] * len(texts))
    encoder.encode(texts[:64]), plain.encode(texts[:64], show_progress_bar=False)
    seconds = {
        "embed(), gloss, offset and store included": [],
        "its encoder alone, on one core": [],
        "plain encode": [],
    }
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as cache:
            embedder = Embedder(cache=cache)
            embedder.embed(texts[:1], ["fr"])  # the reference sentences are embedded once a machine
            seconds["embed(), gloss, offset and store included"].append(
                _seconds(lambda: embedder.embed(texts, ["fr"] * len(texts)))  # noqa: B023
            )
        seconds["its encoder alone, on one core"].append(_seconds(lambda: encoder.encode(glossed)))
        seconds["plain encode"].append(_seconds(lambda: plain.encode(texts, show_progress_bar=False)))
    base = np.median(seconds["plain encode"])
    return pd.DataFrame(
        [
            {
                "path": path,
                "passages a second": round(len(texts) / np.median(times)),
                "times plain": round(base / np.median(times), 2),
            }
            for path, times in seconds.items()
        ]
    )


def cost(texts):
    """Share of the whole path's time that its encoder, fed with glossed texts in memory, would not have taken.

    The median of three cold stores, in turn.
    """
    shares, glossed = [], gloss(texts, ["fr"] * len(texts))
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            embedder = Embedder(cache=cache)
            whole = _seconds(lambda: embedder.embed(texts, ["fr"] * len(texts)))  # noqa: B023
        parts = [glossed[start : start + SAVED_AT_ONCE] for start in range(0, len(glossed), SAVED_AT_ONCE)]
        shares.append(1 - _seconds(lambda: list(worker_pool.encoded("minilm", parts))) / whole)  # noqa: B023
    return float(np.median(shares))


def recombined(sentences, count):
    """``count`` different texts in the languages given, each two halves of sentences of one language."""
    rng, texts, languages = random.Random(0), {}, sorted(sentences)
    while len(texts) < count:
        language = rng.choice(languages)
        first, second = (rng.choice(sentences[language]).split() for _ in range(2))
        texts[" ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])] = language
    return list(texts), list(texts.values())


def embed_many(count):
    """What the child process does: embed with an empty store, then print seconds."""
    texts, languages = recombined(bundled_parallel(), count)
    with tempfile.TemporaryDirectory() as cache:
        seconds = _seconds(lambda: Embedder(cache=cache).embed(texts, languages))
    peak = resource_use.getrusage(resource_use.RUSAGE_SELF).ru_maxrss / 1024
    row = {"passages": [f"{count:,}"], "seconds": [round(seconds)], "peak MB": [round(peak)]}
    print(pd.DataFrame(row).to_markdown(index=False))


def _seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(path):
    parallel = read_parallel(path)
    print(ablation(parallel).to_markdown(index=False), "\n")
    print(glossary_coverage(parallel).to_markdown(index=False), "\n")
    french = list(dict.fromkeys(parallel["fr"]))
    print(throughput(french).to_markdown(index=False), "\n")
    many = recombined({"fr": parallel["fr"]}, 20_000)[0]
    print(f"Everything but the encoder takes {cost(many):.1%} of the time.\n", flush=True)
    subprocess.run([sys.executable, __file__, "--many", str(MANY)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--many"]:
        embed_many(int(sys.argv[2]))
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
