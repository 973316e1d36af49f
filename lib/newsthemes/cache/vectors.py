"""Encoder output on disk, so that a text is encoded once: one SQLite file, no pickle."""

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from newsthemes.cache.bundled_vectors import vectors_ahead
from newsthemes.cache.location import cache_folder

ROWS_PER_QUERY = 500  # SQLite allows at most 999 bound values in older builds


class VectorCache:
    """float32 vectors by (encoder key, text), those computed ahead included.

    A cache that cannot be opened or written is simply not used.
    """

    def __init__(self, key: str | None, folder: str | Path | None = None) -> None:
        self.key = key
        self.database = None
        self.ahead = {} if key is None else vectors_ahead(key)
        if key is None:
            return
        try:
            folder = Path(folder) if folder else cache_folder()
            if folder is None:
                return
            folder.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(folder / "vectors.sqlite", timeout=30)
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
                    found[wanted[key]] = np.frombuffer(blob, np.float32)
        except sqlite3.Error:
            self.database = None
        return found

    def everything(self) -> dict[bytes, np.ndarray]:
        """{digest: vector} of all that is stored for any encoder."""
        rows = self.database.execute("SELECT key, vector FROM vectors")
        return {key: np.frombuffer(blob, np.float32) for key, blob in rows}

    def put(self, texts: Iterable[str], vectors: np.ndarray) -> None:
        if self.database is None:
            return
        rows = [
            (self.digest(text), vector.tobytes())
            for text, vector in zip(texts, np.ascontiguousarray(vectors, np.float32), strict=True)
        ]
        try:
            with self.database:
                self.database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.Error:
            self.database = None

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None
