"""The settings of a workbook on disk: found by the name of their cell, else by their label."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.sources.workbook_file import read_workbook


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "invoer.xlsx"


def test_settings_are_found_by_name_and_by_label(out: Path) -> None:
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Instellingen")
        page.write_row("B3", ["Grens A", 0.75])
        page.write_row("B4", ["Kostprijs per uur", 70])
        page.write_row("B5", ["Normalisatie", "z-score"])
        page.write_row("B6", ["Grens B"])
        page.write_formula("C7", "=NA()", None, "#N/A")
        book.define_name("Inst_KostprijsPerUur", "=Instellingen!$C$4")
        book.define_name("Inst_Vermogenskosten", "=Instellingen!$C$7")
        book.define_name("Inst_Weg", "=Instellingen!#REF!")
    contents = read_workbook(out)
    assert contents.settings_cells == {
        "Inst_KostprijsPerUur": 70.0,
        "Inst_Vermogenskosten": CellError("#N/A"),
        "Inst_GrensA": 0.75,
        "Inst_Normalisatie": "z-score",
        "Inst_GrensB": None,
    }
    assert contents.settings_addresses["Inst_GrensA"] == "Instellingen!C3"
