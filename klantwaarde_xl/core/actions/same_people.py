"""With the same people: which actions fit in the free hours of each account manager."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.account_managers import NOBODY, team_of
from klantwaarde_xl.core.actions.moves import Moves
from klantwaarde_xl.core.base.id_codes import ratio
from klantwaarde_xl.core.base.ranking import comparable

_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class SamePeople:
    """What fits in the free hours: ``rows`` per customer with an action, ``managers`` the sum per manager."""

    rows: pd.DataFrame
    managers: pd.DataFrame


def freed(actions: pd.DataFrame, logged: pd.Series, years: float) -> pd.Series[float]:
    """Return what serving efficiently frees a year of logged hours, or of what they cost.

    It frees of each the part that it saves of the logged cost. ``actions`` with ``serve`` and ``logged`` (EUR
    a year); ``logged`` hours or EUR of the period on the same index, NaN unknown; ``years`` length of the
    period. 0 where nothing is saved or no hours are logged.

    >>> actions = pd.DataFrame({"serve": [600.0, 0.0], "logged": [2400.0, 900.0]})
    >>> freed(actions, pd.Series([80.0, 30.0]), years=2).tolist()
    [10.0, 0.0]
    """
    part = ratio(actions["serve"], actions["logged"], otherwise=0.0)
    return pd.Series(np.nan_to_num(part * logged.to_numpy(float)) / years, actions.index)


def room_beside(moves: Moves, free_hours: pd.Series) -> pd.Series[float]:
    """Return the hours a year that actions may take: those that are free, less what proposed moves ask.

    ``free_hours`` by name, as is the result. What a move gives is not there before it is made.

    >>> before, after = (pd.DataFrame({"hours": hours}, index=["Bram", "Noor"])
    ...                  for hours in ([90.0, 50.0], [60.0, 80.0]))
    >>> moves = Moves(pd.DataFrame(), before, after, "milp", "")
    >>> room_beside(moves, pd.Series({"Noor": 40.0, "Bram": -10.0})).to_dict()
    {'Noor': 10.0, 'Bram': -10.0}
    """
    asked = (moves.after["hours"] - moves.before["hours"]).clip(lower=0.0)
    return free_hours - asked.reindex(free_hours.index).fillna(0.0)


def with_the_same_people(
    actions: pd.DataFrame, account_manager: pd.Series, free_hours: pd.Series
) -> SamePeople:
    """Return which actions each account manager has hours for, the most euros per hour first.

    ``actions`` as ``levers.customer_actions`` returns them (used: ``potential``, ``cross_sell``, ``hours``,
    ``euros_per_hour``, ``best_lever``, ``label``), with ``freed_hours`` and optionally ``begun`` and
    ``lapses`` (bool: the euros go when the customer goes, which saves).
    ``account_manager`` name by customer_id; blank or absent: nobody. ``free_hours`` by name, hours a year;
    negative is a shortage, NaN or absent unknown.

    What has begun takes its hours first. Down the list an action is ticked when it fits in the hours that
    are left; one that does not fit is skipped, and a shorter one further down may still fit. What a ticked
    action frees is added to what is left, after any shortage; an action that frees at least what it asks
    always fits, unless its manager stays short even with all that such actions free. Then nothing fits, and
    those actions ``ease`` the shortage. So the ticked hours never exceed the free hours and what they free,
    and nothing outside would still fit. Equal euros per hour: by what is expected of cross-sell, then by
    customer_id.

    Result: ``rows`` index customer_id, only customers with hours > 0, sorted by manager (nobody last) and
    position: ``account_manager`` ('' nobody), ``position`` (from 1), ``label``, ``best_lever``,
    ``potential``, ``hours``, ``freed_hours``, ``euros_per_hour``, ``begun``, ``lapses``, ``ticked`` and
    ``eases`` (bool, the last never both), ``cumulative_hours`` (of what is ticked up to and including the
    row). ``managers`` index ``account_manager`` (every name with free hours or a row; '' last):
    ``free_hours``; the numbers ``actions``, ``ticked``, ``eases``, ``sure`` and ``sure_ticked`` (those with
    euros to be won); ``hours_inside``, ``freed_inside``, ``euros_inside`` of what is ticked, of which
    ``lapses_inside`` lapses; ``hours_easing``, ``freed_easing``, ``euros_easing`` of what eases;
    ``euros_outside`` of the rest, of which ``begun_outside`` has begun; ``reason`` ('', 'no_manager',
    'capacity_unknown').

    Source: docs/method.md, Actions ("with the same people").

    >>> actions = pd.DataFrame({"potential": [90.0, 100.0, 20.0], "cross_sell": 0.0, "hours": [3.0, 4.0, 3.0],
    ...     "freed_hours": 0.0, "euros_per_hour": [30.0, 25.0, 6.7], "best_lever": "serve",
    ...     "label": "develop"}, index=list("abc"))
    >>> noor = pd.Series("Noor", index=list("abc"))
    >>> plan = with_the_same_people(actions, noor, pd.Series({"Noor": 6.0}))
    >>> plan.rows["ticked"].tolist(), plan.managers.loc["Noor", ["euros_inside", "euros_outside"]].tolist()
    ([True, False, True], [110.0, 100.0])
    """
    columns = ["label", "best_lever", "potential", "cross_sell", "hours", "freed_hours", "euros_per_hour"]
    marks = {name: actions.get(name, False) for name in ("begun", "lapses")}
    rows = actions[columns].assign(**marks)[(actions["hours"] > 0).to_numpy(bool)]
    rows = rows.set_axis(pd.Index(rows.index.astype(str), name="customer_id"))
    owner = account_manager.set_axis(account_manager.index.astype(str)).astype(object)
    owner = owner.reindex(rows.index).fillna(NOBODY).astype(str)
    free = free_hours.set_axis(free_hours.index.astype(str)).astype(float)
    names = pd.Index([*team_of(owner.to_numpy(object), free), NOBODY], dtype=object, name="account_manager")
    code = names.get_indexer(pd.Index(owner))
    rate = rows["euros_per_hour"].to_numpy(float)
    by_id = np.argsort(np.argsort(rows.index.to_numpy(object), kind="stable"))
    expected = rows["cross_sell"].to_numpy(float)
    keys = (-comparable(values, float(np.abs(values).max(initial=0.0))) for values in (expected, rate))
    order = np.lexsort((by_id, *keys, code))
    rows, code = rows.iloc[order], code[order]

    hours = free.reindex(names).to_numpy()
    seconds, freed = (np.rint(rows[name].to_numpy() * _SECONDS) for name in ("hours", "freed_hours"))
    first_hours = rows["begun"].to_numpy(bool)
    ticked, eases = _tick_with_freed(seconds, freed, code, np.append(hours[:-1], np.nan), first_hours)
    rows["ticked"], rows["eases"] = ticked, eases
    managers = _per_manager(rows, code, names)
    managers.insert(0, "free_hours", hours)
    nobody = names == NOBODY
    managers["reason"] = np.where(nobody, "no_manager", np.where(np.isnan(hours), "capacity_unknown", ""))

    first = np.searchsorted(code, np.arange(len(names)))
    spent = np.cumsum(seconds * ticked)
    before = np.r_[0.0, spent][first]
    rows.insert(0, "account_manager", names.to_numpy()[code])
    rows.insert(1, "position", np.arange(len(rows)) - first[code] + 1)
    rows["cumulative_hours"] = (spent - before[code]) / _SECONDS
    return SamePeople(rows, managers[~nobody | (managers["actions"] > 0)])


def _per_manager(rows: pd.DataFrame, code: np.ndarray, names: pd.Index) -> pd.DataFrame:
    """Return numbers, hours and euros per manager of what fits, what eases a shortage, and the rest."""
    ticked, eases = rows["ticked"].to_numpy(bool), rows["eases"].to_numpy(bool)
    sure = rows["potential"].to_numpy(float) > 0

    def count(of: np.ndarray) -> np.ndarray:
        return np.bincount(code[of], minlength=len(names))

    def hours(column: str, of: np.ndarray) -> np.ndarray:
        seconds = np.rint(rows[column].to_numpy() * _SECONDS)
        return np.bincount(code, seconds * of, minlength=len(names)) / _SECONDS

    def euros(of: np.ndarray) -> np.ndarray:
        return np.bincount(code, rows["potential"].to_numpy(float) * of, minlength=len(names))

    return pd.DataFrame(
        {
            "actions": count(np.ones(len(code), bool)),
            "ticked": count(ticked),
            "eases": count(eases),
            "sure": count(sure),
            "sure_ticked": count(sure & ticked),
            "hours_inside": hours("hours", ticked),
            "freed_inside": hours("freed_hours", ticked),
            "euros_inside": euros(ticked),
            "lapses_inside": euros(ticked & rows["lapses"].to_numpy(bool)),
            "hours_easing": hours("hours", eases),
            "freed_easing": hours("freed_hours", eases),
            "euros_easing": euros(eases),
            "euros_outside": euros(~ticked & ~eases),
            "begun_outside": euros(~ticked & ~eases & rows["begun"].to_numpy(bool)),
        },
        index=names,
    )


def _tick_with_freed(
    seconds: np.ndarray, freed: np.ndarray, code: np.ndarray, hours: np.ndarray, begun: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows fit in the free hours (managers,), NaN unknown, and in what ticked rows free.

    And which rows ease the shortage of a manager who stays short with all of them."""
    known = ~np.isnan(hours[code])
    free = np.floor(np.nan_to_num(hours) * _SECONDS + 1e-6)
    gives: np.ndarray = known & (freed > 0) & (freed >= seconds)
    short = free + np.bincount(code, (freed - seconds) * gives, minlength=len(free)) < 0
    ticked, eases = gives & ~short[code], gives & short[code]
    for candidates in (begun, np.ones(len(code), bool)):
        while True:
            balance = free + np.bincount(code, (freed - seconds) * ticked, minlength=len(free))
            rest = np.flatnonzero(candidates & known & ~ticked & ~eases)
            more = rest[_tick(seconds[rest], code[rest], np.maximum(balance, 0.0))]
            ticked[more] = True
            if not freed[more].any():
                break
    return ticked, eases


def _tick(seconds: np.ndarray, code: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Return which rows fit, bool (n,): down the list of each manager, skipping what does not fit.

    Each round ticks, for all managers at once, the rows up to the first that does not fit, and drops what no
    longer fits; it ends when nothing is left. There are as many rounds as the fullest manager has different
    durations, not as many as there are rows.
    """
    left = left.copy()
    ticked = np.zeros(len(seconds), bool)
    open_rows = np.flatnonzero(seconds <= left[code])
    while len(open_rows):
        mine = code[open_rows]
        total = np.cumsum(seconds[open_rows])
        first = np.searchsorted(mine, mine)
        fits = total - np.r_[0.0, total][first] <= left[mine]
        ticked[open_rows[fits]] = True
        left -= np.bincount(mine[fits], seconds[open_rows[fits]], minlength=len(left))
        open_rows = open_rows[~fits]
        open_rows = open_rows[seconds[open_rows] <= left[code[open_rows]]]
    return ticked
