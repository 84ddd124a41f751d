"""Differences between account managers: those that are planted, and those that chance makes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.match_test import differences_are_sure

TEAM = ["Bram", "Noor", "Sam"]


def rated(seed: int, better: float, size: int = 120) -> pd.DataFrame:
    """Return customers of three managers; those of Noor are rated so much better than by chance."""
    draw = np.random.default_rng(seed)
    manager = draw.choice(TEAM, size)
    rating = np.clip(np.rint(draw.normal(3.0, 1.0, size) + better * (manager == "Noor")), 1, 5)
    return pd.DataFrame(
        {
            "account_manager": manager,
            "segment": draw.choice(["Bouw", "Zorg"], size),
            "energy": rating,
            "culture": np.nan,
            "gross_margin": np.exp(draw.normal(8, 1, size)),
        }
    )


def test_chance_alone_is_never_sure_in_thirty_firms() -> None:
    assert not any(differences_are_sure(rated(seed, 0.0), TEAM) for seed in range(30))


def test_a_manager_whose_customers_are_two_points_happier_is_found() -> None:
    assert all(differences_are_sure(rated(seed, 2.0), TEAM) for seed in range(5))


@pytest.mark.parametrize("change", [{"energy": np.nan}, {"account_manager": None}, {"gross_margin": -5.0}])
def test_without_ratings_managers_or_margin_nothing_is_sure(change: dict[str, object]) -> None:
    assert not differences_are_sure(rated(1, 2.0).assign(**change), TEAM)


def test_the_order_of_rows_does_not_decide() -> None:
    customers = rated(3, 2.0)
    assert differences_are_sure(customers.iloc[::-1], TEAM) == differences_are_sure(customers, TEAM)
