"""Several encoders, the views, in one space, so that a Hausa passage and a French one can be compared.

A passage is a block from MiniLM (glossed) beside a block from USE, each of unit length and without its language's
offset. Where only one encoder reads its language, what the other would have said is predicted from that one by a ridge
regression, learned on sentences that both read (``scripts/build_joined_space.py``).
"""

import hashlib
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from newsthemes.arrays import chunks, release_pages
from newsthemes.embedding import worker_pool
from newsthemes.embedding.embedder import NO_REFERENCE, Embedder, as_given, note_once
from newsthemes.embedding.encoders import MODULES, VIEWS, Encoder, unit
from newsthemes.embedding.encoding import SAVED_AT_ONCE
from newsthemes.embedding.language_offset import reference
from newsthemes.embedding.language_support import FILE as SUPPORT
from newsthemes.embedding.language_support import supported
from newsthemes.language.codes import language_code

FILE = Path(__file__).with_name("joined_space.safetensors")
BLOCKS = {"minilm": slice(0, 384), "use": slice(384, 896)}
DIMENSION = 896
# Shares of the two blocks in a cosine. On 132 reference sentences in twelve languages, MiniLM and USE at 0.5 each where
# both read: NMI of clusters with their subject 0.52, USE alone 0.36. A predicted block counts less: at 0.5, 98.0% of
# Chinese news sentences find their English twin, at 0.3, 98.8%.
MINILM = 0.5
PREDICTED = 0.3
NOT_READ = (
    "'{}' is read by no encoder here: its passages are kept and counted, and stay out of topics and shares"
)


class JoinedEmbedder(Embedder):
    """As :class:`~newsthemes.embedding.embedder.Embedder`, with a store for each view."""

    def __init__(
        self, encoder: str = VIEWS, cache: str | Path | None = None, gloss: bool = None, offset: bool = True
    ) -> None:
        self.given, self.gloss, self.offset = encoder, gloss, offset
        self.views = {name: Embedder(name, cache, gloss, offset) for name in installed_views()}
        self.encoder = Encoder(_key(tuple(self.views)), self.encode)

    def embed(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        progress: bool = False,
        workers: Any = None,
        into: np.ndarray | None = None,
        rows: np.ndarray | None = None,
    ) -> np.ndarray:
        texts, languages = as_given(texts, languages)
        rows = np.arange(len(texts)) if rows is None else np.asarray(rows)
        into = np.zeros((len(texts), DIMENSION), np.float32) if into is None else into
        self.warn(set(languages))
        for known, mine in self._by_views(languages):
            some = [texts[i] for i in mine], [languages[i] for i in mine]
            for name in known:
                block = into[:, BLOCKS.get(name, BLOCKS["minilm"])]
                self.views[name].embed(*some, progress, workers, block, rows[mine])
            for part in chunks(len(mine), SAVED_AT_ONCE):
                at = rows[mine[part]]
                into[at] = join({name: into[at, BLOCKS.get(name, BLOCKS["minilm"])] for name in known})
                release_pages(into)
        return into

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        """The views' own vectors joined (no gloss, no offset), as if every text were English."""
        texts = list(texts)
        if not texts:
            return np.zeros((0, DIMENSION), np.float32)
        known = self._views("en")
        return join({name: self.views[name].encode(texts, progress) for name in known})

    def dimension(self) -> int:
        return DIMENSION

    def warm(self, idle: float = worker_pool.IDLE) -> None:
        if all(view.encoder.module for view in self.views.values()):
            worker_pool.warm(self._views("en"), idle)

    def readable(self, languages: Sequence[str]) -> np.ndarray:
        """(n,) bool: whether an encoder reads texts in each language; true where the language is not known."""
        codes = [language_code(language) for language in languages]
        return np.array([code is None or bool(_reading(code, tuple(self.views))) for code in codes], bool)

    def glosses(self, language: str) -> bool:
        return "minilm" in self._views(language) and self.views["minilm"].glosses(language)

    def reads(self, language: str) -> bool:
        return bool(_reading(language, tuple(self.views)))

    def warn(self, languages: set[str]) -> None:
        for language in sorted(languages):
            if not self.readable([language])[0]:
                note_once(language, NOT_READ)
            elif language not in reference():
                note_once(language, NO_REFERENCE)

    def _views(self, language: str) -> tuple[str, ...]:
        """The views that a text in this language is placed by; one that hardly reads it where none does."""
        return _reading(language, tuple(self.views)) or tuple(self.views)[-1:]

    def _by_views(self, languages: Sequence[str]) -> list[tuple[tuple[str, ...], np.ndarray]]:
        """(views, row numbers) of the texts that are placed by the same ones."""
        groups = {}
        for row, language in enumerate(languages):
            groups.setdefault(self._views(language), []).append(row)
        return [(known, np.array(rows)) for known, rows in groups.items()]


@cache
def installed_views() -> tuple[str, ...]:
    """Names of the views whose packages are there; says in one line which are not."""
    there = tuple(name for name, module in MODULES.items() if module.installed())
    missing = [MODULES[name].PACKAGE for name in MODULES if name not in there]
    if missing and there:
        print(
            f"newsthemes: {' and '.join(missing)} not installed: fewer languages are read, and less well; "
            f"pip install {' '.join(missing)}",
            file=sys.stderr,
        )
    return there or tuple(MODULES)[:1]  # whose absence its first use explains


@cache
def _reading(language: str, installed: Sequence[str]) -> tuple[str, ...]:
    """The installed views that read a language: both blocks where both do, else the best; () where none does."""
    views = supported()[language].views if language in supported() else ()
    there = tuple(name for name in views if name in installed)
    return tuple(BLOCKS) if set(BLOCKS) <= set(there) else there[:1]


def join(known: dict[str, np.ndarray], maps: dict[str, np.ndarray] | None = None) -> np.ndarray:
    """(n, 896) unit rows from {view: (n, d) unit rows}; what the views given do not say is predicted.

    ``maps``: {"source-target": (d, e)} to predict it by; those that ship where None.
    """
    if set(known) == set(BLOCKS):
        minilm, share = known["minilm"], MINILM
        use = known["use"]
    else:
        ((source, rows),), maps = known.items(), maps or _maps()
        minilm, use = (rows if name == source else unit(rows @ maps[f"{source}-{name}"]) for name in BLOCKS)
        share = 1 - PREDICTED if source == "minilm" else PREDICTED
    return unit(np.hstack([np.sqrt(share) * minilm, np.sqrt(1 - share) * use]))


@cache
def _maps() -> dict[str, np.ndarray]:
    """{"source-target": (d, e) float32}"""
    from safetensors.numpy import load_file

    return {name: np.asarray(matrix, np.float32) for name, matrix in load_file(FILE).items()}


@cache
def _key(names: Sequence[str]) -> str:
    """What identifies the joined space: the weights of its views, the maps and the shares."""
    parts = [*(MODULES[name].KEY for name in names), str((MINILM, PREDICTED))]
    files = FILE.read_bytes() + SUPPORT.read_bytes()
    return f"{VIEWS}-" + hashlib.sha256("\0".join(parts).encode() + files).hexdigest()[:16]
