"""Rates by month and from the settings, against a second computation in decimals."""

from __future__ import annotations

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from klantwaarde_xl.model.foreign import to_euros
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings

RATES = [("2025-01", "USD", 0.95), (dt.datetime(2025, 2, 15), "$", 0.93), ("mrt 2025", "gbp", "1,17")]
HEADERS = ("Maand", "Valuta", "Koers")


def table(sheet: str, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> RawTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return RawTable(sheet, headers, columns, np.arange(2, 2 + len(rows)))


def read(
    lines: list[tuple[object, ...]], rates: list[tuple[object, ...]] = RATES, settings: str = ""
) -> Inputs:
    tables = {
        "tblTransacties": table("Transacties", ("Datum", "Klantnr", "Omzet", "Kostprijs", "Valuta"), lines)
    }
    if rates:
        tables["tblKoersen"] = table("Koersen", HEADERS, rates)
    return check_inputs(tables, Settings(currency_rates=settings), customers_required=False)


def said(inputs: Inputs, *codes: str) -> list[tuple[str, str]]:
    return [(found.code, found.value) for found in inputs.findings if found.code in codes]


JANUARY, FEBRUARY, MARCH = "2025-01-31", "2025-02-01", "2025-03-10"


def test_the_rate_of_the_month_goes_before_that_of_the_settings() -> None:
    found = read(
        [
            (JANUARY, "1", 100.0, 50.0, "USD"),
            (FEBRUARY, "1", 100.0, None, "usd"),
            (MARCH, "1", 100.0, None, "USD"),
            (MARCH, "1", 10.0, None, "GBP"),
            (MARCH, "1", 5.0, None, None),
        ],
        settings="USD=0,50; GBP=9",
    )
    assert found.transactions["revenue"].tolist() == [95.0, 93.0, 50.0, 11.7, 5.0]
    assert found.transactions["cost"].iloc[0] == 47.5
    assert found.read_revenue == 254.7
    assert (found.converted, found.foreign) == ((4, 249.7), {})
    assert said(found, "KW-244") == [("KW-244", "€ 11,70"), ("KW-244", "€ 238,00")]
    message = next(each.message for each in found.findings if each.value == "€ 238,00")
    assert "USD 300,00" in message
    assert "0,95 (01-2025), 0,93 (02-2025), 0,5 (03-2025)" in message


def test_a_month_without_a_rate_is_an_error_that_names_month_currency_and_amount() -> None:
    found = read(
        [
            (MARCH, "1", 100.5, None, "USD"),
            (MARCH, "1", -0.25, None, "USD"),
            ("2025-04-01", "1", 7.0, None, "USD"),
            (MARCH, "1", 8.0, None, "CHF"),
            (JANUARY, "1", 10.0, None, "EUR"),
        ]
    )
    assert said(found, "KW-243") == [
        ("KW-243", "CHF 8,00"),
        ("KW-243", "USD 100,25"),
        ("KW-243", "USD 7,00"),
    ]
    first = next(each for each in found.findings if each.value == "USD 100,25")
    assert (first.severity.value, first.cell, first.count) == ("fout", "Transacties!E2", 2)
    assert "03-2025" in first.message
    assert found.foreign == {"CHF": (1, 8.0), "USD": (3, 107.25)}
    assert (found.read_lines, found.rejected_lines, found.read_revenue) == (5, 4, 10.0)
    assert said(found, "KW-207", "KW-208") == []


def test_without_the_table_nothing_changes() -> None:
    found = read([(MARCH, "1", 100.0, None, "USD"), (MARCH, "1", 1.0, None, None)], [])
    assert [code for code, _ in said(found, "KW-207", "KW-208")] == ["KW-207", "KW-208"]


def test_a_line_that_is_rejected_for_something_else_is_converted_too() -> None:
    found = read([(JANUARY, None, 100.0, None, "USD"), (JANUARY, "1", 1.0, None, None)])
    assert (found.read_revenue, found.rejected_revenue, found.converted) == (96.0, 95.0, (0, 0.0))


def test_a_date_that_cannot_be_read_gets_the_rate_of_the_settings() -> None:
    lines = [("31-02-2025", "1", 100.0, None, "USD"), (JANUARY, "1", 1.0, None, None)]
    assert read(lines, settings="USD=0,5").rejected_revenue == 50.0
    assert read(lines).foreign == {"USD": (1, 100.0)}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("ooit", "USD", 0.9), "KW-169"),
        ((True, "USD", 0.9), "KW-169"),
        ((202_501.0, "USD", -1.0), "KW-116"),
        (("2025-01", "USD", "veel"), "KW-111"),
        (("2025-01", None, 0.9), "KW-110"),
        ((None, "USD", 0.9), "KW-110"),
    ],
)
def test_what_is_wrong_in_a_rate_is_said(row: tuple[object, ...], code: str) -> None:
    found = read([(JANUARY, "1", 1.0, None, None)], [("2025-02", "USD", 0.9), row])
    assert [each.code for each in found.findings] == [code]


def test_a_rate_twice_counts_once() -> None:
    rates = [("2025-01", "USD", 0.9), (202_501.0, "USD", 0.8)]
    found = read([(JANUARY, "1", 100.0, None, "USD")], rates)
    assert found.read_revenue == 90.0
    assert [code for code, _ in said(found, "KW-120")] == ["KW-120"]


@pytest.mark.parametrize("seed", range(40))
def test_every_amount_is_that_of_decimals_to_the_cent(seed: int) -> None:
    draw = random.Random(seed)
    size = 10 ** draw.randint(2, 11)
    amounts = [draw.randint(-size, size) / 100 for _ in range(200)]
    rates = [draw.randint(1, 99_999) / 10 ** draw.randint(2, 5) for _ in amounts]
    expected = [
        float((Decimal(repr(a)) * Decimal(repr(r))).quantize(Decimal("0.01"), ROUND_HALF_UP)) if r != 1 else a
        for a, r in zip(amounts, rates, strict=True)
    ]
    assert to_euros(np.array(amounts), np.array(rates)).tolist() == expected


@pytest.mark.parametrize("seed", range(30))
def test_totals_are_those_of_a_second_computation(seed: int) -> None:
    draw = random.Random(seed)
    months = [f"2025-{month:02}" for month in range(1, 13)]
    rates = {
        (month, code): draw.randint(50, 150) / 100
        for month in months
        for code in ("USD", "GBP")
        if draw.random() < 0.7
    }
    usual = {"GBP": 1.17} if draw.random() < 0.5 else {}
    lines = [
        (
            f"{draw.choice(months)}-{draw.randint(1, 28):02}",
            "1",
            draw.randint(-9_999, 99_999) / 100,
            None,
            draw.choice(["EUR", None, "USD", "GBP"]),
        )
        for _ in range(80)
    ]
    total, without = 0, dict[str, int]()
    for day, _, amount, _, code in lines:
        cents = round(amount * 100)
        rate = 1.0 if code in {None, "EUR"} else rates.get((day[:7], code), usual.get(code, 0.0))
        if rate:
            exact = Decimal(cents) * Decimal(repr(rate))
            total += int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        else:
            without[code] = without.get(code, 0) + cents
    found = read(
        lines,
        [(month, code, rate) for (month, code), rate in rates.items()],
        "; ".join(f"{code}={rate}" for code, rate in usual.items()),
    )
    assert round(found.read_revenue * 100) == total
    assert {code: round(amount * 100) for code, (_, amount) in found.foreign.items()} == without
