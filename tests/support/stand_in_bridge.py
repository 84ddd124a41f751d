"""The bridge of the hand-made Analysis: amounts by hand whose sum is the change of each customer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.bridge import STEPS
from klantwaarde_xl.model.settings import DIMENSIONS
from klantwaarde_xl.report.page import Source


def stand_in_bridge(customers: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    """Return a bridge: half of a change is volume, a quarter price, the rest cost, time, money and mix; every
    tenth customer is new."""
    first = np.rint(customers["previous_contribution"].fillna(0.0).to_numpy() * 100)
    last = np.rint(customers["contribution"].fillna(0.0).to_numpy() * 100)
    fresh = np.arange(len(customers)) % 10 == 0
    first = np.where(fresh, 0.0, first)
    change = np.where(fresh, 0.0, last - first)
    parts = {
        name: np.rint(change * share)
        for name, share in (
            ("volume", 0.5),
            ("price", 0.25),
            ("cost", -0.1),
            ("time", 0.05),
            ("money", -0.02),
        )
    }
    stayed = pd.DataFrame(
        {
            "previous_contribution": first,
            "lost": 0.0,
            "new": np.where(fresh, last, 0.0),
            "volume": parts["volume"],
            "price": parts["price"],
            "cost": parts["cost"],
            "mix": change - sum(parts.values()),
            "time": parts["time"],
            "money": parts["money"],
            "unknown_cost": 0.0,
            "effort_only": 0.0,
            "contribution": last,
        },
        index=customers.index,
    )
    gone = pd.DataFrame(0.0, index=lost.index, columns=stayed.columns)
    gone["previous_contribution"] = np.rint(lost["previous_contribution"] * 100)
    gone["lost"] = -gone["previous_contribution"]
    return pd.concat([stayed, gone]).rename_axis("customer_id") / 100


def no_capacity() -> pd.DataFrame:
    """Return the frame of a firm that knows the capacity of no activity."""
    columns = ["hourly_cost", "capacity_hours", "used_hours", "unused_hours", "capacity", "used", "unused"]
    return pd.DataFrame(columns=columns, index=pd.Index([], name="activity"), dtype=float)


def arrival_columns(new: np.ndarray) -> dict[str, np.ndarray]:
    """Return who is new, all of them bought never before; and their payment days and points at worst."""
    news = dict.fromkeys(("is_new", "is_first", "is_young"), new)
    worst = dict.fromkeys((f"lowest_{name}" for name in DIMENSIONS), np.full(len(new), 5.0))
    return {**news, "payment_days": np.full(len(new), 30.0), **worst}


def counts(revenue: np.ndarray, previous: np.ndarray) -> dict[str, float]:
    """Return how many customers there are, came and went: here nobody went."""
    before, new = previous > 0, previous <= 0
    named = {"customers": len(revenue), "previous_customers": before.sum(), "new": new.sum()}
    euros = {"new_revenue": revenue[new].sum(), "stayed_revenue_change": (revenue - previous)[before].sum()}
    zeros = dict.fromkeys(("lost", "effort_only", "lost_revenue"), 0.0)
    return {name: float(value) for name, value in {**named, "first": new.sum(), **euros, **zeros}.items()}


def with_amounts(make_analysis: Any, **amounts: float) -> Source:
    """Return a source whose firm has these amounts and otherwise none; its data begin in time."""
    analysis = make_analysis(5)
    first = analysis.bridge.iloc[:1]
    row = (first * 0.0).assign(**amounts)
    row["contribution"] = row["previous_contribution"] + row[list(STEPS)].sum(axis=1)
    lines = analysis.lines.assign(date=pd.Timestamp("2023-01-02"))
    return Source(replace(analysis, bridge=row, lines=lines))
