"""Draws charts: native ones that point at the fixed blocks on Grafiekgegevens."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import CellSpec, GridSpec, TextSpec
from klantwaarde_xl.writers.bubble_chart import add_bubble_chart
from klantwaarde_xl.writers.drawing import place


class GridPlaces:
    """Where the columns of every grid stand, which grids a chart draws, and the cells with chart titles."""

    def __init__(self, document: Document) -> None:
        self.grids = {
            block.frame: (sheet.name, block)
            for sheet in document.sheets
            for block in sheet.blocks
            if isinstance(block, GridSpec)
        }
        charts = [
            block for sheet in document.sheets for block in sheet.blocks if isinstance(block, ChartSpec)
        ]
        self.charted = {series.frame for chart in charts for series in chart.series}
        titles = {chart.title_value for chart in charts}
        titles |= {series.named_by for chart in charts for series in chart.series if series.named_by}
        self.titles = {
            block.value: (sheet.name, block.at)
            for sheet in document.sheets
            for block in sheet.blocks
            if isinstance(block, TextSpec | CellSpec) and block.value in titles
        }

    def column(self, frame: str, field: str) -> list[str | int]:
        """Return the range of one column of a grid.

        As [sheet, first row, column, last row, column], counted from 0.
        """
        sheet, grid = self.grids[frame]
        top, left = place(grid.at)
        column = left + [spec.field for spec in grid.columns].index(field)
        return [sheet, top + 1, column, top + grid.rows, column]

    def title(self, value: str) -> str | None:
        """Return the formula of the cell that holds a chart title, None when no sheet shows it."""
        if value not in self.titles:
            return None
        sheet, at = self.titles[value]
        return f"='{sheet}'!{xl_rowcol_to_cell(*place(at), row_abs=True, col_abs=True)}"


def draw_chart(book: Workbook, spec: ChartSpec, places: GridPlaces, title: str) -> Chart:
    """Return the chart, ready to be put on a sheet."""
    if spec.kind == "bubble":
        chart = add_bubble_chart(book, spec.name)
    else:
        kinds = {
            "line": {"type": "scatter", "subtype": "straight"},
            "bar": {"type": "bar"},
            "column": {"type": "column"},
            "stacked": {"type": "bar", "subtype": "stacked"},
        }
        chart = book.add_chart({**kinds[spec.kind], "name": spec.name})
    for series in spec.series:
        chart.add_series(_series(spec, series, places))
    chart.set_title(
        {
            "name": places.title(spec.title_value) or title,
            "name_font": _font(12, formats.ACCENT, bold=True),
            "overlay": False,
        }
    )
    across, upwards = (spec.y, spec.x) if spec.kind in {"bar", "stacked"} else (spec.x, spec.y)
    chart.set_x_axis(_axis(across))
    chart.set_y_axis(_axis(upwards))
    unnamed = [n for n, series in enumerate(spec.series) if series.hidden]
    chart.set_legend(
        {"position": "bottom", "font": _font(10), "delete_series": unnamed} if spec.legend else {"none": True}
    )
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": formats.WHITE}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.set_size({"width": spec.width, "height": spec.height})
    chart.show_blanks_as("gap")
    return chart


def chart_options(alt: str) -> dict[str, object]:
    """Return how a chart is put on its sheet: with alt text; it moves with the cells but keeps its size."""
    return {"description": alt, "object_position": 2, "x_offset": 2, "y_offset": 2}


def _font(size: int, colour: str = formats.GREY, *, bold: bool = False) -> dict[str, object]:
    return {"name": formats.FONT, "size": size, "color": colour, "bold": bold}


def _series(spec: ChartSpec, series: SeriesSpec, places: GridPlaces) -> dict[str, object]:
    options: dict[str, object] = {
        "name": places.title(series.named_by) or series.name,
        "categories": places.column(series.frame, series.x),
        "values": places.column(series.frame, series.y),
    }
    if spec.kind == "bubble":
        options["sizes"] = places.column(series.frame, series.size)
        options["fill"] = (
            {"none": True} if series.hidden else {"color": series.colour, "transparency": series.transparency}
        )
        options["border"] = {"none": True} if series.hidden else {"color": formats.WHITE, "width": 0.5}
        return options | _labels(series, places)
    if spec.kind in {"bar", "column", "stacked"}:
        fill: dict[str, object] = {"color": series.colour} if series.colour else {"none": True}
        return options | {"fill": fill, "gap": 60, "overlap": 100 if spec.kind == "stacked" else 0}
    options["line"] = {"color": series.colour, "width": series.width} | (
        {"dash_type": "dash"} if series.dashed else {}
    )
    options["marker"] = {"type": "none"}
    return options | _labels(series, places)


def _labels(series: SeriesSpec, places: GridPlaces) -> dict[str, object]:
    """Return what stands beside the points of a series: its name, beside all of them or beside one."""
    if not series.labels:
        return {}
    labels: dict[str, object] = {"position": series.labels, "font": _font(10, series.colour, bold=True)}
    if series.label_at is not None:
        _, grid = places.grids[series.frame]
        labels["custom"] = [None if n == series.label_at else {"delete": True} for n in range(grid.rows)]
    return {"data_labels": labels | {"series_name": True}}


def _axis(axis: AxisSpec) -> dict[str, object]:
    options: dict[str, object] = {
        "num_format": axis.format.number_format,
        "num_font": _font(10),
        "name_font": _font(10),
        "line": {"color": formats.PREVIOUS},
        "major_gridlines": {"visible": axis.grid, "line": {"color": formats.LINE, "width": 0.5}},
        "label_position": "low",
    }
    if axis.powers:
        options["log_base"] = 10
    if axis.format.kind == "text":
        options["interval_unit"] = 1  # every name, also where there is little room
    chosen = {"name": axis.title or None, "min": axis.minimum, "max": axis.maximum, "major_unit": axis.step}
    return options | {key: value for key, value in chosen.items() if value is not None}
