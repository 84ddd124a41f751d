"""A mark stands for tables: for those of which every cell is the same, for as long as they are known, and
for nothing else."""

from __future__ import annotations

import datetime as dt
import gc
import math
import re
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from unittest import mock

import pytest
from leaving_company import LINES as LEAVING
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl import errors
from klantwaarde_xl.functions import dispatch, marks, of_tables
from klantwaarde_xl.functions.answers import Answer, ErrorValue
from klantwaarde_xl.functions.declaration import Function, Kind
from klantwaarde_xl.functions.known_rows import KnownRows
from klantwaarde_xl.functions.marks import ALL_TABLES, Marks
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS

Rows = list[list[object]]
TABLES: dict[str, Rows] = {
    "transacties": LINES,
    "klanten": CUSTOMERS,
    "producten": PRODUCTS,
    "inspanning": [["Klantnr", "Uren", "Datum"], ["00003", 12.0, dt.datetime(2024, 5, 1)]],
    "instellingen": [["naam", "waarde"], ["Kostprijs per uur", 75.0]],
}
TAKES_A_MARK = [
    function
    for function in FUNCTIONS
    if function.arguments[:1] == ALL_TABLES[:1] and function.name != "KW_TABELLEN"
]
EVERY = pytest.mark.parametrize("function", TAKES_A_MARK, ids=lambda function: function.name)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[Marks]:
    with mock.patch.object(marks, "MARKS", Marks()) as kept, mock.patch.object(of_tables, "MARKS", kept):
        yield kept


def mark_of(tables: dict[str, Rows]) -> str:
    found = dispatch.call(BY_NAME["KW_TABELLEN"], [tables.get(table.name) for table in ALL_TABLES])
    assert isinstance(found, str), found
    return found


def of_tables_themselves(function: Function, tables: dict[str, Rows]) -> Answer:
    return dispatch.call(function, [tables.get(argument.name) for argument in function.arguments])


def of_mark(function: Function, mark: str, **others: Rows) -> Answer:
    given = [others.get(argument.name) for argument in function.arguments]
    return dispatch.call(function, [[[mark]], *given[1:]])


def test_every_function_over_all_tables_takes_a_mark() -> None:
    assert [function.name for function in TAKES_A_MARK] == [
        *("KW_KLANTEN", "KW_GATEN", "KW_SAMEN", "KW_ACTIES", "KW_VOLGENDJAAR", "KW_WEG", "KW_BRUG")
    ]


def test_a_mark_says_how_many_lines_and_is_short() -> None:
    mark = mark_of(TABLES)
    assert re.fullmatch(r"KW-tabellen, 192 factuurregels, [0-9a-f]{32}", mark), len(LINES)
    assert mark_of({"transacties": LINES[:2]}).startswith("KW-tabellen, 1 factuurregel, ")
    assert (
        Marks()
        .keep({"transacties": KnownRows([["Datum"]])}, "", 60_007)
        .startswith("KW-tabellen, 60.007 factuurregels, ")
    )


@EVERY
def test_a_mark_gives_what_the_tables_give(function: Function) -> None:
    for tables in (TABLES, {"transacties": LINES}, {"transacties": LEAVING}):
        assert of_mark(function, mark_of(tables)) == of_tables_themselves(function, tables)


def test_other_arguments_stay_beside_a_mark() -> None:
    function, mark = BY_NAME["KW_GATEN"], mark_of(TABLES)
    one: Rows = [["00010"]]
    found = of_mark(function, mark, klant=one, aantal=[[2.0]], klanten=[[None]], instellingen=[[""]])
    assert found == of_tables_themselves(function, {**TABLES, "klant": one, "aantal": [[2.0]]})
    assert {row[0] for row in found[1:]} == {"00010"}


@EVERY
def test_a_table_beside_a_mark_is_refused(function: Function) -> None:
    mark = mark_of(TABLES)
    tables = [argument.name for argument in function.arguments[1:] if argument.kind is Kind.TABLE]
    assert tables
    for name in tables:
        for beside in (CUSTOMERS, [[mark]]):
            found = of_mark(function, mark, **{name: beside})
            assert isinstance(found, ErrorValue)
            assert found.text.startswith(f"KW-622: {name} staat naast de cel met KW_TABELLEN")


