"""Levers per customer in EUR of yearly margin: cross-sell, up-sell, better margin, cheaper to serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.actions.labels import best_lever, labels
from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.ranking import HALF_A_CENT, comparable
from klantwaarde_xl.core.measures.cost_to_serve import intensity
from klantwaarde_xl.core.peers.peer_quantiles import peer_sets, quantile_of_peers

LEVERS = ("cross_sell", "up_sell", "margin", "serve")
"""The four levers: sell a new group, sell more of a group, better prices, cheaper to serve."""
DEFAULT_HOURS: Mapping[str, float] = {"cross_sell": 4.0, "up_sell": 3.0, "margin": 4.0, "serve": 6.0}
"""Hours that one action on each lever takes, unless the settings say otherwise."""
REASONS = (
    "contribution_unknown",
    "margin_unknown",
    "margin_partly_known",
    "chance_margin_unknown",
    "few_peers",
    "unscored",
)
"""Why a lever or a label rests on incomplete data; several are joined by a space."""


def customer_actions(
    customers: pd.DataFrame,
    chances: Mapping[str, pd.DataFrame],
    peers: pd.DataFrame,
    *,
    years: float,
    hours: Mapping[str, float] = DEFAULT_HOURS,
    minimum: float = 0.0,
) -> pd.DataFrame:
    """Return one row per customer: its levers, potential, label, best lever, hours and euros per hour.

    - ``customers`` indexed by customer_id, EUR over the period: ``revenue``, ``covered_revenue`` (revenue of
      known cost), ``gross_margin``, ``cost_to_serve``, ``contribution`` (NaN when unknown); ``score`` (0-100
      or NaN) and ``at_risk`` (bool).
    - ``chances`` for ``cross_sell`` and ``up_sell``: frames with ``customer_id``, ``item`` and
      ``expected_margin`` (EUR a year, NaN unknown). No (customer, item) may be in both.
    - ``peers`` as ``peers.peer_groups`` returns it; ``years`` length of the period; ``hours`` per lever.
    - ``minimum`` EUR a year below which a margin or serve lever counts as zero, so that it asks for no hours.

    Levers are EUR of margin a year, never negative, and no euro is in two of them: ``cross_sell`` and
    ``up_sell`` are sums of expected margins (unknown or negative ones add nothing); ``margin`` = max(0,
    peers' lower-quartile margin fraction - own) x covered revenue; ``serve`` = max(0, cost_to_serve - peers'
    median intensity x (gross_margin + margin lever)), at most the cost itself. Intensity = min(1, cost /
    margin), 1 without a positive margin, 0 without cost.

    Result, index and order of ``customers``: ``LEVERS``, ``potential`` (their sum), ``label`` (see
    ``labels.labels``), ``hold_on`` (at risk, bool), ``best_lever`` ('' without potential), ``hours`` (sum
    over the levers with euros), ``euros_per_hour`` (0 without hours), ``reasons`` ('' or ``REASONS``), and
    the evidence for a sentence: ``contribution`` and ``cost_to_serve`` (a year), ``margin_pct``,
    ``peer_margin_pct``, ``intensity``, ``peer_intensity``, and per kind of chance ``<kind>_item`` (of the
    largest margin) and ``<kind>_count``. Errors: InvalidFigureError for ``years`` <= 0.

    Source: docs/method.md, Actions.

    >>> ids = pd.Index(list("abcdef"), name="customer_id")
    >>> margin, earned = [100.0, 300, 300, 300, 300, 300], [50.0, 250, 250, 250, 250, 250]
    >>> customers = pd.DataFrame({"revenue": 1000.0, "covered_revenue": 1000.0, "gross_margin": margin,
    ...     "cost_to_serve": 50.0, "contribution": earned, "score": 50.0, "at_risk": False}, index=ids)
    >>> none = pd.DataFrame({"customer_id": [], "item": [], "expected_margin": []})
    >>> peers = pd.DataFrame({"level": "all", "in_all": 0}, index=ids)
    >>> found = customer_actions(customers, {"cross_sell": none, "up_sell": none}, peers, years=1)
    >>> found.loc[["a"], ["margin", "serve", "potential", "label", "best_lever"]].round(2).values.tolist()
    [[200.0, 0.0, 200.0, 'expand', 'margin']]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    own = _own_figures(customers, peer_sets(peers, ids), years, minimum)
    sold = {kind: _best_chances(chances[kind], ids) for kind in ("cross_sell", "up_sell")}
    contribution, score = own["contribution"], customers["score"].to_numpy(float)

    found = pd.DataFrame({kind: chance.euros for kind, chance in sold.items()}, index=ids)
    found["margin"], found["serve"] = own.pop("margin"), own.pop("serve")
    taken = found[list(LEVERS)].to_numpy(float)
    potential = taken.sum(axis=1)
    found["potential"] = potential
    best = best_lever(found, contribution)
    found["label"], found["best_lever"] = labels(potential, best, contribution, score), best
    found["hold_on"] = customers["at_risk"].fillna(False).to_numpy(bool)
    found["hours"] = (taken > 0) @ np.array([hours[lever] for lever in LEVERS], float)
    found["euros_per_hour"] = ratio(potential, found["hours"], np.any(taken > 0, axis=1), otherwise=0.0)
    unknown = sold["cross_sell"].unknown | sold["up_sell"].unknown
    found["reasons"] = _reasons(customers, own, unknown, np.isnan(score))
    for name, figures in own.items():
        found[name] = figures
    for kind, chance in sold.items():
        found[f"{kind}_item"], found[f"{kind}_count"] = chance.item, chance.count
    return found


