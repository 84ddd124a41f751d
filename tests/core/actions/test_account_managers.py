"""Portfolios and matches, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.account_managers import capacities, manager_of, matches, portfolio, team_of
from klantwaarde_xl.errors import InvalidFigureError

CUSTOMERS = pd.DataFrame(
    {
        "account_manager": ["Noor", "Noor", "Bram", None, "Vertrokken"],
        "segment": ["Horeca", "Horeca", "Zorg", "Zorg", None],
        "revenue": [1000.0, 2000.0, 4000.0, 10.0, 5.0],
        "gross_margin": [300.0, 500.0, 900.0, 4.0, 1.0],
        "contribution": [200.0, 100.0, np.nan, 3.0, 1.0],
        "hours": [30.0, 50.0, np.nan, 0.0, 2.0],
        "energy": [5.0, 3.0, 2.0, np.nan, np.nan],
        "culture": [np.nan, 3.0, 2.0, np.nan, np.nan],
        "at_stake": [0.0, 70.0, np.nan, 0.0, 0.0],
    },
    index=pd.Index(list("abcde"), name="customer_id"),
)
TEAM = pd.DataFrame({"name": ["Noor", "Bram", "Sanne"], "capacity_hours": [160.0, np.nan, 80.0]})


def test_portfolio_by_hand() -> None:
    found = portfolio(CUSTOMERS, TEAM, years=2)
    assert found.index.tolist() == ["Bram", "Noor", "Sanne", "Vertrokken", ""]
    noor = found.loc["Noor"]
    assert noor[["customers", "revenue", "gross_margin", "contribution", "hours"]].tolist() == [
        2,
        3000.0,
        800.0,
        300.0,
        80.0,
    ]
    # 80 hours in two years are 40 a year of 160; energy (5 + 3) / 2, culture only of the one that was rated
    # on it.
    assert noor[["hours_a_year", "used", "free_hours", "contribution_per_hour"]].tolist() == [
        40.0,
        0.25,
        120.0,
        3.75,
    ]
    assert noor[["energy", "culture", "at_stake", "reasons"]].tolist() == [4.0, 3.0, 70.0, ""]
    assert found.loc["Sanne", ["customers", "used"]].tolist() == [0, 0.0]
    assert found.reasons.to_dict() == {
        "Bram": "capacity_unknown hours_partly_known contribution_partly_known",
        "Noor": "",
        "Sanne": "",
        "Vertrokken": "not_in_team",
        "": "no_manager",
    }


def test_portfolios_add_up_to_all_customers() -> None:
    for name in ("revenue", "gross_margin", "contribution", "hours", "at_stake"):
        assert portfolio(CUSTOMERS, TEAM, years=1)[name].sum() == pytest.approx(CUSTOMERS[name].sum())


def test_without_a_team_the_customers_still_make_portfolios_and_nobody_is_called_absent() -> None:
    found = portfolio(CUSTOMERS.astype({"account_manager": "category"}), None, years=1)
    assert found.index.tolist() == ["Bram", "Noor", "Vertrokken", ""]
    assert found.used.isna().all()
    assert found.reasons["Noor"] == "capacity_unknown"
    with pytest.raises(InvalidFigureError, match="KW-441"):
        portfolio(CUSTOMERS, TEAM, years=-1)


def test_matches_are_shrunk_to_the_overall_mean() -> None:
    # Ratings on 0-1: a (5 - 1) / 4 = 1; b .5; c .25; overall (1 + .5 + .25) / 3 = 7/12.
    found = matches(CUSTOMERS, ["Bram", "Noor"], None)
    assert found.loc["a", "Noor"] == pytest.approx(2 / 7 * 0.75 + 5 / 7 * 7 / 12)
    assert found.loc["d", "Bram"] == pytest.approx(1 / 6 * 0.25 + 5 / 6 * 7 / 12)
    assert found.loc["d", "Noor"] == found.loc["e", "Bram"] == pytest.approx(7 / 12)


def test_a_rated_pair_has_its_own_rating_and_strangers_in_the_list_are_passed_over() -> None:
    klik = pd.DataFrame(
        {
            "customer_id": ["a", "a", "zz", "b", "d"],
            "account_manager": ["Bram", "Bram", "Bram", "Piet", "Noor"],
            "chemistry": [2.0, 5.0, 5.0, 5.0, np.nan],
        }
    )
    found = matches(CUSTOMERS, ["Bram", "Noor"], klik)
    plain = matches(CUSTOMERS, ["Bram", "Noor"], None)
    # the pair a and Bram is there twice, 2 and 5: the mean is 3.5, whatever the order of the rows
    assert found.loc["a", "Bram"] == 0.625
    assert (found != plain).to_numpy().sum() == 1


def test_chemistry_alone_gives_its_mean_and_nothing_gives_nothing() -> None:
    unrated = CUSTOMERS.assign(energy=np.nan, culture=np.nan)
    klik = pd.DataFrame(
        {"customer_id": ["a", "b"], "account_manager": ["Noor", "Noor"], "chemistry": [5.0, 2.0]}
    )
    found = matches(unrated, ["Bram", "Noor"], klik)
    assert found.loc[["a", "b", "c"], "Noor"].tolist() == pytest.approx([1.0, 0.25, 0.625])
    assert matches(unrated, ["Bram", "Noor"], None) is None


def test_names_come_from_the_team_and_the_customers() -> None:
    capacity = capacities(pd.concat([TEAM, TEAM.assign(capacity_hours=1.0)]))
    assert capacity["Noor"] == 160.0
    assert team_of(manager_of(CUSTOMERS), capacity) == ["Bram", "Noor", "Sanne", "Vertrokken"]
    assert capacities(None).empty
