"""Arrow and Feather: as files and as streams, such as Hugging Face's data sets on disk."""

from collections.abc import Iterator

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.readers.content import LARGEST_TABLE, Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.rows import articles_of

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
        batches = _batches(content)
        rows = ((str(i), row) for i, row in enumerate(_rows(batches, content.item), 1))
        articles, problems = articles_of(rows, content.columns, content.item)
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"damaged Arrow file ({one_line(error)})") from error
    return Found(articles, problems)


def _batches(content: Content):
    import pyarrow
    from pyarrow import feather, ipc

    source = pyarrow.memory_map(str(content.file)) if content.file else pyarrow.BufferReader(content.data)
    if content.head.startswith(FEATHER):
        return feather.read_table(source).to_batches(1000)
    if content.head.startswith(FILE):
        reader = ipc.open_file(source)
        return (reader.get_batch(i) for i in range(reader.num_record_batches))
    return iter(ipc.open_stream(source))


def _rows(batches, item: str) -> Iterator[dict]:
    size = 0
    for batch in batches:
        for start in range(0, batch.num_rows, 1000):
            part = batch.slice(start, 1000)
            size += part.nbytes
            if size > LARGEST_TABLE:
                raise Unreadable(f"too large (unpacks to more than {LARGEST_TABLE >> 20} MB)")
            yield from part.to_pylist()


def describes_data_set(content: Content) -> bool:
    """Whether some JSON is what Hugging Face's data sets write beside their data."""
    names = ("dataset_info.json", "state.json", "dataset_dict.json", "dataset_infos.json")
    return content.name in names and any(f'"{key}"' in content.start for key in DATA_SET)


def set_aside(content: Content) -> Found:
    return Found(
        [], [Problem(content.item, "no article", "it describes a data set; the articles are beside it")]
    )
