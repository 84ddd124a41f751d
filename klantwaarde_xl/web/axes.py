"""The scale of one axis of a chart: from figures to places in the drawing, with round steps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from klantwaarde_xl.report.chart_specs import AxisSpec

_STEPS = 5
"""About so many grid lines."""
_POWERS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``, drawn from ``start`` to ``end``; ``powers``: steps of ten times."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    powers: bool = False

    def at(self, value: float) -> float:
        """Return where a figure is drawn; what is outside the axis is drawn at its end.

        >>> Scale(0, 10, 100, 200, ()).at(5), Scale(0.01, 1, 0, 10, (), powers=True).at(0.1)
        (150.0, 5.0)
        """
        low, high, inside = self.low, self.high, min(max(value, self.low), self.high)
        if self.powers:
            low, high, inside = math.log10(low), math.log10(high), math.log10(inside)
        return self.start + (inside - low) / (high - low) * (self.end - self.start)


def scale(axis: AxisSpec, values: Iterable[float], start: float, end: float, *, zero: bool) -> Scale:
    """Return the scale of an axis over these figures; ``zero``: the axis must show where zero is."""
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if axis.powers:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        last = max(last, first + 1)
        ticks = tuple(10.0**power for power in range(first, last + 1))
        return Scale(ticks[0], ticks[-1], start, end, ticks, powers=True)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    low = low if axis.minimum is None else axis.minimum
    high = high if axis.maximum is None else axis.maximum
    if high <= low:
        high = low + (abs(low) or 1.0)
    step = axis.step or round_step((high - low) / _STEPS)
    bottom = low if axis.minimum is not None else math.floor(low / step + 1e-9) * step
    top = high if axis.maximum is not None else math.ceil(high / step - 1e-9) * step
    count = math.floor((top - bottom) / step + 1e-6)
    return Scale(bottom, top, start, end, tuple(bottom + n * step for n in range(count + 1)))


def round_step(width: float) -> float:
    """Return the smallest step of 1, 2 or 5 times a power of ten that is at least this wide.

    >>> [round_step(width) for width in (0.13, 3.0, 700.0)]
    [0.2, 5.0, 1000.0]
    """
    power = 10.0 ** math.floor(math.log10(width))
    return next((m * power for m in _POWERS if m * power >= width * (1 - 1e-9)), 10 * power)
