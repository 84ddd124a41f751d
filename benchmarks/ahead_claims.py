"""What the product expects of the year ahead beside what came: chance of leaving, and value next year.

Run: ``python -m benchmarks.ahead_claims [--data ../shared/data]``. Every set is cut a horizon before its end
(half a year, or 91 days for the sets of one year); what is expected there is compared with what came, for the
customers that bought in the horizon before the cut. Beside it the simplest alternatives: "the last period
again", days since the last purchase in own gaps, BG/NBD with Gamma-Gamma, and what the first edition did: who
bought late or less was at risk, with its whole margin. A set with fewer than 100 customers, or 30 that left,
is not judged."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from benchmarks.bg_nbd import Purchases, expected_purchases, expected_spend, fit_bg_nbd
from benchmarks.claims import ROOT, complete_journey
from benchmarks.measuring import judge, table
from klantwaarde_xl.core.ahead.leaving import Leaving, area_under_curve, leaving
from klantwaarde_xl.core.ahead.looking_ahead import held_on
from klantwaarde_xl.core.ahead.next_year import NextYear, next_year
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.retention import retention

FEWEST_LEAVERS = 30
FEWEST_CUSTOMERS = 100
DRAWS = 500
NO_FIT = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What was expected of the customers at a cut, and what came: ``last`` and ``came`` EUR (n,)."""

    name: str
    lines: pd.DataFrame
    ids: pd.Index
    period: Period
    timeline: Timeline
    buyers: np.ndarray
    last: np.ndarray
    came: np.ndarray
    left: np.ndarray


def sets(data: Path) -> Iterator[tuple[str, pd.DataFrame, int]]:
    """Yield name, lines and days of the horizon of each set that is there."""
    import datasets
    import firms_by_law

    columns = ["date", "customer_id", "revenue", "cost"]
    if data.is_dir():
        names = {"Datum": "date", "Klantnr": "customer_id", "Omzet": "revenue", "Kostprijs": "cost"}
        lines = datasets.adventureworks(data / "adventureworks_reseller")["Transacties"].rename(columns=names)
        yield "resellers", lines[columns], 182
        lines = datasets.online_retail(data / "online_retail")["Transacties"].rename(columns=names)
        yield "Online Retail", lines.assign(cost=0.0)[columns], 91
        yield "CDNOW", datasets.cdnow(data / "cdnow"), 182
        yield "Northwind", datasets.northwind(data / "northwind")[columns], 182
    for name, lines, _ in complete_journey():
        if name.endswith("department"):
            yield "Complete Journey", lines[columns], 91
    for firm in firms_by_law.null_firms():
        if firm.customers > 60 and firm.groups == 10 and firm.work == "margin" and not firm.seasonal:
            lines = firms_by_law.inputs_of(firm).transactions[columns]
            yield f"stationary, {firm.customers} x {firm.visits:g}", lines, 182


def case(name: str, lines: pd.DataFrame, days: int, back: int = 0) -> Case:
    """Return what was and what came ``days`` before and after the cut, ``days`` + ``back`` before the end."""
    lines = lines.assign(customer_id=lines["customer_id"].astype(str))
    end = lines["date"].max().date() - dt.timedelta(days=back)
    cut = end - dt.timedelta(days=days)
    period = Period(cut - dt.timedelta(days=days - 1), cut)
    ids = pd.Index(sorted(set(lines["customer_id"])))
    whole = Timeline.of(lines, ids, Period(period.start, end))
    timeline = Timeline.of(lines, ids, period)
    buyers = np.flatnonzero(timeline.bought_between(timeline.last - days, timeline.last))
    last, came = (
        whole.revenue_between(timeline.last + after - days, timeline.last + after)[buyers]
        for after in (0, days)
    )
    left = ~whole.bought_between(timeline.last, timeline.last + days)[buyers]
    return Case(name, lines, ids, period, timeline, buyers, np.maximum(last, 0.0), came, left)


