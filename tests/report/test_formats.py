from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat

NAMED = {name: value for name, value in vars(formats).items() if isinstance(value, CellFormat)}


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_formula_on_known_pairs() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    # the well-known grey that just fails
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", NAMED)
def test_every_text_is_readable_on_its_background(name: str) -> None:
    look = NAMED[name]
    assert contrast(look.colour, look.fill or formats.WHITE) >= 4.5
    assert contrast(look.as_input().colour, formats.INPUT_FILL) >= 4.5


def test_figures_stay_readable_on_a_data_bar() -> None:
    assert contrast(formats.INK, formats.BAR) >= 4.5


def test_names_of_formats_are_unique() -> None:
    assert len({look.name for look in NAMED.values()}) == len(NAMED)


@settings(max_examples=60, deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 2))
def test_number_agrees_with_decimal_arithmetic(value: Decimal, decimals: int) -> None:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = formats.number(float(value), decimals)
    assert Decimal(text.replace(".", "").replace(",", ".")) == rounded


def test_long_names_are_cut_and_line_breaks_go() -> None:
    assert formats.quoted("A\nB") == "‘A B’"
    shown = formats.quoted("x" * 60)
    assert len(shown) == formats.LONGEST_NAME + 2
    assert shown.endswith("…’")
