"""How good the cross-sell chances are, on real public data: ranking and calibration, beside the usual
alternatives.

Run as ``python -m benchmarks.cross_sell_quality --data ../shared/data``; prints markdown. Everything is
seeded. All methods in a table rank the full catalogue for the same customers, what they bought already left
out."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks.cross_sell_calibration import (
    calibration_report,
    later_chances,
    log_loss,
    within_a_year,
    worst_bin,
)
from benchmarks.measuring import judge, markdown
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.baskets import Purchases, purchases
from klantwaarde_xl.core.cross_sell.hold_out import (
    METHODS,
    Choice,
    HoldOut,
    choose,
    fit,
    hide_one,
    ranking_figures,
)
from klantwaarde_xl.core.cross_sell.predictor import Windows, learn
from klantwaarde_xl.core.cross_sell.recommenders import bought_together
from klantwaarde_xl.core.cross_sell.window_state import bought_after, window_state

SEEDS = (1, 2, 3)
LAST_DAYS = 90
FEWEST_KNOWN = 2
"""Test customers know at least this many items, in both protocols: of one purchase nobody can tell what
fits."""
MOST_OFF = 20
"""Percent by which predicted purchases may differ from those that happened, in every bin with purchases
enough."""
CHANCE = "chance of the chosen method"
HIDDEN, LAST = "leave one out", f"last {LAST_DAYS} days"
Scores = Callable[[np.ndarray], np.ndarray]


def online_retail(data: Path, *, grouped: bool) -> pd.DataFrame:
    """Return the invoice lines of Online Retail; groups are the first three characters of the stock code."""
    read = pd.read_csv(
        data / "online_retail" / "online_retail.csv.gz",
        dtype={"InvoiceNo": str, "StockCode": str, "CustomerID": str},
        parse_dates=["InvoiceDate"],
    )
    read = read[read["CustomerID"].notna()]
    return pd.DataFrame(
        {
            "date": read["InvoiceDate"],
            "customer_id": read["CustomerID"],
            "item": read["StockCode"].str[:3] if grouped else read["StockCode"],
            "revenue": (read["Quantity"] * read["UnitPrice"]).round(2),
            "cost": np.nan,
            "one_off": 0.0,
        }
    )


def resellers(data: Path, *, grouped: bool) -> pd.DataFrame:
    """Return the invoice lines of the AdventureWorks resellers; groups are the subcategories."""
    folder = data / "adventureworks_reseller"
    read = pd.read_csv(folder / "FactResellerSales.csv", parse_dates=["OrderDate"])
    product = pd.read_csv(folder / "Product.csv").drop_duplicates("ProductKey").set_index("ProductKey")
    return pd.DataFrame(
        {
            "date": read["OrderDate"],
            "customer_id": read["ResellerKey"].astype(str),
            "item": read["ProductKey"].map(product["Subcategory"])
            if grouped
            else read["ProductKey"].astype(str),
            "revenue": read["SalesAmount"],
            "cost": read["TotalProductCost"],
            "one_off": 0.0,
        }
    )


def popularity(matrix: sparse.csr_array) -> Scores:
    """Score by the number of buyers, the same for everyone."""
    buyers = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float32)
    return lambda rows: np.broadcast_to(buyers, (len(rows), len(buyers)))


def item_cosine(matrix: sparse.csr_array) -> Scores:
    """Score by the sum of cosines with the customer's items among the five nearest."""
    together = bought_together(matrix).toarray()
    norm = np.sqrt(np.maximum(np.diag(together), 1))
    alike = together / norm[:, None] / norm[None, :]
    np.fill_diagonal(alike, 0)
    nearest = np.argpartition(-alike, 5, axis=0)[:5]
    kept = np.zeros_like(alike)
    np.put_along_axis(kept, nearest, np.take_along_axis(alike, nearest, axis=0), axis=0)
    return lambda rows: np.asarray(matrix[rows] @ kept)


