"""Vectors that others have changed in the cache are computed anew, and never taken for what was written."""

import sqlite3

import numpy as np
import pytest

from newsthemes.cache import vectors
from newsthemes.cache.vectors import VectorCache
from newsthemes.embedding import Embedder

TEXTS = [f"text number {i}" for i in range(6)]
STORED = np.arange(12, dtype=np.float32).reshape(6, 2) + 1
CHANGES = (
    "x'00'", "NULL", "'text'", "zeroblob(8)", "zeroblob(16)", "zeroblob(1536)", "x'0000c07f0000c07f'",
    "(SELECT vector FROM vectors WHERE rowid = 1)", "substr(vector, 1, 8)", "x'0000803f' || substr(vector, 5)",
)  # fmt: skip


@pytest.fixture
def told(monkeypatch, capsys):
    monkeypatch.setattr(vectors, "_noted", [])
    return lambda: capsys.readouterr().err


def change(folder, value):
    with sqlite3.connect(folder / "vectors.sqlite") as database:
        assert database.execute(f"UPDATE vectors SET vector = {value} WHERE rowid IN (2, 5)").rowcount == 2


@pytest.mark.parametrize("value", CHANGES)
def test_a_row_that_was_changed_is_not_there(value, tmp_path, told):
    VectorCache("key", tmp_path).put(TEXTS, STORED)
    change(tmp_path, value)
    cache = VectorCache("key", tmp_path)
    found = cache.get(TEXTS)
    assert sorted(found) == [TEXTS[i] for i in (0, 2, 3, 5)]
    assert found[TEXTS[2]].tolist() == STORED[2].tolist()
    assert told().count("\n") == 1
    cache.put([TEXTS[1], TEXTS[4]], STORED[[1, 4]])
    assert len(VectorCache("key", tmp_path).get(TEXTS)) == 6


@pytest.mark.slow
def test_what_was_changed_is_computed_anew(tmp_path, told):
    def fresh():
        return Embedder("minilm", cache=tmp_path)

    texts = ["A ferry no other test knows sails.", "Two unknown ferries sail to the harbour."]
    before = fresh().encode(texts)
    with sqlite3.connect(tmp_path / "vectors.sqlite") as database:
        database.execute("UPDATE vectors SET vector = zeroblob(1536)")
    assert np.allclose(fresh().encode(texts), before)
    assert "not as they were written" in told()
