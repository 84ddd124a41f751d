from __future__ import annotations

import datetime as dt
from pathlib import Path

import light
import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.pages.inputs.as_read import as_read
from klantwaarde_xl.report.pages.inputs.sheets import input_document
from klantwaarde_xl.writers.xlsx import write_xlsx

# openpyxl does not know the data bars of our sheets; it says so and goes on.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
DAY = dt.datetime(2025, 3, 1)


def raw(name: str, columns: dict[str, list[object]]) -> RawTable:
    cells = tuple(RawColumn.from_values(values) for values in columns.values())
    count = len(next(iter(columns.values())))
    return RawTable(BY_TABLE[name].sheet, tuple(columns), cells, np.arange(2, 2 + count), table=name)


LINES = {
    "Factuurdatum": [DAY, "31-02-2025", 45_000.0, None, dt.datetime(1899, 12, 31)],
    "Debiteurnr": ["007", 8.0, None, CellError("#N/A"), "9"],
    "Omzet": [100.5, "op aanvraag", CellError("#N/B"), DAY, -3.0],
    "Opmerking verkoper": ["bel", None, 12.0, True, dt.timedelta(hours=1.5)],
    "omzet 2": [1.0, 2.0, 3.0, 4.0, 5.0],
    "": [None, None, None, None, "los"],
}


def test_every_cell_that_was_read_stands_in_the_copy(tmp_path: Path) -> None:
    tables = {
        "tblTransacties": raw("tblTransacties", LINES),
        "tblKlanten": raw("tblKlanten", {"Klantnr": ["007"], "KLANTNAAM": ["=1+1"], "klantnr oud": ["6"]}),
    }
    inputs = check_inputs(tables)
    path = write_xlsx(input_document(dt.datetime(2025, 1, 1), inputs), tmp_path / "copy.xlsx")
    sheet = light.load(path)["Transacties"]
    headers = [cell.value for cell in sheet[6]]
    columns = {headers[n]: [row[n].value for row in sheet.iter_rows(7, 11)] for n in range(len(headers))}
    assert columns["Datum"] == [DAY, "31-02-2025", 45_000, None, "31-12-1899"]
    assert columns["Klantnr"] == ["007", "8", None, "#N/A", "9"]
    assert columns["Omzet"] == [100.5, "op aanvraag", "#N/A", DAY, -3]
    assert columns["Opmerking verkoper"] == ["bel", None, 12, True, dt.timedelta(hours=1.5)]
    assert columns["omzet 2"] == [1, 2, 3, 4, 5]
    assert columns["Kolom F"] == [None, None, None, None, "los"]
    assert columns["Factuurnr"] == [None] * 5
    assert [sheet.cell(row, 6).data_type for row in range(7, 12)] == ["n", "s", "e", "d", "n"]
    customers = light.load(path)["Klanten"]
    assert (customers["B7"].value, customers["B7"].data_type) == ("=1+1", "s")
    assert customers["J6"].value == "klantnr oud"


def test_columns_of_one_kind_stay_typed_and_others_are_mixed() -> None:
    frame, more = as_read(raw("tblTransacties", LINES), BY_TABLE["tblTransacties"])
    assert frame["revenue"].dtype == object
    assert frame["quantity"].dtype == np.float64
    assert frame["invoice_id"].isna().all()
    assert more == {"column_4": "Opmerking verkoper", "column_5": "omzet 2", "column_6": "Kolom F"}
    right, _ = as_read(
        raw("tblTransacties", {"Datum": [DAY, None], "Klantnr": ["1", "2"], "Omzet": [1.0, None]}),
        BY_TABLE["tblTransacties"],
    )
    assert right["date"].dtype == "datetime64[s]"
    assert right["revenue"].dtype == np.float64
    assert isinstance(right["customer_id"].dtype, pd.CategoricalDtype)


def test_a_further_column_named_like_one_of_ours_gets_another_name() -> None:
    team = raw(
        "tblAccountmanagers",
        {"Naam": ["Noor"], "Capaciteit": [1.0], "Accountmanager": ["N"], "accountmanager": ["n"]},
    )
    _, more = as_read(team, BY_TABLE["tblAccountmanagers"])
    assert more == {"column_3": "Accountmanager", "column_4": "accountmanager (kolom D)"}
