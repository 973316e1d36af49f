"""Factiva exports: tagged (HD, BY, WC, PD, SN, LP, TD) or in full, as text, RTF, DOCX, HTML; and its XML by field.

An article ends with the line "Document TESTEN0020240305ek0500000", in the language of the page.
"""

import re
from typing import TYPE_CHECKING

from newsthemes.corpus.readers.exports.lines import COPYRIGHT, is_date_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

KIND = "Factiva export"
CODES = {
    "HD": "title", "BY": "author", "PD": "date", "SN": "source", "LA": "language", "SE": "section",
    "LP": "text", "TD": "text",
}  # fmt: skip
OTHERS = set(
    "AN ART CLM CR CT CX CO CY DL ED ET GC IN IPC IPD NS PG PUB RE RF RST SC VOL WC CO IPC RIC TX NGC".split()
)
TAG = re.compile(r"^[ \t]*+([A-Z]{2,3})(?:[ \t]++(.*)|[ \t]*+)$", re.MULTILINE)
# The accession number has capitals and digits, and is long: "Document 5" in a text is not one.
# In other languages than these it has the whole form: the source's letters, a day, letters and digits.
NUMBER = r"[A-Z]{2,10}\d{10}[a-z0-9]{6,20}+"
END = re.compile(
    r"^[ \t]*+(?:(?i:document|dokument|documento)(?:[ \t]+n[°º.])?[ \t]+[A-Za-z]{2}[A-Za-z0-9_-]{12,60}+"
    rf"|[^\W\d_]{{2,14}}(?:[ \t]+№?)?[ \t]*{NUMBER})[ \t]*+\r?$",
    re.MULTILINE,
)
HINT = re.compile(rf"[Dd]o[ck]umento?[ \t]+(?:n[°º.][ \t]+)?[A-Z]{{2,}}[A-Za-z0-9_-]{{12,}}|\b{NUMBER}")
WORDS = re.compile(
    r"^\d[\d.,   ]*+(?:words?|mots?|wörter|woerter|palabras|palavras|parole|woorden|ord|sł[oó]w\w*|szó|λέξεις"
    r"|slov\w*|слов\w*|字|語|"
    r"kata|kelime)$",
    re.IGNORECASE,
)
COUNT = re.compile(r"^\d[\d.,\u00a0\u202f ]{0,12}[^\W\d_]{1,12}$")
BYLINE = re.compile(r"^(?:by|par|von|por|di|da|door|af|av|oleh|од|от)\s", re.IGNORECASE)
TAGGED = re.compile(r">\s*(?:HD|PD|SN|LP|TD)(?:\s|&nbsp;)*<")
LANGUAGES = {
    "english", "anglais", "englisch", "inglés", "inglese", "inglês", "french", "français", "französisch", "francés",
    "german", "deutsch", "allemand", "alemán", "spanish", "español", "espagnol", "spanisch", "italian", "italiano",
    "italien", "italienisch", "portuguese", "português", "portugais", "portugiesisch", "dutch", "nederlands",
    "russian", "русский", "chinese", "chinese - traditional", "chinese - simplified", "japanese", "arabic",
    "indonesian", "bahasa indonesia", "polish", "polski", "turkish", "türkçe", "korean", "中文 - 简体",
    "中文 - 繁体", "简体中文",
    "繁體中文", "日本語", "العربية",
}  # fmt: skip
CODE = re.compile(r"^[A-Z0-9]{2,12}$")
TIME = re.compile(r"^\d{1,2}[:.h]\d{2}(?:\s*(?:[ap]m|uhr|gmt|cet))?$", re.IGNORECASE)


def split(text: str) -> list[dict]:
    """The articles of an export, none where a text is not one."""
    tags = list(TAG.finditer(text)) if "HD" in text and "PD" in text else []
    if {"HD", "PD"} < {tag[1] for tag in tags} and {"LP", "TD"} & {tag[1] for tag in tags}:
        return [record for record in map(_of_fields, _tagged(text, tags)) if record.get("text")]
    if not HINT.search(text):
        return []
    ends = list(END.finditer(text))
    starts = [0, *(end.end() for end in ends)]
    blocks = [text[start : end.start()] for start, end in zip(starts, ends, strict=False)]
    return [record for record in map(_untagged, blocks) if record]


def _tagged(text: str, tags: list[re.Match]) -> list[list[tuple[str, str]]]:
    """The fields of each article, in order. One ends where its accession number or "Document …" stands."""
    known = [tag for tag in tags if tag[1] in CODES or tag[1] in OTHERS]
    bounds = [*(tag.start() for tag in known[1:]), len(text)]
    articles: list[list[tuple[str, str]]] = [[]]
    for tag, end in zip(known, bounds, strict=True):
        value = ((tag[2] or "") + text[tag.end() : end]).strip()
        done = END.search(value)
        has = {code for code, _ in articles[-1]}
        if tag[1] in ("SE", "HD") and ("HD" in has or (tag[1] == "SE" and "SE" in has)):
            articles.append([])
        articles[-1].append((tag[1], value[: done.start()].strip() if done else value))
        if done:
            articles.append([])
    return articles


