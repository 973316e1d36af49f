import numpy as np
import pytest

from newsthemes.arrays import RowView, as_float32
from newsthemes.topics import find_topics

VALUES = np.arange(12, dtype=np.float32).reshape(4, 3)
ROWS = [3, 1, 1]


@pytest.mark.parametrize("index", [0, slice(1, None), [2, 0], np.array([True, False, True])])
def test_an_index_gives_what_the_copy_gives(index):
    assert (RowView(VALUES, ROWS)[index] == VALUES[ROWS][index]).all()


def test_it_is_as_large_as_the_copy_and_becomes_it_when_asked():
    gathered = RowView(VALUES, ROWS)
    assert (len(gathered), gathered.shape, gathered.ndim, gathered.dtype) == (3, (3, 3), 2, np.float32)
    assert (np.asarray(gathered) == VALUES[ROWS]).all()


def test_gathered_rows_are_left_as_they_are():
    gathered = RowView(VALUES, ROWS)
    assert as_float32(gathered) is gathered
    assert as_float32([[1, 2]]).dtype == np.float32


@pytest.mark.slow
def test_topics_are_the_same_of_gathered_rows():
    rng = np.random.default_rng(0)
    centres = np.repeat(np.eye(4, 16), 30, axis=0)
    vectors = (centres + 0.1 * rng.normal(size=centres.shape)).astype(np.float32)
    texts = [f"text number {i} about subject {i // 30}" for i in range(len(vectors))]
    padded = np.vstack([np.zeros((5, 16), np.float32), vectors])
    one, other = find_topics(texts, vectors), find_topics(texts, RowView(padded, np.arange(5, len(padded))))
    assert len(one) == 4
    assert one.assignment.tolist() == other.assignment.tolist()
    assert one.table.equals(other.table)
