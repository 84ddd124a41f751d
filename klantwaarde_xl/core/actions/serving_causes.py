"""Why serving a customer costs more than serving comparable ones: the one cause that explains most of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from klantwaarde_xl.core.base.id_codes import encode_into, ratio
from klantwaarde_xl.core.measures.cost_to_serve import (
    DEFAULT_RATES,
    DRIVERS,
    Rates,
    driver_effort,
    effort_cost,
)
from klantwaarde_xl.core.peers.peers import peer_groups, peer_members

CAUSES = ("orders", "credits", "payment", "activity")
"""Many small orders, credit lines, late payment, or the logged hours and expenses of one activity."""
COLUMNS = ("cause", "cause_name", "cause_own", "cause_usual", "cause_count", "cause_euros")
CLEARLY = 1.25
"""How many times the usual cost a cause must be at least."""
FAIR_PART = 0.5
"""Part of the amount that a cause must explain by itself to be named."""
_SURE = 2.0


def serving_causes(
    customers: pd.DataFrame,
    effort: pd.DataFrame | None,
    lever: pd.Series | None,
    *,
    years: float,
    rates: Rates = DEFAULT_RATES,
) -> pd.DataFrame:
    """Return for every customer what explains most of its cost to serve above comparable customers.

    ``customers`` indexed by customer_id, over the period: ``revenue``, ``financing`` (EUR), ``segment``,
    ``payment_days``, ``invoices``, ``credit_lines``, ``logged_hours`` and ``expense`` (NaN where effort is
    unknown). ``effort`` rows of the period (``activity``, ``hours``, ``expense``) or None; ``lever`` what the
    lever on serving saves, EUR by customer_id (``serving_gaps``), 0 for none. ``years`` length of the period.

    A candidate costs what would be saved if it alone were as usual: *orders* the driver per invoice,
    *credits* the driver per credit line, *payment* the financing, *activity* all that is logged on one. Usual
    is the ratio to turnover over the peers (``peers.peer_groups``) x own turnover; peers whose effort is
    unknown do not count. The amount to explain is the lever, or without one the cost of all candidates
    together above usual. The lever is of logged effort and allows for the number of invoices already, so that
    only an activity explains it. The cause is the candidate of the largest excess, if that is at least
    ``FAIR_PART`` of the amount, above twice its standard deviation (each invoice, credit line or row of
    effort counts once), and of a cost of at least ``CLEARLY`` x the usual.

    Result indexed like ``customers``: ``cause`` ('' when nothing stands out), ``cause_name`` (the activity,
    '' where rows have none), and what can be said of it, own beside that of the peers, in ``cause_own`` and
    ``cause_usual``: EUR per invoice for orders; credit lines a year; days; EUR a year for an activity;
    ``cause_count`` invoices a year (orders only, else NaN); ``cause_euros`` the excess, EUR a year.

    Source: docs/method.md, Actions.

    >>> ids = pd.Index(list("abcdefg"), name="customer_id")
    >>> customers = pd.DataFrame({"revenue": 1000.0, "financing": 0.0, "segment": "Bouw",
    ...     "payment_days": 30.0, "invoices": 10, "credit_lines": 0, "logged_hours": 1.0, "expense": 0.0},
    ...     index=ids)
    >>> effort = pd.DataFrame({"customer_id": list("abcdefg") + ["a"] * 9, "activity": "Bezoek",
    ...     "hours": 1.0})
    >>> found = serving_causes(customers, effort, None, years=1)
    >>> found.loc[["a"], ["cause", "cause_name", "cause_own", "cause_euros"]].values.tolist()
    [['activity', 'Bezoek', 600.0, 540.0]]
    """
    revenue = np.maximum(customers["revenue"].to_numpy(float), 0.0)
    peers = _Peers.of(customers, revenue)
    ids = pd.Index(customers.index.astype(str))
    parts = [
        *_of_invoices(customers, revenue, peers, rates, years),
        *_of_activities(_per_activity(effort, ids, rates), peers, years),
    ]
    saved = (
        np.zeros(len(ids)) if lever is None else lever.reindex(customers.index).fillna(0.0).to_numpy(float)
    )
    found = _largest(parts, peers, saved)
    found["cause_count"] = (customers["invoices"].to_numpy(float) / years) * np.where(
        found["cause"] == "orders", 1.0, np.nan
    )
    found["cause_euros"] /= years
    return found.set_axis(ids)[list(COLUMNS)]


def _largest(parts: list[_Part], peers: _Peers, saved: np.ndarray) -> pd.DataFrame:
    """Return the candidate of the largest excess where it explains enough; ``saved`` by the lever (n,)."""
    cost, spread = np.stack([part.cost for part in parts]), np.stack([part.spread for part in parts])
    usual = np.stack([peers.usual(row) for row in cost])
    logged = np.array([part.cause == "activity" for part in parts])[:, None]
    possible = np.stack([part.possible for part in parts]) & (logged | (saved <= 0))
    excess = np.where(possible, cost - usual, -np.inf)
    pick = excess.argmax(axis=0), np.arange(len(saved))
    most, amount = excess[pick], np.where(saved > 0, saved, (cost - usual).sum(axis=0))
    found = (amount > 0) & (most > 0) & (peers.revenue > 0)
    found &= (most >= FAIR_PART * amount) & (most > _SURE * spread[pick])
    found &= cost[pick] >= CLEARLY * usual[pick]
    own, theirs = (np.stack([getattr(part, name) for part in parts])[pick] for name in ("own", "usual"))
    return pd.DataFrame(
        {
            "cause": np.where(found, np.array([part.cause for part in parts], object)[pick[0]], ""),
            "cause_name": np.where(found, np.array([part.name for part in parts], object)[pick[0]], ""),
            "cause_own": np.where(found, own, np.nan),
            "cause_usual": np.where(found, theirs, np.nan),
            "cause_euros": np.where(found, most, np.nan),
        }
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A candidate: its cost, EUR of the period (n,), the standard deviation, and what to say of it."""

    cause: str
    name: str
    cost: np.ndarray
    spread: np.ndarray
    own: np.ndarray
    usual: np.ndarray
    possible: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Peers:
    """The sets of customers (sets, n), the set of each one, everybody's turnover and who counts (n,)."""

    members: sparse.csr_array
    group: np.ndarray
    revenue: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, customers: pd.DataFrame, revenue: np.ndarray) -> _Peers:
        groups = peer_groups(customers["revenue"], customers["segment"])
        known = customers[["logged_hours", "expense"]].notna().any(axis=1).to_numpy()
        counts = known if known.any() else ~known
        return cls(peer_members(groups).astype(float), groups["group"].to_numpy(), revenue, counts)

    def others(self, values: np.ndarray) -> np.ndarray:
        """Return the sum over the peers of each customer, without itself, float64 (n,)."""
        counted = np.where(self.counts, values, 0.0)
        total: np.ndarray = (self.members @ counted)[self.group] - counted
        return total

    def usual(self, values: np.ndarray) -> np.ndarray:
        """Return what the peers have per euro of turnover x own turnover, float64 (n,)."""
        rate = ratio(self.others(values), self.others(self.revenue), otherwise=0.0)
        found: np.ndarray = rate * self.revenue
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Logged:
    """Logged cost per activity, EUR of the period (activities, n), and the sum of squares of its rows."""

    names: list[str]
    cost: np.ndarray
    squares: np.ndarray


