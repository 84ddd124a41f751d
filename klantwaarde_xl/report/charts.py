"""The charts of many customers at once, declared: the Pareto curve, the whale curve, and margin against cost
to serve."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.words import dashboard_phrases as w

DOTS = 40
"""Dots of the line in the bubble chart where margin and cost to serve are equal."""
_PARETO_SERIES = (
    SeriesSpec(
        "Gelijk verdeeld", "curves", "share_of_customers", "equal", colour=f.PREVIOUS, width=1, dashed=True
    ),
    SeriesSpec("Cumulatief deel", "curves", "share_of_customers", "pareto"),
    SeriesSpec(
        "80 %",
        "pareto_marks",
        "x",
        "y",
        colour=f.ACCENT_2,
        width=1.25,
        labels="right",
        label_at=2,
        named_by="pareto_label",
    ),
)
_SHARE_AXIS = AxisSpec("Deel van de klanten", f.PERCENTAGE_WHOLE, 0, 1, 0.2)
_SMALL_SHARE = f.CellFormat("small_share", "number", "[$-413][<0.01]0.0%;[$-413]0%")
"""Percents without decimals, but for those under one."""


def pareto_chart(at: str, width: int, height: int) -> ChartSpec:
    """Return the Pareto chart at a place, in pixels."""
    axis = AxisSpec("", f.PERCENTAGE_WHOLE, 0, 1, 0.2, grid=True)
    return ChartSpec(
        "line",
        at,
        width,
        height,
        "pareto_title",
        "pareto_alt",
        _PARETO_SERIES,
        _SHARE_AXIS,
        axis,
        "Paretocurve",
    )


def whale_charts(at: str, width: int, height: int) -> tuple[ChartSpec, ChartSpec]:
    """Return the whale chart at a place: in shares, and in amounts for when the total is not positive; one is
    drawn."""
    shares = (
        SeriesSpec("100 %", "curves", "share_of_customers", "whole", colour=f.PREVIOUS, width=1, dashed=True),
        SeriesSpec("Cumulatieve nettobijdrage", "curves", "share_of_customers", "whale"),
        SeriesSpec(
            "Top",
            "whale_marks",
            "x",
            "y",
            colour=f.ACCENT_2,
            width=1.25,
            labels="above",
            label_at=1,
            named_by="whale_label",
        ),
    )
    amounts = (SeriesSpec("Cumulatieve nettobijdrage", "curves", "share_of_customers", "whale_amount"),)
    axis = AxisSpec("", f.PERCENTAGE_WHOLE, None, None, None, grid=True)
    euros = AxisSpec("", f.EURO, None, None, None, grid=True)
    common = (at, width, height, "whale_title", "whale_alt")
    return (
        ChartSpec("line", *common, shares, _SHARE_AXIS, axis, "Walviscurve", when="whale_in_shares"),
        ChartSpec("line", *common, amounts, _SHARE_AXIS, euros, "Walviscurve", when="whale_in_euros"),
    )


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
