"""What is left of the results of a study in its variants."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.cache.memo import memoize
from newsthemes.results.columns import of_article, theme_names
from newsthemes.results.study_tables import StudyTables
from newsthemes.robustness.variants import VECTORS, Variant

STUDY = "the study"
FOUND_AGAIN = 0.6  # overlap under which a cluster should not be trusted to be the same (Hennig 2007)
NO_TOPIC = "the variant has no topic"
NO_PASSAGE = "none of the topic's passages is in the variant"
CORES, SMALL = 2, 500  # a corpus of fewer passages is not worth a second process


def theme_survival(study: StudyTables, variants: Sequence[Variant]) -> pd.DataFrame:
    """theme, variant, kind, share, low, high: the study's share of articles and that of each variant; low and high
    are the study's interval for the theme, on every row."""
    base = theme_names(study, study.prevalence()).assign(variant=STUDY, kind=STUDY)
    tables = [base] + [_shares(study, variant) for variant in variants if variant.kind != "seed"]
    table = pd.concat(tables, ignore_index=True)[["theme", "variant", "kind", "share"]]
    bounds = base[["theme", "low", "high"]].astype({"low": float, "high": float})
    return table.merge(bounds, on="theme", how="left", validate="many_to_one")


def _shares(study: StudyTables, variant: Variant) -> pd.DataFrame:
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


def _presence(study: StudyTables, variant: Variant) -> pd.DataFrame:
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


def topic_survival(study: StudyTables, variants: Sequence[Variant], each: int = 1) -> pd.DataFrame:
    """topic, label, size, variant, kind, overlap, note: how much of each topic each variant finds again (Jaccard); null
    where that can't be said, the note saying why.
    Discovery takes seconds, so only the first ``each`` variants of a kind are tried: of groups, the largest left
    out."""
    topics = list(study.topics.table[["topic", "label", "size"]].itertuples(index=False, name=None))
    tried = [
        v for i, v in enumerate(variants) if sum(v.kind == before.kind for before in variants[:i]) < each
    ]
    found = []
    for variant, theirs in zip(tried, _rediscover(study, tried), strict=True) if topics else []:
        overlaps = _overlaps(study.topics.assignment[variant.rows], theirs)
        none = (theirs < 0).all()
        for topic in topics:
            overlap = None if none else overlaps.get(topic[0])
            note = NO_TOPIC if none else NO_PASSAGE if overlap is None else None
            found.append((*topic, variant.name, variant.kind, overlap, note))
    table = pd.DataFrame(found, columns=["topic", "label", "size", "variant", "kind", "overlap", "note"])
    return table.sort_values("topic", kind="stable", ignore_index=True).astype({"overlap": float})


def _rediscover(study: StudyTables, variants: Sequence[Variant]) -> list[np.ndarray]:
    """The assignment of each variant, found on two cores."""
    from joblib import Parallel, delayed

    kept, jobs = study.kept, []
    for variant in variants:
        given = texts_of(study, variant.rows)
        jobs.append(delayed(find_again)(*given, variant.vectors[variant.rows], variant.seed))
    return [found["assignment"] for found in Parallel(n_jobs=CORES if len(kept) > SMALL else 1)(jobs)]


def _overlaps(ours: np.ndarray, theirs: np.ndarray) -> dict[int, float]:
    """{topic: largest Jaccard overlap with one of the other topics}, over passages both runs had."""
    overlaps = {}
    for topic in np.unique(ours[ours >= 0]):
        mine = ours == topic
        rivals = [theirs == other for other in np.unique(theirs[mine]) if other >= 0]
        overlaps[topic] = max(((mine & rival).sum() / (mine | rival).sum() for rival in rivals), default=0.0)
    return overlaps


def texts_of(study: StudyTables, rows: np.ndarray) -> tuple[list[str], list[str], list[str], list[str]]:
    """(texts, languages, articles, stories) of the kept passages in ``rows`` (bool), of which topics are found."""
    part = study.kept[rows]
    columns = [part["text"], part["language"], part["article_id"], of_article(study, "story_id")[rows]]
    texts, languages, articles, stories = (column.tolist() for column in columns)
    return texts, languages, articles, stories


def find_again(
    texts: list[str],
    languages: list[str],
    articles: list[str],
    stories: list[str],
    vectors: np.ndarray,
    seed: int,
) -> dict[str, Any]:
    """{"assignment": (n,), "stability": (k,), "size": (k,)} of the topics found as the study finds its own, memoized.
    Without the stories another seed had 4 of 42 topics of the bundled corpus again; with them, all 42."""
    from newsthemes.topics import find_topics

    def find() -> dict[str, Any]:
        topics = find_topics(texts, vectors, languages, seed=seed, articles=articles, stories=stories)
        return {
            "assignment": topics.assignment,
            "stability": topics.table["stability"].to_numpy(float),
            "size": topics.table["size"].to_numpy(int),
        }

    return memoize("topics", [vectors, texts, languages, seed, articles, stories], find)
