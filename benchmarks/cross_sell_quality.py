"""How good the cross-sell chances are, on real public data: ranking and calibration, beside the usual alternatives.

Run as ``python -m benchmarks.cross_sell_quality --data ../shared/data``; prints markdown. Everything is seeded. All methods in
a table rank the full catalogue for the same customers, what they bought already left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.baskets import Purchases, purchases
from klantwaarde_xl.core.calibration import reliability
from klantwaarde_xl.core.hold_out import METHODS, Choice, HoldOut, choose, fit, hide_one, ranking_figures
from klantwaarde_xl.core.period import Period
from klantwaarde_xl.core.predictor import learn
from klantwaarde_xl.core.recommenders import blocks, bought_together
from klantwaarde_xl.core.situation import bought_after, situation

SEEDS = (1, 2, 3)
LAST_DAYS = 90
FEWEST_KNOWN = 2
"""Test customers know at least this many items, in both protocols: of one purchase nobody can tell what fits."""
FEWEST_EVENTS = 200
"""Bins with fewer purchases say nothing about calibration."""
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
            "item": read["ProductKey"].map(product["Subcategory"]) if grouped else read["ProductKey"].astype(str),
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
    """Score by the highest confidence of a rule from one of the customer's items; rules rest on at least five customers."""
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


def compared(hold_out: HoldOut, choice: Choice, extra: dict[str, Scores]) -> tuple[dict[str, dict[str, float]], int]:
    """Return the ranking figures per method, and the number of test customers.

    The four candidates are as the product uses them: with the weights and the items still offered of the hold-out, if any.
    The usual alternatives rank everything that was ever sold; so that they are not beaten by that alone, the best rules and
    popularity are also shown over what is still offered.
    """
    known, wanted, offered = hold_out.known, hold_out.wanted, hold_out.offered
    rows = np.flatnonzero((np.diff(wanted.indptr) > 0) & (np.diff(known.indptr) >= FEWEST_KNOWN))
    own = {method: fit(method, value, hold_out, 1).score for method, value in best_of_each(choice).items()}
    found = {name: ranking_figures(score, known, wanted, rows, offered) for name, score in (extra | own).items()}
    others = {"item_cosine": item_cosine(known), "best_rule": best_rule(known), "popularity": popularity(known)}
    found |= {name: ranking_figures(score, known, wanted, rows) for name, score in others.items()}
    if offered is not None:
        jaccard = fit("item_jaccard", best_of_each(choice).get("item_jaccard", 5.0), hold_out, 1).score
        plain = fit("ease", best_of_each(choice)["ease"], HoldOut(known, wanted, hold_out.size, None, ""), 1).score
        found |= {
            f"{name}, still offered": ranking_figures(score, known, wanted, rows, offered) for name, score in others.items()
        }
        found["ease, all equal, everything"] = ranking_figures(plain, known, wanted, rows)
        found["item_jaccard, everything"] = ranking_figures(jaccard, known, wanted, rows)
    return found, len(rows)


def leave_one_out(coded: Purchases) -> pd.DataFrame:
    """Hide one item per customer; the method and its parameter are chosen by hiding another one of what is left."""
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
    """Hide all purchases of the last 90 days; nothing later than the day before them is used to choose, fit or calibrate."""
    last = coded.date.max().item()
    cut = last - dt.timedelta(days=LAST_DAYS)
    predictor = learn(coded, cut, seed=1, past_days=past_days, horizon_days=horizon_days)
    place = situation(coded, cut, (cut - coded.date.min().item()).days + 1)
    known, wanted = place.baskets.matrix, bought_after(coded, place.baskets, cut, LAST_DAYS)
    hold_out = HoldOut(known, wanted, place.baskets.spend.sum(axis=1), None, "", place.weights, place.alive)
    choice = predictor.choice
    winner = fit(choice.method, choice.parameter, hold_out, 1)
    whole = replace(predictor, situation=place, recommender=winner)

    def chance(rows: np.ndarray) -> np.ndarray:
        return whole.probability(rows, a_year=False)

    found, count = compared(hold_out, choice, {"chance of the chosen method": chance})
    table = pd.DataFrame(found).T
    table["chosen"] = [f"{choice.parameter:g}" if name == choice.method else "" for name in table.index]
    return table.assign(customers=count)


