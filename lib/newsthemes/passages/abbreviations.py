"""Full stops that end no sentence: abbreviations, initials, ordinals, and marks inside words."""

import re

CLOSING = "”»›’」』）)"
# A full stop ends no sentence after these: a name follows the first, a number the second, anything the third.
TITLES = set(
    "tn ny nn sdr sdri hj kh ust dr drs dra ir prof mr mrs ms mme mlle mm mgr sr sra srta st ste sen rep gov gen col "
    "lt sgt capt cpt maj hon rev cv kol brig hr fr dhr mevr dott sig ing avv jl jln av tp bw dkt ts ths akbp akp ipda "
    "iptu kombes kompol brigjen irjen mayjen letjen د أ डॉ डा प्रो".split()
)
NUMBERED = set(
    "rp no nr núm nums núms num art fig vol p pp hlm pasal jl jln tel approx ca abb kap bd sec ch tgl kl ok godz al "
    "trim kav jan janv feb febr févr fév mar mrt apr avr jun jul juil aug agu ago sep sept okt oct ott nov des dez dec "
    "déc ene gen giu lug mag".split()
)
INNER = set("vs cf resp bzw usw bros inkl exkl vgl sog t.ex bl.a z.b d.h o.a m.a t.o.m т.е".split())
FRENCH_TITLES = {"m"}  # elsewhere an initial, or the end of a measure
CLOCK = {"a.m", "p.m"}
LETTER = r"(?:[^\W\d_]|[\u0900-\u0d7f])"  # vowel signs of Indic scripts are no letters to Python
ABBREVIATED = re.compile(rf"(?:^|[\s(“\"«’'])((?:{LETTER}{{1,2}}\.)*)({LETTER}{{1,6}})\.$")
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
WORD_START = re.compile(rf"{LETTER}+")


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
    if last in TITLES or (language == "fr" and last in FRENCH_TITLES):
        return after[0].isalpha() or (last in NUMBERED and after[0].isdigit())
    return (
        whole in INNER
        or (last in NUMBERED and after[0].isdigit())
        or (whole in CLOCK and bool(TIME.match(after)))
        or (small and (bool(parts) or len(last) <= SHORT or not VOWEL.search(last)))
    )


def inside_word(line: str, at: int) -> bool:
    """Whether marks between two characters that touch end no sentence.

    `newspaper.com`, `META.O`, `Rp5.000.-`; `「…」と`, `"…"라고` and `“…”他说`, where what was said goes on.
    """
    if line[at - 1] in CLOSING + "\"'":
        return bool(PARTICLE.match(line, at) or CHINESE_SAID.match(line, at))
    symbol = line[at - 2 : at - 1].isupper() and line[at].isupper()
    return bool(DOMAIN.match(line, at)) or line[at] in "-," or symbol
