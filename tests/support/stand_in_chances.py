"""The chances and actions of the hand-made Analysis, worked out by hand: what customers do not buy yet, and
what to do."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Chances
from klantwaarde_xl.core.actions.account_managers import portfolio
from klantwaarde_xl.core.actions.manager_comparison import COLUMNS as COMPARED
from klantwaarde_xl.core.actions.manager_comparison import ManagerComparison
from klantwaarde_xl.core.actions.manager_hours import manager_hours
from klantwaarde_xl.core.actions.moves import Moves
from klantwaarde_xl.core.actions.same_people import room_beside, with_the_same_people
from klantwaarde_xl.core.actions.up_sell import COLUMNS as UP_SELL_COLUMNS
from klantwaarde_xl.core.ahead.leaving import Leaving
from klantwaarde_xl.core.ahead.next_year import NextYear
from klantwaarde_xl.core.ahead.three_years import ThreeYears
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.gaps import CrossSell

ITEMS = ("Etiketten", "Verpakking", "Folie")


def group_lines(customers: pd.DataFrame) -> pd.DataFrame:
    """Return one invoice line per customer, all of one group; every third customer returned goods, which is
    not buying. Before them the first line of the firm, at the start of the previous period."""
    count = len(customers)
    revenue = np.where(np.arange(count) % 3, 50.0, -50.0)
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2023-01-02", *["2024-05-01"] * count]),
            "customer_id": pd.Categorical([customers.index[-1], *customers.index]),
            "revenue": np.r_[50.0, revenue],
        }
    )
    revenue = frame["revenue"]
    return frame.assign(product_group=ITEMS[1], product_id="V1", cost=revenue * 0.7, one_off=np.nan)


def stand_in_chances(customers: pd.DataFrame, reason: str = "chance") -> Chances:
    """Return chances by hand: of every customer one gap on Etiketten, of every second one also on Folie,
    without a margin."""
    calibrated = reason == "chance"
    ids = customers.index.astype(str).to_numpy(object)
    some = ids[::2]
    owner, item = (
        np.r_[ids, some],
        np.r_[np.full(len(ids), ITEMS[0]), np.full(len(some), ITEMS[2])].astype(object),
    )
    n, first = len(owner), np.r_[np.ones(len(ids), bool), np.zeros(len(some), bool)]
    revenue = np.where(first, 1000.0 - np.arange(n) % 7, 200.0) if calibrated else np.full(n, np.nan)
    gaps = pd.DataFrame(
        {
            "customer_id": owner,
            "item": item,
            "probability": np.where(first, 0.25, 0.1),
            "expected_revenue": revenue,
            "expected_margin": np.where(first, revenue * 0.3, np.nan),
            "peers": 9,
            "peer_buyers": 7,
            "peer_level": "segment_quartile",
            "with_item": pd.Series(np.full(n, ITEMS[1], object)).where(pd.Series(first), np.nan),
            "lift": np.where(first, 2.31, np.nan),
            "support": np.where(first, 0.2, np.nan),
            "confidence": np.where(first, 0.6, np.nan),
            "rank": np.where(first, 1, 2),
        }
    )
    tested = pd.DataFrame(
        {
            "method": ["ease", "look_alike"],
            "parameter": [20.0, 50.0],
            "hit_rate_1": [0.45, 0.41],
            "hit_rate_3": [0.83, 0.80],
            "hit_rate_10": 1.0,
            "ndcg_10": [0.73, 0.70],
            "chosen": [True, False],
        }
    )
    cross_sell = CrossSell(
        gaps=gaps,
        items=pd.DataFrame(
            {"buyers": [60, 165, 80], "margin_pct": [0.3, 0.2, np.nan]}, index=pd.Index(ITEMS, name="item")
        ),
        method="ease" if calibrated else "peer_popularity",
        parameter=20.0 if calibrated else np.nan,
        hold_out=tested if calibrated else tested.iloc[:0],
        hold_out_customers=100 if calibrated else 0,
        hold_out_kind="time" if calibrated else "none",
        calibrated=calibrated,
        reason="" if calibrated else reason,
        without_euros="",
        reliability=pd.DataFrame(),
        brier=0.03,
        brier_base=0.04,
        events=436 if calibrated else 0,
        horizon_days=91,
        window=Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        complete=0,
        without_purchases=2,
    )
    pairs = pd.DataFrame(
        {
            "with_item": [ITEMS[0], ITEMS[1]],
            "item": [ITEMS[1], ITEMS[0]],
            "buyers_with": [60, 165],
            "buyers": [165, 60],
            "together": [58, 58],
            "support": 58 / 400,
            "confidence": [58 / 60, 58 / 165],
            "lift": 58 * 400 / (60 * 165),
        }
    )
    actions = stand_in_actions(customers)
    team = pd.DataFrame({"name": ["Anna de Wit", "Bram Koster"], "capacity_hours": [5000.0, 10.0]})
    looked_after = portfolio(customers, team, years=1)
    before = pd.DataFrame(
        {
            "customers": [90, 70],
            "gross_margin": [5e5, 4e5],
            "hours": [900.0, 700.0],
            "hours_over": 0.0,
            "matched_margin": [2e5, 1e5],
        },
        index=pd.Index(["Anna de Wit", "Bram Koster"], name="account_manager"),
    )
    moves = pd.DataFrame(
        {
            "from_manager": ["Bram Koster", ""],
            "to_manager": "Anna de Wit",
            "match_before": [0.4, np.nan],
            "match_after": [0.9, 0.8],
            "known_before": True,
            "known_after": True,
            "alike": "none",
            "gross_margin": [9000.0, 2000.0],
            "hours": [20.0, np.nan],
            "gain": [4500.0, 1600.0],
        },
        index=pd.Index([*ids, "-"][:2], name="customer_id"),
    )
    moves = moves.iloc[: len(ids)]
    after = before.assign(matched_margin=[2.05e5, 1.01e5], hours=[920.0, 680.0])
    proposal = Moves(moves, before, after, "milp", "hours_partly_known")
    free = room_beside(proposal, looked_after["free_hours"])
    return Chances(
        cross_sell=cross_sell,
        associations=pairs,
        up_sell=pd.DataFrame(columns=list(UP_SELL_COLUMNS)),
        actions=actions,
        same_people=with_the_same_people(actions, customers["account_manager"], free),
        portfolio=looked_after,
        manager_hours=manager_hours(customers, None, list(looked_after.index)),
        comparison=ManagerComparison(pd.DataFrame(columns=list(COMPARED), dtype=float), "few"),
        moves=proposal,
        potential={lever: float(actions[lever].sum()) for lever in ("up_sell", "margin", "serve")},
        expected={
            "cross_sell_revenue": float(actions["cross_sell_revenue"].sum()),
            "cross_sell_margin": float(actions["cross_sell"].sum()),
        },
    )


def stand_in_actions(customers: pd.DataFrame) -> pd.DataFrame:
    """Return actions by hand: up-sell 2 % of revenue for all but every fifth customer, who has nothing to
    win; beside it 1 % of cross-sell is expected of itself."""
    euros = np.where(
        np.arange(len(customers)) % 5 == 4, 0.0, customers["revenue"].clip(lower=0).to_numpy() * 0.02
    )
    some = euros > 0
    zero = np.zeros(len(euros))
    return pd.DataFrame(
        {
            "up_sell": euros,
            "margin": zero,
            "serve": zero,
            "potential": euros,
            "cross_sell": euros / 2,
            "cross_sell_revenue": euros * 2,
            "label": np.where(some, "expand", "basic").astype(object),
            "best_lever": np.where(some, "up_sell", "").astype(object),
            "hold_on": customers["hold_on"].to_numpy(bool),
            "hours": np.where(some, 4.0, 0.0),
            "alone": False,
            "euros_per_hour": euros / 4,
            "freed_hours": 0.0,
            "freed_cost": 0.0,
            "cause": "",
            "cause_name": "",
            "reasons": "",
            "contribution": customers["contribution"].to_numpy(float),
            "own_pct": 0.3,
            "others_pct": np.nan,
            "cost_to_serve": 100.0,
            "logged": 100.0,
            "usual": np.nan,
            "cross_sell_item": np.where(some, ITEMS[0], "").astype(object),
            "cross_sell_item_euros": np.where(some, euros / 2, np.nan),
            "cross_sell_count": np.where(some, 1, 0),
            "up_sell_item": np.where(some, ITEMS[1], "").astype(object),
            "up_sell_item_euros": np.where(some, euros, np.nan),
            "up_sell_count": np.where(some, 1, 0),
        },
        index=customers.index,
    )


def ahead_columns(revenue: np.ndarray, contribution: np.ndarray) -> dict[str, np.ndarray]:
    """Return what lies ahead of each customer, the last of them the likeliest to leave."""
    chance = np.linspace(0.02, 0.95, len(revenue))
    return {
        "revenue_last": 0.9 * revenue,
        "revenue_next": revenue,
        "value_next": contribution,
        "value_low": contribution - 0.3 * revenue,
        "value_high": contribution + 0.3 * revenue,
        "value_three": 2.4 * contribution,
        "leave_chance": chance,
        "late_by": 5 * chance,
        "if_gone": 0.3 * revenue,
        "at_stake": chance * 0.3 * revenue,
        "hold_on": chance > 0.9,
    }


def stand_in_ahead(customers: pd.DataFrame) -> Any:
    """Return what lies ahead: learned from four earlier days, with euros."""
    chance = customers["leave_chance"].to_numpy(float)
    figures = [
        customers[name].to_numpy(float) for name in ("revenue_next", "revenue", "value_low", "value_high")
    ]
    return SimpleNamespace(
        customers=customers,
        leaving=Leaving(366, chance, chance / 3, 5 * chance, "", True, 4, 120, 0.78, 1.2),
        next_year=NextYear(366, *figures, "with_half", (0.6, 0.3), "", 7, 0.84, (-0.08, 0.11)),
        three_years=ThreeYears(2.4, "", 5, 1.08),
        totals={
            "revenue": float(customers["revenue_next"].sum()),
            "contribution": float(customers["value_next"].sum()),
            "low": float(customers["value_next"].sum() * 0.9),
            "high": float(customers["value_next"].sum() * 1.1),
            "at_stake": float(customers["at_stake"].sum()),
            "three_years": float(customers["value_three"].sum()),
        },
    )
