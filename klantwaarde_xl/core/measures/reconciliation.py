"""Where every euro of turnover that was read has gone: used, outside the period, not included, rejected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.ranking import HALF_A_CENT

REASONS = (
    *("used", "outside_period", "not_included", "unassigned"),
    *("rejected", "unreadable", "foreign", "merged", "converted", "repeated", "read"),
)
"""Where a line may be counted, in the order shown; ``unreadable`` is part of ``rejected``, ``merged``,
``converted`` and ``repeated`` of what was read without error."""


@dataclass(frozen=True, slots=True)
class LinesRead:
    """What was read: ``read`` and ``rejected`` are (lines, EUR), the others numbers of lines.

    ``unreadable``: rejected lines without a readable amount. ``foreign``: lines in a currency without a rate;
    their EUR are unknown. ``merged``: (lines, EUR) that count as another customer than they name,
    ``converted`` in another currency, ``repeated`` that equal an earlier line.
    """

    read: tuple[int, float]
    rejected: tuple[int, float]
    unreadable: int = 0
    foreign: int = 0
    merged: tuple[int, float] = (0, 0.0)
    converted: tuple[int, float] = (0, 0.0)
    repeated: tuple[int, float] = (0, 0.0)


def reconcile(
    revenue: np.ndarray,
    outside: np.ndarray,
    excluded: np.ndarray,
    counted: LinesRead,
    unassigned: np.ndarray | None = None,
) -> pd.DataFrame:
    """Return lines and turnover per reason, and what was read, equal to their sum to the cent.

    ``revenue``: float64 (n,) EUR of the valid lines; ``outside``, ``excluded``: bool (n,), outside the period
    and of a customer that is not included (a line that is both counts as not included); ``unassigned``: bool
    (n,), which of the excluded ones belong to no customer at all. Foreign lines are counted among those read,
    with turnover NaN. Returns a frame with reason, lines, revenue: one row per reason, last ``read``. Raises
    ReconciliationError when the parts do not add up to what was read: a fault of the program.

    >>> outside, excluded = np.array([False, True]), np.array([False, False])
    >>> counted = LinesRead(read=(3, 18.0), rejected=(1, 3.0))
    >>> table = reconcile(np.array([10.0, 5.0]), outside, excluded, counted)
    >>> table[["reason", "lines", "revenue"]].values.tolist()[:2]
    [['used', 1, 10.0], ['outside_period', 1, 5.0]]
    """
    used = ~outside & ~excluded
    late = outside & ~excluded
    nobody = np.zeros(len(revenue), bool) if unassigned is None else unassigned & excluded
    masks = (used, late, excluded & ~nobody, nobody)
    parts = [(int(mask.sum()), float(revenue[mask].sum())) for mask in masks] + [counted.rejected]
    lines, explained = sum(number for number, _ in parts), sum(amount for _, amount in parts)
    # Not by rounding both: sums can end in half a cent, and then the order of adding would decide.
    if abs(explained - counted.read[1]) >= HALF_A_CENT or lines + counted.foreign != counted.read[0]:
        raise errors.DOES_NOT_RECONCILE.error(read=f"{counted.read[1]:.2f}", explained=f"{explained:.2f}")
    unknown = np.nan if counted.foreign else 0.0
    left_out = (counted.unreadable, 0.0), (counted.foreign, unknown)
    rows = [*parts, *left_out, counted.merged, counted.converted, counted.repeated, counted.read]
    return pd.DataFrame({"reason": REASONS, "lines": [p[0] for p in rows], "revenue": [p[1] for p in rows]})
