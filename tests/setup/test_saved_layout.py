"""Widths, hidden rows and columns, frozen titles, protection and paper that changed are named."""

from __future__ import annotations

import pytest
from altered import altered
from quick import first_quick

SHEET = r"xl/worksheets/sheet\d+\.xml"


@pytest.mark.parametrize(
    ("mark", "becomes", "subject"),
    first_quick(
        1,
        [
            (rb"<pane [^<>]*/>", b"", "vaste titels"),
            (rb'(<pane [^<>]*)ySplit="\d+"', rb'\1ySplit="1"', "vaste titels"),
            (rb'showGridLines="0" ', b"", "rasterlijnen en koppen"),
            (rb"<sheetView ", b'<sheetView zoomScale="60" ', "zoom"),
            (rb'(<col min="\d+" max="\d+" width=")[^"]*', rb"\g<1>44", "kolombreedte"),
            (
                rb'(<col min="\d+" max="\d+" width="[^"]*")(?![^<>]*hidden)',
                rb'\1 hidden="1"',
                "verborgen kolom",
            ),
            (rb'(<row [^<>]*ht=")[^"]*("[^<>]*customHeight)', rb"\g<1>99\2", "rijhoogte"),
            (rb'(<row r="\d+")', rb'\1 hidden="1"', "verborgen rij"),
            (rb'orientation="landscape"', b'orientation="portrait"', "papier"),
            (rb'fitToHeight="0"', b'fitToHeight="3"', "papier"),
            (rb'(<pageMargins left=")[^"]*', rb"\g<1>1.5", "marges"),
            (rb"(<oddFooter>)[^<]*", rb"\1niets", "kop- en voettekst"),
            (rb'(<brk id=")\d+', rb"\g<1>3", "paginagrenzen na rijen"),
            (rb"(</sheetData>)", rb'\1<sheetProtection sheet="1"/>', "beveiliging"),
            (
                rb"(</sheetData>)",
                rb'\1<mergeCells><mergeCell ref="XY1:XZ1"/></mergeCells>',
                "samengevoegde cellen",
            ),
            (rb'codeName="Blad\d+"', b"", "codenaam"),
        ],
    ),
)
def test_a_changed_layout_is_named(mark: bytes, becomes: bytes, subject: str, template: bytes) -> None:
    found = altered(template, SHEET, mark, becomes)
    assert subject in {one.subject.replace("na kolommen", "na rijen") for one in found.differences}
    assert {one.sheet for one in found.differences} == {found.sheet}


@pytest.mark.parametrize(
    ("mark", "becomes"),
    first_quick(
        1,
        [
            (rb"<pageSetup ", b'<pageSetup horizontalDpi="600" verticalDpi="600" '),
            (rb"<sheetView ", b'<sheetView topLeftCell="A40" '),
            (rb"(<pageSetup [^<>]*/>)", rb"\1<printOptions/>"),
        ],
    ),
)
def test_what_excel_adds_or_where_one_looks_is_no_difference(
    mark: bytes, becomes: bytes, template: bytes
) -> None:
    assert altered(template, SHEET, mark, becomes).differences == []


@pytest.mark.slow
def test_a_size_rounded_to_the_dots_of_a_screen_is_no_difference(template: bytes) -> None:
    assert altered(template, SHEET, rb'(<col [^<>]*width="\d+)\.7109375', rb"\1.6640625").differences == []
