"""Theme scores, presence and shares against truth, as Markdown tables.

python benchmarks/themes.py [NEWS.csv]

The gold of data/gold.csv by cross-validation that keeps an article and its translations together; the same
with descriptions alone; passages of shuffled words; a user's own labels from 50 up; the coverage of the
intervals on simulated corpora; and, with NEWS.csv (columns text, language, category), how often each bundled theme
is found in its articles, and how often the surest of six themes of one line each is the article's class.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score
from sklearn.model_selection import GroupKFold

from newsthemes.embedding import Embedder
from newsthemes.prevalence import prevalence
from newsthemes.themes import Themes, apply_thresholds, load_themes, score_themes, theme_presence
from newsthemes.themes.labelled_sentences import read_labels
from newsthemes.themes.word_salad import shuffled_words

FOLDS = 5
EMBEDDER = Embedder()
NEWS_THEMES = {
    "business": "Companies, markets, trade, jobs and the economy.",
    "entertainment": "Film, music, television, celebrities and the arts.",
    "health": "Diseases, medicine, hospitals and public health.",
    "politics": "Governments, elections, parties, laws and diplomacy.",
    "sports": "Matches, athletes, teams, tournaments and results.",
    "technology": "Computers, the internet, phones, software and new inventions.",
}


class HeldOut:
    """Scores and presence of every gold sentence from labels of other articles; the truth beside them."""

    def __init__(self, themes_path=None, with_labels=True):
        themes = load_themes(themes_path)
        self.labels = read_labels(themes.labels, themes.ids)
        self.themes = Themes(themes.themes)  # without the file's labels: each fold brings its own
        self.vectors = EMBEDDER.embed(self.labels.texts, self.labels.languages)
        self.languages, self.groups = np.array(self.labels.languages), self.labels.groups
        shape = self.labels.carried.shape
        self.scores, self.present = np.zeros(shape), np.zeros(shape, bool)
        self.heaps = np.zeros(shape, bool)
        folds = GroupKFold(FOLDS).split(self.vectors, groups=self.groups)
        for train, test in folds:
            self._fold(train, test, with_labels)
        self.truth = self.labels.carried.to_numpy()

    def _fold(self, train, test, with_labels):
        known = {"encoder": EMBEDDER, "labels": self.table(train) if with_labels else None}
        texts, languages = ([part[i] for i in test] for part in (self.labels.texts, self.labels.languages))
        articles = [self.labels.articles[i] for i in test]
        scores = score_themes(texts, self.vectors[test], languages, self.themes, articles=articles, **known)
        self.scores[test] = scores
        self.present[test] = apply_thresholds(scores, self.themes, **known)
        heaps, languages = shuffled_words(texts, languages, seed=len(test))
        scores = score_themes(heaps, EMBEDDER.embed(heaps, languages), languages, self.themes, **known)
        self.heaps[test] = apply_thresholds(scores, self.themes, **known)

    def table(self, rows):
        """Labelled sentences as a user would hand them in."""
        carried = self.labels.carried.to_numpy()[rows]
        columns = np.array(self.themes.ids, object)
        return pd.DataFrame(
            {
                "text": [self.labels.texts[i] for i in rows],
                "language": self.languages[rows],
                "article_id": [self.labels.articles[i] for i in rows],
                "themes": [";".join(columns[row]) for row in carried],
            }
        )


def by_theme(held_out):
    """Precision, recall, F1 and average precision a theme, F1 a language as well, and their means."""
    rows = []
    for j, theme in enumerate(held_out.themes.ids):
        truth, found = held_out.truth[:, j], held_out.present[:, j]
        row = {
            "theme": theme,
            "sentences": int(truth.sum()),
            "precision": precision_score(truth, found, zero_division=0),
            "recall": recall_score(truth, found, zero_division=0),
            "F1": f1_score(truth, found, zero_division=0),
            "average precision": average_precision_score(truth, held_out.scores[:, j]),
        }
        for language in np.unique(held_out.languages):
            mine = held_out.languages == language
            row[f"F1 {language}"] = f1_score(truth[mine], found[mine], zero_division=0)
        rows.append(row)
    table = pd.DataFrame(rows)
    mean = table.drop(columns=["theme", "sentences"]).mean()
    total = {"theme": "mean", "sentences": int(table["sentences"].sum()), **mean}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True).round(3)


def heaps_of_words(held_out):
    """How often shuffled words pass for a theme, beside sentences that do not carry it."""
    wrong = [held_out.present[~held_out.truth[:, j], j].mean() for j in range(held_out.truth.shape[1])]
    row = {
        "sentences with the theme": held_out.truth.mean(),
        "found in them": held_out.present[held_out.truth].mean(),
        "found where it is not": np.mean(wrong),
        "found in shuffled words": held_out.heaps.mean(),
    }
    return pd.DataFrame([row]).round(4)


def learning_curve(held_out, sizes=(0, 50, 100, 200, 400, 800), seed=0):
    """Mean F1 and average precision over themes, on a third of the stories, from so many sentences of the others."""
    rng = np.random.default_rng(seed)
    test_groups = rng.permutation(np.unique(held_out.groups))[: len(np.unique(held_out.groups)) // 3]
    test = np.flatnonzero(np.isin(held_out.groups, test_groups))
    pool = rng.permutation(np.flatnonzero(~np.isin(held_out.groups, test_groups)))
    texts, languages = (
        [part[i] for i in test] for part in (held_out.labels.texts, held_out.labels.languages)
    )
    rows = []
    for size in (*sizes, len(pool)):
        known = {"encoder": EMBEDDER, "labels": held_out.table(pool[:size]) if size else None}
        scores = score_themes(texts, held_out.vectors[test], languages, held_out.themes, **known)
        found, truth = apply_thresholds(scores, held_out.themes, **known).to_numpy(), held_out.truth[test]
        columns = range(truth.shape[1])
        f1 = np.mean([f1_score(truth[:, j], found[:, j], zero_division=0) for j in columns])
        ranked = np.mean([average_precision_score(truth[:, j], scores.iloc[:, j]) for j in columns])
        rows.append({"labelled sentences": size, "F1": f1, "average precision": ranked})
    return pd.DataFrame(rows).round(3)


def passages_of(path):
    """(articles, kept passages, their vectors) of a table of news."""
    from newsthemes.passages import split_passages

    articles = pd.read_csv(path, keep_default_na=False).assign(story_id=None)
    articles["article_id"] = [f"n{i:05d}" for i in range(len(articles))]
    passages = split_passages(articles)
    passages = passages[passages["kept"]].reset_index(drop=True)
    return articles, passages, EMBEDDER.embed(passages["text"].tolist(), passages["language"].tolist())


def other_news(path):
    """The share of articles of each category in which each bundled theme is found, as in a study."""
    articles, passages, vectors = passages_of(path)
    known = {"articles": passages["article_id"].tolist(), "encoder": EMBEDDER}
    found = theme_presence(passages["text"], vectors, passages["language"], None, **known)
    by_article = found.groupby(passages["article_id"]).any()
    category = articles.set_index("article_id")["category"].reindex(by_article.index)
    table = by_article.groupby(category).mean()
    table.insert(0, "articles", by_article.groupby(category).size())
    return table.reset_index().round(3)


def news(path):
    """Balanced accuracy of the surest of six themes of one line each, from whole articles and from their sentences."""
    articles, passages, vectors = passages_of(path)
    owner = passages["article_id"].str[1:].astype(int).to_numpy()
    means = np.zeros((len(articles), vectors.shape[1]))
    np.add.at(means, owner, vectors)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    themes = [{"id": theme, "definition": line} for theme, line in NEWS_THEMES.items()]
    known = {"encoder": EMBEDDER}
    whole = [f"{row.title}. {row.text}" for row in articles.itertuples()]
    by_article = score_themes(whole, means, articles["language"].tolist(), themes, **known)
    first = EMBEDDER.embed(whole, articles["language"].tolist())
    by_beginning = score_themes(whole, first, articles["language"].tolist(), themes, **known)
    sentences = score_themes(passages["text"], vectors, passages["language"], themes, **known)
    ways = {
        "article: mean vector of its sentences": by_article,
        "article: vector of its first 256 tokens": by_beginning,
        "sentences: mean score": sentences.groupby(owner).mean().reindex(range(len(articles)), fill_value=0),
    }
    rows = []
    for way, scores in ways.items():
        best = np.array(scores.columns)[scores.to_numpy().argmax(1)]
        row = {"from": way}
        for language, part in articles.groupby("language"):
            hit = best[part.index] == part["category"]
            row[language] = hit.groupby(part["category"]).mean().mean()
        rows.append(row)
    return pd.DataFrame(rows).round(3)


def editing(held_out):
    """Seconds to score all gold sentences again after one theme was edited, in a warm process; the median of five."""
    themes, labels, seconds = load_themes(), held_out.labels, []
    known = {"articles": labels.articles, "encoder": EMBEDDER}
    for edit in range(6):  # the first loads the encoder and learns from the labels
        seeds = (*themes.themes[0].seeds, ("en", f"waiting for machine {edit}"))
        begun = time.perf_counter()
        edited = themes.replaced(replace(themes.themes[0], seeds=seeds))
        scores = score_themes(labels.texts, held_out.vectors, labels.languages, edited, **known)
        apply_thresholds(scores, edited, encoder=EMBEDDER)
        seconds.append(time.perf_counter() - begun)
    row = {
        "sentences": len(labels.texts),
        "seconds after an edit": np.median(seconds[1:]),
        "the first": seconds[0],
    }
    return pd.DataFrame([row]).round(2)


def coverage(runs=1000, seed=0):
    """How often 95% intervals, where one is given, hold the truth on simulated corpora, a row a design."""
    rows = []
    for measure, spread in (("mentions", None), ("passages", 5.0), ("words", 2.0)):
        for stories, share in ((20, 0.3), (50, 0.1), (50, 0.5), (200, 0.3)):
            rng = np.random.default_rng(seed)
            tables = pd.DataFrame(
                [simulated(rng, stories, share, measure, spread, run) for run in range(runs)]
            )
            given = tables[tables["low"].notna()]
            inside = (given["low"] <= share) & (share <= given["high"])
            rows.append(
                {
                    "measure": measure,
                    "stories": stories,
                    "true share": share,
                    "intervals": len(given),
                    "hold the truth": inside.mean(),
                    "mean width": (given["high"] - given["low"]).mean(),
                }
            )
    return pd.DataFrame(rows).round(3)


def simulated(rng, stories, share, measure, spread, run, draws=200):
    """The one row of ``prevalence`` for a corpus whose stories carry a theme with probability ``share``.

    For passages and words each story has its own probability, beta-distributed around ``share``; the smaller
    ``spread``, the further they lie apart. A quarter of the stories come twice.
    """
    sizes = 1 + rng.poisson(5, stories) if spread else np.ones(stories, int)
    level = rng.beta(spread * share, spread * (1 - share), stories) if spread else np.full(stories, share)
    carried = [rng.random(size) < p for size, p in zip(sizes, level, strict=True)]
    lengths = [5 + rng.poisson(15, size) for size in sizes]
    copies = [story for story in range(stories) for _ in range(1 + (story % 4 == 0))]
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(copies))], "story_id": copies})
    owner = np.repeat(np.arange(len(copies)), [sizes[story] for story in copies])
    passages = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in owner],
            "text": ["word " * length for story in copies for length in lengths[story]],
        }
    )
    presence = pd.DataFrame({"theme": np.concatenate([carried[story] for story in copies])})
    return prevalence(articles, passages, presence, measure=measure, draws=draws, seed=run).iloc[0]


def main(news_path=None):
    held_out = HeldOut()
    print("Presence on gold sentences, learned from other articles only:\n")
    print(by_theme(held_out).to_markdown(index=False))
    print("\nThe same from the descriptions alone:\n")
    print(by_theme(HeldOut(with_labels=False)).tail(1).to_markdown(index=False))
    print("\nShuffled words:\n")
    print(heaps_of_words(held_out).to_markdown(index=False))
    print("\nWith labelled sentences of one's own:\n")
    print(learning_curve(held_out).to_markdown(index=False))
    print("\nAfter editing one theme:\n")
    print(editing(held_out).to_markdown(index=False))
    print("\nIntervals on 1,000 simulated corpora each:\n")
    print(coverage().to_markdown(index=False))
    if news_path:
        print("\nBundled themes on other news (share of articles):\n")
        print(other_news(news_path).to_markdown(index=False))
        print("\nSix themes of one line each, no labels, on news articles (balanced accuracy):\n")
        print(news(news_path).to_markdown(index=False))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
