"""Charts: what is drawn lies where the figures say, and the words say what it shows."""

from __future__ import annotations

import math
import typing

import lxml.etree
import pandas as pd
import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.web.axes import scale
from klantwaarde_xl.web.charts import chart

VALUES = {"title": "Titel & <b>", "alt": "Wat het toont", "name": "36 %"}


def drawn(spec: ChartSpec, frame: pd.DataFrame) -> lxml.etree._Element:
    return lxml.etree.fromstring(str(chart(spec, {"points": frame}, VALUES)))


def made(kind: str, y: AxisSpec, x: AxisSpec | None = None, **series: object) -> ChartSpec:
    one = SeriesSpec("Reeks", "points", "x", "y", **series)
    return ChartSpec(kind, "A1", 400, 300, "title", "alt", (one,), x or AxisSpec("As", f.PERCENTAGE_WHOLE), y)


def test_a_line_goes_through_its_points() -> None:
    frame = pd.DataFrame({"x": [0.0, 0.5, 1.0], "y": [0.0, 0.8, 1.0]})
    axis = AxisSpec("", f.PERCENTAGE_WHOLE, 0, 1, 0.2, grid=True)
    svg = drawn(made("line", axis, AxisSpec("As", f.PERCENTAGE_WHOLE, 0, 1, 0.2)), frame)
    (line,) = svg.iter("polyline")
    (x0, y0), (x1, y1), (x2, y2) = (map(float, p.split(",")) for p in line.get("points").split())
    assert x1 == pytest.approx((x0 + x2) / 2, abs=0.1)
    assert (y0 - y1) / (y0 - y2) == pytest.approx(0.8, abs=0.001)
    texts = [text.text for text in svg.iter("text")]
    assert texts[:6] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert svg.findtext("figcaption") == VALUES["title"]
    assert svg.findtext("svg/title") == VALUES["alt"]
    assert svg.find("svg").get("role") == "img"


def test_the_area_of_a_bubble_is_its_size() -> None:
    frame = pd.DataFrame({"x": [0.01, 0.1, 1.0], "y": [0.1, 0.2, math.nan], "z": [100.0, 400.0, 900.0]})
    spec = made("bubble", AxisSpec(""), AxisSpec("", powers=True), size="z")
    small, large = (float(c.get("r")) for c in drawn(spec, frame).iter("circle"))
    assert large / small == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize("kind", ["bar", "column"])
def test_bars_are_as_long_as_their_figures_also_below_zero(kind: str) -> None:
    frame = pd.DataFrame({"x": ["a", "b", "c"], "y": [100.0, -50.0, math.nan]})
    first, second = drawn(made(kind, AxisSpec("", f.INTEGER)), frame).iter("rect")
    side, place = ("width", "x") if kind == "bar" else ("height", "y")
    assert float(first.get(side)) / float(second.get(side)) == pytest.approx(2, abs=0.02)
    # The bar below zero ends where the other begins: to the left of it, and under it.
    left, right = (second, first) if kind == "bar" else (first, second)
    assert float(left.get(place)) + float(left.get(side)) == pytest.approx(float(right.get(place)), abs=0.2)


def test_stacked_bars_begin_where_the_last_one_on_their_side_ends() -> None:
    # A step from 60 to 100 and one from 30 below zero to 50 below; what they begin behind is not drawn.
    frame = pd.DataFrame({"x": ["op", "neer"], "behind": [60.0, -30.0], "y": [40.0, -20.0]})
    behind = SeriesSpec("", "points", "x", "behind", colour="")
    step = SeriesSpec("Stap", "points", "x", "y")
    axis = AxisSpec("", f.EURO, -100, 100, 50)
    spec = ChartSpec("stacked", "A1", 400, 300, "title", "alt", (behind, step), AxisSpec(""), axis)
    up, down = drawn(spec, frame).iter("rect")
    lines = [float(line.get("x1")) for line in drawn(spec, frame).iter("line")]
    zero, unit = lines[2], (lines[4] - lines[0]) / 200
    assert float(up.get("x")) == pytest.approx(zero + 60 * unit, abs=0.2)
    assert float(up.get("width")) == pytest.approx(40 * unit, abs=0.2)
    assert float(down.get("x")) == pytest.approx(zero - 50 * unit, abs=0.2)
    assert float(down.get("width")) == pytest.approx(20 * unit, abs=0.2)


def test_every_kind_of_chart_is_drawn() -> None:
    kinds = set(typing.get_args(typing.get_type_hints(ChartSpec)["kind"]))
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 2.0]})
    for kind in kinds:
        assert len(drawn(made(kind, AxisSpec("", f.INTEGER)), frame).find("svg")) > 3, kind


def test_a_label_stands_at_its_point_with_the_name_of_a_value() -> None:
    frame = pd.DataFrame({"x": [0.0, 0.5], "y": [0.0, 1.0]})
    svg = drawn(made("line", AxisSpec(""), labels="right", label_at=1, named_by="name"), frame)
    (label,) = (text for text in svg.iter("text") if text.text == "36 %")
    last = svg.find(".//polyline").get("points").split()[-1]
    assert float(label.get("x")) == pytest.approx(float(last.split(",")[0]) + 8, abs=0.2)


@pytest.mark.parametrize("kind", ["line", "bubble", "bar", "column", "stacked"])
@pytest.mark.parametrize("values", [[], [math.nan], [0.0], [5.0, 5.0]])
def test_a_chart_without_much_to_show_is_still_a_chart(kind: str, values: list[float]) -> None:
    places = [1.0 if kind in {"line", "bubble"} else "a"] * len(values)
    frame = pd.DataFrame({"x": places, "y": values})
    assert drawn(made(kind, AxisSpec("", f.INTEGER)), frame).findtext("svg/title")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 9_400.0, [0, 2000, 4000, 6000, 8000, 10_000]),
        (-3.0, 7.0, [-4, -2, 0, 2, 4, 6, 8]),
        (0.0, 1.39, [0, 0.5, 1.0, 1.5]),
    ],
)
def test_an_axis_has_round_steps_around_the_figures(low: float, high: float, ticks: list[float]) -> None:
    assert scale(AxisSpec(""), [low, high], 0, 100, zero=True).ticks == pytest.approx(ticks)
