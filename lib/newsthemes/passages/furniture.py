"""Which lines and sentences are page furniture, and why.

A phrase is never enough: a sentence about computing resources may begin like a source line. A hit
counts at the edge of the article (before its first or after its last paragraph of prose), in a run
of hits, or on a line that repeats; only shapes that no sentence has count anywhere.
"""

import re
from typing import NamedTuple

from ..corpus.dates import find_date
from .lexicon import bare, longest_start, normalise, phrases_in, table

REASONS = {
    "front matter": "the metadata block of a Markdown file",
    "markup": "left-over HTML, Markdown marks, tables' rules, code",
    "no words": "no letter in any script",
    "menu": "navigation and language menus",
    "widget": "share, comment, reward and see-the-original buttons",
    "counter": "views, likes, characters left, minutes to read",
    "promotion": "advertisements, newsletters, apps, lists of other articles",
    "related": "a link to another article inside this one",
    "disclaimer": "legal notices about the content",
    "byline": "authors, editors, sources, dates, credits",
    "reference": "reference lists and bare addresses",
    "label": "a label whose content is elsewhere or gone",
    "prompt residue": "what a chat model said around the article; unfilled placeholders",
    "login wall": "asks to sign in, to pay or to switch something on",
    "consent": "cookie notices",
    "error page": "the page was not found or not allowed",
    "repeated line": "the same line in three or more articles",
}

BULLET = re.compile(r"^\s*(?:[-*+•·▪‣◦●○■□–—>»→]|\d{1,2}[.)])\s+")
MARKS = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*+•·▪‣◦●○■□–—]\s+|(?:\*\*|__)(?=\S))+")
END_MARKS = re.compile(r"(?:\*\*|__|\s#+)+$")
SENTENCE_END = re.compile(r"[.!?…。！？؟।।]['\"’”»)\]」』]*$")
TAGS = re.compile(
    r"^(?:\s|</?[a-z!][^<>]*>?|\b(?:p|br|div|span|li|ul|h[1-6]|td|tr|em|strong|b|i|a)\s?/?>|&(?:[a-z]+|#\d+);|"
    r"\{\{[^}]*\}\}|\[/?[a-z_]+(?:\s[^\]]*=[^\]]*)?\]|[|:\s-]*\|[|:\s-]*)+$",
    re.IGNORECASE,
)
CODE = re.compile(
    r"^\s*(?:function\s*\w*\(|var\s+\w+\s*=|window\.|document\.|@media|<script|<style|[.#]?[\w-]+\s*\{[^}]*[:;])"
)
ADDRESS = re.compile(r"^\W*(?:(?:https?://|www\.|pic\.twitter\.com/)\S+|[\w.+-]+@[\w-]+\.\w+)\W*$")
PLACEHOLDER = re.compile(
    r"\[\s*(?:insert|your|add|enter|fill in|link to|url|name of|tbd|todo|refer to|placeholder|insérer|votre|ajouter|"
    r"masukkan|sisipkan|nama|insertar|su |tu |inserir|seu |einfügen|ihr |inserire|вставьте|ваш|插入|填写|ここに|삽입|أدخل)"
    r"[^\]]*\]|\{\{\s*\w+\s*\}\}|\bXX+\b(?=[^\w]*$)|lorem ipsum",
    re.IGNORECASE,
)
RATIO = re.compile(r"^\W*\d[\d.,]*\s*/\s*\d[\d.,]*\W*$")
COUNT = re.compile(r"^\W*(?:\d[\d.,  ]*\s?[kmb万萬億만]?\+?)\s*(\D+)$", re.IGNORECASE)
COUNT_LABEL = re.compile(
    r"^\W*([^\d:：]+?)\s*[:：(]?\s*\d[\d.,]*\s?[kmb]?(?:\s*\D{0,12})\)?\W*$", re.IGNORECASE
)
LABELLED = re.compile(r"^(.{1,40}?)\s*[|:：]\s*(.*)$", re.DOTALL)
NAME = re.compile(
    r"^(?:[^\W\d_a-z][\w.'’-]*|and|et|dan|y|e|und|&|,|de|da|van|von|al|bin|/|\||with|dengan)(?:[\s,&]+|$)"
)
SEPARATOR = re.compile(r"\s*[|>»›•·/→]\s*|\s{2,}|\t")
COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
PROSE, SHORT_WORDS, SHORT, CREDIT_WORDS, DANGLING_WORDS = 60, 10, 70, 10, 4


class Hit(NamedTuple):
    reason: str
    sure: bool  # counts wherever the line stands


def width(text: str) -> int:
    """Length in characters as if every script put spaces between words: ideographs count threefold."""
    return len(text) + 2 * len(UNSPACED.findall(text))


def is_short(line: str) -> bool:
    return width(line) <= SHORT and len(line.split()) <= SHORT_WORDS and not SENTENCE_END.search(line)


