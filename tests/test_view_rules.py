"""The rules of panes, selections and charts find each breach that is planted."""

from __future__ import annotations

import pytest
from chart_rules import CHART_RULES
from package_rules import BY_NAME, RULES, faults
from planting import Change, changed, part_with, pattern, put
from small_workbook import small_document
from view_rules import VIEW_RULES

from klantwaarde_xl.template import build

PANE, BARS, DOTS = b"<pane xSplit=", b"<c:barChart>", b"<c:scatterChart>"
AXIS = rb'<c:axId val="\d+"/>'


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


def shown(inner: bytes, attributes: bytes = b"") -> Change:
    """Give the first view with a pane other contents."""
    return pattern(
        rb"<sheetView [^>]*>.*?</sheetView>",
        b'<sheetView workbookViewId="0"%s>%s</sheetView>' % (attributes, inner),
    )


def pane(splits: bytes, first: bytes, active: bytes = b"", state: bytes = b"frozen") -> bytes:
    named = b' activePane="%s"' % active if active else b""
    return b'<pane %s topLeftCell="%s"%s state="%s"/>' % (splits, first, named, state)


def selected(where: bytes, cell: bytes = b"A1", area: bytes = b"", more: bytes = b"") -> bytes:
    return b'<selection pane="%s" activeCell="%s" sqref="%s"%s/>' % (where, cell, area or cell, more)


DOWN, ACROSS, BOTH = b'ySplit="3"', b'xSplit="2"', b'xSplit="2" ySplit="3"'
VIEWS: list[Change] = [
    *[shown(selected(where)) for where in (b"bottomLeft", b"topRight", b"bottomRight")],
    *[shown(pane(DOWN, b"A4", active)) for active in (b"topRight", b"bottomRight")],
    *[shown(pane(ACROSS, b"C1", active)) for active in (b"bottomLeft", b"bottomRight")],
    shown(pane(DOWN, b"A4", b"bottomLeft") + selected(b"topRight")),
    shown(pane(ACROSS, b"C1", b"topRight") + selected(b"bottomRight")),
    shown(pane(DOWN, b"A4", b"bottomLeft") + selected(b"bottomLeft") * 2),
    shown(pane(b"", b"A4", b"bottomLeft")),
    shown(pane(b'xSplit="0" ySplit="0"', b"A4")),
    shown(pane(DOWN, b"A3", b"bottomLeft")),
    shown(pane(BOTH, b"B4", b"bottomRight")),
    shown(pane(b'ySplit="2.5"', b"A4", b"bottomLeft")),
    shown(pane(b'xSplit="16384"', b"XFD1", b"topRight")),
    shown(selected(b"topLeft", b"B2", b"C3:D4")),
    shown(selected(b"topLeft", b"B2", b"B2 C3", b' activeCellId="1"')),
    shown(selected(b"topLeft", b"B2", b"B2", b' activeCellId="1"')),
    shown(b"", b' zoomScale="5"'),
    shown(b"", b' zoomScale="401"'),
    put(b'workbookViewId="0"', b'workbookViewId="1"'),
]
AXES: list[Change] = [
    pattern(rb"(<c:gapWidth.*?)" + AXIS, rb'\1<c:axId val="7"/>'),
    pattern(rb"(<c:gapWidth.*?)" + AXIS, rb"\1"),
    pattern(rb"(<c:gapWidth.*?)(" + AXIS + rb")" + AXIS, rb"\1\2\2"),
    pattern(rb"<c:catAx>.*?</c:catAx>", b""),
    pattern(rb"<c:valAx>.*?</c:valAx>", b""),
    pattern(rb"(<c:catAx>)" + AXIS, rb'\1<c:axId val="7"/>'),
    pattern(rb'<c:crossAx val="\d+"/>', b'<c:crossAx val="7"/>'),
    pattern(rb'<c:crossAx val="\d+"/>', b""),
    pattern(rb'(<c:catAx><c:axId val="(\d+)"/>.*?)<c:crossAx val="\d+"/>', rb'\1<c:crossAx val="\2"/>'),
    pattern(rb"(<c:catAx>.*?</c:catAx>)", rb"\1\1"),
]
NUMBERS: list[Change] = [
    pattern(rb'(<c:ser><c:idx val="(\d+)"/>.*?<c:ser>)<c:idx val="\d+"/>', rb'\1<c:idx val="\2"/>'),
    pattern(rb'(<c:order val="(\d+)"/>.*?)<c:order val="\d+"/>', rb'\1<c:order val="\2"/>'),
]
BREACHES = [
    *[("views", PANE, change) for change in VIEWS],
    *[("chart_axes", BARS, change) for change in AXES],
    ("chart_axes", DOTS, pattern(rb"<c:valAx>.*?</c:valAx>", b"")),
    ("chart_axes", BARS, lambda data: data.replace(b"c:barChart>", b"c:pieChart>")),
    *[("series_numbers", b"<c:ser>", change) for change in NUMBERS],
]


@pytest.mark.parametrize(("name", "mark", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, name: str, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), (BY_NAME[name],))


SHOWN = (
    b"",
    selected(b"topLeft", b"C3", b"A1:B2 C3 D4", b' activeCellId="1"'),
    selected(b"topLeft", b"C3", b"A:XFD"),
    selected(b"topLeft", b"C3", b"3:4"),
    pane(DOWN, b"A4", b"bottomLeft") + selected(b"bottomLeft", b"B9"),
    pane(DOWN, b"A90", b"bottomLeft") + selected(b"topLeft") + selected(b"bottomLeft"),
    pane(BOTH, b"C4", b"bottomRight") + selected(b"topRight") + selected(b"bottomLeft"),
    pane(b'xSplit="1815.5" ySplit="600"', b"B2", state=b"split") + selected(b"topRight"),
)


@pytest.mark.parametrize("inner", SHOWN)
def test_views_of_excel_are_no_breach(filled: bytes, inner: bytes) -> None:
    change = shown(inner)
    assert faults(changed(filled, part_with(filled, PANE, change), change), VIEW_RULES) == []


@pytest.mark.parametrize(
    "text",
    [
        *(b"[0]!Als_Klant", b"Start!Als_Klant", b"OFFSET(Start!$A$1,0,0,COUNTA(Start!$A:$A),1)"),
        *(b"(Start!$A$1:$A$2,Start!$A$4:$A$5)", b"Start!$A$1:INDEX(Start!$A:$A,9)"),
    ],
)
def test_a_chart_may_name_a_computed_area(filled: bytes, text: bytes) -> None:
    change = pattern(rb"(<c:cat>.*?<c:f>)[^<]*", rb"\1" + text)
    assert faults(changed(filled, part_with(filled, BARS, change), change)) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert {*VIEW_RULES, *CHART_RULES} <= set(RULES)
    assert {rule.__name__ for rule in (*VIEW_RULES, *CHART_RULES)} <= {name for name, *_ in BREACHES}
    assert faults(filled, (*VIEW_RULES, *CHART_RULES)) == []
