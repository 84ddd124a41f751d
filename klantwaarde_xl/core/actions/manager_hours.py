"""Whose hours they are: what counts against the capacity of each account manager."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.account_managers import manager_of
from klantwaarde_xl.core.base.id_codes import encode, figures, ratio


@dataclass(frozen=True, slots=True, eq=False)
class ManagerHours:
    """Hours of a period that count against capacities.

    ``own`` per customer_id: those that go along when the customer gets another account manager, NaN unknown;
    ``elsewhere`` by name of the manager: those for customers of others. ``by_name``: whether the log says who
    did the work; if not, ``own`` is all the hours that a customer takes and ``elsewhere`` zero.
    """

    own: pd.Series
    elsewhere: pd.Series
    by_name: bool

    def per_manager(self, customers: pd.DataFrame) -> pd.Series[float]:
        """Return the hours that count against each, by name; '' has those for customers of nobody.

        ``customers`` with ``account_manager``, on the index of ``own``."""
        mine = self.own.groupby(manager_of(customers)).sum()
        return mine.add(self.elsewhere, fill_value=0.0)


def manager_hours(customers: pd.DataFrame, effort: pd.DataFrame | None, team: list[str]) -> ManagerHours:
    """Return which hours count against the capacity of each account manager.

    ``customers`` indexed by customer_id: ``account_manager``, and over the period ``hours`` and
    ``logged_hours`` (NaN unknown). ``effort`` of the period, or None: ``customer_id``, ``hours`` and
    optionally ``employee``. ``team`` (m,) names.

    Where at least 90 % of the logged hours carry the name of who did them, and someone of the team is among
    these, a manager has the hours in his own name, for whichever customer, and those without a name for his
    own customers. What others do for his customers, and what drivers estimate, is nobody's of the team. Names
    are compared without regard to case and surrounding spaces. Else every hour for his customers counts, of
    anybody: more than he works, as nobody knows better.

    Source: docs/method.md, Account managers.

    >>> customers = pd.DataFrame({"account_manager": ["Noor", "Bram"], "hours": [9.0, 5.0],
    ...                           "logged_hours": [8.0, 5.0]}, index=["a", "b"])
    >>> log = pd.DataFrame({"customer_id": ["a", "a", "b", "b"], "hours": [6.0, 2.0, 4.0, 1.0],
    ...                     "employee": ["noor", "Binnendienst", "Bram", "Noor"]})
    >>> found = manager_hours(customers, log, ["Bram", "Noor"])
    >>> found.own.to_dict(), found.elsewhere.to_dict()
    ({'a': 6.0, 'b': 4.0}, {'Bram': 0.0, 'Noor': 1.0})
    >>> manager_hours(customers, log.drop(columns="employee"), ["Bram", "Noor"]).own.to_dict()
    {'a': 9.0, 'b': 5.0}
    """
    everyone = ManagerHours(customers["hours"], pd.Series(0.0, index=team), by_name=False)
    if effort is None or not {"employee", "hours"} <= set(effort.columns) or not team:
        return everyone
    rows = _named(customers, effort, team)
    named = rows.hours[~effort["employee"].isna().to_numpy(bool)].sum()
    if not rows.hours[rows.who >= 0].any() or 10 * named < 9 * rows.hours.sum():
        return everyone
    own = np.bincount(rows.customer[rows.mine], rows.hours[rows.mine], minlength=len(customers))
    own = np.where(customers["logged_hours"].isna(), np.nan, own)
    others = (rows.who >= 0) & ~rows.mine
    elsewhere = np.bincount(rows.who[others], rows.hours[others], minlength=len(team))
    return ManagerHours(
        pd.Series(own, customers.index), pd.Series(elsewhere.astype(float), index=team), by_name=True
    )


def own_share(
    customers: pd.DataFrame, effort: pd.DataFrame, team: list[str], activity: pd.Series
) -> np.ndarray:
    """Return which part of the hours that a step is about the account manager writes himself, float64 (n,).

    ``activity`` by customer_id: what the step is about, '' for all that is logged. The rest as of
    :func:`manager_hours`, whose log has names. 0 without hours.

    >>> customers = pd.DataFrame({"account_manager": ["Noor", "Noor"]}, index=["a", "b"])
    >>> log = pd.DataFrame({"customer_id": ["a", "a", "b", "b"], "hours": [6.0, 2.0, 3.0, 1.0],
    ...     "activity": ["Bezoek", "Spoed", "Bezoek", "Spoed"], "employee": ["Noor", "Binnen"] * 2})
    >>> own_share(customers, log, ["Noor"], pd.Series({"a": "Spoed", "b": ""})).tolist()
    [0.0, 0.75]
    """
    rows = _named(customers, effort, team)
    wanted = activity.set_axis(activity.index.astype(str)).reindex(customers.index.astype(str)).fillna("")
    wanted = np.append(_folded(wanted), "")[rows.customer]
    counts = (rows.customer >= 0) & ((wanted == "") | (_folded(effort["activity"]) == wanted))
    mine, total = (
        np.bincount(rows.customer[of], rows.hours[of], minlength=len(customers))
        for of in (counts & rows.mine, counts)
    )
    return ratio(mine, total, otherwise=0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of effort (n,): position of the customer and of who did it in the team, -1 for neither; hours;
    and whether they are the customer's manager's own."""

    customer: np.ndarray
    who: np.ndarray
    hours: np.ndarray
    mine: np.ndarray


def _named(customers: pd.DataFrame, effort: pd.DataFrame, team: list[str]) -> _Rows:
    """Return whose hours they are, of every row; of names in the team that are alike the first counts."""
    number, distinct = pd.factorize(pd.Index(team).str.strip().str.casefold())
    name = distinct.get_indexer(pd.Index(_folded(effort["employee"])))
    customer = pd.Index(customers.index.astype(str)).get_indexer(pd.Index(effort["customer_id"].astype(str)))
    owner = pd.Index(team).get_indexer(pd.Index(manager_of(customers), dtype=object))
    manager = np.append(np.append(number, -1)[owner], -1)[customer]
    # An hour without a name for a customer that does not count is nobody's.
    mine = (customer >= 0) & (effort["employee"].isna().to_numpy(bool) | ((name >= 0) & (name == manager)))
    first = np.append(np.unique(number, return_index=True)[1], -1)
    return _Rows(customer, first[name], np.nan_to_num(figures(effort, "hours")), mine)


def _folded(texts: pd.Series) -> np.ndarray:
    """Return texts without case and surrounding spaces, object (n,), '' where blank."""
    code, distinct = encode(texts)
    found: np.ndarray = np.append(distinct.str.strip().str.casefold().to_numpy(object), "")[code]
    return found
