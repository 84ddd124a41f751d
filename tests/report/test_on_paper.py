"""Of sheets that are longer than one A4, every page begins at a block, so that none is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from xlsxwriter.utility import xl_cell_to_rowcol

from klantwaarde_xl.report.contents import REPORT
from klantwaarde_xl.report.specs import GridSpec, SheetSpec

INCHES = (8.27, 11.69)
"""A4, the short side first."""
SIDES, TOP_AND_BOTTOM = 0.8, 1.0
"""Margins, in inches."""
PAGED = [page.spec for page in REPORT if page.spec.new_pages]


def test_what_is_read_as_a_page_and_is_longer_than_one_has_its_pages() -> None:
    assert {spec.name for spec in PAGED} == {"Dashboard", "Vooruit", "Wat als"}


@pytest.mark.parametrize("spec", PAGED, ids=lambda spec: spec.name)
def test_each_page_fits_on_paper(spec: SheetSpec) -> None:
    last, right = xl_cell_to_rowcol(spec.print_area.split(":")[1])
    points = dict.fromkeys(range(1, last + 2), 15.0) | {2: 24.0} | dict(spec.heights)
    tops = [1, *spec.new_pages, last + 2]
    longest = max(sum(points[row] for row in range(top, after)) for top, after in pairwise(tops))
    wide, high = INCHES if spec.portrait else INCHES[::-1]
    scale = min(1.0, (wide - SIDES) * 72 / _width(spec, right))
    assert longest * scale <= (high - TOP_AND_BOTTOM) * 72


@pytest.mark.parametrize("spec", PAGED, ids=lambda spec: spec.name)
def test_no_page_begins_inside_a_block(spec: SheetSpec) -> None:
    for block in spec.blocks:
        if isinstance(block, GridSpec):
            # Its heading and what is told of it stand on the two rows above its headers.
            assert not set(spec.new_pages) & set(range(block.row - 1, block.row + block.rows + 1)), (
                block.frame
            )


def _width(spec: SheetSpec, right: int) -> float:
    """Return the width of the columns up to ``right`` (0-based), in points."""
    wide = {}
    for letters, characters in spec.widths:
        first, last = (xl_cell_to_rowcol(f"{side}1")[1] for side in letters.split(":"))
        wide |= dict.fromkeys(range(first, last + 1), characters)
    return sum((wide.get(column, 8.43) * 7 + 5) * 0.75 for column in range(right + 1))


def test_a_header_of_two_lines_on_dashboard_has_the_height_for_them() -> None:
    spec = next(page.spec for page in REPORT if page.spec.name == "Dashboard")
    heights = dict(spec.heights)
    lists = [block for block in spec.blocks if isinstance(block, GridSpec)]
    assert len(lists) == 9
    wide = dict(spec.widths)
    for block in lists:
        for letters, column in zip(block.letters.values(), block.columns, strict=True):
            characters = next(wide[columns] for columns in wide if columns.split(":")[0] == letters)
            lines = 1 if len(column.header) <= characters else 2
            assert heights[block.row] >= 15 * lines, column.header
