"""What the text of an option means: a date, and a name that Excel opens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import typer

from klantwaarde_xl.commands.options import named_workbook, parse_day
from klantwaarde_xl.errors import KlantwaardeError


def test_a_day_is_an_iso_date_or_nothing() -> None:
    assert parse_day("2025-12-31", "--tot") == dt.date(2025, 12, 31)
    assert parse_day(None, "--tot") is None


@pytest.mark.parametrize("text", ["2025-02-30", "31-02-2025", "2025-13-01", "", "gisteren"])
def test_any_other_text_is_refused_and_names_the_option(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is geen datum") as refused:
        parse_day(text, "--van")
    assert refused.value.param_hint == "--van"


def test_the_case_of_the_ending_does_not_matter() -> None:
    assert named_workbook(Path("map.v2/Klanten.XLSX")) == Path("map.v2/Klanten.XLSX")


@pytest.mark.parametrize("name", ["klanten", "klanten.xls", "klanten.xlsm", "klanten.xlsx.csv", ".xlsx"])
def test_a_name_that_excel_would_not_open_is_refused(name: str) -> None:
    with pytest.raises(KlantwaardeError, match="KW-012"):
        named_workbook(Path(name))
