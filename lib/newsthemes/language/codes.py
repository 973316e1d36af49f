"""Languages as ISO 639-1 codes, however an input writes them."""

from functools import cache


@cache
def language_code(stated: str | None) -> str | None:
    """`fr-CA`, `fra`, `FR_fr`, `French`, `français` → `fr`; None when it names no language.

    A language without a two-letter code keeps its three letters.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    written = (stated or "").strip().replace("_", "-").casefold().removeprefix("bahasa ")
    if not written:
        return None
    code = written.partition("-")[0]
    if len(code) in (2, 3) and code.isascii() and code.isalpha():
        aliases = get_global("language_aliases")
        code = aliases.get(code, code)
        return code if code in Locale("en").languages and code != "und" else None
    for locale in ("en", written[:2]):
        try:
            names = Locale(locale).languages
        except (UnknownLocaleError, ValueError):
            continue
        found = next((code for code, name in names.items() if name.casefold() == written), None)
        if found:
            return found
    return _own_names().get(written)


@cache
def _own_names() -> dict[str, str]:
    """What the commonest languages call themselves."""
    from babel import Locale

    codes = "en fr id ms es pt de it nl sv da no fi pl cs sk hu ro bg el ru uk tr ar fa he hi bn ur ta vi zh ja ko sw"
    return {(Locale(code).get_language_name() or code).casefold(): code for code in codes.split()}


def language_name(code: str) -> str:
    """The English name of a language; a code that no list knows stays as it is.

    >>> language_name("fr"), language_name("ha"), language_name("q9")
    ('French', 'Hausa', 'q9')
    """
    from babel import Locale

    return Locale("en").languages.get(code, code)
