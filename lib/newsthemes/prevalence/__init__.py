"""How much of the coverage carries each theme: shares by any column, with intervals that know about reposts."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.prevalence.intervals import has_interval, interval
from newsthemes.prevalence.totals import Errors, totals

UNITS = ("articles", "passages", "words")
UNDATED, UNKNOWN = "undated", "unknown"
CELLS_AT_ONCE = 4_000_000  # of the matrix draws × stories
UNLABELLED = "not corrected: too few labels"
TOO_WEAK = "not corrected: the classifier errs too often"


def prevalence(articles, passages, presence, by=None, unit="articles", draws=1000, seed=0, labels=None):
    """Share of ``unit`` (articles, passages or words) that carry each theme, with 95% intervals.

    ``presence``: bool, row-aligned with ``passages``, a column a theme. ``by``: a column of ``articles`` or else
    of ``passages``, ``"month"`` (of ``date``), or a list of these; empty values are the groups "undated" (month)
    and "unknown". An article carries a theme when a passage of it does; articles without a kept passage are left
    out. Copies of one story share one vote: the means over them are counted.

    ``labels``: labelled sentences (CSV or frame, see ``themes/labels.py``); those that are passages here say how often
    the classifier errs, and the shares are corrected for it (W. Rogan and B. Gladen, Am. J. Epidemiol. 107, 1978); for
    shares of articles, articles count that are labelled whole. Such presence must come from scores that did not see
    the labels, as ``theme_presence`` gives.

    Returns the group columns, then theme, unit, share, low, high, n (units in the group), stories, sources (that carry
    the theme), single_source and note; with ``labels`` also ``uncorrected``. Intervals: a bootstrap over stories
    (``draws``), the labelled ones included, gives the standard error, from it the effective number of independent
    units, and that the score interval of Wilson with Student's t, or, where few stories carry the theme, the exact one
    (E. Korn and B. Graubard, Survey Methodology 24, 1998; N. Dean and M. Pagano, J. Survey Stat. Methodol. 3, 2015).
    Where stories are too few there is no interval, and ``note`` says so.
    """
    return prevalences(articles, passages, presence, [(by, unit)], draws, seed, labels)[0]


def prevalences(articles, passages, presence, tables, draws=1000, seed=0, labels=None):
    """A table as ``prevalence`` gives it for each (by, unit) of ``tables``, all from the same draws, made once."""
    tables = [((by,) if isinstance(by, str) else tuple(by or ()), unit) for by, unit in tables]
    for _, unit in tables:
        if unit not in UNITS:
            raise InputError(f"prevalence: unit '{unit}' is unknown; choose from {', '.join(UNITS)}")
    about, rows = _rows(articles, passages, presence, labels)
    units = dict.fromkeys(unit for _, unit in tables)
    errors = {unit: Errors.of(rows, unit) for unit in units} if labels is not None else {}
    carriers, groups = {}, {}
    for by in dict.fromkeys(by for by, _ in tables):
        columns = {name: column(name, about, passages)[rows.place] for name in by}
        beside = [columns[name] for name in by if name != "source"]
        carriers[by] = {values: _carriers(rows.at(at)) for values, at in _groups(rows, beside)}
        wanted = [unit for other, unit in tables if other == by]
        for values, at in _groups(rows, list(columns.values())):
            group = rows.at(at)
            groups[by, values] = {unit: totals(group, unit) for unit in wanted}
    variances = _bootstrap(groups, errors, len(np.unique(rows.story)), draws, seed)
    return [
        _table(by, unit, list(presence), groups, variances, errors.get(unit), carriers[by])
        for by, unit in tables
    ]


# Rows and groups


class Rows(NamedTuple):
    """One row a kept passage: numbers of its article, story and source, its words, the themes it carries and, where
    labelled, ought to (rows, themes); ``place``: its row among all passages."""

    place: np.ndarray
    article: np.ndarray
    story: np.ndarray
    source: np.ndarray
    words: np.ndarray
    carried: np.ndarray
    truth: np.ndarray | None

    def at(self, which):
        return Rows(*(None if values is None else values[which] for values in self))


def _rows(articles, passages, presence, labels):
    """(the row of ``articles`` of each passage, Rows)"""
    if len(passages) != len(presence):
        raise InputError(
            f"prevalence: {len(passages)} passages but {len(presence)} rows of presence; give one each"
        )
    about = articles.set_index("article_id").reindex(passages["article_id"]).reset_index()
    kept = np.flatnonzero(passages["kept"]) if "kept" in passages else np.arange(len(passages))
    story = about["story_id"] if "story_id" in about else pd.Series(None, about.index, object)
    story = story.astype(object).where(story.notna(), about["article_id"]).astype(str)
    source = _named(about["source"], UNKNOWN) if "source" in about else np.full(len(about), UNKNOWN, object)
    rows = Rows(
        kept,
        pd.factorize(passages["article_id"].to_numpy()[kept])[0],
        pd.factorize(story.to_numpy()[kept], sort=True)[0],
        pd.factorize(source[kept])[0],
        np.array([len(str(text).split()) for text in passages["text"].to_numpy()[kept]], float),
        presence.to_numpy(float)[kept],
        None if labels is None else _truth(passages["text"].iloc[kept], labels, list(presence)),
    )
    return about, rows


def column(name, about, passages=None):
    """The group of each row of ``about`` (articles, repeated as needed): its value, or what stands for none."""
    if name == "month" and "month" not in about:
        dates = about["date"] if "date" in about else pd.Series(None, about.index, object)
        months = dates.astype(object).where(
            dates.astype(object).str.len() >= len("2024-03")
        )  # "2024" has no month
        return _named(months.str[:7], UNDATED)
    if name in about:
        return _named(about[name], UNKNOWN)
    if passages is not None and name in passages:
        return _named(passages[name].reset_index(drop=True), UNKNOWN)
    known = ", ".join(["month", *about.columns])
    raise InputError(f"prevalence: no column '{name}' to group by; there are: {known}")


def _named(values, missing):
    return values.astype(object).where(values.notna(), missing).to_numpy()


def _truth(texts, labels, themes):
    """1 or 0 a text and theme where the text is labelled, else NaN."""
    from newsthemes.themes.labelled_sentences import read_labels

    known = read_labels(labels, themes)
    table = known.carried.astype(float).set_axis(known.texts)
    return table[~table.index.duplicated()].reindex(texts.astype(str))[themes].to_numpy()


def _groups(rows, columns):
    """[(value of each column, its rows)] sorted by the values as text; without columns all rows, if there are any."""
    if not columns:
        return [((), np.arange(len(rows.place)))] if len(rows.place) else []
    grouped = pd.DataFrame(dict(enumerate(columns))).groupby(list(range(len(columns))), sort=False)
    groups = [(values, group.index.to_numpy()) for values, group in grouped]
    return sorted(groups, key=lambda item: [str(value) for value in item[0]])


def _carriers(rows):
    """How many sources carry each theme."""
    found = np.zeros((rows.source.max(initial=-1) + 1, rows.carried.shape[1]))
    np.add.at(found, rows.source, rows.carried)
    return (found > 0).sum(0)


# Shares


def _bootstrap(groups, errors, stories, draws, seed):
    """{group: {unit: of the share of each theme, when the corpus's stories are drawn with replacement}}, variances, for
    the groups that have enough stories."""
    enough = {key: units for key, units in groups.items() if has_interval(next(iter(units.values())))}
    shares = {key: {unit: [] for unit in units} for key, units in enough.items()}
    rng = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // max(stories, 1))
    for start in range(0, draws if enough else 0, at_once):
        drawn = rng.multinomial(stories, np.full(stories, 1 / stories), min(at_once, draws - start)).astype(
            float
        )
        rates = {unit: those.rates(drawn[:, those.story]) for unit, those in errors.items()}
        for key, units in enough.items():
            mine = drawn[:, next(iter(units.values())).story]
            for unit, part in units.items():
                share = (mine @ part.carried) / np.maximum(mine @ part.size, 1e-12)[:, None]
                shares[key][unit].append(errors[unit].corrected(share, rates[unit]) if errors else share)
    return {
        key: {unit: np.vstack(kept).var(0) for unit, kept in units.items()} for key, units in shares.items()
    }


def _table(by, unit, themes, groups, variances, errors, carriers):
    groups = {values: units[unit] for (cut, values), units in groups.items() if cut == by}
    columns = [
        *by,
        "theme",
        "unit",
        "share",
        "low",
        "high",
        "n",
        "stories",
        "sources",
        "single_source",
        "note",
    ]
    columns += ["uncorrected"] if errors else []
    parts = []
    for values, part in groups.items():
        variance = variances.get((by, values), {}).get(unit)
        beside = tuple(value for value, name in zip(values, by, strict=True) if name != "source")
        parts.append({**_shares(part, variance, errors, unit), "sources": carriers[beside]})
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    table["theme"], table["unit"], table["single_source"] = themes * len(parts), unit, table["sources"] == 1
    for place, name in enumerate(by):
        table[name] = [values[place] for values in groups for _ in themes]
    return table[columns].astype({"note": object})


def _shares(part, variance, errors, unit):
    """What a table says of each theme in a group: {column: values}."""
    plain = part.carried.sum(0) / part.size.sum()
    share, notes = plain, [None] * len(plain)
    if errors:
        share = errors.corrected(plain[None], errors.rates(np.ones((1, len(errors.story)))))[0]
        enough, strong = errors.correctable()
        notes = [
            UNLABELLED if not e else TOO_WEAK if not s else None for e, s in zip(enough, strong, strict=True)
        ]
    low, high, missing = interval(part, share, variance, unit)
    note = ["; ".join(filter(None, pair)) or None for pair in zip(missing, notes, strict=True)]
    return {
        "share": share,
        "low": low,
        "high": high,
        "n": np.full(len(plain), part.n),
        "stories": np.full(len(plain), len(part.story)),
        "note": np.array(note, object),
        "uncorrected": plain,
    }
