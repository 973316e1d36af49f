"""Amounts in twenty languages, and patterns whose time is linear."""

import doctest
from importlib import import_module
from time import process_time

import pytest

from newsthemes.evidence.quantities import find_quantities

INF = float("inf")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "rund 3,5 Mrd. Euro", [("3,5 Mrd. Euro", "EUR", 3.5e9)]),
        ("es", "1.200 millones de euros", [("1.200 millones de euros", "EUR", 1.2e9)]),
        ("ru", "1,5 млрд рублей", [("1,5 млрд рублей", "RUB", 1.5e9)]),
        ("uk", "понад 5 тис. гривень", [("5 тис. гривень", "UAH", 5000)]),
        ("zh", "投资35亿美元", [("35亿美元", "USD", 3.5e9)]),
        ("zh", "超过3亿5000万元", [("3亿5000万元", "CNY", 3.5e8)]),
        ("zh", "百分之二十五", []),
        ("ja", "約35億円", [("35億円", "JPY", 3.5e9)]),
        ("ja", "3万5000人以上", [("3万5000", "人以上", 35_000)]),
        ("ko", "3억 5천만원", [("3억 5천만원", "KRW", 3.5e8)]),
        ("ar", "١٫٥ مليار دولار", [("١٫٥ مليار دولار", "USD", 1.5e9)]),
        ("ar", "٢٠ في المئة", [("٢٠ في المئة", "%", 20)]),
        ("fa", "۲۰ درصد", [("۲۰ درصد", "%", 20)]),
        ("hi", "5 करोड़ रुपये", [("5 करोड़ रुपये", "INR", 5e7)]),
        ("vi", "hơn 35 tỷ đồng", [("35 tỷ đồng", "VND", 3.5e10)]),
        ("tr", "yüzde 20", [("20", "%", 20)]),
        ("tr", "35 milyar dolar", [("35 milyar dolar", "USD", 3.5e10)]),
        ("sw", "shilingi bilioni 3", [("shilingi bilioni 3", "TZS", 3e9)]),
        ("ha", "miliyan 5", [("miliyan 5", None, 5e6)]),
        ("pt", "1,2 bilhão de reais", [("1,2 bilhão de reais", "BRL", 1.2e9)]),
        ("pt", "3,5 mil milhões de euros", [("3,5 mil milhões de euros", "EUR", 3.5e9)]),
        ("it", "3,5 miliardi di euro", [("3,5 miliardi di euro", "EUR", 3.5e9)]),
        ("en", "1,20,000 rupees", [("1,20,000 rupees", "INR", 120_000)]),
        ("en", "90 million Australian dollars", [("90 million Australian dollars", "AUD", 9e7)]),
        ("en", "4 percentage points", [("4 percentage points", "pp", 4)]),
        ("en", "310 miles", [("310 miles", "mile", 310)]),
        ("en", "499 kilometres", [("499 kilometres", "kilometer", 499)]),
        ("de", "41 Grad Celsius", [("41 Grad Celsius", "celsius", 41)]),
        ("en", "two hundred thousand dollars", [("two hundred thousand dollars", "USD", 200_000)]),
    ],
)
def test_each_language_writes_amounts_in_its_way(language, text, expected):
    found = [(text[q.start : q.end], q.unit, q.value) for q in find_quantities(text, language)]
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "no less than 40 ships", 40, INF),
        ("en", "not more than 40 ships", 0, 40),
        ("zh", "超过35亿美元", 3.5e9, INF),
        ("ja", "3万5000人以上", 35_000, INF),
        ("de", "mindestens 40 Schiffe", 40, INF),
        ("es", "al menos 40 barcos", 40, INF),
        ("ar", "أكثر من 40 سفينة", 40, INF),
        ("tr", "5 milyondan fazla", 5e6, INF),
        ("ru", "около 100 рублей", 90, 110),
    ],
)
def test_at_least_and_about_in_each_language(language, text, low, high):
    quantity = find_quantities(text, language)[0]
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "ar", "zh"])
@pytest.mark.parametrize("unit", ["1", "1,", "1.1", "a", "$", "千", "a1", "١", "of ", "'", "-", "%", " "])
def test_the_time_is_linear_in_the_length_of_a_line(language, unit):
    find_quantities("12 people", language)  # reads the tables
    start = process_time()
    find_quantities(unit * (100_000 // len(unit)), language)
    assert process_time() - start < 1


@pytest.mark.parametrize(
    "name",
    [
        "alternatives",
        "claim_context",
        "countries",
        "dates",
        "extract",
        "number_formats",
        "numerals",
        "parse_number",
        "phrase",
    ],
)
def test_examples(name):
    assert doctest.testmod(import_module(f"newsthemes.evidence.quantities.{name}")).failed == 0