def best_rule(matrix: sparse.csr_array) -> Scores:
    """Score by the highest confidence of a rule from one of the customer's items; rules rest on at least five
    customers."""
    together = bought_together(matrix, at_least=5).toarray()
    buyers = np.maximum(np.bincount(matrix.indices, minlength=matrix.shape[1]), 1)
    confidence = (together / buyers[:, None]).astype(np.float32)
    np.fill_diagonal(confidence, 0)

    def score(rows: np.ndarray) -> np.ndarray:
        bought = [matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]] for row in rows]
        return np.stack([confidence[items].max(axis=0, initial=0) for items in bought])

    return score


def best_of_each(choice: Choice) -> dict[str, float]:
    """Return the best parameter of every candidate on the hold-out."""
    figures = choice.figures.sort_values("ndcg_10", ascending=False, kind="stable").drop_duplicates("method")
    return dict(zip(figures["method"], figures["parameter"], strict=True))


def compared(
    hold_out: HoldOut, choice: Choice, extra: dict[str, Scores]
) -> tuple[dict[str, dict[str, float]], int]:
    """Return the ranking figures per method, and the number of test customers.

    The four candidates are as the product uses them: with the weights and the items still offered of the
    hold-out, if any. The usual alternatives rank everything that was ever sold; so that they are not beaten
    by that alone, the best rules and popularity are also shown over what is still offered."""
    known, wanted, offered = hold_out.known, hold_out.wanted, hold_out.offered
    rows = np.flatnonzero((np.diff(wanted.indptr) > 0) & (np.diff(known.indptr) >= FEWEST_KNOWN))
    own = {method: fit(method, value, hold_out, 1).score for method, value in best_of_each(choice).items()}
    found = {
        name: ranking_figures(score, known, wanted, rows, offered) for name, score in (extra | own).items()
    }
    others = {
        "item_cosine": item_cosine(known),
        "best_rule": best_rule(known),
        "popularity": popularity(known),
    }
    found |= {name: ranking_figures(score, known, wanted, rows) for name, score in others.items()}
    if offered is not None:
        jaccard = fit("item_jaccard", best_of_each(choice).get("item_jaccard", 5.0), hold_out, 1).score
        plain = fit(
            "ease", best_of_each(choice)["ease"], HoldOut(known, wanted, hold_out.size, None, ""), 1
        ).score
        found |= {
            f"{name}, still offered": ranking_figures(score, known, wanted, rows, offered)
            for name, score in others.items()
        }
        found["ease, all equal, everything"] = ranking_figures(plain, known, wanted, rows)
        found["item_jaccard, everything"] = ranking_figures(jaccard, known, wanted, rows)
    return found, len(rows)


def leave_one_out(coded: Purchases) -> pd.DataFrame:
    """Hide one item per customer; the method and its parameter are chosen by hiding another one of what is
    left."""
    everything = coded.baskets(Period(coded.date.min().item(), coded.date.max().item()))
    size, tables = everything.spend.sum(axis=1), []
    for seed in SEEDS:
        known, wanted = hide_one(everything.matrix, seed)
        inner, hidden = hide_one(known, seed + 1_000)
        choice = choose(HoldOut(inner, hidden, size, None, "hidden"), seed)
        found, count = compared(HoldOut(known, wanted, size, None, ""), choice, {})
        table = pd.DataFrame(found).T
        table["chosen"] = [f"{choice.parameter:g}" if name == choice.method else "" for name in table.index]
        table["customers"] = count
        tables.append(table)
    means = pd.concat(tables).groupby(level=0, sort=False)
    numbers = means[["hit_rate_1", "hit_rate_3", "hit_rate_10", "ndcg_10", "customers"]].mean()
    return numbers.assign(chosen=means["chosen"].agg(lambda texts: ", ".join(text for text in texts if text)))


