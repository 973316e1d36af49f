import numpy as np
import pytest
from scipy import sparse

from newsthemes.cache import memo as module
from newsthemes.cache.memo import memoize

VALUES = {
    "numbers": np.array([[1.5, np.nan], [0.0, -2.0]]),
    "which": np.array([True, False]),
    "table": sparse.csr_array(np.array([[0.0, 0.1, 0.0], [0.0, 0.0, 3.0]])),
    "texts": ["à l\u0000'eau", "\ud800", ""],
    "cut": 0.1 + 0.2,
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSTHEMES_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "memo"


def never():
    raise AssertionError("computed again")


def test_what_was_computed_comes_back_as_it_was(folder):
    memoize("odd", ["given", 1, np.arange(3)], lambda: VALUES)
    found = memoize("odd", ["given", 1, np.arange(3)], never)
    assert list(found) == list(VALUES) and [path.suffix for path in folder.iterdir()] == [".npz"]
    np.testing.assert_array_equal(found["numbers"], VALUES["numbers"])
    assert found["which"].tolist() == [True, False]
    assert found["table"].format == "csr" and found["table"].toarray().tolist() == [[0, 0.1, 0], [0, 0, 3]]
    assert found["texts"] == VALUES["texts"] and found["cut"] == 0.1 + 0.2


@pytest.mark.parametrize("other", [["given", 2, np.arange(3)], ["given", 1, np.arange(4)], ["given", 1]])
def test_what_rests_on_something_else_is_computed(folder, other):
    memoize("odd", ["given", 1, np.arange(3)], lambda: {"cut": 1})
    assert memoize("odd", other, lambda: {"cut": 2}) == {"cut": 2}
    assert memoize("even", ["given", 1, np.arange(3)], lambda: {"cut": 3}) == {"cut": 3}


@pytest.mark.parametrize("left", [b"", b"no archive", b"PK\x03\x04 half of one"])
def test_a_damaged_file_is_not_used_but_replaced(folder, left):
    memoize("odd", [], lambda: VALUES)
    (path,) = folder.iterdir()
    path.write_bytes(left)
    assert memoize("odd", [], lambda: {"cut": 2}) == {"cut": 2}
    assert memoize("odd", [], never) == {"cut": 2}


def test_what_came_with_the_package_is_not_computed(folder, tmp_path, monkeypatch):
    memoize("odd", ["given"], lambda: VALUES)
    (kept,) = folder.iterdir()
    monkeypatch.setattr(module, "BUNDLED", tmp_path)
    kept.rename(tmp_path / f"{kept.stem}.zip")
    assert memoize("odd", ["given"], never)["texts"] == VALUES["texts"]
    assert memoize("odd", ["other"], lambda: {"cut": 2}) == {"cut": 2}


def test_a_folder_that_cannot_be_written_is_not_used(folder):
    folder.parent.write_text("a file where the folder would be")
    assert memoize("odd", [], lambda: {"cut": 1}) == {"cut": 1}
    assert memoize("odd", [], lambda: {"cut": 2}) == {"cut": 2}


def test_the_oldest_files_make_room(folder, monkeypatch):
    import os

    for name in ("first", "second", "third"):
        memoize(name, [], lambda: {"many": np.zeros(1000)})
        for path in folder.glob(f"{name}-*"):
            os.utime(path, (len(name), len(list(folder.iterdir()))))
    monkeypatch.setattr(module, "MOST_KEPT", 20_000)
    memoize("fourth", [], lambda: {"many": np.zeros(1000)})
    assert sorted(path.name.split("-")[0] for path in folder.iterdir()) == ["fourth", "third"]