def _per_activity(effort: pd.DataFrame | None, ids: pd.Index, rates: Rates) -> _Logged:
    """Return the logged cost per activity; names alike but for case and spaces are one, blank is ''."""
    if effort is None or effort.empty:
        return _Logged([], np.zeros((0, len(ids))), np.zeros((0, len(ids))))
    owner = encode_into(effort["customer_id"], ids.astype("str"))[0]
    rows = np.flatnonzero((owner >= 0) & (owner < len(ids)))
    named = effort["activity"] if "activity" in effort else pd.Series("", index=effort.index)
    texts = named.astype(object).where(named.notna(), "").astype(str).str.strip().iloc[rows]
    code, folded = pd.factorize(texts.str.casefold(), sort=True)
    names = [texts.iloc[int(np.argmax(code == place))] for place in range(len(folded))]
    shape, cell = (len(folded), len(ids)), code * len(ids) + owner[rows]
    cost = effort_cost(effort, rates)[rows]
    sums = (np.bincount(cell, values, minlength=shape[0] * shape[1]) for values in (cost, cost**2))
    return _Logged(names, *(total.reshape(shape) for total in sums))


def _of_invoices(
    customers: pd.DataFrame, revenue: np.ndarray, peers: _Peers, rates: Rates, years: float
) -> list[_Part]:
    """Return the candidates that follow from the invoices: orders, credit lines and payment."""
    count = {name: customers[name].to_numpy(float) for name in ("invoices", "credit_lines")}
    size = ratio(revenue, count["invoices"])
    theirs = ratio(peers.others(revenue), peers.others(count["invoices"]))
    orders, credit_work = (_driver_cost(count, rates, name) for name in ("factuur", "creditregel"))
    of_orders, of_credits = (
        ratio(cost, np.sqrt(count[name]), otherwise=0.0)
        for cost, name in ((orders, "invoices"), (credit_work, "credit_lines"))
    )
    own, usual = count["credit_lines"], peers.usual(count["credit_lines"])
    financing = np.nan_to_num(customers["financing"].to_numpy(float))
    days = customers["payment_days"].to_numpy(float)
    known = np.where(np.isnan(days), 0.0, revenue)
    theirs_days = ratio(peers.others(known * np.nan_to_num(days)), peers.others(known))
    always = np.ones(len(revenue), bool)
    return [
        _Part("orders", "", orders, of_orders, size, theirs, size < theirs),
        _Part("credits", "", credit_work, of_credits, own / years, usual / years, always),
        _Part("payment", "", financing, 0.0 * financing, days, theirs_days, days > theirs_days),
    ]


def _of_activities(logged: _Logged, peers: _Peers, years: float) -> list[_Part]:
    """Return what is logged per activity."""
    always = np.ones(logged.cost.shape[1], bool)
    return [
        _Part("activity", name, cost, np.sqrt(squares), cost / years, peers.usual(cost) / years, always)
        for name, cost, squares in zip(logged.names, logged.cost, logged.squares, strict=True)
    ]


def _driver_cost(count: dict[str, np.ndarray], rates: Rates, driver: str) -> np.ndarray:
    """Return what one driver costs each customer, EUR of the period, float64 (n,)."""
    table = rates.activities
    if table is None or "driver" not in table:
        return np.zeros(len(count["invoices"]))
    chosen = table[(table["driver"].astype("str") == driver).to_numpy()]
    found = driver_effort(chosen, {DRIVERS[driver]: count[DRIVERS[driver]]})
    return np.zeros(len(count["invoices"])) if found is None else found[1]
