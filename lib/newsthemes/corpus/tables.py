"""Tables of articles: CSV, JSON, JSON Lines, Parquet. A row that cannot be read is reported by its number."""

import csv
import json
import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from newsthemes.corpus.dates import date_order, numeric_date, parse_date
from newsthemes.corpus.encoding import decode, repair, replace_surrogates
from newsthemes.corpus.inputs import Problem
from newsthemes.corpus.markup import is_markup, visible_text

NAMES = {  # usual names of a column, best first, without spaces, case or punctuation
    "text": "text fulltext articletext maintext articlebody body content contents article story cleantext rawtext "
    "bodytext texte corps contenu texteintegral teks isi konten isiberita naskah texto cuerpo contenido corpo conteudo "
    "inhalt volltext testo contenuto tekst inhoud treść текст содержание metin içerik nộidung النص المحتوى 正文 内容 "
    "文本 本文 본문 내용 lead abstract summary description",
    "title": "title headline articletitle heading titre judul titulo título titel titolo tytuł заголовок название "
    "başlık tiêuđề العنوان 标题 標題 タイトル 제목",
    "date": "date published publisheddate publishdate datepublished publicationdate pubdate publishedat publishtime "
    "dateutc datetime timestamp created createdat time jour datepublication datedepublication tanggal tanggalterbit "
    "fecha data datum дата tarih ngày التاريخ 日期 发布时间 発行日 날짜",
    "url": "url link articleurl sourceurl href uri weburl permalink canonicalurl lien adresse tautan enlace "
    "ссылка 链接 网址",
    "source": "source sourcename publisher publication outlet newspaper site sitename website domain media journal "
    "média sumber media penerbit fuente medio fonte quelle zeitung источник издание "
    "kaynak nguồn المصدر 来源 媒体 出典 출처",
    "author": "author authors byline writer journalist creator auteur auteurs penulis autor autores autore автор yazar "
    "tácgiả الكاتب 作者 著者 기자",
    "language": "language lang languagecode locale langue bahasa idioma sprache lingua taal język язык dil ngônngữ "
    "اللغة 语言 言語 언어",
    "id": "id articleid uid uuid docid documentid identifier guid key",
}
KNOWN = {field: names.split() for field, names in NAMES.items()}
DELIMITERS = ",;\t|"
LARGEST_JSON = 256 << 20  # bytes of a JSON file, which is parsed whole
LARGEST_PARQUET = 4 << 30  # bytes a Parquet file may unpack to
MOST_COLUMNS = 1000  # names that JSON objects may have between them; the others are not shown
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
Row = dict[str, str | None]


class NoTextColumn(ValueError):
    """A table in which no column is known to hold the text; the message names its columns."""


class Lines:
    """The lines of a text with their ends, cut out as they are asked for: a list of them would be a copy of it.

    Cut at line feeds and carriage returns only; str.splitlines also cuts at U+2028, U+0085 and others.
    """

    def __init__(self, text: str):
        self.text = text
        self.bounds = array("q", [0, *(match.end() for match in LINE.finditer(text))])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.text[self.bounds[number] : self.bounds[number + 1]]


def plain_name(name: str) -> str:
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def find_columns(header: list[str], columns: dict[str, str]) -> dict[str, str]:
    """{article column: table column}: those the user named, then those with a usual name."""
    plain = {plain_name(name): name for name in reversed(header)}
    found = {field: plain[plain_name(name)] for field, name in columns.items() if plain_name(name) in plain}
    for field, names in KNOWN.items():
        usual = next(
            (plain[name] for name in names if name in plain and plain[name] not in found.values()), None
        )
        if field not in found and usual is not None:
            found[field] = usual
    return found


