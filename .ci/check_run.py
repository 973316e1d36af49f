"""Check a result folder against the contract of its tables; prints one line, or fails with the first thing wrong."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

TABLES = {
    "articles.parquet": "article_id path title source author date date_source url language text",
    "passages.parquet": "passage_id article_id start end text language language_p kept reason is_title",
    "article_themes.parquet": "article_id theme main present words score",
    "passage_topics.parquet": "passage_id topic strength",
    "article_topics.parquet": "article_id topic strength",
    "passage_themes.parquet": "passage_id theme score present",
}


def main(out):
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    frames = {name: pd.read_parquet(out / name) for name in TABLES}
    for name, columns in TABLES.items():
        found = list(
            frames[name].columns
        )  # articles also hold the columns of the user's own table, and the story
        assert found[: len(columns.split())] == columns.split(), (name, found)
    articles, passages = frames["articles.parquet"].set_index("article_id"), frames["passages.parquet"]
    for row in passages.itertuples():
        assert articles.text[row.article_id][row.start : row.end] == row.text, row.passage_id
    assert passages["kept"].eq(passages["reason"].isna()).all()
    kept = passages.loc[passages["kept"], "passage_id"]
    vectors = np.load(out / "vectors.npy")
    assert vectors.shape[0] == len(passages) and np.isfinite(vectors).all()
    assert (np.linalg.norm(vectors, axis=1) > 0).tolist() == passages["kept"].tolist()
    assert frames["passage_topics.parquet"]["passage_id"].tolist() == kept.tolist()
    assert set(frames["article_topics.parquet"]["article_id"]) <= set(articles.index)
    themes = frames["passage_themes.parquet"]
    assert themes["score"].between(0, 1).all()
    assert len(themes) == len(kept) * themes["theme"].nunique()
    shares = pd.read_csv(out / "prevalence.csv")
    assert shares["share"].dropna().between(0, 1).all()
    for quote in pd.read_csv(out / "evidence.csv", keep_default_na=False).itertuples():
        assert articles.text[quote.article_id][quote.start : quote.end] == quote.quote
    said = pd.read_parquet(out / "quantities.parquet").merge(
        passages[["passage_id", "text"]], on="passage_id"
    )
    for quantity in said.itertuples():
        assert quantity.text[quantity.start : quantity.end] == quantity.written
    figures = {path.suffix for path in (out / "figures").iterdir()}
    assert {".png", ".svg", ".csv"} <= figures
    assert set(record["stages"]) and record["input_hash"] and record["versions"]["bertopic"]
    assert not list(out.parent.glob(f".{out.name}.*")), "a partial folder was left behind"
    print(
        f"checked {out.name}: {len(articles)} articles, {len(kept)} passages, {len(figures)} kinds of figure file"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
