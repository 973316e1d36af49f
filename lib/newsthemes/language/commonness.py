"""How common words are in their language at large, whatever a corpus makes of them."""

from functools import cache
from math import log10


def zipf(word: str, language: str | None) -> float | None:
    """The frequency of a word on the Zipf scale of 0 to 8 (van Heuven et al. 2014): 6 is once in a thousand words.

    From wordfreq's lists of web, books, subtitles and news; 0 for a word that is not listed, None in a language
    without a list.

    >>> zipf("now", "en") > 6, zipf("malaria", "en") < 4, zipf("kata", "xx")
    (True, True, None)
    """
    table = _frequencies(language)
    if table is None:
        return None
    share = table.get(word.lower())
    return log10(share) + 9 if share else 0.0


@cache
def _frequencies(language: str | None) -> dict[str, float] | None:
    from wordfreq import available_languages, get_frequency_dict

    if language not in available_languages("small"):
        return None
    return get_frequency_dict(language, "small")
