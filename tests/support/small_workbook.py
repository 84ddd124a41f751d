"""A small company as a whole workbook: input tables, results, and the names that Excel would take for
formulas."""

from __future__ import annotations

import datetime as dt

import numpy as np
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.sheets import HEADER_ROW

CREATED = dt.datetime(2026, 1, 5, 9)
ODD_NAMES = {"00003": "=1+1", "00004": "-2", "00005": "+31 6 12345678", "00006": "@Home"}
"""Names that Excel takes for a formula when they are written as they are."""
NAMED = [[row[0], ODD_NAMES.get(str(row[0]), row[1]), *row[2:]] for row in CUSTOMERS]
CELLS: dict[str, list[list[object]]] = {
    "tblKlanten": NAMED,
    "tblTransacties": LINES,
    "tblProducten": PRODUCTS,
    "tblInspanning": [
        ["Datum", "Klantnr", "Activiteit", "Uren", "Kosten"],
        *[
            [dt.datetime(2024, 1 + n % 12, 7), f"{1 + n % 24:05d}", "Bezoek", 1.5 + n % 4, 10.0]
            for n in range(60)
        ],
    ],
    "tblTarieven": [
        ["Activiteit", "Kostprijs per uur", "Drijver", "Minuten per stuk"],
        ["Bezoek", 65.0, "uur", None],
    ],
    "tblBeoordeling": [
        ["Klantnr", "Energie", "Cultuur", "Beoordelaar", "Datum"],
        *[
            [f"{n:05d}", float(1 + n % 5), float(1 + (n * 2) % 5), "Noor", dt.datetime(2024, 6, 1)]
            for n in range(1, 25)
        ],
    ],
    "tblAccountmanagers": [["Naam", "Capaciteit"], ["Noor", 1200.0], ["Bram", 1000.0]],
    "tblKlik": [["Klantnr", "Accountmanager", "Klik"], ["00001", "Noor", 4.0]],
    "tblSamenvoegen": [["Klantnr", "Hoort bij"], ["00024", "00023"]],
    "tblKoersen": [["Maand", "Valuta", "Koers"], [dt.datetime(2024, 1, 1), "USD", 0.92]],
    "tblBoekhouding": [["Jaar", "Omzet"], [2024.0, 1_000_000.0]],
}


def raw_tables() -> dict[str, RawTable]:
    """Return the input tables as they would stand on the sheets of our own workbook."""
    tables = {}
    for model in TABLES:
        headers, *rows = CELLS[model.table]
        columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
        places = HEADER_ROW + 1 + np.arange(len(rows))
        source = SourceFile("klein.xlsx")
        tables[model.table] = RawTable(
            model.sheet, tuple(headers), columns, places, HEADER_ROW, 1, model.table, source
        )
    return tables


def small_document() -> Document:
    """Return the report of the small company with its inputs."""
    return build(analyse(check_inputs(raw_tables())), created=CREATED, with_inputs=True)
