"""What a bridge does not know: of whom and of which costs; a zero there is no amount."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import COLUMNS
from klantwaarde_xl.core.measures.change import reaches_back

SERVING = {"time": "time_cost", "money": "money_cost"}
"""The steps that are the change of a cost to serve, and the measure of each."""


def compares(lines: pd.DataFrame, previous: Period) -> bool:
    """Return whether there is a previous period to compare with: all of it, and with a line in it.

    ``lines``: their ``date``. Without one a bridge would book all of a firm as new, which it is not.

    >>> import datetime as dt
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2023-01-09", "2024-03-01"])})
    >>> years = [Period(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2022, 2023)]
    >>> [compares(lines, year) for year in years]
    [False, True]
    """
    dates = lines["date"]
    return reaches_back(dates.min().date(), previous) and bool(previous.contains(dates.to_numpy()).any())


def tells(bridge: pd.DataFrame) -> bool:
    """Return whether the contribution of anyone is known in either period.

    ``bridge``: a row per customer, EUR, in which what is unknown counts as zero.

    >>> bridge = pd.DataFrame({"previous_contribution": [0.0, 5.0], "contribution": [0.0, 0.0]})
    >>> tells(bridge), tells(bridge[:1])
    (True, False)
    """
    return bool(bridge[["previous_contribution", "contribution"]].to_numpy().any())


def serving_known(before: pd.DataFrame, now: pd.DataFrame) -> frozenset[str]:
    """Return for which steps of SERVING the cost of anyone is known in either period.

    ``before`` and ``now``: measures per customer, EUR, NaN unknown. Without any, a contribution is the gross
    margin, and a change of the step is unknown rather than zero.

    >>> measures = pd.DataFrame({"time_cost": [None, 5.0], "money_cost": [None, None]})
    >>> sorted(serving_known(measures.iloc[:0], measures))
    ['time']
    """
    both = (before, now)
    return frozenset(
        step for step, cost in SERVING.items() if any(bool(one[cost].notna().any()) for one in both)
    )


def untold(bridge: pd.DataFrame, unknown: pd.Series) -> pd.Index:
    """Return the customers of whom the bridge holds zeros only as their contribution is not known.

    ``bridge`` as :func:`contribution_bridge` returns it; ``unknown``: bool by customer_id, whether the
    contribution of a period is not known.

    >>> bridge = pd.DataFrame(0.0, index=["a", "b", "c"], columns=list(COLUMNS))
    >>> bridge.loc["b", "new"] = 4.0
    >>> list(untold(bridge, pd.Series([True, True, False], index=["a", "b", "c"])))
    ['a']
    """
    zero = ~bridge[list(COLUMNS)].to_numpy(bool).any(axis=1)
    return bridge.index[zero & unknown.reindex(bridge.index).eq(True).to_numpy(bool)]


def known_steps(amounts: pd.Series, known: frozenset[str]) -> pd.Series:
    """Return a bridge in which the steps of a cost to serve that is not ``known`` are blank.

    >>> known_steps(pd.Series({"price": 3.0, "time": 0.0}), frozenset({"money"})).tolist()
    [3.0, nan]
    """
    return amounts.mask(amounts.index.isin(set(SERVING) - known))
