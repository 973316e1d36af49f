"""Tables of articles: CSV, JSON, JSON Lines, Parquet. A row that cannot be read is reported by its number.

| module | what it knows |
|---|---|
| `columns` | which column holds what, by the usual names |
| `rows` | rows of any table to articles |
| `lines` | the lines of a text, without a copy of it |
| `delimited` | CSV, whatever its delimiter and however broken its quotes |
| `objects` | JSON and JSON Lines |
| `parquet` | Parquet |
"""

from newsthemes.corpus.readers.csv import header_of, read_csv
from newsthemes.corpus.readers.json import read_json, read_jsonl
from newsthemes.corpus.readers.parquet import read_parquet
from newsthemes.corpus.readers.rows import NoTextColumn

__all__ = ["NoTextColumn", "header_of", "read_csv", "read_json", "read_jsonl", "read_parquet"]