@EVERY
def test_a_mark_that_python_does_not_know_is_an_error_with_advice(function: Function, fresh: Marks) -> None:
    mark = mark_of(TABLES)
    with mock.patch.object(marks, "MARKS", Marks()):  # Python started anew
        found = of_mark(function, mark)
    assert isinstance(found, ErrorValue)
    assert found.code == "KW-621"
    assert "Ctrl+Alt+F9" in found.text
    assert not isinstance(of_mark(function, mark), ErrorValue) or function.name == "KW_WEG"


def test_an_error_in_the_cell_of_the_mark_is_said() -> None:
    found = of_mark(BY_NAME["KW_KLANTEN"], "#VALUE!")
    assert isinstance(found, ErrorValue)
    assert found.text.startswith("KW-610: transacties, rij 1: de cel bevat de fout #WAARDE!")


def test_functions_over_one_table_take_no_mark() -> None:
    mark = mark_of(TABLES)
    found = dispatch.call(BY_NAME["KW_CONTROLE"], [[[mark]], [["Transacties"]]])
    assert isinstance(found, ErrorValue)
    assert dispatch.call(BY_NAME["KW_FOUT"], [[[mark]]]) == "Deze cel bevat geen fout."


def test_tables_that_cannot_be_read_have_no_mark() -> None:
    wrong = {
        "KW-616": {"transacties": LINES, "klanten": [["geen"]]},
        "KW-606": {"transacties": LINES, "instellingen": [*TABLES["instellingen"], ["Onbekend", 1.0]]},
        "KW-601": {"klanten": CUSTOMERS},
    }
    for code, tables in wrong.items():
        found = dispatch.call(BY_NAME["KW_TABELLEN"], [tables.get(table.name) for table in ALL_TABLES])
        assert isinstance(found, ErrorValue)
        assert found.code == code


def test_equal_tables_in_other_objects_have_one_mark(fresh: Marks) -> None:
    again = {
        name: [["".join(c) if isinstance(c, str) else c for c in row] for row in rows]
        for name, rows in TABLES.items()
    }
    assert mark_of(TABLES) == mark_of(again)
    assert mark_of({"transacties": LINES}) != mark_of(TABLES)


PAIRS = [
    *((True, 1.0), ("1", 1.0), ("WAAR", True), (None, 0.0), (False, 0.0), (0.0, -0.0), (math.nan, 0.0)),
    *(("#N/A", "#DIV/0!"), (-2146826243, -2146826238), (-2146826243, -2146826243.0), ("a", "A"), ("a", "a ")),
    *((dt.datetime(2024, 5, 1), dt.datetime(2024, 5, 1, 0, 0, 1)), (dt.datetime(2024, 5, 1), 45413.0)),
    *((dt.datetime(2024, 5, 1), "2024-05-01 00:00:00"), (Decimal(1), Decimal(2)), (Decimal(1), "1")),
]


@pytest.mark.parametrize("pair", PAIRS, ids=repr)
def test_no_two_contents_share_a_mark(pair: tuple[object, object]) -> None:
    for row, column in ((1, 3), (5, 1)):
        found = set()
        for value in pair:
            lines = [list(line) for line in LINES[:7]]
            lines[row][column] = value
            found.add(mark_of({"transacties": lines}))
        assert len(found) == 2


def test_settings_rows_below_and_the_name_of_a_table_count() -> None:
    settings, blank = TABLES["instellingen"], [None] * len(CUSTOMERS[0])
    others = [
        TABLES,
        {**TABLES, "instellingen": [settings[0], [settings[1][0], 76.0]]},
        {**TABLES, "instellingen": [settings[0], [settings[1][0], "75"]]},
        {**TABLES, "klanten": [CUSTOMERS[0], *CUSTOMERS[:0:-1]]},
        {**TABLES, "klanten": [*CUSTOMERS, blank]},
        {**TABLES, "klanten": [*CUSTOMERS[:2], blank, *CUSTOMERS[2:]]},
        {**TABLES, "klanten": [["Klant", *CUSTOMERS[0][1:]], *CUSTOMERS[1:]]},
        {**TABLES, "samenvoegen": [["Klantnr", "Hoort bij"]]},
    ]
    assert len({mark_of(tables) for tables in others}) == len(others)


