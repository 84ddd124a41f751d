"""The complete tables: every row, whatever the settings say of the longest list."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.complete import SHEETS, complete_tables
from klantwaarde_xl.report.pages.next_steps.cross_sell import cross_sell_rows


def test_a_list_is_whole_where_the_sheet_cuts_it(firm: Analysis) -> None:
    settings = firm.settings.model_copy(update={"longest_list": 10})
    cut = replace(firm, inputs=replace(firm.inputs, settings=settings))
    assert len(cross_sell_rows(cut)) == 10
    found = {sheet: (table, frame) for sheet, table, frame in complete_tables(cut)}
    assert tuple(found) == SHEETS
    rows = {sheet: len(frame) for sheet, (_, frame) in found.items()}
    customers = len(firm.customers)
    assert rows["Klantwaarde"] == rows["Maandomzet"] == rows["Acties"] == customers > 10
    assert rows["Cross-sell"] == len(firm.chances.cross_sell.gaps) > 10
    assert rows["Samen gekocht"] == len(firm.chances.associations) > 10


def test_every_column_of_a_sheet_is_there_also_those_per_month(firm: Analysis) -> None:
    table, frame = next((t, f) for sheet, t, f in complete_tables(firm) if sheet == "Maandomzet")
    assert len(table.columns) == 3 + 12
    assert {column.field for column in table.columns} <= set(frame.columns)
