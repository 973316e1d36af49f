"""The headline or sentence most typical of each topic, under its label; a topic of one story is called by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from newsthemes.arrays import RowView
from newsthemes.topics.corpus_terms import TopicTerms
from newsthemes.topics.representative import READABLE, centrality

ONE_STORY = 0.6  # share of a topic's texts from which on one story's headline names it
LONGEST_HEADLINE = 90  # characters, as a label
LONGEST_SENTENCE = 220
PER_TERM = 0.04  # of cosine that each term of the label is worth in a line under it
# Of cosine that all terms of the topic are worth in the article of such a line. Without, the headline of an article on
# hair loss stood under a topic of the arts, for it was near the mean of all their sentences.
ALL_TERMS = 0.3
# How much more the article of a line counts than the line itself, by the mean cosine of its texts. Without, a headline
# on sewers stood under a topic of animals and farms, and a medallist's under one of the war.
OF_ARTICLE = 3.0
ENGLISH_SHARE = 0.1  # of a topic's texts, from which on the line is one of its English ones


def with_headlines(
    own: Sequence[TopicTerms],
    texts: Sequence[str],
    vectors: np.ndarray | RowView,
    assignment: np.ndarray,
    about: Mapping[str, np.ndarray | None],
    headlines: np.ndarray,
    parts: np.ndarray | None = None,
) -> tuple[list[TopicTerms], list[str | None]]:
    """([:class:`~newsthemes.topics.corpus_terms.TopicTerms`], [the text under each label, None where there is none]).

    ``own``: one a topic; ``about``: languages, articles and stories, one label a text or None; ``headlines`` (n,) bool.
    A topic that mostly one story makes up gets that story's headline as label, where most of the
    story's headlines are in the topic, and a sentence under it; any other the most typical headline, where it has one.
    ``parts`` (n,): finer topics, if any; the line is then of the largest part of a topic, so that of a mixed one it is
    not from a corner.
    """
    lines, named, languages = [], [], about["languages"]
    stories = about["stories"] if about["stories"] is not None else about["articles"]
    for topic, terms in enumerate(own):
        inside = assignment == topic
        rows = np.flatnonzero(inside)
        headline = _headline_of_story(texts, inside, languages, stories, headlines)
        named.append(replace(terms, label=headline) if headline else terms)
        asked = rows[~headlines[rows]] if headline else rows[headlines[rows]]
        spoken = _in_language(asked, rows, languages)
        spoken = spoken if len(spoken) else _in_language(rows, rows, languages)
        spoken = _in_largest_part(spoken, rows, parts)
        articles, at = _article_numbers(rows, about["articles"]), np.searchsorted(rows, spoken)
        shared = _terms_of_articles(texts, rows, articles, terms)
        central = _centrality(vectors, rows, articles) if len(rows) else shared
        lines.append(_most_typical(texts, spoken, central[at], terms, shared[at]) if len(rows) else None)
    return named, lines


def _headline_of_story(
    texts: Sequence[str],
    inside: np.ndarray,
    languages: np.ndarray | None,
    stories: np.ndarray | None,
    headlines: np.ndarray,
) -> str | None:
    """The headline of the story that most of a topic's texts are of, or None."""
    known = Counter() if stories is None else Counter(story for story in stories[inside] if story is not None)
    if not known:
        return None
    story, count = min(known.items(), key=lambda item: (-item[1], item[0]))
    if count < ONE_STORY * inside.sum():
        return None
    rows = np.flatnonzero(headlines & (stories == story))
    if 2 * inside[rows].sum() <= len(rows):
        return None
    found = _in_language(rows, np.flatnonzero(inside), languages)
    shown = sorted(
        (" ".join(texts[row].split()).rstrip(" .。:") for row in found.tolist()), key=lambda t: (len(t), t)
    )
    return shown[0] if shown and len(shown[0]) <= LONGEST_HEADLINE else None


def _in_language(rows: np.ndarray, inside: np.ndarray, languages: np.ndarray | None) -> np.ndarray:
    """Those of ``rows`` that are in English where enough of a topic is, else in its commonest language."""
    if languages is None or not len(rows):
        return rows
    counts = Counter(languages[inside].tolist())
    english = counts["en"] >= ENGLISH_SHARE * len(inside) and (languages[rows] == "en").any()
    commonest = min(counts.items(), key=lambda item: (-item[1], str(item[0])))[0]
    own = rows[languages[rows] == ("en" if english else commonest)]
    return own if len(own) else rows


def _in_largest_part(asked: np.ndarray, rows: np.ndarray, parts: np.ndarray | None) -> np.ndarray:
    """Those of the ``asked`` rows that are in the part that most of a topic's are in; all where none is."""
    if parts is None:
        return asked
    sizes = Counter(parts[rows].tolist())
    del sizes[-1]
    if len(sizes) < 2:
        return asked
    largest = min(sizes.items(), key=lambda item: (-item[1], item[0]))[0]
    own = asked[parts[asked] == largest]
    return own if len(own) else asked


def _article_numbers(rows: np.ndarray, articles: np.ndarray | None) -> np.ndarray:
    """(rows,): a number for the article of each row; a row without one is an article of its own."""
    if articles is None:
        return np.arange(len(rows))
    number = pd.factorize(articles[rows])[0]
    alone = np.flatnonzero(number < 0)
    number[alone] = number.max(initial=-1) + 1 + np.arange(len(alone))
    return number


def _centrality(vectors: np.ndarray | RowView, rows: np.ndarray, articles: np.ndarray) -> np.ndarray:
    """(rows,): how near each is to the mean of all, and how near the texts of its article are."""
    own = centrality(vectors, rows)
    mean = np.bincount(articles, own) / np.bincount(articles)
    return own + OF_ARTICLE * mean[articles]


def _terms_of_articles(
    texts: Sequence[str], rows: np.ndarray, articles: np.ndarray, terms: TopicTerms
) -> np.ndarray:
    """(rows,): the share of the topic's terms that stand in the texts that the article of a row has in the topic."""
    pairs = zip(terms.terms, terms.english, strict=True)
    forms = [(term.lower(), english.lower()) for term, english in pairs]
    unsaid: list[Sequence[int]] = [range(len(forms))] * (articles.max(initial=-1) + 1)
    for row, article in zip(rows.tolist(), articles.tolist(), strict=True):
        if unsaid[article]:
            text = texts[row].lower()
            unsaid[article] = [n for n in unsaid[article] if not any(form in text for form in forms[n])]
    said = np.array([len(forms) - len(left) for left in unsaid], float)
    return (said / max(len(forms), 1))[articles]


def _most_typical(
    texts: Sequence[str],
    asked: np.ndarray,
    central: np.ndarray,
    terms: TopicTerms,
    shared: np.ndarray,
) -> str:
    """Of the ``asked`` rows of a topic, the one most ``central`` to it that names what its label names, and whose
    article says most of what the topic's articles say (``shared``)."""
    label = [term.lower() for term in (*terms.terms[:3], *terms.english[:3])]

    def order(candidate: tuple[int, float, float]) -> tuple[bool, float, str, int]:
        row, near, said = candidate
        text = " ".join(texts[row].split())
        hits = len({term for term in label if term in text.lower()})
        readable = READABLE / 2 <= len(text) <= LONGEST_SENTENCE
        worth = near + PER_TERM * hits + ALL_TERMS * said
        return not readable, -round(worth, 6), text, row

    candidates = zip(asked.tolist(), central.tolist(), shared.tolist(), strict=True)
    return " ".join(texts[min(candidates, key=order)[0]].split())
