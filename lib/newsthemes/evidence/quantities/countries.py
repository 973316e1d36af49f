"""The names of countries, as they stand among the names of a passage."""

from functools import cache

from newsthemes.evidence.quantities.claim_context import NAME, SHORTEST_NAME, name_key


@cache
def country_names(language: str | None) -> frozenset[str]:
    """Return the keys (see ``named_words``) of the words in countries' names in a language and in English, from the
    Unicode CLDR by babel.

    >>> {"burkin", "franc"} <= country_names("en"), "ostrava" in country_names("en")
    (True, False)
    """
    from babel import Locale, UnknownLocaleError

    keys = set()
    for spoken in dict.fromkeys(("en", language or "en")):
        try:
            territories = Locale(spoken).territories
        except (UnknownLocaleError, ValueError):
            continue
        words = {word for code, name in territories.items() if len(code) == 2 for word in NAME.findall(name)}
        keys.update(name_key(word, spoken) for word in words if len(word) >= SHORTEST_NAME)
    return frozenset(keys)
