"""A range that comes by again is converted once; one changed cell is never missed, whatever Python calls
equal."""

from __future__ import annotations

import datetime as dt
import gc
import math
import random
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from unittest import mock

import pytest
from windows_stub import DIV0, MISSING, NA, VALUE, ComRange, ComTime, WindowsXlwings

from klantwaarde_xl.excel import taking
from klantwaarde_xl.excel.taking import Taken
from klantwaarde_xl.functions import table_cells
from klantwaarde_xl.functions.registry import BY_NAME

WINTER, SUMMER = dt.timezone(dt.timedelta(hours=1)), dt.timezone(dt.timedelta(hours=2))
NOON = ComTime(2024, 5, 1, 12, tzinfo=dt.UTC)
ERRORS = (-2146826281, -2146826246, -2146826259, -2146826288, -2146826252, -2146826265, -2146826273)
NEWER = (-2146826243, -2146826238)
"""#OVERLOOP! and #BEREKEN!, which xlwings has no name for."""
Cells = tuple[tuple[object, ...], ...]


@pytest.fixture(scope="module")
def windows() -> WindowsXlwings:
    """Return xlwings as on Windows, with one function that takes its own conversion and one that takes
    ours; each hands back what it got."""
    found = WindowsXlwings()
    ways = {"theirs": {"ndim": 2, "err_to_str": True}, "ours": {"convert": found.functions._AsTaken}}
    for name, options in ways.items():

        def hand_back(cells):
            got.append(cells)
            return [[0.0]]

        hand_back.__name__ = name
        setattr(found.functions, name, found.udfs.xlfunc(found.udfs.xlarg("cells", **options)(hand_back)))
    return found


got: list[object] = []


def taken_by(windows: WindowsXlwings, name: str, given: object) -> object:
    windows.call(name, given)
    return got.pop()


def exactly(rows: object) -> object:
    """Return rows of cells as what only the very same ones share."""
    return [[(type(cell), repr(cell)) for cell in row] for row in rows] if isinstance(rows, list) else rows


@pytest.fixture
def taken(windows: WindowsXlwings) -> Taken:
    return Taken()


def of_every_kind(draw: random.Random) -> object:
    moment = ComTime(draw.randint(1900, 2100), draw.randint(1, 12), draw.randint(1, 28), tzinfo=dt.UTC)
    return draw.choice(
        [
            *(None, "", " ", "abc", "1", "=1+1", "#N/A", "\x1f", "é", True, False, 0.0, -0.0, 1.0, 1, 1e300),
            *(math.inf, math.nan, draw.random(), float(draw.choice(ERRORS)), draw.choice(ERRORS)),
            *(
                draw.choice(NEWER),
                12345,
                Decimal("12.5"),
                Decimal(draw.randint(0, 9)),
                moment,
            ),
            moment + dt.timedelta(seconds=draw.randint(0, 86_399), microseconds=draw.choice([0, 997_000])),
        ]
    )


