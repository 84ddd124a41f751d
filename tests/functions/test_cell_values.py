"""Arguments as Excel gives them become columns; results become cells, with real errors marked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue
from klantwaarde_xl.functions.cell_values import (
    Spill,
    as_answer,
    read_argument,
    read_arguments,
)
from klantwaarde_xl.functions.declaration import Argument, Kind, Undefined
from klantwaarde_xl.functions.registry import BY_NAME
from klantwaarde_xl.model.excel_cells import raw_column
from klantwaarde_xl.model.raw_cells import Kind as Cell

COLUMN = Argument("omzet", Kind.COLUMN, "")
NUMBER = Argument("grens_a", Kind.NUMBER, "", optional=True)
TEXT = Argument("methode", Kind.TEXT, "", optional=True)


def test_numbers_text_blanks_and_bad_cells_of_a_column() -> None:
    cells = [
        [1.5],
        [None],
        ["1.234,50"],
        ["#DIV/0!"],
        ["abc"],
        [Decimal("7.25")],
        [True],
        [dt.datetime(2024, 1, 1)],
        ["  "],
    ]
    column = read_argument(cells, COLUMN)
    assert column.values == pytest.approx(
        [1.5, np.nan, 1234.5, np.nan, np.nan, 7.25, np.nan, np.nan, np.nan], nan_ok=True
    )
    assert np.flatnonzero(column.blank).tolist() == [1, 8]
    assert {row: problem.code for row, problem in column.problems.items()} == {
        3: "KW-610",
        4: "KW-611",
        6: "KW-611",
        7: "KW-611",
    }
    assert str(column.problems[3]).startswith("KW-610: omzet, rij 4: de cel bevat de fout #DEEL/0!.")


def test_text_that_can_be_read_in_two_ways_is_refused_unless_the_column_tells() -> None:
    assert read_argument([["1.234"], ["5,5"]], COLUMN).values.tolist() == [1234.0, 5.5]
    assert read_argument([["1.234"], ["5"]], COLUMN).problems[0].code == "KW-612"


def test_an_error_that_xlwings_does_not_know_is_no_amount() -> None:
    # a whole number over COM is an error, a float an amount
    column = read_argument([[-2146826243], [-2146826243.0]], COLUMN)
    assert str(column.problems[0]).startswith("KW-610: omzet, rij 1: de cel bevat de fout #OVERLOOP!.")
    with pytest.raises(errors.InvalidFigureError, match="KW-610: methode"):
        read_argument([[-2146826243]], TEXT)
    assert column.values[1] == -2146826243.0


def test_a_single_cell_is_a_column_of_one() -> None:
    assert read_argument(5.0, COLUMN).values.tolist() == [5.0]


@pytest.mark.parametrize(
    ("value", "argument", "code"),
    [
        (None, COLUMN, "KW-601"),
        ([[1.0, 2.0]], COLUMN, "KW-603"),
        ([["abc"]], NUMBER, "KW-604"),
        ([[1.0], [2.0]], NUMBER, "KW-605"),
        ([[1.0, 2.0]], TEXT, "KW-605"),
        ([["#N/A"]], TEXT, "KW-610"),
        ([[None]], Argument("soort", Kind.TEXT, ""), "KW-601"),
        ([[None]], Argument("rij", Kind.NUMBER, ""), "KW-601"),
        ([[1.0, "x"]], Argument("gewichten", Kind.NUMBERS, ""), "KW-611"),
    ],
)
def test_what_an_argument_cannot_be(value: object, argument: Argument, code: str) -> None:
    with pytest.raises(errors.KlantwaardeError) as caught:
        read_argument(value, argument)
    assert caught.value.code == code


def test_optional_arguments_left_out_or_empty_are_none() -> None:
    assert read_argument(None, NUMBER) is None
    assert read_argument([[None]], NUMBER) is None
    assert read_argument([[""]], TEXT) is None


def test_a_percentage_typed_as_text_is_a_fraction() -> None:
    assert read_argument([["80%"]], NUMBER) == 0.8
    assert read_argument([["12,5 % "]], NUMBER) == 0.125
    with pytest.raises(errors.InvalidFigureError, match="KW-604"):
        read_argument([["%"]], NUMBER)


@pytest.mark.parametrize("empty", ["", None, [[None]], [[" "]]])
def test_one_empty_cell_in_the_place_of_an_optional_column_list_or_table_was_left_out(empty: object) -> None:
    two = [[1.0], [2.0]]
    read = read_arguments([two, two, empty, None, None, None, None, empty, None], BY_NAME["KW_SCORE"])
    assert (read[2], read[7]) == (None, None)
    lines = [["Datum"], [1.0]]
    assert (
        read_arguments([lines, [[""]] if empty is None else empty, None, None, None], BY_NAME["KW_SAMEN"])[1]
        is None
    )
    with pytest.raises(errors.InvalidFigureError, match="KW-602"):
        read_arguments([two, [[""]], *[None] * 7], BY_NAME["KW_SCORE"])


def test_an_older_workbook_gives_fewer_arguments() -> None:
    lines = [["Datum"], [1.0]]
    function = BY_NAME["KW_KLANTEN"]
    assert read_arguments([lines, *[None] * 6], function) == [lines, *[None] * (len(function.arguments) - 1)]
    with pytest.raises(errors.InvalidFigureError, match="KW-601: transacties"):
        read_arguments([], function)


def test_the_blank_cell_of_one_row_is_no_argument_left_out() -> None:
    # In a table, row by row: omzet is still to be filled in here, and betaaldagen is there.
    one = [[1.0]]
    read = read_arguments([one, one, None, None, [[None]], one, None], BY_NAME["KW_NETTOBIJDRAGE"])
    assert read[4].blank.tolist() == [True]


def test_a_cell_of_a_block_is_named_by_row_and_column() -> None:
    matrix = Argument("m", Kind.MATRIX, "")
    with pytest.raises(errors.InvalidFigureError, match="KW-611: m, rij 2, kolom 1: de cel bevat geen getal"):
        read_argument([[1.0, 3.0], ["x", 1.0]], matrix)
    with pytest.raises(
        errors.InvalidFigureError, match="KW-610: m, rij 1, kolom 2: de cel bevat de fout #N/B"
    ):
        read_argument([[1.0, "#N/A"], [1.0, 1.0]], matrix)
    # 1/3 typed in a cell is 1 March of this year for Excel.
    with pytest.raises(errors.InvalidFigureError, match=r"KW-617: m, rij 1, kolom 2: .* =1/3"):
        read_argument([[1.0, dt.datetime(2026, 3, 1)], [3.0, 1.0]], matrix)


def test_a_customer_number_typed_as_a_number_is_its_shortest_text() -> None:
    assert read_argument([[10023.0]], TEXT) == "10023"


def test_a_matrix_keeps_its_shape() -> None:
    matrix = read_argument([[1.0, 3.0], ["0,5", 1.0]], Argument("m", Kind.MATRIX, ""))
    assert matrix.tolist() == [[1.0, 3.0], [0.5, 1.0]]


def test_error_cells_of_a_table_are_errors_and_not_text_or_numbers() -> None:
    column = raw_column(["Omzet", "#N/A", 5.0, -2146826243, None])
    assert column.kind.tolist() == [Cell.TEXT, Cell.ERROR, Cell.NUMBER, Cell.ERROR, Cell.BLANK]
    assert column.texts[column.code[1]] == "#N/A"
    assert read_argument([["Omzet"], [5.0]], Argument("tabel", Kind.TABLE, "")) == [["Omzet"], [5.0]]


def test_columns_of_unequal_height_are_refused() -> None:
    with pytest.raises(errors.InvalidFigureError, match="rijen van uren is 1, dat van marge is 2") as caught:
        read_arguments([[[1.0], [2.0]], [[1.0]], None, None, None, None, None], BY_NAME["KW_NETTOBIJDRAGE"])
    assert caught.value.code == "KW-602"


def test_a_spill_shows_values_blanks_gaps_and_errors() -> None:
    problem = errors.CELL_NOT_A_NUMBER.error(argument="omzet", place="rij 4")
    spill = Spill(
        np.array([1.0, np.nan, np.nan, np.nan]), np.array([False, True, False, False]), {3: problem}
    )
    shown = ErrorValue("KW-611", ErrorKind.NOT_AVAILABLE, str(problem))
    assert as_answer(spill, Undefined.BLANK) == [[1.0], [None], [None], [shown]]
    gap = as_answer(spill, Undefined.NOT_AVAILABLE)[2][0]
    assert (gap.code, gap.kind) == ("KW-613", ErrorKind.NOT_AVAILABLE)
    assert gap.text.startswith("KW-613: ")


def test_a_table_has_its_headers_on_top_and_plain_cells() -> None:
    frame = pd.DataFrame(
        {
            "naam": ["=1+1", None],
            "n": [1, 2],
            "ja": [True, False],
            "dag": pd.to_datetime(["2024-03-01", None]),
            "x": [np.inf, 2.5],
        }
    )
    assert as_answer(frame, Undefined.BLANK) == [
        ["naam", "n", "ja", "dag", "x"],
        ["=1+1", 1, "ja", dt.datetime(2024, 3, 1), None],
        [None, 2, "nee", None, 2.5],
    ]


def test_a_table_without_rows_is_its_headers() -> None:
    assert as_answer(pd.DataFrame({"a": [], "b": []}), Undefined.BLANK) == [["a", "b"]]


def headed(*columns: list[object]) -> list[object]:
    return [[[cell] for cell in column] for column in columns]


@pytest.mark.parametrize(
    "header", ["Omzet", "omzet 2025", "2025 omzet", "€ omzet", "Ömzet (EUR)", "Q1", "Naam van de klant"]
)
def test_the_header_of_a_column_is_a_blank_row(header: str) -> None:
    (column,) = read_arguments(headed([header, 100.0, None, 50.0]), BY_NAME["KW_CUMULATIEF"])
    assert column.blank.tolist() == [True, False, True, False]
    assert column.problems == {}


def test_headers_of_every_column_and_blank_cells_beside_them_are_a_blank_row() -> None:
    given = headed(["Omzet", 5.0, 7.0], ["Marge", 1.0, 2.0], [None, 1.0, 1.0])
    read = read_arguments([*given, *[None] * 6], BY_NAME["KW_SCORE"])
    assert [column.blank[0] for column in read[:3]] == [True] * 3
    assert all(not column.problems for column in read[:3])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["1.200,5O", 5.0], "KW-611"),  # the letter O among figures
        (["12x", 5.0], "KW-611"),
        (["#N/A", 5.0], "KW-610"),
        (["1.234", 5.0], "KW-612"),
        ([dt.datetime(2025, 1, 31), 5.0], "KW-611"),
        (["Omzet", "abc"], "KW-611"),  # nothing to be the header of
        (["Omzet"], "KW-611"),
    ],
)
def test_what_is_no_header_keeps_its_error(cells: list[object], code: str) -> None:
    (column,) = read_arguments(headed(cells), BY_NAME["KW_CUMULATIEF"])
    assert column.problems[0].code == code


def test_a_name_beside_a_figure_is_no_header() -> None:
    # A1:A3 beside B2:B4: the columns do not begin at the same row, and every score would be of two customers.
    given = headed(["Omzet", 5.0, 7.0], [1.0, 2.0, 3.0])
    read = read_arguments([*given, *[None] * 7], BY_NAME["KW_SCORE"])
    assert read[0].problems[0].code == "KW-611"


DAY = Argument("van", Kind.DATE, "", optional=True)


@pytest.mark.parametrize(
    "value", [dt.datetime(2025, 7, 1), 45839.0, "01-07-2025", "2025-07-01", [["1-7-2025"]]]
)
def test_a_day_is_a_date_a_serial_number_or_text(value: object) -> None:
    assert read_argument(value, DAY) == dt.date(2025, 7, 1)


@pytest.mark.parametrize("value", [None, "", [[None]]])
def test_a_day_may_be_left_out(value: object) -> None:
    assert read_argument(value, DAY) is None


@pytest.mark.parametrize("value", ["31-02-2025", "gisteren", -1.0, True])
def test_what_is_no_day_is_named(value: object) -> None:
    with pytest.raises(errors.InvalidFigureError, match="KW-618: van"):
        read_argument(value, DAY)
