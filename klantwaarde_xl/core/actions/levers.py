"""Levers per customer in EUR of yearly margin: more of what is bought, better margin, cheaper to serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.actions.labels import first_steps
from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.ranking import HALF_A_CENT, comparable
from klantwaarde_xl.core.peers.shrinkage import FEWEST_INVOICES

LEVERS = ("up_sell", "margin", "serve")
"""The three levers: sell more of a group, better prices, cheaper to serve."""
STEPS = ("cross_sell", *LEVERS)
"""What a first step can be on: a lever, or something new."""
DEFAULT_HOURS: Mapping[str, float] = {"cross_sell": 4.0, "up_sell": 3.0, "margin": 4.0, "serve": 6.0}
"""Hours that one action on each of ``STEPS`` takes, unless the settings say otherwise."""
REASONS = (
    "contribution_unknown",
    "margin_unknown",
    "margin_partly_known",
    "chance_margin_unknown",
    "few_invoices",
    "unscored",
)
"""Why a lever or a label rests on incomplete data; several are joined by a space."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """What was found about all customers; frames as the modules of that name return them.

    ``up_sell``: ``up_sell.up_sell_gaps``; ``prices``: ``price_gaps.price_gaps``; ``serving``:
    ``serving_gaps.serving_gaps``, None when no effort is logged; ``cross_sell``: ``gaps`` of
    ``cross_sell.gaps``. The last has columns ``customer_id``, ``item``, ``expected_revenue`` and
    ``expected_margin`` (EUR a year, NaN unknown)."""

    cross_sell: pd.DataFrame
    up_sell: pd.DataFrame
    prices: pd.DataFrame
    serving: pd.DataFrame | None


def customer_actions(
    customers: pd.DataFrame,
    gaps: Gaps,
    *,
    years: float,
    hours: Mapping[str, float] = DEFAULT_HOURS,
    minimum: float = 0.0,
) -> pd.DataFrame:
    """Return one row per customer: its levers, potential, label, first step, hours and euros per hour.

    - ``customers`` indexed by customer_id, EUR over the period: ``revenue``, ``covered_revenue`` (revenue of
      known cost), ``gross_margin``, ``cost_to_serve``, ``contribution`` (NaN when unknown); ``invoices``;
      ``score`` (0-100 or NaN) and ``hold_on`` (bool).
    - ``gaps`` of these customers; ``years`` length of the period; ``hours`` per step.
    - ``minimum`` EUR a year below which a margin or serve lever counts as zero, so that it asks for no hours.

    Levers are EUR of margin a year, never negative, and no euro is in two of them: ``up_sell`` is the sum of
    the expected margins (unknown ones add nothing); ``margin`` = gap x revenue that could be compared;
    ``serve`` = what is logged above the usual, which is reckoned at the prices of others, so that a poor
    price is not counted again. Serving is 0 where the contribution is unknown.

    Result, index and order of ``customers``: ``LEVERS``, ``potential`` (their sum), ``cross_sell`` (expected
    of itself, in no sum: EUR of margin) and ``cross_sell_revenue``, ``label`` and ``best_lever`` (see
    ``labels.first_steps``), ``hold_on`` (to be held on to and not to be reconsidered, bool), ``hours`` (sum
    over the levers with euros and the first step), ``euros_per_hour`` (potential / hours, 0 without hours),
    ``reasons`` ('' or ``REASONS``), and the evidence for a sentence: ``contribution`` and ``cost_to_serve``
    (a year), ``own_pct`` and ``others_pct`` (margin on the same products), ``logged`` and ``usual`` (EUR of
    effort a year), and per kind of chance ``<kind>_item`` (of the largest margin), ``<kind>_item_euros``
    (that margin alone, NaN without one) and ``<kind>_count``.
    Errors: InvalidFigureError for ``years`` <= 0.

    Source: docs/method.md, Actions.

    >>> ids = pd.Index(["a", "b"], name="customer_id")
    >>> customers = pd.DataFrame({"revenue": 1000.0, "covered_revenue": 1000.0,
    ...     "gross_margin": [100.0, 300.0], "cost_to_serve": 50.0, "contribution": [50.0, 250.0],
    ...     "invoices": 12, "score": 50.0,
    ...     "hold_on": False}, index=ids)
    >>> prices = pd.DataFrame({"compared": 1000.0, "gap": [0.15, 0.0], "own_pct": 0.1, "others_pct": 0.3,
    ...     "invoices": 12}, index=ids)
    >>> none = pd.DataFrame({"customer_id": [], "item": [], "expected_revenue": [], "expected_margin": []})
    >>> found = customer_actions(customers, Gaps(none, none, prices, None), years=1)
    >>> found.loc[["a"], ["margin", "serve", "potential", "label", "best_lever"]].values.tolist()
    [[150.0, 0.0, 150.0, 'reprice', 'margin']]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    own = _own_figures(customers, gaps, years, minimum)
    sold = {"up_sell": _best_chances(gaps.up_sell, ids), "cross_sell": _best_chances(gaps.cross_sell, ids)}
    contribution, score = own["contribution"], customers["score"].to_numpy(float)

    found = pd.DataFrame({"up_sell": sold["up_sell"].euros}, index=ids)
    found["margin"], found["serve"] = own.pop("margin"), own.pop("serve")
    found["potential"] = found[list(LEVERS)].to_numpy(float).sum(axis=1)
    found["cross_sell"], found["cross_sell_revenue"] = sold["cross_sell"].euros, sold["cross_sell"].revenue
    found["label"], first = first_steps(found, contribution, score)
    found["best_lever"] = first
    wanted = customers["hold_on"].fillna(False).to_numpy(bool)
    found["hold_on"] = wanted & (found["label"] != "reconsider")
    taken = np.column_stack([(first == step) | (step in LEVERS and found[step] > 0) for step in STEPS])
    found["hours"] = taken @ np.array([hours[step] for step in STEPS], float)
    found["euros_per_hour"] = ratio(found["potential"], found["hours"], otherwise=0.0)
    unknown = sold["cross_sell"].unknown | sold["up_sell"].unknown
    found["reasons"] = _reasons(customers, own, unknown, np.isnan(score))
    for name, figures in own.items():
        found[name] = figures
    for kind, chance in sold.items():
        found[f"{kind}_item"], found[f"{kind}_item_euros"] = chance.item, chance.item_euros
        found[f"{kind}_count"] = chance.count
    return found


