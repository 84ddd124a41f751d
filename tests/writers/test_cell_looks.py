from __future__ import annotations

import pytest

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.writers.cell_looks import format_properties, validate


class Sheet:
    """A sheet that remembers which checks were put on it."""

    def __init__(self) -> None:
        self.checks: list[tuple[object, ...]] = []

    def data_validation(self, *given: object) -> None:
        self.checks.append(given)


def test_a_look_is_given_in_the_terms_of_the_library() -> None:
    given = format_properties(f.EURO.as_total().in_colour(f.ACCENT_2))
    assert (given["bold"], given["top"], given["font_color"]) == (True, 1, f.ACCENT_2)
    assert given["num_format"] == f.EURO.number_format
    assert format_properties(f.HEADER_UPRIGHT)["rotation"] == 90
    assert format_properties(f.TEXT.as_input())["bottom_color"] == f.LINE


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        (Validation("list", ("ja", "nee")), "list"),
        (Validation("number", minimum=0, maximum=1), "decimal"),
        (Validation("any", message="Typ."), "any"),
    ],
)
def test_a_check_reaches_its_area(check: Validation, kind: str) -> None:
    sheet = Sheet()
    validate(sheet, (1, 2, 3, 4), check)
    ((*area, options),) = sheet.checks
    assert area == [1, 2, 3, 4]
    assert isinstance(options, dict)
    assert options["validate"] == kind


def test_a_loose_check_only_warns() -> None:
    sheet = Sheet()
    validate(sheet, (0, 0, 0, 0), Validation("list", "lijst", strict=False))
    options = sheet.checks[0][-1]
    assert isinstance(options, dict)
    assert (options["error_type"], options["source"]) == ("warning", "=lijst")
