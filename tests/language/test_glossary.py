import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.language.glossary import (
    FOLDER,
    coverage,
    encoded_glossed,
    gloss,
    glossary_for,
    glossed_languages,
    read_entries,
)

LANGUAGES = ("fr", "id")
SMALLEST = 2800  # entries of each of the others
SMALLER = ("ar", "de", "es", "it", "pt", "ru", "tr", "zh")  # the commonest words of news


def fr(text):
    return glossary_for("fr").gloss(text)


def id_(text):
    return glossary_for("id").gloss(text)


@pytest.mark.parametrize("language", LANGUAGES)
class TestFiles:
    def test_sorted_unique_complete(self, language):
        entries = read_entries(FOLDER / f"{language}.tsv")
        headwords = [entry[0] for entry in entries]
        assert all(len(entry) == 2 for entry in entries)
        assert headwords == sorted(headwords)
        assert len(headwords) == len(set(headwords))
        assert len(entries) >= 5000
        assert sum(" " in headword for headword in headwords) >= 400

    def test_no_empty_side(self, language):
        for headword, english in read_entries(FOLDER / f"{language}.tsv"):
            assert headword.strip() == headword != ""
            assert english.strip() == english != ""

    def test_glosses_are_plain_english_letters(self, language):
        odd = [e for _, e in read_entries(FOLDER / f"{language}.tsv") if not re.fullmatch(r"[\w '&./,-]+", e)]
        assert odd == []


# Words of both languages that an English dictionary of base forms does not list, and names spelled like words.
LOANWORDS = set(
    "chatbot smartphone smartphones wifi gpu tv pc techno unique bitcoin e-commerce fintech low-cost url usb "
    "gameplay manga rapporteur non facto covid covid-19 brexit LLM Meta Orange".split()
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_loanwords_gloss_themselves(language):
    import simplemma

    own = [h for h, e in read_entries(FOLDER / f"{language}.tsv") if h.lower() == e.lower()]
    words = {word for headword in own if headword not in LOANWORDS for word in re.split("[ -]", headword)}
    assert [w for w in sorted(words) if not simplemma.is_known(w, lang="en")] == []


@pytest.mark.parametrize("language", SMALLER)
def test_smaller_glossaries_are_sorted_unique_and_plain(language):
    entries = read_entries(FOLDER / f"{language}.tsv")
    headwords = [headword for headword, _ in entries]
    assert headwords == sorted(set(headwords)) and len(entries) >= SMALLEST
    assert all(re.fullmatch(r"[\w '&./,-]+", english) for _, english in entries)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        (
            "es",
            "El gobierno anunció sanciones contra la empresa.",
            "the government announce sanction against the company.",
        ),
        ("es", "según Felipe Guerra, juez", "according to Felipe Guerra, judge"),
        ("de", "Die Regierungen kündigen Sanktionen an", "the government kündigen sanction an"),
        ("pt", "As eleições mudaram o país", "the election change the country"),
        ("it", "Il presidente ha firmato l'accordo", "the president has sign the agreement"),
        ("ru", "Правительство объявило новые санкции", "government announce new sanction"),
        ("ar", "أعلنت الحكومة عن عقوبات", "announce government about sanction"),
        ("tr", "Hükümet yeni yaptırımlar açıkladı", "government new sanction announce"),
        ("zh", "政府宣布新的制裁", "government announce new of sanction"),
    ],
)
def test_the_commonest_words_of_eight_more_languages(language, text, english):
    assert glossary_for(language).gloss(text) == english


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("ar", "والحكومة الوطنية", "government national"),
        ("ar", "اكد مختلفاً", "confirm different"),
        ("de", "der Regierungssprecher", "the government spokesman"),
        ("zh", "美國總統與議會", "United States president and parliament"),
        ("ar", "سنومان سيعلن", "سنومان announce"),
        ("tr", "Türkiye'nin başkenti", "Turkey's capital"),
        ("tr", "2007'ye kadar yapmadı", "2007 up to yapmadı"),
        ("tr", 'hukuk "sistemi"ne', 'law "system"'),
        ("tr", "kurucusu beklenmedik", "founder beklenmedik"),
        ("tr", "huzursuz, huzurdan", "uneasy, peace"),
        ("de", "Jede Karte sagt Klein auf jeden Fall", "each card say Klein in any case"),
        ("de", "Die Frauen und Sebastian Kurz", "the women and Sebastian Kurz"),
        ("es", "las chicas", "the girls"),
        ("ar", "وجوده", "presence"),
        ("it", "a causa della crisi", "because of crisis"),
        ("de", "auf Fragen der Kunsthandlung", "on question the Kunsthandlung"),
        ("pt", "as eleições de três meses", "the election of three month"),
        ("it", "dell'accordo", "of the agreement"),
    ],
)
def test_running_words_are_found_in_their_language(language, text, english):
    assert glossary_for(language).gloss(text) == english


