"""The bridge of public data through the command verschil, against the second computation, to the cent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import pytest
from plain_input import Company, Row, default_period, exact, prepare, previous_period
from plain_measures import measures
from same_bridge import same_bridge

RATES = {"hourly_cost": 60.0, "capital_rate": 0.06, "vat_rate": 0.0}


def northwind_lines(folder: Path) -> pd.DataFrame:
    """Return the order lines in whole cents with their quantities, of which a part is left blank.

    The data begin in the second month of the year before, with which nothing is compared then: the lines of
    that year are moved back until it is whole."""
    lines = datasets.northwind(folder)
    earlier = lines["date"] < pd.Timestamp(1997, 6, 1)
    lines["date"] = lines["date"].where(~earlier, lines["date"] - pd.Timedelta(days=34))
    assert lines["date"].min() == pd.Timestamp(1996, 5, 31)
    quantity = pd.read_csv(folder / "Order_Details.csv")["Quantity"].astype(float)
    lines = lines.assign(quantity=quantity.where(quantity.index % 11 != 0))
    return lines.round({"revenue": 2, "cost": 2})


def reseller_lines(folder: Path) -> pd.DataFrame:
    table = datasets.adventureworks(folder)["Transacties"]
    names = ["date", "customer_id", "product_id", "invoice_id", "quantity", "revenue", "cost"]
    return table.set_axis(names, axis=1).astype({"quantity": float})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "lines_of", "options"),
    [
        ("northwind", northwind_lines, ()),
        ("adventureworks_reseller", reseller_lines, ()),
        ("adventureworks_reseller", reseller_lines, ("--klant",)),
    ],
)
def test_the_bridge(
    shared_data: Path, door: Any, folder: str, lines_of: Any, options: tuple[str, ...]
) -> None:
    lines = lines_of(shared_data / folder)
    headers = ["Datum", "Klantnr", "Productcode", "Factuurnr", "Aantal", "Omzet", "Kostprijs"]
    fields = ["date", "customer_id", "product_id", "invoice_id", "quantity", "revenue", "cost"]
    sheets = {
        "Klanten": pd.DataFrame({"Klantnr": lines["customer_id"].unique()}),
        "Transacties": lines[fields].set_axis(headers, axis=1),
    }
    path = datasets.write_workbook(door.folder / "in.xlsx", sheets)
    rows: list[Row] = [
        {
            **row,
            "date": row["date"].date(),
            "quantity": None if pd.isna(row["quantity"]) else row["quantity"],
        }
        for row in lines[fields].to_dict("records")
    ]
    used = prepare(Company(rows, []), by_parent=False, rates={})
    span = default_period([row["date"] for row in used.lines])
    spans = previous_period(*span), span
    before, now = (measures(used, *when, **RATES) for when in spans)
    found = door.run("verschil", path).json
    if options:
        number = found["customers"][3]["customer_id"]
        alone = door.run("verschil", path, "--klant", number).json
        assert {name: alone[name] for name in found["customers"][3]} == found["customers"][3]
        return
    got = pd.DataFrame(found["customers"]).set_index("customer_id").drop(columns=["name", "turnover"])
    same_bridge(got, used.lines, spans, before, now)
    for row in (found, *found["customers"]):
        start, *steps, end = row["turnover"].values()
        assert round(start + sum(steps) - end, 6) == 0
    got, found = got.fillna(0.0), {name: value or 0.0 for name, value in found.items()}
    for name in got.columns:
        assert round(sum(exact(value) for value in got[name].tolist()) - exact(found[name]), 9) == Fraction(0)
    assert {"price", "volume", "mix"} <= set(got.columns[(got != 0).any()])
