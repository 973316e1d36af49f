"""The files of a corpus, each with a digest of its bytes: what says whether anything has changed."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsthemes.cache.hashing import digest, file_digest
from newsthemes.corpus.discover import find_inputs
from newsthemes.corpus.readers.frame import NAME
from newsthemes.results.folder import IN_PYTHON


def digest_inputs(corpus: Any) -> tuple[dict[str, str], list]:
    """{path of each file of a corpus: a digest of its bytes}, and what is wrong with some.

    ``corpus``: a path, a list of them, or a frame, whose digest is one of its labels, names and values. Paths are those
    of ``read``, inside the corpus: where the corpus itself lies does not matter, nor the order of a list. Raises
    InputError when a path does not exist.
    """
    if isinstance(corpus, pd.DataFrame):
        return {NAME: _frame_digest(corpus)}, []
    inputs, problems = find_inputs(corpus)
    return {found.path: file_digest(found.file) for found in inputs}, problems


def _frame_digest(frame: pd.DataFrame) -> str:
    columns = [
        (str(name), frame.iloc[:, place].map(repr).tolist()) for place, name in enumerate(frame.columns)
    ]
    return digest(frame.index.map(repr).tolist(), columns)


def corpus_paths(corpus: Any) -> list:
    """The files and folders that were named; none where the corpus is a table in memory."""
    if isinstance(corpus, pd.DataFrame):
        return []
    return list(corpus) if isinstance(corpus, list | tuple) else [corpus]


def recorded_corpus(corpus: Any) -> str | list[str]:
    """The corpus as run.json records it: an absolute path, a list of them, or "python"."""
    roots = [str(Path(path).absolute()) for path in corpus_paths(corpus)]
    if not roots:
        return IN_PYTHON
    return roots if isinstance(corpus, list | tuple) else roots[0]