SHAPES = [(1, 1), (1, 7), (7, 1), (3, 4), (300, 5), (1, 1_200), (1_200, 1)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_we_hand_over_is_what_xlwings_would(windows: WindowsXlwings, shape: tuple[int, int]) -> None:
    draw = random.Random(str(shape))
    for _ in range(5):
        cells = tuple(tuple(of_every_kind(draw) for _ in range(shape[1])) for _ in range(shape[0]))
        for given in (ComRange(cells), cells):
            wanted = exactly(taken_by(windows, "theirs", given))
            assert exactly(taken_by(windows, "ours", given)) == wanted
            assert exactly(taken_by(windows, "ours", given)) == wanted, "when it comes by again"


@pytest.mark.parametrize(
    "given", [MISSING, None, "", 1.0, True, "tekst", DIV0, NOON, (1.0, "a"), ComRange([[None]])]
)
def test_a_value_without_a_range_is_taken_as_xlwings_would(windows: WindowsXlwings, given: object) -> None:
    assert exactly(taken_by(windows, "ours", given)) == exactly(taken_by(windows, "theirs", given))


def sheet(change: dict[tuple[int, int], object] | None = None, height: int = 200) -> Cells:
    """Return headers above days, numbers, texts, cells of every kind and amounts, of new objects."""
    draw = random.Random(7)
    kinds = (None, "", True, 1.0, DIV0, "x", NOON, Decimal(5))
    rows: list[list[object]] = [["Datum", "Omzet", "Klantnr", "Van alles", "Valuta"]]
    for row in range(height):
        day = ComTime(2024, 1 + row % 12, 1 + row % 28, row % 24, tzinfo=dt.UTC)
        rows.append([day, draw.random(), "".join(["K", str(row % 50)]), kinds[row % 8], Decimal(row) / 4])
    for (row, column), value in (change or {}).items():
        rows[row][column] = value
    return tuple(map(tuple, rows))


SHEET = sheet()


def changed(row: int, column: int, value: object) -> Cells:
    """Return the sheet with another cell; the other cells are the same objects."""
    cells = (*SHEET[row][:column], value, *SHEET[row][column + 1 :])
    return (*SHEET[:row], cells, *SHEET[row + 1 :])


def test_the_same_cells_in_other_objects_are_the_same_range(taken: Taken) -> None:
    with mock.patch.object(taking, "_converted", wraps=taking._converted) as converted:
        first = taken.rows(sheet())
        assert taken.rows(sheet()) is first
        assert converted.call_count == 1


ONE, TWO = Decimal(1), Decimal(2)
CHANGES = {
    "yes to one": (True, 1.0),
    "one to yes": (1.0, True),
    "yes to a whole number": (True, 1),
    "a whole number to a number": (1, 1.0),
    "text to a number": ("1", 1.0),
    "nothing to an empty text": (None, ""),
    "nothing to zero": (None, 0.0),
    "no to zero": (False, 0.0),
    "zero to below zero": (0.0, -0.0),
    "not a number to zero": (math.nan, 0.0),
    "an error to another": (DIV0, NA),
    "an error to its number": (VALUE, float(VALUE)),
    "an error to its text": (DIV0, "#DIV/0!"),
    "a newer error": NEWER,
    "a second later": (NOON, NOON + dt.timedelta(seconds=1)),
    "a thousandth later": (NOON, NOON + dt.timedelta(milliseconds=1)),
    "the same moment in another zone": (NOON.astimezone(WINTER), NOON.astimezone(SUMMER)),
    "the same clock in another zone": (NOON, NOON.replace(tzinfo=WINTER)),
    "the same clock without a zone": (NOON, NOON.replace(tzinfo=None)),
    "a day to its number": (NOON, 45413.5),
    "money to a number": (ONE, 1.0),
    "money to money": (ONE, TWO),
    "letters": ("a", "A"),
    "a space": ("a", "a "),
    "an accent": ("\u00e9", "e\u0301"),
}


@pytest.mark.parametrize("column", range(5))
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_one_cell_is_never_missed(
    windows: WindowsXlwings, taken: Taken, change: tuple[object, object], column: int
) -> None:
    for row in (1, 200):
        for one, other in (change, change[::-1]):
            before, after = (changed(row, column, value) for value in (one, other))
            first, second = taken.rows(before), taken.rows(after)
            assert second is not first
            for cells, rows in ((before, first), (after, second)):
                assert exactly([*rows]) == exactly(taken_by(windows, "theirs", cells))


def test_a_whole_column_of_other_zones_is_another_range(taken: Taken) -> None:
    whole = [
        tuple((NOON.astimezone(zone),) for _ in range(1_000)) for zone in (WINTER, SUMMER, WINTER, dt.UTC)
    ]
    hours = [taken.rows(cells)[0][0].hour for cells in whole]
    assert hours == [13, 14, 13, 12]


def test_rows_and_columns_in_another_order_or_number_are_another_range(taken: Taken) -> None:
    plain = sheet()
    rows = taken.rows(plain)
    swapped = (*plain[:5], plain[6], plain[5], *plain[7:])
    others = [
        *(swapped, plain[:-1], (*plain, plain[-1]), (("Dag", *plain[0][1:]), *plain[1:])),
        *(
            tuple(row[::-1] for row in plain),
            tuple(zip(*plain, strict=True)),
            tuple(row[:4] for row in plain),
        ),
    ]
    for other in others:
        assert exactly([*taken.rows(other)]) != exactly([*rows])
        assert [len(row) for row in taken.rows(other)] == [len(row) for row in other]
    numbers = tuple((float(n), float(n + 1)) for n in range(0, 2_000, 2))
    assert taken.rows(numbers) != taken.rows(tuple((float(n),) for n in range(2_000)))


def test_few_cells_are_not_kept(taken: Taken) -> None:
    few = (("Datum", "Omzet"),) * 20
    assert taken.rows(few) == [["Datum", "Omzet"]] * 20
    assert len(taken) == 0


def test_what_is_kept_is_three_times_the_largest_at_most(taken: Taken) -> None:
    draw = random.Random(3)
    largest = 0
    for number in range(60):
        height = draw.randint(200, 900)
        largest = max(largest, 5 * (height + 1))
        taken.rows(sheet({(1, 1): number}, height))
        assert 5 * (height + 1) <= len(taken) <= 3 * largest


def test_two_versions_of_the_tables_of_a_workbook_stay(taken: Taken) -> None:
    """A line typed and taken back: both are known."""
    small = [sheet({(1, 1): number}, 220) for number in range(3)]
    known = [taken.rows(cells) for version in (0.0, 1.0) for cells in (sheet({(1, 1): version}, 900), *small)]
    assert [
        taken.rows(cells) for version in (0.0, 1.0) for cells in (sheet({(1, 1): version}, 900), *small)
    ] == (known)
    assert taken.rows(sheet({(1, 1): 0.0}, 900)) is known[0]


def test_the_memory_stays_within_what_was_agreed(taken: Taken) -> None:
    gc.collect()
    tracemalloc.start()
    one = Taken()
    one.rows(sheet(height=800))
    gc.collect()
    alone = tracemalloc.get_traced_memory()[0]
    for number in range(10):
        taken.rows(sheet({(1, 1): number}, 800))
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] - alone
    tracemalloc.stop()
    assert kept < 3.2 * alone


