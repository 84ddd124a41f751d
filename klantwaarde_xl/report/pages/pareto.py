"""The page Pareto: classes A, B and C, with the Pareto curve and the whale curve."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from klantwaarde_xl.analysis.result import MEASURE
from klantwaarde_xl.core.value.concentration import Concentration, concentration
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Page, Source, Strip
from klantwaarde_xl.report.pages.columns import ID, NAME, amount
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words import dashboard_sentences as sentences

POINTS = 101
"""Points of a curve."""
_LABEL_HEIGHT = 0.08
"""Height of the label beside the line at 80 %: under the line of equal shares."""
PARETO = TableSpec(
    "tblPareto",
    "pareto",
    (
        ColumnSpec("position", "Nr", f.INTEGER, f.WIDTH_RANK, "Volgorde op de gekozen Pareto-maat."),
        ID,
        NAME,
        amount(
            "value", "Pareto-maat", "Omzet, marge, nettobijdrage of score, zoals op het blad Instellingen."
        ),
        ColumnSpec("share", "Deel", f.PERCENTAGE, f.WIDTH_SMALL, "Deel van het positieve totaal."),
        ColumnSpec(
            "pareto_share",
            "Cumulatief",
            f.PERCENTAGE,
            f.WIDTH_FIGURE,
            "Tot en met deze klant en wie gelijk is.",
        ),
        ColumnSpec("pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL),
        amount("contribution", "Nettobijdrage", "In EUR.", conditional="negative"),
    ),
    totals=True,
    description="Klanten op volgorde van de Pareto-maat, met cumulatief deel en klasse.",
)
CURVES = GridSpec(
    "curves",
    (
        ColumnSpec("share_of_customers", "Deel van de klanten", f.PERCENTAGE, 12),
        ColumnSpec("pareto", "Pareto, cumulatief", f.PERCENTAGE, 12),
        ColumnSpec("equal", "Gelijk verdeeld", f.PERCENTAGE, 12),
        ColumnSpec("whale", "Walvis, cumulatief", f.PERCENTAGE, 12),
        ColumnSpec("whale_amount", "Walvis, EUR", f.EURO, 14),
        ColumnSpec("whole", "100 %", f.PERCENTAGE, 9),
    ),
    "A6",
    POINTS,
    "Curven (101 punten)",
)
MARK = (ColumnSpec("x", "x", f.PERCENTAGE, 9), ColumnSpec("y", "y", f.PERCENTAGE, 9))
"""Columns of points that are drawn in a chart."""
_PARETO_MARKS = GridSpec("pareto_marks", MARK, "H6", 4, "80 %-punt")
_WHALE_MARKS = GridSpec("whale_marks", MARK, "K6", 2, "Top van de walvis")
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
    """Return the two whale charts for one place, of which one is drawn.

    One is in shares; the other is in amounts, for a total that is not positive.
    """
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


def measured_concentration(source: Source) -> Concentration:
    """Return the concentration of the chosen Pareto measure; that of the analysis is of revenue."""
    return concentration(_measured(source))


def _measured(source: Source) -> pd.Series[float]:
    """Return the chosen measure, NaN for who has no invoice line and is no customer of the period."""
    customers = source.once(customer_frame)
    return customers[MEASURE[source.analysis.settings.pareto_measure]].where(customers["lines"] > 0)


def pareto_frame(source: Source) -> pd.DataFrame:
    """Return the customers by the chosen Pareto measure, largest first, with share, running share, class."""
    customers, value = source.once(customer_frame), _measured(source)
    positive = value.clip(lower=0).sum()
    frame = customers[["customer_id", "name", "pareto_share", "pareto_class", "contribution"]].assign(
        value=value, share=value.clip(lower=0) / (positive if positive > 0 else math.nan)
    )
    frame = frame.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    return frame.assign(position=np.arange(1, len(frame) + 1))


def _curves(source: Source) -> pd.DataFrame:
    analysis = source.analysis
    share = np.linspace(0, 1, POINTS)
    return pd.DataFrame(
        {
            "share_of_customers": share,
            "pareto": _curve(analysis.pareto_curve, "value_share"),
            "equal": share,
            "whale": _curve(analysis.whale.curve, "cumulative_share"),
            "whale_amount": _curve(analysis.whale.curve, "cumulative"),
            "whole": 1.0,
        }
    )


def _curve(curve: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    """Return the heights of a curve at its points; NaN for a curve that is not there."""
    return curve[column].to_numpy(dtype=float) if len(curve) == POINTS else np.full(POINTS, math.nan)


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    at, whale = source.once(measured_concentration).share_for_80, source.analysis.whale
    return {
        "pareto": source.once(pareto_frame),
        "curves": _curves(source),
        "pareto_marks": pd.DataFrame({"x": [0.0, at, at, at], "y": [0.8, 0.8, _LABEL_HEIGHT, 0.0]}),
        "whale_marks": pd.DataFrame({"x": [whale.at, whale.at], "y": [0.0, whale.peak]}),
    }


def concentration_words(source: Source) -> str:
    """Return how the chosen measure hangs on few customers; '' without a positive total."""
    spread = source.once(measured_concentration)
    measure = source.analysis.settings.pareto_measure
    return sentences.concentration(spread.share_for_80, spread.top20_share, measure)


def whale_total(source: Source) -> float:
    """Return the total of the whale curve, in EUR; NaN when nobody's net contribution is known."""
    unknown = source.once(customer_frame)["contribution"].isna()
    # To the cent, as the formulas add it up: half a euro must be rounded the same way by both.
    return math.nan if len(unknown) and unknown.all() else round(source.analysis.whale.total, 2)


