from __future__ import annotations

import math

import pytest

from klantwaarde_xl.report.words.point_sentences import meaning, missing_text


@pytest.mark.parametrize(
    ("dimension", "figure", "missing", "text"),
    [
        ("time", 0.0, "", "0 % van de marge"),
        ("money", 1.0, "margin", "de hele marge"),
        ("money", 0.2, "margin money", "geschat uit de omzet"),
        ("margin", math.nan, "margin", "geschat uit de omzet"),
        ("energy", 3.5, "", "3,5 van 5"),
        ("products", 0.25, "products", "25 % van de groepen"),
    ],
)
def test_what_points_mean(dimension: str, figure: float, missing: str, text: str) -> None:
    columns = {"time": "time_intensity", "money": "money_intensity", "margin": "gross_margin"}
    column = columns.get(dimension, {"products": "breadth"}.get(dimension, dimension))
    assert meaning(dimension, {column: figure, "missing": missing, f"normalised_{dimension}": 1.0}) == text


def test_a_dimension_that_nobody_has_is_unknown() -> None:
    assert meaning("culture", {"normalised_culture": math.nan, "missing": ""}) == "geen beoordeling"


def test_three_names_are_joined_as_people_do() -> None:
    assert missing_text("margin time money") == "marge, tijd en geld"
