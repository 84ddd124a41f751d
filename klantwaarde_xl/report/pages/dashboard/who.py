"""Who is best and how many points there were, who is largest, and what they do, and with whom to begin."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.leave_chance import probably_gone
from klantwaarde_xl.core.value.concentration import earns_little, half_margin, top_size
from klantwaarde_xl.core.value.score import known_dimensions
from klantwaarde_xl.model.action_notes import BEGUN, state_of
from klantwaarde_xl.report.words.best_sentences import NOTHING_KNOWN, Figures
from klantwaarde_xl.report.words.dashboard_sentences import BestAndLargest
from klantwaarde_xl.report.words.monday_sentences import BASES, KINDS

FIRST = 5
"""So many steps of Maandag are named as those to begin with."""


def best_and_largest(customers: pd.DataFrame) -> BestAndLargest:
    """Return who is best and who is largest; of equals the first row counts.

    ``customers`` has ``name``, ``rank`` and ``rank_revenue`` (NaN where there is none).

    >>> frame = pd.DataFrame({"name": ["a", "b"], "rank": [1.0, 2.0], "rank_revenue": [2.0, 1.0]})
    >>> found = best_and_largest(frame)
    >>> found.best, found.best_rank_revenue, found.largest, found.largest_rank, found.customers
    ('a', 2, 'b', 2, 2)
    """

    def first(rank: str) -> pd.Series | None:
        known = customers[rank].astype(float)
        return customers.iloc[int(np.nanargmin(known))] if known.notna().any() else None

    def position(row: pd.Series | None, rank: str) -> int:
        return 0 if row is None or pd.isna(row[rank]) else int(row[rank])

    best, largest = first("rank"), first("rank_revenue")
    names = ["" if row is None else str(row["name"]) for row in (best, largest)]
    ranks = position(best, "rank_revenue"), position(largest, "rank")
    figures = NOTHING_KNOWN
    if best is not None and "groups" in customers:
        figures = figures_of(customers, int(np.nanargmin(customers["rank"].astype(float))))
    return BestAndLargest(
        names[0], ranks[0], names[1], ranks[1], int(customers["rank_revenue"].notna().sum()), figures
    )


def most_points(analysis: Analysis) -> dict[str, float]:
    """Return the most points there are by dimension: its part of the weights of what is known for anyone."""
    there = known_dimensions(analysis.customers)
    known = {name: weight * there[name] for name, weight in analysis.settings.weights().items()}
    total = sum(known.values())
    return {name: 100 * weight / total if total else 0.0 for name, weight in known.items()}


def groups_sold(customers: pd.DataFrame) -> int:
    """Return how many product groups were sold, from what each customer bought as number and as part of it.

    >>> groups_sold(pd.DataFrame({"groups": [1.0, 3.0], "breadth": [0.25, 0.75]}))
    4
    """
    bought, part = (
        float(customers[name].astype(float).fillna(0.0).max()) if len(customers) else 0.0
        for name in ("groups", "breadth")
    )
    return round(bought / part) if part > 0 else 0


def figures_of(customers: pd.DataFrame, position: int) -> Figures:
    """Return what the customer at a position (from 0) earns, buys and takes."""
    row = customers.iloc[position]
    net, revenue, hours, groups = (
        float(row[name]) for name in ("contribution", "revenue", "hours", "groups")
    )
    return Figures(net, revenue, hours, groups, groups_sold(customers))


def bought(customers: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return net contribution and revenue of the customers that bought anything."""
    known = customers[customers["rank_revenue"].notna()]
    return known["contribution"].astype(float), known["revenue"].astype(float)


def dull(customers: pd.DataFrame) -> pd.Series[bool]:
    """Return which of the largest 20 % of the customers are not interesting, bool (customers,).

    Not interesting: a net contribution of nothing or less, or per euro of revenue less than half of what all
    customers contribute.
    """
    rank = customers["rank_revenue"].astype(float)
    net, revenue = (customers[name].astype(float) for name in ("contribution", "revenue"))
    little = earns_little(net, revenue, half_margin(*bought(customers)))
    return (rank <= top_size(int(rank.notna().sum()))) & little


def dull_row(customers: pd.DataFrame) -> int:
    """Return the row (from 1) of the largest customer that is not interesting; 0 for none."""
    rank, dull_ones = customers["rank_revenue"].astype(float), dull(customers)
    return int(np.flatnonzero(rank == rank[dull_ones].min())[0]) + 1 if dull_ones.any() else 0


def first_on_monday(monday: pd.DataFrame, customers: pd.DataFrame, actions: pd.DataFrame) -> list[int]:
    """Return the rows of Maandag (from 0) to begin with, whoever's they are, at most ``FIRST``.

    Those are steps that nobody has begun: against leaving, of whom is not probably gone already, with the
    most EUR at stake; after them the ones with the most to be won for certain."""
    ids = monday["customer_id"].astype(str)
    known = customers.set_index(customers["customer_id"].astype(str)).reindex(ids)
    status = actions.set_index(actions["customer_id"].astype(str))["status"]
    open_ = (state_of(status.reindex(ids)) != BEGUN).to_numpy(bool)
    against = (monday["kind"] == KINDS["risk"]).to_numpy(bool)
    kept = ~probably_gone(known["leave_chance"].astype(float))
    sure = monday["basis"].astype(str).str.startswith(BASES["sure"]).to_numpy(bool)
    euros = monday["amount"].astype(float).fillna(0.0).to_numpy()
    rows: list[int] = []
    for wanted in (against & kept, sure):
        found = np.flatnonzero(wanted & open_ & (euros > 0))
        rows += found[np.argsort(-euros[found], kind="stable")].tolist()
    return rows[:FIRST]
