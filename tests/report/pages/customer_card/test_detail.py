"""The page Klantkaart vervolg: its figures add up and follow the choice; without lines it says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from small_workbook import small_document

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.data import DETAIL_NAME
from klantwaarde_xl.report.pages.customer_card.detail import MEMBER_GRID, PAGE, PRODUCT_GRID, detail_of
from klantwaarde_xl.report.pages.customer_card.last_lines import GRID, STEPS
from klantwaarde_xl.report.specs import GridSpec


@pytest.fixture(scope="module")
def document() -> Document:
    return small_document()


def grids(document: Document) -> set[str]:
    return {block.frame for sheet in document.sheets for block in sheet.blocks if isinstance(block, GridSpec)}


def test_products_add_up_to_the_turnover_on_klantkaart(document: Document) -> None:
    for customer in document.frames["card"]["customer_id"]:
        frames, _ = detail_of(document.frames, customer)
        products = frames[PRODUCT_GRID.frame]
        row = document.frames["customers"].set_index("customer_id").loc[customer]
        total = products[products["name"] == "Samen"].iloc[0]
        assert total["now"] == pytest.approx(row["revenue"])
        assert total["before"] == pytest.approx(row["previous_revenue"])
        assert products["change"].iloc[:-1].sum() == pytest.approx(total["change"])


def test_the_hours_are_part_of_those_of_the_account_manager(document: Document) -> None:
    managers = document.frames["managers"].set_index("account_manager")
    for customer in document.frames["card"]["customer_id"]:
        values = detail_of(document.frames, customer)[1]
        row = document.frames["customers"].set_index("customer_id").loc[customer]
        assert values["card_manager"] == row["account_manager"]
        # Noor has 1200 hours a year and Bram 1000.
        capacity = {"Noor": 1200.0, "Bram": 1000.0}[row["account_manager"]]
        assert values["card_manager_capacity_hours"] == capacity
        assert values["card_manager_share"] == pytest.approx(row["hours"] / capacity, abs=1e-6)
        assert values["card_manager_used"] == managers.loc[row["account_manager"], "used"]


def test_the_lines_of_another_choice_are_its_own(document: Document) -> None:
    lines = document.frames["tblTransacties"]
    for customer in document.frames["card"]["customer_id"].iloc[[0, 5, -1]]:
        found = detail_of(document.frames, customer)[0][GRID.frame].dropna(how="all")
        own = lines[lines["customer_id"] == customer].sort_values("date", ascending=False)
        assert found["date"].tolist() == own["date"].tolist()[:15]
        assert found["revenue"].tolist() == own["revenue"].tolist()[:15]


@pytest.mark.slow
def test_without_lines_in_the_workbook_there_is_no_list_and_a_sentence(
    make_analysis: Any, created: dt.datetime, document: Document
) -> None:
    assert {GRID.frame, STEPS.frame} <= grids(document)
    for options in ({}, {"shared": True}, {"shared": True, "with_inputs": True}):
        bound = build(make_analysis(30), created=created, **options)
        assert not {GRID.frame, STEPS.frame} & grids(bound)
        assert "zitten niet in deze werkmap" in str(bound.values["card_lines_note"])
        assert {PRODUCT_GRID.frame, MEMBER_GRID.frame} <= grids(bound)
        told = [
            str(block.formula)
            for sheet in bound.sheets
            for block in sheet.blocks
            if hasattr(block, "formula")
        ]
        assert not any("tblTransacties" in formula for formula in told)


def test_lines_from_outside_have_no_list_either(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis(30)
    outside = replace(source, inputs=replace(source.inputs, lines_from="regels.parquet"))
    bound = build(outside, created=created, with_inputs=True)
    assert not {GRID.frame, STEPS.frame} & grids(bound)


def test_it_is_one_page_that_leads_back_to_klantkaart() -> None:
    assert (PAGE.spec.name, PAGE.spec.pages_tall) == (DETAIL_NAME, 1)
    assert "Klantkaart" in {getattr(block, "sheet", "") for block in PAGE.spec.blocks}
