"""Charts of the report as SVG: the same declarations and frames as Excel's own charts."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.chart_specs import ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Frames, Values
from klantwaarde_xl.web.axes import Scale, scale
from klantwaarde_xl.web.markup import Markup, joined, tag
from klantwaarde_xl.web.shown import shown

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 14, 44
_UNDER = {"bar": 24, "stacked": 24, "column": 52, "line": 24, "bubble": 24}
"""Room below an axis without a title: columns have their names there, on a slant."""
_BARS = {"bar", "column", "stacked"}
_LYING = {"bar", "stacked"}
_NAMES = 120
"""Room for the names beside horizontal bars."""
_LETTER = 6.2
"""Width of an ordinary letter of eleven pixels."""
_LARGEST = 22
"""Radius of the largest bubble."""
_LEGEND = 20
_ANCHORS = {
    "left": ("end", -8, 4),
    "right": ("start", 8, 4),
    "above": ("middle", 0, -8),
    "below": ("middle", 0, 16),
}


def chart(spec: ChartSpec, frames: Frames, values: Values) -> Markup:
    """Return a chart with its title above it; the alternative text tells what it shows."""
    frame = _Frame(spec)
    points = {series: _points(series, frames[series.frame]) for series in spec.series}
    drawn = _bars(spec, frame, points) if spec.kind in _BARS else _curves(spec, frame, points, values)
    legend = _legend(spec, frame) if spec.legend else None
    box = f"0 0 {spec.width} {spec.height}"
    picture = tag(
        "svg", tag("title", values[spec.alt_value]), drawn, legend, viewBox=box, role="img", class_="chart"
    )
    return tag("figure", tag("figcaption", values[spec.title_value]), picture)


class _Frame:
    """Where in the drawing the area within the axes is."""

    def __init__(self, spec: ChartSpec) -> None:
        self.left = _NAMES if spec.kind in _LYING else _LEFT
        self.right = spec.width - _RIGHT
        self.top = _TOP + (_LEGEND if spec.legend else 0)
        self.bottom = spec.height - (_UNDER[spec.kind] if spec.x.title == "" else _BOTTOM)


def _points(series: SeriesSpec, frame: pd.DataFrame) -> list[tuple[object, float, float]]:
    """Return x, y and size of the points that are known, in the order of the frame."""
    sizes = frame[series.size] if series.size else [1.0] * len(frame)
    rows = zip(frame[series.x], frame[series.y], sizes, strict=True)
    return [(x, float(y), float(size)) for x, y, size in rows if isinstance(y, int | float)]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


Points = Mapping[SeriesSpec, list[tuple[object, float, float]]]


def _curves(spec: ChartSpec, frame: _Frame, points: Points, values: Values) -> Markup:
    """Return axes, lines or bubbles, and the words beside them."""
    every = [(_number(x), y) for found in points.values() for x, y, _ in found]
    known = [(x, y) for x, y in every if math.isfinite(x) and math.isfinite(y)]
    across = scale(spec.x, [x for x, _ in known], frame.left, frame.right, zero=False)
    up = scale(spec.y, [y for _, y in known], frame.bottom, frame.top, zero=spec.kind == "line")
    sizes = [size for found in points.values() for _, _, size in found if math.isfinite(size)]
    largest = max(sizes, default=1.0)
    parts: list[Markup | None] = [_grid(spec, frame, up), _below(spec, frame, across)]
    for series, found in points.items():
        places = [
            (across.at(_number(x)), up.at(y), _LARGEST * math.sqrt(max(size, 0.0) / largest))
            for x, y, size in found
            if math.isfinite(_number(x)) and math.isfinite(y)
        ]
        if not series.hidden:
            parts.append(_line(series, places) if spec.kind == "line" else _bubbles(series, places))
        parts.append(_words(series, places, values))
    return joined(*parts)


def _line(series: SeriesSpec, places: list[tuple[float, float, float]]) -> Markup | None:
    if not places:
        return None
    route = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    dashes = "5 4" if series.dashed else None
    return tag(
        "polyline",
        points=route,
        fill="none",
        stroke=series.colour,
        stroke_width=series.width,
        stroke_dasharray=dashes,
    )


def _bubbles(series: SeriesSpec, places: list[tuple[float, float, float]]) -> Markup:
    seen = 1 - series.transparency / 100
    return joined(
        *(
            tag(
                "circle",
                cx=f"{x:.1f}",
                cy=f"{y:.1f}",
                r=f"{max(size, 1.2):.1f}",
                fill=series.colour,
                fill_opacity=seen,
            )
            for x, y, size in places
        )
    )


def _words(series: SeriesSpec, places: list[tuple[float, float, float]], values: Values) -> Markup | None:
    """Return the name of a series beside its points, or beside the one that it is for."""
    if not series.labels or not places:
        return None
    anchor, right, down = _ANCHORS[series.labels]
    name = values[series.named_by] if series.named_by else series.name
    chosen = places if series.label_at is None else places[series.label_at : series.label_at + 1]
    return joined(
        *(
            tag(
                "text",
                name,
                x=f"{x + right:.1f}",
                y=f"{y + down:.1f}",
                text_anchor=anchor,
                fill=series.colour,
            )
            for x, y, _ in chosen
        )
    )


def _grid(spec: ChartSpec, frame: _Frame, up: Scale) -> Markup:
    """Return the lines across and the figures to the left of them."""
    parts = []
    for tick in up.ticks:
        y = f"{up.at(tick):.1f}"
        parts.append(tag("line", x1=frame.left, x2=frame.right, y1=y, y2=y, stroke=formats.LINE))
        label = shown(tick, spec.y.format)
        parts.append(
            tag(
                "text",
                label,
                x=frame.left - 6,
                y=f"{up.at(tick) + 4:.1f}",
                text_anchor="end",
                fill=formats.GREY,
            )
        )
    return joined(*parts)


def _below(spec: ChartSpec, frame: _Frame, across: Scale) -> Markup:
    """Return the figures below and the title of the axis."""
    ticks = (
        tag(
            "text",
            shown(tick, spec.x.format),
            x=f"{across.at(tick):.1f}",
            y=frame.bottom + 16,
            text_anchor="middle",
            fill=formats.GREY,
        )
        for tick in across.ticks
    )
    middle = (frame.left + frame.right) / 2
    title = tag("text", spec.x.title, x=middle, y=frame.bottom + 36, text_anchor="middle", fill=formats.GREY)
    return joined(*ticks, title if spec.x.title else None)


def _bars(spec: ChartSpec, frame: _Frame, points: Points) -> Markup:
    """Return bars per name: beside each other, lying or standing, or behind each other from zero."""
    spans = _spans(spec, points)
    lying = spec.kind in _LYING
    ends = (frame.left, frame.right) if lying else (frame.bottom, frame.top)
    along = scale(
        spec.y, [end for found in spans.values() for span in found for end in span], *ends, zero=True
    )
    names = [x for x, _, _ in next(iter(points.values()))]
    first, last = (frame.bottom, frame.top) if lying else (frame.left, frame.right)
    room = (last - first) / max(len(names), 1)
    parts = [_upright(spec, frame, along) if lying else _grid(spec, frame, along)]
    parts += [_name(str(name), first + (n + 0.5) * room, frame, lying=lying) for n, name in enumerate(names)]
    beside = 1 if spec.kind == "stacked" else len(points)
    width = abs(room) * 0.7 / beside
    for place, (series, found) in enumerate(spans.items()):
        for n, (low, high) in enumerate(found):
            if high > low and series.colour:
                side = first + (n + 0.5) * room + (place % beside - beside / 2) * width
                parts.append(_bar(series, (along.at(low), along.at(high)), side, width, lying=lying))
    return joined(*parts)


def _spans(spec: ChartSpec, points: Points) -> dict[SeriesSpec, list[tuple[float, float]]]:
    """Return from where to where each bar goes; a stacked one begins where the last on its side ends."""
    reached: dict[tuple[int, bool], float] = {}
    found: dict[SeriesSpec, list[tuple[float, float]]] = {}
    for series, rows in points.items():
        for n, (_, y, _) in enumerate(rows):
            amount = y if math.isfinite(y) else 0.0
            start = reached.get((n, amount < 0), 0.0)
            if spec.kind == "stacked":
                reached[n, amount < 0] = start + amount
            low, high = sorted((start, start + amount))
            found.setdefault(series, []).append((low, high))
    return found


def _bar(series: SeriesSpec, ends: tuple[float, float], side: float, width: float, *, lying: bool) -> Markup:
    start, length = f"{min(ends):.1f}", f"{abs(ends[1] - ends[0]):.1f}"
    across, thick = f"{side:.1f}", f"{width:.1f}"
    if lying:
        return tag("rect", x=start, y=across, width=length, height=thick, fill=series.colour)
    return tag("rect", x=across, y=start, width=thick, height=length, fill=series.colour)


def _upright(spec: ChartSpec, frame: _Frame, along: Scale) -> Markup:
    """Return the lines up and the figures below them, of a chart with lying bars."""
    parts = []
    for tick in along.ticks:
        x = f"{along.at(tick):.1f}"
        parts.append(tag("line", x1=x, x2=x, y1=frame.top, y2=frame.bottom, stroke=formats.LINE))
        parts.append(
            tag(
                "text",
                shown(tick, spec.y.format),
                x=x,
                y=frame.bottom + 16,
                text_anchor="middle",
                fill=formats.GREY,
            )
        )
    return joined(*parts)


def _name(name: str, at: float, frame: _Frame, *, lying: bool) -> Markup:
    if not lying:
        place = f"rotate(-40 {at:.1f} {frame.bottom + 14})"
        return tag(
            "text",
            name,
            x=f"{at:.1f}",
            y=frame.bottom + 14,
            text_anchor="end",
            fill=formats.GREY,
            transform=place,
        )
    lines = _two_lines(name, int((frame.left - 8) / _LETTER))
    high = at + 4 - (len(lines) - 1) * 6
    return joined(
        *(
            tag("text", line, x=frame.left - 8, y=f"{high + n * 12:.1f}", text_anchor="end", fill=formats.INK)
            for n, line in enumerate(lines)
        )
    )


def _two_lines(name: str, most: int) -> list[str]:
    if len(name) <= most:
        return [name]
    cut = name.rfind(" ", 0, most + 1)
    return [name[:cut], name[cut + 1 :]] if cut > 0 else [name]


def _legend(spec: ChartSpec, frame: _Frame) -> Markup:
    parts, x = [], float(frame.left)
    for series in (one for one in spec.series if one.colour):
        parts.append(tag("rect", x=x, y=_TOP - 8, width=10, height=10, fill=series.colour))
        parts.append(tag("text", series.name, x=x + 15, y=_TOP + 1, fill=formats.INK))
        x += 30 + len(series.name) * _LETTER
    return joined(*parts)
