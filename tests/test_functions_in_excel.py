"""Every function gives over COM what the workbook says that it gives, with the ranges of its own formula."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from excel_contents import Cell
from excel_language import LANGUAGES, ExcelError, Language
from excel_ranges import EPOCH, Range
from excel_session import Session
from windows_stub import FROM_VBA, MISSING, WindowsXlwings

from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.encoders.vba import SEPARATOR
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.text_units import units
from klantwaarde_xl.template.functions_sheet import FIXED_SHEET, SHEET

LONGEST_TEXT = 255
"""Characters of a text in a result of more cells; a longer one makes all of it #VALUE!."""
OF_THIS_COMPUTER = {"KW_VERSIE", "KW_TABELLEN"}
"""What is of the computer, and the mark of every digit of tables that a file holds rounded."""


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda language: language.name)
def session(request: pytest.FixtureRequest, windows: WindowsXlwings, once: Any) -> Session:
    from small_workbook import small_document

    from klantwaarde_xl.template.build import macro_workbook

    language: Language = request.param
    data = once.value("filled", lambda: macro_workbook(small_document()))
    return Session(windows, Path("klant.xlsm"), data, language)


def live(session: Session, function: Function) -> tuple[tuple[int, int], list[object]]:
    """Return where the formula of a function stands on Functies, and its arguments as COM gives them."""
    for place, cell in session.contents(SHEET).cells.items():
        if cell.formula.startswith(f"={function.name}("):
            inside = cell.formula[len(function.name) + 2 : -1]
            texts = re.findall(r'((?:"[^"]*"|\{[^}]*\}|\[\[[^\]]*\]\]|\[[^\]]*\]|[^,"{\[])+)(?:,|$)', inside)
            given = [argument(session, text) for text in texts]
            return place, given + [MISSING] * (len(function.arguments) - len(given))
    raise AssertionError(function.name)


def argument(session: Session, text: str) -> object:
    if text[0] == '"':
        return text[1:-1]
    if text[0] == "{":
        return tuple(tuple(float(n) for n in row.split(",")) for row in text[1:-1].split(";"))
    if re.fullmatch(r"-?[\d.]+%?", text):
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    named = re.fullmatch(r"(\w+)\[(.+)\]", text)
    if named is None:
        return session.book.sheets[SHEET].range(text).impl.xl
    table = session.table(named[1])
    sheet = next(one for one in session.app.book.sheets if table in one._contents.tables)
    top, left, bottom, right = table.area
    if named[2] == "[#All]":
        return Range(sheet, table.area)
    headers = {sheet._contents.value((top, column)): column for column in range(left, right + 1)}
    column = headers[named[2]]
    return Range(sheet, (top + 1, column, bottom - int(table.totals), column))


def grid(result: Any) -> list[list[object]]:
    """Return what leaves Python as rows: one row of several cells comes without its rows."""
    if not isinstance(result, list | tuple):
        return [[result]]
    rows = result if isinstance(result[0], list | tuple) else [result]
    return [list(row) for row in rows]


def in_cell(value: Any) -> object:
    """Return what a cell holds when Excel gets this: a day is a number, and an empty text nothing."""
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)
    return None if value == "" else value


def call(windows: WindowsXlwings, function: Function, given: list[object]) -> list[list[object]]:
    result = windows.call(function.name, *given, *(FROM_VBA[asked] for asked in function.context))
    return grid(result)


WITHOUT_ANSWER = {"KW_WEG": "KW-619"}
"""Functions that have nothing to say of these data, and the code that tells why."""


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_formula_gives_over_com_what_the_workbook_holds(
    windows: WindowsXlwings, session: Session, function: Function
) -> None:
    place, given = live(session, function)
    result = call(windows, function, given)
    if function.name in WITHOUT_ANSWER:
        assert WITHOUT_ANSWER[function.name] in str(result[0][0])
        assert session.contents(FIXED_SHEET).value(place) == "#WAARDE!"
        return
    assert len({len(row) for row in result}) == 1
    for row in result:
        for cell in row:
            assert type(cell) in {str, float, int, bool} or isinstance(cell, dt.datetime), cell
            assert not isinstance(cell, dt.datetime) or cell.tzinfo is not None
            assert not isinstance(cell, str) or units(cell) <= LONGEST_TEXT
            assert not str(cell).startswith(SEPARATOR), cell
    if function.name in OF_THIS_COMPUTER:
        return
    fixed = session.contents(FIXED_SHEET)
    for at, row in enumerate(result):
        for beside, cell in enumerate(row):
            wanted = fixed.value((place[0] + at, place[1] + beside))
            found = in_cell(cell)
            if isinstance(wanted, float):
                # The table holds amounts to the hundred-thousandth, and some results add them up.
                assert found == pytest.approx(wanted, rel=1e-7), (at, beside)
            else:
                assert found == wanted, (at, beside)


def test_amounts_with_a_currency_count_as_the_numbers_that_they_are(
    windows: WindowsXlwings, session: Session
) -> None:
    (function,) = (one for one in FUNCTIONS if one.name == "KW_PARETO")
    _, given = live(session, function)
    plain = call(windows, function, given)
    revenue = given[0]
    kept = dict(revenue._contents.formats)
    for row in range(revenue._area[0], revenue._area[2] + 1):
        revenue._contents.formats[row, revenue._area[1]] = '"€" #,##0.00'
    try:
        assert call(windows, function, given) == plain
    finally:
        revenue._contents.formats.update(kept)


def test_an_error_in_a_cell_is_no_number_in_any_language(windows: WindowsXlwings, session: Session) -> None:
    (function,) = (one for one in FUNCTIONS if one.name == "KW_CUMULATIEF")
    _, given = live(session, function)
    values = given[0]
    place = (values._area[0], values._area[1])
    kept = values._contents.cells[place]
    values._contents.cells[place] = Cell(ExcelError("#N/A"))
    try:
        result = call(windows, function, given)
    finally:
        values._contents.cells[place] = kept
    assert str(result[0][0]).startswith(f"{SEPARATOR}KW{SEPARATOR}2042{SEPARATOR}KW-610")
    assert all(isinstance(row[0], float) for row in result[1:])


def test_a_text_of_more_than_255_characters_spoils_no_spill(
    windows: WindowsXlwings, session: Session
) -> None:
    """KW_CONTROLE shows a cell as it stands, and a cell holds 32,767 characters."""
    (function,) = (one for one in FUNCTIONS if one.name == "KW_CONTROLE")
    _, given = live(session, function)
    cells, (top, left, _, right) = given[0]._contents.cells, given[0]._area
    place = next((top + 1, at) for at in range(left, right + 1) if cells[top, at].value == "Omzet")
    kept = cells[place]
    cells[place] = Cell("dertig euro " * 25)
    try:
        result = call(windows, function, given)
    finally:
        cells[place] = kept
    texts = [cell for row in result for cell in row if isinstance(cell, str)]
    assert ("dertig euro " * 25)[:254] + "…" in texts
    assert max(map(units, texts)) <= LONGEST_TEXT
