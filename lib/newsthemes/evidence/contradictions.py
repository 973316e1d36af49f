"""Where two articles put different figures on what may be the same thing, for the reader to judge."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.arrays import ALL, as_float32, candidate_groups, chunks
from newsthemes.evidence.comparison import Figures
from newsthemes.evidence.quantities import table
from newsthemes.evidence.quantities.extract import AMOUNT, DATE, MONEY, SHARE

SIMILAR = 0.45  # cosine of two passages below which they are not about the same thing
RELATED = 0.5  # what a pair must reach: see comparison.py
DIFFER, MAY_AGREE = "differ", "may agree"
NEAREST = 50  # passages that one is compared with where there are too many to compare all
MOST = 5000  # pairs kept, the likeliest
AT_ONCE = 100_000  # pairs compared together: bounds memory
COLUMNS = (
    "thing", "what", "unit", "value_a", "value_b", "relation", "likeness", "figure_a", "figure_b", "quote_a", "quote_b",
    "article_a", "article_b", "passage_a", "passage_b", "language_a", "language_b", "source_a", "source_b",
    "articles_a", "articles_b",
)  # fmt: skip


def contradictions(articles, passages, vectors=None, quantities=None):
    """Pairs of passages from different articles with different figures for what may be the same thing.

    ``vectors``: row-aligned with ``passages``, language-neutral; embedded here when not given. ``quantities``: the
    table of that name of these passages, found here when not given; of other passages, its rows are passed over.
    Compared are money (with amounts of no named currency), shares in percent ("six of 14" is 42.9), counts whose nouns
    agree, and dates with a month. One row a pair of figures and thing, the likeliest first: ``what`` (words both
    passages use), value and figure (verbatim) and quote (verbatim) of both sides, ``relation`` ("differ", or "may
    agree" when the wording of one, such as "under 6 million", allows the other) and the number of articles that give
    each figure. ``thing`` numbers the rows that speak of the same thing. Values of dates are ISO text.

    Of very many figures (``nearby.ALL`` of a kind), each is compared with those NEAREST to it, and of all pairs the
    MOST likely ones are kept.
    """
    found = table.quantities(passages) if quantities is None else quantities
    records = _told_once(found, passages)
    if not records:
        return pd.DataFrame(columns=list(COLUMNS))
    vectors = _vectors(passages, vectors)
    families = sorted({record["family"] for record in records})
    first, second, alike = map(
        np.concatenate, zip(*(_pairs(records, family, vectors) for family in families), strict=True)
    )
    likeliest = np.lexsort((second, first, -alike))[:MOST]
    ranked = zip(*(part[likeliest].tolist() for part in (first, second, alike)), strict=True)
    pairs = _distinct(records, ranked, vectors)
    sources = (
        dict(zip(articles["article_id"], articles["source"], strict=True)) if "source" in articles else {}
    )
    shown = _by_thing(pairs, vectors)
    quoted = sorted({one["row"] for _, pair in shown for one in (pair.a, pair.b)})
    about = passages[["passage_id", "text", "language"]].iloc[quoted].to_dict("records")
    about = dict(zip(quoted, about, strict=True))
    rows = [_row(thing, pair, sources, about) for thing, pair in shown]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _vectors(passages, vectors):
    if vectors is None:
        from newsthemes.embedding import embed

        return embed(passages["text"].tolist(), passages["language"].tolist())
    return as_float32(vectors)


def _told_once(found, passages):
    """The quantities of these passages in their order, as dicts: those of a passage and its copies once, with all
    ``articles`` that give them."""
    rows = pd.Index(passages["passage_id"]).get_indexer(found["passage_id"])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    rows, found = rows[order], found.iloc[order]
    columns = {name: found[name].to_numpy(object, na_value=None) for name in found}
    once, texts = {}, passages["text"].iloc[rows].tolist()
    for row, text, *fields in zip(rows.tolist(), texts, *columns.values(), strict=True):
        one = dict(zip(columns, fields, strict=True))
        place = (text, one["start"], one["end"], one["kind"])
        if place not in once:
            once[place] = _record(row, one)
        once[place]["articles"].add(one["article_id"])
    return list(once.values())


def _record(row, one):
    value = one["value"] if one["date"] is None else one["date"]
    family = MONEY if one["kind"] == AMOUNT else one["kind"]
    exact = (value,) if family == DATE else (f"{one[part]:.9g}" for part in ("value", "low", "high"))
    return one | {
        "row": row,
        "family": family,
        "value": value,
        "around": frozenset(one["around"].split()),
        "years": frozenset(one["years"].split()),
        "articles": set(),
        "said": (family, *exact),  # nine digits, so that rounding does not part what says the same
    }


def _pairs(records, family, vectors):
    """(i, j, likeness), arrays: quantities of one family that differ and may mean the same; i < j number records."""
    mine = np.array([i for i, record in enumerate(records) if record["family"] == family], int)
    figures = Figures([records[i] for i in mine], family)
    own = vectors[[records[i]["row"] for i in mine]]
    first, second, cosines = _near(own, None if family == SHARE else figures.value)
    parts = chunks(len(first), AT_ONCE)
    alike = [figures.likeness(first[part], second[part], cosines[part]) for part in parts]
    alike = np.concatenate([*alike, np.zeros(0)])
    kept = alike >= RELATED
    return mine[first[kept]], mine[second[kept]], alike[kept]


def _near(vectors, values):
    """(first, second, cosines), each pair once: rows with SIMILAR vectors and, where ``values`` are given, not one
    value."""
    found, few = [], len(vectors) <= ALL
    for rows in candidate_groups(vectors):
        cosines = vectors[rows] @ vectors[rows].T
        if values is not None:
            cosines[values[rows, None] == values[rows]] = -1
        if not few and len(rows) > NEAREST:
            np.fill_diagonal(cosines, -1)
            least = -np.partition(-cosines, NEAREST - 1, axis=1)[:, NEAREST - 1]
            cosines[cosines < np.minimum(least[:, None], least)] = -1
        i, j = np.nonzero(np.triu(cosines >= SIMILAR, 1))
        found.append((rows[i], rows[j], cosines[i, j].astype(float)))
    first, second, cosines = map(np.concatenate, zip(*found, strict=True))
    once = slice(None) if few else np.unique(first * len(vectors) + second, return_index=True)[1]
    return first[once], second[once], cosines[once]


class Pair(NamedTuple):
    """Two quantities, the smaller first, and the articles that give each."""

    a: dict
    b: dict
    likeness: float
    articles_a: set
    articles_b: set


def _distinct(records, found, vectors):
    """The likeliest :class:`Pair` for each two figures of a thing; ``found`` comes with the likeliest first."""
    pairs, by_figures = [], {}

    def about_the_same(a, b):
        return a is b or vectors[a["row"]] @ vectors[b["row"]] >= SIMILAR

    for i, j, alike in found:
        a, b = sorted((records[i], records[j]), key=_size)
        known = by_figures.setdefault((a["said"], b["said"]), [])
        repeated = (pair for pair in known if about_the_same(pair.a, a) and about_the_same(pair.b, b))
        same = next(repeated, None)
        if same is None:
            same = Pair(a, b, alike, set(), set())
            known.append(same)
            pairs.append(same)
        same.articles_a.update(a["articles"])
        same.articles_b.update(b["articles"])
    return pairs


def _size(quantity):
    """Sorts by value; ISO dates sort as text."""
    return (
        (str(quantity["value"]), "") if quantity["family"] == DATE else (quantity["value"], quantity["low"])
    )


def _things(pairs, vectors):
    """A number for each pair, the likeliest thing first: pairs with a figure in common, from passages about the same,
    are about one thing."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    places, links = {}, []  # a place: a figure in a passage
    for number, pair in enumerate(pairs):
        for one in (pair.a, pair.b):
            links.append((number, len(pairs) + places.setdefault((one["said"], one["row"]), len(places))))
    by_figure = {}
    for (said, row), place in places.items():
        by_figure.setdefault(said, []).append((len(pairs) + place, row))
    for same in by_figure.values():
        numbers, rows = map(np.array, zip(*same, strict=True))
        similar = np.nonzero(np.triu(vectors[rows] @ vectors[rows].T >= SIMILAR, 1))
        links += zip(*(numbers[side].tolist() for side in similar), strict=True)
    ends, size = np.array(links, int).reshape(-1, 2), len(pairs) + len(places)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (size, size))
    return pd.factorize(connected_components(graph, directed=False)[1][: len(pairs)])[0] + 1


