"""Where every euro of the turnover that was read has gone: used, outside the period, not included, without
customer, rejected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl import errors

REASONS = (
    "used",
    "outside_period",
    "not_included",
    "unassigned",
    "rejected",
    "unreadable",
    "foreign",
    "read",
)
"""What may have become of a line, in the order in which it is shown; ``unreadable`` is a part of
``rejected``."""
_HALF_A_CENT = 0.005


def reconcile(
    revenue: np.ndarray,
    outside: np.ndarray,
    excluded: np.ndarray,
    *,
    read: tuple[int, float],
    rejected: tuple[int, float],
    unassigned: np.ndarray | None = None,
    unreadable: int = 0,
    foreign: int = 0,
) -> pd.DataFrame:
    """Return lines and turnover per reason, and what was read, equal to their sum to the cent.

    ``revenue``: float64 (n,) EUR of the good lines; ``outside``, ``excluded``: bool (n,), outside the period
    and belonging to a customer that is not included (a line that is both counts as not included);
    ``unassigned``: bool (n,), which of the excluded ones belong to no customer at all. ``read``: lines and
    EUR read, ``rejected``: those rejected, of which ``unreadable`` lines had no readable amount. ``foreign``:
    lines in a currency without a rate, of which nobody knows the EUR: they are counted among those read, and
    their turnover is NaN. Returns a frame with reason, lines, revenue: one row per reason, last ``read``.
    Raises ReconciliationError when the parts do not make up what was read: a fault of the program.

    >>> outside, excluded = np.array([False, True]), np.array([False, False])
    >>> table = reconcile(np.array([10.0, 5.0]), outside, excluded, read=(3, 18.0), rejected=(1, 3.0))
    >>> table[["reason", "lines", "revenue"]].values.tolist()[:2]
    [['used', 1, 10.0], ['outside_period', 1, 5.0]]
    """
    used = ~outside & ~excluded
    late = outside & ~excluded
    nobody = np.zeros(len(revenue), bool) if unassigned is None else unassigned & excluded
    parts = [
        (int(mask.sum()), float(revenue[mask].sum())) for mask in (used, late, excluded & ~nobody, nobody)
    ] + [rejected]
    explained = sum(amount for _, amount in parts)
    # Not by rounding both: prices of a thousandth can end in half a cent, and the order of adding decides to
    # which side it falls.
    if abs(explained - read[1]) >= _HALF_A_CENT or sum(lines for lines, _ in parts) + foreign != read[0]:
        raise errors.DOES_NOT_RECONCILE.error(read=f"{read[1]:.2f}", explained=f"{explained:.2f}")
    rows = [*parts, (unreadable, 0.0), (foreign, np.nan if foreign else 0.0), read]
    return pd.DataFrame({"reason": REASONS, "lines": [p[0] for p in rows], "revenue": [p[1] for p in rows]})
