"""Words, scripts, dictionary forms, stop words and names of languages."""

import re
import sys

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from newsthemes.language.codes import language_name
from newsthemes.language.lemmas import has_lemmas, is_known, lemma
from newsthemes.language.scripts import UNSPACED, is_traditional, unspaced_count
from newsthemes.language.stopwords import english_function_words, is_stop_word, stop_words
from newsthemes.language.tokens import FASTER, NOT_ALIKE, TOKEN, split_words, tokens, words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The state-of-the-art chip's price: $3.5, up 4%.", "The state-of-the-art chip's price up"),
        ("fr", "L’IA arrive aujourd’hui", "L’IA arrive aujourd’hui"),
        ("de", "Die KI-Firma zahlt 3,5 Mrd. Euro", "Die KI-Firma zahlt Mrd Euro"),
        ("hi", "सरकार ने कहा कि बंदरगाह बंद है।", "सरकार ने कहा कि बंदरगाह बंद है"),
        ("ta", "துறைமுகம் மூடப்பட்டது.", "துறைமுகம் மூடப்பட்டது"),
        ("fa", "دولت می‌خواهد بندر را ببندد", "دولت می‌خواهد بندر را ببندد"),
        ("zh", "外交部发言人周二表示，人工智能芯片的出口", "外交部 发言人 周二 表示 人工智能 芯片 的 出口"),
        ("zh", "教師工會要求政府增加學校預算", "教師 工會 要求 政府 增加 學校 預算"),
        ("ja", "東京電力は半導体工場を建設", "東京 電力 は 半導体 工場 を 建設"),
        ("th", "รัฐบาลประกาศว่าจะลงทุนในศูนย์ข้อมูล", "รัฐบาล ประกาศ ว่า จะ ลงทุน ใน ศูนย์ ข้อมูล"),
        ("lo", "ລັດຖະບານປະກາດວ່າຈະລົງທຶນ", "ລັດຖະບານ ປະກາດ ວ່າ ຈະ ລົງທຶນ"),
        ("km", "រដ្ឋាភិបាលបានប្រកាសថានឹងវិនិយោគ", "រដ្ឋាភិបាល បាន ប្រកាស ថា នឹង វិនិយោគ"),
        ("my", "အစိုးရက ကြေညာခဲ့သည်", "အစိုးရ က ကြေညာ ခဲ့ သည်"),
        ("zh", "AI芯片35亿", "AI 芯片 亿"),
        ("en", "", ""),
    ],
)  # fmt: skip
def test_words(language, text, expected):
    assert words(text, language) == expected.split()


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Ships wait, he said.", 4), ("hi", "बंदरगाह बंद है।", 3), ("zh", "外交部发言人周二表示，AI芯片的出口。", 8),
        ("ja", "東京電力は半導体工場を建設", 7), ("th", "รัฐบาลประกาศว่าจะลงทุน", 5), ("zh", "……", 1), ("zh", "", 0),
    ],
)  # fmt: skip
def test_words_are_counted_in_any_script(language, text, count):
    pieces = split_words(text, language)
    assert len(pieces) == count and "".join(pieces) == "".join(text.split())


def test_kinds():
    kinds = [kind for _, kind in tokens("Rp5, ya ๑๒ 码头。")]
    assert kinds == "word sign space word space number space word sign".split()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(["en", "zh", "ja", "th", "hi", None]))
def test_no_character_is_lost(text, language):
    assert "".join(piece for piece, _ in tokens(text, language)) == text


@pytest.mark.parametrize("run", ["码", "芯片", "ก", "の", "x", "-a", "'a", "1.", "क", " ", "_"])
def test_a_long_run_takes_no_longer_than_its_length(run):
    assert sum(len(piece) for piece, _ in tokens(run * (100_000 // len(run)), None)) == 100_000


def test_scripts_without_spaces():
    assert unspaced_count("Port 港口 ท่า かな ﾀ 한국 порт") == 2 + 3 + 2 + 1
    assert is_traditional("碼頭關閉") and not is_traditional("码头关闭") and not is_traditional("Port")


@pytest.mark.slow
def test_dictionary_forms_where_the_library_has_them():
    assert lemma("ports", "en") == "port" and lemma("новости", "ru") == "новость"
    assert lemma("Häfen", "de") == "Hafen" and lemma("knjige", "hr") == "knjiga"
    assert not has_lemmas("th") and lemma("ท่าเรือ", "th") == "ท่าเรือ" and not is_known("ท่าเรือ", "th")
    assert not has_lemmas(None)


def test_stop_words():
    for language, word in [
        ("en", "the"),
        ("zh", "的"),
        ("ja", "これ"),
        ("th", "และ"),
        ("ar", "في"),
        ("sr", "je"),
    ]:
        assert is_stop_word(word, language), language
    assert not is_stop_word("码头", "zh") and is_stop_word("3", "en") and is_stop_word("x", "en")
    assert stop_words("xx") == stop_words(None) == frozenset()
    assert english_function_words() == ENGLISH_STOP_WORDS  # the file has the words of scikit-learn
    assert {"the", "of"} <= english_function_words() and "open" not in english_function_words()


def test_names_of_languages():
    assert [language_name(code) for code in ("id", "zh", "ha", "q9")] == [
        "Indonesian",
        "Chinese",
        "Hausa",
        "q9",
    ]


def test_the_faster_engine_is_used_where_both_classify_alike():
    alike = [character for character in map(chr, range(sys.maxunicode + 1)) if not NOT_ALIKE.match(character)]
    assert len(alike) > 1700
    for kind in (r"\w", r"\d", r"\s", f"[{UNSPACED}]"):
        slow, fast = (engine.compile(kind) for engine in (regex, re))
        assert [c for c in alike if bool(slow.match(c)) != bool(fast.match(c))] == []


@given(st.text(alphabet="aZé9.,'’-_ \n·“€жΩ%"))
def test_both_engines_find_the_same_tokens(text):
    assert not NOT_ALIKE.search(text)
    found = [[(m.group(), m.lastgroup) for m in engine.finditer(text)] for engine in (TOKEN, FASTER)]
    assert found[0] == found[1]