def test_a_thousand_calls_in_threads_get_each_their_own_cells(taken: Taken) -> None:
    ranges = [tuple((float(n), f"K{number}", NOON) for n in range(350 + 10 * number)) for number in range(8)]

    def call(number: int) -> bool:
        mine = number % len(ranges)
        rows = taken.rows(ranges[mine])
        return len(rows) == len(ranges[mine]) and rows[0][1] == rows[-1][1] == f"K{mine}"

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(call, range(1_000)))
    assert len(taken) <= 3 * max(3 * len(cells) for cells in ranges)


def test_a_second_function_over_the_same_tables_converts_and_reads_nothing(windows: WindowsXlwings) -> None:
    def lines() -> ComRange:
        days = [ComTime(2024, 1 + n % 12, 1 + n % 28, tzinfo=dt.UTC) for n in range(400)]
        rows = [[day, f"K{n % 30}", f"G{n % 5}", 10.0 + n] for n, day in enumerate(days)]
        return ComRange([["Datum", "Klantnr", "Productcode", "Omzet"], *rows])

    with (
        mock.patch.object(taking, "_converted", wraps=taking._converted) as converted,
        mock.patch.object(table_cells, "cut_sheet", wraps=table_cells.cut_sheet) as read,
        mock.patch.object(table_cells, "content_key", wraps=table_cells.content_key) as hashed,
    ):
        for name in ("KW_KLANTEN", "KW_ACTIES", "KW_GATEN", "KW_KLANTEN"):
            windows.call(name, lines(), *[MISSING] * (len(BY_NAME[name].arguments) - 1))
        assert [spied.call_count for spied in (converted, read, hashed)] == [1, 1, 1]
