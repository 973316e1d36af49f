"""The study with something changed (passages, sources, languages, vectors, seed), and what is left of its results."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.exhibits.corpus import of_article
from newsthemes.exhibits.languages import RAW
from newsthemes.exhibits.remembered import rediscovered
from newsthemes.exhibits.themes import theme_shares
from newsthemes.exhibits.topics import topic_labels

STUDY = "the study"
VECTORS, HALF = "other vectors", "half of the stories"
HALVES = 3  # random halves of the stories
CORES, SMALL = 2, 500  # a corpus of fewer passages is not worth a second process
MOST_LEFT_OUT = 5  # the largest groups, left out one at a time


class Variant(NamedTuple):
    """``rows``: bool, which kept passages are in; ``vectors``: theirs, row-aligned with all kept passages."""

    name: str
    kind: str
    rows: np.ndarray
    vectors: np.ndarray
    seed: int


def variants(study, spaces):
    """The variants of the study, as :class:`Variant`; ``spaces`` as from ``exhibits.spaces``."""
    own, everything = np.asarray(study.kept_vectors), np.ones(len(study.kept), bool)
    made = [Variant("another seed", "seed", everything, own, study.seed + 1)]
    made += [Variant("encoder as it is", VECTORS, everything, spaces[RAW], study.seed)]
    made += [Variant("vectors rounded", VECTORS, everything, _rounded(own), study.seed)]
    for half in range(HALVES):
        made.append(Variant(f"{HALF} ({half + 1})", HALF, _half(study, half), own, study.seed))
    for kind in ("source", "language"):
        values = of_article(study, kind) if kind == "source" else study.kept[kind]
        counts = values.value_counts()
        for value in counts.index[:MOST_LEFT_OUT] if len(counts) > 1 else []:
            rows = (values != value).to_numpy(bool)
            made.append(Variant(f"without {value}", f"{kind} left out", rows, own, study.seed))
    return [variant for variant in made if variant.rows.any()]


def theme_survival(study, variants):
    """theme, variant, kind, share, low, high: the study's share of articles and that of each variant; low and high are
    the study's interval for the theme, on every row."""
    base = theme_shares(study).assign(variant=STUDY, kind=STUDY)
    tables = [base] + [_shares(study, variant) for variant in variants if variant.kind != "seed"]
    table = pd.concat(tables, ignore_index=True)[["theme", "variant", "kind", "share"]]
    bounds = base[["theme", "low", "high"]].astype({"low": float, "high": float})
    return table.merge(bounds, on="theme", how="left", validate="many_to_one")


def _shares(study, variant):
    """The variant's shares; other vectors are scored anew, other passages keep their themes."""
    from newsthemes.prevalence import prevalence

    presence = _presence(study, variant) if variant.kind == VECTORS else study.presence
    kept = study.kept[variant.rows].reset_index(drop=True)
    table = prevalence(
        study.articles, kept, presence[variant.rows].reset_index(drop=True), draws=2, seed=study.seed
    )
    names = table["theme"].map(study.theme_definitions.names)
    return pd.DataFrame(
        {"theme": names, "variant": variant.name, "kind": variant.kind, "share": table["share"]}
    )


def _presence(study, variant):
    from newsthemes.embedding import Embedder
    from newsthemes.themes import theme_presence

    kept = study.kept
    return theme_presence(
        kept["text"].tolist(),
        variant.vectors,
        kept["language"].tolist(),
        study.theme_definitions,
        articles=kept["article_id"].tolist(),
        encoder=Embedder(study.encoder),
    )


def topic_survival(study, variants, each=1):
    """topic, label, size, variant, kind, overlap: how much of each topic each variant finds again (Jaccard). Discovery
    takes seconds, so only the first ``each`` variants of a kind are tried: of groups, the largest left out."""
    labels, sizes = (
        topic_labels(study),
        dict(zip(study.topics.table["topic"], study.topics.table["size"], strict=True)),
    )
    tried = [
        v for i, v in enumerate(variants) if sum(v.kind == before.kind for before in variants[:i]) < each
    ]
    found = []
    for variant, theirs in zip(tried, _rediscover(study.kept, tried), strict=True) if labels else []:
        overlaps = _overlaps(study.topics.assignment[variant.rows], theirs)
        found += [(t, labels[t], sizes[t], variant.name, variant.kind, overlaps.get(t)) for t in labels]
    table = pd.DataFrame(found, columns=["topic", "label", "size", "variant", "kind", "overlap"])
    return table.sort_values("topic", kind="stable", ignore_index=True).astype({"overlap": float})


def _rediscover(kept, variants):
    """The assignment of each variant, found on two cores."""
    from joblib import Parallel, delayed

    jobs = []
    for variant in variants:
        part = kept[variant.rows]
        columns = (part[name].tolist() for name in ("text", "language", "article_id"))
        texts, languages, articles = columns
        jobs.append(
            delayed(rediscovered)(texts, variant.vectors[variant.rows], languages, variant.seed, articles)
        )
    return [found["assignment"] for found in Parallel(n_jobs=CORES if len(kept) > SMALL else 1)(jobs)]


def _overlaps(ours, theirs):
    """{topic: largest Jaccard overlap with one of the other topics}, over passages both runs had."""
    overlaps = {}
    for topic in np.unique(ours[ours >= 0]):
        mine = ours == topic
        rivals = [theirs == other for other in np.unique(theirs[mine]) if other >= 0]
        overlaps[topic] = max(((mine & rival).sum() / (mine | rival).sum() for rival in rivals), default=0.0)
    return overlaps


def _half(study, seed):
    """Passages of a random half of the stories."""
    stories = of_article(study, "story_id")
    names = np.sort(stories.unique())
    chosen = np.random.default_rng(seed).permutation(names)[: max(1, len(names) // 2)]
    return stories.isin(chosen).to_numpy(bool)


def _rounded(vectors):
    """What another machine's arithmetic may do at worst: the numbers cut to the 8 bits of bfloat16."""
    cut = (np.ascontiguousarray(vectors, np.float32).view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
    norms = np.linalg.norm(cut, axis=1, keepdims=True)
    return cut / np.where(norms > 0, norms, 1)
