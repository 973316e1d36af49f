"""Which lines and sentences are page furniture, and why.

A phrase is never enough: a sentence about computing resources may begin like a source line. A hit
counts at the edge of the article (before its first or after its last paragraph of prose), in a run
of hits, or on a line that repeats; only shapes that no sentence has count anywhere.
"""

import re

from newsthemes.passages.boilerplate.patterns import (
    COPYRIGHT,
    DANGLING_WORDS,
    EDGE,
    PLACEHOLDER,
    SENTENCE_END,
    SHORT,
    TAGS,
    Hit,
    ends_in_colon,
    is_chat,
    is_credit,
    is_entry,
    is_language,
    is_prose,
    is_recent,
    is_short,
    line_hit,
    width,
)
from newsthemes.passages.boilerplate.phrases import TOKEN, bare, longest_start, normalise, phrases_in, table

REASONS = {
    "front matter": "the metadata block of a Markdown file",
    "markup": "left-over HTML, Markdown marks, rules of tables, code",
    "no words": "no letter in any script",
    "menu": "navigation and language menus",
    "widget": "share, comment, reward and see-the-original buttons",
    "counter": "views, likes, characters left, minutes to read",
    "promotion": "advertisements, newsletters, apps, lists of other articles",
    "related": "a link to another article inside this one",
    "disclaimer": "legal notices about the content",
    "comments": "readers' comments under the article",
    "byline": "authors, editors, sources, dates, credits",
    "reference": "reference lists and bare addresses",
    "label": "a label whose content is elsewhere or gone",
    "prompt residue": "what a chat model said around the article; unfilled placeholders",
    "login wall": "asks to sign in, to pay or to switch something on",
    "consent": "cookie notices",
    "error page": "the page was not found or not allowed",
    "captcha": "the page asks whether a person reads it",
    "section page": "a list of links to articles, such as a home page",
    "video or gallery": "a page around a video or pictures",
    "repeated line": "the same line in three or more articles",
    "language not read": "in a language that no installed encoder reads: see `newsthemes languages`",
}

OPENS_QUOTED, ENDS_QUOTED = re.compile(r"^\W*[“«„\"‘「『]"), re.compile(r"[”»\"」』]\W*$")
STANDING = {"promotion", "login wall", "consent", "widget"}  # told also by a line of its own
BEGINNING, IMPERATIVE = 12, 3  # characters within which a phrase counts as the sentence's beginning
SHORT_REST = 5  # lines
SECTION = 15  # characters of a section's name in a menu
Reasons = list[str | None]


def line_reasons(lines: list[str], repeated: list[bool]) -> Reasons:
    """Why each line of an article is furniture, None for a line that is kept.

    `repeated` says of each line whether it stands in three or more unrelated articles.
    """
    hits = [line_hit(line) for line in lines]
    _chat(lines, hits)
    twice = _twice(lines)
    _labels(lines, hits, twice)
    _related(hits)
    first, last = _prose_bounds(lines, hits)
    reasons: Reasons = [None] * len(lines)
    for i, hit in enumerate(hits):
        edge = i < first or i > last or i < 2 or i >= len(lines) - 2
        run = any(hits[j] for j in (i - 1, i + 1) if 0 <= j < len(lines))
        if hit and (hit.sure or edge or run or repeated[i] or normalise(lines[i]) in twice):
            reasons[i] = hit.reason
        elif repeated[i] and (edge or is_short(lines[i])):
            reasons[i] = "repeated line"
    _language_menus(lines, reasons)
    _page_head(lines, reasons, first)
    _references(lines, reasons)
    _page_end(lines, reasons, last)
    _comments(lines, reasons, first)
    return reasons


def _chat(lines: list[str], hits: list[Hit | None]) -> None:
    """What a chat model says before and after its article; its template's labels are no content either."""
    for i, line in enumerate(lines[:2]):
        if is_chat(line):
            hits[i] = Hit("prompt residue", True)
    said = any(hit and hit.reason == "prompt residue" for hit in hits)
    if not said and not any(map(PLACEHOLDER.search, lines)):
        return
    for i, line in enumerate(lines):
        if hits[i] and hits[i].reason == "label":
            hits[i] = Hit("label", True)
        elif i >= len(lines) - 3 and longest_start(normalise(line), "closer"):
            hits[i] = Hit("prompt residue", True)


def _twice(lines: list[str]) -> set[str]:
    seen: set[str] = set()
    return {line for line in map(normalise, lines) if line in seen or seen.add(line)}


def _labels(lines: list[str], hits: list[Hit | None], twice: set[str]) -> None:
    """Labels count where there are two: the same few words and a colon twice, or two of a template's labels."""
    labels = {normalise(line) for line, hit in zip(lines, hits, strict=True) if hit and hit.reason == "label"}
    for i, line in enumerate(lines):
        again = ends_in_colon(line) and len(line.split()) <= DANGLING_WORDS and normalise(line) in twice
        if (hits[i] and hits[i].reason == "label" and len(labels) > 1) or (again and not hits[i]):
            hits[i] = Hit("label", True)


def _related(hits: list[Hit | None]) -> None:
    """`Related: …` once may be the article speaking; where two lines point to other articles, a template does."""
    if sum(bool(hit) and hit.reason == "related" for hit in hits) > 1:
        hits[:] = [hit and hit._replace(sure=hit.sure or hit.reason == "related") for hit in hits]


def _prose_bounds(lines: list[str], hits: list[Hit | None]) -> tuple[int, int]:
    """First and last line of prose; `(len, -1)`, so that every line is at an edge, where there is none."""
    for prose in (is_prose, SENTENCE_END.search):  # short sentences count where there are no others
        candidates = [i for i, line in enumerate(lines) if not hits[i] and prose(line)]
        first = next((i for i in candidates if not sentence_reason(lines[i], True)), None)
        if first is not None:
            return first, next(i for i in reversed(candidates) if not sentence_reason(lines[i], True))
    return len(lines), -1


