"""Sentence encoders by name: texts in, unit float32 vectors out, nothing said yet about languages."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from newsthemes.embedding import e5, minilm, use
from newsthemes.errors import InputError

VIEWS = "views"  # the default: several of the encoders joined, see newsthemes.embedding.joined
NAMES = (
    "give 'minilm', 'use', 'e5', a sentence-transformers or model2vec folder, or a hub name that is cached or "
    "reachable by network"
)
HUB_ANSWERS_IN = 10  # seconds: asked once, before libraries that try for a minute and a half
MODULES = {"minilm": minilm, "use": use, "e5": e5}  # encoders whose weights come inside packages


class Encoder:
    """A name that identifies the weights (the cache key) and ``encode(texts) -> (n, d) float32 unit rows``.

    ``module``: its name, where :mod:`newsthemes.embedding.worker_pool` can compute it in other processes.
    """

    def __init__(self, key: str | None, encode: Callable, module: str | None = None) -> None:
        self.key = key
        self._encode, self.module = encode, module

    def encode(self, texts: list[str]) -> np.ndarray:
        return self.checked(self._encode(list(texts)), len(texts))

    def checked(self, vectors: np.ndarray, count: int) -> np.ndarray:
        """What the encoder gave for ``count`` texts as unit rows; InputError unless it is a finite row a text."""
        vectors = np.asarray(vectors, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != count:
            raise InputError(
                f"encoder {self.key or 'function'!r} returned shape {vectors.shape} for {count} texts; "
                "it must return one row a text"
            )
        if not np.isfinite(vectors).all():
            raise InputError(
                f"encoder {self.key or 'function'!r} returned values that are not finite numbers"
            )
        return unit(vectors)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)


def load_encoder(encoder: str | Callable[[list[str]], np.ndarray] | Encoder) -> Encoder:
    """The :class:`Encoder` for a name in ``MODULES``, a function, a sentence-transformers or model2vec name or folder.

    Raises InputError with one line when there is no such model or it cannot be had without a network.

    >>> encoder = load_encoder(lambda texts: [[0, len(text)] for text in texts])
    >>> encoder.encode(["A ferry sails.", ""]).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    if isinstance(encoder, Encoder):
        return encoder
    if callable(encoder):
        return Encoder(None, encoder)
    if encoder in MODULES:
        return _of_module(encoder)
    if not str(encoder).strip():
        raise InputError(f"encoder {encoder!r}: no name was given; {NAMES}")
    return _named(str(encoder))


@cache
def _of_module(name: str) -> Encoder:
    """The weights are checked and loaded at the first text to encode: a run fed by the store needs neither."""
    module = MODULES[name]
    return Encoder(
        module.KEY, lambda texts: module.model().encode(texts), name if hasattr(os, "fork") else None
    )


class quiet_transformers:
    """Silence the loading bars and notices of the transformers library; errors still raise."""

    def __enter__(self) -> None:
        from transformers.utils import logging

        self.logging, self.level = logging, logging.get_verbosity()
        logging.set_verbosity_error()
        logging.disable_progress_bar()

    def __exit__(self, *_: Any) -> None:
        self.logging.set_verbosity(self.level)
        self.logging.enable_progress_bar()


@cache
def _named(name: str) -> Encoder:
    if _is_model2vec(name):
        return _model2vec(name)
    return _sentence_transformer(name)


def _only_cached(name: str) -> bool:
    """Whether a model of the hub can be had from the cache only; of neither, an error of the hub.

    The libraries ask for each file of a model five times and more before they say that there is none.
    """
    from huggingface_hub import HfApi, try_to_load_from_cache

    repositories = [name] if "/" in name else [f"sentence-transformers/{name}", name]
    errors = []
    for repository in repositories:
        try:
            HfApi().model_info(repository, timeout=HUB_ANSWERS_IN)
            return False
        except Exception as error:  # of the hub, of what carries the question there, of a name that is none
            errors.append(error)
            if isinstance(_cached(try_to_load_from_cache, repository), str):
                return True
    raise errors[0]


def _cached(look: Callable[..., Any], repository: str) -> Path | None:
    try:
        return look(repository, "config.json")
    except ValueError:  # a name that no repository can have
        return None


def _is_model2vec(name: str) -> bool:
    """model2vec models say so in their name (hub) or in their config.json (folder)."""
    config = Path(name) / "config.json"
    if config.exists():
        return _model_type(config) == "model2vec"
    return "potion" in name.lower() or "m2v" in name.lower() or "model2vec" in name.lower()


def _model_type(config: Path) -> str | None:
    try:
        return json.loads(config.read_text(encoding="utf-8")).get("model_type")
    except (OSError, ValueError, AttributeError):
        return None


def _model2vec(name: str) -> Encoder:
    from model2vec import StaticModel

    def load() -> Any:
        cached = not Path(name).exists() and _only_cached(name)
        return StaticModel.from_pretrained(name, force_download=not cached)

    model = _load(name, load)
    return Encoder(_key(name), model.encode)


def _sentence_transformer(name: str) -> Encoder:
    def load() -> Any:
        cached = not Path(name).exists() and _only_cached(name)
        from sentence_transformers import SentenceTransformer

        with quiet_transformers():
            return SentenceTransformer(name, device="cpu", trust_remote_code=False, local_files_only=cached)

    model = _load(name, load)
    prompt = _prompt(name, model)

    def encode(texts: Sequence[str]) -> np.ndarray:
        return model.encode(texts, prompt=prompt, show_progress_bar=False, batch_size=32)

    return Encoder(_key(name), encode)


def _prompt(name: str, model: Any) -> str | None:
    """The prompt a model wants for comparing passages with one another; E5 wants ``query: `` on both sides."""
    for wanted in ("clustering", "Clustering", "query", "passage"):
        if (model.prompts or {}).get(wanted):
            return model.prompts[wanted]
    return "query: " if "e5-" in Path(name).name.lower() else None


def _load(name: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except InputError:
        raise
    except Exception as error:  # every loader fails in its own way, and all of them mean the same to a user
        where = "folder" if Path(name).exists() else "name"
        first = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise InputError(
            f"encoder {name!r}: no model could be loaded from that {where} ({first}); {NAMES}"
        ) from error


def _key(name: str) -> str:
    """The cache key: the name, and for a folder a digest of its files, so that new weights are new vectors."""
    folder = Path(name)
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with open(path, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.name}-{digest.hexdigest()[:16]}"
