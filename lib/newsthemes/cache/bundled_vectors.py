"""Vectors of the texts that newsthemes itself brings, computed ahead so that a first run need not encode them.

One safetensors file, for each encoder by its key: ``KEY/digests`` uint8 (n, 20) as in the store, ``KEY/vectors``
float16 (n, d). Made by ``python scripts/build_bundled_vectors.py``; a text that is not in it is simply encoded.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("bundled_vectors.safetensors")


@cache
def vectors_ahead(key: str) -> dict[bytes, np.ndarray]:
    """{digest: float32 (d,)} for the encoder of this key; nothing for another."""
    from safetensors import safe_open

    if not FILE.exists():
        return {}
    with safe_open(FILE, "numpy") as file:
        if f"{key}/digests" not in file.keys():  # noqa: SIM118 (not a dict)
            return {}
        digests = file.get_tensor(f"{key}/digests")
        vectors = file.get_tensor(f"{key}/vectors").astype(np.float32)
    return dict(zip(map(bytes, digests), vectors, strict=True))


def write_ahead(encoded: Mapping[str, Mapping[bytes, np.ndarray]]) -> None:
    """``encoded``: {encoder key: {digest: (d,)}}, written in the order of the digests."""
    from safetensors.numpy import save_file

    tensors = {}
    for key, vectors in encoded.items():
        digests = sorted(vectors)
        tensors[f"{key}/digests"] = np.array([np.frombuffer(digest, np.uint8) for digest in digests])
        tensors[f"{key}/vectors"] = np.stack([vectors[digest] for digest in digests]).astype(np.float16)
    save_file(tensors, FILE)
