"""Why contribution changed: the bridge from the previous period to this one, per customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import (
    encode,
    encode_into,
    figures,
    joint_codes,
    ratio,
    sorted_codes,
)
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.base.ranking import cents, fine

STEPS = (
    *("lost", "new", "volume", "price", "cost", "mix"),
    *("time", "money", "unknown_cost", "effort_only"),
)
"""The amounts between the contribution of the previous period and that of this one, in the order shown."""
COLUMNS = ("previous_contribution", *STEPS, "contribution")
TURNOVER_STEPS = ("lost", "new", "price", "volume")
TURNOVER = ("previous_revenue", *TURNOVER_STEPS, "revenue")
"""The same for turnover, which is known without costs."""
LARGEST_RATIO = 3.0
"""A price per unit that changed by more than this factor is another unit (a box that became pieces)."""


def contribution_bridge(
    lines: pd.DataFrame,
    periods: tuple[Period, Period],
    before: pd.DataFrame,
    now: pd.DataFrame,
) -> pd.DataFrame:
    """Return per customer why its contribution changed, in whole cents that add up exactly.

    ``lines`` (n,) with ``date``, ``customer_id``, ``revenue``, ``cost`` (EUR of the line, NaN unknown) and,
    each optional, ``product_id`` and ``quantity``; ``periods`` the previous one and this one; ``before`` and
    ``now`` the frames of :func:`~klantwaarde_xl.core.measures.customer_measures.customer_measures` over them.

    Returns a frame indexed by customer_id (those of ``now`` first), EUR in whole cents: COLUMNS. In every row
    ``previous_contribution`` + STEPS = ``contribution``. The firm is the sum of its customers
    (:func:`firm_bridge`), never computed anew.

    - ``contribution``: margin of lines with a known cost less the known cost to serve; zero where
      ``customer_measures`` leaves it blank. Actual amounts, never estimated ones
    - ``lost`` and ``new``: all of it, of who bought in one of the periods only; a credit line counts as
      buying. ``effort_only``: the cost of serving in a period without an invoice line
    - ``price``: (price now - price before) x quantity now; ``cost``: -(unit cost now - before) x quantity
      now. Only for products with quantity and revenue above zero in both periods and a price ratio within
      1/3 to 3, over lines whose cost and quantity are known and not zero
    - ``volume``: (revenue - price effect - previous revenue) x previous margin % of the customer, the firm's
      where it has none
    - ``unknown_cost``: -(change of revenue without a known cost) x that margin %, since this revenue brings
      no known margin; all of the change where the contribution of a period is blank
    - ``time`` and ``money``: the change of these costs; ``mix``: what remains, rounding included

    A line whose quantity has another sign than its revenue (a credit with a positive quantity) tells no price
    and is left to volume and mix.

    Source: docs/method.md, Why it changed.

    >>> import datetime as dt
    >>> from klantwaarde_xl.core.measures.customer_measures import customer_measures
    >>> dates = pd.to_datetime(["2023-05-01", "2024-05-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": "a", "product_id": "p", "quantity": [10.0, 12.0],
    ...                       "revenue": [100.0, 132.0], "cost": [60.0, 84.0]})
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> both = year.previous(), year
    >>> found = contribution_bridge(lines, both, *(customer_measures(lines, when) for when in both))
    >>> found[["previous_contribution", "volume", "price", "cost", "mix", "contribution"]].iloc[0].tolist()
    [40.0, 8.0, 12.0, -12.0, 0.0, 48.0]
    """
    ids = now.index.append(before.index.difference(now.index, sort=False))
    code, _ = encode_into(lines["customer_id"], pd.Index(ids, dtype="str"))
    # Who bought only before both periods is no part of the bridge.
    code = np.where(code < len(ids), code, -1)
    first, last = (
        _side(lines, code, period, measures.reindex(ids), len(ids))
        for period, measures in zip(periods, (before, now), strict=True)
    )
    price, cost = _price_and_cost(lines, code, periods, len(ids))
    steps = _steps(first, last, price, cost)
    frame = pd.DataFrame({name: steps[name] / 100 for name in COLUMNS}, index=ids)
    return frame.rename_axis("customer_id")


def firm_bridge(bridge: pd.DataFrame) -> pd.Series:
    """Return the bridge of the firm: the sum of its customers, to the cent.

    ``bridge`` as :func:`contribution_bridge` returns it, or some of its rows. Returns EUR by COLUMNS.

    >>> rows = pd.DataFrame(0.1, index=["a", "b", "c"], columns=list(COLUMNS))
    >>> float(firm_bridge(rows)["price"])
    0.3
    """
    return pd.Series(cents(bridge[list(COLUMNS)]).sum(axis=0) / 100, index=list(COLUMNS))


def turnover_bridge(lines: pd.DataFrame, periods: tuple[Period, Period]) -> pd.DataFrame:
    """Return per customer why its turnover changed, in whole cents that add up; needs no cost.

    ``lines`` and ``periods`` as of :func:`contribution_bridge`. Returns a frame indexed by customer_id, those
    with a line in either period, EUR in whole cents: TURNOVER. In every row ``previous_revenue`` +
    TURNOVER_STEPS = ``revenue``. ``lost`` and ``new``: all of it, of who bought in one of the periods only;
    ``price``: as in the bridge of contribution, but over lines of unknown cost as well; ``volume``: what
    remains, other products and lines without quantity included.

    Source: docs/method.md, Why it changed.

    >>> import datetime as dt
    >>> dates = pd.to_datetime(["2023-05-01", "2024-05-01", "2024-06-01"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": ["a", "a", "b"], "product_id": "p",
    ...                       "quantity": [10.0, 12.0, 1.0], "revenue": [100.0, 132.0, 9.0]})
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> turnover_bridge(lines, (year.previous(), year)).to_numpy().tolist()
    [[100.0, 0.0, 0.0, 12.0, 20.0, 132.0], [0.0, 0.0, 9.0, 0.0, 0.0, 9.0]]
    """
    sides = [when.contains(lines["date"].to_numpy()) for when in periods]
    lines = lines[sides[0] | sides[1]]
    code, names = sorted_codes(lines["customer_id"])
    inside = [when.contains(lines["date"].to_numpy()) & (code >= 0) for when in periods]
    size, revenue = len(names), figures(lines, "revenue")
    first, last = (cents(np.bincount(code[rows], revenue[rows], size)) for rows in inside)
    before, now = (np.bincount(code[rows], minlength=size) > 0 for rows in inside)
    price = cents(_price_and_cost(lines.assign(cost=0.0), code, periods, size)[0])
    steps = {
        "lost": np.where(before & ~now, -first, 0.0),
        "new": np.where(now & ~before, last, 0.0),
        "price": np.where(before & now, price, 0.0),
    }
    steps["volume"] = last - first - sum(steps.values())
    amounts = {"previous_revenue": first, **steps, "revenue": last}
    frame = pd.DataFrame({name: amounts[name] / 100 + 0.0 for name in TURNOVER}, index=names)
    return frame.rename_axis("customer_id")


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One period, arrays per customer: EUR; ``bought`` and ``blank`` (contribution unknown) are bool."""

    bought: np.ndarray
    blank: np.ndarray
    revenue: np.ndarray
    uncovered: np.ndarray
    covered: np.ndarray
    margin: np.ndarray
    time: np.ndarray
    money: np.ndarray

    @property
    def contribution(self) -> np.ndarray:
        """Whole cents, zero where it is unknown."""
        return cents(np.where(self.blank, 0.0, self.margin - self.time - self.money))


