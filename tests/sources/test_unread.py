"""What no table holds is counted, and named with its amount when it looks like data."""

from __future__ import annotations

import datetime as dt

import pytest
from grids import grid

from klantwaarde_xl import errors
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.cutting import Area, cut_area
from klantwaarde_xl.sources.unread import account

Rows = list[list[object]]
DAY = dt.datetime(2025, 3, 1)
TABLE: Rows = [["Datum", "Klantnr", "Omzet"], [DAY, "1", 5.0]]


def left(rows: Rows):
    """Return the count and the findings of a sheet of which the first two rows and three columns are read."""
    cells = grid([*TABLE, *rows])
    area = Area(0, slice(1, 2), slice(0, 3))
    return account(cells, [cut_area(cells, area, ["Datum", "Klantnr", "Omzet"], None)])


def test_a_sheet_that_is_read_whole_has_nothing_left() -> None:
    count, findings = left([])
    assert (count.filled, count.used, count.unread) == (6, 6, 0)
    assert findings == []


@pytest.mark.parametrize("day", [DAY, "01-03-2025", "2025-03-01"])
@pytest.mark.parametrize("amount", [10.5, "10,50", "€ 10,50"])
def test_lines_are_an_error_with_their_amount_and_first_cell(day: object, amount: object) -> None:
    count, (found,) = left([[], [day, "2", amount], [day, "3", amount]])
    assert (found.code, found.count) == (errors.UNREAD_LINES.code, 2)
    assert found.cell == "Blad!A4"
    assert "21" in found.message
    assert (count.filled, count.used, count.unread) == (12, 6, 6)


def test_figures_without_a_date_are_a_warning() -> None:
    _, (found,) = left([[], ["Noord", None, 10.0], ["Zuid", None, 5.0]])
    assert (found.code, found.count) == (errors.UNREAD_CELLS.code, 2)
    assert found.severity is errors.Severity.WARNING


@pytest.mark.parametrize(
    "rows",
    [
        [["Bron: Exact"]],
        [["Gemaakt op", DAY]],
        [["Totaal", None, 5.0]],
        [["Tel. 020-1234567", "Versie 2.1"], ["Pagina 1 van 3", "Jansen"]],
    ],
)
def test_text_around_a_table_and_a_single_figure_are_no_data(rows: Rows) -> None:
    count, findings = left([[], *rows])
    assert findings == []
    assert count.unread == 0
    assert count.filled > count.used


def test_the_column_with_the_header_of_an_amount_is_summed_not_the_largest() -> None:
    head = ["Postcode", "Bedrag", "Datum"]
    _, findings = left([[], head, [1012.0, 2.5, DAY], [9999.0, 3.0, DAY]])
    assert [finding.code for finding in findings] == [errors.UNREAD_LINES.code]
    assert "5,50" in findings[0].message


def test_rows_that_add_up_others_are_counted_with_their_amount() -> None:
    cells = grid(
        [
            ["Datum", "Klantnr", "Omzet"],
            *[[DAY, "1", 5.0], [DAY, "2", 7.5]],
            ["Totaal", None, 12.5],
            ["Bron: Exact"],
            [None],
            *[[DAY, "K3", 1.0], [DAY, "K4", 2.25]],
        ]
    )
    area = Area(0, slice(1, 4), slice(0, 3))
    cut = cut_area(cells, area, ["Datum", "Klantnr", "Omzet"], InvoiceLine)
    count, (found,) = account(cells, [cut])
    assert (count.total_rows, count.totals_amount) == (1, 12.5)
    assert count.unread_amount == 3.25
    assert found.code == errors.UNREAD_LINES.code
    assert (count.filled, count.used, count.totals, count.unread) == (18, 9, 2, 6)


@pytest.mark.parametrize(
    ("row", "is_heading"),
    [
        (["Datum:", DAY, "Pagina:", 1.0], True),
        (["Van", "01-01-2025", "Tot", "31-12-2025", "Aantal", "2"], True),
        (["K1", DAY, "P1", 5.0], False),
        ([DAY, "Jansen", 5.0], False),
    ],
)
def test_words_with_a_value_each_above_the_headers_are_a_heading(row: list[object], is_heading: bool) -> None:
    head = ["Datum", "Klantnr", "Omzet"]
    cells = grid([row, [], head, [DAY, "1", 5.0]])
    cut = cut_area(cells, Area(2, slice(3, 4), slice(0, 3)), head, InvoiceLine)
    said = [] if is_heading else [errors.UNREAD_LINES.code]
    assert [found.code for found in account(cells, [cut])[1]] == said
    # Below the table the same row may be a line.
    cells = grid([head, [DAY, "1", 5.0], [], row])
    cut = cut_area(cells, Area(0, slice(1, 2), slice(0, 3)), head, InvoiceLine)
    assert [found.code for found in account(cells, [cut])[1]] == [errors.UNREAD_LINES.code]
