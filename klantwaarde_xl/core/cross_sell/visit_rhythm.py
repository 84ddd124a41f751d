"""When customers visit: how often since an item appeared, how often to expect, and whether they return.

A customer that ordered five times while an item was on offer and never bought it is less likely to buy it
than one that has not visited since the item came; and a monthly buyer that has been silent for half a year
will hardly buy anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from klantwaarde_xl.core.base.id_codes import distinct

FEWEST_EXPECTED = 1e-9
"""Rate of customers that never visited, so that the logarithm stays finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """The days on which each customer bought, within a window of ``days`` days.

    ``age`` int (k,): days before the last day of the window, ascending per customer; ``ends`` int (n + 1,):
    those of customer c are ``age[ends[c]:ends[c + 1]]``."""

    age: np.ndarray
    ends: np.ndarray
    days: int

    @property
    def count(self) -> np.ndarray:
        """On how many days each customer bought, int (n,)."""
        return np.diff(self.ends)

    def since(self, rows: np.ndarray, first_sold: np.ndarray) -> np.ndarray:
        """Return on how many days the customers bought since each item is sold, float32 (len(rows), m).

        ``rows`` positions of customers; ``first_sold`` int (m,): days before the last day on which the item
        was first sold; an item older than the window counts from its first day.

        >>> seen = visits(np.array([0, 0]), np.array([3, 40]), count=1, days=365)
        >>> seen.since(np.array([0]), np.array([2, 3, 10, 999]))
        array([[0., 1., 1., 2.]], dtype=float32)
        """
        there = np.zeros((len(rows), self.days), np.float32)
        length = np.diff(self.ends)[rows]
        customer = np.repeat(np.arange(len(rows)), length)
        offset = np.arange(len(customer)) - np.repeat(np.cumsum(length) - length, length)
        there[customer, self.age[self.ends[rows][customer] + offset]] = 1
        counted: np.ndarray = np.cumsum(there, axis=1)[:, np.minimum(first_sold, self.days - 1)]
        return counted

    def exposed(self, first_sold: np.ndarray) -> np.ndarray:
        """Return how many customers visited since each item is sold, int (m,); see :meth:`since`.

        >>> seen = visits(np.array([0, 0, 1]), np.array([3, 40, 9]), count=3, days=365)
        >>> seen.exposed(np.array([2, 3, 10, 999]))
        array([0, 1, 2, 2])
        """
        newest = np.sort(self.age[self.ends[:-1][np.diff(self.ends) > 0]])
        exposed: np.ndarray = np.searchsorted(newest, np.minimum(first_sold, self.days - 1), side="right")
        return exposed

    def expected(self, horizon: int) -> np.ndarray:
        """Return the log of the visits to expect from customers that come within ``horizon`` days, (n,).

        At the rate of the window, as a Poisson process given at least one visit: rate / (1 - exp(-rate)).

        >>> seen = visits(np.repeat([0], 4), np.arange(4), count=2, days=364)
        >>> seen.expected(91).round(3).tolist()  # log(1 / (1 - 1 / e))
        [0.459, 0.0]
        """
        rate = np.maximum(np.diff(self.ends) * horizon / self.days, FEWEST_EXPECTED)
        expected: np.ndarray = np.log(rate / -np.expm1(-rate))
        return expected

    def rhythm(self, horizon: int) -> np.ndarray:
        """Return the predictors of a return within ``horizon`` days, float64 (n, 8).

        Log days since the last visit; log number of visits; days since the last visit relative to the usual
        gap between visits (log, and squared); whether those days are under a third, one, and one and a
        quarter horizon; and the last of these times the log number.

        >>> visits(np.array([0]), np.array([10]), count=1, days=365).rhythm(91).round(1)[0].tolist()
        [2.4, 0.7, -2.0, 4.2, 1.0, 1.0, 1.0, 0.7]
        """
        count = np.diff(self.ends)
        silence = np.full(len(count), float(self.days))
        some = count > 0
        silence[some] = self.age[self.ends[:-1][some]]
        usual = self.days / np.maximum(count, 1)
        beside = np.log((silence + 1) / usual + 0.1)
        recent = [(silence < share * horizon).astype(float) for share in (1 / 3, 1, 1.25)]
        often = np.log1p(count)
        return np.column_stack([np.log1p(silence), often, beside, beside**2, *recent, recent[-1] * often])


def visits(customer: np.ndarray, age: np.ndarray, *, count: int, days: int) -> Visits:
    """Return the distinct days per customer.

    ``customer`` int (lines,) from 0 to ``count`` - 1; ``age`` int (lines,), below ``days``.

    >>> visits(np.array([1, 1, 0]), np.array([7, 7, 2]), count=2, days=30).age.tolist()
    [2, 7]
    """
    key = distinct(customer.astype(np.int64) * days + age)
    who, when = np.divmod(key, days)
    return Visits(when, np.concatenate([[0], np.cumsum(np.bincount(who, minlength=count))]), days)
