"""The negative control: texts that keep the corpus's words and lose what they say."""

from collections.abc import Sequence

import numpy as np

from newsthemes.language.tokens import tokens

DEALT = ("word", "number")


def shuffled_words(
    texts: Sequence[str], seed: int = 0, languages: Sequence[str | None] | None = None
) -> list[str]:
    """The texts with their words dealt out again at random across all texts (of the same language, where
    ``languages`` are given); each keeps its number of words and its punctuation. No topic survives that, so
    whatever is found in it, with vectors made anew from these texts, is an artefact of the method.

    >>> shuffled_words(["Ferries sail, daily.", "Bread costs more!", "Le pain."], languages=["en", "en", "fr"])
    ['Bread daily, more.', 'costs Ferries sail!', 'pain Le.']
    """
    spoken = [""] * len(texts) if languages is None else [language or "" for language in languages]
    rng = np.random.default_rng(seed)
    shuffled = list(texts)
    for language in sorted(set(spoken)):
        rows = [row for row, own in enumerate(spoken) if own == language]
        pieces = [list(tokens(texts[row], language or None)) for row in rows]
        words = [piece for text in pieces for piece, kind in text if kind in DEALT]
        dealt = iter(rng.permutation(len(words)).tolist())
        for row, text in zip(rows, pieces, strict=True):
            shuffled[row] = "".join(words[next(dealt)] if kind in DEALT else piece for piece, kind in text)
    return shuffled