def _of_fields(fields: list[tuple[str, str]]) -> dict:
    record: dict[str, str] = {}
    for code, value in fields:
        field = CODES.get(code)
        if field == "text":
            record["text"] = "\n".join(filter(None, (record.get("text"), _paragraphs(value))))
        elif field:
            record.setdefault(field, " ".join(value.split()))
    return _without_by(record)


def _paragraphs(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _untagged(block: str) -> dict | None:
    """An article as it is displayed: title, by whom, number of words, date, source, code, language, notice, text."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    counted = next((i for i, line in enumerate(lines) if WORDS.match(line) or _is_count(lines, i)), None)
    if not counted:
        return None
    above = lines[:counted]
    author = above.pop() if len(above) > 1 and (BYLINE.match(above[-1]) or _is_name(above)) else None
    start = _text_start(lines, counted)
    head = lines[counted + 1 : start]
    dated = next((i for i, line in enumerate(head) if is_date_line(line)), -1)
    after = [line for line in head[dated + 1 :] if not (TIME.match(line) or COPYRIGHT.match(line))]
    language = next((line for line in after if line.casefold() in LANGUAGES), None)
    record = {
        "title": above[-1],
        "section": above[-2] if len(above) > 1 and len(above[-2]) < 40 else None,
        "author": author,
        "date": head[dated] if dated >= 0 else None,
        "source": after[0] if after else None,
        "language": language,
        "text": "\n".join(lines[start:]),
    }
    return _without_by(record)


def _is_count(lines: list[str], i: int) -> bool:
    """Whether a line is the number of words in a language not known here: a number, a word, a date below."""
    return bool(COUNT.match(lines[i])) and is_date_line(lines[i + 1] if i + 1 < len(lines) else "")


def _is_name(above: list[str]) -> bool:
    """Whether the last line before the count is a byline without "By": short, of names, after a longer title."""
    words, title = above[-1].split(), above[-2]
    if above[-1].upper() == above[-1].lower():  # a script without capitals, and perhaps without spaces
        return len(words) <= 3 and 2 * len(above[-1]) < len(title)
    named = all(word[:1].isupper() or len(word) < 4 for word in words)
    return len(words) <= 4 and named and len(title.split()) >= 4


def _text_start(lines: list[str], counted: int) -> int:
    """The line after the copyright notice, or after the last short line of the head where there is none."""
    for i in range(counted + 1, min(counted + 12, len(lines))):
        if COPYRIGHT.match(lines[i]):
            return i + 1
    start = counted + 1
    while start < len(lines) and (
        is_date_line(lines[start])
        or CODE.match(lines[start])
        or TIME.match(lines[start])
        or lines[start].casefold() in LANGUAGES
        or start <= counted + 2
    ):
        start += 1
    return start


def _without_by(record: dict) -> dict:
    return record | {"author": BYLINE.sub("", record["author"])} if record.get("author") else record


def split_page(page: str) -> list[dict]:
    """The articles of an export as a page, none where it is not one or is tagged."""
    from lxml import etree, html

    if "articleParagraph" not in page and "Headline" not in page or len(TAGGED.findall(page)) >= 3:
        return []
    try:
        root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    found = root.xpath(
        "//div[contains(concat(' ', @class, ' '), ' article ') or starts-with(@id, 'article-')]"
    )
    return [record for div in found if (record := _of_page(div))]


def _of_page(div: "HtmlElement") -> dict | None:
    """One article of a page: what is displayed before its paragraphs, one line an element, then these."""
    paragraphs = div.xpath(".//*[contains(@class, 'articleParagraph')]")
    titles = div.xpath(".//*[contains(@class, 'Headline')]") or div.xpath(".//*[@id='hd']")
    if not paragraphs or not titles:
        return None
    title = " ".join(titles[0].text_content().split())
    first = paragraphs[0]
    lines = []
    for element in div.iter():
        if element is first:
            break
        if isinstance(element.tag, str) and not element.xpath("./div|./p|./span|./table"):
            line = " ".join(element.text_content().split())
            lines += [line] if line and line != title else []
    text = [" ".join(p.text_content().split()) for p in paragraphs]
    block = "\n".join([title, *lines, *(["(c)"] if not any(map(COPYRIGHT.match, lines)) else []), *text])
    return _untagged(block) or {"title": title, "text": "\n".join(text)}
