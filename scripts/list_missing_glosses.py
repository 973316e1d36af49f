"""List the commonest words of a language that its glossary lacks: python scripts/list_missing_glosses.py es 500

Words come as wordfreq ranks them, one form a word; which of them are names or foreign the reader tells.
"""

import argparse
from collections.abc import Iterator

import wordfreq

from newsthemes.language.glossary import glossary_for
from newsthemes.language.lemmas import lemma


def missing(language: str, looked_at: int = 20_000) -> Iterator[str]:
    """The ``looked_at`` commonest words less those glossed, one form a word, the commonest first."""
    glossary = glossary_for(language)
    seen: set[str] = set()
    for word in wordfreq.top_n_list(language, looked_at):
        headword = lemma(word, language)
        if headword in seen or not word.isalpha() or len(word) < 2:
            continue
        seen.add(headword)
        if glossary is None or not (glossary.word(word, True) or glossary.word(headword, True)):
            yield word


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language", help="code of a language, es")
    parser.add_argument("count", type=int, nargs="?", default=500, help="words to list")
    given = parser.parse_args()
    for word, _ in zip(missing(given.language), range(given.count), strict=False):
        print(word)


if __name__ == "__main__":
    main()
