"""What to do next: lists that do not count the same euro twice, by the settings."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from small_workbook import raw_tables

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.chances import find_gaps, with_items
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.actions.levers import LEVERS
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings


@pytest.fixture(scope="module", params=["productgroep", "product"])
def analysis(request: pytest.FixtureRequest) -> Analysis:
    inputs = check_inputs(raw_tables())
    settings = inputs.settings.model_copy(update={"cross_sell_level": request.param, "minimum_gap": 1.0})
    return analyse(dataclasses.replace(inputs, settings=settings))


def test_the_level_of_the_settings_decides_what_an_item_is() -> None:
    frame = pd.DataFrame({"product_group": ["Dozen"], "product_id": ["D1"]})
    assert with_items(frame, Settings(cross_sell_level="product"))["item"].tolist() == ["D1"]
    assert with_items(frame, Settings(cross_sell_level="productgroep"))["item"].tolist() == ["Dozen"]


def test_the_gaps_of_some_customers_are_those_of_all_customers(analysis: Analysis) -> None:
    some = list(analysis.customers.index[:3])
    found = find_gaps(analysis.lines, analysis.customers, analysis.period, analysis.settings, only=some)
    every = analysis.chances.cross_sell.gaps
    expected = every[every["customer_id"].isin(some)]
    keys = ["customer_id", "item"]
    pd.testing.assert_frame_equal(
        found.gaps.sort_values(keys)[keys].reset_index(drop=True).astype(object),
        expected.sort_values(keys)[keys].reset_index(drop=True).astype(object),
    )


def test_nobody_is_offered_more_of_the_group_that_is_new_to_him(analysis: Analysis) -> None:
    gaps, more = analysis.chances.cross_sell.gaps, analysis.chances.up_sell
    known = analysis.lines[["product_id", "product_group"]].astype(str).drop_duplicates("product_id")
    groups = known.set_index("product_id")["product_group"]
    level = analysis.settings.cross_sell_level
    items = gaps["item"].astype(str)
    offered = set(
        zip(
            gaps["customer_id"].astype(str),
            items if level == "productgroep" else items.map(groups),
            strict=True,
        )
    )
    assert offered.isdisjoint(zip(more["customer_id"].astype(str), more["item"].astype(str), strict=True))


def test_the_potential_is_the_sum_of_the_actions(analysis: Analysis) -> None:
    actions = analysis.chances.actions
    assert set(analysis.chances.potential) == set(LEVERS)
    for lever, amount in analysis.chances.potential.items():
        assert amount == pytest.approx(actions[lever].sum())
    assert set(actions.index) == set(analysis.customers.index)
