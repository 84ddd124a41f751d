"""One word is one thing: the headers of all sheets that speak of value."""

from __future__ import annotations

from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.specs import GridSpec, TableSpec

OF_A_CUSTOMER = {"Waarde komend jaar", "Waarde drie jaar"}
"""What the glossary calls value: the contribution that is expected of a customer."""
OF_A_SETTING = {"Toelichting"}
"""Sheets with the settings, where a value is what was filled in."""


def test_value_is_in_every_header_the_value_of_the_year_ahead() -> None:
    headers = {
        (page.spec.name, column.header)
        for page in REPORT
        for block in (*page.spec.blocks, *(block for strip in page.strips for block in strip.blocks))
        if isinstance(block, TableSpec | GridSpec)
        for column in block.columns
    }
    told = {(sheet, header) for sheet, header in headers if "waarde" in header.lower()}
    assert {header for _, header in told} >= OF_A_CUSTOMER
    assert {header for sheet, header in told if sheet not in OF_A_SETTING} <= OF_A_CUSTOMER


def test_a_column_with_a_total_can_be_named_in_a_formula_without_escapes() -> None:
    """In the total of a table Excel asks brackets twice around a comma, a colon, a bracket, # or a quote."""
    totals = [
        column.header
        for page in REPORT
        for block in page.spec.blocks
        if isinstance(block, TableSpec)
        for column in block.columns
        if column.total != "none"
    ]
    assert len(totals) > 20
    assert [header for header in totals if set(header) & set(",:;[]#'\"@")] == []
