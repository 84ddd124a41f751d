"""With a mark a second function sends one cell, through the door of VBA and through that of Office.js."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS
from windows_stub import MISSING, ComRange, ComTime, WindowsXlwings

from klantwaarde_xl.functions import marks, of_tables
from klantwaarde_xl.functions.encoders.officejs import function_id
from klantwaarde_xl.functions.marks import ALL_TABLES, Marks
from klantwaarde_xl.functions.registry import BY_NAME
from klantwaarde_xl.web.addin.calls import Unknown, answers, read_calls
from klantwaarde_xl.web.addin.tables import Tables

Rows = list[list[object]]
TABLES: dict[str, Rows] = {"transacties": LINES, "klanten": CUSTOMERS, "producten": PRODUCTS}
EPOCH = dt.datetime(1899, 12, 30)
NAMES = ("KW_KLANTEN", "KW_ACTIES", "KW_VOLGENDJAAR", "KW_GATEN", "KW_SAMEN")
CELLS = sum(len(rows) * len(rows[0]) for rows in TABLES.values())


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    with mock.patch.object(marks, "MARKS", Marks()) as kept, mock.patch.object(of_tables, "MARKS", kept):
        yield


class Vba:
    """A cell whose function goes over COM; ``sent`` counts the cells that were read there."""

    def __init__(self) -> None:
        self.windows, self.sent = WindowsXlwings(), 0

    def call(self, name: str, tables: dict[str, Rows]) -> Any:
        given = [self._range(tables.get(argument.name)) for argument in BY_NAME[name].arguments]
        return self.windows.call(name, *given)

    def _range(self, rows: Rows | None) -> object:
        if rows is None:
            return MISSING
        door, cells = self, [[over_com(cell) for cell in row] for row in rows]

        class Counted(ComRange):
            @property
            def Value(self) -> object:  # noqa: N802 - COM's name
                door.sent += len(cells) * len(cells[0])
                return super().Value

        return Counted(cells)


def over_com(cell: object) -> object:
    return ComTime.combine(cell, cell.time(), dt.UTC) if isinstance(cell, dt.datetime) else cell


class OfficeJs:
    """A cell whose function the script of the add-in sends as JSON, every range in the request."""

    def __init__(self) -> None:
        self.sent = 0

    def call(self, name: str, tables: dict[str, Rows]) -> Any:
        function = BY_NAME[name]
        given = [self._range(tables.get(argument.name)) for argument in function.arguments]
        asked = {"function": function_id(function), "arguments": given}
        read = read_calls(json.dumps({"calls": [asked]}).encode(), Tables(0))
        assert not isinstance(read, Unknown)
        (found,) = answers(read)
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    def _range(self, rows: Rows | None) -> Rows | None:
        if rows is not None:
            self.sent += len(rows) * len(rows[0])
        return rows and [[as_script(cell) for cell in row] for row in rows]


def as_script(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return (cell - EPOCH) / dt.timedelta(days=1)
    return "" if cell is None else cell


@pytest.fixture(params=[Vba, OfficeJs], ids=["VBA", "Office.js"])
def door(request: pytest.FixtureRequest) -> Vba | OfficeJs:
    return request.param()


def test_a_second_function_sends_one_cell(door: Vba | OfficeJs) -> None:
    mark = door.call("KW_TABELLEN", TABLES)
    assert mark.startswith(f"KW-tabellen, {len(LINES) - 1} factuurregels, ")
    assert door.sent == CELLS
    by_mark = {name: door.call(name, {"transacties": [[mark]]}) for name in NAMES}
    assert door.sent == CELLS + len(NAMES)
    assert by_mark == {name: door.call(name, TABLES) for name in NAMES}


def test_a_changed_cell_sends_the_tables_once_more(door: Vba | OfficeJs) -> None:
    before = door.call("KW_TABELLEN", TABLES)
    old = door.call("KW_KLANTEN", {"transacties": [[before]]})
    lines = [list(row) for row in LINES]
    lines[9][3] = 9_999.0
    changed = {**TABLES, "transacties": lines}
    door.sent = 0
    after = door.call("KW_TABELLEN", changed)
    new = door.call("KW_KLANTEN", {"transacties": [[after]]})
    assert door.sent == CELLS + 1
    assert after != before
    assert new == door.call("KW_KLANTEN", changed) != old


def test_an_unknown_mark_shows_an_error_and_a_new_calculation_mends_it(door: Vba | OfficeJs) -> None:
    mark = door.call("KW_TABELLEN", TABLES)
    marks.MARKS = of_tables.MARKS = Marks()  # Python started anew
    assert "KW-621" in str(door.call("KW_KLANTEN", {"transacties": [[mark]]}))
    assert door.call("KW_TABELLEN", TABLES) == mark
    assert "KW-621" not in str(door.call("KW_KLANTEN", {"transacties": [[mark]]}))


def test_every_table_of_a_mark_is_one_of_the_functions() -> None:
    names = {argument.name for name in NAMES for argument in BY_NAME[name].arguments}
    assert {table.name for table in ALL_TABLES} <= names
