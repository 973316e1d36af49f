"""Parquet."""

from io import BytesIO
from pathlib import Path

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import Columns
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.rows import Row, articles_of

LARGEST_PARQUET = 4 << 30  # bytes a Parquet file may unpack to


def matches(content: Content) -> bool:
    return content.head.startswith(b"PAR1")


def read(content: Content) -> Found:
    return Found(*read_parquet(content.file or BytesIO(content.data), content.item, content.columns))


def read_parquet(file: Path | BytesIO, path: str, columns: Columns) -> tuple[list[Row], list[Problem]]:
    """Raises ValueError when the file is damaged or unpacks to more than 4 GiB."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file)
    unpacked = sum(table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups))
    if unpacked > LARGEST_PARQUET:
        raise ValueError(f"it unpacks to {unpacked >> 20} MB; the limit is {LARGEST_PARQUET >> 20} MB")
    names = [field.name for field in table.schema_arrow if _is_written(field.type)]
    rows = (row for batch in table.iter_batches(1000, columns=names) for row in batch.to_pylist())
    return articles_of(((str(i), row) for i, row in enumerate(rows, 1)), columns, path)


def _is_written(kind) -> bool:
    """Whether a column can be shown as text: not a vector of numbers, such as an embedding."""
    import pyarrow.types as types

    listed = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return not (listed and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)))
