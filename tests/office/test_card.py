"""Klantkaart in a real spreadsheet program: choose, recalculate everything, and compare every cell with the analysis."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from office_client import Office
from xlsxwriter.utility import xl_cell_to_rowcol

from klantwaarde_xl.analysis import Analysis, analyse
from klantwaarde_xl.demo import demo_inputs
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.card import card_values
from klantwaarde_xl.report.card_sheet import CARD_SHEET, DIMENSION_NAMES, LISTED
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.settings_used import CHANGED_TEXT
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.report.writers.xlsx import write_xlsx

CREATED = dt.datetime(2025, 1, 15, 9, 30)
SEARCH, CHOICE = (5, 1), (5, 6)
ODD_NAMES = ('Café "\'t Hoekje" & Zn <b>', "*Ster?~*", "Σ 'Enkel' & Co", "=1+1")
FORMULAS = [block for block in CARD_SHEET.blocks if isinstance(block, CellSpec) and block.formula]


def analysed(tables: dict[str, pd.DataFrame]) -> Analysis:
    fields = ("customers", "transactions", "products", "effort", "rates", "ratings", "account_managers", "chemistry")
    names = ("Klanten", "Transacties", "Producten", "Inspanning", "Tarieven", "Beoordeling", "Accountmanagers", "Klik")
    given = {field: tables[f"tbl{name}"] for field, name in zip(fields, names, strict=True) if f"tbl{name}" in tables}
    given = {
        field: frame.astype({name: "category" for name in frame if not pd.api.types.is_any_real_numeric_dtype(frame[name])
                             and not pd.api.types.is_datetime64_any_dtype(frame[name])})
        for field, frame in given.items()
    }  # fmt: skip
    lines = given["transactions"]
    return analyse(Inputs(**given, read_lines=len(lines), read_revenue=float(lines["revenue"].sum())))


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Return the demo with odd names; one customer's ratings are gone and one customer is sold to below cost."""
    tables = demo_inputs()
    customers, lines = tables["tblKlanten"].copy(), tables["tblTransacties"].copy()
    recent = lines.loc[lines["date"] >= "2025-01-01", "customer_id"].value_counts()
    odd = recent.index[: len(ODD_NAMES)]
    customers["name"] = customers["customer_id"].map(dict(zip(odd, ODD_NAMES, strict=True))).fillna(customers["name"])
    below = lines["customer_id"] == odd[1]
    lines.loc[below, "cost"] = lines.loc[below, "revenue"] * 1.5
    ratings = tables["tblBeoordeling"]
    ratings = ratings[ratings["customer_id"] != odd[0]]
    renamed = {odd[2]: "a10003", odd[3]: "A10003"}
    tables |= {"tblKlanten": customers, "tblTransacties": lines, "tblBeoordeling": ratings}
    for name, frame in tables.items():
        if "customer_id" in frame:
            tables[name] = frame.assign(customer_id=frame["customer_id"].replace(renamed))
    return analysed(tables)


@pytest.fixture(scope="module")
def document(analysis: Analysis) -> Document:
    return build(analysis, created=CREATED)


class Book:
    """One open workbook and its sheet Klantkaart."""

    def __init__(self, office: Office, document: Document, path: Path) -> None:
        self.office = office
        write_xlsx(document, path)
        self.key = office.ask("open", path=str(path))

    def put(self, at: tuple[int, int], value: str) -> None:
        self.office.ask("write", document=self.key, sheet="Klantkaart", area=[*at, *at], values=[[value]])

    def recalculated(self, sheet: str, last: str) -> list[list[Any]]:
        self.office.ask("calculate", document=self.key)
        row, column = xl_cell_to_rowcol(last)
        found = self.office.ask("read", document=self.key, sheet=sheet, area=[0, 0, row, column])
        assert found["errors"] == []
        return found["values"]

    def close(self) -> None:
        self.office.ask("close", document=self.key)


