"""Dutch notation of figures: one place, and no other in the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import klantwaarde_xl
from klantwaarde_xl.model.notation import grouped, in_euros, plain, show

ROOT = Path(klantwaarde_xl.__file__).parent


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (999, 0, "999"), (1000, 0, "1.000"), (-1234567.891, 2, "-1.234.567,89"), (0.5, 1, "0,5")],
)
def test_points_between_thousands_and_a_decimal_comma(value: float, decimals: int, text: str) -> None:
    assert grouped(value, decimals) == text


def test_other_forms() -> None:
    assert plain(-1234.567, 2) == "-1234,57"
    assert in_euros(1e6) == "€ 1.000.000,00"
    assert [show(value) for value in (0.1, 1e15, "tekst", False)] == ["0,1", "1e+15", "tekst", "nee"]


def test_no_other_module_turns_a_point_into_a_comma() -> None:
    swaps = re.compile(r"""replace\(\s*["']\.["'],\s*["'],["']\s*\)|maketrans\(["'],\.["']""")
    found = [path.name for path in ROOT.rglob("*.py") if swaps.search(path.read_text(encoding="utf-8"))]
    assert found == ["notation.py"]
