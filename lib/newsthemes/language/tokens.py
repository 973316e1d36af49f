"""A text as words, numbers, spaces and signs, in any language."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from newsthemes.language.scripts import HAN, KANA, UNSPACED, UNSPACED_CHARACTER, is_traditional

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# One pass: a number with its unit signs, a run of a script without spaces, a word with inner hyphens and apostrophes,
# or anything else. `regex`, because to `re` the vowel signs of Hindi, Tamil and their like are no part of a word.
TOKEN = regex.compile(
    r"(?P<number>[$€£¥₹₽₩₺₴]?\d[\d.,:/%٫٬٪]*+)"
    rf"|(?P<unspaced>[{UNSPACED}]++)"
    rf"|(?P<word>[^\W\d_{UNSPACED}][^\W{UNSPACED}]*+(?>(?:[-'’·][^\W_{UNSPACED}]++)*)['’]?)"
    r"|(?P<space>\s++)|(?P<sign>.)",
    regex.DOTALL,
)
# An atomic group, for a possessive one that fails half-way stays where it failed in `re` before Python 3.11.5.
# `re` is twice as fast, and the same where no character is of a class to one of the two only (tested for each): Latin,
# Greek and Cyrillic letters without combining marks, and common punctuation. Such are most texts.
FASTER = re.compile(TOKEN.pattern, re.DOTALL)
NOT_ALIKE = re.compile(
    r"[^\x00-\x1b -\xb1\xb4-\xb8\xba\xbb\xbf-\u02ff\u0370-\u0482\u048a-\u0530\u1e00-\u1fff\u2010-\u203e\u20a0-\u20bf]"
)
SEGMENTED_AT_ONCE = 10_000  # characters of a run without spaces


def tokens(text: str, language: str | None = None) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with its kind: `word`, `number`, `space` or `sign`; joined they are the text.

    Words of Chinese in simplified characters are those of jieba (`rjieba`), of other scripts that put no spaces
    between words those of ICU's dictionaries (Thai, Japanese, Lao, Khmer, Burmese, traditional Chinese). On 105,000
    Chinese characters they take 0.03 and 0.5 s; both are loaded when first needed, in 0.3 and 0.04 s. jieba keeps
    芯片 and 开源 whole, which ICU cuts in two, and has no traditional characters in its dictionary.

    >>> list(tokens("3 chips: AI芯片", "zh"))[-2:]
    [('AI', 'word'), ('芯片', 'word')]
    """
    traditional = None
    for match in (TOKEN if NOT_ALIKE.search(text) else FASTER).finditer(text):
        if match.lastgroup != "unspaced":
            yield match.group(), match.lastgroup
            continue
        if traditional is None:
            traditional = language in ("zh", None) and is_traditional(text)
        for piece in _segmented(match.group(), language, traditional):
            yield piece, _kind(piece)


def words(text: str, language: str | None = None) -> list[str]:
    """The words of a text as they are written, in order, without numbers and signs.

    >>> words("L'IA, 3 % d'emplois", "fr")
    ["L'IA", "d'emplois"]
    >>> words("人工智能芯片的出口", "zh")
    ['人工智能', '芯片', '的', '出口']
    """
    text = text.replace("\u00ad", "")
    return [piece.rstrip("'’") for piece, kind in tokens(text, language) if kind == "word"]


def split_words(text: str, language: str | None = None) -> list[str]:
    """The words of a text with the signs at them: what white space parts, and where a script puts no spaces the words
    that it segments to.

    >>> split_words("3 chips, said he."), split_words("芯片的出口,增加3%", "zh")
    (['3', 'chips,', 'said', 'he.'], ['芯片', '的', '出口,', '增加', '3%'])
    """
    if text.isascii() or not UNSPACED_CHARACTER.search(text):
        return text.split()
    return [word for piece in text.split() for word in _between_spaces(piece, language)]


def _between_spaces(piece: str, language: str | None) -> list[str]:
    """The words of a piece without spaces; a sign goes to the word before it."""
    if not UNSPACED_CHARACTER.search(piece):
        return [piece]
    found: list[str] = []
    for part, kind in tokens(piece, language):
        if kind == "sign" and found:
            found[-1] += part
        else:
            found.append(part)
    return found


def word_counts(passages: "pd.DataFrame") -> "np.ndarray":
    """Return how many words, as of :func:`split_words`, each row of a table has: int (n,).

    ``passages``: ``text`` and, where it is known, ``language``.

    >>> import pandas as pd
    >>> word_counts(pd.DataFrame({"text": ["芯片出口", "two words"], "language": ["zh", None]})).tolist()
    [2, 2]
    """
    import numpy as np

    texts = passages["text"].tolist()
    languages = passages["language"].tolist() if "language" in passages else [None] * len(texts)
    counted = (
        len(split_words(str(text), language if isinstance(language, str) else None))
        for text, language in zip(texts, languages, strict=True)
    )
    return np.fromiter(counted, int, len(texts))


def _kind(piece: str) -> str:
    if piece.isdecimal():
        return "number"
    return "word" if any(map(str.isalpha, piece)) else "sign"


def _segmented(run: str, language: str | None, traditional: bool) -> Iterator[str]:
    """The words of a run of characters without spaces, in slices: no dictionary keeps a word that long."""
    for start in range(0, len(run), SEGMENTED_AT_ONCE):
        part = run[start : start + SEGMENTED_AT_ONCE]
        if language not in ("ja", "yue") and not traditional and HAN.search(part) and not KANA.search(part):
            import rjieba

            yield from rjieba.cut(part)
        else:
            from icu4py.breakers import WordBreaker

            yield from WordBreaker(part, language or "und")
