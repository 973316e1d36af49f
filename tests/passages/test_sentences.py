"""Sentences of sixty languages, cut where a reader would cut them."""

from pathlib import Path

import pytest

from newsthemes.passages.abbreviations import abbreviations
from newsthemes.passages.sentences import sentence_spans

# language, tab, text with a bar at each end of a sentence but the last; the white space after it follows the bar.
LINES = [
    line.split("\t") for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()
]


def ends(marked):
    """The text without bars, and the places of the first letters after them."""
    parts = marked.split("|")
    text, places = parts[0], set()
    for part in parts[1:]:
        places.add(len(text) + len(part) - len(part.lstrip()))
        text += part
    return text, places


def test_ends_in_all_languages():
    right = found = wanted = 0
    for language, marked in LINES:
        text, places = ends(marked)
        cuts = {start for start, _ in sentence_spans(text, language)} - {0}
        right, found, wanted = right + len(cuts & places), found + len(cuts), wanted + len(places)
    assert len({language for language, _ in LINES}) >= 60
    assert right / found == 1 and right / wanted > 0.98  # 0.84 and 0.97 with the rules of sentencex alone


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("th", "เมื่อวันที่ 21 ม.ค.2567 เวลา 12.00 น. ตร.ตรวจท่าเรือใน จ.ระยอง นาย ก.กล่าวว่าเรือต้องรอ"),
        ("pl", "Rozmawiali prof. dr hab. inż. Nowak i ks. bp Lis z ul. Morskiej 5"),
        ("vi", "Ông hỏi PGS.TS. Trần Bình và ThS. Lê An ở TP. HCM"),
        ("sw", "Waziri Mhe. Juma, Dk. Asha na Bw. Said walikutana"),
        ("uk", "Проф. Коваль живе на вул. Шевченка в м. Києві"),
    ],
)
def test_an_abbreviation_ends_no_sentence(language, text):
    assert sentence_spans(text, language) == [(0, len(text))]


def test_abbreviations_hold_in_their_language():
    assert "κ" in abbreviations("title", "el") and "κ" not in abbreviations("title", "ru")
    assert "dr" in abbreviations("title", "xx")
