"""Precision and recall of the pairs worth checking on both halves of the gold set."""

from pathlib import Path

import pandas as pd

from newsthemes.embedding import embed
from newsthemes.evidence.contradictions import contradictions

GOLD = Path(__file__).parents[1] / "tests" / "evidence" / "gold" / "contradictions.csv"


def is_shown(pair, vectors):
    """Whether the two sentences of a gold row, alone in a corpus of two articles, are set against one another."""
    sides = [(f"{side}:0", side, pair[f"text_{side}"], pair[f"language_{side}"]) for side in "ab"]
    passages = pd.DataFrame(sides, columns=["passage_id", "article_id", "text", "language"])
    return len(contradictions(passages[["article_id"]], passages, vectors)) > 0


def main():
    for half, gold in pd.read_csv(GOLD).groupby("half"):
        texts = [*gold["text_a"], *gold["text_b"]]
        vectors = embed(texts, [*gold["language_a"], *gold["language_b"]])
        rows = enumerate(gold.to_dict("records"))
        shown = pd.Series([is_shown(pair, vectors[[i, len(gold) + i]]) for i, pair in rows], gold.index)
        wanted = gold["worth_checking"] == 1
        right = (shown & wanted).sum()
        print(
            f"{half}: precision {right / max(shown.sum(), 1):.3f}, recall {right / wanted.sum():.3f}, n {len(gold)}"
        )


if __name__ == "__main__":
    main()
