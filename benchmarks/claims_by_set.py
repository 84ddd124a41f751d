"""Every claim per set: its goal, what came out, the simplest alternative and the first edition.

Run: ``python -m benchmarks.claims_by_set [--data ../shared/data]``. It gathers what ``claims``,
``ahead_claims``, ``rank_claims`` and ``cross_sell_euros`` measure. A claim that the product withdraws on a
set (no chance, no euros, no lever) is shown as *withdrawn*, with the reason; one with too little to judge as
*not judged*; what is at stake and misses its goal by less than redrawing customers moves it, *within chance*.
Sets that are not there are named. The figures of the first edition come from its rules on the
same rows where these are in the repository, else the cell is blank."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import ahead_claims, claims, cross_sell_euros, rank_claims
from benchmarks.measuring import table
from klantwaarde_xl.core.ahead.leaving import leaving
from klantwaarde_xl.core.ahead.next_year import next_year

SETS = ("resellers", "Online Retail", "CDNOW", "Northwind", "Complete Journey", "demo", "stationary")
HEADERS = ("claim", "goal", "outcome", "simplest alternative", "first edition", "verdict")
WITHDRAWN, NOT_JUDGED = "withdrawn", "not judged"


class Row(NamedTuple):
    """One claim on one set."""

    name: str
    claim: str
    goal: str
    outcome: str
    simplest: str = ""
    first: str = ""
    verdict: str = ""


def _met(holds: bool) -> str:
    return "met" if holds else "MISSED"


def _at_stake(ratio: float, *, reached: bool) -> str:
    """Return the verdict on what was at stake beside what went; ``reached``: the goal, by 90 % of redraws."""
    return "within chance" if reached and not 0.7 <= ratio <= 1.3 else _met(reached)


def year_ahead(data: Path) -> Iterator[Row]:
    """Yield the rows on value next year and on the chance of leaving."""
    for name, lines, days in ahead_claims.sets(data):
        found = ahead_claims.case(name, lines, days)
        few = len(found.buyers) < ahead_claims.FEWEST_CUSTOMERS
        value, shown = ahead_claims.value_row(found, next_year(found.timeline, days))
        last = f"total {shown[7]} x"
        total = f"total {value['total']:.2f} x what came; MAE {value['mae']:.2f} x last again"
        good = value["mae"] <= 1.10 and abs(value["total"] - 1) <= 0.25
        goal = "total .75-1.25, MAE <= 1.10 x"
        yield Row(name, "value next year", goal, total, last, "", NOT_JUDGED if few else _met(good))
        if not np.isnan(value["cover"]):
            inside = f"{100 * value['cover']:.0f} % inside"
            verdict = _met(0.65 <= value["cover"] <= 0.92)
            yield Row(name, "80 % interval of it", "65-92 %", inside, "", "", verdict)
        gone = leaving(found.timeline, days)
        chance, cells = ahead_claims.leaving_row(found, gone)
        beside, before = f"days / own gap {cells[4]}", f"at stake {cells[-1]} x what went"
        if not chance:
            yield Row(name, "chance of leaving", "AUC >= .65", gone.reason, beside, before, WITHDRAWN)
            continue
        few = found.left.sum() < ahead_claims.FEWEST_LEAVERS
        least = 2.0 if chance["base"] <= 0.25 else 1.3
        told = f"AUC {chance['auc']:.2f}, lift {chance['lift']:.1f}"
        good = chance["auc"] >= 0.65 and chance["lift"] >= least
        goal = f"AUC >= .65, lift >= {least:g}"
        yield Row(name, "chance of leaving", goal, told, beside, "", NOT_JUDGED if few else _met(good))
        verdict = NOT_JUDGED if few else _at_stake(chance["sum"], reached=chance["off"] == 0)
        verdict = verdict if gone.steady else WITHDRAWN
        goal, told = ".7-1.3 x what went", f"{chance['sum']:.2f} x"
        yield Row(name, "at stake, EUR", goal, told, "", before, verdict)


def levers(data: Path) -> Iterator[Row]:
    """Yield the rows on the margin lever a period later."""
    for name, (claimed, later) in claims.margin_later(data):
        shown = int(np.sum(claimed >= claims.THRESHOLD))
        outcome, verdict = "no claim", NOT_JUDGED
        if len(claimed):
            _, part, band, told = claims.still_there(claimed, later, shown)
            verdict = {"ja": "met", "nee": "MISSED"}.get(told, NOT_JUDGED)
            outcome = f"{part} of {len(claimed)} claims still there (90 % of redraws {band})"
        yield Row(name, "margin lever", ".75-1.10 still there", outcome, "", "", verdict)


def ranks(data: Path) -> Iterator[Row]:
    """Yield the rows on the rank by chance."""
    for name, lines, others in rank_claims.firms(data):
        halves, more = rank_claims.covered(lines, others)
        inside = 100 * float(np.mean(halves))
        old = f"{100 * more['weights']:.0f} % (other weights only)"
        verdict = _met(85 <= inside <= 95)
        yield Row(name, "rank by chance", "85-95 % of halves inside", f"{inside:.1f} %", old, old, verdict)


def cross_sell(data: Path) -> Iterator[Row]:
    """Yield the rows on euros of cross-sell."""
    for name, lines in cross_sell_euros.sets(data):
        found, gaps, coded, period = cross_sell_euros.expected_and_came(lines)
        goal = "within 1.5 x of what came"
        if not found.priced or not len(gaps):
            why = cross_sell_euros.why_no_euros(found)
            yield Row(name, "cross-sell, EUR", goal, why, "", "", WITHDRAWN)
            continue
        came = gaps["came"].sum()
        ratio = gaps["expected_revenue"].sum() / came
        before = f"{cross_sell_euros.by_first_edition(gaps, lines, period) / came:.1f} x"
        verdict = _met(1 / 1.5 <= ratio <= 1.5)
        yield Row(name, "cross-sell, EUR", goal, f"{ratio:.2f} x", "", f"its amounts {before}", verdict)
        inside, judged = cross_sell_euros.fifths_inside(gaps, coded, period)
        outcome, goal = f"{inside} of {judged} fifths", "every fifth in its 90 % band"
        yield Row(name, "the same in fifths", goal, outcome, "", "", _met(inside == judged))


def _set_of(name: str) -> str:
    shown = "Online Retail" if name == "web shop" else name
    return next((one for one in SETS if shown.startswith(one)), shown)


def main() -> None:
    """Print a table per set, and which sets are not here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=claims.ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    sys.path.insert(0, str(claims.ROOT / "tests" / "support"))
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for part in (year_ahead, levers, ranks, cross_sell):
        for row in part(given.data):
            detail = row.name.removeprefix(_set_of(row.name)).strip(" ,")
            claim = f"{row.claim} ({detail})" if detail and row.name != "web shop" else row.claim
            rows[_set_of(row.name)].append((claim, *row[2:]))
    for name in SETS:
        if name in rows:
            print(f"\n**{name}**\n\n{table(HEADERS, rows[name])}", flush=True)
    if absent := [name for name in SETS if name not in rows]:
        print(f"\nNot here, so not measured: {', '.join(absent)}.")
    missed = [f"{name}: {row[0]}" for name, own in rows.items() for row in own if row[-1] == "MISSED"]
    print(f"\nMissed: {', '.join(missed) or 'none'}.")


if __name__ == "__main__":
    main()
