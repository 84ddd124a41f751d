"""Looking ahead per customer: value next year, the chance that it leaves, and what goes if it does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.ahead.leaving import Leaving, leaving
from klantwaarde_xl.core.ahead.next_year import NextYear, next_year
from klantwaarde_xl.core.ahead.own_margin import expected_margins
from klantwaarde_xl.core.ahead.three_years import ThreeYears, three_years
from klantwaarde_xl.core.ahead.timeline import Timeline
from klantwaarde_xl.core.base.id_codes import figures, sorted_codes
from klantwaarde_xl.core.base.period import DAYS_PER_YEAR, Period
from klantwaarde_xl.core.base.ranking import comparable, fine

TIMES_THE_ODDS = 2.0
"""Who is to be held on to has at least so many times the odds of leaving of others."""
LEAST_CHANCE = 0.20
MOST_HELD = 0.10
"""At most this part of the customers is to be held on to."""
COLUMNS = (
    *("revenue_last", "revenue_next", "value_next", "value_low", "value_high", "value_three"),
    *("leave_chance", "late_by", "if_gone", "at_stake", "hold_on"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What lies ahead of a ``period``.

    ``customers``: one row per customer, see :func:`looking_ahead`. ``leaving`` and ``next_year``: how it was
    learned and how well it did, customers in the order of their number. ``totals``: EUR of the year ahead
    over all customers: ``revenue``, ``contribution``, its ``low`` and ``high`` (NaN with fewer than six
    origins), ``at_stake`` (NaN where no euros are given) and ``three_years`` (contribution of three years,
    NaN where the firm's past shows no multiple that holds)."""

    period: Period
    customers: pd.DataFrame
    leaving: Leaving
    next_year: NextYear
    three_years: ThreeYears
    totals: dict[str, float]


def looking_ahead(lines: pd.DataFrame, measures: pd.DataFrame, period: Period) -> Ahead:
    """Return what to expect of each customer of the period.

    ``lines`` frame of the whole history: ``date``, ``customer_id``, ``revenue``, ``cost`` (EUR), ``one_off``
    (1 is yes), ``invoice_id``; ``measures`` of the period, indexed by customer_id. The rows of the result
    have its index:

    - ``revenue_last``: regular turnover of the past year, EUR; NaN without a purchase in it
    - ``revenue_next``: expected turnover, EUR in the year after the period; NaN where ``revenue_last`` is
    - ``value_next``: that x the expected margin fraction - last year's cost to serve, which goes with the
      firm's turnover, EUR; ``value_low``, ``value_high``: with the turnover at the bounds of its interval;
      NaN where the contribution is unknown
    - ``value_three``: ``value_next`` x the firm's own multiple for three years, EUR; NaN without one
    - ``leave_chance``: chance that it buys nothing in a coming period of equal length, NaN where none can be
      given; ``late_by``: how many of its own gaps ago it bought
    - ``if_gone``: gross margin - expense - financing of the period, EUR a year; what hours cost stays when a
      customer goes
    - ``at_stake``: chance x ``if_gone`` where positive, EUR a year. Not x ``value_next``: that already
      holds the chance that the customer goes
    - ``hold_on``: at least twice the odds of leaving of all customers together and of those that buy as
      often, a chance of at least .20, in the upper half of what is at stake, and among the highest tenth

    Source: docs/method.md, Holding on and Value next year.

    >>> import datetime as dt
    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-05-01"]), "customer_id": ["a"], "revenue": 100.0,
    ...     "cost": 60.0, "one_off": 0.0, "invoice_id": "1"})
    >>> measures = pd.DataFrame({"gross_margin": 40.0, "cost_to_serve": 10.0, "contribution": 30.0,
    ...     "expense": 5.0, "financing": 2.0}, index=["a"])
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> looking_ahead(lines, measures, year).customers[["value_next", "if_gone"]].to_numpy().tolist()
    [[30.0, 33.0]]
    """
    # By number, so that nothing depends on the order of the customers: they are checked in parts. Who is no
    # customer of the period any more teaches most of all: it left.
    order, measures = measures.index, measures.sort_index()
    ids = pd.Index(measures.index)
    everyone = sorted_codes(lines["customer_id"])[1].union(ids.astype("str"))
    timeline, place = Timeline.of(lines, everyone, period), everyone.get_indexer(ids.astype("str"))
    year = period.days if period.years == 1.0 else int(DAYS_PER_YEAR)
    ahead, longer = next_year(timeline, year).of(place), three_years(timeline, year)
    gone = leaving(timeline, period.days).of(place)
    regular = lines[(figures(lines, "one_off") != 1) & period.contains(lines["date"].to_numpy())]
    margin = expected_margins(regular, ids)
    frame = _values(ahead, margin, measures, period.years).assign(
        leave_chance=gone.chance, late_by=gone.late, if_gone=_if_gone(measures, period.years)
    )
    stake = gone.chance * np.maximum(frame["if_gone"].to_numpy(), 0.0)
    frame["at_stake"] = stake if gone.steady else np.nan
    frame["value_three"] = frame["value_next"] * longer.multiple
    frame["hold_on"] = held_on(gone, frame["at_stake"].to_numpy())
    totals = _totals(frame, ahead, margin)
    return Ahead(period, frame.loc[order, list(COLUMNS)], gone, ahead, longer, totals)


