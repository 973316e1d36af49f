"""The different texts of a study: a passage that is printed again is labelled once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.results.study_tables import StudyTables


class Units(NamedTuple):
    """``table``: one row per different text: passage_id (of its first passage), article_id, text, language, source,
    score, story (a number). ``of_passage``: the row of each kept passage in it. ``about``: article_id and story_id of
    each kept passage."""

    table: pd.DataFrame
    of_passage: np.ndarray
    about: pd.DataFrame

    def weights(self, chosen: np.ndarray) -> np.ndarray:
        """Return the votes of each unit among the chosen kept passages (bool): the copies of a story share one."""
        about = self.about[chosen]
        articles = about.groupby("story_id")["article_id"].transform("nunique").to_numpy(float)
        return np.bincount(self.of_passage[chosen], 1 / np.maximum(articles, 1), len(self.table))


def units_of(study: StudyTables, theme: str) -> Units:
    """Return the :class:`Units` of a study, with the mean score of a theme in the passages of each text."""
    kept = study.kept
    article, ids = pd.factorize(kept["article_id"].to_numpy(object))
    about = study.articles.set_index("article_id").reindex(ids)  # one row an article
    place = pd.MultiIndex.from_frame(kept[["text", "language"]].astype(str)).factorize()[0]
    first = np.unique(place, return_index=True)[1]
    table = kept[["passage_id", "article_id", "text", "language"]].iloc[first].reset_index(drop=True)
    source = about["source"] if "source" in about else pd.Series(None, about.index, object)
    story = about["story_id"].where(about["story_id"].notna(), about.index)
    table["source"] = source.to_numpy(object)[article[first]]
    table["story"] = story.factorize()[0][article[first]]
    score = np.bincount(place, study.scores[theme].to_numpy(float), len(table))
    table["score"] = score / np.maximum(np.bincount(place, minlength=len(table)), 1)
    return Units(
        table, place, pd.DataFrame({"article_id": ids[article], "story_id": story.to_numpy()[article]})
    )


def rows_of(sheet: pd.DataFrame, units: Units, passages: pd.DataFrame, name: str) -> np.ndarray:
    """Return the unit of each row of a sheet. Raises InputError for a passage that the study does not have."""
    from newsthemes.errors import InputError

    place = pd.Index(passages["passage_id"]).get_indexer(sheet["passage_id"])
    unknown = np.flatnonzero(place < 0)
    if len(unknown):
        row = unknown[0]
        raise InputError(
            f"{name}, row {row + 2}: no kept passage '{sheet['passage_id'][row]}' in this study; "
            "delete the row, or name the sheet of this study"
        )
    return units.of_passage[place]
