"""What must hold of charts: their axes and the numbers of their series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from package_reading import Package, local

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WITHOUT_AXES = {"pieChart", "pie3DChart", "ofPieChart", "doughnutChart"}
NO_AXIS = "0"
"""What Excel writes for the third axis of a chart in three dimensions that shows none."""
_PART = re.compile(r"xl/charts/chart\d+\.xml")


def chart_axes(package: Package) -> Iterator[str]:
    """Every axis that is named is there and is used, and crosses another one; a round chart has none."""
    for name in filter(_PART.fullmatch, package.names):
        for area in package.xml(name).iter(f"{CHART}plotArea"):
            axes = [one for one in area if local(one).endswith("Ax")]
            own = [_value(one, "axId") for one in axes]
            plots = [one for one in area if local(one).endswith("Chart")]
            named = [_of_plot(one) for one in plots]
            used = {one for those in named for one in those}
            yield from (f"{name}: two axes {one}" for one, count in Counter(own).items() if count > 1)
            yield from (f"{name}: no axis {one}" for one in sorted(used - {*own, NO_AXIS}))
            yield from (f"{name}: nothing on axis {one}" for one in sorted({*own} - used))
            for kind, those in zip(map(local, plots), named, strict=True):
                if len(set(those)) != len(those) or (len(those) not in _due(kind)):
                    yield f"{name}: {kind} on axes {those}"
            for axis, number in zip(axes, own, strict=True):
                if (crossed := _value(axis, "crossAx")) == number or crossed not in own:
                    yield f"{name}: axis {number} crosses {crossed}"


def _of_plot(plot: etree._Element) -> list[str]:
    return [one.get("val", "") for one in plot.findall(f"{CHART}axId")]


def _due(kind: str) -> Sequence[int]:
    """Return how many axes a kind of chart has."""
    return (0,) if kind in WITHOUT_AXES else (2, 3) if "3D" in kind or kind == "surfaceChart" else (2,)


def series_numbers(package: Package) -> Iterator[str]:
    """No two series of a chart have one number, or one place in its order."""
    for name in filter(_PART.fullmatch, package.names):
        series = list(package.xml(name).iter(f"{CHART}ser"))
        for tag in ("idx", "order"):
            given = Counter(_value(one, tag) for one in series)
            yield from (f"{name}: two series with {tag} {one}" for one, count in given.items() if count > 1)


def _value(element: etree._Element, tag: str) -> str:
    one = element.find(f"{CHART}{tag}")
    return "" if one is None else str(one.get("val", ""))


CHART_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (chart_axes, series_numbers)
