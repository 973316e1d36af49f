"""Precision and recall of the pairs worth checking on both halves of the gold set, as a Markdown table.

python benchmarks/contradictions.py
"""

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
    rows = []
    for half, gold in pd.read_csv(GOLD).groupby("half"):
        texts = [*gold["text_a"], *gold["text_b"]]
        vectors = embed(texts, [*gold["language_a"], *gold["language_b"]])
        pairs = enumerate(gold.to_dict("records"))
        shown = pd.Series([is_shown(pair, vectors[[i, len(gold) + i]]) for i, pair in pairs], gold.index)
        wanted = gold["worth_checking"] == 1
        right = (shown & wanted).sum()
        rows.append(
            {
                "half": half,
                "pairs": len(gold),
                "precision": round(right / max(shown.sum(), 1), 3),
                "recall": round(right / wanted.sum(), 3),
            }
        )
    print(pd.DataFrame(rows).to_markdown(index=False))


if __name__ == "__main__":
    main()
