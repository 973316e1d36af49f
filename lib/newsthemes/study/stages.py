"""The stages in the order data flows: what each rests on, what it computes, and where that is kept."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.study.scored import Scored

GROUPS = ("source", "language")  # what prevalence.csv is broken down by
WHOLE = "all"
UNITS = ("articles", "passages", "words")


class Stage(NamedTuple):
    """``compute(study)`` gives ``{result: value}``; ``files`` says in which file each result is kept.

    ``settings(study)``: what the stage depends on besides the stages it ``needs``.
    """

    compute: Callable
    files: dict
    needs: tuple = ()
    settings: Callable = lambda study: []


def reading(study):
    from newsthemes.corpus import read
    from newsthemes.passages import article_languages, split_passages, without_content

    study.workers.require(study.corpus)
    articles, unread = read(study.corpus, progress=study.progress, each=study.workers.each)
    passages = split_passages(articles, progress=study.progress, each=study.workers.each)
    found = articles["article_id"].map(article_languages(passages))
    articles["language"] = articles["language"].where(articles["language"].notna(), found)
    unread = pd.concat([unread, without_content(articles, passages)], ignore_index=True)
    return {"read": articles, "passages": passages, "unread": unread}


def embedding(study):
    passages, embedder = study.passages, study.embedder
    kept = np.flatnonzero(passages["kept"].to_numpy(bool))
    texts, languages = passages["text"].iloc[kept].tolist(), passages["language"].iloc[kept].tolist()
    vectors = _zeros((len(passages), embedder.dimension()), study.ledger.room("embedding"))
    embedder.embed(texts, languages, study.progress, workers=study.workers, into=vectors, rows=kept)
    return {"vectors": vectors}


def _zeros(shape, room):
    """float32 zeros, in their file from the start where there is a folder for it, so that memory need not hold them."""
    if room is None or not shape[0]:
        return np.zeros(shape, np.float32)
    return np.asarray(np.lib.format.open_memmap(room / "vectors.npy", "w+", np.float32, shape))


def stories(study):
    from newsthemes.duplicates import assign_stories

    articles = study.result("reading", "read").copy()
    articles["story_id"] = assign_stories(articles, study.passages, study.vectors)
    return {"articles": articles}


def topics(study):
    from newsthemes.topics import find_topics

    kept = study.kept
    article = study.articles.set_index("article_id").loc[kept["article_id"]]
    found = find_topics(
        kept["text"].tolist(),
        study.kept_vectors,
        kept["language"].tolist(),
        seed=study.seed,
        articles=kept["article_id"].tolist(),
        stories=article["story_id"].tolist(),
        sources=article["source"].tolist(),
        progress=study.progress,
        workers=study.workers,
    )
    return {"topics": found}


def themes(study):
    from newsthemes.themes import present, score_themes

    kept, definitions = study.kept, study.theme_definitions
    scores = score_themes(
        kept["text"].tolist(),
        study.kept_vectors,
        kept["language"].tolist(),
        definitions,
        articles=kept["article_id"].tolist(),
        encoder=study.embedder,
        workers=study.workers,
    )
    presence = present(scores, definitions, encoder=study.embedder)
    return {"themes": Scored(kept["passage_id"], scores, presence.astype(bool))}


def prevalence(study):
    from newsthemes.prevalence import prevalences

    wanted = [(by, unit) for by in (None, *GROUPS) for unit in UNITS]
    made = prevalences(
        study.articles, study.kept, study.presence, wanted, seed=study.seed, labels=study.labels_here
    )
    shares = [
        table.assign(group=WHOLE, value=WHOLE)
        if by is None
        else table.rename(columns={by: "value"}).assign(group=by)
        for (by, _), table in zip(wanted, made, strict=True)
    ]
    together = pd.concat(shares, ignore_index=True)
    first = ["group", "value", "theme", "unit"]
    return {"shares": together[first + [name for name in together if name not in first]]}


def evidence(study):
    from newsthemes.evidence import evidence as quotes
    from newsthemes.quantities import contradictions

    return {
        "evidence": quotes(study.articles, study.kept, study.scores, study.presence),
        "contradictions": contradictions(study.articles, study.kept, study.kept_vectors),
    }


STAGES = {
    "reading": Stage(
        reading,
        {"read": "articles.parquet", "passages": "passages.parquet", "unread": "report.csv"},
        settings=lambda study: [study.input_hash],
    ),
    "embedding": Stage(
        embedding, {"vectors": "vectors.npy"}, ("reading",), lambda study: [study.encoder_key]
    ),
    "stories": Stage(stories, {"articles": "articles.parquet"}, ("reading", "embedding")),
    "topics": Stage(topics, {"topics": "topics"}, ("stories", "embedding"), lambda study: [study.seed]),
    "themes": Stage(
        themes,
        {"themes": "passage_themes.parquet"},
        ("stories", "embedding"),
        lambda study: [study.theme_definitions.fingerprint],
    ),
    "prevalence": Stage(
        prevalence,
        {"shares": "prevalence.csv"},
        ("themes",),
        lambda study: [study.seed, study.has_bundled_themes],
    ),
    "evidence": Stage(
        evidence, {"evidence": "evidence.csv", "contradictions": "contradictions.csv"}, ("themes",)
    ),
}
