"""Names of months and days that ship with the package."""

import pytest
from babel import localedata

from newsthemes.language import months


@pytest.mark.slow
@pytest.mark.parametrize("code", months.SHIPPED)
@pytest.mark.parametrize("kind", ["month", "day"])
def test_names_that_ship_are_those_of_cldr(code, kind, monkeypatch):
    monkeypatch.setattr(localedata, "_cache", {})  # see scripts/build_month_names.py
    shipped = months._shipped().get((code, kind), {})
    assert shipped == months.cldr_names(code, kind), "run scripts/build_month_names.py"


def test_common_languages_need_no_babel(monkeypatch):
    monkeypatch.setattr(months, "cldr_names", None)
    months._names.cache_clear()
    assert months._names("fr", "month")["août"] == 8
    assert months._names("id", "month")["pebruari"] == 2


def test_another_language_is_asked_of_babel():
    assert months.month_number("ianuarie", "ro_MD") == 1
    assert months.month_number("Jannar", "mt") == 1
    assert months.month_number("Jannar", "no language") is None


@pytest.mark.parametrize(
    ("name", "language", "number"),
    [("lundi", None, 0), ("Sun.", "en", 6), ("ma", "nl", 0), ("May", None, None)],
)
def test_days(name, language, number):
    assert months.weekday_number(name, language) == number