def last_days(coded: Purchases, past_days: int, horizon_days: int) -> pd.DataFrame:
    """Hide all purchases of the last 90 days; nothing later than the day before them is used to choose, fit
    or calibrate."""
    last = coded.date.max().item()
    cut = last - dt.timedelta(days=LAST_DAYS)
    predictor = learn(coded, cut, seed=1, windows=Windows(past_days, horizon_days))
    place = window_state(coded, cut, (cut - coded.date.min().item()).days + 1)
    known, wanted = place.baskets.matrix, bought_after(coded, place.baskets, cut, LAST_DAYS)
    hold_out = HoldOut(known, wanted, place.baskets.spend.sum(axis=1), None, "", place.weights, place.alive)
    choice = predictor.choice
    winner = fit(choice.method, choice.parameter, hold_out, 1)
    whole = replace(predictor, state=place, recommender=winner)

    def chance(rows: np.ndarray) -> np.ndarray:
        return whole.probability(rows, a_year=False)

    found, count = compared(hold_out, choice, {CHANCE: chance})
    table = pd.DataFrame(found).T
    table["chosen"] = [f"{choice.parameter:g}" if name == choice.method else "" for name in table.index]
    return table.assign(customers=count)


def judge_ranking(found: pd.DataFrame, what: str, goal: float | None) -> None:
    """Judge whether the chosen method is first, and whether it reaches its hit-rate@10 (percent)."""
    chosen = found["chosen"] != ""
    own, best_other = (
        100 * found["hit_rate_10"][chosen].max(),
        100 * found["hit_rate_10"][~chosen & (found.index != CHANCE)].max(),
    )
    judge(
        f"hit-rate@10 of the chosen method beside the best other, {what}",
        own - best_other,
        0,
        "points",
        least=True,
    )
    if goal is not None:
        judge(f"hit-rate@10, {what}", own, goal, "%", least=True)


def forced(method: str, choice: Choice) -> Choice:
    """Return the choice with ``method`` and its best parameter in the place of the winner."""
    return Choice(method, best_of_each(choice)[method], choice.figures, choice.customers, choice.kind)


SETS = (
    ("Online Retail", online_retail, (180, 30), {HIDDEN: 27, LAST: 53}),
    ("AdventureWorks resellers", resellers, (365, 91), {HIDDEN: 76}),
)
"""Name, function that reads it, days of the past window and of the horizon, and the hit-rates@10 to reach on
products (%)."""


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--only", choices=[load.__name__ for _, load, _, _ in SETS], help="one of the two data sets"
    )
    given = parser.parse_args()
    data = given.data
    for name, load, (past, horizon), goals in SETS:
        if given.only not in {None, load.__name__}:
            continue
        for grouped in (False, True):
            coded, what = (
                purchases(load(data, grouped=grouped)),
                f"{name}, {'groups' if grouped else 'products'}",
            )
            print(f"## {what}\n", flush=True)
            for how, found in ((HIDDEN, leave_one_out(coded)), (LAST, last_days(coded, past, horizon))):
                print(f"### {how.capitalize()}\n\n{markdown(found)}\n", flush=True)
                if not grouped:
                    judge_ranking(found, f"{how}, {what}", goals.get(how))
            later = later_chances(coded, past, horizon)
            print(
                f"### Chance within {horizon} days, every horizon with history enough, each later than all "
                f"it was fitted on\n"
            )
            print(calibration_report(later), flush=True)
            judge(f"calibration, worst bin, {what}", 100 * worst_bin(later), MOST_OFF, "%")
            yearly = within_a_year(coded, past, horizon)
            if len(yearly):
                print(
                    f"### Chance within a year, where a whole one can be seen\n\n{markdown(yearly)}\n",
                    flush=True,
                )
            if grouped:
                print("### Log loss of the calibrated candidates on the same pairs\n")
                for method in METHODS:
                    choices = [forced(method, winner) for winner in later.winners]
                    print(
                        f"- {method}: {log_loss(later_chances(coded, past, horizon, choices)):.5f}",
                        flush=True,
                    )
                print(f"- winner of each hold-out: {log_loss(later):.5f}\n", flush=True)


if __name__ == "__main__":
    main()