def value_row(found: Case, ahead: NextYear) -> tuple[dict[str, float], tuple[object, ...]]:
    """Return the figures of value next year, and its row of the table."""
    expected = ahead.revenue[found.buyers]
    error = np.abs(found.came - expected).mean() / np.abs(found.came - found.last).mean()
    model = _by_bg_nbd(found)
    inside = (found.came >= ahead.low[found.buyers]) & (found.came <= ahead.high[found.buyers])
    known = ~np.isnan(ahead.low[found.buyers])
    figures = {
        "mae": float(error),
        "total": float(expected.sum() / found.came.sum()),
        "cover": float(inside[known].mean()) if known.any() else np.nan,
        "rank": float(spearmanr(expected, found.came)[0] - spearmanr(found.last, found.came)[0]),
        "top": _captured(expected, found.came) - _captured(found.last, found.came),
    }
    beside = np.abs(found.came - model).mean() / np.abs(found.came - found.last).mean()
    total = model.sum() / found.came.sum()
    # Where nobody is ever gone its formula has no answer in floats.
    told = (f"{beside:.2f}", f"{total:.2f}") if beside < NO_FIT else ("no fit", "no fit")
    return figures, (
        *(found.name, len(found.buyers), ahead.model, ahead.origins, f"{error:.2f}", told[0]),
        *(f"{figures['total']:.2f}", f"{found.last.sum() / found.came.sum():.2f}"),
        told[1],
        *(f"{figures['cover']:.2f}", f"{figures['rank']:+.3f}", f"{figures['top']:+.3f}"),
    )