def test_names_and_compounds_are_never_glossed_by_their_parts():
    assert fr("Maria Felipa arrive").startswith("Maria Felipa")
    assert "throat" not in fr("un soutien-gorge")
    assert fr("le vice-président") == "the vice president"


def test_the_languages_with_a_glossary():
    assert glossed_languages() == tuple(sorted([*LANGUAGES, *SMALLER]))
    assert encoded_glossed() == ("fr", "id")
    assert glossary_for("xx") is None


@pytest.mark.parametrize(
    "text, english",
    [
        ("logiciel libre", "open source software"),
        ("logiciels libres", "open source software"),
        ("mise à pied", "layoff"),
        ("puissance de calcul", "computing power"),
    ],
)
def test_french_phrases_also_inflected(text, english):
    assert fr(text) == english


@pytest.mark.parametrize(
    "text, english",
    [
        ("sumber terbuka", "open source"),
        ("daya komputasi", "computing power"),
        ("mengundurkan diri", "resign"),
    ],
)
def test_indonesian_phrases(text, english):
    assert id_(text) == english


def test_french_clitics_are_split_whatever_the_apostrophe():
    assert fr("d'IA") == fr("d’IA") == "of AI"
    assert fr("qu'OpenAI") == "that OpenAI"


def test_indonesian_affixes_fall_back_to_the_entry():
    words = glossary_for("id").words
    assert "peladangnya" not in words and "peladang" not in words
    assert "pembajakannya" not in words
    assert id_("pembajakannya") == words["pembajakan"]
    assert glossary_for("id").word("model-model") == glossary_for("id").word("model")


@pytest.mark.parametrize(
    "kept", ["DeepSeek-V3", "LLaMA 2", "$5.5 million", "GPT-4o", "H800", "OpenAI", "1,3", "97,3%", "PyTorch"]
)
def test_names_numbers_and_code_pass_through(kept):
    assert kept in id_(f"perusahaan {kept} dan")
    assert kept in fr(f"la société {kept} et")


def test_a_capital_inside_a_sentence_is_a_name_unless_the_form_itself_is_listed():
    assert id_("kata Llama").endswith("Llama")
    assert fr("la ville de Paris").endswith("Paris")


def test_acronyms_match_in_their_case_only():
    assert id_("kota di AS").endswith("United States")
    assert fr("l'ONU").endswith("UN")


def test_longest_phrase_wins():
    phrases = glossary_for("id").phrases
    assert ("kecerdasan", "buatan") in phrases
    assert id_("kecerdasan buatan") == "artificial intelligence"


def test_phrases_do_not_cross_punctuation():
    assert id_("sumber, terbuka") != "open source"


def test_english_and_unknown_languages_are_left_alone():
    assert gloss(["mise à pied", "mise à pied"], ["en", None]) == ["mise à pied"] * 2


def test_shouted_text_is_read_like_any_other():
    assert fr("LOGICIEL LIBRE") == "open source software"


def test_coverage_counts_running_words_without_names_and_numbers():
    assert coverage(["puissance de calcul zzqx 2025 OpenAI"], "fr") == 0.75


@settings(deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.text())
def test_any_text_is_glossed_and_nothing_is_lost(language, text):
    pieces = "".join(piece for piece, _ in glossary_for(language).pairs(text))
    assert pieces == text.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "")


def test_initials_are_names_wherever_they_stand():
    texts = ["AI", "AI, a-t-il dit.", "J'ai vu AI", "PDG de Meta"]
    assert gloss(texts, ["fr"] * 4) == ["AI", "AI, has he says.", "I have seen AI", "CEO of Meta"]
    assert gloss(["Cina", "PHK di Meta"], ["id", "id"]) == ["China", "layoffs in Meta"]
