"""A table that is in memory already."""

import pandas as pd

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import Columns
from newsthemes.corpus.readers.csv import unique
from newsthemes.corpus.readers.rows import Row, articles_of

NAME = "table"  # what a frame is called where a file has its path


def read_frame(frame: pd.DataFrame, columns: Columns) -> tuple[list[Row], list[Problem]]:
    """The articles of a frame, each numbered by its label in the index, or from 1 where labels repeat."""
    names = unique([str(name) for name in frame.columns])
    labels = frame.index.map(str) if frame.index.is_unique else range(1, len(frame) + 1)
    values = [frame.iloc[:, place].astype(object) for place in range(len(names))]
    cells = zip(*(column.where(column.notna(), None) for column in values), strict=True)
    rows = (
        (str(label), dict(zip(names, row, strict=True))) for label, row in zip(labels, cells, strict=True)
    )
    return articles_of(rows, columns, NAME)
