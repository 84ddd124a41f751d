"""What a chart can be made of: frozen declarations, as those of sheets in ``report.specs``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """One series of a chart: columns of one grid on the sheet Grafiekgegevens, by field name.

    ``labels`` puts the name of the series beside its points, on this side of them, or beside one point only:
    ``label_at``, from 0. ``named_by`` is the value whose cell gives the name. ``hidden`` leaves the points
    away and the label there. Without ``colour`` a bar is not drawn: it is what others begin behind."""

    name: str
    frame: str
    x: str
    y: str
    size: str = ""
    colour: str = formats.ACCENT
    width: float = 2.25
    dashed: bool = False
    transparency: int = 0
    labels: Literal["", "left", "right", "above", "below"] = ""
    label_at: int | None = None
    named_by: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AxisSpec:
    """One axis of a chart.

    ``title``, number format, limits (None: Excel chooses), grid lines; ``powers``: each step is ten times the
    last.
    """

    title: str
    format: CellFormat = formats.PERCENTAGE
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    grid: bool = False
    powers: bool = False


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One native chart over fixed blocks.

    ``stacked`` is bars behind each other, to both sides of zero. ``title_value`` and ``alt_value`` name the
    sentences that tell what it shows.

    ``width`` and ``height`` in pixels; ``when`` names a value that must be true for the chart to be drawn (''
    : always).
    """

    kind: Literal["line", "bubble", "bar", "column", "stacked"]
    at: str
    width: int
    height: int
    title_value: str
    alt_value: str
    series: tuple[SeriesSpec, ...]
    x: AxisSpec
    y: AxisSpec
    name: str = ""
    legend: bool = False
    when: str = ""
