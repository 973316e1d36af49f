import pytest

from newsthemes.language.english_line import english_line
from newsthemes.language.glossary import gloss


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        (
            "fr",
            "Le nageur Léon Marchand et le ministère. Marchand a gagné.",
            "the swimmer Léon Marchand and the ministry. Marchand has won.",
        ),
        (
            "fr",
            "selon Marchand, le Président Macron et l'Assemblée nationale ont voté",
            "according to Marchand, the president Macron and the National Assembly have vote",
        ),
        (
            "fr",
            "Pierre Dupont arrive avec Claire Blanc. Hier Macron a parlé.",
            "Pierre Dupont arrive with Claire Blanc. yesterday Macron has spoken.",
        ),
        ("fr", "le marchand et Marchand", "the merchant and merchant"),
        ("fr", "LE MARCHAND ARRIVE", "the merchant arrive"),
        (
            "id",
            "Maria Felipa tiba di Kota Bandung bersama Menteri Keuangan Sri Mulyani",
            "Maria Felipa arrive in city Bandung together finance minister Sri Mulyani",
        ),
        (
            "id",
            "Presiden Joko Widodo dan Menteri Budi Gunadi",
            "president Joko Widodo and minister Budi Gunadi",
        ),
        (
            "es",
            "Según Felipe Guerra, el Gobierno de Brasil",
            "according to Felipe Guerra, the Gobierno of Brazil",
        ),
    ],
)
def test_a_name_that_is_also_a_word_stays_as_it_is(language, text, line):
    assert english_line(text, language) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("L'été a été chaud.", "the summer has been hot."),
        ("Il n'a pas encore été libre.", "he not has not yet been free."),
        ("Été libre : il a été libre en été.", "summer free : he has been free in summer."),
        ("un bel été", "a beautiful summer"),
        ("ce qui aurait été libre l'été dernier", "which would have been free the last summer"),
    ],
)
def test_summer_and_been_are_told_apart(text, line):
    assert english_line(text, "fr") == line


def test_what_an_encoder_is_given_is_glossed_as_before():
    assert gloss(["Léon Marchand"], ["fr"]) == ["Léon merchant"]


@pytest.mark.parametrize(
    ("text", "language"), [("open source", "en"), ("programu huria", "sw"), ("zzqx", "fr"), ("", "fr")]
)
def test_no_line_where_there_is_no_gloss(text, language):
    assert english_line(text, language) is None


def test_countries_and_cities_have_their_english_names():
    line = english_line("Il a rencontré les ministres de la Turquie et des États-Unis à Londres.", "fr")
    assert all(name in line for name in ("Turkey", "United States", "London"))
