"""What a single line looks like, by its shape and its words, before its place is considered.

Quantifiers that meet a user's line are possessive or look at its edge only: a line of 100,000 equal characters takes
milliseconds (tests/passages/test_long_lines.py).
"""

import re
from functools import cache
from typing import NamedTuple

from newsthemes.corpus.dates import find_date
from newsthemes.language.scripts import unspaced_count
from newsthemes.passages.boilerplate.phrases import TOKEN, bare, longest_start, normalise, phrases_in, table

MARKS = re.compile(r"^(?>(?:#{1,6}\s++|>\s*+|[-*+•·▪‣◦●○■□–—]\s++|(?:\*\*|__)(?=\S))+)")
BULLET = re.compile(r"^\s*(?:[-*+•·▪‣◦●○■□–—>»→]|\d{1,2}[.)]|\[\d+\])\s+")
SENTENCE_END = re.compile(r"[.!?…。！？؟।]['\"’”»)\]」』]*$")
COLON = re.compile(r"[:：][^\w:：]*+$")
EDGE = 40  # characters at the end of a line in which a colon that ends it is looked for
# Atomic, so that no run of characters is tried twice: thirteen empty table cells took 92 s before.
TAGS = re.compile(
    r"^(?>(?:[:\s-]*+\|[|:\s-]*+|\s++|</?[a-z!][^<>]*+>?+|"
    r"\b(?:p|br|div|span|li|ul|h[1-6]|td|tr|em|strong|b|i|a)\s?/?>|&(?:[a-z]++|#\d++);|"
    r"\{\{[^}]*+\}\}|\[/?[a-z_]++(?:\s[^\]=]*+=[^\]]*+)?\])+)$",
    re.IGNORECASE,
)
CODE = re.compile(
    r"^\s*(?:function\s*\w*\(|var\s+\w+\s*=|window\.|document\.|@media|<script|<style|[.#]?[\w-]+\s*\{[^}]*[:;])"
)
URL = r"(?:https?://|www\.|pic\.twitter\.com/)\S++"
ADDRESS = re.compile(rf"^\W*+(?:{URL}|\w[\w.+-]*+@[\w-]++(?>(?:\.[\w-]++)+))\W*+$")
PLACEHOLDER = re.compile(
    r"\[\s*+(?:insert|your|add|enter|fill in|link to|url|name of|name and|tbd|todo|refer to|placeholder|insérer|votre|"
    r"ajouter|masukkan|sisipkan|nama|insertar|su |tu |inserir|seu |einfügen|ihr |inserire|вставьте|ваш|插入|填写|"
    r"ここに|삽입|أدخل)[^\]]{0,200}+\]|\{\{\s*+\w++\s*+\}\}|\b(?-i:X{4,})\b|lorem ipsum",
    re.IGNORECASE,
)
RATIO = re.compile(r"^\W*+\d[\d.,]*+\s*+/\s*+\d[\d.,]*+\W*+$")
COPYRIGHT = re.compile(r"^\W*(?:©|(?:\(c\)|copyright)\s*(?:©|\(c\)|\d{4}))", re.IGNORECASE)
NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")
LETTERS = re.compile(r"(?:[^\W\d_]\s+){0,3}[^\W\d_]")
THOUSANDS = r"(?>(?:\s?[kmb万萬億만](?![^\W\d_]))?)"
COUNT = re.compile(rf"^\W*+\d[\d.,\u00a0\u202f]*+{THOUSANDS}\+?+\s*+(\D++)$", re.IGNORECASE)
COUNT_LABEL = re.compile(
    rf"^\W*+([^\d:：]++)[:：]?+[\s(]*+\d[\d.,]*+{THOUSANDS}\s?+(\D{{0,12}}+)\W*+$", re.IGNORECASE
)
LABELLED = re.compile(r"^(.{1,40}?)\s*+[|:：=＝]\s*+(.*)$", re.DOTALL)
NAME = re.compile(
    r"^(?:[^\W\d_a-z][\w.'’-]*|and|et|dan|y|e|und|&|,|de|da|van|von|al|bin|/|\||with|dengan)(?:[\s,&・]+|$)"
)
SEPARATOR = re.compile(r"\s*[|>»›•·/→]\s*|\s{2,}|\t")
PROSE, SHORT_WORDS, SHORT, CREDIT_WORDS, DANGLING_WORDS = 60, 10, 70, 10, 4
STAMP = 40  # characters of a line that says how long ago


