"""Shares of stories or articles about each theme, in all and by group, with intervals over stories."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from newsthemes.errors import InputError
from newsthemes.missing import UNKNOWN
from newsthemes.prevalence.bootstrap import share_variances
from newsthemes.prevalence.errors_by_group import Correction, errs_alike, for_group
from newsthemes.prevalence.group_totals import Group, groups_of
from newsthemes.prevalence.groups import can_group, passage_groups
from newsthemes.prevalence.intervals import interval
from newsthemes.prevalence.rows import Rows, rows_of
from newsthemes.prevalence.totals import Errors

MEASURES = ("main", "mentions", "words", "passages")
UNITS = ("stories", "articles")
FEWEST_FOR_PERCENT = 10  # stories in a group below which a count says more than a percentage
UNLABELLED = "not corrected: too few labels"
NOT_ALIKE = (
    "not corrected: the classifier is not known to err alike in these groups, and this one has too few labels"
)
TOO_WEAK = "not corrected: the classifier errs too often"
NOT_MEASURED = "themes are not measured in the language of these passages"
COLUMNS = ("theme", "measure", "unit", "share", "low", "high", "count", "n", "stories", "articles")
COLUMNS += ("sources", "single_source", "unmeasured", "note")


def prevalence(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    presence: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    unit: str = "stories",
    measure: str = "mentions",
    draws: int = 1000,
    seed: int = 0,
    labels: pd.DataFrame | str | Path | None = None,
    about: pd.DataFrame | None = None,
    measured: ArrayLike | None = None,
    chosen: ArrayLike | None = None,
) -> pd.DataFrame:
    """Share of the coverage that is about each theme, with intervals: a row a group and theme.

    ``presence``: bool, row-aligned with ``passages``, a column a theme. ``measured``: whether themes can be measured
    in each passage, by default all: others (in a language that no encoder reads) are left out, and ``unmeasured``
    counts the articles that have only such. ``by``: a column of ``articles`` or else of ``passages``, ``"month"`` (of
    ``date``), or a list of these. A column that parts nothing (one known value, or none) gives no rows; empty values
    are null ("undated" for months).

    ``measure``: ``"mentions"``: a passage carries the theme; ``"main"``: it is the article's main theme, by its
    words; ``"words"`` and ``"passages"``: the part of the text that carries it. ``about``: the table of
    :func:`newsthemes.themes.article_themes`, made here where it is not given. ``unit``: ``"stories"``: the copies of
    one story share one vote, the mean over them; ``"articles"``: each counts. Articles without a kept passage are
    left out.

    ``labels``: labelled sentences (CSV or frame, see ``themes/labelled_sentences.py``); those that are passages here
    say how often the classifier errs, and the shares are corrected for it (W. Rogan and B. Gladen, Am. J. Epidemiol.
    107, 1978), but for main themes; for mentions, articles count that are labelled whole. Such presence must come
    from scores that did not see the labels, as ``theme_presence`` gives.

    With ``by``, the errors of all groups correct each only for themes of which a test lets the classifier err alike in
    them (``errors_by_group``); else a group is corrected by its own labels, or not at all, and ``note`` says so.
    ``chosen``: bool per passage, the part that shares are asked of; labels of all passages count.

    Returns the group columns, then theme, measure, unit, share, low, high, count (of ``n`` that carry it, for main
    and mentions; show it instead of ``share`` where ``stories`` are fewer than ten), n (units of the group; passages
    or words for these measures), stories, articles, sources (known ones that carry it; null where none is known),
    single_source (null likewise), unmeasured (articles) and note; with ``labels`` also ``uncorrected``. Intervals: a
    bootstrap over stories (``draws``), labelled ones included, gives the standard error, from it the effective number
    of independent units, and that the score interval of Wilson with Student's t, or, where few stories carry the
    theme, the exact one (E. Korn and B. Graubard, Survey Methodology 24, 1998; N. Dean and M. Pagano, J. Survey Stat.
    Methodol. 3, 2015). Where stories are too few there is no interval, and ``note`` says so.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "source": ["Post", "Post"]})
    >>> passages = pd.DataFrame({"article_id": ["a", "b"], "text": ["Rain fell.", "Bread costs more."]})
    >>> table = prevalence(articles, passages, pd.DataFrame({"rain": [True, False]}))
    >>> table[["theme", "unit", "share", "count", "n"]].values.tolist()
    [['rain', 'stories', 0.5, 1, 2]]
    """
    return prevalences(
        articles, passages, presence, [(by, measure, unit)], draws, seed, labels, about, measured, chosen
    )[0]


def prevalences(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    presence: pd.DataFrame,
    tables: Iterable[tuple[str | Sequence[str] | None, str, str]],
    draws: int = 1000,
    seed: int = 0,
    labels: pd.DataFrame | str | Path | None = None,
    about: pd.DataFrame | None = None,
    measured: ArrayLike | None = None,
    chosen: ArrayLike | None = None,
) -> list[pd.DataFrame]:
    """A table as ``prevalence`` gives it for each (by, measure, unit) of ``tables``, all from the same draws.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "source": ["Desk", "Post"]})
    >>> passages = pd.DataFrame({"article_id": ["a", "b"], "text": ["Rain fell.", "Bread costs more."]})
    >>> presence = pd.DataFrame({"rain": [True, False]})
    >>> tables = [(None, "mentions", "stories"), ("source", "words", "articles")]
    >>> whole, by_source = prevalences(articles, passages, presence, tables)
    >>> whole["share"].tolist(), by_source[["source", "share", "n"]].values.tolist()
    ([0.5], [['Desk', 1.0, 2], ['Post', 0.0, 3]])
    """
    tables = [_wanted(*table) for table in tables]
    rows = rows_of(articles, passages, presence, labels, measured)
    carrying = {
        main: rows.carrying(_main(rows, passages, presence, about) if main else rows.carried)
        for main in {kind[0] == "main" for _, kind in tables}
    }
    kinds = {kind: carrying[kind[0] == "main"] for _, kind in tables}
    known = kinds if labels is not None else {}
    errors = {kind: Errors.of(part, kind[0]) for kind, part in known.items() if kind[0] != "main"}
    asked = np.ones(len(rows.place), bool) if chosen is None else np.asarray(chosen, bool)[rows.place]
    mine = rows.take(asked)
    groups, corrections = {}, {}
    for by in dict.fromkeys(by for by, _ in tables):
        columns = {name: passage_groups(name, articles, passages)[mine.place] for name in by}
        if all(map(can_group, columns.values())):
            parts = {kind: kinds[kind].take(asked[rows.measured]) for other, kind in tables if other == by}
            found = groups_of(by, columns, mine, parts)
            groups |= found
            corrections |= _corrections(found, errors)
    totals_of = {key: group.totals for key, group in groups.items()}
    variances = share_variances(totals_of, corrections, rows.stories, draws, seed)
    return [
        _table(by, kind, list(presence), groups, variances, corrections, kind in errors)
        for by, kind in tables
    ]


def _corrections(
    groups: dict[tuple, Group], errors: dict[tuple[str, str], Errors]
) -> dict[tuple, dict[tuple[str, str], Correction]]:
    """{group: {kind: the errors it is corrected by}}: those of all labels for themes of which the classifier errs alike
    in the groups, else its own."""
    found: dict[tuple, dict[tuple[str, str], Correction]] = {key: {} for key in groups}
    for kind, everywhere in errors.items():
        own = {key: group.errors[kind] for key, group in groups.items() if kind in group.errors}
        alike = errs_alike(list(own.values()), everywhere.found.shape[1])
        for (key, here), known in zip(own.items(), alike, strict=True):
            found[key][kind] = Correction(for_group(everywhere, here, known), known)
    return found


def _wanted(
    by: str | Sequence[str] | None, measure: str, unit: str
) -> tuple[tuple[str, ...], tuple[str, str]]:
    if measure not in MEASURES:
        raise InputError(f"prevalence: measure '{measure}' is unknown; choose from {', '.join(MEASURES)}")
    if unit not in UNITS:
        raise InputError(f"prevalence: unit '{unit}' is unknown; choose from {', '.join(UNITS)}")
    return (by,) if isinstance(by, str) else tuple(by or ()), (measure, unit)


def _main(
    rows: Rows, passages: pd.DataFrame, presence: pd.DataFrame, about: pd.DataFrame | None
) -> np.ndarray:
    """(rows, themes) bool: whether the article of a passage has each theme as its main one."""
    if about is None:
        from newsthemes.themes.article_themes import article_themes

        about = article_themes(passages, presence)
    main = about[about["main"].eq(True)]
    flags = pd.crosstab(main["article_id"], main["theme"]).reindex(columns=list(presence), fill_value=0)
    article, ids = pd.factorize(passages["article_id"].to_numpy()[rows.place])
    return (flags.reindex(ids, fill_value=0).to_numpy() > 0)[article]


def _table(
    by: tuple[str, ...],
    kind: tuple[str, str],
    themes: list[str],
    groups: dict[tuple, Group],
    variances: dict[tuple, dict[tuple[str, str], np.ndarray]],
    corrections: dict[tuple, dict[tuple[str, str], Correction]],
    labelled: bool,
) -> pd.DataFrame:
    groups = {values: group for (cut, values), group in groups.items() if cut == by}
    columns = [*by, *COLUMNS, *(["uncorrected"] if labelled else [])]
    parts = [
        _shares(
            group,
            kind,
            variances.get((by, values), {}).get(kind),
            corrections.get((by, values), {}).get(kind),
        )
        for values, group in groups.items()
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    table["theme"], (table["measure"], table["unit"]) = themes * len(parts), kind
    table["single_source"] = table["sources"].eq(1).astype(object).where(table["sources"].notna(), None)
    for place, name in enumerate(by):
        values = [None if values[place] == UNKNOWN else values[place] for values in groups]
        table[name] = pd.Series([value for value in values for _ in themes], dtype=object)
    return with_types(table[columns])


def with_types(table: pd.DataFrame) -> pd.DataFrame:
    """A table of shares, computed or read, with the same types: whole numbers or null for counts, None for no text.

    >>> table = pd.DataFrame({"count": [3.0, None], "sources": [2.0, 1.0], "note": [None, "too few stories"]})
    >>> table = with_types(table)
    >>> [list(map(str, table[name])) for name in ("count", "sources", "note")]
    [['3', '<NA>'], ['2', '1'], ['None', 'too few stories']]
    """
    for name in ("value", "single_source", "note"):
        if name in table:
            table[name] = table[name].astype(object).where(table[name].notna(), None)
    return table.astype({"sources": "Int64", "count": "Int64"})


def _shares(
    group: Group, kind: tuple[str, str], variance: np.ndarray | None, correction: Correction | None
) -> dict[str, np.ndarray]:
    """What a table says of each theme in a group: {column: values}."""
    part, themes = group.totals[kind], group.totals[kind].carried.shape[1]
    if not len(part.story):
        plain, notes = np.full(themes, np.nan), [NOT_MEASURED] * themes
        share = low = high = plain
    else:
        plain = part.carried.sum(0) / part.size.sum()
        share, notes = _corrected(plain, correction)
        low, high, missing = interval(part, share, variance, kind[0])
        notes = ["; ".join(filter(None, pair)) or None for pair in zip(missing, notes, strict=True)]
    counted = kind[0] in ("main", "mentions") and len(part.story)
    count = np.rint(part.carried.sum(0)) if counted else np.full(themes, np.nan)
    known = group.sources is not None and len(part.story)
    same = {
        "n": part.n,
        "stories": len(part.story),
        "articles": part.articles,
        "unmeasured": group.unmeasured,
    }
    return {
        "share": share,
        "low": low,
        "high": high,
        "count": count,
        "sources": group.sources.astype(float) if known else np.full(themes, np.nan),
        **{name: np.full(themes, number) for name, number in same.items()},
        "note": np.array(notes, object),
        "uncorrected": plain,
    }


def _corrected(plain: np.ndarray, by: Correction | None) -> tuple[np.ndarray, list[str | None]]:
    """(shares, why they are not corrected or None)"""
    if not by:
        return plain, [None] * len(plain)
    share = by.errors.corrected(plain[None], by.errors.rates(np.ones((1, len(by.errors.story)))))[0]
    enough, strong = by.errors.correctable()
    few = np.where(by.alike, UNLABELLED, NOT_ALIKE)
    return share, [
        said if not e else TOO_WEAK if not s else None for said, e, s in zip(few, enough, strong, strict=True)
    ]
