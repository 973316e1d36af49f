"""The dates that a page shows beside its article: lines of their own that say when it came out, never prose."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsthemes.corpus.dates import date_order, find_date, parse_date
from newsthemes.corpus.headline import letters
from newsthemes.corpus.readers.page_lines import NAMED, Line, page_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LABELLED = re.compile(
    r"\bpubli(?!c\b|cs\b|city|kum)|posted|written|créé|mis en ligne|terbit|tayang|veröff|erschien|erstellt|gepostet|"
    r"eingestellt|geplaatst|δημοσ|julkais|zveřej|megjelen|közzé|udgiv|lagt ut|imechapish|פורסם|منتشر|انتشار|প্রকাশ|"
    r"gepubl|pubbl|опубл|yayın|giriş|đăng|发布|發布|公開|掲載|配信|입력|게시|نشر|เผยแพร่|प्रकाशित",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"updat|modif|edited|\bstand\b|aktualisiert|bearbeitet|geändert|änderung|mis à jour|actualiz|atualiz|modific|"
    r"aggiorn|bijgewerkt|gewijzigd|diperbarui|обновлен|измен|оновлен|güncel|cập nhật|更新|수정|تحديث|แก้ไข|अपडेट",
    re.IGNORECASE,
)
UPDATED_NAME = re.compile(r"\A\s*(?:updated|modified)\s*\Z|date[_-]?modified|last[_-]?mod", re.IGNORECASE)
DIGIT = re.compile(r"\d")
PLAIN = 60  # characters of a line that is not named for a date
ALONE = 24  # characters of a heading that is a date
LONGEST_LINK = 30  # letters of its links, such as a name: what has more is the headline of another article
LABEL = 6  # lines by which one that is said to be of publication is the nearer, one of a change the farther
AFTER, BEFORE = 14, 4  # lines after and before the headline among which such a line stands
AFTER_PLAIN, BESIDE = 8, 2  # where it is not named for a date; where it may have links to other pages
FULL = len("2024-03-05")
DAY_FIRST = frozenset(
    "de es fr it pt nl pl ru uk tr id ms vi el da nb no fi cs ro ca ar hi th he en-gb en-au en-nz en-ie en-in "
    "en-za".split()
)
OPENING = 3  # paragraphs of an article in which its dateline stands
LEAST_OPENING = 60  # characters of such a paragraph
DATELINE = re.compile(r"\A([^\d]{0,40}?)(\d[^–—|:;!?„“\"]{5,30}?)\)?\s*+(?:[–—|:„“\"]|-\s)")
RELEASE = re.compile(
    r"\A\W*+\Z|[,(/]\s*\Z|mitteilung|press|communiqué|comunicado|comunicato|persbericht|siaran pers|пресс"
    r"|прес-",
    re.IGNORECASE,
)


class Shown(NamedTuple):
    """A date in a line, with where the line stands: lines after the headline, before it where it is negative."""

    dates: tuple[str, ...]  # as the day and the month may be read
    near: bool  # to the headline
    distance: int | None
    labelled: bool  # said to be of publication
    updated: bool  # said to be of a change


def shown_dates(root: "HtmlElement", title: str | None, language: str | None) -> list[Shown]:
    """The dated lines of a page, the likeliest to say when the article came out first.

    First are those that stand near the headline, after it before those above it; then others, that are named or
    labelled for it. Those that say when the page was changed come last.
    """
    lines = page_lines(root)
    headline = _headline(lines, title)
    order = _order([line.text for line in lines if DIGIT.search(line.text)], language)
    found = []
    for place, line in enumerate(lines):
        if DIGIT.search(line.text + line.machine) and (dates := _dates(line, order)):
            shown = _shown(line, dates, None if headline is None else place - headline)
            found += [shown] if shown else []
    return sorted(found, key=_rank)


def dateline(root: "HtmlElement", language: str | None) -> str | None:
    """The date that the first paragraphs below the headline open with: "Norwick, 5 March 2024 – The port …".

    What stands before it is a place with a comma, or the name of a press release; a sentence such as "On 5 March 2024 –
    a Tuesday – the port shut" states none.
    """
    order = _order([], language)
    for text in islice(_opening(root), OPENING):
        found = DATELINE.match(text)
        if found and RELEASE.search(found[1]):
            date = find_date(found[2]) or parse_date(found[2], language, order, library=False)
            if date and len(date) == FULL:
                return date
    return None


def _opening(root: "HtmlElement") -> Iterator[str]:
    """The paragraphs after the first heading of the page, or all where it has none, white space as single spaces."""
    begun = root.find(".//h1") is None
    for element in root.iter("h1", "p"):
        if element.tag == "h1":
            begun = True
        elif begun and len(text := " ".join(element.text_content().split())) >= LEAST_OPENING:
            yield text


def _rank(shown: Shown) -> tuple:
    if not shown.near:
        return True, shown.updated, not shown.labelled
    return False, abs(shown.distance or 0) + LABEL * (shown.updated - shown.labelled), False


def _shown(line: Line, dates: tuple[str, ...], distance: int | None) -> Shown | None:
    """A dated line, where it may be that of the article: named or labelled for it, or short and near the headline."""
    near = distance is not None and -BEFORE <= distance <= AFTER
    named, labelled = bool(line.machine or NAMED.search(line.names)), bool(LABELLED.search(line.text))
    updated = not labelled and bool(UPDATED.search(line.text) or UPDATED_NAME.search(line.names))
    if line.linked > LONGEST_LINK and not (near and named and abs(distance) <= BESIDE):
        return None
    if not (labelled or updated or named) and not (near and distance <= AFTER_PLAIN and _is_plain(line)):
        return None
    return Shown(dates, near, distance, labelled, updated)


def _is_plain(line: Line) -> bool:
    """Whether a line that is not named for a date may be one: short, no heading, no sentence, no term's."""
    sentence = line.text.endswith((".", "。")) and len(line.text) > PLAIN / 2
    heading = line.heading and len(line.text) > ALONE
    return len(line.text) <= PLAIN and not (sentence or heading or line.term)


def _dates(line: Line, order: str | None) -> tuple[str, ...]:
    """The date that a line states: one, or two where its day and month may be read either way."""
    for text in ("" if line.text.isdigit() else line.text, line.machine):
        date = find_date(text) or parse_date(text, order=order, library=False)
        if date and len(date) == FULL:
            return (date,)
        either = {parse_date(text, order=way, library=False) for way in ("day first", "month first")}
        full = sorted(date for date in either if date and len(date) == FULL)
        if len(full) == 2:
            return tuple(full)
    return ()


def _order(texts: list[str], language: str | None) -> str | None:
    """The order of day and month of a page's numbers: as they show, else as its language has it."""
    if order := date_order(texts):
        return order
    language = (language or "").replace("_", "-").lower()
    day_first = language[:2] in DAY_FIRST or language in DAY_FIRST
    return "month first" if language == "en-us" else "day first" if day_first else None


def _headline(lines: list[Line], title: str | None) -> int | None:
    """The line of the headline: the heading that is the title, another line that is, else the first heading."""
    headings = {place: letters(line.text) for place, line in enumerate(lines) if line.heading}
    spelled = letters(title or "")
    same = [
        place for place, said in headings.items() if spelled and said and (said in spelled or spelled in said)
    ]
    if same:
        return min(same, key=lambda place: abs(len(headings[place]) - len(spelled)))
    said = (place for place, line in enumerate(lines) if spelled and letters(line.text) == spelled)
    return next(said, next(iter(headings), None))
