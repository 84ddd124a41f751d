"""Reports in a real spreadsheet program: companies to report on, and an open workbook to change and
recalculate."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from office_client import Office
from xlsxwriter.utility import xl_cell_to_rowcol

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.demo.tables import demo_inputs
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.tables import UNASSIGNED, Customer, InvoiceLine
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.writers.xlsx import write_xlsx

CREATED = dt.datetime(2025, 1, 15, 9, 30)
SEARCH, CHOICE = (5, 1), (5, 6)
ODD_NAMES = ('Café "\'t Hoekje" & Zn <b>', "*Ster?~*", "Σ 'Enkel' & Co", "=1+1")


def analysed(tables: dict[str, pd.DataFrame]) -> Analysis:
    fields = (
        "customers",
        "transactions",
        "products",
        "effort",
        "rates",
        "ratings",
        "account_managers",
        "chemistry",
    )
    names = (
        "Klanten",
        "Transacties",
        "Producten",
        "Inspanning",
        "Tarieven",
        "Beoordeling",
        "Accountmanagers",
        "Klik",
    )
    given = {
        field: tables[f"tbl{name}"]
        for field, name in zip(fields, names, strict=True)
        if f"tbl{name}" in tables
    }
    given = {
        field: frame.astype({name: "category" for name in frame if _is_text(frame[name])})
        for field, frame in given.items()
    }
    lines = given["transactions"]
    return analyse(Inputs(**given, read_lines=len(lines), read_revenue=float(lines["revenue"].sum())))


def _is_text(column: pd.Series) -> bool:
    """Return whether a column holds neither numbers nor dates."""
    numbers = pd.api.types.is_any_real_numeric_dtype(column)
    return not numbers and not pd.api.types.is_datetime64_any_dtype(column)


def odd_company() -> Analysis:
    """Return the demo with odd names and 14 product groups; one has no ratings, one is sold below cost, one
    buys all groups."""
    tables = demo_inputs()
    customers, lines = tables["tblKlanten"].copy(), tables["tblTransacties"].copy()
    recent = lines.loc[lines["date"] >= "2025-01-01", "customer_id"].value_counts()
    odd = recent.index[: len(ODD_NAMES)]
    customers["name"] = (
        customers["customer_id"].map(dict(zip(odd, ODD_NAMES, strict=True))).fillna(customers["name"])
    )
    below = lines["customer_id"] == odd[1]
    lines.loc[below, "cost"] = lines.loc[below, "revenue"] * 1.5
    products = tables["tblProducten"].copy()
    products.loc[products.index[::9], "product_group"] = "Kassa & bonnen"
    products.loc[products.index[4::9], "product_group"] = 'Reiniging "groen"'
    tables["tblProducten"] = products
    of_each = products.drop_duplicates("product_group")["product_id"].to_numpy()
    bought = lines.index[(lines["customer_id"] == odd[2]) & (lines["date"] >= "2025-01-01")][: len(of_each)]
    lines["product_id"] = lines["product_id"].astype(object)
    lines.loc[bought, "product_id"] = of_each
    ratings = tables["tblBeoordeling"]
    ratings = ratings[ratings["customer_id"] != odd[0]]
    renamed = {odd[2]: "a10003", odd[3]: "A10003"}
    tables |= {"tblKlanten": customers, "tblTransacties": lines, "tblBeoordeling": ratings}
    for name, frame in tables.items():
        if "customer_id" in frame:
            tables[name] = frame.assign(customer_id=frame["customer_id"].replace(renamed))
    return analysed(tables)


def like_an_audit_file() -> Analysis:
    """Return what an audit file of one year gives: no costs, no year before, a line of nobody and two without
    a rate."""
    rows = [("2025-03-01", "a", 75.0), ("2025-04-02", "b", 50.0), ("2025-05-03", UNASSIGNED, 25.0)]
    lines = pd.DataFrame(rows, columns=["date", "customer_id", "revenue"])
    lines = lines.assign(date=pd.to_datetime(lines["date"]), customer_id=pd.Categorical(lines["customer_id"]))
    customers = pd.DataFrame({"customer_id": pd.Categorical(["a", UNASSIGNED]), "include": [True, False]})
    return analyse(
        Inputs(
            lines.reindex(columns=list(InvoiceLine.model_fields)),
            customers=customers.reindex(columns=list(Customer.model_fields)),
            read_lines=len(rows) + 2,
            read_revenue=150.0,
            rejected_lines=2,
            foreign={"USD": (2, 30.0)},
        )
    )


class Book:
    """One open workbook with a report."""

    def __init__(self, office: Office, document: Document, path: Path) -> None:
        self.office = office
        write_xlsx(document, path)
        self.key = office.ask("open", path=str(path))

    def put(self, at: tuple[int, int], value: object, sheet: str = "Klantkaart") -> None:
        self.office.ask("write", document=self.key, sheet=sheet, area=[*at, *at], values=[[value]])

    def read(self, sheet: str, last: str) -> list[list[Any]]:
        """Return what a sheet shows from A1 to a cell, without recalculation; no cell may hold an error."""
        row, column = xl_cell_to_rowcol(last)
        found = self.office.ask("read", document=self.key, sheet=sheet, area=[0, 0, row, column])
        assert found["errors"] == [], sheet
        return found["values"]

    def recalculated(self, sheet: str, last: str) -> list[list[Any]]:
        """Return what a sheet shows after every formula of the workbook was calculated again."""
        self.office.ask("calculate", document=self.key)
        return self.read(sheet, last)

    def close(self) -> None:
        self.office.ask("close", document=self.key)


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


def many(count: int) -> Analysis:
    """Return an analysis of this many customers with a line in each of twelve months."""
    draw = np.random.default_rng(3)
    ids = np.repeat([f"K{n:05d}" for n in range(count)], 12)
    months = pd.to_datetime([f"2024-{month:02d}-10" for month in range(1, 13)])
    revenue = np.round(draw.lognormal(6, 1, count * 12), 2)
    lines = pd.DataFrame(
        {"date": np.tile(months, count), "customer_id": pd.Categorical(ids), "revenue": revenue}
    )
    lines = lines.assign(cost=np.round(revenue * draw.uniform(0.5, 1.1, count * 12), 2))
    return analyse(
        Inputs(
            lines.reindex(columns=list(InvoiceLine.model_fields)),
            read_lines=len(lines),
            read_revenue=float(revenue.sum()),
        )
    )
