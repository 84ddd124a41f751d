"""A presentation of five slides from the document of the copy: answer, concentration, growth, risk, actions.

Charts are those of PowerPoint, so that they can be restyled there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import euro, number, one_line, short_name, unbroken

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

_SENTENCES = 7
"""So many sentences of the Dashboard are on the first slide."""
_ROWS = 10
_LEFT, _TOP, _WIDE, _HIGH = 0.6, 1.75, 12.1, 5.1
"""Inches: the room below the title of a slide of 13.33 x 7.5."""
_TITLE_SIZE, _TEXT_SIZE, _NOTE_SIZE = 26, 20, 12
_LONG_TITLE = 120
"""Letters of a title from which it is set smaller, to stay above what is below."""
_NOTHING = "Daar is in deze periode niets van te zeggen."
_CURVES = (("pareto", "Omzetdeel, grootste eerst"), ("whale", "Nettobijdrage, beste eerst"))


def needs_slides() -> None:
    """Raise KW-824 where the library that writes presentations is not installed."""
    if find_spec("pptx") is None:
        raise errors.NO_SLIDES.error()


def slides_bytes(document: Document) -> bytes:
    """Return a presentation (.pptx) of a document of results; figures and names are those of its sheets.

    Raises KW-824 without the library python-pptx.
    """
    needs_slides()
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    properties = deck.core_properties
    properties.title, properties.author, properties.language = document.title, "klantwaarde_xl", "nl-NL"
    properties.last_modified_by = "klantwaarde_xl"
    properties.created = properties.modified = document.created
    note = _text(document, "dashboard_subtitle")

    def slide(title: str) -> Slide:
        made = deck.slides.add_slide(deck.slide_layouts[5])
        _head(made, title or document.title, note)
        return made

    _answer(slide(_text(document, "headline")), document)
    _concentration(slide(_text(document, "concentration_sentence")), document)
    _growth(slide(_text(document, "actions_message")), document)
    _at_stake(slide(_text(document, "changes_message")), document)
    _actions(slide(_text(document, "managers_message")), document)
    whole = io.BytesIO()
    deck.save(whole)
    return whole.getvalue()


def _text(document: Document, key: str) -> str:
    return str(document.values.get(key) or "")


def _amount(document: Document, value: float) -> str:
    return euro(value) if document.currency == "EUR" else number(value)


def _head(slide: Slide, title: str, note: str) -> None:
    """Put the message above and the period below."""
    from pptx.util import Inches

    shape: Any = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Inches, (_LEFT, 0.4, _WIDE, 1.2))
    size = _TITLE_SIZE if len(title) <= _LONG_TITLE else _TITLE_SIZE - 6
    _fill(shape.text_frame, [title], size, f.ACCENT, bold=True)
    below = slide.shapes.add_textbox(*map(Inches, (_LEFT, 6.9, _WIDE, 0.4)))
    _fill(below.text_frame, [note], _NOTE_SIZE, f.GREY)


def _fill(frame: Any, lines: Sequence[str], size: int, colour: str, *, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size / 2)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = unbroken(line), Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _paragraphs(slide: Slide, lines: Sequence[str]) -> None:
    from pptx.util import Inches

    box = slide.shapes.add_textbox(*map(Inches, (_LEFT, _TOP, _WIDE, _HIGH)))
    _fill(box.text_frame, lines, _TEXT_SIZE, f.INK)


def _answer(slide: Slide, document: Document) -> None:
    sentences = (_text(document, f"sentence_{n}") for n in range(1, _SENTENCES + 1))
    _paragraphs(slide, [sentence for sentence in sentences if sentence] or [_NOTHING])


def _concentration(slide: Slide, document: Document) -> None:
    """Draw the Pareto curve and the whale curve beside each other."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    curves = document.frames["curves"]
    for n, (field, name) in enumerate(_CURVES):
        points = curves[["share_of_customers", field]].astype(float).dropna()
        if points.empty:
            _paragraphs(slide, [_NOTHING] if n == 0 else [])
            continue
        data = XyChartData()
        series = data.add_series(name)
        for x, y in points.itertuples(index=False):
            series.add_data_point(x, y)
        place = (_LEFT + n * _WIDE / 2, _TOP, _WIDE / 2 - 0.2, _HIGH)
        alt = _text(document, f"{field}_alt")
        chart = _chart(slide, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, place, alt)
        chart.has_title = True
        chart.chart_title.text_frame.text = name
        _axes(chart, "0%")