def is_prose(line: str) -> bool:
    return width(line) >= PROSE and (bool(SENTENCE_END.search(line)) or len(line.split()) > 2 * SHORT_WORDS)


def line_reasons(lines: list[str], repeated: list[bool]) -> list[str | None]:
    """Why each line of an article is furniture, None for a line that is kept.

    `repeated` says of each line whether it stands in three or more unrelated articles.
    """
    hits = [line_hit(line) for line in lines]
    _dangling(lines, hits)
    first, last = _prose_bounds(lines, hits)
    reasons: list[str | None] = [None] * len(lines)
    for i, hit in enumerate(hits):
        edge = i < first or i > last or i < 2 or i >= len(lines) - 2
        run = any(hits[j] for j in (i - 1, i + 1) if 0 <= j < len(lines))
        if hit and (hit.sure or edge or run or repeated[i] or normalise(lines[i]) in _twice(lines)):
            reasons[i] = hit.reason
        elif repeated[i] and (edge or is_short(lines[i])):
            reasons[i] = "repeated line"
    _language_menus(lines, reasons)
    _head_menu(lines, reasons, first)
    _prompt_head(lines, reasons)
    _references(lines, reasons)
    _page_end(lines, reasons, last)
    return reasons


def line_hit(line: str) -> Hit | None:
    """What a whole line looks like by its shape and words, wherever it stands."""
    if not any(map(str.isalpha, line)):
        return Hit("counter" if RATIO.match(line) else "no words", True)
    if TAGS.match(line) or CODE.match(line):
        return Hit("markup", True)
    if ADDRESS.match(line):
        return Hit("reference", True)
    if width(line) > 4 * SHORT:
        return None
    plain = bare(line)
    if plain in table("anywhere"):
        return Hit(table("anywhere")[plain], True)
    if _is_language(line):
        return Hit("menu", False)
    if width(line) <= SHORT and (reason := _counter(line) or table("line").get(plain) or _named_menu(line)):
        labelled = line.rstrip().endswith((":", "："))
        return None if reason == "label" and not labelled else Hit(reason, False)
    return _credit(line)


def _counter(line: str) -> str | None:
    if found := COUNT.match(line):
        return "counter" if bare(found[1]) in table("unit") else None
    found = COUNT_LABEL.match(line)
    label = bare(found[1]) if found else ""
    known = (
        table("label").get(label) == "counter"
        or label in table("unit")
        or table("line").get(label) == "widget"
    )
    return "counter" if known else None


def _named_menu(line: str) -> str | None:
    """`Home | World | Sport`: three or more short names between separators, one of them known."""
    names = [bare(name) for name in SEPARATOR.split(line) if bare(name)]
    if len(names) < 3 or any(len(name.split()) > 3 for name in names):
        return None
    known = sum(table("line").get(name) in ("menu", "widget") or name in table("name") for name in names)
    return "menu" if known >= 2 or (known and len(names) > 3) else None


def _credit(line: str) -> Hit | None:
    """`Author: …`, `Photo | …`, `By …`, a line that is a date: short, and no sentence."""
    plain = MARKS.sub("", line.strip())
    found = LABELLED.match(plain)
    if found and (reason := table("label").get(bare(found[1]))):
        short = len(found[2].split()) <= CREDIT_WORDS and width(found[2]) <= SHORT
        if reason == "related":
            return (
                Hit(reason, not SENTENCE_END.search(line) or "?" in line[-2:])
                if found[2]
                else Hit(reason, False)
            )
        if short and not (SENTENCE_END.search(line) and len(found[2].split()) > 4):
            return Hit(reason, reason == "byline" and bool(found[2]) and not SENTENCE_END.search(line))
    if width(line) <= SHORT and not SENTENCE_END.search(line):
        started = longest_start(normalise(plain), "start")
        if started and _is_names(plain[len(started[1]) :].strip()):
            return Hit("byline", False)
        if find_date(line) and len(re.findall(r"[^\W\d_]+", line)) <= 6:
            return Hit("byline", False)
        if (
            any(phrase in normalise(line) for phrase in table("relative"))
            and re.search(r"\d", line)
            and len(line) < 40
        ):
            return Hit("byline", False)
    return None


def _is_names(text: str) -> bool:
    words = 0
    while text and (found := NAME.match(text)):
        text, words = text[found.end() :], words + 1
    return not text and 0 < words <= 10


def _twice(lines: list[str]) -> set[str]:
    seen: set[str] = set()
    return {line for line in map(normalise, lines) if line in seen or seen.add(line)}


