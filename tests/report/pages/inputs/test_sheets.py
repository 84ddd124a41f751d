from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.sheets import input_document


@pytest.fixture(scope="module")
def empty(created: dt.datetime) -> Document:
    return input_document(created)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_columns_come_from_the_model_in_its_order(empty: Document, model: type[TableModel]) -> None:
    sheet = next(sheet for sheet in empty.sheets if sheet.name == model.sheet)
    (table,) = sheet.tables
    assert table.name == model.table
    assert [(c.field, c.header) for c in table.columns] == [(c.field, c.header) for c in model.columns()]
    assert [c.required for c in table.columns] == [c.required for c in model.columns()]
    assert all(column.help in spec.help for column, spec in zip(model.columns(), table.columns, strict=True))
    assert empty.frames[model.table].empty


def test_choices_are_offered(empty: Document) -> None:
    checks = {
        (sheet.name, column.field): column.validation
        for sheet in empty.sheets
        for t in sheet.tables
        for column in t.columns
    }
    assert checks["Transacties", "customer_id"].source == "lijst_Klanten"
    assert not checks["Transacties", "customer_id"].strict
    assert checks["Klanten", "customer_id"] is None
    assert checks["Klanten", "account_manager"].source == "lijst_Accountmanagers"
    assert checks["Inspanning", "activity"].source == "lijst_Activiteiten"
    assert checks["Tarieven", "driver"].source == ("uur", "factuur", "regel", "creditregel", "klant")
    assert checks["Beoordeling", "energy"].minimum == 1
    assert dict(empty.names)["lijst_Klanten"] == "tblKlanten[Klantnr]"


def test_filled_inputs_keep_ids_and_say_yes_and_no(make_analysis: Any, created: dt.datetime) -> None:
    filled = input_document(created, make_analysis(10).inputs)
    assert filled.frames["tblKlanten"]["customer_id"].tolist()[0] == "00001"
    assert set(filled.frames["tblKlanten"]["include"]) == {"ja"}
    assert filled.frames["tblTransacties"]["one_off"].tolist() == ["ja", ""]
