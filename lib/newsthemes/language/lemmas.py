"""Dictionary forms of words, in the languages that simplemma knows."""

from functools import cache, lru_cache

SHARED = {"hr": "hbs", "sr": "hbs", "bs": "hbs", "no": "nb"}  # codes under which simplemma keeps a language


@cache
def _dictionary(language: str | None) -> str | None:
    """The code of a language's dictionary in simplemma; None where it has none."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    code = SHARED.get(language, language)
    return code if code in SUPPORTED_LANGUAGES else None


def has_lemmas(language: str | None) -> bool:
    """Whether dictionary forms of a language are known.

    >>> has_lemmas("fr"), has_lemmas("zh")
    (True, False)
    """
    return _dictionary(language) is not None


@lru_cache(maxsize=500_000)
def lemma(word: str, language: str | None) -> str:
    """The dictionary form of a word; the word itself in a language without any.

    >>> lemma("logiciels", "fr"), lemma("芯片", "zh")
    ('logiciel', '芯片')
    """
    import simplemma

    code = _dictionary(language)
    return simplemma.lemmatize(word, lang=code) if code else word


@lru_cache(maxsize=500_000)
def is_known(word: str, language: str | None) -> bool:
    """Whether the dictionary of a language has this form; False in a language without a dictionary.

    >>> is_known("logiciels", "fr"), is_known("芯片", "zh")
    (True, False)
    """
    import simplemma

    code = _dictionary(language)
    return code is not None and simplemma.is_known(word, lang=code)
