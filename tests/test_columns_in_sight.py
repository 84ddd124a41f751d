"""Columns that had no value, and were out of sight, come back over COM when a refresh fills them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from excel_contents import Cell
from excel_session import Session
from small_workbook import CREATED, raw_tables
from windows_stub import WindowsXlwings

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.report.build import build
from klantwaarde_xl.writers.xlsx import xlsx_bytes


@pytest.mark.slow
def test_columns_out_of_sight_come_back_when_they_get_values(tmp_path: Path) -> None:
    tables = raw_tables()
    for name in ("tblTransacties", "tblProducten"):
        table, blank = tables[name], RawColumn.blank_column(len(tables[name]))
        cells = (
            blank if head == "Kostprijs" else one
            for head, one in zip(table.headers, table.columns, strict=True)
        )
        tables[name] = replace(table, columns=tuple(cells))
    bare = xlsx_bytes(build(analyse(check_inputs(tables)), created=CREATED, with_inputs=True))
    session = Session(WindowsXlwings(), tmp_path / "klant.xlsm", bare)
    shown, lines = session.contents("Klantwaarde"), session.contents("Transacties")

    def widths() -> dict[str, float]:
        top, left, _, right = session.table("tblKlantwaarde").area
        return {shown.cells[top, at].value: shown.widths[at] for at in range(left, right + 1)}

    before = widths()
    assert before["Brutomarge"] == before["Nettobijdrage"] == 0
    assert before["Omzet"] > 0
    (omzet,) = (place[1] for place, cell in shown.cells.items() if cell.value == "Omzet")
    shown.widths[omzet] = 0.0
    top, left, bottom, right = session.table("tblTransacties").area
    at = {lines.cells[top, column].value: column for column in range(left, right + 1)}
    for row in range(top + 1, bottom + 1):
        if isinstance(revenue := lines.value((row, at["Omzet"])), float):
            lines.cells[row, at["Kostprijs"]] = Cell(0.6 * revenue)
    session.click("refresh")
    assert not session.app.said
    after = widths()
    assert after["Brutomarge"] > 0
    assert after["Nettobijdrage"] > 0
    assert after["Omzet"] == 0, "hidden by the user"
    assert before["Rang hoog"] == after["Rang hoog"] == 0, "folded away"
