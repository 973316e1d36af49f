"""The stages in the order data flows: what each rests on, what it computes, and where that is kept."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

GROUPS = ("source", "language")  # what prevalence.csv is broken down by
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

    articles, unread = read(study.corpus, progress=study.progress)
    passages = split_passages(articles, progress=study.progress)
    found = articles["article_id"].map(article_languages(passages))
    articles["language"] = articles["language"].where(articles["language"].notna(), found)
    unread = pd.concat([unread, without_content(articles, passages)], ignore_index=True)
    return {"read": articles, "passages": passages, "unread": unread}


def embedding(study):
    passages = study.passages
    kept = passages["kept"].to_numpy(bool)
    texts, languages = passages.loc[kept, "text"].tolist(), passages.loc[kept, "language"].tolist()
    embedded = study.embedder.embed(texts, languages, progress=study.progress)
    vectors = np.zeros((len(passages), embedded.shape[1]), np.float32)
    vectors[kept] = embedded
    return {"vectors": vectors}


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
    )
    presence = present(scores, definitions, encoder=study.embedder)
    long = scores.assign(passage_id=kept["passage_id"])
    long = long.melt("passage_id", var_name="theme", value_name="score")
    long["present"] = presence.melt(value_name="present")["present"].astype(bool)
    return {"themes": long}


def prevalence(study):
    shares = [study.prevalence(unit=unit).assign(group="all", value="all") for unit in UNITS]
    for by in GROUPS:
        shares += [
            study.prevalence(by, unit).assign(group=by).rename(columns={by: "value"}) for unit in UNITS
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
    "prevalence": Stage(prevalence, {"shares": "prevalence.csv"}, ("themes",), lambda study: [study.seed]),
    "evidence": Stage(
        evidence, {"evidence": "evidence.csv", "contradictions": "contradictions.csv"}, ("themes",)
    ),
}
