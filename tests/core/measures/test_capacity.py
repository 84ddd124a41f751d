"""Capacity: the example of Kaplan & Anderson (HBR 2004), more use than there is, and what is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.measures.capacity import capacity_use
from klantwaarde_xl.core.measures.cost_to_serve import DRIVERS, driver_effort

NONE = dict.fromkeys(DRIVERS.values(), 0.0)


def test_the_example_of_kaplan_and_anderson() -> None:
    rates = pd.DataFrame(
        {
            "activity": ["order", "inquiry", "credit check"],
            "hourly_cost": 48.0,
            "capacity_hours": [700_000 / 60, 0.0, 0.0],
            "driver": ["factuur", "regel", "creditregel"],
            "minutes_per_unit": [8.0, 44.0, 50.0],
        }
    )
    counts = NONE | {"invoices": 49_000.0, "lines": 1_400.0, "credit_lines": 2_500.0}
    found = capacity_use(rates, None, counts, 1.0)
    assert found["used"].tolist() == pytest.approx([313_600, 49_280, 100_000])
    assert found["unused"].sum() == pytest.approx(97_120)


def test_what_is_used_is_what_customers_are_charged() -> None:
    draw = np.random.default_rng(3)
    rates = pd.DataFrame(
        {
            "activity": list("abcd"),
            "hourly_cost": draw.uniform(20, 90, 4),
            "capacity_hours": 1_000.0,
            "driver": ["factuur", "regel", "creditregel", "klant"],
            "minutes_per_unit": draw.uniform(1, 60, 4),
        }
    )
    counts = {name: draw.integers(0, 50, 20) for name in DRIVERS.values()}
    charged = driver_effort(rates, counts)
    assert charged is not None
    found = capacity_use(rates, None, {name: each.sum() for name, each in counts.items()}, 0.5)
    assert found["used_hours"].sum() == pytest.approx(charged[0].sum())
    assert found["used"].sum() == pytest.approx(charged[1].sum())
    assert found["capacity_hours"].tolist() == [500.0] * 4


def test_more_use_than_there_is_and_names_in_another_case() -> None:
    rates = pd.DataFrame({"activity": ["Bezoek"], "hourly_cost": [60.0], "capacity_hours": [2.0]})
    effort = pd.DataFrame({"activity": [" bezoek", "BEZOEK", "advies", None], "hours": [1.0, 3.0, 50.0, 7.0]})
    found = capacity_use(rates, effort, NONE, 1.0).iloc[0]
    assert (found["used_hours"], found["unused_hours"], found["unused"]) == (4.0, -2.0, -120.0)


def test_only_a_known_capacity_is_shown() -> None:
    rates = pd.DataFrame({"activity": ["a", "b"], "hourly_cost": 60.0, "capacity_hours": [np.nan, 5.0]})
    assert capacity_use(rates, None, NONE, 1.0).index.tolist() == ["b"]
    assert capacity_use(rates.drop(columns="capacity_hours"), None, NONE, 1.0).empty
    assert capacity_use(None, None, NONE, 1.0).empty
