"""Parquet."""

from io import BytesIO
from pathlib import Path

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.columns import find_columns
from newsthemes.corpus.readers.content import Content, Found
from newsthemes.corpus.readers.rows import Row, articles_of

LARGEST_PARQUET = 4 << 30  # bytes a Parquet file may unpack to


def matches(content: Content) -> bool:
    return content.head.startswith(b"PAR1")


def read(content: Content) -> Found:
    return Found(*read_parquet(content.file or BytesIO(content.data), content.item, content.columns))


def read_parquet(file: Path | BytesIO, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    """Raises ValueError when the file is damaged or unpacks to more than 4 GiB."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file)
    unpacked = sum(table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups))
    if unpacked > LARGEST_PARQUET:
        raise ValueError(f"it unpacks to {unpacked >> 20} MB; the limit is {LARGEST_PARQUET >> 20} MB")
    header = table.schema_arrow.names
    names = sorted(set(find_columns(header, columns).values())) or header
    rows = (row for batch in table.iter_batches(1000, columns=names) for row in batch.to_pylist())
    return articles_of(((str(i), row) for i, row in enumerate(rows, 1)), columns, path)
