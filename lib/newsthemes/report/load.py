"""The result folder as the report reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsthemes.corpus.discover import ARTICLES_FOUND
from newsthemes.errors import InputError
from newsthemes.figures.map_2d import topic_layout
from newsthemes.report.corrected import corrected_lines
from newsthemes.report.figures import pictures
from newsthemes.results.folder import read_record, read_table
from newsthemes.results.spreadsheet_cells import restored
from newsthemes.topics import Topics


class Run(NamedTuple):
    """``passages``: the kept ones, rows from 0; ``vectors``: float32 (kept, d); ``themes``: passage_id, theme, score of
    the themes that are present; ``shares``: of stories, measured as main themes and as mentions; ``contradictions``:
    every column str, as written; ``corrected``: {theme id: its share corrected by labels, in words}; ``names``:
    {theme id: name}; ``layout``: x and y of the passages, 0 to 1."""

    record: dict
    articles: pd.DataFrame
    passages: pd.DataFrame
    vectors: np.ndarray
    topics: Topics
    themes: pd.DataFrame
    article_themes: pd.DataFrame
    shares: pd.DataFrame
    evidence: pd.DataFrame
    contradictions: pd.DataFrame
    unread: pd.DataFrame
    corrected: dict[str, str]
    pictures: list
    names: dict
    layout: tuple[np.ndarray, np.ndarray] | np.ndarray


@contextmanager
def reading(out: str | Path) -> Iterator[None]:
    """A context in which whatever is wrong with the results in ``out`` is told in a line, as InputError."""
    try:
        yield
    except InputError:
        raise
    except (OSError, LookupError, TypeError, ValueError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise InputError(
            f"--out {out} holds results that can't be read ({reason}); "
            f"delete the folder and run again: newsthemes run CORPUS --out {out}"
        ) from error


def read_run(out: str | Path) -> Run:
    """The :class:`Run` in the result folder ``out``; InputError where there is no finished one."""
    folder, record = Path(out), read_record(out)
    if not record:
        raise InputError(f"--out {out} holds no finished run; first: newsthemes run CORPUS --out {out}")
    passages = read_table(folder / "passages.parquet")
    kept = passages["kept"].to_numpy(bool)
    themes = read_table(folder / "passage_themes.parquet")
    shares = read_table(folder / "prevalence.csv")
    shares = shares[(shares["group"] == "all") & (shares["unit"] == "stories")]
    shares = shares[shares["measure"].isin(["main", "mentions"])]
    report = read_table(folder / "report.csv")
    written = {"dtype": str, "keep_default_na": False}  # amounts stay as the articles write them
    vectors, topics = read_table(folder / "vectors.npy")[kept], Topics.load(folder / "topics")
    articles, passages = read_table(folder / "articles.parquet"), passages[kept].reset_index(drop=True)
    return Run(
        record,
        articles,
        passages,
        vectors,
        topics,
        themes[themes["present"].astype(bool)],
        read_table(folder / "article_themes.parquet"),
        shares,
        read_table(folder / "evidence.csv"),
        restored(pd.read_csv(folder / "contradictions.csv", **written)),
        report[~report["reason"].isin(["count", ARTICLES_FOUND])],
        corrected_lines(folder, articles, passages, themes, record["seed"]),
        pictures(folder / "figures"),
        _names(shares["theme"], record),
        _layout(folder / "figures" / "topic-map.csv", passages, vectors, topics, record["seed"]),
    )


def _layout(
    drawn: Path, passages: pd.DataFrame, vectors: np.ndarray, topics: Any, seed: int
) -> tuple[np.ndarray, np.ndarray] | np.ndarray:
    """(x, y) of the passages, each from 0 to 1: as the run has drawn them, else laid out here."""
    if drawn.exists():
        table = read_table(drawn)
        if table["passage_id"].tolist() == passages["passage_id"].tolist():
            return table["x"].to_numpy(float), table["y"].to_numpy(float)
    return topic_layout(vectors, topics, passages["article_id"], seed)


def _names(ids: pd.Series, record: dict[str, Any]) -> dict[str, str]:
    """What the run called the themes; where an older one did not say, their ids in plain letters."""
    names = {name: name.replace("_", " ").capitalize() for name in ids}
    return {
        **names,
        **{name: known for name, known in record.get("theme_names", {}).items() if name in names},
    }
