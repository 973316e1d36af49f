"""Where two articles put different figures on what may be the same thing, for the reader to judge."""

import re

import numpy as np
import pandas as pd

from newsthemes.glossary import gloss
from newsthemes.quantities.extraction import AMOUNT, COUNT, DATE, MONEY, SHARE, find_quantities

SIMILAR = 0.45  # cosine of two passages below which they are not about the same thing
RELATED = 0.45  # what a pair must reach: see _likeness
NEARBY = 8  # words on each side of a figure that say what it measures
AT_ONCE = 1000  # rows of the similarity matrix
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
    """
    table = _quantities(passages)
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    vectors = _vectors(passages, vectors)
    pairs = [pair for _, group in table.groupby("family", sort=True) for pair in _pairs(group, vectors)]
    return _report(table, pairs, articles, passages, vectors)


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
            around = _around(text, quantity, language)
            names = _names(text)
            found.append((row, article, KINDS[quantity.kind], *quantity, around, names))
    columns = ["row", "article", "family", *quantity_fields(), "around", "names"]
    return pd.DataFrame(found, columns=columns).reset_index(drop=True)


def quantity_fields():
    return ["start", "end", "kind", "unit", "value", "low", "high"]


def _around(text, quantity, language):
    """English content words near a figure."""
    before = " ".join(text[: quantity.start].split()[-NEARBY:])
    after = " ".join(text[quantity.end :].split()[:NEARBY])
    return frozenset(content_words(f"{before} ; {after}", language))


def content_words(text, language):
    """The lemmas of a text's words, glossed into English, without function words and numbers."""
    import simplemma
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = re.findall(r"[^\W\d_]{3,}", gloss([text], [language])[0].lower())
    lemmas = (simplemma.lemmatize(word, lang="en") for word in words)
    return [lemma for lemma in lemmas if lemma not in ENGLISH_STOP_WORDS]


def _names(text):
    """Capitalised or mixed-case words that do not open a sentence: who and what a figure is about."""
    words = re.findall(r"(?<![.!?:]\s)(?<!^)\b[^\W\d_]*[A-Z][\w-]*", text)
    return frozenset(word.casefold() for word in words)


def _pairs(group, vectors):
    """(row of table, row of table, likeness) for quantities of one family that differ and may mean the same."""
    mine = vectors[group["row"].to_numpy()]
    index = group.index.to_numpy()
    for start in range(0, len(group), AT_ONCE):
        cosines = mine[start : start + AT_ONCE] @ mine.T
        for i, j in np.argwhere(cosines >= SIMILAR):
            i += start
            if i < j:
                a, b = group.iloc[i], group.iloc[j]
                likeness = _likeness(a, b, float(cosines[i - start, j]))
                if a["article"] != b["article"] and likeness >= RELATED and _differ(a, b):
                    yield index[i], index[j], likeness


def _differ(a, b):
    if a["family"] == DATE:
        shorter = min(len(a["value"]), len(b["value"]))
        return a["value"][:shorter] != b["value"][:shorter]
    if MONEY == a["family"] and {a["unit"], b["unit"]} - {None} != {a["unit"] or b["unit"]}:
        return a["unit"] is None and b["unit"] is None and a["value"] != b["value"]
    return a["value"] != b["value"] or (a["low"], a["high"]) != (b["low"], b["high"])


def _likeness(a, b, cosine):
    """0 to 1: the mean of the passages' cosine and the share of the words near the figures that they have in common.

    0 for counts of different things, and for figures so far apart that they can't measure the same.
    """
    if a["family"] == COUNT and not set(a["unit"].split()) & set(b["unit"].split()):
        return 0.0
    smaller = min(len(a["around"]), len(b["around"]))
    common = len(a["around"] & b["around"]) / smaller if smaller else 0.0
    return (cosine + common) / 2


def _report(table, pairs, articles, passages, vectors):
    rows, seen = [], []
    for i, j, likeness in sorted(pairs, key=lambda pair: -pair[2]):
        a, b = table.loc[i], table.loc[j]
        if _order(b) < _order(a):
            a, b = b, a
        rows.append((a, b, likeness))
    kept = []
    for a, b, likeness in rows:
        same = [k for k in kept if _same(k, a, b, vectors)]
        if same:
            same[0][3].add(a["article"])
            same[0][4].add(b["article"])
        else:
            kept.append((a, b, likeness, {a["article"]}, {b["article"]}))
    things = _things(kept, vectors)
    out = [_row(thing, *pair, articles, passages) for thing, pair in zip(things, kept, strict=True)]
    del seen
    return pd.DataFrame(out, columns=list(COLUMNS))


def _order(quantity):
    return (
        str(quantity["value"]).zfill(40) if quantity["family"] == DATE else float(quantity["value"]),
        quantity["low"],
    )


def _same(kept, a, b, vectors):
    """Whether a pair gives the same two figures for the same thing as one already listed."""
    first, second = kept[0], kept[1]
    return (
        _figure(first) == _figure(a)
        and _figure(second) == _figure(b)
        and vectors[first["row"]] @ vectors[a["row"]] >= SIMILAR
        and vectors[second["row"]] @ vectors[b["row"]] >= SIMILAR
    )


def _figure(quantity):
    return quantity["family"], quantity["value"], quantity["low"], quantity["high"]


def _things(kept, vectors):
    """A number for each pair: pairs that share a figure of a similar passage are about the same thing."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = [
        (i, j)
        for i, one in enumerate(kept)
        for j in range(i)
        if any(
            _figure(p) == _figure(q) and vectors[p["row"]] @ vectors[q["row"]] >= SIMILAR
            for p in one[:2]
            for q in kept[j][:2]
        )
    ]
    ends = np.array(links, int).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), (len(kept), len(kept)))
    labels = connected_components(graph, directed=False)[1] if kept else []
    return pd.factorize(np.asarray(labels))[0] + 1


def _row(thing, a, b, likeness, articles_a, articles_b, articles, passages):
    sources = articles.set_index("article_id")["source"] if "source" in articles else {}
    common = sorted(a["around"] & b["around"]) or sorted(a["names"] & b["names"])
    sides = {}
    for side, quantity in (("a", a), ("b", b)):
        passage = passages.iloc[quantity["row"]]
        sides |= {
            f"value_{side}": quantity["value"],
            f"figure_{side}": passage["text"][quantity["start"] : quantity["end"]],
            f"quote_{side}": passage["text"],
            f"article_{side}": quantity["article"],
            f"passage_{side}": passage["passage_id"],
            f"language_{side}": passage["language"],
            f"source_{side}": sources.get(quantity["article"]),
        }
    relation = (
        "may agree" if a["low"] <= b["high"] and b["low"] <= a["high"] and a["family"] != DATE else "differ"
    )
    return {
        "thing": thing,
        "what": " ".join(common),
        "unit": a["unit"] or b["unit"] or a["kind"],
        "relation": relation,
        "likeness": round(likeness, 3),
        "articles_a": len(articles_a),
        "articles_b": len(articles_b),
        **sides,
    }
