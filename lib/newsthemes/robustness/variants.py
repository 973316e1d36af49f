"""The study with something changed: passages, sources, languages, vectors or the seed."""

from typing import NamedTuple

import numpy as np

from newsthemes.language.codes import language_name
from newsthemes.results.columns import of_article
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.spaces import RAW, spaces

VECTORS, HALF = "other vectors", "half of the stories"
HALVES = 3  # random halves of the stories
MOST_LEFT_OUT = 5  # the largest groups, left out one at a time


class Variant(NamedTuple):
    """``rows``: bool, which kept passages are in; ``vectors``: theirs, row-aligned with all kept passages."""

    name: str
    kind: str
    rows: np.ndarray
    vectors: np.ndarray
    seed: int


def variants(study: StudyTables) -> list[Variant]:
    """The variants of the study, as :class:`Variant`."""
    own, everything = np.asarray(study.vectors_of_kept), np.ones(len(study.kept), bool)
    made = [Variant("another seed", "seed", everything, own, study.seed + 1)]
    made += [Variant("encoder as it is", VECTORS, everything, spaces(study)[RAW], study.seed)]
    made += [Variant("vectors rounded", VECTORS, everything, _rounded(own), study.seed)]
    for half in range(HALVES):
        made.append(Variant(f"{HALF} ({half + 1})", HALF, _half(study, half), own, study.seed))
    for kind in ("source", "language"):
        values = of_article(study, kind) if kind == "source" else study.kept[kind]
        counts = values.value_counts()
        for value in counts.index[:MOST_LEFT_OUT] if len(counts) > 1 else []:
            rows = (values != value).to_numpy(bool)
            name = language_name(value) if kind == "language" else value
            made.append(Variant(f"without {name}", f"{kind} left out", rows, own, study.seed))
    return [variant for variant in made if variant.rows.any()]


def _half(study: StudyTables, seed: int) -> np.ndarray:
    """Passages of a random half of the stories."""
    stories = of_article(study, "story_id")
    names = np.sort(stories.unique())
    chosen = np.random.default_rng(seed).permutation(names)[: max(1, len(names) // 2)]
    return stories.isin(chosen).to_numpy(bool)


def _rounded(vectors: np.ndarray) -> np.ndarray:
    """What another machine's arithmetic may do at worst: the numbers cut to the 8 bits of bfloat16."""
    cut = (np.ascontiguousarray(vectors, np.float32).view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
    norms = np.linalg.norm(cut, axis=1, keepdims=True)
    return cut / np.where(norms > 0, norms, 1)
