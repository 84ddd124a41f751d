"""Numbers and dates typed as text: every form that exports use, and refusal where a text can be read in
two ways."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantwaarde_xl.model.text_values import Reading, parse_dates, parse_hours, parse_numbers

FORMS = {
    "1.234,56": 1234.56,
    "1234,56": 1234.56,
    "€ 1.234,56": 1234.56,
    "1.234,56-": -1234.56,
    "-1.234,56": -1234.56,
    "(1.234,56)": -1234.56,
    "1.234,56 D": 1234.56,
    "1.234,56 CR": -1234.56,
    "1\u00a0234,56": 1234.56,
    "1\u202f234,56": 1234.56,
    "\u22125,00": -5.0,
    "12,-": 12.0,
    "€ 12,--": 12.0,
    "1,234.56": 1234.56,
    "123,45-": -123.45,
    "(12,50)": -12.5,
    "€ 5": 5.0,
    "-€ 5,00": -5.0,
    "3,20 EUR": 3.2,
    "1.234.567": 1234567.0,
    "0,125": 0.125,
}


@pytest.mark.parametrize(("text", "number"), FORMS.items())
def test_a_form_that_real_exports_use_is_read(text: str, number: float) -> None:
    parsed = parse_numbers([text])
    assert parsed.reading[0] == Reading.OK
    assert parsed.values[0] == number


@pytest.mark.parametrize(
    "text",
    ["abc", "", "1,2,3", "1.23.4", "12 34", "--5", "(5", "5)", "-5-", "nan", "inf", "1e5", "5 %", "(5) C"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_numbers([text]).reading[0] == Reading.WRONG


def test_the_column_decides_what_a_mark_before_three_digits_means() -> None:
    assert parse_numbers(["1.234", "12,50"]).values.tolist() == [1234.0, 12.5]
    assert parse_numbers(["1.234", "12.50"]).values.tolist() == [1.234, 12.5]
    assert parse_numbers(["1.234", "5"]).reading.tolist() == [Reading.AMBIGUOUS, Reading.OK]
    assert parse_numbers(["1.234", "12,50", "12.50"]).reading.tolist() == [
        Reading.AMBIGUOUS,
        Reading.OK,
        Reading.OK,
    ]


def test_a_credit_mark_has_the_sign_that_the_caller_gives_it() -> None:
    assert parse_numbers(["10 C", "10 D"], credit_sign=1).values.tolist() == [10.0, -10.0]


def days(*dates: dt.date) -> list[float]:
    return [float((date - dt.date(1970, 1, 1)).days) for date in dates]


@pytest.mark.parametrize(
    "text",
    [
        "31-12-2024",
        "31/12/2024",
        "31.12.24",
        "2024-12-31",
        "20241231",
        "2024-12-31T08:26:00.000000",
        "31-12-2024 10:15",
        "31 dec 2024",
        "31-dec-24",
    ],
)
def test_a_date_form_that_real_exports_use_is_read(text: str) -> None:
    parsed = parse_dates([text])
    assert parsed.values.tolist() == days(dt.date(2024, 12, 31))


def test_dutch_and_english_month_names() -> None:
    texts = ["1 mrt 2024", "1 maart 2024", "1 March 2024", "1 okt 2024", "1 mei 2024"]
    assert parse_dates(texts).values.tolist() == days(
        *(dt.date(2024, month, 1) for month in (3, 3, 3, 10, 5))
    )


@pytest.mark.parametrize(
    "text",
    ["31-02-2024", "2024-13-01", "20240230", "2024/55", "0-0-0000", "gisteren", "1 mrd 2024", "32-01-2024"],
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    assert parse_dates([text]).reading[0] == Reading.WRONG


def test_the_column_decides_whether_the_month_comes_first() -> None:
    second_of_january, first_of_february = dt.date(2024, 1, 2), dt.date(2024, 2, 1)
    assert parse_dates(["01-02-2024"]).values.tolist() == days(first_of_february)
    assert parse_dates(["01/02/2024"]).reading.tolist() == [Reading.AMBIGUOUS]
    assert parse_dates(["01/02/2024", "31/01/2024"]).values.tolist() == days(
        first_of_february, dt.date(2024, 1, 31)
    )
    assert parse_dates(["01/02/2024", "01/31/2024"]).values.tolist() == days(
        second_of_january, dt.date(2024, 1, 31)
    )
    assert parse_dates(["01-02-2024", "31-01-2024", "01-31-2024"]).reading[0] == Reading.AMBIGUOUS
    assert parse_dates(["03/03/2024"]).values.tolist() == days(dt.date(2024, 3, 3))


def dutch(cents: int) -> str:
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def english(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def trailing(cents: int) -> str:
    return dutch(abs(cents)) + ("-" if cents < 0 else "")


def brackets(cents: int) -> str:
    return f"({dutch(-cents)})" if cents < 0 else f"€ {dutch(cents)}"


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.sampled_from([dutch, english, trailing, brackets])),
        max_size=20,
    )
)
def test_amounts_in_any_mixture_of_forms_read_back_equal(rows: list[tuple[int, object]]) -> None:
    parsed = parse_numbers([write(cents) for cents, write in rows])
    assert (parsed.reading == Reading.OK).all()
    assert np.rint(parsed.values * 100).astype(int).tolist() == [cents for cents, _ in rows]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=20), st.sampled_from(".,"))
def test_whole_numbers_with_thousands_are_never_read_as_something_else(numbers: list[int], mark: str) -> None:
    parsed = parse_numbers([f"{number:,}".replace(",", mark) for number in numbers])
    read = parsed.values[parsed.reading == Reading.OK]
    assert set(read) <= set(map(float, numbers))


@given(
    st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%y"]),
)
def test_dates_of_one_form_read_back_equal(dates: list[dt.date], form: str) -> None:
    parsed = parse_dates([date.strftime(form) for date in dates])
    assert parsed.values.tolist() == days(*dates)


@given(
    st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_slashed_dates_are_right_or_refused_but_never_different(dates: list[dt.date], form: str) -> None:
    parsed = parse_dates([date.strftime(form) for date in dates])
    right = parsed.values == np.array(days(*dates))
    assert (right | (parsed.reading != Reading.OK)).all()


def test_a_time_counts_its_seconds() -> None:
    assert parse_hours(["1:30:36", "-0:00:18", "2:00"]).values.tolist() == pytest.approx([1.51, -0.005, 2.0])
