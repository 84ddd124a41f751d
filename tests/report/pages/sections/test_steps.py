"""The steps from a choice to numbers, worked out as Excel would, against the levels written out by hand."""

from __future__ import annotations

import re

import pytest

from klantwaarde_xl.report.pages.sections.data import DIMENSIONS, MEASURES, OF_CUSTOMER_ONLY
from klantwaarde_xl.report.pages.sections.steps import STEPS, crossed, total, value_name

FORMULAS = {name: formula for name, _, formula in STEPS}
NUMBER = {name: number for number, name in enumerate(DIMENSIONS.values(), 1)}
EXCEL = {
    "IF": lambda test, then, other: then if test else other,
    "OR": lambda *tests: any(tests),
    "AND": lambda *tests: all(tests),
}


def worked_out(formula: str, **names: int) -> int:
    """Return what a formula of IF, AND, OR and comparisons gives for these values of its names."""
    plain = re.sub(r"(?<![<>])=", "==", formula)
    return int(eval(plain, {"__builtins__": {}}, {**EXCEL, **names}))


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("Segment", "Klasse", 1),
        ("Regio", "Productgroep", 2),
        ("Productgroep", "Accountmanager", 2),
        ("Administratie", "Segment", 3),
        ("Productgroep", "Administratie", 4),
    ],
)
def test_the_level_is_that_of_the_properties_together(first: str, second: str, level: int) -> None:
    """Level 1 is per customer, 2 per product group, 3 per administration, 4 both, as tblDoorsneden tells."""
    both = {"Snij_1": NUMBER[first], "Snij_2": NUMBER[second]}
    assert worked_out(FORMULAS["Snij_N2"], **both) == level
    alone = {"Productgroep": 2, "Administratie": 3}.get(first, 1)
    assert worked_out(FORMULAS["Snij_N1"], **both) == alone


@pytest.mark.parametrize(("number", "field"), list(enumerate(MEASURES, 1)))
def test_a_measure_of_customers_is_not_crossed_with_a_property_of_lines(number: int, field: str) -> None:
    formula = FORMULAS["Snij_Kan"]
    assert worked_out(formula, Snij_2=0, Snij_N2=1, Snij_M=number) == 0
    assert worked_out(formula, Snij_2=2, Snij_N2=1, Snij_M=number) == 1
    possible = int(field not in OF_CUSTOMER_ONLY)
    assert worked_out(formula, Snij_2=5, Snij_N2=2, Snij_M=number) == possible


def test_a_step_uses_only_steps_above_it() -> None:
    known = {"Snij_Per", "Snij_Over", "Snij_Maat"}
    for name, _, formula in STEPS:
        assert set(re.findall(r"\bSnij_\w+", formula)) <= known, name
        known.add(name)


def test_the_total_counts_each_customer_once() -> None:
    assert total("customers").endswith(",1)")
    assert total("revenue").endswith(",Snij_N1)")


def test_the_total_over_the_first_property_does_not_ask_for_a_value() -> None:
    assert "1+Snij_1" in crossed("2", "3")
    assert "1+Snij_1" not in crossed(None, "3")
    assert value_name("2", "Snij_2").count("Snij_2") == 2
