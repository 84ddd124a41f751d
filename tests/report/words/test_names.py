from __future__ import annotations

from klantwaarde_xl.core.actions import labels, levers
from klantwaarde_xl.core.measures.ratings import RATED
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.words import names


def test_levers_are_called_alike_on_every_page() -> None:
    assert tuple(names.LEVERS) == levers.LEVERS
    assert {field: ACTIONS.header(field) for field in names.STEPS} == names.STEPS
    assert tuple(names.STEPS) == levers.STEPS


def test_labels_and_reasons_are_known_by_code() -> None:
    assert set(names.LABELS) == set(labels.LABELS)
    assert names.label_text("cherish", hold_on=True) == "Koesteren, Vasthouden"
    assert names.reasons_text("") == ""


def test_rated_dimensions_are_dimensions() -> None:
    assert set(RATED) < set(DIMENSION_NAMES)
