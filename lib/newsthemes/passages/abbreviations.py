"""Full stops that end no sentence: abbreviations, initials, ordinals, and marks inside words."""

import re
from functools import cache
from importlib.resources import files

CLOSING = "”»›’」』）)"
FRENCH_TITLES = {"m"}  # elsewhere an initial, or the end of a measure
CLOCK = {"a.m", "p.m"}
LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0d7f])"  # vowel signs of Indic scripts are no letters to Python
ABBREVIATED = re.compile(rf"(?:^|[\s(“\"«’'])((?:{LETTER}{{1,4}}\.)*)({LETTER}{{1,6}})\.$")
TIME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|Eastern|Pacific)\b"
)
INITIAL = re.compile(r"(?:^|[\s(“\"«’'.-])([^\W\d_])\.$")
BEGINNERS = set(
    "the he she it they we this that these in on but and a an i you as at if il elle ils elles le la les l un une ce "
    "c en et mais on der die das er sie es ein eine und aber el los las y pero se su ia itu mereka ini dia namun "
    "tetapi он она они это в на но и".split()
)  # rather than the name that an initial waits for
GERMAN_ORDINAL = re.compile(
    r"\b(?:das|der|die|dem|den|des|vom|am|zum|zur|im|beim|seit|bis)\s\d{1,2}\.$", re.IGNORECASE
)
VOWEL = re.compile(r"[aeiouyæøåäöüıàâéèêëîïôûáíóúãõаеёиоуыэюяіїєαεηιουω]")
SHORT = 4  # letters of a word that is an abbreviation where the next begins with a small letter
DOMAIN = re.compile(r"(?:com|net|org|info|js|io|ai|co|tv|gov|edu)\b", re.IGNORECASE)
PARTICLE = re.compile(r"[\u3040-\u309f\uac00-\ud7af]")
CHINESE_SAID = re.compile(r"[^，。！？：,:\s“「]{0,10}(?:说|說|道|表示|称|稱|问|問|写道|寫道|回答)[。，,]")
WORD_START = re.compile(rf"{LETTER}++")
AMOUNT = re.compile(r"[$€£¥₹₽₩₺₴]?\d")
# Thai and Lao end sentences with a space; their full stops abbreviate (`พ.ต.อ.`), after a long word aside.
THAI_STOP = re.compile(r"(?:^|[^\u0e00-\u0eff])[\u0e00-\u0eff]{1,5}\.$")


@cache
def abbreviations(kind: str, language: str) -> frozenset[str]:
    """The abbreviations of a kind (`title`, `number`, `inner`) that hold in a language.

    >>> "inż" in abbreviations("title", "pl"), "inż" in abbreviations("title", "en")
    (True, False)
    """
    text = files(__package__).joinpath("abbreviations.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(
        word for k, code, words in rows if k == kind and code in ("-", language) for word in words.split()
    )


def goes_on(before: str, after: str, language: str, cased: bool) -> bool:
    """Whether a sentence goes on after a mark and white space: `before` ends in the mark.

    `cased` says that the writer uses capitals at all, so that a small letter means something.
    """
    initial = INITIAL.search(before)
    if (initial and initial[1].isupper()) or (language == "de" and GERMAN_ORDINAL.search(before)):
        name = WORD_START.match(after)
        if name and after[0].isupper() and name[0].casefold() not in BEGINNERS:
            return True
    small = cased and bool(word := WORD_START.match(after)) and word[0].islower()
    if found := ABBREVIATED.search(before):
        return _abbreviated(found[1].casefold(), found[2].casefold(), after, language, small)
    ordinal = before[-1] == "." and before[-2:-1].isdigit()
    return small and (before[-1] in CLOSING + "\"'" or ordinal)


def _abbreviated(parts: str, last: str, after: str, language: str, small: bool) -> bool:
    whole = parts + last
    numbered = last in abbreviations("number", language)
    if {last, whole} & abbreviations("title", language) or (language == "fr" and last in FRENCH_TITLES):
        return after[0].isalpha() or (numbered and after[0].isdigit())
    return (
        whole in abbreviations("inner", language)
        or (numbered and bool(AMOUNT.match(after)))
        or (whole in CLOCK and bool(TIME.match(after)))
        or (small and (bool(parts) or len(last) <= SHORT or not VOWEL.search(last)))
    )


def abbreviates_thai(before: str) -> bool:
    """Whether a text ends in a full stop that abbreviates a Thai or Lao word.

    >>> abbreviates_thai("เมื่อวันที่ 21 ม.ค."), abbreviates_thai("เรือต้องรอถึงวันศุกร์.")
    (True, False)
    """
    return "\u0e00" <= before[-2:-1] <= "\u0eff" and bool(THAI_STOP.search(before))


def inside_word(line: str, at: int) -> bool:
    """Whether marks between two characters that touch end no sentence.

    `newspaper.com`, `META.O`, `Rp5.000.-`; `「…」と`, `"…"라고` and `“…”他说`, where what was said goes on.
    """
    if line[at - 1] in CLOSING + "\"'":
        return bool(PARTICLE.match(line, at) or CHINESE_SAID.match(line, at))
    symbol = line[at - 2 : at - 1].isupper() and line[at].isupper()
    return bool(DOMAIN.match(line, at)) or line[at] in "-," or symbol