def timed(customers: pd.DataFrame) -> bool:
    """Return whether any hours are known of these customers."""
    return bool(customers["time_cost"].notna().any())


def certain(customers: pd.DataFrame) -> bool:
    """Return whether it is known who costs money: some hours, and the net contribution of everyone."""
    known = customers["contribution"].notna().sum() >= customers["rank_revenue"].notna().sum()
    return timed(customers) and bool(known)


def whale_words(source: Source) -> str:
    """Return what the whale curve says."""
    whale = source.analysis.whale
    total = source.once(whale_total)
    time = whale.loss_time if certain(source.once(customer_frame)) else math.nan
    return sentences.whale(whale.peak, whale.at, whale.loss_makers, whale.loss_sum, total, time)


def _values(source: Source) -> dict[str, object]:
    spread, whale_text = concentration_words(source), whale_words(source)
    whale, total = source.analysis.whale, source.once(whale_total)
    in_shares = bool(whale.total > 0 and math.isfinite(whale.peak))
    return {
        "concentration_sentence": spread or "Er is geen positief totaal om te verdelen.",
        "whale_sentence": whale_text,
        "pareto_subtitle": f"{sentences.ordered_by(source.analysis.settings.pareto_measure)} {whale_text}",
        "pareto_alt": f"Paretocurve: cumulatief deel van het totaal tegen deel van de klanten. {spread}",
        "whale_alt": (
            "Walviscurve: cumulatieve nettobijdrage tegen deel van de klanten, beste eerst. " + whale_text
        ),
        "whale_in_shares": in_shares,
        "whale_in_euros": not in_shares and not math.isnan(total),
    }


PAGE = Page(
    SheetSpec(
        "Pareto",
        title="Pareto en walviscurve",
        about="klassen A, B en C, met de paretocurve en de walviscurve",
        message="concentration_sentence",
        subtitle="pareto_subtitle",
        tab_colour=f.ACCENT,
        freeze="A6",
        widths=(("I:I", 2), ("J:R", 9)),
        blocks=(
            PARETO,
            pareto_chart("J6", 540, 340),
            *whale_charts("J25", 540, 340),
        ),
    ),
    frames=_frames,
    values=_values,
    strips=(
        Strip((CURVES,), (("A:F", 12.5), ("G:G", 3))),
        Strip((_PARETO_MARKS, _WHALE_MARKS), (("H:I", 9), ("J:J", 9), ("K:L", 9), ("M:M", 3))),
    ),
)
