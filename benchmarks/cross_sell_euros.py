"""What the list of cross-sell chances expects in euros beside what came in the year after.

Run: ``python -m benchmarks.cross_sell_euros [--sound]``. Every set is cut a year before its end. The rows
of the list are judged as shown, five per customer, from 1 EUR: amounts of these sets are small. Sets of one
year have their dates stretched three times, so that four months stand for a year. Beside the total stand
fifths of the rows by EUR and by size of the customer, with the 90 % band of simulating purchases by the
chances and amounts by the spread of adopters, and what the first edition expected: the chance times the
median of peers that buy, by size. With ``--sound`` only: how many firms in which everybody follows one law
lose their euros by the product's own check on later horizons."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.claims import ROOT, complete_journey
from benchmarks.measuring import judge, table
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.adopter_spend import adopters
from klantwaarde_xl.core.cross_sell.baskets import Purchases, purchases
from klantwaarde_xl.core.cross_sell.gaps import MOST_WITH_EUROS, CrossSell, GapLimits, cross_sell_gaps
from klantwaarde_xl.core.peers.peers import peer_groups

YEAR = 365
FEWEST_HITS = 30
DRAWS = 1_000
WHY = {"many_items": f"over {MOST_WITH_EUROS} items", "other_customers": "fifths failed on later horizons"}
"""Why a list has chances and no euros."""


def sets(data: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield name and lines with ``item`` of each set with three years, stretched where needed."""
    import datasets

    names = {"Datum": "date", "Klantnr": "customer_id", "Omzet": "revenue", "Kostprijs": "cost"}
    if data.is_dir():
        found = datasets.adventureworks(data / "adventureworks_reseller")
        groups = found["Producten"].set_index("Productcode")["Productgroep"]
        lines = found["Transacties"].rename(columns=names)
        yield "resellers", lines.assign(item=lines["Productcode"].map(groups))
        lines = datasets.online_retail(data / "online_retail")["Transacties"].rename(columns=names)
        lines = lines[lines["Productcode"].str[:1].str.isdigit()]
        yield "Online Retail, 2 digits", stretched(lines.assign(item=lines["Productcode"].str[:2], cost=0.0))
        yield "Online Retail, 3 digits", stretched(lines.assign(item=lines["Productcode"].str[:3], cost=0.0))
    for name, lines, _ in complete_journey():
        yield name, stretched(lines)


