"""The stages in the order data flows: what each rests on, what it computes, and where that is kept."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newsthemes.corpus import ARTICLE_COLUMNS
from newsthemes.results.folder import read_table, write_parts, write_table
from newsthemes.results.vectors import compact_file, read_vectors, zeros
from newsthemes.study.incremental import PreviousRun, take, validators_of
from newsthemes.study.inputs import corpus_paths
from newsthemes.study.stage import Stage, load_articles_as_read, load_unread
from newsthemes.themes.score_table import ThemeScores
from newsthemes.themes.unmeasured import UNREAD

if TYPE_CHECKING:
    from newsthemes.study import Study

CHANGED = 0.05  # of the texts that topics were found in: when more have come or gone, topics are found anew
GROUPS = ("source", "language")  # what prevalence.csv is broken down by, beside columns of the user's own
MOST_GROUPS = 30  # values of a column of the user's own that prevalence.csv is broken down by
WHOLE, EVIDENCE, QUANTITIES = "all", "evidence.csv", "quantities.parquet"
SHARES = (
    ("main", "stories"),
    ("main", "articles"),
    ("mentions", "stories"),
    ("mentions", "articles"),
    ("words", "stories"),
    ("passages", "stories"),
)  # the measures and units of prevalence.csv
OF_ARTICLES = ("main", "mentions")  # measures that a false alarm of an article counts in


def reading(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.corpus import read
    from newsthemes.passages import article_languages, split_passages, without_content

    study.workers.require(corpus_paths(study.corpus))
    files = previous.known_files(study.inputs) if previous else None
    fetched = previous.fetched_pages() if previous else {}
    articles, unread = read(
        study.corpus,
        study.columns,
        progress=study.progress,
        each=study.workers.read,
        known=files,
        fetched=fetched,
    )
    study.note_failed_pages(unread)
    inputs = articles[["path", "article_id"]].assign(stated=articles["language"])
    inputs.insert(1, "digest", inputs["path"].map(study.inputs))
    inputs["validators"] = articles["article_id"].map(validators_of(fetched)).astype(object)
    known = (previous.articles, previous.passages) if previous else None
    passages = split_passages(articles, progress=study.progress, each=study.workers.each, known=known)
    found = articles["article_id"].map(article_languages(passages))
    articles["language"] = articles["language"].where(articles["language"].notna(), found)
    _set_aside_unread(passages, study.embedder)
    unread = pd.concat([unread, without_content(articles, passages)], ignore_index=True)
    return {"read": articles, "passages": passages, "unread": unread, "inputs": inputs}


def _set_aside_unread(passages: pd.DataFrame, embedder: Any) -> None:
    """Mark the passages in a language that no encoder reads: they would make a topic of their own."""
    languages = passages["language"].astype(object)
    readable = dict(zip(languages.unique(), embedder.readable(languages.unique()), strict=True))
    unread = passages["kept"].to_numpy(bool) & ~languages.map(readable).to_numpy(bool)
    passages.loc[unread, "kept"] = False
    passages.loc[unread, "reason"] = UNREAD


def embedding(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.embedding.language_offset import reference

    passages, embedder = study.passages, study.embedder
    folder = study.store.stage_folder("embedding")
    file = folder / "vectors.npy" if folder and len(passages) else None
    vectors = zeros((len(passages), embedder.dimension()), file)
    new = passages["kept"].to_numpy(bool)
    if previous:
        # Where a language has no reference sentences, its offset rests on all of its passages.
        lasting = passages["language"].isin(list(reference())).to_numpy()
        rows = np.where(lasting, previous.passage_rows(passages), -1)
        take(previous.result("embedding", "vectors"), rows, into=vectors)
        new = new & (rows < 0)
    new = np.flatnonzero(new)
    texts, languages = passages["text"].iloc[new].tolist(), passages["language"].iloc[new].tolist()
    embedder.embed(texts, languages, study.progress, workers=study.workers, into=vectors, rows=new)
    if file is None:
        return {"vectors": vectors}
    compact_file(file)
    return {"vectors": read_vectors(file)}


def stories(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.stories import assign_stories

    articles = study.result("reading", "read").copy()
    settled = previous and previous.unchanged_stories(study.kept, study.vectors_of_kept)
    articles["story_id"] = assign_stories(articles, study.passages, study.vectors, settled, study.workers)
    return {"articles": articles}


def topics(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.topics import find_topics

    kept = study.kept
    place = pd.Index(study.articles["article_id"]).get_indexer(kept["article_id"])
    names = {"articles": "article_id", "stories": "story_id", "sources": "source"}
    # Numbers into one list of names an article: of 3,000,000 passages, a name each would weigh more than their vectors.
    about = {role: study.articles[name].to_numpy(object)[place] for role, name in names.items()}
    headlines = kept["is_title"].tolist()
    given = kept["text"].tolist(), study.vectors_of_kept, kept["language"].tolist()
    if previous and not study.refit:
        found, rows = previous.result("topics", "topics"), previous.kept_rows(kept, study.vectors_of_kept)
        if still_valid(found, rows):
            return {"topics": _named(study, found.extended(*given, **about, earlier=rows), given[0])}
    progress, workers = study.progress, study.workers
    found = find_topics(
        *given, seed=study.seed, **about, headlines=headlines, progress=progress, workers=workers
    )
    return {"topics": _named(study, found, given[0])}


def _named(study: "Study", found: Any, texts: list[str]) -> Any:
    """The topics as people named them, else as a model proposes where one is asked."""
    from newsthemes.topics.names import matched
    from newsthemes.topics.proposals import propose, with_names

    named = matched(found, topic_names(study))[0]
    proposals, study.llm_answers = propose(found, texts, _earlier_proposals(study), study.llm, named)
    return with_names(found, named, proposals)


def _earlier_proposals(study: "Study") -> pd.DataFrame:
    """The names proposed in an earlier run; none where there are none that can be read."""
    from newsthemes.topics.proposals import COLUMNS, FILE

    found = pd.DataFrame(columns=COLUMNS)
    if study.out:
        with suppress(OSError, ValueError, LookupError):
            found = read_table(Path(study.out) / FILE)[COLUMNS]
    return found.dropna(subset=["terms", "name"]).astype({"terms": str, "name": str}).reset_index(drop=True)


def topic_names(study: "Study") -> list:
    """[(terms, name)] that people gave to topics in the result folder, see ``topics/names.py``."""
    from newsthemes.topics.names import FILE, read_names

    return read_names(Path(study.out) / FILE if study.out else None)


def still_valid(topics: Any, rows: np.ndarray) -> bool:
    """Whether topics still hold: the texts that came or went since are at most CHANGED of those they were found in.

    ``rows``: the row each text of today had among those of the topics, -1 for a new one.
    """
    still = int(topics.fitted[rows[rows >= 0]].sum())
    return len(rows) - still + topics.fitted_on - still <= CHANGED * topics.fitted_on


def themes(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.themes import apply_thresholds, score_themes

    kept, definitions, vectors = study.kept, study.theme_definitions, study.vectors_of_kept
    rows = previous.kept_rows(kept, vectors) if previous else np.full(len(kept), -1)
    new = np.flatnonzero(rows < 0)
    scores = score_themes(
        kept["text"].iloc[new].tolist(),
        vectors[new] if len(new) < len(vectors) else vectors,
        kept["language"].iloc[new].tolist(),
        definitions,
        articles=kept["article_id"].iloc[new].tolist(),
        encoder=study.embedder,
        workers=study.workers,
    )
    if previous:
        both = np.zeros((len(kept), len(definitions.ids)))
        take(previous.result("themes", "themes").scores.to_numpy(), rows, into=both)
        both[new] = scores
        scores = pd.DataFrame(both, columns=definitions.ids)
    about = {"articles": kept["article_id"].tolist(), "languages": kept["language"].tolist()}
    presence = apply_thresholds(scores, definitions, encoder=study.embedder, **about)
    study.embedder.release()  # the last stage to encode anything
    return {"themes": ThemeScores(kept["passage_id"], scores, presence.astype(bool))}


def prevalence(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.prevalence import prevalences
    from newsthemes.themes import false_alarm_rates

    wanted = [(by, *share) for by in (None, *groupings(study.articles)) for share in SHARES]
    content = study.content
    made = prevalences(
        study.articles,
        content.passages,
        content.presence,
        wanted,
        seed=study.seed,
        labels=study.labels_here,
        about=study.article_themes,
        measured=content.measured,
    )
    shares = [
        table.assign(group=WHOLE, value=WHOLE)
        if by is None
        else table.rename(columns={by: "value"}).assign(group=by)
        for (by, *_), table in zip(wanted, made, strict=True)
        if by is None or len(table)
    ]
    together = pd.concat(shares, ignore_index=True)
    rates = false_alarm_rates(study.theme_definitions, encoder=study.embedder)
    together["false_alarms"] = together["theme"].map(rates).where(together["measure"].isin(OF_ARTICLES))
    first = ["group", "value", "theme", "measure", "unit"]
    return {"shares": together[first + [name for name in together if name not in first]]}


def groupings(articles: pd.DataFrame) -> list[str]:
    """The columns of articles that shares are broken down by: source, language, and those of the user's own table with
    2 to MOST_GROUPS values."""
    own = [name for name in articles if name not in (*ARTICLE_COLUMNS, "story_id")]
    return [*GROUPS, *(name for name in own if 2 <= articles[name].nunique() <= MOST_GROUPS)]


def evidence(study: "Study", previous: PreviousRun | None) -> dict[str, Any]:
    from newsthemes.evidence.contradictions import contradictions
    from newsthemes.evidence.quantities.table import quantities, updated
    from newsthemes.evidence.quotes import evidence_by_theme

    kept, workers = study.kept, study.workers
    glosses = previous and previous.result("evidence", "evidence")
    parts = evidence_by_theme(study.articles, kept, study.scores, study.presence, None, glosses, workers)
    if folder := study.store.stage_folder("evidence"):
        write_parts(parts, folder / EVIDENCE)
        quotes = {}
    else:
        quotes = {"evidence": pd.concat(parts, ignore_index=True)}
    if previous:
        same, before = previous.passage_rows(kept) >= 0, previous.result("evidence", "quantities")
        found = updated(before, kept, same, workers)
    else:
        found = quantities(kept, workers)
    told = contradictions(study.articles, kept, study.vectors_of_kept, found, workers)
    if folder:
        write_table(found, folder / QUANTITIES)
    return {**quotes, **({} if folder else {"quantities": found}), "contradictions": told}


STAGES = {
    "reading": Stage(
        reading,
        {
            "read": "articles.parquet",
            "passages": "passages.parquet",
            "unread": "report.csv",
            "inputs": "inputs.parquet",
        },
        settings=lambda study: [study.embedder.encoder.key],
        packages=("corpus", "passages"),
        load={"read": load_articles_as_read, "unread": load_unread},
        packed={"read": "text"},
    ),
    "embedding": Stage(
        embedding,
        {"vectors": "vectors.npy"},
        packages=("embedding",),
        needs=("reading",),
        settings=lambda study: [study.encoder_key],
    ),
    "stories": Stage(
        stories,
        {"articles": "articles.parquet"},
        packages=("stories",),
        needs=("reading", "embedding"),
        packed={"articles": "text"},
    ),
    "topics": Stage(
        topics,
        {"topics": "topics"},
        packages=("topics",),
        needs=("stories", "embedding"),
        settings=lambda study: [study.seed, topic_names(study), study.llm_asked],
    ),
    "themes": Stage(
        themes,
        {"themes": "passage_themes.parquet"},
        packages=("themes",),
        needs=("stories", "embedding"),
        settings=lambda study: [study.theme_definitions.fingerprint],
        load={"themes": ThemeScores.load},
    ),
    "prevalence": Stage(
        prevalence,
        {"shares": "prevalence.csv"},
        packages=("prevalence", "themes"),
        needs=("themes",),
        settings=lambda study: [study.seed, study.has_bundled_themes],
    ),
    "evidence": Stage(
        evidence,
        {
            "evidence": EVIDENCE,
            "quantities": QUANTITIES,
            "contradictions": "contradictions.csv",
        },
        packages=("evidence",),
        needs=("themes",),
        on_disk=("evidence", "quantities"),
    ),
}