def _language_menus(lines: list[str], reasons: Reasons) -> None:
    """Three names of languages on end are a menu, wherever they stand."""
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and is_language(lines[i]):
            run.append(i)
            continue
        if len(run) >= 3:
            for j in run:
                reasons[j] = "menu"
        run = []


def _page_head(lines: list[str], reasons: Reasons, first: int) -> None:
    """Before the article, a line of a word or two between two lines of furniture is furniture; longer, a title."""
    hits = [i for i in range(min(first, len(lines))) if reasons[i]]
    for i in range(hits[0], hits[-1]) if hits else ():
        if reasons[i] is None and width(lines[i]) <= SECTION and len(lines[i].split()) <= 3:
            reasons[i] = "menu"


def _page_end(lines: list[str], reasons: Reasons, last: int) -> None:
    """After the article, whatever follows two lines of furniture or lies between them, and is no sentence, is too."""
    tail = range(last + 1, len(lines))
    hits = [i for i in tail if reasons[i] or sentence_reason(lines[i], True)]
    enough = len(hits) > (1 if last >= 0 else len(lines) / 2)  # a page without prose may be all headlines
    for i in tail:
        if enough and i > hits[0] and reasons[i] is None and is_short(lines[i]):
            reasons[i] = sentence_reason(lines[i], True) or "widget"


def _comments(lines: list[str], reasons: Reasons, first: int) -> None:
    """A heading such as `Comments (3)` after the first prose, and all below it, where readers speak: a notice about
    comments follows, or times such as `3 hours ago`, two of them or one in a short rest."""
    for i in range(first + 1, len(lines)):
        if not is_short(lines[i]) or bare(re.sub(r"[\d()（）]++", "", lines[i])) not in table("section"):
            continue
        rest = lines[i + 1 :]
        notice = any(reason == "comments" for line in rest[:2] for reason, _ in phrases_in(line))
        if notice or sum(map(is_recent, rest)) > (len(rest) > SHORT_REST):
            reasons[i:] = [reason or "comments" for reason in reasons[i:]]
            return


def _references(lines: list[str], reasons: Reasons) -> None:
    """A heading such as `References` in the second half, and the entries after it."""
    listing = False
    for i, line in enumerate(lines):
        heading = i >= len(lines) / 2 and bare(line) in table("heading")
        if heading and (
            ends_in_colon(line) or line.startswith("#") or any(map(is_entry, lines[i + 1 : i + 2]))
        ):
            reasons[i] = "reference"
            listing = True
        elif listing:
            listing = is_entry(line)
            reasons[i] = reasons[i] or ("reference" if listing else None)


def edge_lines(lines: list[str], reasons: Reasons) -> set[int]:
    """The kept lines whose sentences may be furniture: as far as the first two and the last three of prose."""
    kept = [i for i, reason in enumerate(reasons) if reason is None]
    return set(_outermost(lines, kept, 2)) | set(_outermost(lines, kept[::-1], 3))


def _outermost(lines: list[str], order: list[int], allowed: int) -> list[int]:
    """The first lines of an order, up to so many that hold no furniture themselves."""
    found = []
    for i in order:
        found.append(i)
        allowed -= not sentence_reason(lines[i], True)
        if not allowed:
            break
    return found


def sentence_reason(sentence: str, edge: bool, alone: bool = False, after: str | None = None) -> str | None:
    """Why one sentence of a kept line is furniture, or None.

    `edge` says that its line is at the article's edge, `alone` that it has a line for itself,
    `after` why the sentence before it is furniture.
    """
    if not any(map(str.isalpha, sentence)):
        return "no words"
    if TAGS.match(sentence):
        return "markup"
    if PLACEHOLDER.search(sentence):
        return "prompt residue"
    short = width(sentence) <= 2 * SHORT
    if not edge and not (alone and short and not is_quoted(sentence)):
        return None
    if edge and short and is_credit(sentence):
        return "byline"
    reason = "disclaimer" if COPYRIGHT.match(sentence) else _said(sentence, short, after)
    return reason if edge or reason in STANDING else None


def _said(sentence: str, short: bool, after: str | None) -> str | None:
    """What a sentence says that only furniture says: two such phrases, or one that the sentence begins with."""
    found = phrases_in(sentence)
    reasons = [reason for reason, _ in found if reason != "reference"]
    if after and (after in reasons or bare(sentence) in table("line")):
        return after
    if not reasons:
        return "prompt residue" if _is_closing(sentence) else None
    main = max(sorted(set(reasons)), key=reasons.count)
    first = min(at for reason, at in found if reason == main)
    begins = first <= (IMPERATIVE if main == "promotion" else BEGINNING)
    ours = main == "promotion" and set(TOKEN.findall(normalise(sentence))) & table("we").keys()
    enough = reasons.count(main) > 1 or begins or (short and (main == "disclaimer" or ours))
    return main if enough else None


def is_quoted(sentence: str) -> bool:
    """Whether a sentence begins or ends with a quotation mark."""
    return bool(OPENS_QUOTED.match(sentence[:EDGE]) or ENDS_QUOTED.search(sentence[-EDGE:]))


def _is_closing(sentence: str) -> bool:
    """`I hope this draft suits you`: a chat model takes its leave."""
    if is_quoted(sentence):
        return False
    said = set(TOKEN.findall(normalise(sentence)))
    return bool(longest_start(normalise(sentence), "closer")) and bool(said & table("you").keys())
