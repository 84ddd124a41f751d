"""What comes before the measures: who counts, by customer or by concern, and in which period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.period import Period, default_period
from klantwaarde_xl.core.measures.customer_measures import line_cost
from klantwaarde_xl.core.measures.invoice_lines import map_ids, merge_customers, parents, product_groups
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED

INFO = ("name", "parent_id", "segment", "region", "account_manager")
"""Columns of the customer table that go along with the figures."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Input that is ready to be counted.

    ``info``: the customer table. ``lines``: all good lines, with ``cost`` and ``product_group``.
    ``left_out``: bool per line, of a customer that is not included. ``used``: the other lines."""

    info: pd.DataFrame
    lines: pd.DataFrame
    left_out: np.ndarray
    used: pd.DataFrame
    effort: pd.DataFrame | None
    ratings: pd.DataFrame | None


def prepare(inputs: Inputs) -> Prepared:
    """Return the lines, effort and ratings to count, by concern when the settings ask for that.

    Raises NOBODY_IS_KNOWN when every line belongs to the collective customer without a number."""
    lines = inputs.transactions
    lines = lines.assign(
        cost=line_cost(lines, inputs.products), product_group=product_groups(lines, inputs.products)
    )
    info, effort, ratings = inputs.customers, inputs.effort, inputs.ratings
    if info is None:
        columns = ["customer_id", *INFO, "payment_days", "include"]
        info = pd.DataFrame({"customer_id": pd.Categorical([])}).reindex(columns=columns)
    # Who is left out is a customer, not a concern: without a sister company the rest of its concern counts.
    excluded = info.loc[info["include"] == 0, "customer_id"].astype(object)
    left_out = lines["customer_id"].isin(excluded).to_numpy()
    effort, ratings = (
        None if frame is None else frame[~frame["customer_id"].isin(excluded)] for frame in (effort, ratings)
    )
    if inputs.settings.by_parent and inputs.customers is not None:
        concern = parents(info)
        info = merge_customers(info)
        lines = _by_concern(lines, concern)
        effort, ratings = (
            None if frame is None else _by_concern(frame, concern) for frame in (effort, ratings)
        )
    used = lines[~left_out] if left_out.any() else lines
    if len(lines) and not len(used) and (lines["customer_id"] == UNASSIGNED).all():
        raise errors.NOBODY_IS_KNOWN.error(customer=UNASSIGNED)
    return Prepared(info, lines, left_out, used, effort, ratings)


def _by_concern(frame: pd.DataFrame, concern: pd.Series) -> pd.DataFrame:
    return frame.assign(customer_id=map_ids(frame["customer_id"], concern))


def chosen_period(settings: Settings, dates: np.ndarray) -> Period:
    """Return the period of the settings; what they leave open comes from the data.

    ``dates``: datetime64 of the lines that count. Raises NOTHING_TO_ANALYSE when the period has to come from
    the data and there is no line, and NO_LINES_IN_PERIOD when no line lies in it.

    >>> days = np.array(["2024-02-01", "2024-05-01"], "datetime64[s]")
    >>> period = chosen_period(Settings(period_to=dt.date(2024, 2, 28)), days)
    >>> period.start.isoformat(), period.end.isoformat()
    ('2023-02-28', '2024-02-28')
    """
    period = period_of(settings, dates)
    if not len(dates):
        raise errors.NOTHING_TO_ANALYSE.error()
    if not period.contains(dates).any():
        days = (period.start, period.end, *(pd.Timestamp(day) for day in (dates.min(), dates.max())))
        shown = [f"{day:%d-%m-%Y}" for day in days]
        raise errors.NO_LINES_IN_PERIOD.error(
            **dict(zip(("start", "end", "first", "last"), shown, strict=True))
        )
    return period


def period_findings(inputs: Inputs) -> tuple[Finding, ...]:
    """Return the finding that no line lies in the period, for which an analysis would stop; else none."""
    try:
        chosen_period(inputs.settings, inputs.transactions["date"].to_numpy())
    except errors.KlantwaardeError as mistake:
        wording = errors.CATALOGUE[mistake.code]
        if wording is not errors.NO_LINES_IN_PERIOD:
            return ()
        return (Finding(mistake.code, wording.severity, "", "", mistake.message, mistake.hint),)
    return ()


def period_of(settings: Settings, dates: np.ndarray, counts: np.ndarray | None = None) -> Period:
    """Return the period of the settings, whether or not a line lies in it.

    Arguments as of :func:`~klantwaarde_xl.core.base.period.default_period`. Raises NOTHING_TO_ANALYSE as
    :func:`chosen_period`.

    >>> month_ends = np.array(["2024-01-31", "2024-02-29"], "datetime64[D]")
    >>> period_of(Settings(), month_ends, np.array([90, 80])).end.isoformat()
    '2024-02-29'
    """
    first, last = settings.period_from, settings.period_to
    if first and last:
        return Period(first, last)
    if not len(dates):
        raise errors.NOTHING_TO_ANALYSE.error()
    usual = default_period(dates, counts)
    if last:
        after = last + dt.timedelta(days=1)
        leap_day = (after.month, after.day) == (2, 29)
        return Period(after.replace(year=after.year - 1, day=28 if leap_day else after.day), last)
    if first:
        latest = max(dates.max().astype("datetime64[D]").item(), first)
        return Period(first, usual.end if usual.end >= first else latest)
    return usual
