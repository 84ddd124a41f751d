"""Turnover of each customer in the coming year, with an interval, learned from earlier years.

"The last year again" is hard to beat, and it is what is used unless a weighted sum of the last year, its last
half and the year before does clearly better at earlier days of the same firm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from klantwaarde_xl.core.ahead.timeline import GRACE_DAYS, Timeline
from klantwaarde_xl.core.base.id_codes import ratio

MODELS = {"last_again": (0,), "with_half": (0, 1), "with_previous": (0, 1, 2)}
"""Terms of each forecast: 0 the last horizon, 1 twice its last half, 2 the horizon before it."""
BETTER = 0.90
"""A model is used when its mean absolute error at the origins is below this part of that of the last year."""
FEWEST_CUSTOMERS = 100
"""Fewest buying customers for a forecast other than the last year again, and for an interval."""
COVER = (0.10, 0.90)
"""Quantiles between which four in five turnovers lie."""
LATE_AFTER = 2.0
"""Who bought more of its own gaps ago than this has an interval of its own."""
FEWEST_RESIDUALS = 30
"""Fewest residuals of a cell for quantiles of its own."""
FEWEST_ORIGINS = 6
"""Fewest origins for an interval of the firm's total."""
SMALLEST = 0.05
"""A customer's size counts for at least this part of the median one in the weights."""


