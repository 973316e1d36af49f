"""Encoder output on disk, so that a text is encoded once: one SQLite file, no pickle."""

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from newsthemes.cache.bundled_vectors import vectors_ahead
from newsthemes.cache.location import cache_folder
from newsthemes.terminal import note

CHECKSUM = (
    8  # bytes after a vector: of its key and its values, so that no row is taken that others have touched
)
_noted: list[bool] = []  # once a process
ROWS_PER_QUERY = 500  # SQLite allows at most 999 bound values in older builds


class VectorCache:
    """float32 vectors by (encoder key, text), those computed ahead included.

    A cache that cannot be opened or written is simply not used, nor a row that is not as it was written: ``damaged``
    counts those.
    """

    def __init__(self, key: str | None, folder: str | Path | None = None) -> None:
        self.key = key
        self.database, self.damaged = None, 0
        self.ahead = {} if key is None else vectors_ahead(key)
        if key is None:
            return
        try:
            folder = Path(folder) if folder else cache_folder()
            if folder is None:
                return
            folder.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(folder / "vectors.sqlite", timeout=30)
            self.database.text_factory = bytes  # text where a vector should be is a damaged row, not an error
            self.database.execute("PRAGMA journal_mode=WAL")
            self.database.execute("PRAGMA synchronous=NORMAL")
            self.database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        except (OSError, sqlite3.Error):
            self.database = None

    def digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.key}\0{text}".encode()).digest()[:20]

    def get(self, texts: Iterable[str]) -> dict[str, np.ndarray]:
        """{text: vector} for the texts that are stored."""
        wanted = {self.digest(text): text for text in texts}
        found = {text: self.ahead[key] for key, text in wanted.items() if key in self.ahead}
        if self.database is None:
            return found
        keys = [key for key in wanted if key not in self.ahead]
        try:
            for start in range(0, len(keys), ROWS_PER_QUERY):
                part = keys[start : start + ROWS_PER_QUERY]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
                for key, blob in self.database.execute(query, part):
                    vector = opened(key, blob)
                    if vector is None:
                        self.damaged += 1
                    else:
                        found[wanted[key]] = vector
        except sqlite3.Error:
            self.database = None
        if self.damaged and not _noted:
            _noted.append(True)
            note("the cache of vectors holds rows that are not as they were written: these are computed anew")
        return found

    def everything(self) -> dict[bytes, np.ndarray]:
        """{digest: vector} of all that is stored for any encoder."""
        rows = self.database.execute("SELECT key, vector FROM vectors")
        vectors = ((key, opened(key, blob)) for key, blob in rows)
        return {key: vector for key, vector in vectors if vector is not None}

    def put(self, texts: Iterable[str], vectors: np.ndarray) -> None:
        if self.database is None:
            return
        rows = [
            (key := self.digest(text), sealed(key, vector))
            for text, vector in zip(texts, np.ascontiguousarray(vectors, np.float32), strict=True)
        ]
        try:
            with self.database:
                self.database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.Error:
            self.database = None

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None


def sealed(key: bytes, vector: np.ndarray) -> bytes:
    """Return a vector as it is stored: its values and a checksum of them and of its key.

    >>> key = bytes(20)
    >>> opened(key, sealed(key, np.ones(2, np.float32))).tolist()
    [1.0, 1.0]
    """
    values = vector.tobytes()
    return values + hashlib.blake2b(key + values, digest_size=CHECKSUM).digest()


def opened(key: bytes, blob: object) -> np.ndarray | None:
    """Return the vector that was sealed, or None where the blob is another one, cut, or of another version."""
    if not isinstance(blob, bytes) or len(blob) <= CHECKSUM or (len(blob) - CHECKSUM) % 4:
        return None
    vector = np.frombuffer(blob[:-CHECKSUM], np.float32)
    return vector if sealed(key, vector) == blob else None
