"""Pairs of passages whose amounts are worth checking against one another.

A pair is listed when two articles give different amounts for what, as far as their words say, is one thing: the same
subject (names, words and meaning of the passages), measure (deaths, revenue, …), unit, scope (a quarter or a year, each
or in all, at least or exactly) and period. Neither is called wrong: one may be older, or count otherwise. How a pair is
judged is in :mod:`comparison`; what it was measured on, in ``tests/evidence/gold/contradictions.csv``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsthemes.arrays import ALL, RowView, as_float32, candidate_groups, chunks, connected_components
from newsthemes.evidence.compared_amounts import Records, distinct_records
from newsthemes.evidence.comparison import DIFFER, Amounts
from newsthemes.evidence.quantities import table
from newsthemes.evidence.quantities.claim_context import named_words
from newsthemes.evidence.quantities.extract import DATE, SHARE
from newsthemes.evidence.quantities.phrase import amount_phrase
from newsthemes.language.english_line import english_line
from newsthemes.parallel.executors import Workers

SIMILAR = 0.35  # cosine of two passages below which they are not compared
WORTH_CHECKING = 0.58  # the score that a pair must reach; see benchmarks/contradictions.py
NEAREST = 50  # passages that one is compared with where there are too many to compare all
MOST = 5000  # pairs kept, the likeliest
MOST_SHOWN = 6  # pairs shown on a page or a figure
AT_ONCE = 100_000  # pairs compared together: bounds memory
SIDES = (
    "value",
    "amount",
    "figure",
    "quote",
    "gloss",
    "article",
    "passage",
    "language",
    "source",
    "articles",
)
COLUMNS = (
    "thing", "what", "measure", "unit", "relation", "score", "reason",
    *(f"{name}_{side}" for name in SIDES for side in "ab"),
)  # fmt: skip


def contradictions(
    articles: pd.DataFrame,
    passages: pd.DataFrame,
    vectors: np.ndarray | RowView | None = None,
    quantities: pd.DataFrame | None = None,
    workers: Workers | None = None,
) -> pd.DataFrame:
    """Pairs of passages from different articles with different amounts for what may be the same thing.

    ``vectors``: row-aligned with ``passages``, language-neutral; embedded here when not given. ``quantities``: the
    table of that name of these passages, found here when not given; of other passages, its rows are passed over.
    Compared are money (with amounts of no named currency), shares in percent ("six of 14" is 42.9), measurements of
    one unit, counts of one noun or measure, and dates with a month.

    One row per pair of amounts and claim, the surest first; ``thing`` numbers rows about the same claim. ``what``:
    words that both passages use; ``measure``: what both measure, where the words are known; ``value`` (a number, or an
    ISO date), ``amount`` (the same, written alike in every language), ``figure`` (as it is
    written), ``quote`` (verbatim) and
    ``gloss`` (None where there is no glossary) of both sides; ``articles``: how many give that amount. ``relation``:
    "differ", or "may agree" where the wording of one ("under 6 million") allows the other; such rows are listed only
    beside one that differs. ``score``: 0.58 to 1; ``reason``: what speaks for the pair, in words.

    Of very many amounts (``arrays.ALL`` of a kind), each is compared with those NEAREST to it, and of all pairs the
    MOST likely ones are kept. ``workers``: who reads the passages and compares amounts, by default this process.
    """
    workers = workers or Workers()
    found = table.quantities(passages, workers) if quantities is None else quantities
    records = distinct_records(found, passages, articles, workers)
    if not len(records):
        return pd.DataFrame(columns=list(COLUMNS))
    vectors = _vectors(passages, vectors)
    families = (_family(records, name, vectors) for name in sorted(set(records.family)))
    parts = list(workers.map(_pairs, families))
    first, second, scores, relations = map(np.concatenate, zip(*parts, strict=True))
    likeliest = np.lexsort((second, first, -scores))[:MOST]
    ranked = zip(*(part[likeliest].tolist() for part in (first, second, scores, relations)), strict=True)
    shown = _by_claim(_distinct_pairs(records, ranked, vectors), vectors)
    quoted = sorted({one["row"] for _, pair in shown for one in (pair.a, pair.b)})
    about = passages[["passage_id", "text", "language"]].iloc[quoted].to_dict("records")
    sources = (
        dict(zip(articles["article_id"], articles["source"], strict=True)) if "source" in articles else {}
    )
    about = dict(zip(quoted, about, strict=True))
    return pd.DataFrame([_row(claim, pair, sources, about) for claim, pair in shown], columns=list(COLUMNS))


def worth_checking(found: pd.DataFrame, articles: pd.DataFrame, most: int = MOST_SHOWN) -> pd.DataFrame:
    """The ``most`` surest pairs of :func:`contradictions` that differ, one per claim, for a page or a figure.

    rank (from 1), score, measure, unit, reason, and of both sides (``_a``, ``_b``): amount, figure (as written), quote,
    gloss, language, article, title, source, date, passage, articles.
    """
    chosen = found[found["relation"] == DIFFER].drop_duplicates("thing").head(most).reset_index(drop=True)
    described = articles.set_index("article_id")
    columns = {"rank": np.arange(1, len(chosen) + 1)} | {
        n: chosen[n] for n in ("score", "measure", "unit", "reason")
    }
    for side in "ab":
        ids = chosen[f"article_{side}"]
        columns |= {f"{n}_{side}": chosen[f"{n}_{side}"] for n in SIDES if n not in ("value", "source")}
        for name in ("title", "source", "date"):
            known = described[name] if name in described else pd.Series(None, described.index, object)
            columns[f"{name}_{side}"] = ids.map(known.astype(object).where(known.notna(), None))
    return pd.DataFrame(columns)


def _vectors(passages: pd.DataFrame, vectors: np.ndarray | RowView | None) -> np.ndarray | RowView:
    if vectors is None:
        from newsthemes.embedding import embed

        return embed(passages["text"].tolist(), passages["language"].tolist())
    return as_float32(vectors)


def _family(
    records: Records, family: str, vectors: np.ndarray | RowView
) -> tuple[str, np.ndarray, Records, RowView]:
    """(the family, numbers of its records, these records, the vectors of their passages)."""
    mine = np.flatnonzero(records.family == family)
    return family, mine, records.take(mine), RowView(vectors, records.row[mine])


def _pairs(of_family: tuple[str, np.ndarray, Records, np.ndarray | RowView]) -> tuple[np.ndarray, ...]:
    """(i, j, score, relation), arrays: quantities of one :func:`_family` that may mean the same; i < j: records; each
    pair once, sorted."""
    family, mine, records, own = of_family
    amounts = Amounts(records, family)
    none = np.zeros(0, int)
    kept = [(none, none, none.astype(float), none.astype("<U9"))]
    for first, second, cosines in _near(own, None if family == SHARE else amounts.value):
        for part in chunks(len(first), AT_ONCE):
            one, two = first[part], second[part]
            relation, scores = amounts.relation(one, two), amounts.scores(one, two, cosines[part])
            worth = (relation != "") & (scores >= WORTH_CHECKING)
            good = np.flatnonzero(worth & amounts.comparable(one, two, cosines[part], scores))
            kept.append((one[good], two[good], scores[good], relation[good]))
    first, second, scores, relation = map(np.concatenate, zip(*kept, strict=True))
    once = np.unique(first * len(own) + second, return_index=True)[1]
    return mine[first[once]], mine[second[once]], scores[once], relation[once]


def _near(
    vectors: np.ndarray | RowView, values: np.ndarray | None
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(first, second, cosines) of rows with SIMILAR vectors and, where ``values`` are given, not one value: group after
    group of near rows, a pair in as many as it is in."""
    few = len(vectors) <= ALL
    for rows in candidate_groups(vectors):
        near = vectors[rows]
        cosines = near @ near.T
        if values is not None:
            cosines[values[rows, None] == values[rows]] = -1
        if not few and len(rows) > NEAREST:
            np.fill_diagonal(cosines, -1)
            least = -np.partition(-cosines, NEAREST - 1, axis=1)[:, NEAREST - 1]
            cosines[cosines < np.minimum(least[:, None], least)] = -1
        i, j = np.nonzero(np.triu(cosines >= SIMILAR, 1))
        yield rows[i], rows[j], cosines[i, j].astype(float)


