"""Cells that touch are one area; a heading further on in the row begins another."""

from __future__ import annotations

import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import CellSpec, FigureSpec, TextSpec
from klantwaarde_xl.web.areas import Cell, areas, cells_of, place_of


def laid_out(*rows: str) -> list[list[str]]:
    """Return the texts of the areas of a drawing: a letter is a cell, '_' a blank one, a space none."""
    cells = {
        (r, c): Cell("" if letter == "_" else letter, f.HEADING if letter.isupper() else f.TEXT)
        for r, row in enumerate(rows, 1)
        for c, letter in enumerate(row, 1)
        if letter != " "
    }
    return [[cell.text for cell in area.values() if cell.text] for area in areas(cells)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("ab", "cd"), [["a", "b", "c", "d"]]),
        (("a b", "   ", "c d"), [["a"], ["b"], ["c"], ["d"]]),
        (("a ", " b"), [["a"], ["b"]]),  # corners do not touch
        (("a_b",), [["a", "b"]]),  # a blank cell holds them together
        (("_ a", "_  "), [["a"]]),  # without text there is nothing to show
        (("A_B", "a_b"), [["A", "a"], ["B", "b"]]),
        (("AB", "ab"), [["A", "B", "a", "b"]]),  # the second heading belongs to the first
        (("A_B_C", "a_b_c"), [["A", "a"], ["B", "b"], ["C", "c"]]),
    ],
)
def test_areas_are_what_touches(rows: tuple[str, ...], found: list[list[str]]) -> None:
    assert laid_out(*rows) == found


@pytest.mark.parametrize(("at", "place"), [("A1", (1, 1)), ("Z10", (10, 26)), ("AA3", (3, 27))])
def test_a_place_is_row_and_column(at: str, place: tuple[int, int]) -> None:
    assert place_of(at) == place


def test_cells_show_their_values_and_blank_ones_stay() -> None:
    blocks = (
        TextSpec("A1", "Vast"),
        TextSpec("A2", value="words"),
        CellSpec("B1", "amount", f.EURO),
        CellSpec("B2"),
    )
    cells = cells_of(blocks, {"words": "Uit de cijfers", "amount": 1500.0})
    assert {place: cell.text for place, cell in cells.items()} == {
        (1, 1): "Vast",
        (2, 1): "Uit de cijfers",
        (1, 2): "1.500",
        (2, 2): "",
    }


@pytest.mark.parametrize(
    ("cost", "now", "worse"), [(False, 90.0, True), (True, 90.0, False), (True, 110.0, True)]
)
def test_a_change_for_the_worse_is_marked(cost: bool, now: float, worse: bool) -> None:
    """From 100 to 90 is -10 %: bad for turnover, good for costs."""
    figure = FigureSpec("Post", "now", "before", f.EURO, "A1", "B1", "C1", "D1", cost=cost)
    change = cells_of((figure,), {"now": now, "before": 100.0})[1, 4]
    assert change.text == ("-10,0%" if now < 100 else "+10,0%")
    assert change.worse is worse


@pytest.mark.parametrize(("before", "text"), [(0.24, "+1,0%-punt"), (-0.02, "+27,0%-punt"), (None, "")])
def test_a_difference_of_percentages_is_in_points(before: float | None, text: str) -> None:
    """From 24 to 25 % is 1 point and no 4 %; from a loss of 2 % it is 27 points."""
    figure = FigureSpec("Marge %", "now", "before", f.PERCENTAGE, "A1", "B1", "C1", "D1", points=True)
    assert cells_of((figure,), {"now": 0.25, "before": before})[1, 4].text == text
