"""The scripts that put no spaces between words, as one character class for all patterns."""

import re

# The inside of a character class, for `re` and `regex` alike; in the order of code points: Thai, Lao; Tibetan;
# Burmese; Khmer; Tai Le, New Tai Lue, Khmer signs; Tai Tham; Balinese; ideographic letters; kana; bopomofo and kana
# extensions; ideographs; Javanese, Burmese extensions; Tai Viet; compatibility ideographs; halfwidth kana;
# ideographs of the further planes.
UNSPACED = (
    r"\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u3005-\u3007"
    r"\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff\ua980-\ua9ff\uaa60-\uaadf\uf900-\ufaff"
    r"\uff66-\uff9f\U00020000-\U000323af"
)
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
KANA = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
HAN = re.compile(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def unspaced_count(text: str) -> int:
    """The number of characters of a text whose script puts no spaces between words.

    >>> unspaced_count("码头 and ท่าเรือ")
    9
    """
    return len(UNSPACED_CHARACTER.findall(text))


def is_traditional(text: str) -> bool:
    """Whether Chinese text is in traditional characters: more of its ideographs lack from GB 2312 than from Big5.

    >>> is_traditional("發言人"), is_traditional("发言人"), is_traditional("人")
    (True, False, False)
    """
    ideographs = "".join(HAN.findall(text))
    return len(ideographs.encode("gb2312", "ignore")) < len(ideographs.encode("big5", "ignore"))