def _by_thing(pairs, vectors):
    """((thing, pair), …): each two figures of a thing once, in the likeliest passages, with all their articles."""
    kept = {}
    for thing, pair in zip(_things(pairs, vectors), pairs, strict=True):
        first = kept.setdefault((thing, pair.a["said"], pair.b["said"]), pair)
        first.articles_a.update(pair.articles_a)
        first.articles_b.update(pair.articles_b)
    return [(key[0], pair) for key, pair in kept.items()]


def _row(thing, pair, sources, about):
    a, b = pair.a, pair.b
    sides = {}
    for side, quantity, articles in (("a", a, pair.articles_a), ("b", b, pair.articles_b)):
        passage = about[quantity["row"]]
        sides |= {
            f"value_{side}": quantity["value"],
            f"figure_{side}": quantity["figure"],
            f"quote_{side}": passage["text"],
            f"article_{side}": quantity["article_id"],
            f"passage_{side}": passage["passage_id"],
            f"language_{side}": passage["language"],
            f"source_{side}": sources.get(quantity["article_id"]),
            f"articles_{side}": len(articles),
        }
    overlap = a["family"] != DATE and a["low"] <= b["high"] and b["low"] <= a["high"]
    return {
        "thing": thing,
        "what": " ".join(sorted(a["around"] & b["around"])),
        "unit": next(filter(None, (a["unit"], b["unit"], a["kind"]))),
        "relation": MAY_AGREE if overlap else DIFFER,
        "likeness": round(pair.likeness, 3),
        **sides,
    }
