"""Where two articles put different figures on what may be the same thing, for the reader to judge."""

import heapq
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsthemes.nearby import ALL, companies
from newsthemes.quantities.comparison import claim, comparable, likeness
from newsthemes.quantities.extraction import AMOUNT, COUNT, DATE, MONEY, SHARE, Quantity, find_quantities
from newsthemes.themes.words import content_words

SIMILAR = 0.45  # cosine of two passages below which they are not about the same thing
RELATED = 0.5  # what a pair must reach: see comparison.py
NEARBY = 8  # words on each side of a figure that say what it measures
DIFFER, MAY_AGREE = "differ", "may agree"
NEAREST = 50  # passages that one is compared with where there are too many to compare all
MOST = 5000  # pairs kept, the likeliest
DURATIONS = frozenset("second minute hour day week month quarter year decade times time fold".split())
KINDS = {MONEY: MONEY, AMOUNT: MONEY, SHARE: SHARE, COUNT: COUNT, DATE: DATE}
COLUMNS = (
    "thing", "what", "unit", "value_a", "value_b", "relation", "likeness", "figure_a", "figure_b", "quote_a", "quote_b",
    "article_a", "article_b", "passage_a", "passage_b", "language_a", "language_b", "source_a", "source_b",
    "articles_a", "articles_b",
)  # fmt: skip