@dataclass(frozen=True, slots=True, eq=False)
class NextYear:
    """The expected turnover of n customers in the coming ``horizon`` days, EUR.

    ``revenue`` float64 (n,), NaN for who bought nothing in the past horizon; ``last``: that of the past
    horizon (n,); ``low`` and ``high`` (n,): four in five lie between, NaN with a ``reason``
    ("short_history" or "few_customers"). ``model`` one of :data:`MODELS`, ``weights`` of its terms;
    ``origins``: number of earlier days; ``error``: mean absolute error there as part of that of the last
    horizon again (in-sample, NaN without origins); ``total``: lowest and highest relative deviation of the
    firm's total at the origins, None with fewer than six."""

    horizon: int
    revenue: np.ndarray
    last: np.ndarray
    low: np.ndarray
    high: np.ndarray
    model: str
    weights: tuple[float, ...]
    reason: str
    origins: int
    error: float
    total: tuple[float, float] | None

    def of(self, rows: np.ndarray) -> NextYear:
        """Return the same for the customers at these positions only.

        >>> one = np.array([10.0, 20.0])
        >>> found = NextYear(365, one, one, one, one, "last_again", (1.0,), "", 2, 1.0, None)
        >>> found.of(np.array([1])).revenue.tolist()
        [20.0]
        """
        parts = {name: getattr(self, name)[rows] for name in ("revenue", "last", "low", "high")}
        return replace(self, **parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Origins:
    """Customers at the origins: ``terms`` (k, 3); what came ``after``, ``late`` and ``number`` (k,)."""

    terms: np.ndarray
    after: np.ndarray
    late: np.ndarray
    number: np.ndarray


def next_year(timeline: Timeline, horizon: int) -> NextYear:
    """Return the turnover to expect of each customer in the ``horizon`` days after the last day.

    Weights by non-negative least squares on rows divided by the square root of the customer's size. The
    interval comes from the relative residuals of customers of the same quarter of expected turnover, late or
    not, at the origins.

    Source: docs/method.md, Value next year; Lawson & Hanson (1974) for the weights.

    >>> import datetime as dt
    >>> import pandas as pd
    >>> from klantwaarde_xl.core.base.period import Period
    >>> days = pd.to_datetime(["2024-01-01", "2024-12-31"])
    >>> lines = pd.DataFrame({"date": days, "customer_id": "a", "revenue": 5.0})
    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> found = next_year(Timeline.of(lines, pd.Index(["a"]), year), year.days)
    >>> found.model, found.reason, found.revenue.tolist()
    ('last_again', 'short_history', [10.0])
    """
    habits = timeline.habits(timeline.last, horizon)
    now = _terms(timeline, timeline.last, horizon)[habits.rows]
    revenue, last, low, high = np.full((4, timeline.size), np.nan)
    # A history that is shorter than the horizon counts as if it had gone on as it was.
    whole = min(horizon, timeline.last + 1) / horizon
    last[habits.rows] = np.maximum(now[:, 0] / whole, 0.0)
    reason = "few_customers" if len(habits.rows) < FEWEST_CUSTOMERS else ""
    days = timeline.origins(horizon, 1.0)
    if timeline.last + 1 + GRACE_DAYS < 2 * horizon or not days:
        reason = "short_history"
    if reason:
        return NextYear(horizon, last, last, low, high, "last_again", (1.0,), reason, 0, np.nan, None)
    model, weights, error = _best(timeline, horizon)
    before = 2.0 if model == "with_previous" else 1.0
    past = _origins(timeline, timeline.origins(horizon, before), horizon)
    places = list(MODELS[model])
    expected, fitted = (np.maximum(terms[:, places] @ weights, 0.0) for terms in (now, past.terms))
    revenue[habits.rows] = expected
    late = habits.late() > LATE_AFTER
    low[habits.rows], high[habits.rows] = _interval(expected, late, fitted, past)
    origins = int(past.number.max()) + 1
    total = _total(fitted, past) if origins >= FEWEST_ORIGINS else None
    return NextYear(
        horizon, revenue, last, low, high, model, tuple(map(float, weights)), "", origins, error, total
    )


def _terms(timeline: Timeline, day: int, horizon: int) -> np.ndarray:
    """Return the turnover of the last horizon, twice its last half and the horizon before, EUR (n, 3)."""
    half = horizon // 2
    return np.column_stack(
        [
            timeline.revenue_between(day - horizon, day),
            timeline.revenue_between(day - half, day) * (horizon / half),
            timeline.revenue_between(day - 2 * horizon, day - horizon),
        ]
    )


def _origins(timeline: Timeline, days: list[int], horizon: int) -> _Origins:
    parts = []
    for number, day in enumerate(days):
        habits = timeline.habits(day, horizon)
        after = timeline.revenue_between(day, day + horizon)[habits.rows]
        terms = _terms(timeline, day, horizon)[habits.rows]
        parts.append((terms, after, habits.late() > LATE_AFTER, np.full(len(after), number)))
    return _Origins(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _best(timeline: Timeline, horizon: int) -> tuple[str, np.ndarray, float]:
    """Return the model that does best at the origins, its weights, and its error beside the last year's."""
    best, weights, lowest = "last_again", np.ones(1), 1.0
    for model, places in MODELS.items():
        days = timeline.origins(horizon, 2.0 if 2 in places else 1.0)
        if model == "last_again" or not days:
            continue
        past = _origins(timeline, days, horizon)
        terms = past.terms[:, list(places)]
        found = fitted_weights(terms, past.after)
        again = float(np.abs(past.after - past.terms[:, 0]).sum())
        error = float(np.abs(past.after - terms @ found).sum()) / again if again > 0 else 1.0
        if error <= BETTER and error < lowest:
            best, weights, lowest = model, found, error
    return best, weights, lowest


def fitted_weights(terms: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the weights >= 0 of the terms that come closest to what came after, float64 (t,).

    ``terms`` float (k, t) in EUR, the first the size; ``after`` (k,) in EUR. Rows count as 1 / size, since
    the variance of turnover grows with it.

    >>> terms = np.array([[100.0, 0.0], [100.0, 100.0], [100.0, 200.0]])
    >>> fitted_weights(terms, np.array([50.0, 75.0, 100.0])).round(6).tolist()
    [0.5, 0.25]
    """
    from scipy.optimize import nnls  # Only here: importing it takes longer than a small analysis.

    floor = SMALLEST * float(np.median(terms[:, 0]))
    size = np.maximum(terms[:, 0], floor if floor > 0 else 1.0)
    scale = 1.0 / np.sqrt(size)
    # The normal equations have the same answer and t rows instead of k.
    weighted, target = terms * scale[:, None], after * scale
    gram = weighted.T @ weighted
    root = np.linalg.cholesky(gram + np.eye(len(gram)) * np.trace(gram) * 1e-12).T
    return np.asarray(nnls(root, np.linalg.solve(root.T, weighted.T @ target))[0])


def _interval(
    expected: np.ndarray, late: np.ndarray, fitted: np.ndarray, past: _Origins
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds between which four in five turnovers lie, EUR, NaN where nothing is expected."""
    some = fitted > 0
    deviation = ratio(past.after - fitted, fitted)[some]
    edges = np.quantile(fitted[some], (0.25, 0.5, 0.75)) if some.any() else np.zeros(3)
    cell_of = np.searchsorted(edges, fitted[some], side="right") * 2 + past.late[some]
    bounds = np.full((8, 2), np.nan)
    for cell in range(8):
        inside = cell_of == cell
        if inside.sum() < FEWEST_RESIDUALS:
            inside = cell_of // 2 == cell // 2
        if inside.any():
            bounds[cell] = np.quantile(deviation[inside], COVER)
    own = bounds[np.searchsorted(edges, expected, side="right") * 2 + late]
    own[expected <= 0] = np.nan
    return expected * (1 + own[:, 0]), expected * (1 + own[:, 1])


def _total(fitted: np.ndarray, past: _Origins) -> tuple[float, float]:
    """Return the lowest and the highest relative deviation of the total over the origins."""
    expected, came = np.bincount(past.number, fitted), np.bincount(past.number, past.after)
    deviation = ratio(came - expected, expected)
    return float(np.nanmin(deviation)), float(np.nanmax(deviation))
