"""Gloss a passage word by word into English, so that an English sentence encoder can place it.

Glossaries are plain tables, ``glossary/<language>.tsv``: a headword or phrase, a tab, its English gloss.
A headword with a capital (``IA``, ``PBB``) matches in that case only; every other one ignores case.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from newsthemes.language.codes import language_code

FOLDER = Path(__file__).with_name("glossaries")

# One pass: a number with its unit signs, a word with inner hyphens and apostrophes, or anything else.
TOKEN = re.compile(
    r"(?P<number>[$€£¥]?\d[\d.,:/%]*)|(?P<word>[^\W\d_][\w]*(?:[-'][^\W_]+)*'?)|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)
FRENCH_CLITIC = re.compile(r"(?i)^((?:lorsqu|puisqu|jusqu|quoiqu|qu|[ldnsjcmt])')(.+)$")
FRENCH_CLITIC_GLOSS = {
    "l": "the", "d": "of", "n": "not", "s": "", "j": "I", "c": "it", "m": "me", "t": "you", "qu": "that",
    "lorsqu": "when", "puisqu": "since", "jusqu": "until", "quoiqu": "although",
}  # fmt: skip
INDONESIAN_SUFFIXES = ("nya", "lah", "kah", "pun", "ku", "mu")
# What me- does to the first letter of a stem, undone: prefix, and the letters that may have been lost to it.
INDONESIAN_ACTIVE = (("meny", "s"), ("meng", "k"), ("mem", "p"), ("men", "t"), ("me", ""))


class Glossary:
    """The entries of one language and the ways to find a running word among them."""

    def __init__(self, language, path):
        self.language = language
        self.words, self.phrases = {}, {}
        self.openings = {}  # first two words of a phrase: how long the phrases are that begin with them
        for headword, english in read_entries(path):
            parts = tuple(headword.split())
            if len(parts) > 1:
                self._add_phrase(parts, english)
            else:
                self.words[headword] = english
        if language == "id":
            self._add_passives()

    def _add_phrase(self, parts, english):
        lemmas = tuple(self.lemma(part) for part in parts)
        for key in {parts, lemmas}:
            self.phrases.setdefault(key, english)
            self.openings.setdefault(key[:2], set()).add(len(key))

    def _add_passives(self):
        """Let ``meluncurkan`` stand for ``diluncurkan`` and ``luncurkan`` where they have no entry."""
        for word, english in list(self.words.items()):
            for prefix, lost in INDONESIAN_ACTIVE:
                if word.startswith(prefix) and len(word) - len(prefix) > 3:
                    stem = word.removeprefix(prefix)
                    starts = [lost + stem] if lost and stem[0] in "aeiou" else []
                    for start in [*starts, stem]:
                        self.words.setdefault("di" + start, english)
                    break

    @lru_cache(maxsize=200_000)  # noqa: B019 (a glossary lives as long as the process)
    def lemma(self, word):
        import simplemma

        return simplemma.lemmatize(word, lang=self.language)

    @lru_cache(maxsize=200_000)  # noqa: B019
    def word(self, token, starts_sentence=False):
        """The gloss of one token, or None when it passes through untouched.

        A capitalised token inside a sentence is most often a name, so only its own surface form counts;
        a token of mixed case (``LLaMA``, ``iPhone``) is always a name.
        """
        if token in self.words:
            return self.words[token]
        lower = token.lower()
        if token not in (lower, lower.capitalize(), token.upper()) and "-" not in token:
            return None
        initials = token.isupper() and len(token) < 5
        if lower in self.words and not initials:
            return self.words[lower]
        if token != lower and (not starts_sentence or (initials and len(token) > 1)):
            return None
        return self._derived(lower, name_like=token != lower)

    def _derived(self, word, name_like):
        candidates = list(self._stripped(word))
        if not name_like or self._known(word):
            candidates.insert(len(candidates) if self.language == "id" else 0, self.lemma(word))
        for candidate in candidates:
            if candidate in self.words:
                return self.words[candidate]
        return self._compound(word)

    def _known(self, word):
        import simplemma

        return simplemma.is_known(word, lang=self.language)

    def _stripped(self, word):
        """Forms a word may be derived from, most likely first."""
        if self.language != "id":
            return
        for suffix in INDONESIAN_SUFFIXES:
            if word.endswith(suffix) and len(word) > len(suffix) + 3:
                word = word.removesuffix(suffix)
                yield word
        for prefix in ("di", "ter", "ber", "se", "ke", "pe"):
            if word.startswith(prefix) and len(word) > len(prefix) + 3:
                yield word.removeprefix(prefix)
        if word.startswith("ke") and word.endswith("an") and len(word) > 7:
            yield word[2:-2]
        for suffix in ("kan", "an", "i"):
            if word.endswith(suffix) and len(word) > len(suffix) + 3:
                yield word.removesuffix(suffix)

    def _compound(self, word):
        """A hyphenated word by its parts: a reduplicated plural (``model-model``) once, others in order."""
        if "-" not in word:
            return None
        parts = word.split("-")
        if len(set(parts)) == 1:
            return self.word(parts[0])
        glosses = [self.word(part) for part in parts]
        if all(gloss is None for gloss in glosses):
            return None
        return " ".join(gloss or part for gloss, part in zip(glosses, parts, strict=True))

    @lru_cache(maxsize=20_000)  # noqa: B019
    def gloss(self, text):
        """``text`` in English words where the glossary has them; the rest, punctuation included, as it is."""
        return "".join(piece if english is None else english for piece, english in self.pairs(text))

    def pairs(self, text):
        """(piece of the text, its gloss or None) in order; the pieces join to the normalised text."""
        pieces = [(m.group(), m.lastgroup) for m in TOKEN.finditer(_plain(text))]
        if self.language == "fr":
            pieces = _split_clitics(pieces)
        several = (
            sum(kind == "word" for _, kind in pieces) > 1
        )  # one word in capitals is a name, not a headline
        return self._match(pieces, shouting=several and text.isupper())

    def _match(self, pieces, shouting):
        words = [i for i, (_, kind) in enumerate(pieces) if kind == "word"]
        phrases = self._phrases(pieces, words)
        out, i, nth, starts = [], 0, 0, True
        while i < len(pieces):
            piece, kind = pieces[i]
            if nth in phrases and kind == "word":
                length, english = phrases[nth]
                end = words[nth + length - 1] + 1
                out.append(("".join(p for p, _ in pieces[i:end]), english))
                i, nth, starts = end, nth + length, False
                continue
            if kind == "word":
                token = piece.lower() if shouting else piece
                out.append((piece, self.word(token, starts)))
                nth, starts = nth + 1, False
            elif kind == "clitic":
                out.append((piece, FRENCH_CLITIC_GLOSS[piece.lower().rstrip("'")] + " "))
            else:
                out.append((piece, None))
                starts = starts or piece in '.!?:;"“”«»—–(•'
            i += 1
        return out

    def _phrases(self, pieces, words):
        """{n: (length in words, gloss)} of the longest phrase that begins at the nth word, where there is one."""
        own = [pieces[i][0].lower() for i in words]
        lemmas = list(map(self.lemma, own))
        found, none = {}, set()
        for nth, (here, stems) in enumerate(zip(pairwise(own), pairwise(lemmas), strict=True)):
            lengths = self.openings.get(here, none) | self.openings.get(stems, none)
            for length in sorted(lengths, reverse=True) if lengths else ():
                span = slice(nth, nth + length)
                english = self.phrases.get(tuple(own[span])) or self.phrases.get(tuple(lemmas[span]))
                if english and len(own[span]) == length and self._joined(pieces, words[span]):
                    found[nth] = length, english
                    break
        return found

    @staticmethod
    def _joined(pieces, words):
        """Whether nothing but space and clitics parts the words of a phrase."""
        between = pieces[words[0] : words[-1]]
        return all(kind in ("word", "space", "clitic") for _, kind in between)


def _plain(text):
    return text.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "")


def _split_clitics(pieces):
    split = []
    for piece, kind in pieces:
        found = FRENCH_CLITIC.match(piece) if kind == "word" and "'" in piece else None
        if found and piece.lower() not in ("aujourd'hui",):
            split += [(found[1], "clitic"), (found[2], "word")]
        else:
            split.append((piece, kind))
    return split


def read_entries(path):
    """The (headword, gloss) pairs of a glossary file, in its order."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line]


@cache
def glossary_for(language):
    """The :class:`Glossary` of a language by its code (``id``, ``ind``, ``id-ID``), or None where there is none."""
    code = language_code(language)
    path = FOLDER / f"{code}.tsv"
    return Glossary(code, path) if code and path.exists() else None


def glossed_languages():
    """Codes of the languages that have a glossary, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def gloss(texts, languages):
    """Each text glossed by the glossary of its language; English and languages without one unchanged."""
    glossed = []
    for text, language in zip(texts, languages, strict=True):
        found = glossary_for(language) if language else None
        glossed.append(found.gloss(text) if found else text)
    return glossed


def coverage(texts, language):
    """Share of running words that are neither names nor numbers and have a gloss (0 to 1; nan without words).

    A name is a word with a capital that does not open a sentence, or one that mixes cases.
    """
    glossary = glossary_for(language)
    found = missed = 0
    for text in texts:
        for piece, english in glossary.pairs(text):
            if english is not None:
                found += len(piece.split())
            elif piece[:1].isalpha() and piece.islower():
                missed += 1
    return found / (found + missed) if found + missed else float("nan")
