"""Arrow and Feather: as files and as streams, such as Hugging Face's data sets on disk."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.archive import limit
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.rows import articles_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch

FILE, FEATHER, STREAM = b"ARROW1\0\0", b"FEA1", b"\xff\xff\xff\xff"
DATA_SET = ("features", "splits", "builder_name", "citation", "_data_files", "_fingerprint")


def matches(content: Content) -> bool:
    """A stream opens with a mark and the length of its schema, which lies within the file."""
    if content.head.startswith((FILE, FEATHER)):
        return True
    length = int.from_bytes(content.head[4:8], "little")
    return content.head.startswith(STREAM) and 0 < length < content.size and length % 8 == 0


def read(content: Content) -> Found:
    import pyarrow

    try:
        rows = rows_within(_batches(content), None, limit(content))
        articles, problems = articles_of(
            ((str(i), row) for i, row in enumerate(rows, 1)), content.columns, content.item
        )
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"damaged Arrow file ({one_line(error)})") from error
    return Found(articles, problems)


def _batches(content: Content) -> Iterable["RecordBatch"]:
    import pyarrow
    from pyarrow import feather, ipc

    source = pyarrow.memory_map(str(content.file)) if content.file else pyarrow.BufferReader(content.data)
    if content.head.startswith(FEATHER):
        return feather.read_table(source).to_batches(1000)
    if content.head.startswith(FILE):
        reader = ipc.open_file(source)
        return (reader.get_batch(i) for i in range(reader.num_record_batches))
    return iter(ipc.open_stream(source))


def rows_within(batches: Iterable["RecordBatch"], rows: int | None, largest: int) -> Iterator[dict]:
    """Rows of record batches, as long as they and those to come (``rows`` in all) hold at most ``largest`` bytes.

    Raises Unreadable at the first batch where they will not: a column of one long text, two million times, is packed
    into 150 kB.
    """
    size = seen = 0
    for batch in batches:
        batch.validate(
            full=True
        )  # an offset that points outside of a damaged file ends the process at its first use
        for start in range(0, batch.num_rows, 1000):
            part = batch.slice(start, 1000)
            size, seen = size + _unpacked(part), seen + part.num_rows
            if size * max(1, (rows or seen) / seen) > largest:
                raise Unreadable(f"too large (unpacks to more than {largest >> 20} MB)")
            yield from part.to_pylist()


def _unpacked(batch: "RecordBatch") -> int:
    """Bytes of a batch when each row has its own copy of what a dictionary holds once."""
    import pyarrow

    coded = (column for column in batch.columns if pyarrow.types.is_dictionary(column.type))
    return batch.nbytes + sum(column.dictionary_decode().nbytes for column in coded)


def describes_data_set(content: Content) -> bool:
    """Whether some JSON is what Hugging Face's data sets write beside their data."""
    names = ("dataset_info.json", "state.json", "dataset_dict.json", "dataset_infos.json")
    return content.name in names and any(f'"{key}"' in content.start for key in DATA_SET)


def set_aside(content: Content) -> Found:
    return Found(
        [], [Problem(content.item, "no article", "it describes a data set; the articles are beside it")]
    )