def _side(lines: pd.DataFrame, code: np.ndarray, period: Period, measures: pd.DataFrame, size: int) -> _Side:
    rows = np.flatnonzero(period.contains(lines["date"].to_numpy()) & (code >= 0))
    revenue, cost = (figures(lines, name)[rows] for name in ("revenue", "cost"))
    known, owner = ~np.isnan(cost), code[rows]

    def summed(amounts: np.ndarray) -> np.ndarray:
        return np.bincount(owner, weights=amounts, minlength=size)

    return _Side(
        bought=np.bincount(owner, minlength=size) > 0,
        blank=measures["contribution"].isna().to_numpy(),
        revenue=summed(revenue),
        uncovered=summed(np.where(known, 0.0, revenue)),
        covered=summed(np.where(known, revenue, 0.0)),
        margin=summed(np.where(known, revenue - cost, 0.0)),
        time=np.nan_to_num(measures["time_cost"].to_numpy(float)),
        money=np.nan_to_num(measures["money_cost"].to_numpy(float)),
    )


def _price_and_cost(
    lines: pd.DataFrame, code: np.ndarray, periods: tuple[Period, Period], size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the effect on margin of changed prices and of changed unit costs, EUR (customers,)."""
    if "product_id" not in lines:
        return np.zeros(size), np.zeros(size)
    quantity, revenue, cost = (figures(lines, name) for name in ("quantity", "revenue", "cost"))
    pair = joint_codes(code, encode(lines["product_id"])[0])
    told = ~np.isnan(quantity) & (quantity != 0) & (quantity * revenue >= 0)
    usable = (pair >= 0) & told & ~np.isnan(cost)
    pairs = int(pair.max(initial=-1)) + 1
    owner = np.zeros(pairs, np.intp)
    owner[pair[pair >= 0]] = code[pair >= 0]
    (q0, r0, k0), (q1, r1, k1) = (
        [
            np.bincount(pair[rows], weights=amounts[rows], minlength=pairs)
            for amounts in (quantity, revenue, cost)
        ]
        for rows in (np.flatnonzero(usable & when.contains(lines["date"].to_numpy())) for when in periods)
    )
    sold = (q0 > 0) & (q1 > 0) & (cents(r0) > 0) & (cents(r1) > 0)
    change = fine(ratio(r1 * q0, r0 * q1, sold, 0.0))
    same_unit = sold & (change >= fine(1 / LARGEST_RATIO)) & (change <= fine(LARGEST_RATIO))
    price = np.where(same_unit, r1 - q1 * ratio(r0, q0, sold, 0.0), 0.0)
    unit_cost = np.where(same_unit, q1 * ratio(k0, q0, sold, 0.0) - k1, 0.0)
    per_customer = (np.bincount(owner, weights=effect, minlength=size) for effect in (price, unit_cost))
    return next(per_customer), next(per_customer)


def _steps(before: _Side, now: _Side, price: np.ndarray, cost: np.ndarray) -> dict[str, np.ndarray]:
    """Return the amounts of COLUMNS in whole cents, per customer."""
    first, last = before.contribution, now.contribution
    stayed = before.bought & now.bought
    explained = stayed & ~before.blank & ~now.blank
    steps = {
        "previous_contribution": first,
        "contribution": last,
        "lost": np.where(before.bought & ~now.bought, -first, 0.0),
        "new": np.where(now.bought & ~before.bought, last, 0.0),
        "effort_only": np.where(now.bought, 0.0, last) - np.where(before.bought, 0.0, first),
    }
    margin_pct = _previous_margin(before)
    effects = {
        "price": price,
        "cost": cost,
        "volume": (now.revenue - price - before.revenue) * margin_pct,
        "unknown_cost": (before.uncovered - now.uncovered) * margin_pct,
        "time": before.time - now.time,
        "money": before.money - now.money,
    }
    steps |= {name: np.where(explained, cents(effect), 0.0) for name, effect in effects.items()}
    steps["unknown_cost"] += np.where(stayed & ~explained, last - first, 0.0)
    accounted = sum(steps[name] for name in STEPS if name != "mix")
    steps["mix"] = last - first - accounted
    return {name: amounts + 0.0 for name, amounts in steps.items()}


def _previous_margin(before: _Side) -> np.ndarray:
    """Return the margin fraction of each customer in the previous period; the firm's where it has none."""
    firm = before.covered.sum()
    usual = before.margin.sum() / firm if cents(firm) > 0 else 0.0
    own = (cents(before.revenue) > 0) & (cents(before.covered) > 0)
    return ratio(before.margin, before.covered, own, usual)
