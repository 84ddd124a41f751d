"""Turnover in the ledger beside turnover that was read, with figures worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.ledger import LedgerCheck, ledger_check

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
Line = tuple[Any, ...]


def lines(*rows: Line) -> pd.DataFrame:
    """Entity, day, amount, invoice, and whether it has no customer."""
    full = [(*row, False)[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["entity", "date", "revenue", "invoice_id", "unassigned"])
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[s]"))


def ledger(*rows: Line) -> pd.DataFrame:
    """Entity, year, month, turnover and cost of serving."""
    full = [(*row, np.nan)[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["entity", "year", "month", "revenue", "serving_cost"])
    return frame.astype({"year": float, "month": float, "revenue": float, "serving_cost": float})


def compare(
    book: pd.DataFrame, read: pd.DataFrame, refused: pd.DataFrame | None = None, period: Period = YEAR
) -> LedgerCheck:
    found = ledger_check(book, read, read.iloc[:0] if refused is None else refused, period)
    assert found is not None
    return found


def row(found: LedgerCheck, entity: str = "A") -> dict[str, Any]:
    (only,) = found.entities[found.entities["entity"] == entity].to_dict("records")
    return only


def test_they_agree_to_the_cent_over_the_whole_year() -> None:
    read = lines(
        ("A", "2025-03-01", 0.1, "1"), ("A", "2025-12-31", 0.2, "2", True), ("A", "2024-12-31", 9.0, "3")
    )
    found = compare(ledger(("A", 2025, None, 0.3)), read)
    assert found.closes
    assert (row(found)["ledger"], row(found)["read"], row(found)["unassigned"]) == (0.3, 0.3, 0.2)
    assert row(found)["reason"] == ""


def test_a_cent_is_a_difference() -> None:
    found = compare(ledger(("A", 2025, None, 100.01)), lines(("A", "2025-03-01", 100.0, "1")))
    assert (row(found)["difference"], row(found)["reason"], found.closes) == (0.01, "unexplained", False)


def test_months_are_compared_where_the_ledger_has_them() -> None:
    read = lines(
        ("A", "2025-01-31", 10.0, "1"), ("A", "2025-02-01", 20.0, "2"), ("A", "2025-03-01", 40.0, "3")
    )
    found = compare(ledger(("A", 2025, 1, 10.0), ("A", 2025, 2, 20.0)), read)
    assert (row(found)["read"], row(found)["difference"]) == (30.0, 0.0)
    # Ten months are not in the ledger, so nobody may say that all of it agrees.
    assert not found.complete
    assert not found.closes


def test_the_months_of_a_year_go_before_the_year() -> None:
    months = [("A", 2025, month, 1.0) for month in range(1, 13)]
    read = lines(*[("A", f"2025-{month:02}-15", 1.0, str(month)) for month in range(1, 13)])
    found = compare(ledger(("A", 2025, None, 999.0), *months), read)
    assert (row(found)["ledger"], found.closes) == (12.0, True)


def test_a_year_that_is_not_wholly_in_the_period_is_not_compared() -> None:
    broken = Period(dt.date(2024, 7, 1), dt.date(2025, 6, 30))
    read = lines(("A", "2025-03-01", 10.0, "1"))
    assert ledger_check(ledger(("A", 2025, None, 10.0)), read, read[:0], broken) is None
    part = Period(dt.date(2025, 1, 10), dt.date(2025, 3, 31))
    found = compare(ledger(("A", 2025, 2, 0.0), ("A", 2025, 3, 10.0)), read, period=part)
    assert (row(found)["difference"], found.closes) == (0.0, False)


def test_each_entity_by_itself_without_regard_to_case() -> None:
    read = lines(("noord bv ", "2025-03-01", 10.0, "1"), ("Zuid", "2025-03-01", 5.0, "2"))
    found = compare(ledger(("Noord BV", 2025, None, 10.0), ("Zuid", 2025, None, 6.0)), read)
    assert [row(found, name)["difference"] for name in ("Noord BV", "Zuid")] == [0.0, 1.0]


def test_an_entity_without_a_ledger_is_named_and_nothing_closes() -> None:
    read = lines(("A", "2025-03-01", 10.0, "1"), ("B", "2025-03-01", 5.0, "2"))
    found = compare(ledger(("A", 2025, None, 10.0)), read)
    assert (row(found, "B")["reason"], row(found, "B")["read"]) == ("not_in_ledger", 5.0)
    assert np.isnan(row(found, "B")["difference"])
    assert not found.closes


@pytest.mark.parametrize(("of_ledger", "of_lines"), [("A", None), (None, "A"), (None, None)])
def test_one_entity_is_all_lines_where_either_names_none(of_ledger: str | None, of_lines: str | None) -> None:
    found = compare(ledger((of_ledger, 2025, None, 10.0)), lines((of_lines, "2025-03-01", 10.0, "1")))
    assert found.entities["difference"].tolist() == [0.0]
    assert found.closes


AFTER = ("A", "2026-01-05", 50.0, "jan")
CREDIT = ("A", "2026-01-07", -30.0, "credit")


@pytest.mark.parametrize(
    ("booked", "reason", "named"),
    [
        (150.0, "cut_off", [("jan", 50.0)]),
        (70.0, "credit_after", [("credit", -30.0)]),
        (120.0, "cut_off", [("jan", 50.0), ("credit", -30.0)]),
        (80.0, "cut_off", [("dec", 20.0)]),
        (107.5, "rejected", [("bad", 7.5)]),
        (157.5, "rejected_and_cut_off", [("jan", 50.0)]),
        (103.0, "unexplained", []),
        # An invoice of long before the year is no matter of cut-off.
        (1100.0, "unexplained", []),
    ],
)
def test_what_explains_a_difference(booked: float, reason: str, named: list[tuple[str, float]]) -> None:
    read = lines(
        ("A", "2025-03-01", 80.0, "mrt"),
        ("A", "2025-12-30", 20.0, "dec"),
        AFTER,
        CREDIT,
        ("A", "2024-06-01", 1000.0, "oud"),
    )
    refused = lines(("A", "2025-04-01", 7.5, "bad"), ("B", "2025-04-01", 3.0, "b"))
    found = row(compare(ledger(("A", 2025, None, booked)), read, refused))
    assert found["reason"] == reason
    assert [(number, amount) for number, _, amount in found["invoices"]] == named


def test_the_lines_of_one_invoice_are_one_amount() -> None:
    read = lines(("A", "2025-03-01", 80.0, "1"), ("A", "2026-01-02", 3.0, "j"), ("A", "2026-01-02", 4.0, "j"))
    assert row(compare(ledger(("A", 2025, None, 87.0)), read))["invoices"][0][2] == 7.0


def test_many_invoices_around_the_end_take_no_time_and_invent_no_reason() -> None:
    rng = np.random.default_rng(1)
    amounts = rng.integers(1, 10**8, 20_000) / 100
    read = lines(*[("A", "2026-01-05", amount, str(n)) for n, amount in enumerate(amounts.tolist())])
    assert row(compare(ledger(("A", 2025, None, 0.01)), read))["reason"] in {"unexplained", "cut_off"}


def test_cost_of_serving_is_told_when_every_month_is_there() -> None:
    read = lines(("A", "2025-03-01", 10.0, "1"))
    assert compare(ledger(("A", 2025, None, 10.0, 55.5)), read).serving == 55.5
    assert np.isnan(compare(ledger(("A", 2025, 3, 10.0, 55.5)), read).serving)
    assert np.isnan(compare(ledger(("A", 2025, None, 10.0)), read).serving)
