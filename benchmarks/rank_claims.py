"""Whether the rank of a random half of the invoices lies within the interval that all invoices gave.

Run: ``python -m benchmarks.rank_claims [--data ../shared/data]``. Per set the invoices are split in halves at
random, five times; the rank in the first half (amounts doubled) is looked up in the interval by chance of the
whole, for customers with an invoice in both halves. The interval of other weights, which was all that the
first edition had and called sure in nine cases of ten, stands beside it, and so does the rank in the next
period, which no interval promises."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.claims import ROOT, sets
from benchmarks.measuring import judge, table
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import fine, rank_descending
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.invoice_lines import invoice_codes
from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value.rank_chance import rank_by_chance
from klantwaarde_xl.core.value.rank_interval import rank_interval
from klantwaarde_xl.core.value.score import customer_score, scales_of
from klantwaarde_xl.model.settings import Settings

HALVES = 5
DRAWS = 1_000
IN_HALF = ["revenue", "covered_revenue", "gross_margin", "driver_cost", "financing"]
"""What half of the invoices gives half of; logged hours are those of the whole."""


def firms(data: Path) -> Iterator[tuple[str, pd.DataFrame, dict[str, Any]]]:
    """Yield name, lines and the other tables of ``customer_measures``."""
    import datasets
    import firms_by_law

    from klantwaarde_xl.analysis.preparing import prepare
    from klantwaarde_xl.demo.tables import demo_tables
    from klantwaarde_xl.model.inputs import check_inputs

    made_up = {"demo": check_inputs(demo_tables())}
    for firm in firms_by_law.null_firms():
        if firm.customers == 400 and firm.groups == 10 and firm.work == "margin" and not firm.seasonal:
            made_up[f"stationary, 400 x {firm.visits:g}"] = firms_by_law.inputs_of(firm)
    for name, inputs in made_up.items():
        ready = prepare(inputs)
        yield (
            name,
            ready.used,
            {
                "effort": ready.effort,
                "customers": ready.info,
                "ratings": ready.ratings,
            },
        )
    if data.is_dir():
        for name, lines, _ in sets(data):
            if name != "Complete Journey, product_category":
                yield name, lines.rename(columns={"item": "product_group"}), {}
        yield "CDNOW", datasets.cdnow(data / "cdnow"), {}


def covered(lines: pd.DataFrame, others: dict[str, Any]) -> tuple[list[float], dict[str, float]]:
    """Return the part of the ranks in each half within the interval, and other parts by name."""
    end = lines["date"].max().date()
    year = Period(end - dt.timedelta(days=364), end)
    cut = year.start - dt.timedelta(days=1)
    earlier = Period(cut - dt.timedelta(days=364), cut)
    found = _ranked(lines, year, others)
    halves = []
    for seed in range(HALVES):
        half = _half(lines, seed)
        first, rest = (_measured(lines[side], year, others) for side in (half, ~half))
        first[IN_HALF] = 2 * first[IN_HALF]
        both = first.index.intersection(rest.index)
        halves.append(_inside(found, _rank(first, found), both, "chance"))
        if seed == 0:
            weights = _inside(found, _rank(first, found), both, "rank")
    more = {"weights": weights, "width": float(_width(found).median())}
    if (lines["date"] < pd.Timestamp(cut) - pd.Timedelta(days=300)).any():
        before = _ranked(lines, earlier, others)
        both = before.index.intersection(found.index)
        more["next"] = _inside(before, found["rank"], both, "chance")
        more["next, weights"] = _inside(before, found["rank"], both, "rank")
    return halves, more


def _half(lines: pd.DataFrame, seed: int) -> np.ndarray:
    code = pd.factorize(lines["customer_id"], sort=True)[0]
    invoice = invoice_codes(lines, code)
    chosen: np.ndarray = np.random.default_rng(100 + seed).random(invoice.max() + 1) < 0.5
    return chosen[invoice]


def _measured(lines: pd.DataFrame, period: Period, others: dict[str, Any]) -> pd.DataFrame:
    measures = customer_measures(lines, period, **others)
    return measures[measures["lines"] > 0].copy()


def _ranked(lines: pd.DataFrame, period: Period, others: dict[str, Any]) -> pd.DataFrame:
    """Return the measures with score, rank and both intervals; the scales are those of these customers."""
    measures, weights = _measured(lines, period, others), Settings().weights()
    scales = scales_of(measures)
    scores = customer_score(measures, weights, scales=scales)
    bought = InvoiceSums.of(lines, period, measures.index)
    chance = rank_by_chance(bought, measures, scores, (weights, scales), draws=DRAWS)
    return measures.join([scores, chance, rank_interval(scores, weights, draws=DRAWS)])


def _rank(measures: pd.DataFrame, whole: pd.DataFrame) -> pd.Series:
    """Return the rank of each customer of the whole, the last one for who is not there."""
    score = customer_score(measures, Settings().weights(), scales=scales_of(whole))["score"]
    score = score.reindex(whole.index).fillna(-1e3)
    return pd.Series(rank_descending(fine(score)), whole.index)


def _inside(found: pd.DataFrame, rank: pd.Series, who: pd.Index, kind: str) -> float:
    who = who[found.loc[who, "chance_low"].notna()]
    low, high = (found.loc[who, f"{kind}_{side}"] for side in ("low", "high"))
    return float(rank[who].between(low, high).mean())


def _width(found: pd.DataFrame) -> pd.Series:
    return (found["chance_high"] - found["chance_low"] + 1) / len(found)


def main() -> None:
    """Print the table and judge the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    rows, means = [], {}
    for name, lines, others in firms(given.data):
        halves, more = covered(lines, others)
        means[name] = 100 * float(np.mean(halves))
        figures = (f"{more[key]:.2f}" if key in more else "" for key in ("weights", "next", "next, weights"))
        spread = f"{min(halves):.2f}-{max(halves):.2f}"
        rows.append((name, f"{means[name]:.1f} %", spread, f"{100 * more['width']:.0f} %", *figures))
    headers = ("set", "half inside", "five halves", "width", "half, weights", "next period", "next, weights")
    print(table(headers, rows))
    judge("ranks of a random half inside, lowest set", min(means.values()), 85, "%", least=True)
    judge("ranks of a random half inside, highest set", max(means.values()), 95, "%")


if __name__ == "__main__":
    main()
