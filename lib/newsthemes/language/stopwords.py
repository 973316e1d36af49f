"""Words that say nothing by themselves."""

from functools import cache
from pathlib import Path

FUNCTION_WORDS = Path(__file__).with_name("english_function_words.txt")  # by scripts/build_function_words.py
SHARED = {
    "bs": "hr",
    "sr": "hr",
    "nb": "no",
    "nn": "no",
    "yue": "zh",
}  # whose list serves a language without one


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """The stop words of a language (stopwordsiso), also as split at apostrophes; empty for an unknown one.

    >>> {"dans", "qu"} <= stop_words("fr"), "的" in stop_words("zh"), len(stop_words("xx"))
    (True, True, 0)
    """
    import stopwordsiso

    code = SHARED.get(language, language)
    listed = stopwordsiso.stopwords(code) if code in stopwordsiso.langs() else ()
    return frozenset(part for word in listed for part in (word, *word.replace("’", "'").split("'"))) - {""}


def is_stop_word(word: str, language: str | None) -> bool:
    """Whether a word is on its language's list, is a single letter, or has no letter at all.

    >>> is_stop_word("Dans", "fr"), is_stop_word("port", "fr"), is_stop_word("42", "fr")
    (True, False, True)
    """
    lower = word.lower()
    return len(lower) < 2 or not any(map(str.isalpha, lower)) or lower in stop_words(language)


@cache
def english_function_words() -> frozenset[str]:
    """The 318 English stop words of scikit-learn: pronouns, particles, auxiliaries.

    stopwordsiso lists 1,298 English words, among them `work`, `open`, `new`, of which themes are made.

    >>> "the" in english_function_words(), "work" in english_function_words()
    (True, False)
    """
    return frozenset(FUNCTION_WORDS.read_text(encoding="utf-8").split())
