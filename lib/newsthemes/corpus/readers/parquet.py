"""Parquet."""

from io import BytesIO
from typing import TYPE_CHECKING

from newsthemes.corpus.readers.archive import limit
from newsthemes.corpus.readers.arrow import rows_within
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.rows import articles_of

if TYPE_CHECKING:
    from pyarrow import DataType

BATCH = 1000  # rows


def matches(content: Content) -> bool:
    return content.head.startswith(b"PAR1")


def read(content: Content) -> Found:
    """Raises Unreadable when the file is damaged or unpacks to more than it may, NoTextColumn."""
    import pyarrow
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(content.file or BytesIO(content.data))
        names = [field.name for field in table.schema_arrow if _is_written(field.type)]
        rows = rows_within(table.iter_batches(BATCH, columns=names), table.metadata.num_rows, limit(content))
        numbered = ((str(i), row) for i, row in enumerate(rows, 1))
        return Found(*articles_of(numbered, content.columns, content.item))
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"damaged Parquet file ({one_line(error)})") from error


def _is_written(kind: "DataType") -> bool:
    """Whether a column can be shown as text: not a vector of numbers, such as an embedding."""
    import pyarrow.types as types

    listed = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return not (listed and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)))
