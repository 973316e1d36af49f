"""What stands beside articles, or instead of one: programs, scripts and styles, shortcuts, Safari's web archives."""

import plistlib
import re
from xml.parsers.expat import ExpatError

from newsthemes.corpus.discover import Problem
from newsthemes.corpus.filetype import is_page
from newsthemes.corpus.readers.content import Content, Found, Unreadable, one_line
from newsthemes.corpus.readers.html import decode_page, read_page
from newsthemes.corpus.readers.json import is_json, is_setting

ARCHIVE = b"WebMainResource"
PLIST = re.compile(rb"\A(?:bplist00|<\?xml[^>]*+>\s*+(?:<!DOCTYPE[^>]*+>\s*+)?<plist[\s>])")
SCRIPT = re.compile(
    r"[{};]\s*$|^\s*(?:[.#@][\w-]|[\w$.]+\s?\(|(?:var|let|const|function|import|export|return)\b)", re.M
)
PROGRAMS = (
    ".py", ".r", ".sh", ".bat", ".ps1", ".pl", ".rb", ".c", ".h", ".cpp", ".java", ".jl", ".ts", ".do", ".sps",
    ".yml", ".yaml", ".ini", ".cfg", ".conf", ".toml", ".log", ".lock", ".properties",
)  # fmt: skip
CODE, LOOKED_AT = 0.5, 200  # share of the first lines of a script or a style sheet that look like one
LONG = 500  # characters of a line that is one when it is compressed
MARKS = re.compile(r"[{}();=]")
PICTURE = re.compile(
    r"\A\s*+(?>(?:<\?[^>]*+>|<!--.*?-->|<!DOCTYPE[^>]*+>)\s*+)*<(?:svg:)?svg[\s>]", re.I | re.S
)
SHORTCUT = re.compile(r"\A\ufeff?\s*+\[(?:InternetShortcut|Desktop Entry)\]", re.I)
ADDRESS = re.compile(r"^(?:URL|URL\[\$e\])=(\S++)", re.M)


def is_code(content: Content) -> bool:
    """A script or a style sheet: by its name, and by lines that no text has; not articles that a script is given."""
    if not content.name.lower().endswith((".js", ".mjs", ".css", ".map")):
        return False
    if is_json(content):
        return is_setting(content)
    lines = content.lines[:LOOKED_AT]
    told = sum(
        bool(SCRIPT.search(line[:LONG]) or (len(line) > LONG and len(MARKS.findall(line[:LONG])) > 20))
        for line in lines
    )
    return bool(lines) and told >= CODE * len(lines)


def set_code_aside(content: Content) -> Found:
    return Found(
        [], [Problem(content.item, "no article", "a script or a style sheet, as pages are saved with")]
    )


def is_program(content: Content) -> bool:
    """A program, a setting or a log, by its name: saved pages, which may be called anything, aside."""
    return content.name.lower().endswith(PROGRAMS) and not is_page(content.start)


def set_program_aside(content: Content) -> Found:
    return Found([], [Problem(content.item, "no article", "a program, a setting or a log, by its name")])


def is_picture(content: Content) -> bool:
    return bool(PICTURE.match(content.start))


def set_picture_aside(content: Content) -> Found:
    return Found([], [Problem(content.item, "not text", "an image")])


def is_shortcut(content: Content) -> bool:
    return bool(SHORTCUT.match(content.start))


def refuse_shortcut(content: Content) -> Found:
    address = ADDRESS.search(content.start)
    where = f": {address[1]}" if address else ""
    advice = f"a shortcut to a page{where}; give addresses as a list, one a line, to have the pages fetched"
    return Found([], [Problem(content.item, "no article", advice)])


def is_archive(content: Content) -> bool:
    return bool(PLIST.match(content.head)) and ARCHIVE in content.data


def read_archive(content: Content) -> Found:
    """The page of a web archive, with its address. Raises Unreadable where it is damaged."""
    try:
        main = plistlib.loads(content.data)["WebMainResource"]
        page, _ = decode_page(main["WebResourceData"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError, ExpatError) as error:
        raise Unreadable(f"damaged web archive ({one_line(error)})") from error
    url = main.get("WebResourceURL")
    return Found([read_page(page, url if isinstance(url, str) else None) or {"text": ""}])