def stretched(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with three days for every day."""
    first = lines["date"].min()
    return lines.assign(date=first + 3 * (lines["date"] - first))


def expected_and_came(lines: pd.DataFrame) -> tuple[CrossSell, pd.DataFrame, Purchases, Period]:
    """Return the list as shown a year before the end, with what came in that year as ``came``."""
    lines = lines.assign(customer_id=lines["customer_id"].astype(str), one_off=np.nan)
    cut = lines["date"].max().date() - dt.timedelta(days=YEAR)
    period = Period(cut - dt.timedelta(days=YEAR - 1), cut)
    size = lines[period.contains(lines["date"].to_numpy())].groupby("customer_id")["revenue"].sum()
    found = cross_sell_gaps(
        lines, period, customers=pd.DataFrame({"revenue": size}), limits=GapLimits(1.0, 5)
    )
    later = lines[lines["date"] > pd.Timestamp(cut)].groupby(["customer_id", "item"])["revenue"].sum()
    gaps = found.gaps.assign(size=size.reindex(found.gaps["customer_id"]).to_numpy())
    keys = pd.MultiIndex.from_frame(gaps[["customer_id", "item"]])
    return (
        found,
        gaps.assign(came=later.reindex(keys).fillna(0.0).clip(lower=0).to_numpy()),
        purchases(lines),
        period,
    )


def first_rows(gaps: pd.DataFrame) -> str:
    """Return of how many customers, as a fraction, the first row of the list came true in the next year."""
    first = gaps[gaps["rank"] == 1]
    return f"{(first['came'] > 0).mean():.3f}" if len(first) else ""


def why_no_euros(found: CrossSell) -> str:
    """Return why the list has no euros."""
    return found.reason or WHY[found.without_euros]


def by_first_edition(gaps: pd.DataFrame, lines: pd.DataFrame, period: Period) -> float:
    """Return what the first edition expected of the same rows, EUR: chance x peers' median x size.

    Peers are customers of the same quarter of turnover; the median is that of those that buy the group, the
    size the customer's turnover beside the median one of its peers."""
    sizes = gaps.drop_duplicates("customer_id").set_index("customer_id")["size"]
    peers = peer_groups(sizes)["group"]
    used = lines[period.contains(lines["date"].to_numpy())]
    used = used.assign(customer_id=used["customer_id"].astype(str))
    spent = used[used["customer_id"].isin(sizes.index)].groupby(["customer_id", "item"])["revenue"].sum()
    spent = spent[spent > 0].reset_index()
    usual = spent.groupby([spent["customer_id"].map(peers), "item"])["revenue"].median()
    own = gaps["customer_id"].map(peers)
    median = usual.reindex(pd.MultiIndex.from_arrays([own, gaps["item"]])).fillna(0.0).to_numpy()
    middle = own.map(sizes.groupby(peers).median()).to_numpy()
    return float((gaps["probability"].to_numpy() * median * gaps["size"].to_numpy() / middle).sum())


def bands(
    gaps: pd.DataFrame, spread: np.ndarray, by: str
) -> list[tuple[str, int, float, float, float, float]]:
    """Return per fifth by a column: name, hits, expected, came, and the 90 % band around expected, EUR."""
    draw = np.random.default_rng(1)
    fifth = np.minimum(gaps[by].rank(method="first").to_numpy(int) * 5 // (len(gaps) + 1), 4)
    rows = []
    for number in range(5):
        part = gaps[fifth == number]
        chance = part["probability"].to_numpy()
        amount = part["expected_revenue"].to_numpy() / np.maximum(chance, 1e-12)
        drawn = draw.random((DRAWS, len(part))) < chance
        totals = (drawn * amount * draw.choice(spread, (DRAWS, len(part)))).sum(axis=1)
        low, high = np.quantile(totals, (0.05, 0.95))
        came = part["came"].to_numpy()
        rows.append(
            (
                f"{by} {number + 1}",
                int((came > 0).sum()),
                amount @ chance,
                came.sum(),
                float(low),
                float(high),
            )
        )
    return rows


def fifths_inside(gaps: pd.DataFrame, coded: Purchases, period: Period) -> tuple[int, int]:
    """Return how many fifths of the rows, by EUR and by size, are in their band, and how many are judged."""
    spend = adopters(coded, coded.baskets(period), period.end, YEAR).spend
    rows = [row for by in ("expected_revenue", "size") for row in bands(gaps, spend / spend.mean(), by)]
    judged = [low <= came <= high for _, hits, _, came, low, high in rows if hits >= FEWEST_HITS]
    return sum(judged), len(judged)


def sound_firms() -> None:
    """Print how many of the null firms with chances lose their euros: all of them follow one law."""
    import firms_by_law

    rows = []
    for firm in firms_by_law.null_firms():
        inputs = firms_by_law.inputs_of(firm)
        groups = inputs.products.set_index("product_id")["product_group"].astype(str)
        lines = inputs.transactions[["date", "customer_id", "product_id", "revenue", "cost"]]
        lines = lines.assign(item=lines["product_id"].map(groups).astype(str), one_off=np.nan)
        lines["customer_id"] = lines["customer_id"].astype(str)
        year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        size = lines[lines["date"] >= "2024-01-01"].groupby("customer_id")["revenue"].sum()
        found = cross_sell_gaps(lines, year, customers=pd.DataFrame({"revenue": size}))
        why = "euros" if found.priced else why_no_euros(found)
        rows.append((firm.customers, f"{firm.visits:g}", firm.groups, found.events, why))
    print(table(("customers", "visits", "groups", "first purchases", "shown"), rows))
    shown = sum(row[-1] == "euros" for row in rows)
    lost = sum(row[-1] == WHY["other_customers"] for row in rows)
    print(f"firms in which everybody follows one law that lose their euros: {lost} of {shown + lost}")


def main() -> None:
    """Print the tables and judge the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sound", action="store_true", help="only firms in which all follow one law")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    if given.sound:
        sound_firms()
        return
    totals, parts = [], []
    for name, lines in sets(given.data):
        found, gaps, coded, period = expected_and_came(lines)
        if not found.priced or not len(gaps):
            totals.append((name, len(gaps), 0, why_no_euros(found), "", "", "", "", first_rows(gaps)))
            continue
        expected, came, hits = (
            gaps["expected_revenue"].sum(),
            gaps["came"].sum(),
            int((gaps["came"] > 0).sum()),
        )
        past = coded.baskets(period)
        seen = adopters(coded, past, period.end, YEAR)
        residual = seen.spend / seen.spend.mean()
        before = by_first_edition(gaps, lines, period)
        predicted = f"{gaps['probability'].mean():.3f}"
        rate = f"{(gaps['came'] > 0).mean():.3f}"
        totals.append(
            (
                name,
                len(gaps),
                hits,
                predicted,
                rate,
                f"{expected / came:.2f}",
                f"{before / came:.1f}",
                len(seen.spend),
                first_rows(gaps),
            )
        )
        judge(
            f"cross-sell EUR, {name}: expected beside came", max(expected / came, came / expected), 1.5, "x"
        )
        for by in ("expected_revenue", "size"):
            for row in bands(gaps, residual, by):
                parts.append((name, row[0], row[1], *(f"{value:,.0f}" for value in row[2:])))
                if row[1] >= FEWEST_HITS:
                    inside = row[4] <= row[3] <= row[5]
                    judge(
                        f"cross-sell EUR, {name}: {row[0]} inside its band", float(inside), 1, "", least=True
                    )
    print(
        table(
            (
                "set",
                "rows",
                "hits",
                "chance",
                "hit rate",
                "expected / came",
                "first edition / came",
                "adopters",
                "first row came",
            ),
            totals,
        )
    )
    print(table(("set", "fifth by", "hits", "expected EUR", "came EUR", "low", "high"), parts))


if __name__ == "__main__":
    main()
