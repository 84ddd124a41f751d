from __future__ import annotations

import pytest

from klantwaarde_xl.report.words.parts import amount, apart, item_text, plain


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