def _own_figures(customers: pd.DataFrame, gaps: Gaps, years: float, minimum: float) -> dict[str, np.ndarray]:
    """Return the margin and serve levers and the evidence beside them, by column of the result."""
    blank = pd.DataFrame(np.nan, customers.index, ["logged", "usual", "gap"])
    serving = (blank if gaps.serving is None else gaps.serving).reindex(customers.index)
    prices = gaps.prices.reindex(customers.index)
    contribution, cost = (
        customers[name].to_numpy(float) / years for name in ("contribution", "cost_to_serve")
    )
    better = (prices["gap"] * prices["compared"]).to_numpy(float) / years
    cheaper = np.where(np.isnan(contribution), 0.0, serving["gap"].to_numpy(float) / years)
    largest = float(
        max(np.nanmax(np.abs(figures), initial=0.0) for figures in (contribution, better, cheaper))
    )
    return {
        "margin": _at_least(minimum, better, largest),
        "serve": _at_least(minimum, cheaper, largest),
        "contribution": contribution,
        "cost_to_serve": cost,
        **{name: prices[name].to_numpy(float) for name in ("own_pct", "others_pct")},
        **{name: serving[name].to_numpy(float) / years for name in ("logged", "usual")},
    }


def _at_least(minimum: float, euros: np.ndarray, largest: float) -> np.ndarray:
    """Return the euros of a lever, zero where they are unknown, negative or below the minimum."""
    steps = comparable(euros, largest)
    return np.where((steps > 0) & (steps >= comparable(minimum, largest)), euros, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _BestChances:
    """Chances of one kind per customer: EUR of margin and revenue, the largest and its EUR, number, unknown.

    ``item`` is '' and ``item_euros`` NaN without a chance; ``unknown``: whether any margin is unknown."""

    euros: np.ndarray
    revenue: np.ndarray
    item: np.ndarray
    item_euros: np.ndarray
    count: np.ndarray
    unknown: np.ndarray


def _best_chances(chances: pd.DataFrame, ids: pd.Index) -> _BestChances:
    n = len(ids)
    place = ids.get_indexer(pd.Index(chances["customer_id"].astype(str)))
    euros = chances["expected_margin"].to_numpy(float)
    # Where no euros are given at all, no margin is missing either.
    missing = np.isnan(euros) & ~np.isnan(chances["expected_revenue"].to_numpy(float))
    unknown = np.bincount(place[(place >= 0) & missing], minlength=n) > 0
    use = np.flatnonzero((place >= 0) & (euros > 0))
    item = chances["item"].astype(str).to_numpy(object)
    largest = comparable(euros, float(np.nanmax(np.abs(euros[use]), initial=0.0)))
    use = use[np.argsort(item[use], kind="stable")]
    use = use[np.lexsort((-largest[use], place[use]))]
    customer, first = np.unique(place[use], return_index=True)
    best, alone = np.full(n, "", object), np.full(n, np.nan)
    best[customer], alone[customer] = item[use[first]], euros[use[first]]
    revenue = np.nan_to_num(chances["expected_revenue"].to_numpy(float))
    total, turnover = (
        np.bincount(place[rows], amounts[rows], minlength=n)
        for rows, amounts in ((use, euros), (np.flatnonzero(place >= 0), revenue))
    )
    return _BestChances(total, turnover, best, alone, np.bincount(place[use], minlength=n), unknown)


def _reasons(
    customers: pd.DataFrame, own: Mapping[str, np.ndarray], unknown: np.ndarray, unscored: np.ndarray
) -> np.ndarray:
    """Return the ``REASONS`` that hold, joined by a space, str (n,)."""
    uncovered = customers["revenue"].to_numpy(float) - customers["covered_revenue"].to_numpy(float)
    margin_unknown = np.isnan(customers["gross_margin"].to_numpy(float))
    partly = ~margin_unknown & (np.abs(uncovered) > HALF_A_CENT)
    few = customers["invoices"].to_numpy(float) < FEWEST_INVOICES
    flags = (np.isnan(own["contribution"]), margin_unknown, partly, unknown, few, unscored)
    code = np.zeros(len(customers), np.int64)
    for bit, flag in enumerate(flags):
        code |= flag.astype(np.int64) << bit
    # Every combination is worded once: there are far fewer of them than customers.
    words = [
        " ".join(reason for bit, reason in enumerate(REASONS) if number >> bit & 1)
        for number in range(1 << len(REASONS))
    ]
    return np.array(words, object)[code]