def later_chances(
    coded: Purchases, past_days: int, horizon_days: int, periods: int, choices: list[Choice] | None = None
) -> tuple[np.ndarray, np.ndarray, list[Choice]]:
    """Return chance and outcome of every pair over ``periods`` horizons, each predicted from what lay before it, and the winners.

    ``choices``: what to use at each horizon in the place of the winner of the hold-out.
    """
    chances, outcomes, used = [], [], []
    for step in range(1, periods + 1):
        cut = coded.date.max().item() - dt.timedelta(days=horizon_days * step)
        choice = choices[step - 1] if choices else None
        predictor = learn(coded, cut, seed=1, past_days=past_days, horizon_days=horizon_days, choice=choice)
        baskets = predictor.situation.baskets
        after = bought_after(coded, baskets, cut, horizon_days)
        for block in blocks(np.arange(baskets.matrix.shape[0]), baskets.matrix.shape[1]):
            new = (baskets.matrix[block].toarray() == 0) & predictor.situation.alive
            chances.append(predictor.probability(block, a_year=False)[new])
            outcomes.append(after[block].toarray()[new] > 0)
        used.append(predictor.choice)
    return np.concatenate(chances).astype(np.float64), np.concatenate(outcomes), used


def forced(method: str, choice: Choice) -> Choice:
    """Return the choice with ``method`` and its best parameter in the place of the winner."""
    return Choice(method, best_of_each(choice)[method], choice.figures, choice.customers, choice.kind)


def markdown(table: pd.DataFrame, digits: int = 3) -> str:
    """Return a frame as a markdown table."""
    cells = [
        [str(label), *(f"{v:.{digits}f}" if isinstance(v, float) else str(v) for v in row)]
        for label, row in zip(table.index, table.to_numpy(dtype=object).tolist(), strict=True)
    ]
    head = ["", *map(str, table.columns)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *cells])


def calibration_report(chance: np.ndarray, outcome: np.ndarray) -> str:
    """Return the reliability table as markdown, with Brier scores and the worst deviation where it counts."""
    table = reliability(chance, outcome, np.ones(len(chance)))
    counted = table[table["events"] >= FEWEST_EVENTS]
    worst = (counted["ratio"] - 1).abs().max() if len(counted) else np.nan
    brier, base = ((chance - outcome) ** 2).mean(), outcome.mean() * (1 - outcome.mean())
    return (
        f"{markdown(table.astype({'pairs': int, 'events': int}), 4)}\n\n"
        f"purchases {outcome.sum()}, predicted {chance.sum():.0f} (ratio {chance.sum() / outcome.sum():.2f}); "
        f"largest deviation in {len(counted)} bins with {FEWEST_EVENTS}+ purchases: {worst:.0%}; "
        f"Brier {brier:.5f} against {base:.5f} for the mean chance\n"
    )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", choices=("online_retail", "resellers"), help="one of the two data sets")
    given = parser.parse_args()
    data = given.data
    sets = (
        ("Online Retail", online_retail, (180, 30), 3),
        ("AdventureWorks resellers", resellers, (365, 91), 4),
    )
    for name, load, (past, horizon), periods in sets:
        if given.only not in {None, load.__name__}:
            continue
        for grouped in (False, True):
            coded = purchases(load(data, grouped=grouped))
            print(f"## {name}, {'groups' if grouped else 'products'}\n")
            print(f"### Leave one out, mean of seeds {SEEDS}\n\n{markdown(leave_one_out(coded))}\n", flush=True)
            print(f"### Last {LAST_DAYS} days\n\n{markdown(last_days(coded, past, horizon))}\n", flush=True)
            chance, outcome, winners = later_chances(coded, past, horizon, periods)
            print(f"### Chance within {horizon} days, the last {periods} horizons, each later than all it was fitted on\n")
            print(calibration_report(chance, outcome), flush=True)
            if grouped:
                print("### Log loss of the calibrated candidates on the same pairs\n")
                for method in METHODS:
                    choices = [forced(method, winner) for winner in winners]
                    found, happened, _ = later_chances(coded, past, horizon, periods, choices)
                    loss = -np.log(np.clip(np.where(happened, found, 1 - found), 1e-9, 1)).mean()
                    print(f"- {method}: {loss:.5f}", flush=True)
                loss = -np.log(np.clip(np.where(outcome, chance, 1 - chance), 1e-9, 1)).mean()
                names = ", ".join(f"{winner.method} {winner.parameter:g}" for winner in winners)
                print(f"- winner of each hold-out ({names}): {loss:.5f}\n", flush=True)


if __name__ == "__main__":
    main()
