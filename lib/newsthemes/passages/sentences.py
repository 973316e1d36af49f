"""Sentences of a line, as offsets, each short enough for an encoder."""

import re
from itertools import accumulate

from newsthemes.language.scripts import UNSPACED_CHARACTER
from newsthemes.language.stopwords import stop_words
from newsthemes.passages.abbreviations import CLOSING, abbreviates_thai, goes_on, inside_word

EDGES = " \u00a0\u202f\t“«‹„‘「『（([\"'" + CLOSING
QUOTES = re.compile(r"[“”„«»‹›\"「」『』()（）]")
# Touching the full stop, or after the space that French puts before its closing quote.
CLOSERS = re.compile(r"(?:[”»›’\"')\]」』）]|[“«‘](?=[\s.,;]|$))*(?:[ \u00a0\u202f][»›](?=[\s.,;]|$))?")
ENUMERATOR = re.compile(r"\(?\d{1,2}[.)]+")
OPEN_END = re.compile(r"(?:…|\.{3})[\"”»’)]*+\s++(?=[“\"«¿¡]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])")
AND_SO_ON = re.compile(r"(?:\bт\.\s?[дп]|\bін|\bдр)\.\s++(?=[“\"«]?[А-ЯЁЄІЇҐ])")
# What ends a sentence in other scripts, whether or not sentencex knows the language: Indic danda, Urdu and Arabic,
# Ethiopic, Khmer, Burmese, Tibetan, Armenian.
OTHER_END = re.compile(r"[।॥۔؟።፧።។៕။༎։]++[\"”»’)\s]*+|(?<!།)།++\s++")
SAID_NO = re.compile(r"\b[Nn]o\.\s++(?=[“\"«¿¡]?[A-ZÀ-ÖØ-Þ])")
# The mark comes first in these, and what stands before it after: looked for the other way they take ten times as long.
GLUED = re.compile(r"[.!?…](?<=[^\W\d_A-Z]{2}[.!?…])[\"”»’)]?(?=[“\"«]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][^\W\d_]*[\s,'’])")
GLUED_ARABIC = re.compile(r"[.!؟](?<=[\u0620-\u06d3]{2}[.!؟])(?=[\u0620-\u06d3]{2})")
# After a whole word that sentencex takes for an abbreviation: `bien.` in Spanish.
WORD_END = re.compile(r"(?<![^\W_])([^\W\d_]{4,20}+)\.\s++(?=[“\"«¿¡]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])")
MISSED = (GLUED, GLUED_ARABIC, OPEN_END, SAID_NO, AND_SO_ON, OTHER_END)  # ends that sentencex misses
WORD = re.compile(r"\S+")
CLAUSE = re.compile(r"[,;:،؛、，；：–—]\s*|\s[-–—]\s")
MOST_CHARACTERS, MOST_WORDS, MOST_UNSPACED = 1000, 220, 300
QUOTED = 500  # characters before a quote that touches two sentences which tell whether it opens or closes
BLOCK = 5_000  # characters given to sentencex at once
NEAR = 24  # characters around a cut that decide about it: keeps a long line linear


