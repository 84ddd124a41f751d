from __future__ import annotations

from typing import Any

import pandas as pd

from klantwaarde_xl.report.pages.changes import changed_customers, migration_grid


def test_every_customer_of_the_migration_is_in_the_grid(make_analysis: Any) -> None:
    moved = make_analysis().migration
    grid = migration_grid(moved)
    assert grid[["to_a", "to_b", "to_c", "to_lost"]].to_numpy().sum() == moved["customers"].sum()
    assert grid["euros"].sum() == moved["revenue_change"].sum()
    assert grid["from_label"].tolist() == ["A", "B", "C", "nieuw"]


def test_an_empty_migration_is_a_grid_of_blanks() -> None:
    empty = pd.DataFrame({"from_class": [], "to_class": [], "customers": [], "revenue_change": []})
    assert migration_grid(empty).drop(columns=["from_label", "blank"]).isna().all(axis=None)


def test_lost_customers_are_named_once_with_their_last_figures(make_analysis: Any) -> None:
    analysis = make_analysis()
    customers = analysis.customers.assign(
        customer_id=analysis.customers.index,
        is_new=["ja" if new else "nee" for new in analysis.customers["is_new"]],
    )
    frame = changed_customers(analysis, customers)
    lost = frame[frame["status"] == "verloren"]
    assert sorted(lost["customer_id"]) == sorted(analysis.lost.index)
    assert lost["lost_contribution"].tolist() == sorted(analysis.lost["previous_contribution"], reverse=True)
    known = frame[["at_stake", "lost_contribution", "new_contribution"]].notna()
    assert (known.sum(axis=1) <= 1).all()
    assert set(frame.loc[known["new_contribution"], "status"]) == {"nieuw"}
    assert frame.loc[frame["status"] == "niet beoordeeld", "customer_id"].tolist() == ["80001"]
    risk = frame[frame["status"] == "risico"].set_index("customer_id")
    told = analysis.customers[analysis.customers["at_risk"] | analysis.customers["hold_on"]]
    assert set(risk.index) == set(told.index)
    only = told.index[~told["at_risk"]]
    assert len(only)
    assert (risk.loc[only, "reason"] == "verhoogde kans om weg te gaan").all()
