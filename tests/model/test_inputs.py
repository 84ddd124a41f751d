"""The tables together: required ones, links, currencies, and turnover that adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from plain_book import HEADERS, Refreshed, plain_lines

from klantwaarde_xl import errors
from klantwaarde_xl.model.foreign import UNKNOWN_CURRENCY, parse_currency_rates
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.settings import Settings


def table(sheet: str, columns: dict[str, list[object]]) -> RawTable:
    n = len(next(iter(columns.values())))
    return RawTable(
        sheet, tuple(columns), tuple(map(RawColumn.from_values, columns.values())), np.arange(2, 2 + n)
    )


def codes(inputs: Inputs) -> list[str]:
    return [finding.code for finding in inputs.findings]


CUSTOMERS = table("Klanten", {"Klantnr": ["1", "2"]})


def lines(**columns: list[object]) -> RawTable:
    n = len(next(iter(columns.values())))
    base: dict[str, list[object]] = {"Datum": ["2024-01-31"] * n, "Klantnr": ["1"] * n, "Omzet": [10.0] * n}
    return table("Transacties", base | columns)


def test_all_unusable_tables_are_named_at_once() -> None:
    with pytest.raises(errors.UnusableInputError) as caught:
        check_inputs({"tblProducten": table("Producten", {"Omschrijving": ["x"]})})
    assert [caught.value.code, *(other.code for other in caught.value.others)] == [
        "KW-101",
        "KW-101",
        "KW-103",
    ]


def test_an_empty_optional_table_is_as_good_as_absent() -> None:
    empty = RawTable("Inspanning", ("Datum", "Klantnr"), (RawColumn.from_values([]),) * 2, np.array([], int))
    assert (
        check_inputs(
            {"tblKlanten": CUSTOMERS, "tblTransacties": lines(Omzet=[1.0]), "tblInspanning": empty}
        ).effort
        is None
    )


def test_unknown_ids_are_warned_of_once_and_kept() -> None:
    inputs = check_inputs({"tblKlanten": CUSTOMERS, "tblTransacties": lines(Klantnr=["1", "9", "9", "8"])})
    assert [(f.code, f.value, f.cell) for f in inputs.findings] == [
        ("KW-201", "9", "Transacties!B3"),
        ("KW-201", "8", "Transacties!B5"),
    ]
    assert len(inputs.transactions) == 4


def test_cost_and_margin_must_agree_within_a_cent() -> None:
    raw = lines(Omzet=[10.0, 10.0, 10.0], Kostprijs=[6.0, 6.0, None], Marge=[4.01, 4.02, 3.0])
    inputs = check_inputs({"tblKlanten": CUSTOMERS, "tblTransacties": raw})
    assert codes(inputs) == ["KW-206"]
    assert (len(inputs.transactions), inputs.rejected_lines, inputs.rejected_revenue) == (2, 1, 10.0)


def test_a_credit_line_with_a_positive_cost_is_a_finding_but_counts() -> None:
    inputs = check_inputs(
        {"tblKlanten": CUSTOMERS, "tblTransacties": lines(Omzet=[-10.0, -10.0], Kostprijs=[6.0, -6.0])}
    )
    assert codes(inputs) == ["KW-205", "KW-239"], "and all turnover is below zero"
    assert len(inputs.transactions) == 2


def test_a_foreign_currency_is_refused_by_name_unless_a_rate_is_given() -> None:
    raw = lines(Omzet=[10.0, 10.0, 10.0], Kostprijs=[5.0, 5.0, 5.0], Valuta=[None, "usd", "EUR"])
    tables = {"tblKlanten": CUSTOMERS, "tblTransacties": raw}
    refused = check_inputs(tables)
    assert [(f.code, f.value) for f in refused.findings] == [("KW-207", "usd"), ("KW-208", "USD 10,00")]
    # Ten dollars are no ten euros: they stand apart, under their own name.
    assert (refused.read_revenue, refused.rejected_revenue, refused.foreign) == (
        20.0,
        0.0,
        {"USD": (1, 10.0)},
    )
    assert (refused.rejected_lines, refused.unreadable_lines) == (1, 0)
    converted = check_inputs(tables, Settings(currency_rates="USD=0,92"))
    assert converted.transactions["revenue"].tolist() == pytest.approx([10.0, 9.2, 10.0])
    assert converted.transactions["cost"].tolist() == pytest.approx([5.0, 4.6, 5.0])
    assert converted.read_revenue == pytest.approx(29.2)
    assert converted.foreign == {}


def test_turnover_per_currency_also_of_lines_that_are_rejected_for_something_else() -> None:
    raw = lines(
        Omzet=[10.0, 20.0, 40.0, "abc", 80.0, 160.0, 320.0],
        Valuta=["usd", "USD", "SEK", "SEK", "GBP", CellError("#NAME?"), None],
        Datum=[
            "2024-01-31",
            "31-02-2024",
            "2024-01-31",
            "2024-01-31",
            "31-02-2024",
            "2024-01-31",
            "31-02-2024",
        ],
    )
    found = check_inputs({"tblKlanten": CUSTOMERS, "tblTransacties": raw}, Settings(currency_rates="GBP=1,5"))
    assert found.foreign == {"USD": (2, 30.0), "SEK": (1, 40.0), UNKNOWN_CURRENCY: (1, 160.0)}
    # 80 pounds at 1.50, and 320 euros; what nobody can read is counted.
    assert (found.read_revenue, found.rejected_revenue) == (440.0, 440.0)
    assert (found.read_lines, found.rejected_lines, found.unreadable_lines, found.foreign_lines) == (
        7,
        7,
        1,
        4,
    )
    assert [f.value for f in found.findings if f.code == "KW-208"] == [
        "SEK 40,00",
        "USD 30,00",
        "onbekende munt 160,00",
    ]


@pytest.mark.parametrize("text", ["USD", "USD=0", "USD=abc", "DOLLAR=1", "USD=-1"])
def test_a_rate_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(errors.InvalidFigureError, match="KW-311"):
        parse_currency_rates(text)


def test_rejected_and_unreadable_turnover_is_counted() -> None:
    raw = lines(
        Omzet=[10.0, "abc", 5.5, None], Datum=["2024-01-31", "2024-01-31", "31-02-2024", "2024-01-31"]
    )
    inputs = check_inputs({"tblKlanten": CUSTOMERS, "tblTransacties": raw})
    assert (inputs.read_lines, inputs.rejected_lines, inputs.unreadable_lines) == (4, 3, 2)
    assert (inputs.read_revenue, inputs.rejected_revenue) == (15.5, 5.5)
    assert inputs.read_revenue == inputs.transactions["revenue"].sum() + inputs.rejected_revenue


def test_the_source_is_the_one_that_is_given_else_that_of_the_lines() -> None:
    here, there = SourceFile("hier.xlsx"), SourceFile("daar.xlsx")
    tables = {"tblKlanten": CUSTOMERS, "tblTransacties": replace(lines(Omzet=[1.0]), source=there)}
    assert check_inputs(tables).source == there
    assert check_inputs(tables, source=here).source == here


def test_inputs_that_were_not_read_from_a_table_count_no_rows() -> None:
    made = Inputs(pd.DataFrame())
    assert (made.read_lines, made.rejected_lines, made.unreadable_lines) == (0, 0, 0)
    assert (made.read_revenue, made.rejected_revenue, made.foreign_lines) == (0.0, 0.0, 0)


def test_a_customer_who_is_not_listed_is_said_before_an_invoice_of_several(read: Refreshed) -> None:
    lines = [HEADERS, *plain_lines(4, customers=2)]
    lines[2][2] = lines[1][2]
    found = read(lines, Klanten=[["Klantnr"], ["00001"]])
    told = [one.code for one in found.findings if one.code in {"KW-201", "KW-210"}]
    assert told == ["KW-201", "KW-210"]
