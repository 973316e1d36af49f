"""Labelled sentences: examples of what carries a theme, from the bundled gold or from the user's own table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from newsthemes.corpus.readers.frontmatter import front_matter
from newsthemes.errors import InputError

ARTICLES = "articles"  # the folder beside the table that its offsets point into
Source: TypeAlias = str | Path | pd.DataFrame  # of labels: a CSV file or a frame
TRIO = "trio"  # front matter that ties translations together; keys such as repost_of name another article


class Labels(NamedTuple):
    """Row-aligned: texts, ISO 639-1 languages, keys (a tuple a row: its article first, if known, and whatever ties
    it to other articles) and which theme is in which text (bool, a column a theme id)."""

    texts: list[str]
    languages: list[str]
    keys: list[tuple[str, ...]]
    carried: pd.DataFrame

    @property
    def articles(self) -> list[str | None]:
        """The article of each text, None where unknown."""
        return [key[0] if key else None for key in self.keys]

    @property
    def groups(self) -> np.ndarray:
        """A number a row; rows with a common key or the same text, directly or through others, share one.

        Rows of one group must not be split between learning and testing.
        """
        return _components(self.keys, self.texts)

    def take(self, rows: Sequence[int] | np.ndarray) -> "Labels":
        """Some of the rows, by number."""
        return Labels(
            [self.texts[row] for row in rows],
            [self.languages[row] for row in rows],
            [self.keys[row] for row in rows],
            self.carried.iloc[rows].reset_index(drop=True),
        )


def joined_labels(parts: Sequence[Labels]) -> Labels:
    """The rows of several :class:`Labels`, one after the other."""
    return Labels(
        [text for part in parts for text in part.texts],
        [language for part in parts for language in part.languages],
        [key for part in parts for key in part.keys],
        pd.concat([part.carried for part in parts], ignore_index=True),
    )


def label_files(path: str | Path) -> list[Path]:
    """The files that decide what ``read_labels(path)`` gives."""
    folder = Path(path).with_name(ARTICLES)
    return [Path(path), *(sorted(folder.glob("*.md")) if folder.is_dir() else [])]


def read_labels(source: Source, ids: Sequence[str]) -> Labels:
    """:class:`Labels` from a CSV file or a frame.

    Columns ``themes`` (ids joined by ``;``, empty for none) and either ``text`` with an optional ``language``
    (empty or missing: English) or ``article_id, start, end``: offsets into the article of that name in the
    folder ``articles`` beside the file. Ids that are not among ``ids`` raise InputError naming the row.
    """
    name = "labels" if isinstance(source, pd.DataFrame) else str(source)
    table = source if isinstance(source, pd.DataFrame) else _read(Path(source))
    table = table.reset_index(drop=True).astype(object).where(table.reset_index(drop=True).notna(), "")
    if "themes" not in table:
        raise InputError(
            f"{name}: column 'themes' is missing; found {', '.join(map(str, table.columns)) or 'none'}"
        )
    carried = _carried(table["themes"], ids, name)
    if "text" in table:
        texts = [str(text) for text in table["text"]]
        languages = [str(code) or "en" for code in table.get("language", [""] * len(table))]
        keys: list[tuple[str, ...]] = [
            (str(value),) if str(value) else () for value in table.get("article_id", [""] * len(table))
        ]
    elif {"article_id", "start", "end"} <= set(table):
        texts, languages, keys = cut_texts(table, name)
    else:
        raise InputError(f"{name}: needs the columns text (and language), or article_id, start and end")
    return Labels(texts, languages, keys, carried)


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, keep_default_na=False, dtype=str)
    except OSError as error:
        raise InputError(
            f"labels {path} can't be read ({error.strerror or error}); name a CSV file"
        ) from None
    except (ValueError, pd.errors.ParserError) as error:
        first = str(error).strip().splitlines()[0]
        raise InputError(
            f"labels {path} is no CSV table ({first}); save it as UTF-8 CSV with a header"
        ) from None


def _carried(column: pd.Series, ids: Sequence[str], name: str) -> pd.DataFrame:
    carried = np.zeros((len(column), len(ids)), bool)
    place = {theme: j for j, theme in enumerate(ids)}
    for row, cell in enumerate(column):
        for theme in filter(None, (part.strip() for part in str(cell).split(";"))):
            if theme not in place:
                raise InputError(
                    f"{name}, row {row + 2}: unknown theme '{theme}'; there are: {', '.join(ids)}"
                )
            carried[row, place[theme]] = True
    return pd.DataFrame(carried, columns=list(ids))


def cut_texts(table: pd.DataFrame, name: str | Path) -> tuple[list[str], list[str], list[tuple[str, ...]]]:
    """(texts, languages, keys) of the offsets in a table that lies at ``name``; rows with a common key belong
    together, the first key is the article."""
    folder = Path(name).with_name(ARTICLES)
    articles, texts, languages, keys = {}, [], [], []
    for row, (article, start, end) in enumerate(
        zip(table["article_id"], table["start"], table["end"], strict=True)
    ):
        if article not in articles:
            articles[article] = _article(folder, article, f"{name}, row {row + 2}")
        text, about = articles[article]
        try:
            piece = text[int(start) : int(end)]
        except ValueError:
            raise InputError(
                f"{name}, row {row + 2}: start '{start}' and end '{end}' must be whole numbers"
            ) from None
        if not piece.strip():
            raise InputError(f"{name}, row {row + 2}: article '{article}' has no text from {start} to {end}")
        texts.append(piece)
        languages.append(str(about.get("language") or "en"))
        keys.append((str(article), *_ties(about)))
    return texts, languages, keys


def _ties(about: Mapping[str, Any]) -> list[str]:
    ties = [f"{TRIO} {about[TRIO]}"] if about.get(TRIO) else []
    return ties + [str(value) for key, value in about.items() if str(key).endswith("_of") and value]


def _article(folder: Path, article: str, where: str) -> tuple[str, dict[str, Any]]:
    """The text an offset counts in, as ``read_corpus`` decodes it, and its front matter."""
    path = folder / f"{article}.md"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"{where}: article '{article}' can't be read at {path}; keep the articles there"
        ) from None
    return text, front_matter(text)[0]


def _components(keys: Sequence[tuple[str, ...]], texts: Sequence[str]) -> np.ndarray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = [
        (row, key)
        for row, (own, text) in enumerate(zip(keys, texts, strict=True))
        for key in (*own, f"text {text}")
    ]
    if not pairs:
        return np.zeros(0, int)
    rows = np.array([row for row, _ in pairs])
    columns = pd.factorize(np.array([key for _, key in pairs], object))[0] + len(texts)
    size = int(columns.max()) + 1
    links = coo_array((np.ones(len(rows)), (rows, columns)), (size, size))
    return connected_components(links, directed=False)[1][: len(texts)]
