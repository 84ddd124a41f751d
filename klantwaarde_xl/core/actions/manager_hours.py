"""Whose hours they are: what counts against the capacity of each account manager."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.account_managers import manager_of
from klantwaarde_xl.core.base.id_codes import figures


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
    owner = manager_of(customers)
    everyone = ManagerHours(customers["hours"], pd.Series(0.0, index=team), by_name=False)
    if effort is None or not {"employee", "hours"} <= set(effort.columns) or not team:
        return everyone
    hours = np.nan_to_num(figures(effort, "hours"))
    blank = effort["employee"].isna().to_numpy(bool)
    who = pd.Index([name.strip().casefold() for name in team]).get_indexer(
        pd.Index(effort["employee"].astype(object).fillna("").astype(str).str.strip().str.casefold())
    )
    who = np.where(blank, -1, who)
    if not hours[who >= 0].any() or 10 * hours[~blank].sum() < 9 * hours.sum():
        return everyone
    customer = pd.Index(customers.index.astype(str)).get_indexer(pd.Index(effort["customer_id"].astype(str)))
    manager = np.append(pd.Index(team).get_indexer(pd.Index(owner, dtype=object)), -1)[customer]
    # An hour without a name for a customer that does not count is nobody's.
    mine = (customer >= 0) & (blank | ((who >= 0) & (who == manager)))
    own = np.bincount(customer[mine], hours[mine], minlength=len(customers))
    own = np.where(customers["logged_hours"].isna(), np.nan, own)
    others = (who >= 0) & ~mine
    elsewhere = np.bincount(who[others], hours[others], minlength=len(team))
    return ManagerHours(
        pd.Series(own, customers.index), pd.Series(elsewhere.astype(float), index=team), by_name=True
    )
