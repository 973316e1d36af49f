"""What a word may be: a noun, or only a verb or an adverb, as far as its form and its language's lexicon tell."""

from functools import lru_cache

from newsthemes.language.lemmas import lemma

# How the dictionary form of a verb ends: a running word with such a form, and not that form itself, is a verb's.
INFINITIVES = {
    "es": ("ar", "er", "ir", "arse", "erse", "irse"),
    "fr": ("er", "ir", "re", "oir"),
    "pt": ("ar", "er", "ir"),
    "it": ("are", "ere", "ire"),
    "ca": ("ar", "er", "ir", "re"),
    "ro": ("a", "ea", "i", "î"),
    "nl": ("en",),
    "ru": ("ть", "ти", "чь", "ться", "тись"),
    "uk": ("ти", "тися"),
    "pl": ("ć",),
    "tr": ("mek", "mak"),
}
VERB_PREFIXES = {  # of Indonesian and Malay, whose nouns are formed with pe- and -an
    language: ("me", "di", "ber", "ter", "memper", "diper") for language in ("id", "ms")
}
CAPITALISED_NOUNS = frozenset({"de", "lb"})  # languages in which every noun has a capital


def may_be_noun(word: str, language: str | None) -> bool:
    """Whether a word may be a noun. True where nothing is known that speaks against it.

    English by the lexicon of LemmInflect, German by the capital, other languages by the ending of the dictionary form
    or by prefixes: a form that differs from an infinitive it is referred to is a verb's.

    >>> may_be_noun("companies", "en"), may_be_noun("belongs", "en"), may_be_noun("writes", "fr")
    (True, False, True)
    >>> may_be_noun("Wirtschaft", "de"), may_be_noun("gewaltig", "de"), may_be_noun("mengatakan", "id")
    (True, False, False)
    """
    return _may_be_noun(word, language)


@lru_cache(maxsize=200_000)
def _may_be_noun(word: str, language: str | None) -> bool:
    if language == "en":
        classes = english_classes(word)
        return not classes or not classes.isdisjoint({"NOUN", "PROPN"})
    lower = word.lower()
    if language in CAPITALISED_NOUNS:
        return word != lower
    if word != lower:
        return True
    if language in VERB_PREFIXES:
        return lemma(lower, language) == lower or not lower.startswith(VERB_PREFIXES[language])
    if language in INFINITIVES:
        form = lemma(lower, language)
        return form == lower or not form.endswith(INFINITIVES[language])
    return True


@lru_cache(maxsize=200_000)
def english_classes(word: str) -> frozenset[str]:
    """The word classes that an English word may have (universal tags); none for a word that is not in the lexicon.

    >>> sorted(english_classes("plan")), sorted(english_classes("presidential")), sorted(english_classes("DeepSeek"))
    (['NOUN', 'VERB'], ['ADJ'], [])
    """
    from lemminflect import getAllLemmas

    return frozenset(getAllLemmas(word))
