import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from newsthemes import Study
from newsthemes.arrays import RowView
from newsthemes.cache.bundled_vectors import vectors_ahead
from newsthemes.embedding.encoders import load_encoder
from newsthemes.results import vectors as stored
from newsthemes.results.vectors import CompactRows, compact_file, compacted, read_vectors, zeros

NEAREST = 10
VALUES = arrays(np.float32, (4, 6), elements={"min_value": -1, "max_value": 1})


def nearest(vectors, asked):
    cosines = vectors[asked] @ vectors.T
    cosines[np.arange(len(asked)), asked] = -1
    return np.argsort(-cosines, axis=1)[:, :NEAREST]


def test_eight_bits_keep_the_nearest_of_real_sentences():
    vectors = np.stack(list(vectors_ahead(load_encoder("minilm").key).values())[:3000]).astype(np.float32)
    vectors = np.unique(vectors, axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = np.arange(0, len(vectors), max(1, len(vectors) // 300))
    before, after = nearest(vectors, asked), nearest(CompactRows(compacted(vectors))[:], asked)
    kept = np.mean([len(set(a) & set(b)) for a, b in zip(before, after, strict=True)]) / NEAREST
    assert len(vectors) > 1000 and kept >= 0.99


@given(VALUES)
def test_what_was_read_is_stored_as_the_same_bytes(values):
    values[np.abs(values) < 1e-3] = 0
    directions = compacted(values)
    read = CompactRows(directions)[:]
    lengths = np.linalg.norm(read, axis=1)
    assert np.array_equal(compacted(read), directions)
    assert (
        np.allclose(lengths[directions.any(axis=1)], 1, atol=1e-6)
        and not lengths[~directions.any(axis=1)].any()
    )


@pytest.mark.parametrize("index", [1, slice(1, None), [2, 0], np.array([True, False, True])])
def test_an_index_gives_what_the_whole_gives(index, monkeypatch):
    monkeypatch.setattr(stored, "PART", 1)  # pages are let go of at every look
    rows = CompactRows(compacted(np.array([[1, 2], [0, 0], [-3, 4]], np.float32)))
    assert np.array_equal(rows[index], np.asarray(rows)[index])
    assert np.array_equal(RowView(rows, [2, 0])[:], rows[[2, 0]])
    assert (rows.shape, rows.ndim, rows.dtype, len(rows)) == ((3, 2), 2, np.float32, 3)


def test_only_large_files_are_compacted(tmp_path):
    file = tmp_path / "vectors.npy"
    vectors = zeros((3, 4), file)
    vectors[:] = np.eye(3, 4)
    compact_file(file, least=vectors.nbytes + 1)
    assert read_vectors(file).dtype == np.float32 and np.load(file).dtype == np.float32
    compact_file(file, least=vectors.nbytes)
    compact_file(file, least=0)  # a second time changes nothing
    assert np.load(file).dtype == np.int8 and list(tmp_path.iterdir()) == [file]
    assert np.array_equal(read_vectors(file)[:], np.eye(3, 4, dtype=np.float32))


def test_a_study_goes_on_from_compact_vectors(few_figures, tmp_path, monkeypatch):
    table = pd.DataFrame(
        {"text": [f"The ferry number {n} sails. Bread is dear in port {n}." for n in range(6)]}
    )
    given = {"encoder": "minilm", "themes": {"ferries": "When ferries sail"}}
    monkeypatch.setattr(stored, "COMPACT_FROM", 0)
    study = Study(table, out=tmp_path / "out", **given)
    study.save()
    assert np.load(tmp_path / "out" / "vectors.npy").dtype == np.int8
    assert isinstance(study.vectors, CompactRows) and len(study.topics.assignment) == len(study.kept)
    again = Study.open(tmp_path / "out")
    assert np.array_equal(again.vectors_of_kept[:], study.vectors_of_kept[:])
    assert not again.find("a ship", meaning=True, n=1).empty
    more = pd.concat([table, pd.DataFrame({"text": ["A new bakery opens. The ferry waits for no one."]})])
    grown = Study(more.reset_index(drop=True), out=tmp_path / "out", **given)
    before = np.load(tmp_path / "out" / "vectors.npy")
    assert np.array_equal(np.asarray(grown.vectors)[: len(before)], np.asarray(CompactRows(before)))
