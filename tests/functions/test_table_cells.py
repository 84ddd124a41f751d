"""Cells are read as a table; those that a door hands over again are read once per kind of table."""

from __future__ import annotations

from unittest import mock

import pytest
from small_company import CUSTOMERS, LINES

from klantwaarde_xl import errors
from klantwaarde_xl.functions import table_cells
from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.cache import content_key
from klantwaarde_xl.functions.known_rows import KnownRows
from klantwaarde_xl.functions.table_cells import cut_cells, key_of
from klantwaarde_xl.model.tables import Customer, InvoiceLine


def test_known_rows_are_read_and_hashed_once_per_kind() -> None:
    known = KnownRows(CUSTOMERS)
    with (
        mock.patch.object(table_cells, "cut_sheet", wraps=table_cells.cut_sheet) as read,
        mock.patch.object(table_cells, "content_key", wraps=table_cells.content_key) as hashed,
    ):
        cuts = [cut_cells(known, model, "klanten") for model in (Customer, Customer, InvoiceLine, Customer)]
        keys = [key_of(cut, known) for cut in cuts]
        assert (read.call_count, hashed.call_count) == (2, 2)
    assert cuts[0] is cuts[1] is cuts[3]
    assert keys[0] == keys[3] == content_key(cut_cells(CUSTOMERS, Customer, "klanten").table) != keys[2]


def test_other_rows_are_read_each_time_for_they_may_have_changed() -> None:
    lines = [list(row) for row in LINES]
    before = cut_cells(lines, InvoiceLine, "transacties")
    lines[1][3] = 99.0
    after = cut_cells(lines, InvoiceLine, "transacties")
    assert key_of(before, lines) != key_of(after, lines)


def test_a_place_names_the_cells_and_is_not_that_of_another_call() -> None:
    known = KnownRows(LINES)
    assert cut_cells(known, InvoiceLine, "tabel").table.address(0, 0) == "Transacties!A2"
    elsewhere = cut_cells(known, InvoiceLine, "tabel", Place("Invoer", 4, 3))
    assert elsewhere.table.address(0, 0) == "Invoer!C5"
    assert cut_cells(known, InvoiceLine, "tabel").table.address(0, 0) == "Transacties!A2"


def test_what_cannot_be_read_is_said_each_time() -> None:
    known = KnownRows([["geen"]])
    for _ in range(2):
        with pytest.raises(errors.InvalidFigureError, match="KW-616: transacties heeft geen kopteksten"):
            cut_cells(known, InvoiceLine, "transacties")
