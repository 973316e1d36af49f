"""Turkish: the commonest suffixes of nouns and verbs, off one after another."""

import re

from newsthemes.language.lemmas import lemma
from newsthemes.language.morphology.base import Morphology, Piece

# After an apostrophe, case; then plural, possession, case, tense: longest first, in all their vowels.
SUFFIX = re.compile(
    r"(?:l[ae]r[ıi]n[ıiae]?|l[ae]r[ıi]?|[ıiuü]n[ıiuü]n|[ıiuü]n[ae]|s[ıiuü]n[ae]|n[ıiuü]n|s[ıiuü]|"
    r"[dt][ae]n|[dt][ae]|y[ae]|y[ıiuü]|[dt][ıiuü]l[ae]r|[dt][ıiuü]|m[ıiuü]ş|[ae]c[ae]k|[ıiuü]yor|m[ae]s[ıi]|[ıiuüae])$"
)
# All that may follow a noun: plural, possession, case, `that of`, `is`. What else follows makes another word of it
# (`huzursuz`, `kentleşme`) or is of a verb (`atılması`, which is no `at`).
NOMINAL = re.compile(
    r"(?:l[ae]r)?(?:[ıiuü]m(?:[ıiuü]z)?|[ıiuü]n(?:[ıiuü]z)?|m(?:[ıiuü]z)?|s?[ıiuü])?"
    r"(?:n?[dt][ae]n?|[yn]?[ae]|[yn]?[ıiuü]|n?[ıiuü]n|y?l[ae]|c[ae])?(?:k[ıi](?:l[ae]r)?)?(?:[dt][ıiuü]r|yd[ıiuü])?"
)
# After a verb: does not, did not, without, who does not, cannot.
NEGATIVE = re.compile(
    r"(?:[ıiuü]?[lnşt]|[dt][ıiuü]r)?(?:y?[ae])?"
    r"m(?:[ae](?:y[ae](?:n|c)|y[ıiuü]p|y[ıi]nc|d[ıi](?!r)|d[ae]n|z|m|s[ıi]n$|s[ae])|[ıiuü]yor)"
)
SOFTENED = {"k": "ğ", "p": "b", "ç": "c", "t": "d"}  # how the end of a word is spelt before a vowel
HARDENED = {soft: hard for hard, soft in SOFTENED.items()}
STEPS, SHORTEST = 3, 3  # suffixes taken off, letters left
INFINITIVES = ("mak", "mek")
DOTS = str.maketrans("İI", "iı")
QUOTES = ("'", '"', "”", "»")
GENITIVE = re.compile("'n?[ıiuü]n$")


class Turkish(Morphology):
    """`yaptırımlar` from `yaptırım`, `açıkladı` from `açıklamak`."""

    def lower(self, word: str) -> str:
        """The capitals of `i` and `ı` are two."""
        return word.translate(DOTS).lower()

    def split(self, pieces: list[Piece]) -> list[Piece]:
        """An apostrophe parts a name or a number from its case, a quotation mark what is quoted: `Türkiye`, `'nin`;
        `2007`, `'ye`; `"sistem`, `"ne`."""
        split: list[Piece] = []
        for piece, kind in pieces:
            if kind == "word" and len(split) > 1 and split[-1][0] in QUOTES and split[-2][0][-1:].isalnum():
                split[-1] = split[-1][0] + piece, "clitic"
                continue
            name, apostrophe, case = piece.partition("'") if kind == "word" else (piece, "", "")
            split += [(name, kind), ("'" + case, "clitic")] if case else [(piece, kind)]
        return split

    def clitic(self, piece: str) -> str:
        sign = piece[0] if piece[0] != "'" else ""
        return sign + ("'s" if GENITIVE.match("'" + piece[1:]) else "")

    def forms(self, word: str, known: bool) -> list[str]:
        stems = [lemma(word, self.language)] if known else []
        shorter = word
        for _ in range(STEPS):
            stems.append(shorter)
            stripped = SUFFIX.sub("", shorter)
            if stripped == shorter or len(stripped) < SHORTEST:
                break
            shorter = stripped
        hard = [stem[:-1] + HARDENED[stem[-1]] for stem in stems if stem[-1] in HARDENED]
        longest = sorted(stems + hard, key=lambda stem: -len(_bare(stem)))  # `kurucu` before `kurmak`
        return [form for stem in dict.fromkeys(longest) for form in _headwords(stem, word)]


def _headwords(stem: str, word: str) -> list[str]:
    """Headwords of which a word with a stem may be a form: the noun if only its endings follow, else the verb if it
    is not denied."""
    if stem.endswith(INFINITIVES):
        rest = _rest(stem[:-3], word)
        return [] if rest is not None and NEGATIVE.match(rest) else [stem]
    rest = _rest(stem, word)
    noun = [stem] if rest is None or NOMINAL.fullmatch(rest) else []
    return noun if rest is None or NEGATIVE.match(rest) else noun + [stem + ending for ending in INFINITIVES]


def _bare(stem: str) -> str:
    return stem[:-3] if stem.endswith(INFINITIVES) else stem


def _rest(stem: str, word: str) -> str | None:
    """What follows a stem in a word, None where the word has another beginning."""
    softened = stem[:-1] + SOFTENED.get(stem[-1:], stem[-1:])
    return next((word.removeprefix(s) for s in (stem, softened) if word.startswith(s)), None)
