"""The points of the bubble chart: margin against cost to serve of the largest customers, and the line where
both are equal."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.report.charts import DOTS

BUBBLES = 120
"""Customers in the chart: more would cover each other."""
_LEAST = 0.001
"""Smallest share on an axis in steps of ten times; what is less stands there."""
_APART = 0.04
"""How far the words stand above and below the bubbles, on the axis of the margin."""
_DOT = 0.006
"""Size of a dot as part of the largest bubble."""


def largest_bubbles(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the largest customers by revenue:

    ``name``, ``x`` (cost to serve / revenue), margin rate, ``size`` (EUR).

    The margin rate stands in ``earning`` or, of who costs money, in ``losing`` (NaN in the other). Who is
    further than 100 % on an axis falls off the chart; a cost to serve under 0.1 % of the revenue stands at
    0.1 %, for the axis has no zero.

    >>> frame = pd.DataFrame({"name": ["a"], "revenue": [100.0], "cost_to_serve": [30.0], "margin_pct": [0.2],
    ...                       "contribution": [-10.0]})
    >>> largest_bubbles(frame)[["x", "losing", "size"]].iloc[0].tolist()
    [0.3, 0.2, 100.0]
    """
    largest = customers[customers["revenue"] > 0].nlargest(BUBBLES, "revenue")
    frame = pd.DataFrame(
        {
            "name": largest["name"],
            "x": largest["cost_to_serve"] / largest["revenue"],
            "margin": largest["margin_pct"],
            "size": largest["revenue"],
            "costs": largest["contribution"] < 0,
        }
    )
    frame = frame[frame["x"].between(0, 1) & frame["margin"].between(-1, 1)]
    earning, losing = frame["margin"].where(~frame["costs"]), frame["margin"].where(frame["costs"])
    return frame.assign(x=frame["x"].clip(lower=_LEAST), earning=earning, losing=losing).reset_index(
        drop=True
    )


def bubble_marks(bubbles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the dots of the line where margin and cost to serve are equal, and where the words beside it
    stand, by key.

    ``bubbles`` is what :func:`largest_bubbles` gives; without any the frames are empty. The line ends at the
    highest margin.

    >>> frame = pd.DataFrame({"x": [0.01, 0.5], "margin": [0.2, 0.1], "size": [100.0, 50.0]})
    >>> marks = bubble_marks(frame)
    >>> marks["break_even"].iloc[[0, -1]].round(3).values.tolist()
    [[0.01, 0.01, 0.6], [0.2, 0.2, 0.6]]
    """
    low, high = (bubbles["x"].min(), bubbles["margin"].max()) if len(bubbles) else (1.0, 0.0)
    dot = bubbles["size"].max() * _DOT if len(bubbles) else np.nan
    share = np.geomspace(low, high, DOTS) if high > low else np.empty(0)
    line = pd.DataFrame({"x": share, "y": share, "size": dot})
    above, below = high + _APART, (bubbles["margin"].min() if len(bubbles) else 0.0) - _APART
    zones = pd.DataFrame(
        {"x": [low, bubbles["x"].max()], "earning": [above, np.nan], "losing": [np.nan, below]}
    )
    return {
        "break_even": line,
        "zones": zones.assign(size=dot) if len(bubbles) else zones.iloc[:0].assign(size=np.nan),
    }
