"""Tables of one kind as one: every row keeps its address, a copy counts once, an absent column is blank."""

from __future__ import annotations

import datetime as dt

from grids import grid

from klantwaarde_xl import errors
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.sources.cutting import Cut
from klantwaarde_xl.sources.joining import join_cuts
from klantwaarde_xl.sources.sheet_tables import cut_tables


def cut(sheet: str, *rows: list[object]) -> Cut:
    (one,) = cut_tables(grid(rows, sheet), TABLES)
    return one


def month(sheet: str, number: int, *amounts: float) -> Cut:
    rows = [[dt.datetime(2025, number, 1), "1", amount] for amount in amounts]
    return cut(sheet, ["Datum", "Klantnr", "Omzet"], *rows)


def codes(one: Cut) -> list[str]:
    return [finding.code for finding in one.findings]


def test_one_table_stays_what_it_is() -> None:
    one = month("Jan", 1, 1.0)
    assert join_cuts([one]).table is one.table


def test_every_row_keeps_its_own_address() -> None:
    joined = join_cuts([month("Jan", 1, 1.0, 2.0), month("Feb", 2, 4.0)])
    assert joined.table.columns[2].number.tolist() == [1.0, 2.0, 4.0]
    assert [joined.table.address(row, 2) for row in range(3)] == ["Jan!C2", "Jan!C3", "Feb!C2"]
    assert joined.table.sheet == "Jan, Feb"
    assert codes(joined) == [errors.TABLES_JOINED.code]


def test_columns_of_one_field_are_one_column_whatever_their_header() -> None:
    other = cut("Feb", ["Omzet", "Factuurdatum", "Klantnummer"], [4.0, dt.datetime(2025, 2, 1), "2"])
    joined = join_cuts([month("Jan", 1, 1.0), other])
    assert joined.table.headers == ("Datum", "Klantnr", "Omzet")
    assert joined.table.columns[2].number.tolist() == [1.0, 4.0]
    assert joined.table.address(1, 2) == "Feb!A2"


def test_a_column_that_one_table_lacks_is_blank_there() -> None:
    more = cut("Feb", ["Datum", "Klantnr", "Omzet", "Factuurnr"], [dt.datetime(2025, 2, 1), "2", 4.0, "F1"])
    joined = join_cuts([month("Jan", 1, 1.0), more])
    assert [joined.table.columns[3].value(row) for row in range(2)] == [None, "F1"]


def test_a_table_whose_rows_all_stand_in_a_larger_one_is_a_copy() -> None:
    joined = join_cuts([month("Jan", 1, 1.0, 2.0), month("Kopie", 1, 2.0)])
    assert len(joined.table) == 2
    assert codes(joined)[0] == errors.TABLE_IS_A_COPY.code
    # Twice the same amount is more than there is in the larger one, so it is no copy.
    assert len(join_cuts([month("Jan", 1, 1.0, 2.0, 3.0), month("Feb", 1, 2.0, 2.0)]).table) == 5


def test_a_customer_of_an_earlier_table_is_left_out_and_counted() -> None:
    head = ["Klantnr", "Klantnaam"]
    joined = join_cuts(
        [cut("A", head, ["1", "Jansen"], ["2", "Vries"]), cut("B", head, [2.0, "Smit"], ["3", "Bos"])]
    )
    assert [joined.table.columns[1].value(row) for row in range(3)] == ["Jansen", "Vries", "Bos"]
    assert errors.KEYS_KNOWN.code in codes(joined)
