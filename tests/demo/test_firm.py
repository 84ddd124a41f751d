"""The demo's data: right by the input model, the same every time, and shaped like a real wholesaler."""

from __future__ import annotations

import pandas as pd
import pytest

from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.firm import demo_inputs
from klantwaarde_xl.model.tables import BY_TABLE

TABLES = demo_inputs()
LINES = TABLES["tblTransacties"]


def filled(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if not pd.isna(value)}


@pytest.mark.parametrize("table", BY_TABLE)
def test_every_row_is_right_by_the_input_model(table: str) -> None:
    model, frame = BY_TABLE[table], TABLES[table]
    missing = {column.field for column in model.columns()} - set(frame.columns)
    assert not missing, f"{table}: give {missing} values (or None) in klantwaarde_xl/demo"
    assert list(frame.columns) == [column.field for column in model.columns()]
    assert not (model.key and frame.duplicated(list(model.key)).any())
    rows = frame if len(frame) <= 1_000 else frame.sample(1_000, random_state=1)
    for row in rows.to_dict("records"):
        model(**filled(row))


def test_the_same_seed_gives_the_same_tables_and_another_seed_others() -> None:
    again, other = demo_inputs(1), demo_inputs(2)
    for name, frame in TABLES.items():
        pd.testing.assert_frame_equal(again[name], frame)
    assert not other["tblTransacties"]["revenue"].equals(LINES["revenue"])


def test_it_has_the_size_that_was_asked_for() -> None:
    assert {
        name: len(frame)
        for name, frame in TABLES.items()
        if name in {"tblKlanten", "tblTransacties", "tblProducten"}
    } == {
        "tblKlanten": 400,
        "tblTransacties": 60_000,
        "tblProducten": 300,
    }
    assert TABLES["tblProducten"].product_group.nunique() == len(words.GROUPS) == 12
    assert len(TABLES["tblAccountmanagers"]) == 5
    assert (LINES.revenue < 0).mean() == pytest.approx(0.03)
    assert LINES.date.min() >= pd.Timestamp("2024-01-01")
    assert LINES.date.max() == pd.Timestamp("2025-12-31")
    assert LINES.date.dt.to_period("M").nunique() == 24


def test_tables_refer_to_each_other() -> None:
    ids = set(TABLES["tblKlanten"].customer_id)
    for name in ("tblTransacties", "tblInspanning", "tblBeoordeling", "tblKlik"):
        assert set(TABLES[name].customer_id) <= ids
    assert set(LINES.product_id) <= set(TABLES["tblProducten"].product_id)
    team = set(TABLES["tblAccountmanagers"].name)
    assert (
        set(TABLES["tblKlanten"].account_manager.dropna()) == team == set(TABLES["tblKlik"].account_manager)
    )
    assert set(TABLES["tblInspanning"].activity) <= set(TABLES["tblTarieven"].activity)


def test_names_are_distinct_and_include_what_breaks_careless_programs() -> None:
    names = TABLES["tblKlanten"].name
    assert names.is_unique
    for character in ("&", "'", '"', "é"):
        assert names.str.contains(character, regex=False).any()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_whale_curve_is_as_in_real_life(seed: int) -> None:
    # A second computation, in plain pandas, of docs/method.md 2 and 4 over 2025.
    tables = demo_inputs(seed)
    lines = tables["tblTransacties"].merge(
        tables["tblProducten"][["product_id", "unit_cost"]], on="product_id"
    )
    lines = lines[lines.date >= "2025-01-01"]
    margin = (
        (lines.revenue - lines.cost.fillna(lines.unit_cost * lines.quantity)).groupby(lines.customer_id).sum()
    )
    rates = tables["tblTarieven"].set_index("activity")
    effort = tables["tblInspanning"]
    effort = effort[effort.date >= "2025-01-01"]
    served = (effort.hours * effort.activity.map(rates.hourly_cost)).groupby(effort.customer_id).sum()
    served = served.add(effort.groupby("customer_id").expense.sum(), fill_value=0)
    counts = {
        "factuur": lines.groupby("customer_id").invoice_id.nunique(),
        "regel": lines.groupby("customer_id").size(),
        "creditregel": (lines.revenue < 0).groupby(lines.customer_id).sum(),
        "klant": pd.Series(1, index=margin.index),
    }
    for rate in rates.dropna(subset="minutes_per_unit").itertuples():
        served = served.add(counts[rate.driver] * rate.minutes_per_unit / 60 * rate.hourly_cost, fill_value=0)
    days = tables["tblKlanten"].set_index("customer_id").payment_days
    revenue = lines.groupby("customer_id").revenue.sum()
    financing = revenue.clip(lower=0) * days.reindex(revenue.index) / 365 * 0.06
    contribution = (margin - served.reindex(margin.index).fillna(0) - financing).sort_values(ascending=False)
    peak = contribution.cumsum().max() / contribution.sum()
    assert 1.3 <= peak <= 2.0
    assert 0.15 <= (contribution < 0).mean() <= 0.25
    largest = revenue.sort_values(ascending=False)
    assert 0.6 <= largest.iloc[: len(largest) // 5].sum() / largest.sum() <= 0.85
