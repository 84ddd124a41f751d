"""A hand-made Analysis of a seeded wholesaler: figures that hang together, without the code under test."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from stand_in_bridge import arrival_columns, counts, no_capacity, stand_in_bridge
from stand_in_chances import ahead_columns, group_lines, stand_in_ahead, stand_in_chances
from stand_in_names import KINDS, NAMES, TOWNS

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import Inputs
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge_known import compares, tells
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_table import SourceFile
from klantwaarde_xl.model.settings import DIMENSIONS, Settings


@dataclass(frozen=True, slots=True)
class StandIn:
    """The fields of an Analysis that the report binds."""

    inputs: Inputs
    period: Period
    previous: Period
    settings: Settings
    customers: pd.DataFrame
    lines: pd.DataFrame
    lost: pd.DataFrame
    unscored: pd.DataFrame
    pareto_curve: pd.DataFrame
    whale: Any
    concentration: Any
    top20: Any
    migration: pd.DataFrame
    monthly: pd.DataFrame
    reconciliation: pd.DataFrame
    findings: tuple[Finding, ...]
    has_effort: bool
    totals: dict[str, float]
    chances: Any
    bridge: pd.DataFrame
    ahead: Any
    capacity: pd.DataFrame = field(default_factory=no_capacity)
    with_ledger: Any = None
    bridge_tells = property(lambda self: tells(self.bridge))
    compares = property(lambda self: compares(self.lines, self.previous))
    untold, serving_known = property(lambda self: self.bridge.index[:0]), frozenset({"time", "money"})


def stand_in(
    count: int = 400, seed: int = 7, *, effort: bool = True, names: tuple[str, ...] = (), loss: bool = False
) -> StandIn:
    """Return a stand-in; ``names`` replace the first names, ``loss`` makes the total contribution < 0."""
    draw = np.random.default_rng(seed)
    ids = np.array([f"{n:05d}" for n in range(1, count + 1)], dtype=object)
    made = (f"{KINDS[n % 10]} {NAMES[(n * 7) % 12]} {TOWNS[(n * 5 + n // 12) % 12]}" for n in range(count))
    label = np.array([*made], dtype=object)
    label[: len(names)] = names
    revenue = np.round(draw.lognormal(9.6, 1.35, count), 2)
    previous = np.round(revenue * draw.lognormal(0, 0.3, count), 2) * (draw.random(count) > 0.06)
    margin = np.round(revenue * draw.normal(0.3, 0.07, count).clip(-0.05, 0.6), 2)
    hours = np.round(draw.lognormal(2.6, 0.9, count), 2) if effort else np.full(count, np.nan)
    time_cost = hours * 60
    expense, financing = np.round(draw.exponential(400, count), 2), np.round(revenue * 30 / 365 * 0.06, 2)
    serve = np.nan_to_num(time_cost) + expense + financing + (revenue if loss else 0)
    contribution = margin - serve
    points = draw.random((count, len(DIMENSIONS))) * 100 / 7
    points[:, :2] += np.argsort(np.argsort(contribution))[:, None] / count * 12
    score = points.sum(axis=1).clip(0, 100)

    def rank(values: np.ndarray) -> np.ndarray:
        return pd.Series(-values).rank(method="min").to_numpy().astype(int)

    order, cumulative = np.argsort(-revenue, kind="stable"), np.empty(count)
    cumulative[order] = np.cumsum(revenue[order]) / revenue.sum()
    klass = np.where(
        cumulative - revenue / revenue.sum() < 0.8,
        "A",
        np.where(cumulative - revenue / revenue.sum() < 0.95, "B", "C"),
    )
    reason = draw.choice(["", "", "", "", "", "late", "declining", "both"], count)
    first = np.datetime64("2022-01-01") + draw.integers(0, 1060, count).astype("timedelta64[D]")
    customers = pd.DataFrame(
        {
            "name": label,
            "parent_id": ids,
            "segment": draw.choice(["Horeca", "Retail", "Zorg", "Bouw"], count),
            "region": draw.choice(["Noord", "Oost", "Zuid", "West"], count),
            "account_manager": draw.choice(
                ["Anna de Wit", "Bram Koster", "Carla Post", "Daan Prins", "Els Vink"], count
            ),
            "revenue": revenue,
            "covered_revenue": np.round(revenue * 0.97, 2),
            "coverage": 0.97,
            "gross_margin": margin,
            "margin_pct": margin / (revenue * 0.97),
            "logged_hours": hours * 0.7,
            "driver_hours": hours * 0.3,
            "hours": hours,
            "time_cost": time_cost,
            "expense": expense,
            "financing": financing,
            "money_cost": expense + financing,
            "cost_to_serve": serve,
            "contribution": contribution,
            "contribution_per_hour": contribution / hours,
            "time_intensity": np.minimum(1, time_cost / np.maximum(margin, 1)),
            "money_intensity": np.minimum(1, (expense + financing) / np.maximum(margin, 1)),
            "energy": np.where(draw.random(count) < 0.4, np.nan, draw.integers(2, 11, count) / 2),
            "culture": np.where(draw.random(count) < 0.4, np.nan, draw.integers(2, 11, count) / 2),
            "groups": draw.integers(1, 13, count),
            "breadth": draw.integers(1, 13, count) / 12,
            "invoices": draw.integers(1, 60, count),
            "lines": draw.integers(60, 400, count),
            "credit_lines": draw.integers(0, 6, count),
            "first_purchase": first.astype("datetime64[s]"),
            "last_purchase": (
                np.datetime64("2024-12-31") - draw.integers(0, 300, count).astype("timedelta64[D]")
            ).astype("datetime64[s]"),
            "recency_days": draw.integers(0, 300, count),
            **arrival_columns(first > np.datetime64("2024-07-01")),
            "previous_revenue": previous,
            "previous_gross_margin": np.round(previous * 0.3, 2),
            "previous_contribution": np.round(previous * 0.3 - serve * 0.9, 2),
            "revenue_change": revenue - previous,
            "contribution_change": contribution - np.round(previous * 0.3 - serve * 0.9, 2),
            "score": score,
            "score_low": score - 10,
            "score_high": score,
            "completeness": draw.choice([0.8, 1.0], count),
            "missing": "",
            **{f"points_{name}": points[:, n] for n, name in enumerate(DIMENSIONS)},
            **{f"normalised_{name}": points[:, n].clip(0, 14) * 7 for n, name in enumerate(DIMENSIONS)},
            "rank": rank(score),
            "rank_revenue": rank(revenue),
            "rank_contribution": rank(contribution),
            "rank_shift": rank(revenue) - rank(score),
            "rank_low": np.maximum(1, rank(score) - 12),
            "rank_high": np.minimum(count, rank(score) + 15),
            "chance_low": np.maximum(1, rank(score) - 8),
            "chance_high": np.minimum(count, rank(score) + 9),
            "both_low": np.maximum(1, rank(score) - 14),
            "both_high": np.minimum(count, rank(score) + 17),
            "top20_share": np.clip(1.5 - rank(score) / (count * 0.2), 0, 1),
            "pareto_class": klass,
            "pareto_share": cumulative,
            "previous_class": np.where(previous > 0, klass, ""),
            "typical_gap": draw.integers(5, 60, count).astype(float),
            "at_risk": reason != "",
            "at_risk_reason": reason,
            **ahead_columns(revenue, contribution),
        },
        index=pd.Index(ids, name="customer_id"),
    )
    share, steps = np.linspace(0, 1, 101), np.arange(count + 1) / count
    total = contribution.sum()
    amounts = np.r_[0, np.cumsum(-np.sort(-contribution))]
    at = int(np.argmax(amounts))
    whale_share = np.interp(share, steps, amounts)
    whale = SimpleNamespace(
        peak=amounts[at] / total if total > 0 else np.nan,
        at=at / count if total > 0 else np.nan,
        loss_makers=int((contribution < 0).sum()),
        loss_sum=float(contribution[contribution < 0].sum()),
        loss_time=float(time_cost[contribution < 0].sum()),
        total=float(total),
        curve=pd.DataFrame(
            {
                "share_of_customers": share,
                "cumulative_share": whale_share / total if total > 0 else np.full(101, np.nan),
                "cumulative": whale_share,
            }
        ),
    )
    sold = np.r_[0, np.cumsum(-np.sort(-revenue))] / revenue.sum()
    top = customers.nlargest(max(1, round(count * 0.2)), "revenue")
    dull = top[top["contribution"] <= top["revenue"] * max(0.0, total / revenue.sum() / 2)]
    months = np.arange("2024-01", "2025-01", dtype="datetime64[M]")
    monthly = pd.DataFrame(
        np.round(draw.dirichlet(np.ones(12), count) * revenue[:, None], 2),
        index=customers.index,
        columns=months.astype("datetime64[s]"),
    )
    lost = pd.DataFrame(
        {
            "name": [f"Verdwenen {n}" for n in range(9)],
            "account_manager": "Anna de Wit",
            "previous_revenue": np.arange(9) * 1000.0,
            "previous_gross_margin": np.arange(9) * 300.0,
            "previous_contribution": np.arange(9) * 150.0,
            "last_purchase": pd.Timestamp("2023-11-05"),
        },
        index=pd.Index([f"9{n:04d}" for n in range(9)], name="customer_id"),
    )
    unscored = pd.DataFrame(
        {
            "name": [*lost["name"][:2], "Interne levering"],
            "reason": ["no_activity", "no_activity", "not_included"],
        },
        index=pd.Index([*lost.index[:2], "80001"], name="customer_id"),
    )
    lines = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-02-03", "2024-03-04"]).astype("datetime64[s]"),
            "customer_id": pd.Categorical([ids[0], ids[-1]]),
            "revenue": [100.5, -20.25],
            "cost": [60.0, np.nan],
            "one_off": [1.0, np.nan],
        }
    )
    listed = customers[["name", "account_manager"]].reset_index().assign(include=1.0, payment_days=30.0)
    found = (
        Finding.of(errors.REQUIRED_VALUE, "Transacties!B1005", column="Klantnr"),
        Finding.of(errors.AMBIGUOUS_NUMBER, "Transacties!F88", "1.234", column="Omzet"),
        Finding.of(
            errors.SIMILAR_IDS,
            "Klanten!A7",
            "123",
            column="Klantnr",
            other="00123",
            difference="voorloopnullen",
            merge=errors.OR_MERGE,
        ),
    )
    totals = counts(revenue, previous)
    for name in ("revenue", "gross_margin", "cost_to_serve", "hours", "contribution"):
        totals[name] = float(customers[name].sum()) if name != "hours" or effort else float("nan")
    totals |= {"previous_revenue": previous.sum(), "previous_gross_margin": previous.sum() * 0.3}
    totals["margin_pct"] = margin.sum() / float(customers["covered_revenue"].sum())
    totals |= {
        "previous_contribution": customers["previous_contribution"].sum(),
        "previous_hours": totals["hours"] * 0.95,
        "previous_cost_to_serve": serve.sum() * 0.9,
    }
    return StandIn(
        inputs=Inputs(
            lines, customers=listed, source=SourceFile("groothandel.xlsx", "ab" * 32), findings=found
        ),
        period=Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        previous=Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        settings=Settings(),
        customers=customers,
        lines=group_lines(customers),
        lost=lost,
        unscored=unscored,
        pareto_curve=pd.DataFrame(
            {"share_of_customers": share, "value_share": np.interp(share, steps, sold)}
        ),
        whale=whale,
        concentration=SimpleNamespace(
            share_for_80=float(np.searchsorted(sold, 0.8) / count),
            top20_share=float(np.interp(0.2, steps, sold)),
            gini=0.66,
            hhi=81.2,
        ),
        top20=SimpleNamespace(
            customers=len(top),
            not_interesting=len(dull),
            unknown=int(top["contribution"].isna().sum()),
            revenue=float(top["revenue"].sum()),
            not_interesting_revenue=float(dull["revenue"].sum()),
        ),
        migration=pd.DataFrame(
            [
                *(
                    ("A", "A", 80, 1e5),
                    ("A", "B", 9, -2e5),
                    ("B", "A", 7, 9e4),
                    ("B", "B", 90, 1e3),
                    ("C", "C", 180, -5e3),
                ),
                *(("C", "lost", 9, -36e3), ("new", "C", 20, 4e4), ("new", "A", 2, 8e4)),
            ],
            columns=["from_class", "to_class", "customers", "revenue_change"],
        ),
        monthly=monthly,
        reconciliation=pd.DataFrame(
            [
                *(("tblTransacties", "read", 60000, 8.2e6), ("tblTransacties", "used", 31000, 4.1e6)),
                *(
                    ("tblTransacties", "outside_period", 28900, 4.09e6),
                    ("tblTransacties", "rejected", 34, 12345.67),
                ),
            ],
            columns=["table", "reason", "lines", "revenue"],
        ),
        findings=found,
        has_effort=effort,
        totals=totals,
        bridge=stand_in_bridge(customers, lost),
        ahead=stand_in_ahead(customers),
        chances=stand_in_chances(customers, "chance" if count >= 20 else "few_customers"),
    )