def sentence_spans(line: str, language: str | None) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of a line, in order, without the white space between them.

    sentencex finds the boundaries, quoted speech included: quotes and brackets are hidden from it,
    because it keeps whatever they enclose whole and swallows the rest after an unmatched one.
    Its cuts after abbreviations that a name or a number follows are undone.
    """
    cuts = _boundaries(line, language or "en")
    sentences: list[tuple[int, int]] = []
    for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
        start, end = trim(line, start, end)
        if start == end:
            continue
        if sentences and (
            ENUMERATOR.fullmatch(line, *sentences[-1]) or not any(map(str.isalnum, line[start:end]))
        ):
            start = sentences.pop()[0]  # the number of an item of a list; a stray quote or bracket
        sentences.append((start, end))
    return [span for sentence in sentences for span in _fit(line, *sentence)]


def _boundaries(line: str, language: str) -> list[int]:
    cuts = _cuts_of_sentencex(QUOTES.sub(" ", line), language)
    cuts |= {match.end() for pattern in MISSED for match in pattern.finditer(line)}
    cuts |= {match.end() for match in WORD_END.finditer(line) if match[1] in stop_words(language)}
    moved = {_after_closers(line, cut) for cut in cuts}
    cased = not line.islower()
    return sorted(
        cut for cut in moved if 0 < cut < len(line) and not _inside_sentence(line, cut, language, cased)
    )


def _cuts_of_sentencex(plain: str, language: str) -> set[int]:
    """The ends of sentences as sentencex finds them.

    It is given a block at a time, because its time grows with the square of some lines (100,000 opening quotes took
    9 s); the last sentence of a block is read again with what follows it.
    """
    import sentencex

    cuts: set[int] = set()
    start = 0
    while start < len(plain):
        block = plain[start : start + BLOCK]
        ends = list(accumulate(map(len, sentencex.segment(language, block))))
        if not ends or ends[-1] != len(block):  # it rewrote something: offsets would lie
            ends = [*(m.end() for m in re.finditer(r"[.!?…]\s+|[。！？]", block)), len(block)]
        whole = start + len(block) == len(plain)
        cuts.update(start + end for end in ends[:-1])
        start += len(block) if whole or len(ends) == 1 else ends[-2]
    return cuts


def _after_closers(line: str, cut: int) -> int:
    """Between two sentences, quotes and brackets that touch the first belong to it, the others to the next."""
    near = max(0, cut - NEAR)
    end = near + len(line[near:cut].rstrip(EDGES))
    if end == near:
        return cut
    end = CLOSERS.match(line, end).end()
    quoted = line[max(0, end - QUOTED) : end]
    if line[end : end + 1] == "“" and quoted.rfind("„") > quoted.rfind("“"):
        return end + 1
    opens = quoted[-1] == '"' and line[end : end + 1].isalpha() and quoted.count('"') % 2
    return end - 1 if opens else end


def _inside_sentence(line: str, cut: int, language: str, cased: bool) -> bool:
    before, after = line[max(0, cut - NEAR) : cut].rstrip(), line[cut : cut + NEAR].lstrip()
    if not after or not before:
        return False
    touching = not line[cut - 1].isspace() and not line[cut].isspace()
    if abbreviates_thai(before):
        return True
    return (touching and inside_word(line, cut)) or goes_on(before, after, language, cased)


def trim(line: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks at its edges; empty, at its end, when there is nothing else."""
    while start < end and is_blank(line[start]):
        start += 1
    while end > start and is_blank(line[end - 1]):
        end -= 1
    return start, end


def is_blank(character: str) -> bool:
    """White space, or a character that shows nothing: zero-width, byte-order mark, bidi control."""
    return character.isspace() or character in INVISIBLE


INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff")


def _fit(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence that is longer than an encoder reads, after clause marks, else between words."""
    spans = []
    while (limit := _limit(line, start, end)) < end:
        cut = _best_cut(line, start, limit)
        spans.append(trim(line, start, cut))
        start = trim(line, cut, end)[0]
    return [*spans, (start, end)]


def _limit(line: str, start: int, end: int) -> int:
    """The offset up to which a passage that begins at start may go."""
    if end - start <= MOST_UNSPACED:  # nor has it too many words
        return end
    limit = min(end, start + MOST_CHARACTERS)
    words = [m.end() for m in WORD.finditer(line, start, limit)]
    if len(words) > MOST_WORDS:
        limit = words[MOST_WORDS - 1]
    unspaced = [m.end() for m in UNSPACED_CHARACTER.finditer(line, start, limit)]
    return unspaced[MOST_UNSPACED - 1] if len(unspaced) > MOST_UNSPACED else limit


def _best_cut(line: str, start: int, limit: int) -> int:
    half = start + (limit - start) // 2
    marks = [m.end() for m in CLAUSE.finditer(line, half, limit)]
    spaces = marks or [m.end() for m in re.finditer(r"\s+", line[half:limit])]
    if not spaces:
        return limit
    return spaces[-1] if marks else half + spaces[-1]
