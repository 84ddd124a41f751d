"""The table behind Wat als: three customers of which every figure is known, and its order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS, PAGE, SCOPES, regular_revenue, what_if_frame

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def lines_of(rows: list[tuple[str, str, float, float | None, float | None]]) -> pd.DataFrame:
    """Return invoice lines: customer, date, turnover, cost, one-off."""
    lines = pd.DataFrame(rows, columns=["customer_id", "date", "revenue", "cost", "one_off"])
    lines = lines.assign(
        date=pd.to_datetime(lines["date"]),
        customer_id=pd.Categorical(lines["customer_id"]),
        cost=lines["cost"].astype(float),
        one_off=lines["one_off"].astype(float),
    )
    return lines.reindex(columns=list(InvoiceLine.model_fields))


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """a: 1,200 of which 200 one-off, pays after 30 days. b: a credit only. c: no known cost."""
    lines = lines_of(
        [
            ("a", "2024-05-01", 1000.0, 600.0, None),
            ("a", "2024-06-01", 200.0, 100.0, 1.0),
            ("b", "2024-06-01", -50.0, -40.0, None),
            ("c", "2024-06-01", 300.0, None, None),
        ]
    )
    customers = pd.DataFrame(
        {
            "customer_id": pd.Categorical(["a", "b", "c"]),
            "name": ["Anker", "Boom", "Cirkel"],
            "segment": ["  Zorg   en  welzijn ", None, ""],
            "payment_days": [30.0, 60.0, None],
        }
    )
    settings = Settings(period_from=YEAR.start, period_to=YEAR.end, capital_rate=0.0365, vat_rate=0.21)
    inputs = Inputs(
        lines,
        customers=customers.reindex(columns=list(Customer.model_fields)),
        settings=settings,
        read_lines=4,
        read_revenue=1450.0,
    )
    return what_if_frame(Source(analyse(inputs))).set_index("customer_id")


def test_amounts(rows: pd.DataFrame) -> None:
    assert rows["revenue"].to_dict() == {"a": 1200, "b": -50, "c": 300}
    assert rows["regular"].to_dict() == {"a": 1000, "b": -50, "c": 300}
    assert rows["regular_covered"].to_dict() == {"a": 1000, "b": -50, "c": 0}
    assert rows["gross_margin"].to_dict() == {"a": 500, "b": -10, "c": 0}
    assert rows["known"].to_dict() == {"a": 1, "b": 1, "c": 0}
    assert rows["hours"].tolist() == [0, 0, 0]


def test_interest_is_over_turnover_with_vat(rows: pd.DataFrame) -> None:
    """A day of a euro costs 1.21 * 3.65 % / 365 = 0.000121; a credit is not financed."""
    assert rows["interest"].to_dict() == pytest.approx({"a": 0.00363, "b": 0.00726, "c": 0})
    assert rows["interest_day"].to_dict() == pytest.approx({"a": 0.1452, "b": 0, "c": 0})
    assert rows.loc["a", "financing"] == pytest.approx(30 * 0.1452)
    assert rows.loc["a", "contribution"] == pytest.approx(500 - 30 * 0.1452)


def test_places_leave_out_who_is_unknown(rows: pd.DataFrame) -> None:
    assert rows["worst"].to_dict() == {"a": 2, "b": 1, "c": 0}
    assert rows["best"].to_dict() == {"a": 1, "b": 2, "c": 0}
    assert rows["place"].tolist() == [1, 2, 3]


def test_names_and_scopes(rows: pd.DataFrame) -> None:
    assert rows["label"].to_dict() == {"a": "Anker (a)", "b": "Boom (b)", "c": "Cirkel (c)"}
    assert rows["segment"].to_dict() == {
        "a": "Segment Zorg en welzijn",
        "b": "Segment niet ingevuld",
        "c": "Segment niet ingevuld",
    }
    assert set(rows["everyone"]) == {"Iedereen"}
    assert rows.loc["a", "class"] == "Klasse A"


def test_regular_turnover_is_of_the_period_and_in_the_order_asked() -> None:
    lines = lines_of(
        [
            ("a", "2023-12-31", 1.0, 1.0, None),
            ("a", "2024-01-01", 10.0, 1.0, 0.0),
            ("a", "2024-12-31", 100.0, None, None),
            ("a", "2025-01-01", 1000.0, 1.0, None),
            ("b", "2024-06-01", 7.0, 0.0, 1.0),
        ]
    )
    found = regular_revenue(lines, YEAR, pd.Series(["z", "b", "a"]))
    assert found.tolist() == [[0, 0], [0, 0], [110, 10]]
    assert regular_revenue(lines.head(0), YEAR, pd.Series(["a"])).tolist() == [[0, 0]]


def test_every_cell_holds_a_figure_or_a_text(make_analysis: Any) -> None:
    """A blank would make MMULT an error; customers without hours or points have zero."""
    analysis = make_analysis(effort=False)
    frame = what_if_frame(Source(analysis))
    assert frame.columns.tolist() == [column.field for column in CUSTOMERS.columns]
    assert not frame.isna().any().any()
    figures = frame.drop(columns=[*SCOPES, "customer_id"])
    assert np.isfinite(figures.to_numpy(float)).all()
    assert (frame["hours"] == 0).all()
    assert frame["revenue"].sum() == pytest.approx(analysis.customers["revenue"].sum())


def test_places_go_by_contribution(make_analysis: Any) -> None:
    analysis = make_analysis()
    frame = what_if_frame(Source(analysis)).set_index("customer_id")
    contribution = analysis.customers["contribution"]
    assert frame["best"].idxmin() == contribution.idxmax()
    assert frame["worst"].idxmin() == contribution.idxmin()
    assert sorted(frame["worst"]) == sorted(frame["best"]) == list(range(1, len(contribution) + 1))


def test_the_columns_of_a_choice_come_first() -> None:
    """The formula of the scope counts on their order; the sheet itself is hidden."""
    assert tuple(column.field for column in CUSTOMERS.columns[:4]) == SCOPES
    assert PAGE.spec.hidden


def test_who_bought_nothing_is_none_of_the_customers_with_the_lowest_contribution(make_analysis: Any) -> None:
    """Its effort is a contribution that is known, and stays in the sum of the firm."""
    source = Source(make_analysis(6))
    listed = source.once(customer_frame)
    lowest = listed["contribution"].idxmin()
    source.once(customer_frame).loc[lowest, "rank_revenue"] = float("nan")
    rows = what_if_frame(source)
    assert rows.loc[lowest, ["worst", "best", "bought", "known"]].tolist() == [0, 0, 0, 1]
    assert sorted(rows["worst"]) == [0, 1, 2, 3, 4, 5]
    assert rows["contribution"].sum() == pytest.approx(listed["contribution"].sum())