def _captured(expected: np.ndarray, came: np.ndarray) -> float:
    """Return which part of the turnover of the best fifth that came lies with the fifth that was expected."""
    size = max(len(came) // 5, 1)
    order = np.argsort(-expected, kind="stable")[:size]
    return float(came[order].sum() / np.sort(came)[-size:].sum())


def _by_bg_nbd(found: Case) -> np.ndarray:
    """Return the expected turnover by BG/NBD and Gamma-Gamma, in weeks, EUR (n,)."""
    line, days = found.timeline, found.period.days
    habits = line.habits(line.last, line.last + 1)
    own = np.isin(habits.rows, found.buyers)
    repeat = line.visits_until(line.last)[habits.rows] - 1.0
    spend = habits.revenue / np.maximum(repeat + 1.0, 1.0)
    seen = Purchases(
        repeat, np.where(repeat > 0, habits.tenure - habits.recency, 0.0) / 7, habits.tenure / 7, spend
    )
    fitted = fit_bg_nbd(seen)
    return (expected_purchases(seen, fitted, days / 7) * expected_spend(seen))[own]


def leaving_row(found: Case, gone: Leaving) -> tuple[dict[str, float], tuple[object, ...]]:
    """Return the figures of the chance of leaving, and its row of the table."""
    chance, base = gone.chance[found.buyers], float(found.left.mean())
    lost = float(found.last[found.left].sum())
    late = area_under_curve(gone.late[found.buyers], found.left)
    old = _first_edition(found)
    before = f"{old.sum() / lost:.1f}" if lost else ""
    if gone.reason:
        return {}, (found.name, len(chance), f"{base:.3f}", gone.reason, f"{late:.2f}", *[""] * 8, before)
    order = np.argsort(-chance, kind="stable")[: max(len(chance) // 10, 1)]
    expected = float((chance * found.last).sum())
    stake = np.where(gone.steady, gone.chance, np.nan)
    stake[found.buyers] *= found.last
    held = held_on(gone, stake)[found.buyers]
    draws = np.random.default_rng(1).integers(0, len(chance), (DRAWS, len(chance)))
    parts = (chance * found.last)[draws].sum(axis=1) / np.maximum(
        (found.left * found.last)[draws].sum(axis=1), 1e-9
    )
    low, high = np.quantile(parts, (0.05, 0.95))
    figures = {
        "auc": area_under_curve(chance, found.left),
        "lift": float(found.left[order].mean() / base),
        "base": base,
        "sum": expected / lost if lost else np.nan,
        "off": max(low - 1.3, 0.7 - high, 0.0),
        "held": float(held.mean()),
    }
    return figures, (
        *(found.name, len(chance), f"{base:.3f}", "", f"{late:.2f}", f"{figures['auc']:.2f}"),
        *(f"{figures['lift']:.1f}", f"{figures['sum']:.2f} ({low:.2f}-{high:.2f})"),
        "ja" if gone.steady else "nee",
        *(f"{gone.auc:.2f}", f"{gone.factor:.2f}", f"{100 * held.mean():.1f} %"),
        f"{found.left[held].mean():.2f}" if held.any() else "",
        before,
    )


def _first_edition(found: Case) -> np.ndarray:
    """Return the turnover that the first edition had at stake: all of who bought late or less, EUR (n,)."""
    names = found.ids[found.buyers]
    measures = customer_measures(found.lines, found.period).reindex(names)
    risk = retention(found.lines, measures, found.period)["at_risk"].to_numpy(bool)
    return np.where(risk, found.last, 0.0)


VALUE = (
    *("set", "customers", "model", "origins", "MAE", "MAE BG/NBD", "total", "total last", "total BG/NBD"),
    *("in interval", "rank corr.", "top fifth"),
)
LEAVING = (
    *(
        "set",
        "customers",
        "left",
        "reason",
        "AUC late",
        "AUC",
        "lift",
        "sum",
        "euros",
        "own AUC",
        "own factor",
    ),
    *("held on", "of them left", "sum, first edition"),
)


def judged(values: dict[str, dict[str, float]], chances: dict[str, dict[str, float]]) -> None:
    """Print which goals were met."""
    judge(
        "value: MAE beside the last period again, mean",
        float(np.mean([v["mae"] for v in values.values()])),
        0.95,
        "x",
    )
    worst = max(v["mae"] for v in values.values())
    judge("value: MAE, worst set", worst, 1.10, "x")
    off = max(abs(v["total"] - 1) for v in values.values())
    judge("value: total, furthest off", 100 * off, 25, "%")
    cover = [v["cover"] for v in values.values() if not np.isnan(v["cover"])]
    judge("value: in the interval, lowest", 100 * min(cover), 65, "%", least=True)
    judge("value: in the interval, highest", 100 * max(cover), 92, "%")
    judge("value: in the interval, mean", 100 * float(np.mean(cover)), 75, "%", least=True)
    judge("leaving: AUC, lowest", min(c["auc"] for c in chances.values()), 0.65, "", least=True)
    rare = [c["lift"] for c in chances.values() if c["base"] <= 0.25]
    often = [c["lift"] for c in chances.values() if c["base"] > 0.25]
    judge("leaving: lift of the top tenth, at most .25 left", min(rare, default=2.0), 2.0, "x", least=True)
    judge("leaving: lift of the top tenth, more left", min(often, default=1.3), 1.3, "x", least=True)
    sums = [c["off"] for c in chances.values() if c["euros"]]
    judge(
        "leaving: chance x turnover off .70-1.30 of what went, 90 % of redraws",
        max(sums, default=0.0),
        0,
        "x",
    )


def main() -> None:
    """Print both tables and judge the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--earlier", action="store_true", help="also cut the sets half a horizon earlier")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    values, chances, rows = {}, {}, ([], [])
    for name, lines, days in sets(given.data):
        for back in (0, days // 2, days) if given.earlier else (0,):
            found = case(f"{name} -{back}" if back else name, lines, days, back)
            figures, row = value_row(found, next_year(found.timeline, days))
            rows[0].append(row)
            if len(found.buyers) >= FEWEST_CUSTOMERS:
                values[found.name] = figures
            gone = leaving(found.timeline, days)
            figures, row = leaving_row(found, gone)
            rows[1].append(row)
            if figures and found.left.sum() >= FEWEST_LEAVERS:
                chances[found.name] = figures | {"euros": float(gone.steady)}
    print(table(VALUE, rows[0]))
    print(table(LEAVING, rows[1]))
    judged(values, chances)


if __name__ == "__main__":
    main()
