"""A bubble chart for XlsxWriter, which draws every other kind: a scatter chart whose points have a size.

It leans on the private drawing methods of ``ChartScatter``; the test of the chart's XML fails by name if they
change."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.chart_scatter import ChartScatter

BUBBLE_SCALE = 14
"""Size of the largest bubble, in percent of Excel's own (a quarter of the plot): small enough to see a
hundred of them."""


class BubbleChart(ChartScatter):
    """A scatter chart whose series have ``sizes`` beside categories (x) and values (y).

    The area of a bubble shows its size.
    """

    def add_series(self, options: Mapping[str, object] | None = None) -> None:
        """Add a series; ``sizes`` is a range like ``values``."""
        given = dict(options or {})
        sizes = self._list_to_formula(given.pop("sizes"))
        super().add_series(given)
        self.series[-1]["sizes"] = sizes
        self.series[-1]["size_data_id"] = self._get_data_id(sizes, None)

    def _write_chart_type(self, args: Mapping[str, bool]) -> None:
        series = (
            self._get_primary_axes_series() if args["primary_axes"] else self._get_secondary_axes_series()
        )
        if not series:
            return
        self._xml_start_tag("c:bubbleChart")
        self._xml_empty_tag("c:varyColors", [("val", 0)])
        for one in series:
            self._write_ser(one)
        self._xml_empty_tag("c:bubbleScale", [("val", BUBBLE_SCALE)])
        self._xml_empty_tag("c:showNegBubbles", [("val", 0)])
        self._xml_empty_tag("c:sizeRepresents", [("val", "area")])
        self._write_axis_ids(args)
        self._xml_end_tag("c:bubbleChart")

    def _write_ser(self, series: Mapping[str, object]) -> None:
        index = self.series_index
        self.series_index += 1
        self._xml_start_tag("c:ser")
        self._write_idx(index)
        self._write_order(index)
        self._write_series_name(series)
        self._write_sp_pr(series)
        self._xml_empty_tag("c:invertIfNegative", [("val", 0)])
        self._write_d_lbls(series.get("labels"))
        self._write_x_val(series)
        self._write_y_val(series)
        self._xml_start_tag("c:bubbleSize")
        self._write_num_ref(series["sizes"], self.formula_data[series["size_data_id"]], "num")
        self._xml_end_tag("c:bubbleSize")
        self._xml_empty_tag("c:bubble3D", [("val", 0)])
        self._xml_end_tag("c:ser")


def add_bubble_chart(book: Workbook, name: str) -> BubbleChart:
    """Return a new bubble chart of the workbook.

    It takes the place of a scatter chart that the library has made.
    """
    scatter = book.add_chart({"type": "scatter"})
    chart = BubbleChart()
    chart.chart_name = name
    for inherited in ("embedded", "date_1904", "remove_timezone"):
        setattr(chart, inherited, getattr(scatter, inherited))
    book.charts[book.charts.index(scatter)] = chart
    return chart