def header_of(lines: list[str], name: str, columns: dict[str, str]) -> tuple[str, list[str]] | None:
    """(delimiter, column names) when these lines begin a table, else None.

    Told by the first line holding a usual or a given column name beside others; a single column or
    unknown names make a table only where the file is called one.
    """
    splits = [
        (d, [cell.strip().lstrip("\ufeff") for cell in next(csv.reader([lines[0]], delimiter=d))])
        for d in DELIMITERS
    ]
    called = name.endswith((".csv", ".tsv", ".tab"))
    best = max(splits, key=lambda split: (len(find_columns(split[1], columns)), len(split[1])))
    known = find_columns(best[1], columns)
    several = len(best[1]) > 1 and not any(
        len(cell) > 60 or cell.endswith((".", "!", "?")) for cell in best[1]
    )
    if several and (len(known) >= 2 or (called and (known or _consistent(lines, best[0])))):
        return best
    return best if called and len(best[1]) == 1 and known else None


def _consistent(lines: list[str], delimiter: str) -> bool:
    counts = {len(row) for row in csv.reader(lines[:20], delimiter=delimiter)}
    return len(counts) == 1 and counts.pop() > 1


def articles_of(
    rows: Iterable[tuple[str, dict]], columns: dict[str, str], path: str
) -> tuple[list[Row], list[Problem]]:
    """Table rows, each (number, {column: value}), to articles. Raises NoTextColumn."""
    found: list[Row] = []
    problems: list[Problem] = []
    header: dict[str, None] = {}
    columns_of = lru_cache(maxsize=1000)(lambda names: find_columns(list(names), columns))
    for number, row in rows:
        header.update(dict.fromkeys(row) if len(header) < MOST_COLUMNS else {})
        stated = {field: _cell(row.get(name)) for field, name in columns_of(tuple(row)).items()}
        cells = {field: value and repair(value) for field, value in stated.items()}
        if cells != stated:  # in JSON, escapes hide it from the decoding of the file
            problems.append(Problem(f"{path}#{number}", "mojibake repaired"))
        text = cells.get("text") or cells.get("title") or ""
        text = visible_text(text) if is_markup(text) else text
        if not text.strip():
            problems.append(Problem(f"{path}#{number}", "no text", "the row has neither text nor title"))
            continue
        found.append(cells | {"text": text, "row": number})
    shown = ", ".join(list(header)[:8])
    for name in columns.values():
        if header and plain_name(name) not in map(plain_name, header):
            problems.append(Problem(path, f"column '{name}' not found", f"its columns are {shown}"))
    if not found and header and not {"text", "title"} & set(find_columns(list(header), columns)):
        raise NoTextColumn(
            f"its columns are {shown}; name the one to read with columns={{'text': '{next(iter(header))}'}}"
        )
    _date(found)
    _number(found)
    return found, problems


def _date(articles: list[Row]) -> None:
    order = date_order(article.get("date") for article in articles)
    for article in articles:
        stated = article.get("date")
        article["date"] = _parse(stated, article.get("language")) or (
            numeric_date(stated, order) if stated else None
        )
        article["date_source"] = "column" if article["date"] else None


_parse = lru_cache(maxsize=100_000)(parse_date)


def _number(articles: list[Row]) -> None:
    """Rows go by the table's own id where it has one for each, all different, else by their number."""
    ids = [article.pop("id", None) for article in articles]
    if articles and all(ids) and len(set(ids)) == len(ids):
        for article, own in zip(articles, ids, strict=True):
            article["row"] = own.strip()