class Pair(NamedTuple):
    """Two quantities, the smaller first, and the articles that give each."""

    a: dict
    b: dict
    score: float
    relation: str
    articles_a: set
    articles_b: set


def _distinct_pairs(
    records: Records,
    found: Iterable[tuple[int, int, float, str]],
    vectors: np.ndarray | RowView,
) -> list[Pair]:
    """The surest :class:`Pair` for each two amounts of a claim; ``found`` comes with the surest first."""
    pairs, by_amounts, found = [], {}, list(found)
    numbers = np.unique([number for pair in found for number in pair[:2]]).astype(int)
    record = dict(zip(numbers.tolist(), records.take(numbers), strict=True))

    def about_the_same(a: dict[str, Any], b: dict[str, Any]) -> bool:
        return a is b or vectors[a["row"]] @ vectors[b["row"]] >= SIMILAR

    for i, j, score, relation in found:
        a, b = sorted((record[i], record[j]), key=_size)
        known = by_amounts.setdefault((a["signature"], b["signature"]), [])
        repeated = (pair for pair in known if about_the_same(pair.a, a) and about_the_same(pair.b, b))
        same = next(repeated, None)
        if same is None:
            same = Pair(a, b, score, relation, set(), set())
            known.append(same)
            pairs.append(same)
        same.articles_a.update(a["articles"])
        same.articles_b.update(b["articles"])
    return pairs


