"""Results of slow functions, kept in the cache folder by what they were given; arguments compared by a key."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from newsthemes.arrays import RowView, chunks
from newsthemes.cache.hashing import digest, digest_code
from newsthemes.cache.location import cache_folder

MOST_KEPT = 1_000_000_000  # bytes; the oldest files go first
BUNDLED = Path(__file__).with_name(
    "bundled_results"
)  # computed ahead: .zip, for .npz beside it counts as code


def memoize(
    name: str, given: Sequence[Any], compute: Callable[[], dict[str, Any]], code: str | None = None
) -> dict[str, Any]:
    """Return the dict of ``compute()``, from an earlier call with the same ``given`` and code where there was one.

    ``given``: arrays, texts and numbers. ``code``: the module whose code, with all that it imports, the values depend
    on; by default the one ``compute`` is from. Values are arrays, sparse arrays in CSR form, and what JSON can say. A
    cache that cannot be read or written is not used. What ``scripts/build_bundled_results.py`` has put with the package
    is not computed either.
    """
    parts = [_bytes_digest(part) if isinstance(part, np.ndarray | RowView) else part for part in given]
    file = f"{name}-{digest(digest_code(code or compute.__module__), parts)}"
    folder = cache_folder()
    own = folder / "memo" / f"{file}.npz" if folder else None
    for path in filter(None, (own, BUNDLED / f"{file}.zip")):
        unusable = contextlib.suppress(OSError, ValueError, KeyError, EOFError, BadZipFile)
        with unusable, np.load(path, allow_pickle=False) as kept:
            return _unpacked(kept)
    values = compute()
    if own:
        with contextlib.suppress(OSError):
            _keep(values, own)
    return values


def _keep(values: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{os.getpid()}-{path.name}")
    np.savez(partial, allow_pickle=False, **_packed(values))
    partial.replace(path)
    left = MOST_KEPT
    for kept in sorted(path.parent.glob("*.npz"), key=os.path.getmtime, reverse=True):
        left -= kept.stat().st_size
        if left < 0:
            kept.unlink(missing_ok=True)


def _packed(values: dict[str, Any]) -> dict[str, np.ndarray]:
    from scipy import sparse

    packed = {}
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            packed[name] = value
        elif sparse.issparse(value):
            shape = np.array(value.shape)
            packed |= {f"{name}/data": value.data, f"{name}/indices": value.indices}
            packed |= {f"{name}/indptr": value.indptr, f"{name}/shape": shape}
        else:
            packed[f"{name}/json"] = np.frombuffer(json.dumps(value).encode(), np.uint8)
    return packed


def _unpacked(kept: Mapping[str, np.ndarray]) -> dict[str, Any]:
    from scipy import sparse

    values = {}
    for key in kept:
        name, _, part = key.partition("/")
        if not part:
            values[name] = kept[name]
        elif part == "json":
            values[name] = json.loads(kept[key].tobytes())
        elif part == "data":
            shape = tuple(kept[f"{name}/shape"])
            parts = (kept[key], kept[f"{name}/indices"], kept[f"{name}/indptr"])
            values[name] = sparse.csr_array(parts, shape=shape)
    return values


def _bytes_digest(array: np.ndarray | RowView) -> str:
    whole = hashlib.sha256()
    for part in chunks(len(array)) if array.ndim else (...,):
        whole.update(np.ascontiguousarray(array[part]).tobytes())
    return whole.hexdigest()


class ByKey:
    """``embedder`` and ``rest``, equal to another when ``key`` and the embedder's ways are.

    An encoder without a key (a function) is only equal to itself.
    """

    def __init__(self, key: object, embedder: Any, *rest: Any) -> None:
        encoder = embedder.encoder.key or f"function {id(embedder.encoder)}"
        self.key = (key, encoder, embedder.gloss, embedder.offset)
        self.embedder, self.rest = embedder, rest

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByKey) and self.key == other.key

    def memoize(self, kind: type, make: Callable[[], Any]) -> Any:
        """``make()``, a dataclass of a ``kind``, made once for all processes; with an encoder that has no key, anew."""
        if self.embedder.encoder.key is None:
            return make()
        name = kind.__name__.lower()
        return kind(**memoize(name, [self.key], lambda: _fields(make()), code=make.__module__))


def _fields(made: Any) -> dict[str, Any]:
    return {field.name: getattr(made, field.name) for field in fields(made)}
