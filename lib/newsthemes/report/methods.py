"""How the study was made, in sentences whose numbers come from the run."""

from importlib.metadata import version
from pathlib import PurePath

import numpy as np

from newsthemes.figures.map_2d import FEWEST_FOR_UMAP
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.report.load import Run
from newsthemes.topics.evidence_level import SOLID


def methods(run: Run) -> list[tuple[str, str]]:
    """[(heading, paragraph)], in the order in which the study was made."""
    record, reading = run.record, run.record["counts"]["reading"]
    return [
        (
            "Reading",
            f"{reading['articles']:,} articles were read from “{corpus_name(record['corpus'])}” (fingerprint "
            f"{record['input_hash']}) and divided into {reading['passages']:,} passages, each the article's own "
            f"characters from a start to an end. {reading['passages set aside']:,} passages were set aside as page "
            "furniture; they stay in the tables with the reason. Reposts, excerpts and translations of a text are one "
            f"story: {record['counts']['stories']['stories']:,} stories.",
        ),
        (
            "One space for all languages",
            "The words of each passage were glossed into English with dictionaries, the result was encoded "
            f"({record['encoder']}), and each language's offset, measured on parallel reference sentences, was "
            "subtracted, so that what is said counts and the language does not.",
        ),
        (
            "Topics",
            f"Groups of passages that come back when the passages are resampled. Evidence: {record['evidence_rung']}. "
            "Stability is the mean Jaccard similarity of a topic with its copies under resampling; from "
            f"{SOLID} a topic counts as solid (Hennig 2007). {record['counts']['topics']['passages in no topic']:,} "
            "passages are in no topic.",
        ),
        (
            "Themes",
            "Defined beforehand by a sentence, seed phrases and, where there are any, labelled sentences. A passage's "
            "score, from 0 to 1, says how surely it is about the theme; it carries the theme when the score passes "
            f"the theme's cut. {record['counts']['themes']['passages with a theme']:,} passages carry one or more.",
        ),
        (
            "Shares",
            "An article carries a theme when a passage of it does; copies of one story share one vote. "
            f"{LEVEL_PERCENT} intervals "
            "come from resampling stories (Dean and Pagano 2015); where stories are too few there is none.",
        ),
        (
            "Map",
            _map(run.vectors, record["seed"])
            + " Near dots say similar things; distances between groups, and the axes, mean "
            "nothing. No number in this report rests on the map.",
        ),
        (
            "Reproduction",
            f"Every random step has the seed {record['seed']}: the same articles give the same results on one machine. "
            "Versions: " + ", ".join(f"{name} {number}" for name, number in record["versions"].items()) + ".",
        ),
    ]


def corpus_name(corpus: str) -> str:
    """The last part of a path: where a corpus lay on somebody's disk is nobody's business."""
    return "several inputs" if corpus.startswith("[") else PurePath(corpus.replace("\\", "/")).name or "."


def _map(vectors: np.ndarray, seed: int) -> str:
    if len(np.unique(vectors, axis=0)) < FEWEST_FOR_UMAP:
        return "The passages' vectors were laid out by their two principal components."
    return (
        "The passages' vectors were laid out by UMAP (McInnes, Healy and Melville 2018; umap-learn "
        f"{version('umap-learn')}, seed {seed}) on cosine distance when this report was made; the layout is not "
        "comparable between machines."
    )
