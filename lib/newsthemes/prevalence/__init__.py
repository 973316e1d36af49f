"""How much of the coverage carries each theme: shares by any column, with intervals that know about reposts."""

import numpy as np
import pandas as pd

from newsthemes.errors import InputError
from newsthemes.prevalence.intervals import interval
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
    if unit not in UNITS:
        raise InputError(f"prevalence: unit '{unit}' is unknown; choose from {', '.join(UNITS)}")
    by = [by] if isinstance(by, str) else list(by or [])
    themes = list(presence.columns)
    rows = _rows(articles, passages, presence, by, labels)
    rows["story"], stories = pd.factorize(rows["story"], sort=True)
    parts = [(values, totals(group, themes, unit)) for values, group in _groups(rows, by)]
    errors = Errors.of(rows, themes, unit) if labels is not None else None
    drawn = _bootstrap([part for _, part in parts], errors, len(stories), draws, seed)
    carriers = _carriers(rows, themes, [name for name in by if name != "source"])
    tables = [
        _table(by, values, part, shares, errors, carriers, themes, unit)
        for (values, part), shares in zip(parts, drawn, strict=True)
    ]
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
    columns += ["uncorrected"] if labels is not None else []
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


# Rows and groups


def _rows(articles, passages, presence, by, labels):
    """One row a kept passage: its article, story, source, words, groups, themes and, where labelled, the truth."""
    if len(passages) != len(presence):
        raise InputError(
            f"prevalence: {len(passages)} passages but {len(presence)} rows of presence; give one each"
        )
    about = articles.set_index("article_id").reindex(passages["article_id"]).reset_index()
    rows = pd.DataFrame({"article": passages["article_id"].to_numpy()})
    story = about["story_id"] if "story_id" in about else pd.Series(None, about.index, object)
    rows["story"] = story.astype(object).where(story.notna(), about["article_id"]).astype(str)
    rows["source"] = _named(about["source"], UNKNOWN) if "source" in about else UNKNOWN
    rows["words"] = passages["text"].astype(str).str.split().str.len().to_numpy()
    for name in by:
        rows[("by", name)] = column(name, about, passages)
    for theme in presence:
        rows[("theme", theme)] = presence[theme].to_numpy(bool)
    if labels is not None:
        truth = _truth(passages["text"], labels, list(presence))
        for theme in presence:
            rows[("truth", theme)] = truth[theme].to_numpy()
    kept = passages["kept"].to_numpy(bool) if "kept" in passages else np.ones(len(passages), bool)
    return rows[kept].reset_index(drop=True)


def column(name, about, passages=None):
    """The group of each row of ``about`` (articles, repeated as needed): its value, or what stands for none."""
    if name == "month" and "month" not in about:
        dates = about["date"] if "date" in about else pd.Series(None, about.index, object)
        return _named(dates.astype(object).map(lambda day: str(day)[:7], na_action="ignore"), UNDATED)
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
    from newsthemes.themes.labels import read_labels

    known = read_labels(labels, themes)
    table = known.carried.astype(float).set_axis(known.texts)
    return table[~table.index.duplicated()].reindex(texts.astype(str)).reset_index(drop=True)


def _groups(rows, by):
    """((value of each column), rows), … sorted by the values as text."""
    if not by:
        return [((), rows)] if len(rows) else []
    columns = [("by", name) for name in by]
    return sorted(rows.groupby(columns, sort=False), key=lambda item: [str(value) for value in item[0]])


def _carriers(rows, themes, by):
    """{group: number of sources that carry each theme in it}"""
    return {
        values: [group["source"][group[("theme", theme)]].nunique() for theme in themes]
        for values, group in _groups(rows, by)
    }


# Shares


def _bootstrap(parts, errors, stories, draws, seed):
    """A (draws, themes) array a part: its shares when the corpus's stories are drawn with replacement."""
    if not parts:
        return []
    rng = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // max(stories, 1))
    shares = [[] for _ in parts]
    for start in range(0, draws, at_once):
        drawn = rng.multinomial(stories, np.full(stories, 1 / max(stories, 1)), min(at_once, draws - start))
        for kept, part in zip(shares, parts, strict=True):
            mine = drawn[:, part.story].astype(float)
            share = (mine @ part.carried) / np.maximum(mine @ part.size, 1e-12)[:, None]
            kept.append(errors.corrected(share, drawn[:, errors.story].astype(float)) if errors else share)
    return [np.vstack(kept) for kept in shares]


def _table(by, values, part, drawn, errors, carriers, themes, unit):
    plain = part.carried.sum(0) / part.size.sum()
    share, notes = plain, [None] * len(themes)
    if errors:
        share = errors.corrected(plain[None], np.ones((1, len(errors.story))))[0]
        enough, strong = errors.correctable()
        notes = [
            UNLABELLED if not e else TOO_WEAK if not s else None for e, s in zip(enough, strong, strict=True)
        ]
    low, high, missing = interval(part, share, drawn, unit)
    sources = carriers[tuple(value for value, name in zip(values, by, strict=True) if name != "source")]
    table = pd.DataFrame(
        {
            "theme": themes,
            "unit": unit,
            "share": share,
            "low": low,
            "high": high,
            "n": part.n,
            "stories": len(part.story),
            "sources": sources,
            "single_source": np.array(sources) == 1,
            "note": ["; ".join(filter(None, pair)) or None for pair in zip(missing, notes, strict=True)],
            "uncorrected": plain,
        }
    )
    for name, value in zip(by, values, strict=True):
        table[name] = [value] * len(themes)
    return table.astype({"note": object})
