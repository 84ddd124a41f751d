"""Rules between columns and between tables, each on the smallest input that meets it or not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.tables import BY_TABLE

DAY = dt.datetime(2025, 3, 1)


def table(name: str, headers: tuple[str, ...], *rows: tuple[object, ...]) -> RawTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return RawTable(BY_TABLE[name].sheet, headers, columns, np.arange(len(rows)) + 2)


def checked(*lines: tuple[object, ...], **tables: RawTable) -> Inputs:
    """Check lines of (customer, product, revenue, cost, margin) with these tables beside them."""
    headers = ("Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs", "Marge")
    all_lines = table("tblTransacties", headers, *((DAY, *line) for line in lines))
    customers = table("tblKlanten", ("Klantnr",), ("1",), ("2",))
    return check_inputs({"tblTransacties": all_lines, "tblKlanten": customers, **tables})


def codes(inputs: Inputs) -> set[str]:
    return {finding.code for finding in inputs.findings}


@pytest.mark.parametrize(
    ("margin", "wrong"), [(40.0, False), (40.01, False), (39.99, False), (40.02, True), (-40.0, True)]
)
def test_cost_and_margin_leave_a_cent_of_room(margin: float, wrong: bool) -> None:
    found = checked(("1", "P", 100.0, 60.0, margin), ("2", "P", 10.0, 6.0, None))
    assert (errors.COST_AND_MARGIN_DISAGREE.code in codes(found)) == wrong


def test_a_cost_against_its_turnover_on_every_line_is_turned() -> None:
    found = checked(("1", "P", 100.0, -60.0, None), ("2", "P", -10.0, 6.0, None))
    assert errors.COST_SIGN_TURNED.code in codes(found)
    assert found.transactions["cost"].tolist() == [60.0, -6.0]


def test_on_some_lines_it_is_said_and_left() -> None:
    found = checked(("2", "P", 10.0, 6.0, None), ("1", "P", 100.0, -60.0, None), ("2", "P", 10.0, 6.0, None))
    (said,) = [one for one in found.findings if one.code == errors.COST_SIGNS_DIFFER.code]
    assert said.cell == "Transacties!E3", "the cell, not the header"
    assert found.transactions["cost"].tolist() == [6.0, -60.0, 6.0]


def test_an_unknown_id_is_named_once_at_its_first_row() -> None:
    found = checked(("1", "P", 10.0, 6.0, None), ("9", "P", 10.0, 6.0, None), ("9", "P", 10.0, 6.0, None))
    said = [finding for finding in found.findings if finding.code == errors.UNKNOWN_CUSTOMER.code]
    assert [(finding.cell, finding.value) for finding in said] == [("Transacties!B3", "9")]


def test_no_customer_at_all_that_matches_is_one_finding() -> None:
    found = checked(("8", "P", 10.0, 6.0, None), ("9", "P", 10.0, 6.0, None))
    assert errors.NO_CUSTOMER_MATCHES.code in codes(found)
    assert errors.UNKNOWN_CUSTOMER.code not in codes(found)


def test_a_product_is_looked_up_only_where_there_is_a_table_of_products() -> None:
    line = ("1", "P9", 10.0, 6.0, None)
    assert errors.UNKNOWN_PRODUCT.code not in codes(checked(line))
    products = table("tblProducten", ("Productcode", "Omschrijving"), ("P1", "Doos"))
    assert errors.UNKNOWN_PRODUCT.code in codes(checked(line, tblProducten=products))
