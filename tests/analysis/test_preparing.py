"""Who counts and in which period, before anything is measured."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from small_workbook import raw_tables

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.preparing import chosen_period, prepare
from klantwaarde_xl.errors import KlantwaardeError, Wording
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED

DAYS = np.array(["2023-11-05", "2024-02-29", "2025-03-10"], "datetime64[s]")


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return check_inputs(raw_tables())


def with_customers(inputs: Inputs, **columns: dict[str, object]) -> Inputs:
    """The inputs with other values for some customers."""
    customers = inputs.customers.copy()
    for name, values in columns.items():
        numbers = customers["customer_id"].astype(str)
        changed = numbers.map(values).where(numbers.isin(list(values)), customers[name].astype(object))
        customers[name] = changed.astype(float) if name == "include" else changed
    return dataclasses.replace(inputs, customers=customers)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-01", "2024-12-31", ("2024-01-01", "2024-12-31")),
        (None, "2024-06-30", ("2023-07-01", "2024-06-30")),
        # The day after is 29 February; the year before has none.
        (None, "2024-02-28", ("2023-02-28", "2024-02-28")),
        ("2025-03-10", None, ("2025-03-10", "2025-03-31")),
    ],
)
def test_the_settings_choose_the_period(
    first: str | None, last: str | None, expected: tuple[str, str]
) -> None:
    days = [None if day is None else dt.date.fromisoformat(day) for day in (first, last)]
    period = chosen_period(Settings(period_from=days[0], period_to=days[1]), DAYS)
    assert (period.start.isoformat(), period.end.isoformat()) == expected


@pytest.mark.parametrize(
    ("settings", "dates", "wording"),
    [
        (Settings(), DAYS[:0], errors.NOTHING_TO_ANALYSE),
        (
            Settings(period_from=dt.date(2030, 1, 1), period_to=dt.date(2030, 12, 31)),
            DAYS,
            errors.NO_LINES_IN_PERIOD,
        ),
    ],
)
def test_without_lines_there_is_no_period(settings: Settings, dates: np.ndarray, wording: Wording) -> None:
    with pytest.raises(KlantwaardeError) as caught:
        chosen_period(settings, dates)
    assert caught.value.code == wording.code


def test_a_customer_that_does_not_count_takes_its_lines_and_effort_along(inputs: Inputs) -> None:
    ready = prepare(with_customers(inputs, include={"00001": 0.0}))
    assert ready.left_out.any()
    assert set(ready.lines.loc[ready.left_out, "customer_id"].astype(str)) == {"00001"}
    for frame in (ready.used, ready.effort, ready.ratings):
        assert "00001" not in set(frame["customer_id"].astype(str))
    assert len(ready.used) == len(ready.lines) - ready.left_out.sum()


def test_per_concern_the_lines_of_its_customers_are_one_customers(inputs: Inputs) -> None:
    grouped = with_customers(inputs, parent_id={"00001": "C1", "00002": "C1"})
    per_customer = prepare(grouped)
    settings = inputs.settings.model_copy(update={"by_parent": True})
    ready = prepare(dataclasses.replace(grouped, settings=settings))
    revenue = [
        frame.used.groupby(frame.used["customer_id"].astype(str))["revenue"].sum()
        for frame in (per_customer, ready)
    ]
    assert revenue[1]["C1"] == pytest.approx(revenue[0][["00001", "00002"]].sum())
    assert {"00001", "00002"}.isdisjoint(revenue[1].index)
    assert "C1" in set(ready.effort["customer_id"].astype(str))
    assert revenue[1].sum() == pytest.approx(revenue[0].sum())


def test_lines_that_are_all_of_nobody_are_refused(inputs: Inputs) -> None:
    nobody = with_customers(inputs, include={str(number): 0.0 for number in inputs.customers["customer_id"]})
    lines = inputs.transactions.assign(customer_id=pd.Categorical([UNASSIGNED] * len(inputs.transactions)))
    customers = pd.concat(
        [nobody.customers, nobody.customers.iloc[:1].assign(customer_id=UNASSIGNED)], ignore_index=True
    )
    with pytest.raises(KlantwaardeError) as caught:
        prepare(dataclasses.replace(nobody, transactions=lines, customers=customers))
    assert caught.value.code == errors.NOBODY_IS_KNOWN.code
