"""The reading and the space against the bundled corpus's truth: furniture, languages, boundaries, stories, trios.

python benchmarks/bundled_truth.py
"""

import numpy as np
import pandas as pd
import yaml

from newsthemes import Study
from newsthemes.resources import resource


def truth():
    """(gold sentences, dirt, front matter by article) of the bundled corpus."""
    data = resource("data")
    matter = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        for path in sorted((data / "articles").glob("*.md"))
    }
    read = {"keep_default_na": False}
    return pd.read_csv(data / "gold.csv", **read), pd.read_csv(data / "dirt.csv", **read), matter


def furniture(study, dirt):
    """Precision and recall of setting furniture aside, over passages (front matter does not count)."""
    marked = _spans(dirt[dirt["kind"] == "furniture"])
    passages = study.passages[study.passages["reason"] != "front matter"]
    true = [_inside(row, marked) for row in passages.itertuples()]
    aside = ~passages["kept"].to_numpy(bool)
    return _precision_recall("furniture", np.array(true), aside)


def boundaries(study, gold):
    """Precision, recall and F1 of the ends of kept passages, titles left out, against those of gold sentences."""
    ends = set(zip(gold["article_id"], gold["end"], strict=True))
    sentences = study.kept[~study.kept["is_title"].astype(bool)]
    found = set(zip(sentences["article_id"], sentences["end"], strict=True))
    hit = len(ends & found)
    precision, recall = hit / len(found), hit / len(ends)
    return _row("sentence ends", len(ends), precision, recall)


def languages(study, dirt, matter):
    """Share of kept passages whose language is the written one."""
    foreign = {(r.article_id, r.start): r.value for r in dirt[dirt["kind"] == "language"].itertuples()}
    true = [
        foreign.get((r.article_id, r.start), matter[r.article_id]["language"])
        for r in study.kept.itertuples()
    ]
    right = (study.kept["language"] == true).mean()
    return {"what": "language of a passage", "n": len(true), "accuracy": round(float(right), 3)}


def stories(study, matter):
    """Precision and recall over pairs of articles that are reposts, excerpts or translations of one another."""
    origin = {a: f.get("trio") or f.get("repost_of") or f.get("excerpt_of") or a for a, f in matter.items()}
    root = {a: matter[o].get("trio", o) if o in matter else o for a, o in origin.items()}
    found = study.articles.set_index("article_id")["story_id"]
    ids = sorted(root)
    i, j = np.triu_indices(len(ids), 1)
    same = np.array([root[a] for a in ids])
    group = found.loc[ids].to_numpy()
    return _precision_recall("pairs of one story", same[i] == same[j], group[i] == group[j])


def trios(study, matter):
    """Share of articles whose nearest article, in each language they are translated to, is that translation."""
    ids = study.articles["article_id"].tolist()
    means = np.stack(
        [np.asarray(study.vectors_of_kept)[(study.kept["article_id"] == a).to_numpy()].mean(0) for a in ids]
    )
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    spoken = [matter[a]["language"] for a in ids]
    right = total = 0
    for row, article in enumerate(ids):
        trio = matter[article].get("trio")
        versions = {about["language"] for about in matter.values() if trio and about.get("trio") == trio}
        for language in sorted(versions - {spoken[row]}):
            others = [k for k, x in enumerate(spoken) if x == language and "dirt" not in matter[ids[k]]]
            nearest = others[int(np.argmax(means[others] @ means[row]))]
            right, total = right + (matter[ids[nearest]].get("trio") == trio), total + 1
    return {"what": "translation is the nearest article", "n": total, "accuracy": round(right / total, 3)}


def evaluate():
    gold, dirt, matter = truth()
    study = Study(resource("data/articles"))
    rows = [
        furniture(study, dirt),
        boundaries(study, gold),
        languages(study, dirt, matter),
        stories(study, matter),
        trios(study, matter),
    ]
    return pd.DataFrame(rows)[["what", "n", "precision", "recall", "F1", "accuracy"]]


def _spans(frame):
    return {article: part[["start", "end"]].to_numpy() for article, part in frame.groupby("article_id")}


def _inside(row, spans):
    """Whether more than half of a passage lies in the marked spans of its article."""
    covered = sum(
        max(0, min(row.end, end) - max(row.start, start)) for start, end in spans.get(row.article_id, ())
    )
    return covered > (row.end - row.start) / 2


def _precision_recall(what, true, found):
    hit = (true & found).sum()
    return _row(what, int(true.sum()), hit / max(found.sum(), 1), hit / max(true.sum(), 1))


def _row(what, n, precision, recall):
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = {"precision": precision, "recall": recall, "F1": both}
    return {"what": what, "n": n, **{name: round(float(value), 3) for name, value in figures.items()}}


if __name__ == "__main__":
    print(evaluate().to_markdown(index=False))