def _size(quantity: dict[str, Any]) -> tuple[Any, Any]:
    """Sorts by value; ISO dates sort as text."""
    return (
        (str(quantity["value"]), "") if quantity["family"] == DATE else (quantity["value"], quantity["low"])
    )


def _claim_ids(pairs: Sequence[Pair], vectors: np.ndarray | RowView) -> np.ndarray:
    """A number for each pair: pairs with an amount in common, from passages about the same, make one claim."""
    places, links = {}, []  # a place: an amount in a passage
    for number, pair in enumerate(pairs):
        for one in (pair.a, pair.b):
            links.append(
                (number, len(pairs) + places.setdefault((one["signature"], one["row"]), len(places)))
            )
    by_amount = {}
    for (signature, row), place in places.items():
        by_amount.setdefault(signature, []).append((len(pairs) + place, row))
    for same in by_amount.values():
        numbers, rows = map(np.array, zip(*same, strict=True))
        similar = np.nonzero(np.triu(vectors[rows] @ vectors[rows].T >= SIMILAR, 1))
        links += zip(*(numbers[side].tolist() for side in similar), strict=True)
    return connected_components(links, len(pairs) + len(places))[: len(pairs)]


def _by_claim(pairs: Sequence[Pair], vectors: np.ndarray | RowView) -> list[tuple[int, Pair]]:
    """((claim_id, pair), …): each two amounts of a claim once, in the surest passages, with all their articles.

    Claims none of whose pairs differ are left out; the rest are numbered from 1, the surest first, and begin with
    their surest pair that differs."""
    kept = {}
    for claim, pair in zip(_claim_ids(pairs, vectors), pairs, strict=True):
        first = kept.setdefault((claim, pair.a["signature"], pair.b["signature"]), pair)
        first.articles_a.update(pair.articles_a)
        first.articles_b.update(pair.articles_b)
    surest = {}
    for (claim, *_), pair in kept.items():
        if pair.relation == DIFFER:
            surest[claim] = max(surest.get(claim, 0.0), pair.score)
    rows = [(claim, pair) for (claim, *_), pair in kept.items() if claim in surest]
    rows.sort(key=lambda row: (-surest[row[0]], row[0], row[1].relation != DIFFER, -row[1].score))
    number = {claim: place for place, claim in enumerate(dict.fromkeys(claim for claim, _ in rows), 1)}
    return [(number[claim], pair) for claim, pair in rows]


def _row(
    claim: int, pair: Pair, sources: Mapping[str, str | None], about: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    a, b = pair.a, pair.b
    unit = next(filter(None, (a["unit"], b["unit"], a["kind"])))
    sides = {}
    for side, quantity, articles in (("a", a, pair.articles_a), ("b", b, pair.articles_b)):
        passage = about[quantity["row"]]
        sides |= {
            f"value_{side}": quantity["value"],
            f"amount_{side}": amount_phrase(quantity, unit),
            f"figure_{side}": quantity["written"],
            f"quote_{side}": passage["text"],
            f"gloss_{side}": english_line(passage["text"], passage["language"]),
            f"article_{side}": quantity["article_id"],
            f"passage_{side}": passage["passage_id"],
            f"language_{side}": passage["language"],
            f"source_{side}": sources.get(quantity["article_id"]),
            f"articles_{side}": len(articles),
        }
    return {
        "thing": claim,
        "what": " ".join(sorted(a["context_words"] & b["context_words"])),
        "measure": _shared_measure(a, b),
        "unit": unit,
        "relation": pair.relation,
        "score": round(pair.score, 3),
        "reason": _reason(a, b, [about[one["row"]]["text"] for one in (a, b)]),
        **sides,
    }


def _reason(a: dict[str, Any], b: dict[str, Any], texts: Sequence[str]) -> str:
    """What speaks for the pair, in words: "same measure (deaths); both name Harrow; same year (2021)"."""
    written = named_words(texts[0], a["language"])
    names = [written[key] for key in sorted(a["names"] & b["names"]) if key in written]
    years = sorted(a["years"] & b["years"])
    measure = _shared_measure(a, b)
    words = sorted(a["context_words"] & b["context_words"] - {name.lower() for name in names})[:4]
    reasons = [
        measure and f"same measure ({measure})",
        names and f"both name {', '.join(names[:3])}",
        years and f"same year ({', '.join(years)})",
        words and f"both say {', '.join(words)}",
    ]
    return "; ".join(filter(None, reasons)) or "passages of the same meaning"


def _shared_measure(a: dict[str, Any], b: dict[str, Any]) -> str | None:
    return next((name for name in a["measure_order"] if name in b["measures"]), None)