def _own_figures(
    customers: pd.DataFrame, sets: tuple[np.ndarray, np.ndarray], years: float, minimum: float
) -> dict[str, np.ndarray]:
    """Return the margin and serve levers and the evidence beside them, by column of the result."""
    covered, gross, cost = (
        customers[name].to_numpy(float) for name in ("covered_revenue", "gross_margin", "cost_to_serve")
    )
    contribution = customers["contribution"].to_numpy(float) / years
    eaten = np.where(np.isnan(contribution), np.nan, intensity(cost, gross))
    covered, gross, cost = covered / years, gross / years, cost / years
    euros = np.abs([covered, gross, cost, contribution])
    largest = float(np.nanmax(euros, initial=0.0))
    pct = ratio(gross, covered)
    peer_pct = quantile_of_peers(pct, *sets, 0.25)[0]
    margin = _at_least(minimum, np.maximum(peer_pct - pct, 0.0) * covered, largest)
    peer_intensity = quantile_of_peers(eaten, *sets, 0.5)[0]
    usual = peer_intensity * np.maximum(gross + margin, 0.0)
    serve = _at_least(minimum, np.where(np.isnan(eaten), 0.0, cost - usual), largest)
    return {
        "margin": margin,
        "serve": serve,
        "contribution": contribution,
        "margin_pct": pct,
        "peer_margin_pct": peer_pct,
        "cost_to_serve": cost,
        "intensity": eaten,
        "peer_intensity": peer_intensity,
    }


def _at_least(minimum: float, euros: np.ndarray, largest: float) -> np.ndarray:
    """Return the euros of a lever, zero where they are unknown, negative or below the minimum."""
    steps = comparable(euros, largest)
    return np.where((steps > 0) & (steps >= comparable(minimum, largest)), euros, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _BestChances:
    """Chances of one kind per customer: EUR, item of the largest ('' none), number, any margin unknown."""

    euros: np.ndarray
    item: np.ndarray
    count: np.ndarray
    unknown: np.ndarray


def _best_chances(chances: pd.DataFrame, ids: pd.Index) -> _BestChances:
    n = len(ids)
    place = ids.get_indexer(pd.Index(chances["customer_id"].astype(str)))
    euros = chances["expected_margin"].to_numpy(float)
    unknown = np.bincount(place[(place >= 0) & np.isnan(euros)], minlength=n) > 0
    use = np.flatnonzero((place >= 0) & (euros > 0))
    item = chances["item"].astype(str).to_numpy(object)
    largest = comparable(euros, float(np.nanmax(np.abs(euros[use]), initial=0.0)))
    use = use[np.argsort(item[use], kind="stable")]
    use = use[np.lexsort((-largest[use], place[use]))]
    customer, first = np.unique(place[use], return_index=True)
    best = np.full(n, "", object)
    best[customer] = item[use[first]]
    total = np.bincount(place[use], euros[use], minlength=n)
    return _BestChances(total, best, np.bincount(place[use], minlength=n), unknown)


def _reasons(
    customers: pd.DataFrame, own: Mapping[str, np.ndarray], unknown: np.ndarray, unscored: np.ndarray
) -> np.ndarray:
    """Return the ``REASONS`` that hold, joined by a space, str (n,)."""
    blank = {name: np.isnan(figures) for name, figures in own.items()}
    uncovered = customers["revenue"].to_numpy(float) - customers["covered_revenue"].to_numpy(float)
    partly = ~blank["margin_pct"] & (np.abs(uncovered) > HALF_A_CENT)
    few_peers = (blank["peer_margin_pct"] & ~blank["margin_pct"]) | (
        blank["peer_intensity"] & ~blank["intensity"]
    )
    flags = (blank["contribution"], blank["margin_pct"], partly, unknown, few_peers, unscored)
    code = np.zeros(len(customers), np.int64)
    for bit, flag in enumerate(flags):
        code |= flag.astype(np.int64) << bit
    # Every combination is worded once: there are far fewer of them than customers.
    words = [
        " ".join(reason for bit, reason in enumerate(REASONS) if number >> bit & 1)
        for number in range(1 << len(REASONS))
    ]
    return np.array(words, object)[code]
