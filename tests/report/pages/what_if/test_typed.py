"""What counts of what was typed in a yellow cell, and what is said beside it."""

from __future__ import annotations

import pytest
from what_if_firm import firm_ground, told

from klantwaarde_xl.report.pages.what_if.leaving import drop
from klantwaarde_xl.report.pages.what_if.terms import Term
from klantwaarde_xl.report.pages.what_if.typed import remark, taken
from klantwaarde_xl.report.specs import Validation

PART = Validation("number", minimum=-0.9, maximum=5)


@pytest.mark.parametrize(
    ("typed", "figure", "said"),
    [
        (0.03, 0.03, ""),
        (-0.9, -0.9, ""),
        (5.0, 5.0, ""),
        ("", 1.0, ""),
        (None, 1.0, ""),
        ("drie", 1.0, "Geen getal: uitgangspunt telt"),
        ("3", 1.0, "Geen getal: uitgangspunt telt"),
        (-0.91, 1.0, "Te laag: uitgangspunt telt"),
        (5.1, 1.0, "Te hoog: uitgangspunt telt"),
    ],
)
def test_what_is_not_possible_is_told_and_the_starting_point_counts(
    typed: object, figure: float, said: str
) -> None:
    cell = Term("Als_Prijs", typed)
    assert taken(cell, PART, 1.0).value == figure
    assert remark(cell, PART).value == said


def test_two_and_a_half_customers_go_nowhere() -> None:
    assert told(drop(firm_ground(Slechtste=2.5)))[0] == told(drop(firm_ground()))[0]
    assert "de klant met de laagste nettobijdrage:" in str(told(drop(firm_ground(Slechtste=1)))[0])
