"""Whose hours count against a capacity, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.account_managers import portfolio
from klantwaarde_xl.core.actions.manager_hours import manager_hours, own_share

TEAM = ["Bram", "Noor"]
CUSTOMERS = pd.DataFrame(
    {
        "account_manager": ["Noor", "Noor", "Bram", None],
        "hours": [20.0, 6.0, 9.0, 3.0],
        "logged_hours": [15.0, 6.0, 9.0, 3.0],
    },
    index=pd.Index(list("abcd"), name="customer_id"),
)
LOG = pd.DataFrame(
    [
        ("a", 6.0, "Noor"),
        ("a", 7.0, "Binnendienst"),
        ("a", 2.0, None),
        ("b", 5.0, " noor "),
        ("b", 1.0, "Bram"),
        ("c", 8.0, "BRAM"),
        ("c", 1.0, "Noor"),
        ("d", 3.0, "Noor"),
        # Of someone who buys nothing in the period: the time was spent all the same.
        ("weg", 4.0, "Bram"),
    ],
    columns=["customer_id", "hours", "employee"],
)


def test_a_manager_has_the_hours_in_his_name_and_those_without_one_for_his_customers() -> None:
    found = manager_hours(CUSTOMERS, LOG, TEAM)
    assert found.by_name
    # a: 6 of Noor and 2 of nobody; what the office does and what a driver adds is nobody's of the team.
    assert found.own.to_dict() == {"a": 8.0, "b": 5.0, "c": 8.0, "d": 0.0}
    # Noor worked an hour for Bram's customer and three for one of nobody.
    assert found.elsewhere.to_dict() == {"Bram": 5.0, "Noor": 4.0}
    assert found.per_manager(CUSTOMERS).to_dict() == {"": 0.0, "Bram": 13.0, "Noor": 17.0}


def test_every_named_hour_of_the_team_counts_once() -> None:
    found = manager_hours(CUSTOMERS, LOG, TEAM)
    of_team = LOG["employee"].isna() | LOG["employee"].str.strip().str.casefold().isin(["noor", "bram"])
    assert found.own.sum() + found.elsewhere.sum() == LOG.loc[of_team, "hours"].sum()


@pytest.mark.parametrize(
    "log",
    [
        None,
        LOG.drop(columns="employee"),
        # 7 of 37 hours without a name are more than a tenth.
        LOG.assign(employee=LOG["employee"].where(LOG["hours"] != 1.0).where(LOG["hours"] != 3.0)),
        LOG.assign(employee="Binnendienst"),
        LOG.assign(hours=np.nan),
    ],
    ids=["no log", "no column", "too few names", "nobody of the team", "no hours"],
)
def test_without_names_every_hour_for_his_customers_counts(log: pd.DataFrame | None) -> None:
    found = manager_hours(CUSTOMERS, log, TEAM)
    assert not found.by_name
    assert found.per_manager(CUSTOMERS).to_dict() == {"": 3.0, "Bram": 9.0, "Noor": 26.0}


def test_nine_in_ten_hours_with_a_name_are_enough() -> None:
    log = pd.DataFrame({"customer_id": "a", "hours": [9.0, 1.0], "employee": ["Noor", None]})
    assert manager_hours(CUSTOMERS, log, TEAM).by_name
    assert not manager_hours(CUSTOMERS, log.assign(hours=[8.9, 1.1]), TEAM).by_name


def test_unknown_hours_stay_unknown() -> None:
    customers = CUSTOMERS.assign(logged_hours=[15.0, np.nan, 9.0, 3.0])
    own = manager_hours(customers, LOG[LOG["customer_id"] != "b"], TEAM).own
    assert own.isna().tolist() == [False, True, False, False]


def test_free_hours_are_what_the_own_hours_leave() -> None:
    customers = CUSTOMERS.assign(
        revenue=1.0, gross_margin=1.0, contribution=1.0, at_stake=0.0, energy=np.nan, culture=np.nan
    )
    team = pd.DataFrame({"name": TEAM, "capacity_hours": [10.0, 10.0]})
    counted = manager_hours(CUSTOMERS, LOG, TEAM).per_manager(CUSTOMERS)
    found = portfolio(customers, team, years=2, counted=counted)
    # In two years Noor wrote 17 hours: 8.5 a year of 10; her customers took 26.
    assert found.loc["Noor", ["hours", "counted_hours", "used", "free_hours"]].tolist() == [
        26.0,
        8.5,
        0.85,
        1.5,
    ]
    assert found.loc["", ["hours_a_year", "counted_hours"]].tolist() == [1.5, 0.0]


def test_what_a_colleague_saves_is_not_freed_for_the_manager() -> None:
    log = LOG.assign(
        activity=["Bezoek", "Spoed", "Bezoek", "Bezoek", "Spoed", "Bezoek", " spoed", "Bezoek", "Bezoek"]
    )
    activity = pd.Series({"a": "Spoed", "b": "", "c": "Spoed"})
    share = own_share(CUSTOMERS, log, TEAM, activity)
    # a: rush work is all of the office; b: 5 of 6 hours are hers; c: its rush work is Noor's, not Bram's.
    # d: nobody's, and all of it written by Noor.
    assert share == pytest.approx([0.0, 5 / 6, 0.0, 0.0])
    assert own_share(CUSTOMERS, log, TEAM, pd.Series({"a": "Bezoek"}))[0] == 1.0


def test_names_of_the_team_that_are_alike_are_one_person() -> None:
    customers = CUSTOMERS.assign(account_manager=["Noor", "noor", "Bram", None])
    found = manager_hours(customers, LOG, ["Bram", "Noor", "noor"])
    assert found.own.to_dict() == {"a": 8.0, "b": 5.0, "c": 8.0, "d": 0.0}
    # What she does for others counts once, for the name that comes first.
    assert found.elsewhere.to_dict() == {"Bram": 5.0, "Noor": 4.0, "noor": 0.0}