def _growth(slide: Slide, document: Document) -> None:
    rows = document.frames["opportunities"]
    sure = rows[rows["up_sell"].astype(float) > 0].sort_values("up_sell", ascending=False, kind="stable")
    _bars(slide, document, sure, ("up_sell", "Aannemelijk te winnen op groei, marge per jaar"))


def _at_stake(slide: Slide, document: Document) -> None:
    rows = document.frames["changes"]
    rows = rows[(rows["status"] == "risico") & (rows["at_stake"].astype(float) > 0)]
    _bars(slide, document, rows, ("at_stake", "Naar kans op het spel, marge per jaar"))


def _bars(slide: Slide, document: Document, rows: pd.DataFrame, shown: tuple[str, str]) -> None:
    """Draw the largest amounts by customer, the largest on top, each with its figure.

    ``shown``: the field, and what it is.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    field, name = shown[0], f"{shown[1]} in {document.currency}"
    rows = rows.head(_ROWS)
    if rows.empty:
        _paragraphs(slide, [_NOTHING])
        return
    data = CategoryChartData()
    data.categories = [short_name(one_line(str(customer))) for customer in rows["name"]]
    data.add_series(name, [float(value) for value in rows[field]])
    figures = zip(rows["name"], rows[field], strict=True)
    alt = f"{name}: " + "; ".join(f"{customer} {_amount(document, value)}" for customer, value in figures)
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, (_LEFT, _TOP, _WIDE, _HIGH), alt)
    chart.has_title = True
    chart.chart_title.text_frame.text = name
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    _paint(plot)


def _chart(slide: Slide, kind: Any, data: Any, place: tuple[float, float, float, float], alt: str) -> Chart:
    from pptx.util import Inches, Pt

    left, top, width, height = map(Inches, place)
    frame: Any = slide.shapes.add_chart(kind, left, top, width, height, data)
    frame.element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart: Chart = frame.chart
    chart.has_legend = False
    chart.font.size = Pt(_NOTE_SIZE)
    return chart


def _axes(chart: Chart, shown: str) -> None:
    for axis in (chart.category_axis, chart.value_axis):
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = shown, False
        axis.has_major_gridlines = False
    chart.category_axis.maximum_scale = 1.0
    chart.category_axis.minimum_scale = 0.0
    _paint(chart.plots[0], line=True)


def _paint(plot: Any, *, line: bool = False) -> None:
    from pptx.dml.color import RGBColor

    for series in plot.series:
        look = series.format.line if line else series.format.fill
        if line:
            series.smooth = False
            look.color.rgb = RGBColor.from_string(f.ACCENT.lstrip("#"))
        else:
            look.solid()
            look.fore_color.rgb = RGBColor.from_string(f.ACCENT.lstrip("#"))


def _actions(slide: Slide, document: Document) -> None:
    """Put the ten actions that yield most in a table: for whom, by whom, how much and why."""
    from pptx.util import Inches

    rows = document.frames["actions"]
    rows = rows[rows["potential"].astype(float) > 0].head(_ROWS)
    if rows.empty:
        _paragraphs(slide, [_NOTHING])
        return
    headers, widths = (
        (
            "Klant",
            "Accountmanager",
            f"{document.currency[:1].upper()}{document.currency[1:]} per jaar",
            "Wat te doen",
        ),
        (2.8, 2.0, 1.4, 5.9),
    )
    place = map(Inches, (_LEFT, _TOP, _WIDE, 0.4 * (len(rows) + 1)))
    table = slide.shapes.add_table(len(rows) + 1, len(headers), *place).table
    for n, width in enumerate(widths):
        table.columns[n].width = Inches(width)
    lines = [headers]
    for row in rows[["name", "account_manager", "potential", "sentence"]].to_dict("records"):
        manager = row["account_manager"]
        shown = (short_name(one_line(str(row["name"]))), "" if pd.isna(manager) else str(manager))
        lines.append((*shown, _amount(document, float(row["potential"])), _short(str(row["sentence"]))))
    for y, line in enumerate(lines):
        for x, text in enumerate(line):
            _fill(table.cell(y, x).text_frame, [text], _NOTE_SIZE, f.WHITE if y == 0 else f.INK)


def _short(sentence: str) -> str:
    """Return the first sentence, no longer than a row of the table can hold.

    >>> _short("Bel eerst. Dan meer.")
    'Bel eerst.'
    """
    first = sentence.split(". ", maxsplit=1)[0].rstrip(".") + "."
    return first if len(first) <= 120 else first[:119].rstrip() + "…"
