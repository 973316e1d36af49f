"""The kept passages of a corpus as rows of numbers, each with the themes it carries."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError
from newsthemes.language.tokens import word_counts


class Rows(NamedTuple):
    """One row a kept passage: numbers of its article, story and source (-1: unknown), its words, whether themes are
    measured in it, the themes it carries (bool) and, where labelled, ought to (rows, themes); ``place``: its row among
    all passages."""

    place: np.ndarray
    article: np.ndarray
    story: np.ndarray
    source: np.ndarray
    words: np.ndarray
    measured: np.ndarray
    carried: np.ndarray
    truth: np.ndarray | None

    def take(self, which: np.ndarray) -> "Rows":
        """The rows chosen by a mask or by their numbers; these rows themselves where a mask leaves none out."""
        if which.dtype == bool and which.all():
            return self
        return Rows(*(None if values is None else values[which] for values in self))

    def carrying(self, carried: np.ndarray) -> "Rows":
        """These rows with other themes, those in which themes are measured."""
        return self._replace(carried=carried).take(self.measured)

    @property
    def stories(self) -> int:
        return int(self.story.max(initial=-1)) + 1


def rows_of(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    presence: pd.DataFrame,
    labels: pd.DataFrame | str | Path | None,
    measured: ArrayLike | None,
) -> Rows:
    """The :class:`Rows` of the kept passages."""
    if len(passages) != len(presence):
        raise InputError(
            f"prevalence: {len(passages)} passages but {len(presence)} rows of presence; give one each"
        )
    kept = np.flatnonzero(passages["kept"]) if "kept" in passages else np.arange(len(passages))
    article, ids = pd.factorize(passages["article_id"].to_numpy()[kept])
    about = articles.set_index("article_id").reindex(
        ids
    )  # one row an article: a row a passage would weigh more
    story = about["story_id"] if "story_id" in about else pd.Series(None, about.index, object)
    story = story.astype(object).where(story.notna(), about.index).astype(str)
    source = about["source"] if "source" in about else pd.Series(None, about.index, object)
    return Rows(
        kept,
        article,
        pd.factorize(story.to_numpy(), sort=True)[0][article],
        pd.factorize(source.to_numpy(object))[0][article],
        word_counts(passages.iloc[kept]).astype(float),
        np.ones(len(kept), bool) if measured is None else np.asarray(measured, bool)[kept],
        presence.to_numpy(bool)[kept],
        None if labels is None else _truth(passages["text"].iloc[kept], labels, list(presence)),
    )


def _truth(texts: pd.Series, labels: pd.DataFrame | str | Path, themes: list[str]) -> np.ndarray:
    """1 or 0 a text and theme where the text is labelled, else NaN."""
    from newsthemes.themes.labelled_sentences import read_labels

    known = read_labels(labels, themes)
    table = known.carried.astype(float).set_axis(known.texts)
    return table[~table.index.duplicated()].reindex(texts.astype(str))[themes].to_numpy()
