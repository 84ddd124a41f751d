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