def _cell(value) -> str | None:
    """Any cell as text: lists joined, a person's or publisher's name out of an object, null as None."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, list):
        parts = [part for part in map(_cell, value) if part]
        return ("\n" if any(len(part) > 80 for part in parts) else ", ").join(parts) or None
    if isinstance(value, dict):
        return _cell(value.get("name") or value.get("value") or value.get("text"))
    text = replace_surrogates(value) if isinstance(value, str) else str(value)
    return text if text.strip() else None


def csv_rows(path: str, lines: Lines, delimiter: str, header: list[str], problems: list[Problem]) -> Iterator:
    """(row number, {column: value}) of every record after the header; rows that do not fit are reported."""
    width = len(header)
    for number, fields in enumerate(_records(path, lines, delimiter, width, problems), 1):
        if len(fields) != width:
            problems.append(
                Problem(
                    f"{path}#{number}", "ragged row", f"{len(fields)} fields where the header has {width}"
                )
            )
        if len(fields) > width:  # a delimiter that was not quoted: the last column is the long one, as a rule
            fields[width - 1 :] = [delimiter.join(fields[width - 1 :])]
        yield str(number), dict(zip(header, fields, strict=False))


def _records(
    path: str, lines: Lines, delimiter: str, width: int, problems: list[Problem]
) -> Iterator[list[str]]:
    """The records of a CSV file after its header, also where a quote opens and never closes.

    Such a quote takes in the lines after it, up to the next quote or the end of the file. Where the
    line after it is a record by itself, only the line with the quote is read without quoting;
    otherwise the quotes are stray ones inside a field of several lines.
    """
    line = 1
    with _any_field_size():
        while line < len(lines):
            fields, used = _record(lines, line, delimiter, strict=True)
            if fields is None and used > 1 and _alone(lines, line + 1, delimiter, width):
                problems.append(
                    Problem(f"{path}:{line + 1}", "open quote", "a quote in this line is never closed")
                )
                fields, used = next(csv.reader([lines[line].replace('"', "")], delimiter=delimiter), []), 1
            elif fields is None:
                fields, used = _record(lines, line, delimiter, strict=False)
            line += used
            if fields:
                yield fields


def _record(lines: Lines, line: int, delimiter: str, strict: bool) -> tuple[list[str] | None, int]:
    """(fields, lines used) of the record that begins here; fields is None where its quoting is broken."""
    if '"' not in lines[line]:
        return next(csv.reader([lines[line]], delimiter=delimiter), []), 1
    following = (lines[i] for i in range(line, len(lines)))
    reader = csv.reader(following, delimiter=delimiter, strict=strict)
    try:
        return next(reader, []), max(reader.line_num, 1)
    except csv.Error:
        return None, max(reader.line_num, 1)


def _alone(lines: Lines, line: int, delimiter: str, width: int) -> bool:
    return line >= len(lines) or len(next(csv.reader([lines[line]], delimiter=delimiter), [])) == width


class _any_field_size:
    """csv refuses fields over 131,072 characters; the limit is the process's, so it is put back."""

    def __enter__(self):
        self.limit = csv.field_size_limit(2**31 - 1)

    def __exit__(self, *_):
        csv.field_size_limit(self.limit)


def read_csv(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    lines = Lines(text)
    delimiter, header = header_of([lines[0]], path.lower(), columns) or (",", next(csv.reader([lines[0]])))
    problems: list[Problem] = []
    articles, more = articles_of(csv_rows(path, lines, delimiter, header, problems), columns, path)
    return articles, problems + more


def read_jsonl(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    problems: list[Problem] = []
    articles, more = articles_of(_json_lines(Lines(text), path, problems), columns, path)
    return articles, problems + more


def _json_lines(lines: Iterable[str], path: str, problems: list[Problem]) -> Iterator[tuple[str, dict]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(f"{path}:{number}", "bad JSON line", str(error).splitlines()[0]))
            continue
        if isinstance(row, dict):
            yield str(number), row
        else:
            problems.append(
                Problem(
                    f"{path}:{number}", "bad JSON line", f"an object was expected, not {type(row).__name__}"
                )
            )


def read_json(text: str, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
    """A list of objects, an object that holds one, or a single article; else one object a line. Raises ValueError."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        if text.lstrip().startswith("{") and "\n" in text.strip():
            return read_jsonl(text, path, columns)
        raise
    if isinstance(content, dict):
        lists = [
            v for v in content.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)
        ]
        content = (
            max(lists, key=len)
            if lists and not {"text", "title"} & set(find_columns(list(content), columns))
            else [content]
        )
    if not isinstance(content, list):
        raise ValueError("a list of objects was expected")
    problems = [
        Problem(f"{path}#{i}", "no article", "an object was expected")
        for i, row in enumerate(content, 1)
        if not isinstance(row, dict)
    ]
    articles, more = articles_of(
        ((str(i), row) for i, row in enumerate(content, 1) if isinstance(row, dict)), columns, path
    )
    return articles, problems + more


def read_parquet(file: Path, path: str, columns: dict[str, str]) -> tuple[list[Row], list[Problem]]:
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
