"""Doorsneden after both choosers are set: every figure beside a sum of the invoice lines in pandas."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from office_client import Office
from report_book import CREATED, Book, cell, odd_company
from xlsxwriter.utility import xl_rowcol_to_cell

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.sections.data import COLUMNS, DIMENSIONS, MEASURES
from klantwaarde_xl.report.pages.sections.sheet import TABLE

pytestmark = pytest.mark.office
UNKNOWN = "niet ingevuld"
ADDED = {"revenue": "sum", "gross_margin": "sum", "customers": "nunique"}
CHOSEN = (
    ("product_group", "segment", "revenue"),
    ("product_group", "region", "gross_margin"),
    ("segment", "product_group", "revenue"),
    ("region", "product_group", "customers"),
    ("account_manager", "segment", "gross_margin"),
)


@pytest.fixture(scope="module")
def lines_and_book(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[pd.DataFrame, Book]]:
    analysis = odd_company()
    opened = Book(office, build(analysis, created=CREATED), tmp_path_factory.mktemp("snij") / "snij.xlsx")
    yield lines_of(analysis), opened
    opened.close()


def lines_of(analysis: Analysis) -> pd.DataFrame:
    """Return the lines of 2025 with the properties of their customer and product, from the input tables."""
    given = analysis.inputs
    lines = given.transactions[given.transactions["date"].dt.year == 2025].astype({"customer_id": str})
    customers = given.customers.astype({"customer_id": str})
    customers = customers[customers["include"] != 0.0]
    lines = lines.merge(customers[["customer_id", "segment", "region", "account_manager"]], on="customer_id")
    products = given.products[["product_id", "product_group", "unit_cost"]].astype({"product_id": str})
    lines = lines.astype({"product_id": str}).merge(products, on="product_id", how="left")
    cost = lines["cost"].fillna(lines["revenue"] - lines["margin"])
    cost = cost.fillna(lines["unit_cost"] * lines["quantity"])
    texts = ["segment", "region", "account_manager", "product_group"]
    lines[texts] = lines[texts].astype(object).fillna(UNKNOWN)
    return lines.assign(gross_margin=lines["revenue"] - cost, customers=lines["customer_id"])


def names_and_figures(shown: list[list[object]]) -> dict[tuple[str, str], object]:
    """Return the figures of the crossing by the name of their row and of their column."""
    first = [letters for field, letters in TABLE.letters.items() if field.startswith("cross_")]
    headers = {letters: cell(shown, f"{letters}{TABLE.row - 1}") for letters in first}
    found = {}
    for row in range(TABLE.row + 1, TABLE.row + 1 + TABLE.rows):
        name = cell(shown, f"A{row}")
        for letters, header in headers.items():
            if name and header:
                found[str(name), str(header)] = cell(shown, f"{letters}{row}")
    return found


@pytest.mark.parametrize(("first", "second", "measure"), CHOSEN)
def test_a_crossing_has_the_sums_of_the_lines(
    lines_and_book: tuple[pd.DataFrame, Book], first: str, second: str, measure: str
) -> None:
    lines, book = lines_and_book
    for row, chosen in enumerate((DIMENSIONS[first], DIMENSIONS[second], MEASURES[measure]), 5):
        book.put((row, 0), chosen, "Doorsneden")
    found = names_and_figures(book.recalculated("Doorsneden", "R54"))
    sums = lines.groupby([first, second])[measure].agg(ADDED[measure])
    largest = lines.groupby(second)["revenue"].sum().nlargest(COLUMNS).index
    compared = 0
    for (name, other), amount in sums[sums.index.get_level_values(1).isin(largest)].items():
        assert found[" ".join(str(name).split()), other] == pytest.approx(amount, abs=0.005), (name, other)
        compared += 1
    assert compared > 10
    if measure != "customers":
        totals = lines[lines[second].isin(largest)].groupby(second)[measure].sum()
        assert {other: found["Totaal", other] for other in totals.index} == pytest.approx(
            totals.to_dict(), abs=0.005
        )


def test_the_second_chooser_puts_two_account_managers_beside_each_other(
    lines_and_book: tuple[pd.DataFrame, Book],
) -> None:
    lines, book = lines_and_book
    of_each = lines.groupby("account_manager").agg({"revenue": "sum", "customers": "nunique"})
    left, right = of_each["revenue"].nsmallest(2).index
    book.put((10, 0), left, "Doorsneden")
    book.put((11, 0), right, "Doorsneden")
    shown = book.recalculated("Doorsneden", "R54")
    labels = {cell(shown, f"A{row}"): row - 1 for row in range(14, 23)}
    for field in ("revenue", "customers"):
        row = labels[MEASURES[field]]
        at = [cell(shown, xl_rowcol_to_cell(row, column)) for column in (2, 3, 4)]
        expected = [float(of_each.loc[who, field]) for who in (left, right)]
        assert at == pytest.approx([*expected, expected[0] - expected[1]], abs=0.005), field
