"""How surely each theme is in each kept passage, side by side in memory and one below the other on disk."""

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd


class ThemeScores:
    """``scores`` (0 to 1) and ``presence``: a column a theme, rows as in ``passage_ids``."""

    def __init__(self, passage_ids: pd.Series, scores: pd.DataFrame, presence: pd.DataFrame) -> None:
        self.passage_ids, self.scores, self.presence = passage_ids, scores, presence

    @cached_property
    def long(self) -> pd.DataFrame:
        """One row a passage and theme: passage_id, theme, score, present; theme after theme."""
        parts = [self._of(theme) for theme in self.scores]
        return pd.concat(parts, ignore_index=True)

    def _of(self, theme: str) -> pd.DataFrame:
        columns = {"passage_id": self.passage_ids, "theme": theme}
        scores, presence = self.scores[theme].to_numpy(), self.presence[theme].to_numpy()
        return pd.DataFrame({**columns, "score": scores, "present": presence}).astype({"theme": object})

    def save(self, path: str | Path) -> None:
        """Parquet, a row group a theme: the long table is never in memory."""
        import pyarrow as pa
        from pyarrow import parquet

        schema = pa.Schema.from_pandas(
            pd.DataFrame({"passage_id": ["a"], "theme": "", "score": 0.5, "present": True})
        )
        schema = schema.with_metadata({**schema.metadata, b"themes": json.dumps(list(self.scores)).encode()})
        passages = pa.array(self.passage_ids, pa.string())
        with parquet.ParquetWriter(path, schema) as file:
            for theme in self.scores:
                values = self.scores[theme].to_numpy(float), self.presence[theme].to_numpy(bool)
                columns = [passages, pa.repeat(theme, len(passages)), *map(pa.array, values)]
                file.write_table(pa.Table.from_arrays(columns, schema=schema))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """What ``save`` wrote; ValueError where the file holds anything else."""
        from pyarrow import parquet

        with parquet.ParquetFile(path) as file:
            themes = json.loads(file.schema_arrow.metadata.get(b"themes", b"null"))
            if themes is None:
                raise ValueError(f"{path} is no table of themes")
            rows = file.metadata.num_rows // max(len(themes), 1)
            ids = _first(file.iter_batches(columns=["passage_id"]), rows)
            values = {name: file.read([name])[name].to_numpy() for name in ("score", "present")}
        wide = {
            name: pd.DataFrame(column.reshape(len(themes), rows).T, columns=themes)
            for name, column in values.items()
        }
        return cls(ids, wide["score"], wide["present"])


def _first(batches: Iterable[Any], rows: int) -> pd.Series:
    """The passages of the first theme, which are those of every theme."""
    ids = []
    for batch in batches:
        if len(ids) >= rows:
            break
        ids += batch["passage_id"].to_pylist()
    return pd.Series(ids[:rows], dtype=object)
