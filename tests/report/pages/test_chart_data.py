from __future__ import annotations

from klantwaarde_xl.model.sheet_grid import column_number
from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.page import Strip
from klantwaarde_xl.report.pages.chart_data import TITLES_ROW, chart_data_page
from klantwaarde_xl.report.specs import CellSpec, GridSpec, TextSpec, split_address

STRIPS = [strip for page in REPORT for strip in page.strips]


def cells(strip: Strip) -> list[tuple[int, int]]:
    """Return the cells that a strip fills: column and row."""
    found = []
    for block in strip.blocks:
        letters, row = split_address(block.at)
        column, wide, high = column_number(letters), 1, 1
        if isinstance(block, GridSpec):
            row, wide, high = row - 1, len(block.columns), block.rows + 2
        found += [(column + x, row + y) for x in range(wide) for y in range(high)]
    return found


def test_no_two_blocks_share_a_cell() -> None:
    (page,) = (page for page in REPORT if page.spec.name == "Grafiekgegevens")
    filled = cells(Strip(page.spec.blocks))
    assert len(filled) == len(set(filled))
    assert len(filled) > 2_000


def test_every_strip_stands_there_from_left_to_right() -> None:
    page = REPORT[-1]
    assert [block for strip in STRIPS for block in strip.blocks if block not in page.spec.blocks] == []


def test_titles_stand_below_the_longest_curve() -> None:
    page = chart_data_page(REPORT[:-1])
    titles = [key for one in REPORT for key in one.titles]
    shown = [
        block
        for block in page.spec.blocks
        if isinstance(block, TextSpec | CellSpec) and block.value in titles
    ]
    assert [block.at for block in shown] == [f"A{TITLES_ROW + n}" for n in range(1, len(titles) + 1)]
