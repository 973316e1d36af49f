"""How much of the coverage carries each theme: shares by any column, with intervals that know about reposts."""

import numpy as np
import pandas as pd

from newsthemes.errors import InputError

UNITS = ("articles", "passages", "words")
UNDATED, UNKNOWN = "undated", "unknown"
FEWEST_STORIES = 10  # below this no interval kept its promise in simulation; see benchmarks/themes.py
LEVEL = 0.95
TOO_FEW = "too few stories for an interval"
CELLS_AT_ONCE = 4_000_000  # of the matrix draws × stories


def prevalence(articles, passages, presence, by=None, unit="articles", draws=1000, seed=0):
    """Share of ``unit`` (articles, passages or words) that carry each theme, with 95% intervals.

    ``presence``: bool, row-aligned with ``passages``, a column a theme. ``by``: a column of ``articles`` or else
    of ``passages``, ``"month"`` (of ``date``), or a list of these; empty values are the groups "undated" (month)
    and "unknown". An article carries a theme when a passage of it does; articles without a kept passage
    are left out. Copies of one story share one vote: the means over them are counted.

    Returns the group columns, then theme, unit, share, low, high, n (units in the group), stories,
    sources (that carry the theme), single_source and note. Intervals: the bootstrap over stories (``draws``)
    gives the standard error, from it the effective number of independent units, and that the score interval
    of Wilson with Student's t (N. Dean and M. Pagano, "Evaluating confidence interval methods for binomial
    proportions in clustered surveys", J. Survey Stat. Methodol. 3, 2015). With fewer than FEWEST_STORIES
    stories there is none, and ``note`` says so.
    """
    if unit not in UNITS:
        raise InputError(f"prevalence: unit '{unit}' is unknown; choose from {', '.join(UNITS)}")
    by = [by] if isinstance(by, str) else list(by or [])
    rows = _rows(articles, passages, presence, by)
    themes = list(presence.columns)
    carriers = _carriers(rows, themes, [name for name in by if name != "source"])
    tables = []
    for values, group in _groups(rows, by):
        table = _group_shares(group, themes, unit, draws, seed)
        table["sources"] = carriers[tuple(v for v, name in zip(values, by, strict=True) if name != "source")]
        table["single_source"] = table["sources"] == 1
        for place, (name, value) in enumerate(zip(by, values, strict=True)):
            table.insert(place, name, value)
        tables.append(table)
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
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def _rows(articles, passages, presence, by):
    """One row a kept passage: its article, story, source, words, groups and themes."""
    if len(passages) != len(presence):
        raise InputError(
            f"prevalence: {len(passages)} passages but {len(presence)} rows of presence; give one each"
        )
    about = articles.set_index("article_id").reindex(passages["article_id"]).reset_index(drop=True)
    rows = pd.DataFrame({"article": passages["article_id"].to_numpy()})
    story = about["story_id"] if "story_id" in about else pd.Series(index=about.index, dtype=object)
    rows["story"] = story.where(story.notna(), rows["article"]).astype(str)
    rows["source"] = _named(about["source"], UNKNOWN) if "source" in about else UNKNOWN
    rows["words"] = passages["text"].str.split().str.len().to_numpy()
    for name in by:
        rows[("by", name)] = _column(name, about, passages)
    for theme in presence:
        rows[("theme", theme)] = presence[theme].to_numpy(bool)
    kept = passages["kept"].to_numpy(bool) if "kept" in passages else np.ones(len(passages), bool)
    return rows[kept].reset_index(drop=True)


def _column(name, about, passages):
    if name == "month" and "month" not in about:
        return _named(about["date"].astype("str").str.slice(0, 7).where(about["date"].notna()), UNDATED)
    if name in about:
        return _named(about[name], UNKNOWN)
    if name in passages:
        return _named(passages[name].reset_index(drop=True), UNKNOWN)
    known = ", ".join(["month", *about.columns])
    raise InputError(f"prevalence: no column '{name}' to group by; there are: {known}")


def _named(values, missing):
    return values.astype(object).where(values.notna(), missing).to_numpy()


def _groups(rows, by):
    """((value of each column, rows), …) sorted by value, as text where values can't be compared."""
    if not by:
        return [((), rows)] if len(rows) else []
    columns = [("by", name) for name in by]
    return sorted(rows.groupby(columns, sort=False), key=lambda item: [str(value) for value in item[0]])


def _carriers(rows, themes, by):
    """{group: number of sources that carry each theme in it}"""
    counts = {}
    for values, group in _groups(rows, by):
        counts[values] = [group["source"][group[("theme", theme)]].nunique() for theme in themes]
    return counts


def _group_shares(rows, themes, unit, draws, seed):
    carried, size, n = _story_totals(rows, themes, unit)
    share = carried.sum(0) / size.sum()
    stories = len(size)
    low, high = (
        _interval(carried, size, share, draws, seed) if stories >= FEWEST_STORIES else (np.nan, np.nan)
    )
    return pd.DataFrame(
        {
            "theme": themes,
            "unit": unit,
            "share": share,
            "low": low,
            "high": high,
            "n": n,
            "stories": stories,
            "note": None if stories >= FEWEST_STORIES else TOO_FEW,
        }
    )


def _story_totals(rows, themes, unit):
    """Per story: units carrying each theme (stories, themes) and units in all, as means over its copies."""
    carried = rows[[("theme", theme) for theme in themes]].to_numpy(float)
    weight = rows["words"].to_numpy(float) if unit == "words" else np.ones(len(rows))
    article, articles = pd.factorize(rows["article"])
    sums = np.zeros((len(articles), len(themes)))
    np.add.at(sums, article, carried * weight[:, None])
    sizes = np.bincount(article, weight, len(articles))
    if unit == "articles":
        sums, sizes = (sums > 0).astype(float), np.ones(len(articles))
    first = np.unique(article, return_index=True)[1]
    story, stories = pd.factorize(rows["story"].to_numpy()[first], sort=True)
    copies = np.bincount(story, minlength=len(stories))
    totals = np.zeros((len(stories), len(themes)))
    np.add.at(totals, story, sums)
    return totals / copies[:, None], np.bincount(story, sizes, len(stories)) / copies, int(sizes.sum())


def _interval(carried, size, share, draws, seed):
    from scipy.stats import t

    stories = len(size)
    variance = _bootstrap(carried, size, draws, seed).var(0)
    spread = share * (1 - share)
    effective = np.where((variance > 0) & (spread > 0), spread / np.where(variance > 0, variance, 1), stories)
    critical = t.ppf((1 + LEVEL) / 2, stories - 1)
    return wilson(share, effective, critical)


def wilson(share, n, critical):
    """Wilson's score interval of a share over ``n`` (effective) trials: (low, high)."""
    shrink = 1 + critical**2 / n
    centre = (share + critical**2 / (2 * n)) / shrink
    half = critical * np.sqrt(share * (1 - share) / n + critical**2 / (4 * n**2)) / shrink
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _bootstrap(carried, size, draws, seed):
    """(draws, themes): the shares when whole stories are drawn with replacement."""
    rng = np.random.default_rng(seed)
    stories = len(size)
    at_once = max(1, CELLS_AT_ONCE // stories)
    shares = []
    for start in range(0, draws, at_once):
        drawn = rng.multinomial(stories, np.full(stories, 1 / stories), min(at_once, draws - start))
        shares.append((drawn @ carried) / np.maximum(drawn @ size, 1e-12)[:, None])
    return np.vstack(shares)
