"""A study's results as files."""

import json
import platform
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsthemes.cache.hashing import digest_code, path_digest
from newsthemes.results.folder import RECORD, link, write_table
from newsthemes.study.inputs import recorded_corpus

if TYPE_CHECKING:
    from newsthemes.study import Study

VERSIONS_OF = (
    "newsthemes",
    "bertopic",
    "torch",
    "transformers",
    "scikit-learn",
    "numpy",
    "pandas",
    "matplotlib",
)


def write_results(study: "Study", folder: Path, drawing: Any) -> None:
    """Every table, the topic model, the figures that are being drawn, and last of all run.json."""
    from newsthemes.topics.names import FILE as NAMES

    derived, kept = tables(study), study.store.files()
    for name in kept.keys() - derived.keys():
        link(kept[name], folder / name)
    for name, table in derived.items():
        write_table(table, folder / name)
    begun = time.perf_counter()
    drawing.finish()
    drawing.folder.rename(folder / "figures")
    drawn = {
        "seconds": round(time.perf_counter() - begun, 3),
        "key": figures_key(),
        "digests": drawing.digests,
    }
    record = {**settings(study), **outcome(study), "figures": drawn}
    record["files"] = sorted({*kept, *derived, "figures"})
    record["sha256"] = {
        name: path_digest(folder / name) for name in record["files"] if name != NAMES
    }  # people edit it
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def figures_key() -> str:
    """Return a digest of the code that draws and describes the figures: no stage depends on it."""
    return digest_code("newsthemes.figures")


def tables(study: "Study") -> dict[str, pd.DataFrame]:
    """{file name: table} of what is put together from the results of several stages."""
    from newsthemes.study.stages import topic_names
    from newsthemes.topics import article_topics
    from newsthemes.topics.names import FILE, matched, names_table
    from newsthemes.topics.proposals import FILE as PROPOSALS

    topics, kept = study.topics, study.kept
    of_passages = {
        "passage_id": kept["passage_id"],
        "topic": topics.assignment,
        "strength": topics.strength,
    }
    return {
        "topics.csv": _topics_with_themes(study),
        FILE: names_table(topics, *matched(topics, topic_names(study))),
        "passage_topics.parquet": pd.DataFrame(of_passages),
        "article_topics.parquet": article_topics(topics.assignment, topics.strength, kept["article_id"]),
        "article_themes.parquet": study.article_themes,
        "report.csv": study.report,
        **({PROPOSALS: topics.proposals} if len(topics.proposals) else {}),
    }


def _topics_with_themes(study: "Study") -> pd.DataFrame:
    """The table of topics with ``mostly``: the theme that 40% and more of a topic's passages carry, by its name; and
    ``proposed_by``: the model that the label is from, where a model proposed it."""
    from newsthemes.themes.topics_by_themes import mostly

    table, names = study.topics.table.copy(), study.theme_definitions.names
    themes = mostly(study.presence, study.topics.assignment, table["topic"])
    table.insert(
        table.columns.get_loc("typical") + 1, "mostly", pd.array(list(map(names.get, themes)), dtype=object)
    )
    models = dict(zip(study.topics.proposals["topic"], study.topics.proposals["model"], strict=True))
    table.insert(2, "proposed_by", pd.array(list(map(models.get, table["topic"])), dtype=object))
    return table


def settings(study: "Study") -> dict[str, Any]:
    """What the run was asked to do and with what."""
    return {
        "corpus": recorded_corpus(study.corpus),
        "columns": study.columns,
        "input_hash": study.input_hash,
        "encoder": study.encoder if isinstance(study.encoder, str) else "function",
        "seed": study.seed,
        "llm": study.llm_asked,
        "themes": study.themes_from,
        "theme_names": dict(study.theme_definitions.names),
        "theme_definitions": [asdict(theme) for theme in study.theme_definitions],
        "theme_labels": study.theme_definitions.labels and str(study.theme_definitions.labels),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONS_OF}},
    }


def recorded_themes(record: dict[str, Any]) -> Any:
    """Return the :class:`Themes` of a finished run, as its run.json says; an older one: the bundled or by path."""
    from newsthemes.themes.theme import Theme, Themes

    if "theme_definitions" not in record:
        return None if record["themes"] == "bundled" else record["themes"]
    themes = tuple(
        Theme(**{**theme, "seeds": tuple(map(tuple, theme["seeds"]))})
        for theme in record["theme_definitions"]
    )
    labels = record.get("theme_labels")
    return Themes(themes, labels=Path(labels) if labels and Path(labels).exists() else None)


def outcome(study: "Study") -> dict[str, Any]:
    """What came of it."""
    return {
        "evidence_rung": study.topics.rung,
        "claims": list(study.topics.claims),
        "counts": study.counts(),
        "stages": study.store.stage_records(),
    }