def test_the_order_of_chances_is_that_of_the_customers_behind_the_mark() -> None:
    asked: Rows = [["Klantnr"], ["0002"], [None], ["0001"]]
    tables: dict[str, Rows] = {"transacties": LEAVING, "klanten": asked}
    found = of_mark(BY_NAME["KW_WEG"], mark_of(tables))
    assert found == of_tables_themselves(BY_NAME["KW_WEG"], tables)
    assert len(found) == 3
    assert len(of_mark(BY_NAME["KW_WEG"], mark_of({**tables, "klanten": [*asked, [None], [None]]}))) == 5


def test_a_changed_cell_gives_another_mark_and_other_figures() -> None:
    function = BY_NAME["KW_KLANTEN"]
    before = mark_of(TABLES)
    old = of_mark(function, before)
    lines = [list(row) for row in LINES]
    lines[5][3] = 123_456.0
    changed = {**TABLES, "transacties": lines}
    after = mark_of(changed)
    assert after != before
    assert of_mark(function, after) == of_tables_themselves(function, changed) != old


def test_who_changes_rows_after_they_were_marked_changes_nothing_behind_the_mark() -> None:
    lines = [list(row) for row in LINES]
    mark = mark_of({"transacties": lines})
    lines[5][3] = 123_456.0
    found = of_mark(BY_NAME["KW_KLANTEN"], mark)
    assert found == of_tables_themselves(BY_NAME["KW_KLANTEN"], {"transacties": LINES})


def test_a_mark_analyses_nothing_again_and_reads_nothing_again() -> None:
    fresh = {"_ANALYSES": of_tables.Recent(4), "_RESULTS": of_tables.Recent(16)}
    with (
        mock.patch.multiple(of_tables, **fresh),
        mock.patch.object(of_tables, "analyse", wraps=of_tables.analyse) as analyse,
        mock.patch(
            "klantwaarde_xl.functions.table_cells.cut_sheet",
            wraps=of_tables.cut_cells.__globals__["cut_sheet"],
        ) as read,
    ):
        mark = mark_of(TABLES)
        for name in ("KW_KLANTEN", "KW_ACTIES", "KW_VOLGENDJAAR", "KW_KLANTEN"):
            of_mark(BY_NAME[name], mark)
        assert analyse.call_count == 1
        assert read.call_count == 4, "the four tables; settings are no table"


def rows_of(number: int, height: int) -> KnownRows:
    return KnownRows([[float(number), f"K{row}"] for row in range(height)])


def test_the_tables_that_were_used_last_stay() -> None:
    with mock.patch.object(marks, "_ALWAYS", 0):
        kept = Marks()
        first, second, third = (kept.keep({"transacties": rows_of(n, 100)}, str(n), n) for n in range(3))
        kept.tables(first)
        kept.keep({"transacties": rows_of(3, 100)}, "3", 3)
        assert len(kept) == 600
        assert kept.tables(first)
        assert kept.tables(third)
        with pytest.raises(errors.InvalidFigureError, match="KW-621"):
            kept.tables(second)


def test_hundreds_of_marks_in_threads_keep_no_more_than_was_agreed() -> None:
    with mock.patch.object(marks, "_ALWAYS", 10_000):
        kept = Marks()

        def call(number: int) -> str:
            return kept.keep({"transacties": rows_of(number, 50)}, str(number), number)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(call, range(200)))
            gc.collect()
            tracemalloc.start()
            made = [*pool.map(call, range(200, 700))]
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    assert len(kept) == 10_000
    assert kept.tables(made[-1])["transacties"][0][0] == 699.0
    # A hundred sets of fifty rows: 17 kB each was measured.
    assert grown < 3_000_000
