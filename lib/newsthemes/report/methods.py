"""How the study was made, in sentences whose numbers come from the run."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import PurePath
from typing import Any

import numpy as np

from newsthemes.embedding import VIEWS
from newsthemes.figures.map_2d import FEWEST_FOR_UMAP
from newsthemes.figures.phrasing import plural
from newsthemes.prevalence.intervals import LEVEL_PERCENT
from newsthemes.report.load import Run
from newsthemes.results.folder import IN_PYTHON
from newsthemes.topics.evidence_level import SOLID, shows_topics


def methods(run: Run) -> list[tuple[str, str]]:
    """[(heading, paragraph)], in the order in which the study was made."""
    record, reading = run.record, run.record["counts"]["reading"]
    unread = reading.get("passages in a language not read", 0)  # an older run did not count them
    unmeasured = f", {plural(unread, 'passage')} for a language that no encoder reads" if unread else ""
    return [
        (
            "Reading",
            f"{_were(reading['articles'], 'article')} read from “{corpus_name(record['corpus'])}” (fingerprint "
            f"{record['input_hash']}) and divided into {plural(reading['passages'], 'passage')}, each the article's "
            f"own characters from a start to an end. {_were(reading['passages set aside'] - unread, 'passage')} set "
            f"aside as page furniture{unmeasured}; what is set aside stays in the tables with the reason. Reposts, "
            "excerpts and translations of a text are one "
            f"story: {plural(record['counts']['stories']['stories'], 'story')}.",
        ),
        (
            "One space for all languages",
            _space(record["encoder"]),
        ),
        (
            "Topics",
            _topics(record),
        ),
        (
            "Themes",
            "Defined beforehand by a sentence, seed phrases and, where there are any, labelled sentences. A passage's "
            "score, from 0 to 1, says how surely it is about the theme; it carries the theme when the score passes "
            "the theme's threshold and its article as a whole speaks for the theme more than unrelated news does. "
            "Passages that carry one or more: "
            f"{record['counts']['themes']['passages with a theme']:,}.",
        ),
        (
            "Shares",
            "An article mentions a theme when a passage of it carries the theme; its main theme is the one that most "
            "of its words are in, if these are a fifth of it or more. Copies of one story share one vote. "
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


def _space(encoder: str) -> str:
    """How passages of different languages came to be comparable."""
    known = {
        VIEWS: "Each passage was encoded by several encoders whose vectors were joined, each for the languages that it "
        "reads; where there is a glossary, one of them reads the passage's words glossed into English",
        "function": "Each passage was encoded by a function of the user's",
    }
    how = known.get(encoder, f"Each passage was encoded ({encoder})")
    return (
        f"{how}. The offset of each language, measured on parallel reference sentences where there are any, was "
        "subtracted, so that what is said counts and the language does not."
    )


def _topics(record: Mapping[str, Any]) -> str:
    """How topics were found, or why alike passages are not called topics."""
    level, outside = record["evidence_rung"], record["counts"]["topics"]["passages in no topic"]
    if not shows_topics(level):
        return f"Alike passages are grouped; with {level} a group is not yet a topic."
    return (
        "Groups of passages that come back when the passages are resampled. Stability is the mean "
        f"Jaccard similarity of a topic with its copies under resampling; from {SOLID} a topic counts as solid (Hennig "
        f"2007). Passages in no topic: {outside:,}."
    )


def _were(number: int, one: str) -> str:
    return f"{plural(number, one)} {'was' if number == 1 else 'were'}"


def corpus_name(corpus: str) -> str:
    """The last part of a path: where a corpus lay on somebody's disk is nobody's business."""
    if corpus == IN_PYTHON:
        return "a table"
    return "several inputs" if corpus.startswith("[") else PurePath(corpus.replace("\\", "/")).name or "."


def _map(vectors: np.ndarray, seed: int) -> str:
    if len(np.unique(vectors, axis=0)) < FEWEST_FOR_UMAP:
        return "The passages' vectors were laid out by their two principal components."
    return (
        "The passages' vectors were laid out by UMAP (McInnes, Healy and Melville 2018; umap-learn "
        f"{version('umap-learn')}, seed {seed}) on cosine distance when this report was made; the layout is not "
        "comparable between machines."
    )
