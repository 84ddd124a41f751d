"""The list of Monday against rules written out: who is on it, in which order, with which amount."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.monday import BASES, KINDS, monday_list


def firm(count: int, **columns: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = pd.Index([f"{n:03}" for n in range(count)], name="customer_id")
    actions = {"best_lever": "", "label": "basic", "hold_on": False, "contribution": 5.0}
    actions |= dict.fromkeys(("up_sell", "margin", "serve", "cross_sell"), 0.0)
    customers = {"account_manager": "Noor", "if_gone": 100.0, "at_stake": np.nan}
    customers["leave_chance"] = 0.1
    customers |= {"revenue": 1.0, "begun": False}
    first, second = (
        pd.DataFrame({name: columns.get(name, value) for name, value in own.items()}, index=ids)
        for own in (actions, customers)
    )
    return first, second


def test_each_kind_has_its_places_and_what_it_leaves_goes_to_the_others() -> None:
    lever = ["up_sell"] * 20 + ["serve"] * 20
    euros = np.arange(40, 0, -1.0)
    actions, customers = firm(
        40, best_lever=lever, up_sell=euros, serve=euros, leave_chance=[0.6] * 9 + [0.1] * 31
    )
    found = monday_list(actions, customers, frozenset())
    assert found["kind"].tolist() == ["risk"] * 4 + ["growth"] * 3 + ["cost"] * 3
    assert found["position"].tolist() == list(range(1, 11))
    nobody_goes = monday_list(actions, customers.assign(leave_chance=0.1), frozenset())
    assert nobody_goes["kind"].value_counts().to_dict() == {"growth": 7, "cost": 3}


def test_the_amount_is_that_of_the_step_alone() -> None:
    actions, customers = firm(
        5,
        best_lever=["up_sell", "cross_sell", "serve", "margin", ""],
        label=["expand", "develop", "serve_efficiently", "reprice", "reconsider"],
        contribution=[5.0, 5.0, 5.0, 5.0, -70.0],
        up_sell=10.0,
        cross_sell=20.0,
        serve=30.0,
        margin=40.0,
    )
    found = monday_list(actions, customers, frozenset()).sort_index()
    assert found["amount"].tolist() == [10.0, 20.0, 30.0, 40.0, 70.0]
    assert found["basis"].tolist() == ["sure", "expected", "sure", "sure", "costs"]
    assert set(found["kind"]) <= set(KINDS)
    assert set(found["basis"]) <= set(BASES)


def test_risk_is_what_may_go_and_a_loss_maker_is_not_held_back() -> None:
    actions, customers = firm(
        4,
        leave_chance=[0.6, 0.6, 0.6, 0.1],
        if_gone=[100.0, -5.0, 300.0, 100.0],
        at_stake=[40.0, np.nan, np.nan, np.nan],
        label=["basic", "basic", "reconsider", "basic"],
        contribution=[5.0, -9.0, -9.0, 5.0],
        hold_on=[False, False, False, True],
    )
    found = monday_list(actions, customers, frozenset())
    assert found.loc[found["kind"] == "risk", "amount"].to_dict() == {"003": 100.0, "000": 40.0}
    assert found.loc["000", "basis"] == "at_stake"
    assert found.loc["002", "kind"] == "cost"


def test_who_may_go_is_called_also_where_no_cost_is_known() -> None:
    actions, customers = firm(
        3, leave_chance=0.6, if_gone=np.nan, contribution=np.nan, revenue=[5.0, 90.0, 7.0]
    )
    found = monday_list(actions, customers, frozenset())
    assert found.index.tolist() == ["001", "002", "000"]
    assert found["kind"].tolist() == ["risk"] * 3
    assert found["basis"].tolist() == ["unknown"] * 3
    assert found["amount"].isna().all()


def test_an_amount_that_is_not_worth_a_call_is_left_out() -> None:
    actions, customers = firm(3, leave_chance=0.6, if_gone=[13.8, 250.0, np.nan])
    assert monday_list(actions, customers, frozenset(), 100.0).index.tolist() == ["001", "002"]


def test_customers_of_nobody_come_first_and_what_is_done_is_left_out() -> None:
    actions, customers = firm(
        3, best_lever="serve", serve=[1.0, 2.0, 3.0], account_manager=["Noor", "", "Bram"]
    )
    assert monday_list(actions, customers, frozenset())["account_manager"].tolist() == ["", "Bram", "Noor"]
    assert monday_list(actions, customers, frozenset({"001", "002"})).index.tolist() == ["000"]
    assert monday_list(actions, customers, frozenset({"000", "001", "002"})).empty


def test_a_loss_to_reconsider_is_cost_whatever_its_step() -> None:
    actions, customers = firm(
        2, best_lever="up_sell", up_sell=8.0, label="reconsider", contribution=[-9.0, 9.0]
    )
    assert monday_list(actions, customers, frozenset())["kind"].to_dict() == {"001": "growth", "000": "cost"}


def test_costs_go_by_what_the_customer_costs_and_not_by_what_the_amount_means() -> None:
    # The second costs 4,098, of which 356 can be won; the first costs 731 and nothing can be won.
    actions, customers = firm(
        3,
        best_lever=["", "serve", "margin"],
        label=["reconsider", "reconsider", "reprice"],
        contribution=[-731.0, -4098.0, 9000.0],
        serve=[0.0, 356.0, 0.0],
        margin=[0.0, 0.0, 1000.0],
    )
    found = monday_list(actions, customers.assign(if_gone=-5.0), frozenset())
    assert found.index.tolist() == ["001", "002", "000"]
    assert found["amount"].tolist() == [356.0, 1000.0, 731.0]
    assert found["basis"].tolist() == ["sure", "sure", "costs"]


def test_a_loss_whose_leaving_costs_margin_comes_after_one_whose_leaving_saves() -> None:
    actions, customers = firm(
        3,
        label="reconsider",
        contribution=[-900.0, -200.0, -300.0],
        if_gone=[50.0, -10.0, np.nan],
    )
    found = monday_list(actions, customers, frozenset())
    assert found.index.tolist() == ["002", "001", "000"]
    assert set(found["basis"]) == {"costs"}


def test_what_is_sure_comes_before_what_is_only_expected() -> None:
    actions, customers = firm(
        2, best_lever=["cross_sell", "up_sell"], cross_sell=[900.0, 0.0], up_sell=[0.0, 10.0], label="expand"
    )
    assert monday_list(actions, customers, frozenset())["basis"].tolist() == ["sure", "expected"]


def test_a_dear_service_of_which_nothing_is_sure_goes_by_the_loss() -> None:
    actions, customers = firm(
        1, best_lever="serve", label="serve_efficiently", contribution=-300.0, up_sell=400.0
    )
    found = monday_list(actions, customers, frozenset(), 100.0).iloc[0]
    assert (found["kind"], found["lever"], found["amount"], found["basis"]) == (
        "cost",
        "serve",
        300.0,
        "costs",
    )


def test_what_does_not_fit_is_counted_per_manager() -> None:
    managers = ["Noor"] * 15 + ["Bram"] * 3
    actions, customers = firm(18, leave_chance=[0.6] * 12 + [0.1] * 6, best_lever="serve", serve=1.0)
    customers["account_manager"] = managers
    found = monday_list(actions, customers, frozenset())
    told = found.groupby("account_manager")[["left", "left_risk"]].agg(["min", "max"])
    assert found["left_held"].max() == 0
    # Noor: 12 at risk and 3 on cost; 7 and 3 are shown.
    assert told.loc["Noor"].tolist() == [5, 5, 5, 5]
    assert told.loc["Bram"].tolist() == [0, 0, 0, 0]


def test_who_is_likely_to_leave_is_kept_first_and_grown_later() -> None:
    actions, customers = firm(
        3, best_lever="up_sell", up_sell=900.0, label="expand", if_gone=[100.0, 100.0, 0.0]
    )
    found = monday_list(actions, customers.assign(leave_chance=[0.51, 0.5, 0.9]), frozenset())
    assert found["kind"].to_dict() == {"000": "risk", "001": "growth", "002": "growth"}


def test_of_those_left_out_it_is_counted_who_is_labelled_to_be_held_on_to() -> None:
    # Thirteen may leave; the largest ten are on the list, and of the other three one is labelled.
    stake = [float(n) for n in range(130, 0, -10)]
    actions, customers = firm(
        13, leave_chance=0.6, at_stake=stake, hold_on=[True] * 2 + [False] * 10 + [True]
    )
    found = monday_list(actions, customers, frozenset())
    assert found[["left", "left_risk", "left_held"]].drop_duplicates().to_numpy().tolist() == [[3, 3, 1]]


def test_who_can_still_be_kept_comes_before_who_has_probably_left() -> None:
    actions, customers = firm(4, at_stake=[900.0, 50.0, 700.0, 60.0], leave_chance=[0.95, 0.6, 0.91, 0.9])
    found = monday_list(actions, customers, frozenset())
    # Above .9 one has probably left, at .9 not yet; within each the most at stake first.
    assert found.index.tolist() == ["003", "001", "000", "002"]
    assert found["amount"].tolist() == [60.0, 50.0, 900.0, 700.0]
