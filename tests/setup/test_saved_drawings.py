"""Charts and pictures that changed are named with the sheet that they are on."""

from __future__ import annotations

import pytest
from altered import altered
from quick import first_quick

DRAWING, CHART = r"xl/drawings/drawing\d+\.xml", r"xl/charts/chart\d+\.xml"


@pytest.mark.parametrize(
    ("part", "mark", "becomes"),
    first_quick(
        1,
        [
            (DRAWING, rb"(<xdr:from><xdr:col>)\d+", rb"\g<1>33"),
            (DRAWING, rb'descr="[^"]*"', b'descr="anders"'),
            (CHART, rb"(<c:val>.*?<c:f>|<c:yVal>.*?<c:f>)[^<]*", rb"\g<1>Start!$A$1:$A$9"),
            (CHART, rb"(<c:ser>.*?)</c:ser>", b""),
            (CHART, rb"(<c:title>.*?<a:t>)[^<]*", rb"\g<1>Anders"),
            (CHART, rb'<c:max val="[^"]*"/>', b'<c:max val="7"/>'),
        ],
    ),
)
def test_a_changed_chart_is_named(part: str, mark: bytes, becomes: bytes, template: bytes) -> None:
    found = altered(template, part, mark, becomes)
    (one,) = found.differences
    assert (one.subject, one.sheet) == ("tekening", found.sheet)
    assert one.where
    assert one.written != one.found


@pytest.mark.slow
def test_the_line_of_a_long_chart_shows_the_series_that_differs(template: bytes) -> None:
    (one,) = altered(template, CHART, rb"(.*<c:val>.*?<c:f>)[^<]*", rb"\1Start!$A$1:$A$9").differences
    assert len(one.written) > 160
    ours, theirs = str(one).split(", er staat ")
    assert "…reeks val Start!$A$1:$A$9" in theirs
    assert "…reeks val " in ours
    assert "Start!$A$1:$A$9" not in ours


def test_a_drawing_that_is_gone_is_named(template: bytes) -> None:
    mark = rb'<xdr:twoCellAnchor.*?name="([^"]*)".*?</xdr:twoCellAnchor>'
    found = altered(template, DRAWING, mark, b"")
    assert found.only("tekening", found.found[1].decode()).found == ""


@pytest.mark.slow
def test_a_chart_of_another_kind_is_named(template: bytes) -> None:
    found = altered(
        template, CHART, rb"<c:bubbleChart>(.*)</c:bubbleChart>", rb"<c:areaChart>\1</c:areaChart>"
    )
    assert "areaChart" in found.differences[0].found


@pytest.mark.slow
def test_offsets_within_a_cell_are_no_difference(template: bytes) -> None:
    assert altered(template, DRAWING, rb"<xdr:colOff>\d+", b"<xdr:colOff>12700").differences == []
