"""A part of a study, chosen by columns of its articles, by topic or by theme; it answers to the same verbs."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.errors import InputError
from newsthemes.exploration.selected_topics import SelectedTopics
from newsthemes.exploration.verbs import Exploration
from newsthemes.results.study_tables import StudyTables


def select(study: Any, conditions: Mapping[str, Any]) -> "Selection":
    """Return the :class:`Selection` of a study for which all conditions hold; see ``Exploration.where``."""
    articles, passages = np.ones(len(study.articles), bool), np.ones(len(study.kept), bool)
    for name, wanted in conditions.items():
        if name == "topic":
            numbers = [study.topic_number(topic) for topic in _as_list(wanted)]
            passages &= np.isin(study.topics.assignment, numbers)
        elif name == "theme":
            passages &= (
                study.presence[[study.theme_id(theme) for theme in _as_list(wanted)]].any(axis=1).to_numpy()
            )
        elif name in study.articles:
            articles &= matches(study.articles[name], wanted, dates=name == "date")
        else:
            known = ", ".join([*study.articles.columns.drop("text", errors="ignore"), "topic", "theme"])
            raise InputError(f"where: no column '{name}'; there are: {known}")
    ids = set(study.articles.loc[articles, "article_id"])
    passages &= study.kept["article_id"].isin(ids).to_numpy()
    if {"topic", "theme"} & set(conditions):
        ids &= set(study.kept.loc[passages, "article_id"])
    if not ids:
        said = ", ".join(f"{name}={wanted!r}" for name, wanted in conditions.items())
        raise InputError(f"where: nothing has {said}")
    return Selection(study, study.articles["article_id"].isin(ids).to_numpy(), passages, conditions)


def select_rows(study: Any, rows: np.ndarray) -> "Selection":
    """Return the :class:`Selection` of kept passages of a study, by row number, and of the articles they are in."""
    passages = np.zeros(len(study.kept), bool)
    passages[np.asarray(rows, int)] = True
    articles = study.articles["article_id"].isin(study.kept.loc[passages, "article_id"]).to_numpy()
    return Selection(study, articles, passages, {"passages": f"{passages.sum():,} selected"})


def whole(study: Any) -> Any:
    """Return the study that a selection, or a selection of one, is a part of."""
    return whole(study.study) if isinstance(study, Selection) else study


def complement(study: Any, selection: StudyTables) -> "Selection":
    """Return the :class:`Selection` of a study's kept passages that are not in a selection of it; it may be empty."""
    passages = ~study.kept["passage_id"].isin(selection.kept["passage_id"]).to_numpy()
    articles = study.articles["article_id"].isin(study.kept.loc[passages, "article_id"]).to_numpy()
    return Selection(study, articles, passages, {"all but": selection.title})


def matches(values: pd.Series, wanted: Any, dates: bool = False) -> np.ndarray:
    """Return for each value whether it is the one wanted, one of a list, or for dates in a year, month or
    (from, to).

    >>> matches(pd.Series(["2024-01-05", "2024-02-01", None]), "2024-01", dates=True).tolist()
    [True, False, False]
    """
    if dates and isinstance(wanted, tuple) and len(wanted) == 2:
        first, last = (None if bound is None else str(bound) for bound in wanted)
        text = values.astype(object).where(values.notna(), "").astype(str)
        after = text >= first if first else text != ""
        before = text.str[: len(last)] <= last if last else text != ""
        return (after & before & (text != "")).to_numpy(bool)
    if dates:
        known = values.notna().to_numpy(bool)
        text = values.astype(object).astype(str)
        return known & np.logical_or.reduce(
            [text.str.startswith(str(one)).to_numpy(bool) for one in _as_list(wanted)]
        )
    several = _as_list(wanted)
    found = values.isin([one for one in several if one is not None]).to_numpy(bool)
    return found | values.isna().to_numpy(bool) if None in several else found


def _as_list(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, (list, set, tuple, np.ndarray, pd.Series)) else [wanted]


class Selection(Exploration):
    """Some articles of a study, and of these all kept passages or those of a topic or theme."""

    def __init__(
        self, study: Any, articles: np.ndarray, passages: np.ndarray, conditions: Mapping[str, Any]
    ) -> None:
        self.study, self.conditions = study, dict(conditions)
        self.rows = np.flatnonzero(passages)  # of the study's kept passages
        self.chosen_articles = articles
        self.theme_definitions, self.seed, self.encoder = study.theme_definitions, study.seed, study.encoder
        self.figures_folder = None  # published figures are of the whole study

    @property
    def embedder(self) -> Any:
        return self.study.embedder

    @property
    def title(self) -> str:
        said = ", ".join(f"{name} = {wanted}" for name, wanted in self.conditions.items())
        return f"{self.study.title}: {said}"

    @cached_property
    def articles(self) -> pd.DataFrame:
        return self.study.articles[self.chosen_articles].reset_index(drop=True)

    @cached_property
    def kept(self) -> pd.DataFrame:
        return self.study.kept.iloc[self.rows].reset_index(drop=True)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The passages of its articles; those kept in the study but not in the selection are left out."""
        table = self.study.passages
        mine = table["article_id"].isin(self.articles["article_id"])
        chosen = ~table["kept"].astype(bool) | table["passage_id"].isin(self.kept["passage_id"])
        return table[mine & chosen].reset_index(drop=True)

    @property
    def drawn_map(self) -> None:
        """A part has no map of its own in the result folder."""
        return None

    @property
    def vectors_of_kept(self) -> RowView:
        return RowView(self.study.vectors_of_kept, self.rows)

    @cached_property
    def topics(self) -> SelectedTopics:
        return SelectedTopics(self.study.topics, self.rows, self.kept, self.articles)

    @cached_property
    def scores(self) -> pd.DataFrame:
        return self.study.scores.iloc[self.rows].reset_index(drop=True)

    @cached_property
    def presence(self) -> pd.DataFrame:
        return self.study.presence.iloc[self.rows].reset_index(drop=True)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        table = self.study.evidence
        return table[table["passage_id"].isin(self.kept["passage_id"])].reset_index(drop=True)

    @cached_property
    def contradictions(self) -> pd.DataFrame:
        table, mine = self.study.contradictions, self.kept["passage_id"]
        both = table["passage_a"].isin(mine) & table["passage_b"].isin(mine)
        return table[both].reset_index(drop=True)

    def prevalence(
        self, by: str | None = None, unit: str = "stories", measure: str = "mentions"
    ) -> pd.DataFrame:
        """As ``Study.prevalence``, of the selection; where the themes have labels, shares are corrected by all of them,
        as those of a group are: a selection of one source has the share that the source has among sources."""
        from newsthemes.prevalence import prevalence

        counted, chosen = (self, None) if self.labels_here is None else (whole(self), self._chosen_content())
        return prevalence(
            counted.articles,
            counted.content.passages,
            counted.content.presence,
            by,
            unit,
            measure,
            seed=self.seed,
            labels=self.labels_here,
            about=self.article_themes,
            measured=counted.content.measured,
            chosen=chosen,
        )

    @property
    def labels_here(self) -> Any:
        """The labels of the study's themes file, or None; see ``Study.labels_here``."""
        return getattr(self.study, "labels_here", None)

    def _chosen_content(self) -> np.ndarray:
        """Which of the whole study's content passages are in the selection, bool."""
        ids = whole(self).content.passages["passage_id"]
        return ids.isin(self.content.passages["passage_id"]).to_numpy()

    def where(self, **conditions: Any) -> "Selection":
        """Return the part of the selection for which all conditions hold."""
        return select(self, conditions)