@pytest.fixture(scope="module")
def book(office: Office, document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    opened = Book(office, document, tmp_path_factory.mktemp("card") / "kaart.xlsx")
    yield opened
    opened.close()


def cell(values: list[list[Any]], at: str) -> Any:
    row, column = xl_cell_to_rowcol(at)
    return values[row][column]


def same(shown: Any, expected: object, where: str) -> None:
    if isinstance(expected, pd.Timestamp):
        expected = float((expected - pd.Timestamp("1899-12-30")).days)
    if expected is None or expected == "" or (isinstance(expected, float) and math.isnan(expected)):
        assert shown in {None, ""}, where
    elif isinstance(expected, str):
        assert shown == expected, where
    else:
        assert shown == pytest.approx(float(expected), rel=1e-12, abs=1e-9), where  # type: ignore[arg-type]


def expected_values(document: Document, position: int) -> dict[str, object]:
    """Return what each cell must show when the customer at this position of the list is chosen."""
    card = document.frames["card"]
    order = [position, *(n for n in range(len(card)) if n != position)]
    return card_values(document.frames["customers"], {**document.frames, "card": card.iloc[order]})


def chosen_positions(document: Document) -> list[int]:
    """Return the odd ones (names, no ratings, loss, numbers that differ in case), the first, the last and some in between."""
    card = document.frames["card"]
    odd = [n for n, label in enumerate(card["label"]) if label.rsplit(" (", 1)[0] in ODD_NAMES]
    drawn = np.random.default_rng(5).choice(len(card), 5, replace=False).tolist()
    return [*odd, 0, len(card) - 1, *drawn]


def test_every_cell_shows_the_figure_of_the_analysis(book: Book, document: Document, analysis: Analysis) -> None:
    positions = chosen_positions(document)
    assert len(positions) >= 10
    book.put(SEARCH, "")
    for position in positions:
        chosen = document.frames["card"].iloc[position]
        book.put(CHOICE, chosen["label"])
        shown, expected = book.recalculated("Klantkaart", "M43"), expected_values(document, position)
        for block in FORMULAS:
            if block.value != "card_note":
                same(cell(shown, block.at), expected[block.value], f"{chosen['label']}, {block.at}")
        same(cell(shown, "B2"), expected["card_message"], chosen["label"])
        row = analysis.customers.loc[chosen["customer_id"]]
        helpers = book.recalculated("Grafiekgegevens", "AH20")
        for place, (at, field) in enumerate(
            (("C10", "revenue"), ("C12", "contribution"), ("H10", "rank"), ("C22", "cost_to_serve"))
        ):
            same(cell(shown, at), row[field], f"{chosen['label']}, {field} ({place})")
        for n, field in enumerate(reversed(DIMENSION_NAMES)):
            same(cell(helpers, f"AA{7 + n}"), row[f"normalised_{field}"], f"{chosen['label']}, {field}")
            same(cell(helpers, f"AB{7 + n}"), analysis.customers[f"normalised_{field}"].median(), field)
        for n, revenue in enumerate(analysis.monthly.loc[chosen["customer_id"]]):
            same(cell(helpers, f"AE{7 + n}"), revenue, f"{chosen['label']}, maand {n}")


def test_the_odd_ones_are_there(document: Document, analysis: Analysis) -> None:
    card = document.frames["card"].set_index("label")
    assert {"a10003", "A10003"} <= set(analysis.customers.index)
    unrated = next(label for label in card.index if label.startswith(ODD_NAMES[0]))
    assert np.isnan(card.loc[unrated, "normalised_energy"])
    loss = next(label for label in card.index if label.startswith(ODD_NAMES[1]))
    assert analysis.customers.loc[card.loc[loss, "customer_id"], "gross_margin"] < 0


@pytest.mark.parametrize("search", ["zorg", "ZORG", "100", "*", "?", "~", "'t hoekje\" &", "(10", "bestaat niet"])
def test_searching_filters_the_list(book: Book, document: Document, search: str) -> None:
    labels = document.frames["card"]["label"]
    hits = [label for label in labels if search.lower() in label.lower()]
    book.put(CHOICE, labels.iloc[0])
    book.put(SEARCH, search)
    shown, helpers = book.recalculated("Klantkaart", "M43"), book.recalculated("Grafiekgegevens", "X206")
    listed = [row[23] for row in helpers[6:206] if row[23]]
    assert listed == hits[:LISTED]
    title = cell(shown, "B2")
    if not hits:
        assert title == "Geen klant gevonden."
        assert cell(shown, "C10") in {None, ""}
    elif labels.iloc[0] in hits:
        assert title.startswith(f"{labels.iloc[0]}:")
    else:
        assert title.startswith(f"{hits[0]}:")
    book.put(SEARCH, "")


def test_the_values_in_the_file_are_those_of_a_recalculation(office: Office, document: Document, tmp_path: Path) -> None:
    book = Book(office, document, tmp_path / "vers.xlsx")
    try:
        for sheet, last in (("Klantkaart", "M43"), ("Grafiekgegevens", "AH206"), ("Dashboard", "R50")):
            row, column = xl_cell_to_rowcol(last)
            before = office.ask("read", document=book.key, sheet=sheet, area=[0, 0, row, column])["values"]
            after = book.recalculated(sheet, last)
            for y, (old, new) in enumerate(zip(before, after, strict=True)):
                for x, (was, now) in enumerate(zip(old, new, strict=True)):
                    same(now, was, f"{sheet} rij {y + 1} kolom {x + 1}")
    finally:
        book.close()


def test_a_changed_setting_shows_on_the_dashboard_until_it_is_put_back(
    office: Office, document: Document, tmp_path: Path
) -> None:
    book = Book(office, document, tmp_path / "instelling.xlsx")
    names = office.ask("names", document=book.key)
    try:
        for name, value, notice in (
            *(("Inst_GrensA", 0.7, CHANGED_TEXT), ("Inst_GrensA", "", ""), ("Inst_PeriodeVan", 45_000, CHANGED_TEXT)),
            *(
                ("Inst_PeriodeVan", "", ""),
                ("Inst_Normalisatie", "z-score", CHANGED_TEXT),
                ("Inst_Normalisatie", "percentiel", ""),
            ),
            *(("Inst_PerConcern", "ja", CHANGED_TEXT), ("Inst_PerConcern", "nee", "")),
        ):
            sheet, area = names[name]
            office.ask("write", document=book.key, sheet=sheet, area=area, values=[[value]])
            assert (cell(book.recalculated("Dashboard", "R50"), "B4") or "") == notice, name
    finally:
        book.close()


def many(count: int) -> Analysis:
    """Return an analysis of this many customers with a line in each of twelve months."""
    draw = np.random.default_rng(3)
    ids = np.repeat([f"K{n:05d}" for n in range(count)], 12)
    months = pd.to_datetime([f"2024-{month:02d}-10" for month in range(1, 13)])
    revenue = np.round(draw.lognormal(6, 1, count * 12), 2)
    lines = pd.DataFrame({"date": np.tile(months, count), "customer_id": pd.Categorical(ids), "revenue": revenue})
    lines = lines.assign(cost=np.round(revenue * draw.uniform(0.5, 1.1, count * 12), 2))
    return analyse(
        Inputs(lines.reindex(columns=list(InvoiceLine.model_fields)), read_lines=len(lines), read_revenue=float(revenue.sum()))
    )


def test_one_customer_without_groups_or_ratings_gives_no_error(office: Office, tmp_path: Path) -> None:
    document = build(many(1), created=CREATED)
    book = Book(office, document, tmp_path / "een.xlsx")
    try:
        shown = book.recalculated("Klantkaart", "M43")
        assert cell(shown, "B2") == "K00000 (K00000): 1e op waarde, 1e op omzet, van 1 klant."
        book.recalculated("Grafiekgegevens", "AH206")
    finally:
        book.close()


def test_choosing_among_five_thousand_customers_takes_less_than_a_second(office: Office, tmp_path: Path) -> None:
    document = build(many(5_000), created=CREATED)
    book = Book(office, document, tmp_path / "veel.xlsx")
    try:
        position = 4_321
        started = time.perf_counter()
        book.put(CHOICE, document.frames["card"]["label"].iloc[position])
        shown = book.recalculated("Klantkaart", "M43")
        assert time.perf_counter() - started < 1
        same(cell(shown, "C10"), document.frames["customers"]["revenue"].iloc[position], "omzet")
        book.put(SEARCH, "K049")
        started = time.perf_counter()
        assert cell(book.recalculated("Klantkaart", "M43"), "C6").startswith("Getoond: de eerste van 100 gevonden")
        assert time.perf_counter() - started < 1
    finally:
        book.close()