class Hit(NamedTuple):
    reason: str
    sure: bool  # counts wherever the line stands


def width(text: str) -> int:
    """Length in characters as if every script put spaces between words: ideographs count threefold."""
    return len(text) + 2 * unspaced_count(text)


def is_short(line: str) -> bool:
    return width(line) <= SHORT and len(line.split()) <= SHORT_WORDS and not SENTENCE_END.search(line)


def is_prose(line: str) -> bool:
    ended = SENTENCE_END.search(line) or len(line.split()) > 2 * SHORT_WORDS or unspaced_count(line) >= PROSE
    return width(line) >= PROSE and bool(ended)


def ends_in_colon(line: str) -> bool:
    """Whether nothing but signs and spaces follows a line's last colon."""
    return bool(COLON.search(line[-EDGE:]))


def line_hit(line: str) -> Hit | None:
    """What furniture a whole line looks like, or None."""
    if not any(map(str.isalpha, line)):
        return Hit("counter" if RATIO.match(line) else "no words", True)
    if TAGS.match(line) or CODE.match(line):
        return Hit("markup", True)
    if ADDRESS.match(line):
        return Hit("reference", True)
    if COPYRIGHT.match(line) and width(line) <= 2 * SHORT:
        return Hit("disclaimer", True)
    if LETTERS.fullmatch(line.strip()):
        return Hit("widget", False)
    if width(line) > 4 * SHORT:
        return None
    plain = bare(line)
    if plain in table("anywhere"):
        return Hit(table("anywhere")[plain], True)
    if is_language(line):
        return Hit("menu", False)
    if width(line) > SHORT:
        return _labelled(line)
    if _is_count(line):
        return Hit("counter", True)
    reason = table("line").get(plain) or _named_menu(line)
    if reason and (reason != "label" or ends_in_colon(line)):
        return Hit(reason, False)
    return _dangling(line) or _labelled(line) or _credit(line)


def is_language(line: str) -> bool:
    """The name of a language, in that language, with or without a country in brackets."""
    return bare(line) in table("name") or bare(re.sub(r"[（(][^（(]*[）)]", "", line)) in table("name")


def _is_count(line: str) -> bool:
    """`128 comments`, `3 min read`, `Views: 12`: a number and what it counts."""
    if found := COUNT.match(line):
        return bare(found[1]) in table("unit")
    found = COUNT_LABEL.match(line)
    label = bare(found[1]) if found else ""
    counted = table("label").get(label) == "counter" or table("line").get(label) == "widget"
    return bool(found) and (counted or label in table("unit"))


def _named_menu(line: str) -> str | None:
    """`Home | World | Sport`: three or more short names between separators, some of them known, or between bars."""
    names = [bare(name) for name in SEPARATOR.split(line) if bare(name)]
    if len(names) < 3 or any(len(name.split()) > 3 for name in names):
        return None
    known = sum(table("line").get(name) in ("menu", "widget") or name in table("name") for name in names)
    barred = "|" in line.strip("| ") and not line.startswith("|") and all(len(n.split()) < 3 for n in names)
    return "menu" if known >= 2 or (known and len(names) > 3) or barred else None


