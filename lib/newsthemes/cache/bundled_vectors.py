"""Vectors of the texts that newsthemes itself brings, computed ahead so that a first run need not encode them.

One safetensors file for the default encoder: ``digests`` uint8 (n, 20) as in the store, ``vectors`` float16 (n, d).
Made by ``python scripts/build_bundled_vectors.py``; a text that is not in it is simply encoded.
"""

from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("bundled_vectors.safetensors")


@cache
def vectors_ahead(key):
    """{digest: float32 (d,)} for the encoder of this key; nothing for another."""
    from safetensors import safe_open

    if not FILE.exists():
        return {}
    with safe_open(FILE, "numpy") as file:
        if file.metadata()["encoder"] != key:
            return {}
        digests, vectors = file.get_tensor("digests"), file.get_tensor("vectors").astype(np.float32)
    return dict(zip(map(bytes, digests), vectors, strict=True))


def write_ahead(key, vectors):
    """``vectors``: {digest: (d,)}, written in the order of the digests."""
    from safetensors.numpy import save_file

    digests = sorted(vectors)
    tensors = {
        "digests": np.array([np.frombuffer(digest, np.uint8) for digest in digests]),
        "vectors": np.stack([vectors[digest] for digest in digests]).astype(np.float16),
    }
    save_file(tensors, FILE, {"encoder": key})
