"""One encoder, its store and its offsets: texts in, vectors out in which the language is taken away."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from newsthemes.arrays import chunks, release_pages
from newsthemes.cache.vectors import VectorCache
from newsthemes.embedding import worker_pool
from newsthemes.embedding.encoders import VIEWS, load_encoder
from newsthemes.embedding.encoding import SAVED_AT_ONCE, Encoding
from newsthemes.embedding.language_offset import own_mean, reference, subtract_offsets
from newsthemes.errors import InputError
from newsthemes.language import glossary
from newsthemes.language.codes import language_code
from newsthemes.parallel.executors import Workers
from newsthemes.progress import Bar
from newsthemes.terminal import note

MULTILINGUAL_ENCODER = "paraphrase-multilingual-MiniLM-L12-v2"
READS = 0.8  # share of reference sentences an encoder must match to their translation to "read" a language
NO_REFERENCE = (
    "'{}' has no reference sentences: its offset is the mean of its own passages, which also takes away what they "
    "have in common"
)
READS_LITTLE = (
    "'{}' is encoded without a gloss and the encoder reads little of it: its offset is removed, but words it does not "
    f"share with English say little; use --encoder {VIEWS} or {MULTILINGUAL_ENCODER}"
)
_noted = set()


class Embedder:
    """An encoder with its store and its offsets; made once and used for many batches.

    ``Embedder("views")``, the default, is a :class:`~newsthemes.embedding.joined.JoinedEmbedder` of several.

    >>> def ferry_and_bread(texts):
    ...     return [["ferry" in text, "bread" in text] for text in texts]
    >>> embedder = Embedder(ferry_and_bread, offset=False)
    >>> embedder.embed(["A ferry sails.", "New bread.", "A ferry sails."], ["en", "en", "en"]).tolist()
    [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """

    def __new__(cls, encoder: Any = VIEWS, *_: object, **__: object) -> "Embedder":
        if cls is Embedder and encoder == VIEWS:
            from newsthemes.embedding.joined import JoinedEmbedder

            cls = JoinedEmbedder
        return super().__new__(cls)

    def __init__(
        self,
        encoder: str | Callable[[list[str]], np.ndarray] = VIEWS,
        cache: str | Path | None = None,
        gloss: bool = None,
        offset: bool = True,
    ) -> None:
        """``gloss``: whether to gloss; None lets the reference sentences decide for each language."""
        self.given, self.encoder = encoder, load_encoder(encoder)
        self.store = VectorCache(self.encoder.key, cache)
        self.gloss, self.offset = gloss, offset

    def embed(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        progress: bool = False,
        workers: Any = None,
        into: np.ndarray | None = None,
        rows: np.ndarray | None = None,
    ) -> np.ndarray:
        """``into``: an array to whose ``rows`` the vectors are written, a part at a time, instead of a new one."""
        texts, languages = as_given(texts, languages)
        rows = np.arange(len(texts)) if rows is None else rows
        if not texts:
            return np.zeros((0, self.dimension()), np.float32) if into is None else into
        self.warn(set(languages))
        workers = workers or Workers()
        glossed = self._glossed(texts, languages, workers)
        vectors = self._encode(glossed, len(texts), progress, workers, into, rows)
        if self.offset:
            languages = np.array(languages, object)
            offsets = self._offsets(vectors, rows, languages)
            for part in chunks(len(texts), SAVED_AT_ONCE):
                mine = rows[part]
                vectors[mine] = subtract_offsets(vectors[mine], languages[part], offsets)
                release_pages(vectors)
        return vectors

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        """The encoder's own vectors (no gloss, no offset), each different text once, through the store."""
        texts = list(texts)
        return self._encode(texts, len(texts), progress, Workers(), None, np.arange(len(texts)))

    def warm(self, idle: float = worker_pool.IDLE) -> None:
        """Have the encoder's processes load while something else is done; they end when nothing comes for ``idle``
        seconds."""
        if self.encoder.module:
            worker_pool.warm([self.encoder.module], idle)

    def release(self) -> None:
        """End the encoder's processes where any wait: what comes next needs none."""
        worker_pool.release()

    def readable(self, languages: Sequence[str]) -> np.ndarray:
        """(n,) bool: whether texts in each language can be placed by what they say; here not known, so all."""
        return np.ones(len(languages), bool)

    def warn(self, languages: set[str]) -> None:
        """Say once a process what can't be expected of a language; to standard error, as one line each."""
        for language in sorted(languages - _noted):
            if language not in reference():
                note_once(language, NO_REFERENCE)
            elif language != "en" and not self.glosses(language) and not self.reads(language):
                note_once(language, READS_LITTLE)

    def _encode(
        self,
        texts: Iterable[str],
        count: int,
        progress: bool,
        workers: Any,
        into: np.ndarray | None,
        rows: np.ndarray | None,
    ) -> np.ndarray:
        """``into`` with the vectors of the texts in its rows."""
        with Bar(total=count, desc="embedding", shown=progress, unit=" passages", delay=1) as bar:
            encoding = Encoding(self.store, count, bar, into, rows)
            for vectors in self._computed(encoding.parts(texts), workers):
                encoding.take(vectors)
            return encoding.finish()

    def _computed(self, parts: Iterator[list[str]], workers: Any) -> Iterator[np.ndarray]:
        """Vectors of each list of texts: on the workers of a cluster, in the encoder's own processes, or here."""
        if self.encoder.module and workers.threads is None:
            return self._apart(parts)
        return workers.map(partial(_encoded, self.given, workers.threads), parts)

    def _apart(self, parts: Iterator[list[str]]) -> Iterator[np.ndarray]:
        counts = deque()
        counted = (counts.append(len(part)) or part for part in parts)
        for vectors in worker_pool.encoded(self.encoder.module, counted):
            yield self.encoder.checked(vectors, counts.popleft())

    def dimension(self) -> int:
        return self._reference_vectors("en", False).shape[1]

    @property
    def is_known(self) -> bool:
        """Whether the encoder is a model with a name, and no function of the user's, which may read no context."""
        return self.encoder.key is not None

    def glosses(self, language: str) -> bool:
        """Whether this encoder places sentences of ``language`` better glossed than as they are.

        Asked of the reference: in which form do more sentences find their English twin? An encoder that
        was trained on the language needs no gloss, and a word-by-word gloss would cost it meaning.
        """
        if language not in glossary.encoded_glossed():
            return False
        if self.gloss is not None:
            return self.gloss
        if language not in reference():
            return True
        return self._twins_found(language, glossed=True) > self._twins_found(language, glossed=False)

    def reads(self, language: str) -> bool:
        """Whether most reference sentences of ``language``, as they are, find their English twin."""
        return self._twins_found(language, glossed=False) >= READS

    @cache  # noqa: B019 (an embedder is small and few are made)
    def _twins_found(self, language: str, glossed: bool) -> float:
        """Share of reference sentences whose nearest English sentence is their own translation."""
        own = self._reference_vectors(language, glossed)
        english = self._reference_vectors("en", False)
        near = (own - own.mean(0)) @ (english - english.mean(0)).T
        return float((near.argmax(1) == np.arange(len(own))).mean())

    @cache  # noqa: B019
    def _reference_vectors(self, language: str, glossed: bool) -> np.ndarray:
        sentences = list(reference()[language])
        return self.encode(glossary.gloss(sentences, [language] * len(sentences)) if glossed else sentences)

    def _glossed(self, texts: Sequence[str], languages: Sequence[str], workers: Any) -> Iterable[str]:
        glossed = {language for language in set(languages) if self.glosses(language)}
        if not glossed:
            return texts
        spoken = [language if language in glossed else None for language in languages]
        parts = ((texts[part], spoken[part]) for part in chunks(len(texts), SAVED_AT_ONCE))
        return chain.from_iterable(workers.map(_gloss, parts))

    def _offsets(self, vectors: np.ndarray, rows: np.ndarray, languages: np.ndarray) -> dict[str, np.ndarray]:
        centre = self._reference_vectors("en", False).mean(0)
        offsets = {}
        for language in sorted(set(languages)):
            if language in reference():
                offsets[language] = self._reference_vectors(language, self.glosses(language)).mean(0)
            else:
                offsets[language] = own_mean(vectors[rows[languages == language]], centre)
        return offsets


def as_given(texts: Sequence[str], languages: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts as any tokenizer takes them, and the languages as codes; InputError unless there is one each."""
    texts = [_encodable(text) for text in texts]
    languages = [language_code(language) or language or "en" for language in languages]
    if len(texts) != len(languages):
        raise InputError(f"embed: {len(texts)} texts but {len(languages)} languages; give one each")
    return texts, languages


def note_once(language: str, line: str) -> None:
    """Say a line about a language once a process, to standard error."""
    if language not in _noted:
        _noted.add(language)
        note(line.format(language))


def _gloss(part: tuple[Sequence[str], Sequence[str | None]]) -> list[str]:
    return glossary.gloss(*part)


def _encoded(encoder: Any, threads: int | None, texts: list[str]) -> np.ndarray:
    if threads:
        import torch

        torch.set_num_threads(threads)
    return load_encoder(encoder).encode(texts)


def _encodable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer takes, as replacement characters; itself where it has none."""
    text = str(text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