def contradictions(articles, passages, vectors=None):
    """Pairs of passages from different articles with different figures for what may be the same thing.

    ``vectors``: row-aligned with ``passages``, language-neutral; embedded here when not given. Compared are
    money (with amounts of no named currency), shares in percent ("six of 14" is 42.9), counts whose nouns agree,
    and dates with a month. One row a pair of figures and thing, the likeliest first: ``what`` (words both passages
    use), value and figure (verbatim) and quote (verbatim) of both sides, ``relation`` ("differ", or "may agree" when
    the wording of one, such as "under 6 million", allows the other) and the number of articles that give each
    figure. ``thing`` numbers the rows that speak of the same thing. Values of dates are ISO text.

    Of very many figures (``nearby.ALL`` of a kind), each is compared with those NEAREST to it, and of all pairs the
    MOST likely ones are kept.
    """
    table = _quantities(passages)
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    vectors = _vectors(passages, vectors)
    records = _told_once(table, passages["text"].to_numpy(object))
    families = sorted({record["family"] for record in records})
    found = [pair for family in families for pair in _pairs(records, family, vectors)]
    likeliest = heapq.nsmallest(MOST, found, key=lambda pair: (-pair[2], pair[0], pair[1]))
    pairs = _distinct(records, likeliest, vectors)
    sources = (
        dict(zip(articles["article_id"], articles["source"], strict=True)) if "source" in articles else {}
    )
    rows = [_row(thing, pair, sources, passages) for thing, pair in _by_thing(pairs, vectors)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _vectors(passages, vectors):
    if vectors is None:
        from newsthemes.embedding import embed

        return embed(passages["text"].tolist(), passages["language"].tolist())
    return np.asarray(vectors, np.float32)


def _quantities(passages):
    """One row a quantity: row (of its passage), article, family, the quantity's fields, words around it, names."""
    found = []
    kept = passages["kept"] if "kept" in passages else np.ones(len(passages), bool)
    rows = zip(passages["text"], passages["language"], passages["article_id"], kept, strict=True)
    for row, (text, language, article, keep) in enumerate(rows):
        for quantity in find_quantities(text, language) if keep else ():
            if quantity.kind == DATE and len(quantity.value) == 4:
                continue  # a year alone dates half of all sentences
            if quantity.kind == COUNT and set(quantity.unit.split()) & DURATIONS:
                continue
            figure = text[quantity.start : quantity.end]
            about = (_around(text, quantity, language), _names(text), _years(text), _bound(quantity), figure)
            found.append((row, article, KINDS[quantity.kind], *quantity, *about))
    columns = ["row", "article", "family", *Quantity._fields, "around", "names", "years", "bound", "figure"]
    table = pd.DataFrame(found, columns=columns)
    return table.assign(unit=table["unit"].astype(object).where(table["unit"].notna(), None))


def _years(text):
    return frozenset(re.findall(r"\b(?:19|20)\d\d\b", text))


def _bound(quantity):
    """-1 for "less than", 1 for "more than", 0 for neither."""
    if quantity.kind == DATE or quantity.low < quantity.value < quantity.high:
        return 0
    return int(quantity.value == quantity.low) - int(quantity.value == quantity.high)


def _around(text, quantity, language):
    """English content words near a figure."""
    before = " ".join(text[: quantity.start].split()[-NEARBY:])
    after = " ".join(text[quantity.end :].split()[:NEARBY])
    return frozenset(content_words(f"{before} ; {after}", language))


def _names(text):
    """Capitalised or mixed-case words that do not open a sentence: who and what a figure is about."""
    words = re.findall(r"(?<![.!?:]\s)(?<!^)\b[^\W\d_]*[A-Z][\w-]*", text)
    return frozenset(word.casefold() for word in words)


def _told_once(table, texts):
    """The quantities as dicts, those of a passage and its copies once, with all ``articles`` that give it."""
    once = {}
    for record in table.to_dict("records"):
        place = (texts[record["row"]], record["start"], record["end"], record["kind"])
        once.setdefault(place, {**record, "articles": set()})["articles"].add(record["article"])
    return list(once.values())


def _pairs(records, family, vectors):
    """(i, j, likeness) for the quantities of one family that differ and may mean the same; i < j number records."""
    mine = [i for i, record in enumerate(records) if record["family"] == family]
    stated = {}
    for i in mine:
        stated.setdefault(records[i]["row"], set()).add(claim(records[i]))
    values = pd.factorize(np.array([str(records[i]["value"]) for i in mine], object))[0]
    own = vectors[[records[i]["row"] for i in mine]]
    for first, second, cosine in _near(own, None if family == SHARE else values):
        i, j = mine[first], mine[second]
        a, b = records[i], records[j]
        if comparable(a, b, stated):
            alike = likeness(a, b, cosine)
            if alike >= RELATED:
                yield i, j, alike


def _near(vectors, values):
    """(first, second, cosine), each once: rows with SIMILAR vectors and, where ``values`` are given, not one value."""
    seen, few = set(), len(vectors) <= ALL
    for rows in companies(vectors):
        cosines = vectors[rows] @ vectors[rows].T
        if values is not None:
            cosines[values[rows, None] == values[rows]] = -1
        if not few and len(rows) > NEAREST:
            np.fill_diagonal(cosines, -1)
            least = -np.partition(-cosines, NEAREST - 1, axis=1)[:, NEAREST - 1]
            cosines[cosines < np.minimum(least[:, None], least)] = -1
        for i, j in np.argwhere(np.triu(cosines >= SIMILAR, 1)):
            pair = int(rows[i]), int(rows[j])
            if few or pair not in seen:
                yield *pair, float(cosines[i, j])
                seen.add(pair)


class Pair(NamedTuple):
    """Two quantities, the smaller first, and the articles that give each."""

    a: dict
    b: dict
    likeness: float
    articles_a: set
    articles_b: set

    def repeats(self, a, b, vectors):
        """Whether two quantities are these figures again, from passages about the same."""
        return all(
            _figure(mine) == _figure(other) and vectors[mine["row"]] @ vectors[other["row"]] >= SIMILAR
            for mine, other in ((self.a, a), (self.b, b))
        )


def _distinct(records, found, vectors):
    """The likeliest :class:`Pair` for each two figures of a thing; ``found`` comes with the likeliest first."""
    pairs, by_figures = [], {}
    for i, j, alike in found:
        a, b = sorted((records[i], records[j]), key=_size)
        known = by_figures.setdefault((_figure(a), _figure(b)), [])
        same = next((pair for pair in known if pair.repeats(a, b, vectors)), None)
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


def _figure(quantity):
    """What two quantities share when they say the same; nine digits, so that rounding does not part them."""
    if quantity["family"] == DATE:
        return DATE, quantity["value"]
    return quantity["family"], *(f"{quantity[part]:.9g}" for part in ("value", "low", "high"))


def _things(pairs, vectors):
    """A number for each pair, the likeliest thing first: pairs with a figure in common, from passages about the same,
    are about one thing."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    told = {}
    for number, pair in enumerate(pairs):
        for quantity in (pair.a, pair.b):
            told.setdefault(_figure(quantity), []).append((number, quantity["row"]))
    links = [_linked(*map(np.array, zip(*same, strict=True)), vectors) for same in told.values()]
    ends = np.concatenate([*links, np.zeros((0, 2), int)])
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (len(pairs), len(pairs)))
    labels = connected_components(graph, directed=False)[1] if pairs else []
    return pd.factorize(np.asarray(labels))[0] + 1


def _linked(numbers, rows, vectors):
    """(links, 2): the pairs that give one figure in passages about the same."""
    similar = vectors[rows] @ vectors[rows].T >= SIMILAR
    return np.column_stack([numbers[side] for side in np.nonzero(np.triu(similar, 1))])


def _by_thing(pairs, vectors):
    """((thing, pair), …): each two figures of a thing once, in the likeliest passages, with all their articles."""
    kept = {}
    for thing, pair in zip(_things(pairs, vectors), pairs, strict=True):
        first = kept.setdefault((thing, _figure(pair.a), _figure(pair.b)), pair)
        first.articles_a.update(pair.articles_a)
        first.articles_b.update(pair.articles_b)
    return [(key[0], pair) for key, pair in kept.items()]


def _row(thing, pair, sources, passages):
    a, b = pair.a, pair.b
    sides = {}
    for side, quantity, articles in (("a", a, pair.articles_a), ("b", b, pair.articles_b)):
        passage = passages.iloc[quantity["row"]]
        sides |= {
            f"value_{side}": quantity["value"],
            f"figure_{side}": quantity["figure"],
            f"quote_{side}": passage["text"],
            f"article_{side}": quantity["article"],
            f"passage_{side}": passage["passage_id"],
            f"language_{side}": passage["language"],
            f"source_{side}": sources.get(quantity["article"]),
            f"articles_{side}": len(articles),
        }
    overlap = a["family"] != DATE and a["low"] <= b["high"] and b["low"] <= a["high"]
    return {
        "thing": thing,
        "what": " ".join(sorted(a["around"] & b["around"]) or sorted(a["names"] & b["names"])),
        "unit": next(filter(None, (a["unit"], b["unit"], a["kind"]))),
        "relation": MAY_AGREE if overlap else DIFFER,
        "likeness": round(pair.likeness, 3),
        **sides,
    }
