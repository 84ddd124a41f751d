"""The Analysis is frozen, knows its settings, and has a column for every Pareto measure that can be set."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest
from small_workbook import raw_tables

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import MEASURE, Analysis, Chances
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings


@pytest.fixture(scope="module")
def found() -> Analysis:
    return analyse(check_inputs(raw_tables()))


def test_nobody_changes_an_analysis(found: Analysis) -> None:
    assert isinstance(found.chances, Chances)
    for holder, name in ((found, "measure"), (found.chances, "potential")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(holder, name, "anders")


def test_its_settings_are_those_of_the_inputs(found: Analysis) -> None:
    assert found.settings is found.inputs.settings


def test_every_measure_that_can_be_set_is_a_column_of_the_customers(found: Analysis) -> None:
    choices = get_args(Settings.model_fields["pareto_measure"].annotation)
    assert set(MEASURE) == set(choices)
    assert set(MEASURE.values()) <= set(found.customers.columns)
