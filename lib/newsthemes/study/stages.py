"""The stages in the order data flows: what each rests on, what it computes, and where that is kept."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.study.incremental import take
from newsthemes.themes.score_table import ThemeScores

CHANGED = 0.05  # of the texts that topics were found in: when more have come or gone, topics are found anew
GROUPS = ("source", "language")  # what prevalence.csv is broken down by
WHOLE = "all"
UNITS = ("articles", "passages", "words")


class Stage(NamedTuple):
    """``compute(study, earlier)`` gives ``{result: value}``; ``files`` says in which file each result is kept.

    ``earlier``: the :class:`~newsthemes.study.incremental.PreviousRun` results that the stage may build on, or None
    where there are none. ``settings(study)``: what the stage depends on besides the corpus and the stages it ``needs``.
    """

    compute: Callable
    files: dict
    needs: tuple = ()
    settings: Callable = lambda study: []


def reading(study, earlier):
    from newsthemes.corpus import read
    from newsthemes.passages import article_languages, split_passages, without_content

    study.workers.require(study.corpus)
    files = earlier.known_files(study.inputs) if earlier else None
    articles, unread = read(study.corpus, progress=study.progress, each=study.workers.each, known=files)
    inputs = articles[["path", "article_id"]].assign(stated=articles["language"])
    inputs.insert(1, "digest", inputs["path"].map(study.inputs))
    known = earlier and (earlier.articles, earlier.passages)
    passages = split_passages(articles, progress=study.progress, each=study.workers.each, known=known)
    found = articles["article_id"].map(article_languages(passages))
    articles["language"] = articles["language"].where(articles["language"].notna(), found)
    unread = pd.concat([unread, without_content(articles, passages)], ignore_index=True)
    return {"read": articles, "passages": passages, "unread": unread, "inputs": inputs}


def embedding(study, earlier):
    from newsthemes.embedding.language_offset import reference

    passages, embedder = study.passages, study.embedder
    vectors = _zeros((len(passages), embedder.dimension()), study.ledger.room("embedding"))
    new = passages["kept"].to_numpy(bool)
    if earlier:
        # Where a language has no reference sentences, its offset rests on all of its passages.
        lasting = passages["language"].isin(list(reference())).to_numpy()
        rows = np.where(lasting, earlier.passage_rows(passages), -1)
        take(earlier.result("embedding", "vectors"), rows, into=vectors)
        new = new & (rows < 0)
    new = np.flatnonzero(new)
    texts, languages = passages["text"].iloc[new].tolist(), passages["language"].iloc[new].tolist()
    embedder.embed(texts, languages, study.progress, workers=study.workers, into=vectors, rows=new)
    return {"vectors": vectors}


def _zeros(shape, room):
    """float32 zeros, in their file from the start where there is a folder for it, so that memory need not hold them."""
    if room is None or not shape[0]:
        return np.zeros(shape, np.float32)
    return np.asarray(np.lib.format.open_memmap(room / "vectors.npy", "w+", np.float32, shape))


def stories(study, earlier):
    from newsthemes.stories import assign_stories

    articles = study.result("reading", "read").copy()
    settled = earlier and earlier.settled_stories(study.kept, study.gathered)
    articles["story_id"] = assign_stories(articles, study.passages, study.vectors, settled)
    return {"articles": articles}


def topics(study, earlier):
    from newsthemes.topics import find_topics

    kept = study.kept
    article = study.articles.set_index("article_id").loc[kept["article_id"]]
    about = {
        "articles": kept["article_id"].tolist(),
        "stories": article["story_id"].tolist(),
        "sources": article["source"].tolist(),
    }
    given = kept["text"].tolist(), study.gathered, kept["language"].tolist()
    if earlier and not study.refit:
        found, rows = earlier.result("topics", "topics"), earlier.kept_rows(kept, study.gathered)
        if lasts(found, rows):
            return {"topics": found.extended(*given, **about, earlier=rows)}
    progress, workers = study.progress, study.workers
    return {"topics": find_topics(*given, seed=study.seed, **about, progress=progress, workers=workers)}


def lasts(topics, rows):
    """Whether topics still hold: the texts that came or went since are at most CHANGED of those they were found in.

    ``rows``: the row each text of today had among those of the topics, -1 for a new one.
    """
    still = int(topics.fitted[rows[rows >= 0]].sum())
    return len(rows) - still + topics.fitted_on - still <= CHANGED * topics.fitted_on


def themes(study, earlier):
    from newsthemes.themes import present, score_themes

    kept, definitions = study.kept, study.theme_definitions
    scores, new = np.zeros((len(kept), len(definitions.ids))), np.arange(len(kept))
    vectors = study.gathered
    if earlier:
        rows = earlier.kept_rows(kept, vectors)
        take(earlier.result("themes", "themes").scores.to_numpy(), rows, into=scores)
        new = np.flatnonzero(rows < 0)
    scores[new] = score_themes(
        kept["text"].iloc[new].tolist(),
        vectors[new] if len(new) < len(vectors) else vectors,
        kept["language"].iloc[new].tolist(),
        definitions,
        articles=kept["article_id"].iloc[new].tolist(),
        encoder=study.embedder,
        workers=study.workers,
    )
    scores = pd.DataFrame(scores, columns=definitions.ids)
    presence = present(scores, definitions, encoder=study.embedder)
    study.embedder.rest()  # the last stage to encode anything
    return {"themes": ThemeScores(kept["passage_id"], scores, presence.astype(bool))}


def prevalence(study, earlier):
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


def evidence(study, earlier):
    from newsthemes.evidence.contradictions import contradictions
    from newsthemes.evidence.quotes import evidence as quotes

    kept, glosses = study.kept, earlier and earlier.result("evidence", "evidence")
    found = _quantities(kept, earlier)
    return {
        "evidence": quotes(study.articles, kept, study.scores, study.presence, glosses=glosses),
        "quantities": found,
        "contradictions": contradictions(study.articles, kept, study.gathered, found),
    }


def _quantities(kept, earlier):
    from newsthemes.evidence.quantities import quantities

    if not earlier:
        return quantities(kept)
    same = earlier.passage_rows(kept) >= 0
    before = earlier.result("evidence", "quantities")
    there = before["passage_id"].isin(kept.loc[same, "passage_id"])
    both = pd.concat(
        [before[there].astype(object), quantities(kept[~same]).astype(object)], ignore_index=True
    )
    order = np.argsort(pd.Index(kept["passage_id"]).get_indexer(both["passage_id"]), kind="stable")
    return both.iloc[order].reset_index(drop=True).astype(before.dtypes)


STAGES = {
    "reading": Stage(
        reading,
        {
            "read": "articles.parquet",
            "passages": "passages.parquet",
            "unread": "report.csv",
            "inputs": "inputs.parquet",
        },
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
        evidence,
        {
            "evidence": "evidence.csv",
            "quantities": "quantities.parquet",
            "contradictions": "contradictions.csv",
        },
        ("themes",),
    ),
}
