"""The scales of the score: taken from the first analysis, and then those of the settings."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from small_workbook import raw_tables

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.scoring import fixed_scales
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings


def test_the_scales_are_fixed_by_the_first_analysis_and_then_stay() -> None:
    inputs = check_inputs(raw_tables())
    first = analyse(inputs)
    positive = first.customers["revenue"][first.customers["revenue"] > 0]
    assert first.settings.scales()["omzet"] == (pytest.approx(positive.median()), positive.max())
    doubled = dataclasses.replace(
        inputs,
        transactions=inputs.transactions.assign(revenue=inputs.transactions["revenue"] * 2),
        read_revenue=inputs.read_revenue * 2,
    )
    kept = analyse(dataclasses.replace(doubled, settings=first.settings))
    assert kept.settings.scales() == first.settings.scales()
    assert analyse(doubled).settings.scales()["omzet"][1] == pytest.approx(2 * positive.max())


def test_who_compares_customers_has_no_scale() -> None:
    measures = pd.DataFrame({"revenue": [1.0, 2.0], "gross_margin": [1.0, 1.0]})
    chosen = Settings(normalisation="percentiel")
    assert fixed_scales(measures, chosen) == chosen
