"""What counts of what was typed in a yellow cell, and what is said beside it."""

from __future__ import annotations

import pytest
from what_if_firm import firm_ground, firm_rows, told

from klantwaarde_xl.report.pages.what_if.leaving import drop, lose
from klantwaarde_xl.report.pages.what_if.terms import Term
from klantwaarde_xl.report.pages.what_if.typed import Beside, remark, taken
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
        ("drie", 1.0, "Geen getal: nu telt 100,0 %"),
        ("3", 1.0, "Geen getal: nu telt 100,0 %"),
        (-0.91, 1.0, "Minstens -90 %: nu telt 100,0 %"),
        (5.1, 1.0, "Hoogstens 500 %: nu telt 100,0 %"),
    ],
)
def test_what_is_not_possible_is_told_and_the_starting_point_counts(
    typed: object, figure: float, said: str
) -> None:
    cell = Term("Als_Prijs", typed)
    assert taken(cell, PART, 1.0).value == figure
    assert remark(cell, PART, 1.0, Beside(percent=True)).value == said


def test_two_and_a_half_customers_go_nowhere() -> None:
    assert told(drop(firm_ground(Slechtste=2.5)))[0] == told(drop(firm_ground()))[0]
    assert "de klant met de laagste nettobijdrage:" in str(told(drop(firm_ground(Slechtste=1)))[0])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        (0, ""),
        (3, "Nettobijdrage van 1 onbekend: telt niet mee"),
        (4, "Er zijn er 3 bekend: nu tellen die"),
        (2.5, "Geen heel getal: nu telt 0"),
    ],
)
def test_a_number_of_customers_is_told_what_became_of_it(typed: object, said: str) -> None:
    """Of C no cost is known; the other three can go."""
    there = firm_ground(Slechtste=typed, Top=typed)
    for scenario in (drop(there), lose(there, Term("A1", 1.0), Term("A2", 1.0))):
        asked = scenario.asked[-1]
        remarked = asked.remark(typed)
        assert remarked is not None
        assert remarked.value == said


def test_where_of_all_something_is_known_nobody_is_said_to_be_left_out() -> None:
    there = firm_ground(firm_rows().iloc[[0, 1, 3]], Top=2)
    remarked = lose(there, Term("A1", 1.0), Term("A2", 1.0)).asked[0].remark(2)
    assert remarked is not None
    assert remarked.value == ""
