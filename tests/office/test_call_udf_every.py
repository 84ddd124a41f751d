"""Every function of the registry through xlwings' own converters, with all that a cell can hold, derived from
its live formula.

A new function is tried here without an edit: its arguments are those that the sheet Functies gives it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from unittest import mock

import pytest
from leaving_company import LINES as LEAVING
from small_workbook import small_document
from windows_stub import DIV0, FROM_VBA, MISSING, ComRange, WindowsXlwings

from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.functions.declaration import Argument, Function, Kind
from klantwaarde_xl.functions.encoders.vba import SEPARATOR
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS
from klantwaarde_xl.template.function_results import function_blocks

EVERY = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
EPOCH = dt.datetime(1899, 12, 30)


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    return WindowsXlwings()


@pytest.fixture(scope="module")
def given() -> dict[str, list[list[list[object]] | None]]:
    """Return the cells of every argument of the live formulas on the small company, None when left
    out."""
    cells = {block.function.name: list(block.formula.given) for block in function_blocks(small_document())}
    # The small company is too small for a chance of leaving.
    return cells | {"KW_WEG": [LEAVING, *[None] * 8]}


def arguments(function: Function, cells: Sequence[object]) -> list[object]:
    """Return the arguments of a call as COM gives them."""
    return [*map(over_com, cells), *(FROM_VBA[asked] for asked in function.context)]


def over_com(value: object) -> object:
    if value is None:
        return MISSING
    return ComRange(value) if isinstance(value, list) else value


def flat(result: object) -> list[object]:
    return (
        [cell for row in result for cell in (row if isinstance(row, list) else [row])]
        if isinstance(result, list)
        else [result]
    )


def markers(result: object) -> list[list[str]]:
    return [str(cell).split(SEPARATOR)[1:] for cell in flat(result) if str(cell).startswith(SEPARATOR)]


def decent(result: object) -> None:
    """Fail when a cell would show what no user should see."""
    for cell in flat(result):
        assert not isinstance(cell, float) or math.isfinite(cell)
        assert str(cell).lower() not in {"nan", "nat", "none", "<na>", "inf"}
        assert "Traceback" not in str(cell)
    for marker in markers(result):
        assert marker[0] == "KW"
        assert marker[1] in {"2015", "2042"}
        assert marker[2].startswith("KW-")
        assert not marker[2].startswith("KW-699"), marker[2]


@EVERY
def test_ranges_give_a_result_without_errors(
    windows: WindowsXlwings, given: dict[str, list[object]], function: Function
) -> None:
    result = windows.call(function.name, *arguments(function, given[function.name]))
    decent(result)
    assert not markers(result)


@EVERY
def test_an_optional_argument_left_out_is_as_an_empty_cell(
    windows: WindowsXlwings, given: dict[str, list[object]], function: Function
) -> None:
    full = given[function.name]
    plain = [a.kind in {Kind.NUMBER, Kind.TEXT, Kind.NUMBERS} for a in function.arguments]
    left_out = [None if a.optional else cells for a, cells in zip(function.arguments, full, strict=True)]
    empty = [
        [[None]] if a.optional and simple and a.kind is not Kind.NUMBERS else cells
        for a, cells, simple in zip(function.arguments, left_out, plain, strict=True)
    ]
    without = windows.call(function.name, *arguments(function, left_out))
    decent(without)
    assert not markers(without)
    assert windows.call(function.name, *arguments(function, empty)) == without


def each_required(function: Function) -> list[Argument]:
    return [argument for argument in function.arguments if not argument.optional]


@EVERY
def test_a_required_argument_left_out_is_said(
    windows: WindowsXlwings, given: dict[str, list[object]], function: Function
) -> None:
    for argument in each_required(function):
        cells = [
            None if a is argument else value
            for a, value in zip(function.arguments, given[function.name], strict=True)
        ]
        result = windows.call(function.name, *arguments(function, cells))
        found = markers(result)
        assert [marker[:2] for marker in found] == [["KW", "2015"]]
        assert found[0][2].startswith(f"KW-601: {argument.name} ")


ONE_CELL = {
    "an error": DIV0,
    "a date": dt.datetime(2024, 5, 1),
    "text": "abc",
    "nothing": None,
    "yes": True,
    "a number": 3.0,
}


@pytest.mark.parametrize("cell", ONE_CELL.values(), ids=ONE_CELL)
@EVERY
def test_one_cell_of_any_kind_in_the_place_of_each_argument(
    windows: WindowsXlwings, given: dict[str, list[object]], function: Function, cell: object
) -> None:
    for argument in function.arguments:
        cells = [
            [[cell]] if a is argument else value
            for a, value in zip(function.arguments, given[function.name], strict=True)
        ]
        result = windows.call(function.name, *arguments(function, cells))
        decent(result)
        if cell == DIV0 and argument.kind is not Kind.CELL:
            assert markers(result), f"an error in {argument.name} may not vanish"


@EVERY
def test_one_error_among_many_cells_is_seen(
    windows: WindowsXlwings, given: dict[str, list[object]], function: Function
) -> None:
    for number, argument in enumerate(function.arguments):
        whole = given[function.name][number]
        if argument.kind not in {Kind.COLUMN, Kind.MATRIX, Kind.NUMBERS} or whole is None or len(whole) < 2:
            continue
        broken = [[DIV0, *whole[0][1:]], *whole[1:]]
        result = windows.call(
            function.name,
            *arguments(
                function, [broken if n == number else value for n, value in enumerate(given[function.name])]
            ),
        )
        decent(result)
        assert markers(result)
        if function.result.name == "COLUMN":
            assert [marker[1] for marker in markers(result)] == ["2042"], "the row of the error, and no other"
            assert str(flat(result)[0]).startswith(SEPARATOR)


TABLES = ("KW_KLANTEN", "KW_ACTIES", "KW_GATEN", "KW_SAMEN")


@pytest.mark.parametrize("name", TABLES)
def test_a_date_may_be_a_day_number(
    windows: WindowsXlwings, given: dict[str, list[object]], name: str
) -> None:
    wanted = windows.call(name, *arguments(BY_NAME[name], given[name]))
    serial = [
        table
        and [
            [(c - EPOCH) / dt.timedelta(days=1) if isinstance(c, dt.datetime) else c for c in row]
            for row in table
        ]
        for table in given[name]
    ]
    assert windows.call(name, *arguments(BY_NAME[name], serial)) == wanted


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_found_by_their_headers_wherever_they_stand(
    windows: WindowsXlwings, given: dict[str, list[object]], name: str
) -> None:
    wanted = windows.call(name, *arguments(BY_NAME[name], given[name]))
    lines, *others = given[name]
    turned = [["van alles", *reversed(lines[0])], *[["x", *reversed(row)] for row in lines[1:]]]
    titled = [["Facturen 2024", *[None] * len(lines[0])], [None] * (len(lines[0]) + 1), *turned]
    for table in (turned, titled):
        assert windows.call(name, *arguments(BY_NAME[name], [table, *others])) == wanted


def test_a_totals_row_of_the_whole_table_counts_for_nothing(
    windows: WindowsXlwings, given: dict[str, list[object]]
) -> None:
    wanted = windows.call("KW_KLANTEN", *arguments(BY_NAME["KW_KLANTEN"], given["KW_KLANTEN"]))
    lines, *others = given["KW_KLANTEN"]
    place = lines[0].index("Omzet")
    total = [None] * len(lines[0])
    total[0], total[place] = "Totaal", sum(row[place] for row in lines[1:])
    found = windows.call("KW_KLANTEN", *arguments(BY_NAME["KW_KLANTEN"], [[*lines, total], *others]))
    assert found == wanted


def test_the_second_function_over_the_same_tables_computes_nothing(
    windows: WindowsXlwings, given: dict[str, list[object]]
) -> None:
    fresh = {"_ANALYSES": of_tables.Recent(4), "_RESULTS": of_tables.Recent(16)}
    with (
        mock.patch.multiple(of_tables, **fresh),
        mock.patch.object(of_tables, "analyse", wraps=of_tables.analyse) as analyse,
        mock.patch.object(of_tables, "check_inputs", wraps=of_tables.check_inputs) as check,
    ):
        for name in ("KW_KLANTEN", "KW_ACTIES", "KW_KLANTEN"):
            # New objects with equal contents, as every call over COM brings.
            copies = [table and [list(row) for row in table] for table in given[name]]
            windows.call(name, *arguments(BY_NAME[name], copies))
        assert (analyse.call_count, check.call_count) == (1, 1)
