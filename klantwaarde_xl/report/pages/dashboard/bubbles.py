"""The bubble chart of the Dashboard: margin against cost to serve of the largest customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Source, Strip
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.pareto import MARK, timed
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import dashboard_sentences as sentences

DOTS = 40
"""Dots of the line where margin and cost to serve are equal."""
BUBBLES = 120
"""Customers in the chart: more would cover each other."""
_LEAST = 0.001
"""Smallest share on an axis in steps of ten times; smaller values are drawn at it."""
_APART = 0.04
"""How far the words stand above and below the bubbles, on the axis of the margin."""
_DOT = 0.006
"""Size of a dot as part of the largest bubble."""
_SMALL_SHARE = f.CellFormat("small_share", "number", "[<0.01]0.0%;0%")
"""Percents without decimals, but for those under one; Excel itself writes no locale before a condition."""
BUBBLE_CELLS = GridSpec(
    "bubbles",
    (
        ColumnSpec("name", "Klant", f.TEXT, f.WIDTH_NAME),
        ColumnSpec("x", "Bedienkosten / omzet", f.PERCENTAGE, 12),
        ColumnSpec("earning", "Marge % (levert op)", f.PERCENTAGE, 12),
        ColumnSpec("losing", "Marge % (kost geld)", f.PERCENTAGE, 12),
        ColumnSpec("size", "Omzet", f.EURO, 14),
    ),
    "N6",
    200,
    "Bellen (grootste klanten)",
)
_SIZE = ColumnSpec("size", "grootte", f.EURO, 9)
_ZONE = (
    ColumnSpec("earning", "levert op", f.PERCENTAGE, 9),
    ColumnSpec("losing", "kost geld", f.PERCENTAGE, 9),
)
STRIP = Strip(
    (
        BUBBLE_CELLS,
        GridSpec("break_even", (*MARK, _SIZE), "H15", DOTS, "Marge = bedienkosten"),
        GridSpec("zones", (MARK[0], *_ZONE, _SIZE), "H60", 2, "Woorden in de bellengrafiek"),
    ),
    (("N:N", 24), ("O:R", 12)),
)


def largest_bubbles(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the largest customers by revenue, as the bubbles of the chart.

    Columns: ``name``, ``x`` (cost to serve / revenue), margin rate, ``size`` (EUR).

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
    """Return the line where margin equals cost to serve, and the places of the words beside it, by key.

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


def effort_chart(at: str, width: int, height: int) -> ChartSpec:
    """Return the bubble chart of margin against cost to serve, for the largest customers.

    Most customers cost a few percents and some cost half of what they buy: steps of ten times keep both
    apart. Right of the dotted line a customer costs more than its margin."""
    return ChartSpec(
        "bubble",
        at,
        width,
        height,
        "bubble_title",
        "bubble_alt",
        (
            SeriesSpec("Levert op", "bubbles", "x", "earning", "size", f.ACCENT, transparency=55),
            SeriesSpec("Kost geld", "bubbles", "x", "losing", "size", f.ACCENT_2, transparency=40),
            SeriesSpec(
                w.BREAK_EVEN, "break_even", "x", "y", "size", f.GREY, labels="above", label_at=DOTS - 1
            ),
            SeriesSpec("← levert op", "zones", "x", "earning", "size", f.ACCENT, labels="right", hidden=True),
            SeriesSpec("kost geld →", "zones", "x", "losing", "size", f.ACCENT_2, labels="left", hidden=True),
        ),
        AxisSpec(
            "Bedienkosten als deel van de omzet (grootte: omzet)", _SMALL_SHARE, None, 1, None, powers=True
        ),
        AxisSpec("Marge %", f.PERCENTAGE_WHOLE, None, None, None, grid=True),
        "Bellengrafiek marge en bedienkosten",
        when="has_bubbles",
    )


def bubble_frames(source: Source) -> dict[str, pd.DataFrame]:
    """Return the points of the chart, by key."""
    bubbles = largest_bubbles(source.once(customer_frame))
    return {"bubbles": bubbles, **bubble_marks(bubbles)}


def bubble_title(source: Source) -> str:
    """Return the title of the chart."""
    bubbles, hours = source.once(bubble_frames)["bubbles"], timed(source.once(customer_frame))
    return sentences.effort_bubbles(int(bubbles["losing"].notna().sum()), len(bubbles), timed=hours)


def bubble_values(source: Source) -> dict[str, object]:
    """Return what the chart says in words, and whether it is drawn."""
    bubbles = source.once(bubble_frames)["bubbles"]
    title = bubble_title(source)
    largest = f"de {len(bubbles)} grootste klanten"
    drawn = len(bubbles) > 1
    return {
        "bubble_alt": (f"Bellengrafiek: bedienkosten tegen marge van {largest}, grootte is omzet. {title}."),
        "has_bubbles": drawn,
        "bubble_absent": "" if drawn else w.NO_BUBBLES,
    }
