"""The defaults and limits of the settings, and what cannot be set together."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from klantwaarde_xl.model.settings import DIMENSIONS, Settings

DEFAULTS = {
    "period_from": None,
    "period_to": None,
    "hourly_cost": 60.0,
    "capital_rate": 0.06,
    "vat_rate": 0.0,
    "currency_rates": "",
    "pareto_measure": "omzet",
    "bound_a": 0.80,
    "bound_b": 0.95,
    "by_parent": False,
    "rank_draws": 1_000,
    "seed": 1,
    "cross_sell_level": "productgroep",
    "gaps_per_customer": 5,
    "minimum_gap": 100.0,
    "realisable": 0.50,
    "late_after": 2.0,
    "decline_limit": 0.30,
    "hours_cross_sell": 4.0,
    "hours_up_sell": 3.0,
    "hours_margin": 4.0,
    "hours_serve": 6.0,
    "move_threshold": 500.0,
    "most_moves": 10,
    "trial_share": 0.0,
}
"""As docs/method.md and the manual give them."""
WEIGHTS = (0.20, 0.25, 0.10, 0.10, 0.10, 0.10, 0.15)
LIMITS = {
    "hourly_cost": (0, 10_000),
    "capital_rate": (0, 1),
    "bound_b": (0.80, 1),
    "weight_margin": (0, 1_000),
    "rank_draws": (0, 10_000),
    "seed": (0, 2**31 - 1),
    "gaps_per_customer": (1, 100),
    "minimum_gap": (0, 1e9),
    "longest_list": (10, 1_000_000),
    "late_after": (1, 20),
    "hours_serve": (0.25, 1_000),
    "most_moves": (0, 1_000),
    "trial_share": (0, 1),
}


def test_the_defaults_are_those_of_the_method() -> None:
    chosen = Settings().model_dump()
    assert {name: chosen[name] for name in DEFAULTS} == DEFAULTS
    assert tuple(Settings().weights().values()) == WEIGHTS
    assert tuple(Settings().weights()) == DIMENSIONS
    assert sum(WEIGHTS) == pytest.approx(1)


@pytest.mark.parametrize("name", LIMITS)
def test_the_limits_themselves_are_valid_and_what_lies_beyond_is_not(name: str) -> None:
    declared = {setting.field: setting for setting in Settings.declared()}[name]
    low, high = LIMITS[name]
    for value in (low, high):
        assert getattr(Settings(**{name: value}), name) == value
    for value in (low - 0.001 if isinstance(low, float) else low - 1, high + 1):
        with pytest.raises(ValidationError):
            Settings(**{name: value})
    if name != "bound_b":
        assert (declared.minimum, declared.maximum) == (low, high)


def test_what_contradicts_itself_is_refused_and_what_just_fits_is_not() -> None:
    day = dt.date(2024, 5, 1)
    assert Settings(period_from=day, period_to=day).period_to == day
    assert Settings(bound_a=0.9, bound_b=0.9).bound_a == 0.9
    none = dict.fromkeys((f"weight_{name}" for name in DIMENSIONS), 0.0)
    assert Settings(**none | {"weight_time": 0.01}).weights()["time"] == 0.01
    for wrong in ({"period_from": day, "period_to": dt.date(2024, 4, 30)}, {"bound_a": 0.96}, none):
        with pytest.raises(ValidationError):
            Settings(**wrong)