def _dangling(line: str) -> Hit | None:
    """`Link to the paper:`, with nothing after it: what it named was no text."""
    words = TOKEN.findall(normalise(line))
    named = set(words) & table("noun").keys() and words[0] not in table("preposition")
    return (
        Hit("label", True)
        if ends_in_colon(line) and named and len(line.split()) <= DANGLING_WORDS + 1
        else None
    )


def _labelled(line: str) -> Hit | None:
    """`Author: …`, `Photo | …`, `Read also: …`: a known label, and something short after it."""
    found = LABELLED.match(MARKS.sub("", line.strip()))
    if not found:
        return None
    label, rest = bare(found[1]), found[2].strip()
    ended = bool(SENTENCE_END.search(rest.rstrip("?!？！؟")))
    if ADDRESS.match(rest):
        return Hit("reference", True)
    if label in table("hint"):
        return Hit("related", False)
    reason = table("label").get(label) or ("byline" if _is_credit_label(label) else None)
    if reason == "related":
        return Hit(reason, bool(rest) and not ended)
    if (
        not reason
        or width(rest) > SHORT
        or len(rest.split()) > CREDIT_WORDS
        or (ended and len(rest.split()) > 4)
    ):
        return None
    return Hit(reason, reason == "byline" and bool(rest) and not SENTENCE_END.search(rest))


def _is_credit_label(label: str) -> bool:
    """`source of the cover image`: made of nothing but words that credit labels are made of."""
    words = TOKEN.findall(label)
    return 1 < len(words) <= 6 and all(word in _credit_words() or word in table("function") for word in words)


@cache
def _credit_words() -> set[str]:
    return {w for label, reason in table("label").items() if reason == "byline" for w in TOKEN.findall(label)}


def _credit(line: str) -> Hit | None:
    """`By Ada Holm`, `Edited by the night desk`, `12 March 2020, 10:30`, `3 hours ago`."""
    if SENTENCE_END.search(line):
        return None
    plain = MARKS.sub("", line.strip())
    started = longest_start(normalise(plain), "start")
    if started and (" " in started[1] or _is_names(plain[len(started[1]) :].strip())):
        return Hit("byline", False)
    if find_date(line) or NUMERIC_DATE.search(line):
        label = longest_start(normalise(plain), "label")
        words = (
            12 if label and label[0] == "byline" else 6
        )  # `Published on 3 May 2020, updated on 4 May 2020`
        if len(re.findall(r"[^\W\d_]+", line)) <= words:
            return Hit("byline", False)
    return Hit("byline", False) if is_recent(line) and len(line) < STAMP else None


def is_recent(line: str) -> bool:
    """`3 hours ago`, alone or after a name."""
    if len(line) > 2 * STAMP or SENTENCE_END.search(line) or not re.search(r"\d", line):
        return False
    return any(phrase in normalise(line) for phrase in table("relative"))


def is_credit(sentence: str) -> bool:
    """`Editor: Ada Holm.`: a known label of credits and a name after it."""
    hit = _labelled(sentence)
    return bool(hit) and hit.reason == "byline" and bool(LABELLED.match(sentence)[2].strip())


def _is_names(text: str) -> bool:
    words = 0
    while text and (found := NAME.match(text)):
        text, words = text[found.end() :], words + 1
    return not text and 0 < words <= 10


def is_chat(line: str) -> bool:
    """`Sure! Here is the article you asked for:`, how a chat model begins its answer."""
    plain = bare(line)
    opener = longest_start(plain, "opener")
    if not opener or width(line) > 4 * SHORT or not any(task in plain for task in table("task")):
        return False
    presents = longest_start(bare(plain[len(opener[1]) :]), "opener")
    return bool(
        presents or ends_in_colon(line) or any(reason == "prompt residue" for reason, _ in phrases_in(line))
    )


def is_entry(line: str) -> bool:
    """A line of a reference list."""
    cited = any(reason == "reference" for reason, _ in phrases_in(line))
    return bool(cited or BULLET.match(line) or re.search(rf"{URL}|\(\d{{4}}|\bn\.d\.", line))
