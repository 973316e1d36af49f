"""Dates as exports and pages write them: stated ones only, as precise as they are stated."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsthemes.corpus import read
from newsthemes.corpus.dates import date_order, find_date, is_date, parse_date, read_dates

AUGUST_5 = (
    "Aug 5, 2024",
    "Aug. 5, 2024 10:15 a.m. ET",
    "August 5, 2024 Monday",
    "5 Aug 2024",
    "Mon, 05 Aug 2024 10:15:00 GMT",
    "05-Aug-24",
    "Mon Aug 05 10:15:00 +0000 2024",
    "2024-08-05T23:30:00-05:00",
    "Monday 5 August 2024 10.15 BST",
    "Montag, 5. August 2024",
    "05.08.2024, 10:15 Uhr",
    "5 aoû. 2024",
    "lundi 5 août 2024 à 10h15",
    "5 de agosto de 2024",
    "05 ago 2024 - 10:15 CEST",
    "5 agosto 2024",
    "Senin, 5 Agustus 2024",
    "5 Agt 2024",
    "5 augustus 2024",
    "5 Ağustos 2024 Pazartesi",
    "5 августа 2024, 10:15",
    "5 авг 2024",
    "5 серпня 2024 р.",
    "5 tháng 8, 2024",
    "ngày 5 tháng 8 năm 2024",
    "2024年8月5日(月) 10:15",
    "令和6年8月5日",
    "民國113年8月5日",
    "二〇二四年八月五日",
    "2024. 8. 5.",
    "2024년 8월 5일",
    "५ अगस्त २०२४",
    "5 ส.ค. 2567",
    "5 สิงหาคม 2567",
    "٥ أغسطس ٢٠٢٤",
    "5 آب 2024",
    "20240805101500",
    "20240805T101500Z",
    "202408051015",
    "1722852900",
    "1722852900000",
    "1722852900.0",
    "1.7228529E9",
    "5 Agosti, 2024",
    "Thứ hai, 5/8/2024, 10:15 (GMT+7)",
    "Updated Aug 6, 2024 | Published Aug 5, 2024",
)


@pytest.mark.parametrize("written", AUGUST_5)
def test_a_full_date_is_read_however_it_is_written(written):
    assert parse_date(written) == "2024-08-05"


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    ["3 days ago", "yesterday", "il y a 2 heures", "3 jam yang lalu", "2h ago", "05/08/24", "12/03/2024", "May 5",
     "2024-13-45", "31 February 2024", "99999999", "12.5%", "0000-00-00", "today", "Tue 5 August", "1e400", "nan"],
)  # fmt: skip
def test_what_states_no_date_gives_none(written):
    assert parse_date(written) is None


def test_a_month_and_a_year_stay_what_they_are():
    assert [parse_date(v) for v in ("March 2024", "2024-03", "03/2024", "2024年3月", "août 2024", "2024")] == [
        *["2024-03"] * 4, "2024-08", "2024",
    ]  # fmt: skip


def test_the_column_settles_the_order_and_says_nothing_where_it_does_not():
    assert read_dates(["12/03/2024", "13/03/2024", "01/04/2024"], [None] * 3) == [
        "2024-03-12",
        "2024-03-13",
        "2024-04-01",
    ]
    assert read_dates(["3/25/2024 8:15", "12/3/2024 0:00"], [None] * 2) == ["2024-03-25", "2024-12-03"]
    assert read_dates(["12/03/2024", "11/03/2024"], [None] * 2) == [None, None]
    assert date_order(["31.07.2024", "7/31/24"]) == "month first"  # full stops have an order of their own
    assert read_dates(["45509", "45509.427", None], [None] * 3) == ["2024-08-05", "2024-08-05", None]


def test_prose_has_the_date_that_it_states_in_full():
    assert find_date("Almery, 5 August 2024, by our reporter") == "2024-08-05"
    assert find_date("In August 2024 some 500 people came") is None
    assert find_date("They paid 5 crowns in March, and 2024 more in April") is None


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=2))
def test_a_long_line_of_one_or_two_characters_takes_no_time(characters):
    line = (characters * 100_000)[:100_000]
    begun = time.process_time()
    parse_date(line), is_date(line), find_date(line), date_order([line]), read_dates([line], [None])
    assert time.process_time() - begun < 1


WRITTEN = st.text(
    st.sampled_from(
        "0123456789²٣๕五十元〇一年月日号年월일令和民國平成W-/.,: TZ+%eAug'tháng de März พ.ศ. اسفند آب ماه"
    ),
    max_size=40,
)
PIECES = st.lists(
    st.sampled_from(
        "令和 民國 元 五 十 十十 二〇二四 年 月 日 2024 99 0 ² March Aug. tháng اسفند 1402 30 - / . W53-7 e99".split()
    ),
    max_size=10,
)


@settings(max_examples=400, deadline=None)
@given(WRITTEN | PIECES.map("".join) | PIECES.map(" ".join))
def test_no_text_makes_the_dates_fail(text):
    """Anything gives a date as ISO has it or none."""
    for found in (
        parse_date(text, library=False),
        parse_date(text, "en", "day first", False),
        find_date(text),
    ):
        assert found is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", found)
    is_date(text)
    date_order([text, "03/04/2024"])


@pytest.mark.parametrize(
    "text", ["令和元五年三月五日", "令和十十年三月五日", "令和五年十十月五日", "5 March ² 2024"]
)
def test_a_date_that_cannot_be_read_costs_no_table(tmp_path, text):
    assert find_date(text) is None
    (tmp_path / "a.csv").write_text(
        f"title,text,date\nA,The port shut.,{text}\nB,The vote is on.,2024-03-05\n"
    )
    assert read(tmp_path).articles["date"].tolist() == [None, "2024-03-05"]


def test_numbers_in_characters():
    written = ("令和元年三月五日", "平成三十一年四月三十日", "昭和十年十二月二十日", "民國九十九年十月十日")
    assert list(map(find_date, written)) == ["2019-03-05", "2019-04-30", "1935-12-20", "2010-10-10"]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("30 اسفند 1402", None),
        ("29 اسفند 1402", "2024-03-19"),
        ("30 اسفند 1403", "2025-03-20"),
        ("30 اسفند 1404", None),
    ],
)
def test_the_last_day_of_esfand_is_only_in_leap_years(written, iso):
    assert find_date(written) == iso