def _dangling(lines: list[str], hits: list[Hit | None]) -> None:
    """Labels count where there are two: the same words and a colon twice, or two of a template's labels."""
    twice = _twice(lines)
    if (
        len({normalise(line) for line, hit in zip(lines, hits, strict=True) if hit and hit.reason == "label"})
        > 1
    ):
        hits[:] = [hit._replace(sure=True) if hit and hit.reason == "label" else hit for hit in hits]
    for i, line in enumerate(lines):
        label = line.rstrip().endswith((":", "："))
        if label and hits[i] is None and len(line.split()) <= DANGLING_WORDS and normalise(line) in twice:
            hits[i] = Hit("label", True)


def _prose_bounds(lines: list[str], hits: list[Hit | None]) -> tuple[int, int]:
    """First and last line of prose; `(len, -1)`, so that every line is at an edge, where there is none."""
    prose = [
        i
        for i, line in enumerate(lines)
        if hits[i] is None and is_prose(line) and not sentence_reason(line, True)
    ]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


def _language_menus(lines: list[str], reasons: list[str | None]) -> None:
    """Three names of languages on end are a menu, wherever they stand."""
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and _is_language(lines[i]):
            run.append(i)
            continue
        if len(run) >= 3:
            for j in run:
                reasons[j] = "menu"
        run = []


def _is_language(line: str) -> bool:
    plain = bare(line)
    return plain in table("name") or bare(re.sub(r"[（(].*?[）)]", "", plain)) in table("name")


def _head_menu(lines: list[str], reasons: list[str | None], first: int) -> None:
    """Before the article: a run of three short lines, two of them known from menus, is a menu."""
    run: list[int] = []
    for i in range(min(first, len(lines)) + 1):
        if i < min(first, len(lines)) and (reasons[i] or (is_short(lines[i]) and len(lines[i].split()) <= 3)):
            run.append(i)
            continue
        if len(run) >= 3 and sum(reasons[j] in ("menu", "widget") for j in run) >= 2:
            for j in run[: 1 + max(k for k, j in enumerate(run) if reasons[j])]:
                reasons[j] = reasons[j] or "menu"
        run = []


def _prompt_head(lines: list[str], reasons: list[str | None]) -> None:
    """`Sure! Here is the article you asked for:` in one of the first two lines."""
    for i, line in enumerate(lines[:2]):
        plain = bare(line)
        if (
            longest_start(plain, "opener")
            and any(task in plain for task in table("task"))
            and width(line) < 4 * SHORT
        ):
            named = line.rstrip().endswith((":", "：", "---"))
            if named or any(reason == "prompt residue" for reason, _ in phrases_in(line)):
                reasons[i] = "prompt residue"


def _references(lines: list[str], reasons: list[str | None]) -> None:
    """A heading such as `References` in the second half, and the entries after it."""
    listing = False
    for i, line in enumerate(lines):
        heading = bare(line) in table("heading") and i >= len(lines) / 2
        if heading and (
            line.rstrip().endswith((":", "：")) or line.startswith("#") or _is_entry(lines[i + 1 : i + 2])
        ):
            reasons[i] = "reference"
            listing = True
        elif listing:
            listing = _is_entry([line])
            reasons[i] = reasons[i] or ("reference" if listing else None)


def _is_entry(lines: list[str]) -> bool:
    if not lines:
        return False
    line = lines[0]
    cited = any(reason == "reference" for reason, _ in phrases_in(line)) or re.search(
        r"https?://|\(\d{4}|\bn\.d\.", line
    )
    return bool(BULLET.match(line) or re.match(r"\s*\[\d+\]", line) or cited or ADDRESS.match(line))


def _page_end(lines: list[str], reasons: list[str | None], last: int) -> None:
    """After the last paragraph, what follows two or more furniture lines and is no sentence is furniture too."""
    tail = [i for i in range(last + 1, len(lines))]
    hits = [i for i in tail if reasons[i] and reasons[i] != "byline"]
    if len(hits) < 2:
        return
    for i in tail:
        if i > hits[0] and reasons[i] is None and is_short(lines[i]):
            reasons[i] = "widget"


def sentence_reason(sentence: str, edge: bool, after: str | None = None) -> str | None:
    """Why one sentence of a kept line is furniture, or None.

    `edge` says that its line is at the article's edge, `after` why the sentence before it is furniture.
    """
    if not any(map(str.isalpha, sentence)):
        return "no words"
    if TAGS.match(sentence):
        return "markup"
    if PLACEHOLDER.search(sentence):
        return "prompt residue"
    if not edge:
        return None
    if COPYRIGHT.match(sentence):
        return "disclaimer"
    found = phrases_in(sentence)
    if not found:
        return None
    reasons = [reason for reason, _ in found]
    if after in reasons:
        return after
    main = max(sorted(set(reasons)), key=reasons.count)
    at_start = min(at for reason, at in found if reason == main) <= 12
    short = width(sentence) <= 2 * SHORT
    if main == "reference" or (
        reasons.count(main) < 2 and not (at_start or (short and main == "disclaimer"))
    ):
        return None
    return main
