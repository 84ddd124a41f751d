"""Rank intervals by chance: against whole computations on invoices repeated as drawn, and what must hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value import invoice_draws as module
from klantwaarde_xl.core.value.rank_chance import rank_by_chance
from klantwaarde_xl.core.value.score import MEASURED_BY, customer_score, scales_of

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
WEIGHTS = dict(zip(MEASURED_BY, (0.2, 0.25, 0.1, 0.1, 0.1, 0.1, 0.15), strict=True))
RATES = pd.DataFrame(
    {"activity": ["order"], "hourly_cost": [60.0], "driver": ["factuur"], "minutes_per_unit": [30.0]}
)


def firm(seed: int = 1, size: int = 12) -> dict[str, Any]:
    """Return the tables of a firm of which every customer has from one to some twenty invoices."""
    draw = np.random.default_rng(seed)
    ids = np.array([f"k{number:02}" for number in range(size)])
    invoices = np.concatenate([np.repeat(ids[n], 1 + 2 * n) for n in range(size)])
    lines = pd.DataFrame(
        {
            "date": np.datetime64("2024-01-01") + draw.integers(0, 366, len(invoices)),
            "customer_id": invoices,
            "invoice_id": np.arange(len(invoices)).astype(str),
        }
    ).loc[lambda frame: frame.index.repeat(draw.integers(1, 4, len(invoices)))]
    lines = lines.reset_index(drop=True).astype({"date": "datetime64[s]"})
    lines["product_group"] = draw.choice(["x", "y", "z"], len(lines))
    lines["revenue"] = draw.integers(-1_000, 9_000, len(lines)) / 100
    lines["cost"] = (lines["revenue"] * draw.uniform(0.3, 0.9, len(lines))).round(2)
    effort = pd.DataFrame(
        {"date": pd.Timestamp("2024-05-01"), "customer_id": ids, "hours": draw.integers(0, 5, size) * 0.1}
    )
    ratings = pd.DataFrame({"customer_id": ids, "energy": draw.integers(1, 6, size) * 1.0, "culture": 3.0})
    customers = pd.DataFrame({"customer_id": ids, "payment_days": 30.0})
    return {"lines": lines, "effort": effort, "ratings": ratings, "customers": customers}


def intervals(tables: dict[str, Any], draws: int = 40, seed: int = 3) -> tuple[pd.DataFrame, Any, Any]:
    others = {name: table for name, table in tables.items() if name != "lines"}
    measures = customer_measures(tables["lines"], YEAR, **others, rates=Rates(RATES))
    scales = scales_of(measures)
    scores = customer_score(measures, WEIGHTS, scales=scales)
    bought = InvoiceSums.of(tables["lines"], YEAR, measures.index)
    found = rank_by_chance(bought, measures, scores, (WEIGHTS, scales), draws=draws, seed=seed)
    return found, measures, scores


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_what_whole_computations_on_the_drawn_invoices_give(seed: int) -> None:
    tables, draws = firm(seed), 40
    found, measures, scores = intervals(tables, draws)
    scales, lines = scales_of(measures), tables["lines"]
    random = np.random.default_rng(3)
    weights = random.dirichlet(50 * np.array(list(WEIGHTS.values())), size=draws)
    owners = lines.drop_duplicates("invoice_id").sort_values(["customer_id", "invoice_id"])
    numbers = random.integers(0, 2**16, (len(owners), draws), np.uint16)
    times = pd.DataFrame(poisson.ppf((numbers + 0.5) / 2**16, 1), index=owners["invoice_id"])
    ranks: dict[str, list[pd.Series]] = {"chance": [], "both": []}
    for draw in range(draws):
        count = times[draw].reindex(lines["invoice_id"]).to_numpy(int)
        again = lines.loc[lines.index.repeat(count)]
        again["invoice_id"] += "/" + again.groupby(level=0).cumcount().astype(str)
        now = customer_measures(
            again,
            YEAR,
            effort=tables["effort"],
            ratings=tables["ratings"],
            customers=tables["customers"],
            rates=Rates(RATES),
        ).reindex(measures.index)
        now["breadth"] = now["groups"] / 3
        now["revenue"] = now["revenue"].fillna(0.0)
        for name, chosen in (("chance", WEIGHTS), ("both", dict(zip(WEIGHTS, weights[draw], strict=True)))):
            score = customer_score(now, chosen, scales=scales)["score"].round(9)
            score[now["lines"].fillna(0) == 0] = -200.0
            ranks[name].append(score.rank(ascending=False, method="min"))
    enough = measures["invoices"] >= 4
    for name, drawn in ranks.items():
        ordered = np.sort(np.array(drawn), axis=0)
        low, high = (pd.Series(ordered[place], measures.index) for place in (1, 37))
        low, high = np.minimum(low, scores["rank"]), np.maximum(high, scores["rank"])
        pd.testing.assert_series_equal(found[f"{name}_low"], low.where(enough), check_names=False)
        pd.testing.assert_series_equal(found[f"{name}_high"], high.where(enough), check_names=False)


def test_blocks_of_customers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one = intervals(firm())[0]
    assert one["chance_high"].sub(one["chance_low"]).max() > 0
    monkeypatch.setattr(module, "_CELLS", 200)
    many = intervals(firm())[0]
    pd.testing.assert_frame_equal(one, many)


def test_the_order_of_rows_changes_nothing() -> None:
    tables = firm()
    shuffled = tables | {"lines": tables["lines"].sample(frac=1.0, random_state=5)}
    pd.testing.assert_frame_equal(intervals(tables)[0], intervals(shuffled)[0])


def test_amounts_times_a_hundred_change_no_interval() -> None:
    tables = firm()
    tables["effort"] = tables["effort"].assign(hours=0.0)
    larger = tables["lines"].assign(**{name: tables["lines"][name] * 100 for name in ("revenue", "cost")})
    rates = RATES.assign(hourly_cost=0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "RATES", rates)
        pd.testing.assert_frame_equal(intervals(tables)[0], intervals(tables | {"lines": larger})[0])


def test_few_invoices_and_no_draws_have_no_interval() -> None:
    tables = firm()
    found, measures, scores = intervals(tables)
    assert found[measures["invoices"] < 4].isna().all(axis=None)
    several = found[measures["invoices"] >= 4]
    rank = scores["rank"].reindex(several.index)
    for name in ("chance", "both"):
        assert rank.between(several[f"{name}_low"], several[f"{name}_high"]).all()
    assert intervals(tables, draws=0)[0].isna().all(axis=None)


def test_the_own_rank_lies_within_even_when_no_draw_has_it() -> None:
    for seed in range(3):
        found, _, scores = intervals(firm(), draws=1, seed=seed)
        found = found.dropna()
        assert (found["chance_low"] < found["chance_high"]).any()
        rank = scores["rank"].reindex(found.index)
        for name in ("chance", "both"):
            # Of one draw both bounds are the same rank, unless the own one is another.
            assert (found[[f"{name}_low", f"{name}_high"]].sub(rank, axis=0) == 0).any(axis=1).all()


def test_who_buys_more_often_has_a_narrower_interval() -> None:
    draw = np.random.default_rng(4)
    rare, often = np.repeat(np.arange(40), 5), np.repeat(np.arange(40), 80)
    widths = []
    for owner in (rare, often):
        amount = 10.0 * np.exp(draw.normal(0, 0.5, len(owner))) * (1 + owner / 10)
        none = np.zeros(0, int)
        bought = InvoiceSums(owner, amount, amount / 2, none, none, np.zeros(0))
        revenue = np.bincount(owner, amount)
        measures = pd.DataFrame({"revenue": revenue, "gross_margin": revenue / 2})
        scales, weights = scales_of(measures), {"turnover": 1.0, "margin": 1.0}
        scores = customer_score(measures, weights, scales=scales)
        found = rank_by_chance(bought, measures, scores, (weights, scales), draws=200)
        widths.append((found["chance_high"] - found["chance_low"]).mean())
    assert widths[1] < 0.6 * widths[0]
