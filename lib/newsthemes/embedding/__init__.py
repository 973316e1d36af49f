"""Texts in any language → unit vectors in which what is said counts and the language does not.

| module | what it knows |
|---|---|
| `minilm`, `use`, `e5` | an encoder each, with the weights of a package: where they are, and their digests |
| `bert`, `unigram`, `weights` | the network, the tokenizer and the digests that these share |
| `encoders` | any encoder by its name |
| `worker_pool` | encoders in processes of their own |
| `language_offset`, `../language/reference.tsv` | where each language sits in an encoder's space |
| `encoding` | texts on their way to vectors: each new one encoded once, the others from the store |
| `embedder` | one encoder with its store: glossed, encoded, the offset subtracted |
| `joined` | several encoders, the views, in one space |
| `language_support` | which language is read by which view, and how well |
| `language_leak` | the meter: what vectors and groups tell of the language |
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from newsthemes.embedding.embedder import Embedder
from newsthemes.embedding.encoders import VIEWS, load_encoder
from newsthemes.embedding.encoding import SAVED_AT_ONCE
from newsthemes.embedding.language_leak import group_leak, language_leak, vector_leak
from newsthemes.embedding.language_support import language_support

__all__ = [
    "SAVED_AT_ONCE",
    "VIEWS",
    "Embedder",
    "embed",
    "group_leak",
    "language_leak",
    "language_support",
    "load_encoder",
    "vector_leak",
]


def embed(
    texts: Sequence[str],
    languages: Sequence[str],
    encoder: str | Callable[[list[str]], np.ndarray] = VIEWS,
    progress: bool = False,
    cache: str | Path | None = None,
) -> np.ndarray:
    """Language-neutral vectors, float32 (n, d) with unit rows, in the order of ``texts``.

    ``languages``: one code a text (``id``, ``ind`` and ``id-ID`` are one), or None where unknown (taken as English).
    ``encoder``: ``"views"`` joins the encoders that read each language into one space of 896 dimensions, see
    :func:`language_support`; ``"minilm"``, ``"use"`` or ``"e5"`` is one of them by itself; a sentence-transformers or
    model2vec name or folder, or a function from a list of texts to an (n, d) array, is another one. ``cache``: folder
    of the vector store, by default the user's cache folder. An empty text has the vector of the empty string.

    The same text gives the same vector in any company to a cosine of 0.999 (in bfloat16 a vector depends a little on
    the batch it was encoded in), and the same bytes once it is in the store; except in a language that has no reference
    sentences: there the offset is the mean of the passages given, shrunk when they are few.

    >>> from sklearn.feature_extraction.text import HashingVectorizer
    >>> def words(texts):
    ...     return HashingVectorizer(n_features=256).transform(texts).toarray()
    >>> vectors = embed(["Bread costs more.", "Le pain coûte plus.", "A ferry sails."], ["en", "fr", "en"], words)
    >>> vectors.shape, np.linalg.norm(vectors, axis=1).round(3).tolist()
    ((3, 256), [1.0, 1.0, 1.0])
    >>> (vectors[0] @ vectors.T).argsort().tolist()  # the sentence in French is nearer than another in English
    [2, 1, 0]
    """
    return Embedder(encoder, cache=cache).embed(texts, languages, progress=progress)
