from __future__ import annotations

import re
from pathlib import Path

import pytest

from klantwaarde_xl.report.formats import number
from klantwaarde_xl.report.words import parts
from klantwaarde_xl.report.words.parts import amount, apart, item_text, nearest, plain


@pytest.mark.parametrize(
    ("value", "text"), [(0.49, "minder dan € 1"), (0.5, "€ 1"), (-0.2, "minder dan € 1"), (-3.0, "€ -3")]
)
def test_an_amount_is_never_rounded_to_nothing(value: float, text: str) -> None:
    assert amount(value) == text


def test_percentages_get_decimals_until_they_differ() -> None:
    assert apart(0.25, 0.26) == ("25,0 %", "26,0 %")
    assert apart(0.25, 0.25) == ("25,000 %", "25,000 %")


def test_a_name_is_one_line_and_keeps_its_commas_apart() -> None:
    assert plain("A\n B") == "A B"
    assert item_text("A,\tB") == "‘A, B’"
    assert len(plain("y" * 61)) == 60


@pytest.mark.parametrize(
    ("value", "whole"), [(0.5, 1), (10.5, 11), (12.5, 13), (12.49, 12), (-2.5, -3), (0.0, 0)]
)
def test_halves_go_up_as_a_cell_shows_them(value: float, whole: int) -> None:
    # ROUND(12.5,0) is 13 in Excel; Python's round gives 12.
    assert (nearest(value), number(value)) == (whole, str(whole))


def test_no_sentence_prints_a_number_that_python_rounded() -> None:
    # Comparing with a rounded number, or rounding to cents, prints nothing.
    words = Path(parts.__file__).parent
    printed = re.compile(r"(?:plural\(|max\(|str\(|\{)round\(")
    assert [path.name for path in words.glob("*.py") if printed.search(path.read_text("utf-8"))] == []