def _values(ahead: NextYear, margin: np.ndarray, measures: pd.DataFrame, years: float) -> pd.DataFrame:
    """Return the turnover and contribution of the year ahead, with the bounds of the latter."""
    contribution, cost = (figures(measures, name) / years for name in ("contribution", "cost_to_serve"))
    known = ~np.isnan(contribution) & ~np.isnan(ahead.revenue)
    before = ahead.last[known].sum()
    growth = float(ahead.revenue[known].sum() / before) if before > 0 else 1.0
    served = np.nan_to_num(cost) * growth
    bounds = [
        np.where(known, revenue * margin - served, np.nan)
        for revenue in (ahead.revenue, ahead.low, ahead.high)
    ]
    return pd.DataFrame(
        {
            "revenue_last": ahead.last,
            "revenue_next": ahead.revenue,
            "value_next": bounds[0],
            "value_low": np.minimum(bounds[1], bounds[2]),
            "value_high": np.maximum(bounds[1], bounds[2]),
        },
        index=measures.index,
    )


def _if_gone(measures: pd.DataFrame, years: float) -> np.ndarray:
    """Return what goes with a customer, EUR a year, NaN where its contribution is unknown."""
    margin, expense, interest = (figures(measures, name) for name in ("gross_margin", "expense", "financing"))
    gone: np.ndarray = (margin - np.nan_to_num(expense) - np.nan_to_num(interest)) / years
    return np.where(np.isnan(figures(measures, "contribution")), np.nan, gone)


def held_on(gone: Leaving, at_stake: np.ndarray) -> np.ndarray:
    """Return which customers are to be held on to, bool (n,); see :func:`looking_ahead`.

    ``at_stake`` float (n,) EUR. Rarely buying is no reason: in a firm in which everybody keeps its own rhythm
    who buys twice a year has a high chance to skip a year, and nothing is the matter.

    >>> chance = np.array([0.5, 0.5, *[0.05] * 18])
    >>> as_often = np.array([0.5, *[0.1] * 19])
    >>> gone = Leaving(365, chance, as_often, chance, "", True, 4, 90, 0.8, 1.1)
    >>> held_on(gone, np.full(20, 100.0) * chance).nonzero()[0].tolist()
    [1]
    """
    known = ~np.isnan(gone.chance) & ~np.isnan(at_stake)
    found = np.zeros(len(at_stake), bool)
    if not known.any():
        return found
    chance, stake = gone.chance[known], at_stake[known]
    amount = comparable(stake, float(stake.max()))
    odds, usual, base = (_odds(part) for part in (chance, gone.as_often[known], chance.mean()))
    wanted = fine(odds) >= fine(TIMES_THE_ODDS * np.maximum(usual, base))
    wanted &= (fine(chance) >= fine(LEAST_CHANCE)) & (amount > 0) & (amount >= np.median(amount))
    most = int(MOST_HELD * len(chance))
    highest = np.argsort(-amount, kind="stable")
    rows = highest[wanted[highest]][:most]
    found[np.flatnonzero(known)[rows]] = True
    return found


def _odds(chance: np.ndarray) -> np.ndarray:
    """Return chance / (1 - chance), within what can be compared."""
    within = np.clip(chance, 0.0, 0.9999)
    odds: np.ndarray = within / (1.0 - within)
    return odds


def _totals(frame: pd.DataFrame, ahead: NextYear, margin: np.ndarray) -> dict[str, float]:
    """Return the sums over the customers, see :class:`Ahead`."""
    value = frame["value_next"].sum(min_count=1)
    earned = np.nansum(np.where(frame["value_next"].isna(), 0.0, ahead.revenue * margin))
    lowest, highest = ahead.total or (np.nan, np.nan)
    return {
        "revenue": float(frame["revenue_next"].sum(min_count=1)),
        "contribution": float(value),
        "low": float(value + earned * lowest),
        "high": float(value + earned * highest),
        "at_stake": float(frame["at_stake"].sum(min_count=1)),
        "three_years": float(frame["value_three"].sum(min_count=1)),
    }
