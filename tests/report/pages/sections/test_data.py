"""The sums behind Doorsneden, against counting and adding line by line."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd
import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.sections.data import (
    COLUMNS,
    DIMENSIONS,
    NAMED,
    OF_CUSTOMER_ONLY,
    Sections,
    sections,
)
from klantwaarde_xl.report.pages.sections.values import Choice, sheet_values


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return of_tables._analysis((LINES, CUSTOMERS, PRODUCTS))[1]


@pytest.fixture(scope="module")
def found(analysis: Analysis) -> Sections:
    return sections(Source(analysis))


def groups() -> dict[str, str]:
    return {str(code): str(group) for code, group in PRODUCTS[1:]}


def test_sums_per_group_and_manager_are_those_of_the_lines(found: Sections) -> None:
    """The period is 2024; managers alternate by customer number."""
    manager = {str(row[0]): str(row[2]) for row in CUSTOMERS[1:]}
    revenue: dict[tuple[str, str], float] = defaultdict(float)
    buyers: dict[str, set[str]] = defaultdict(set)
    for date, customer, product, amount, _ in LINES[1:]:
        if date.year == 2024:
            revenue[groups()[product], manager[customer]] += amount
            buyers[groups()[product]].add(customer)
    choice = Choice(found, "product_group", "account_manager")
    names, managers = found.names["product_group"], found.names["account_manager"]
    assert set(names) == {group for group, _ in revenue}
    for number, group in enumerate(names, 1):
        row = choice.row(number)
        assert row["customers"] == len(buyers[group])
        for other, who in enumerate(managers, 1):
            assert row[f"cross_{other}"] == pytest.approx(revenue[group, who])
        assert row["contribution"] is None


@pytest.mark.parametrize("first", DIMENSIONS)
@pytest.mark.parametrize("second", ["", "pareto_class", "product_group", "entity"])
@pytest.mark.parametrize("measure", ["gross_margin", "contribution", "customers"])
def test_every_cut_adds_up_to_the_analysis(
    found: Sections, analysis: Analysis, first: str, second: str, measure: str
) -> None:
    rows = sheet_values(found, first, second, measure)[0]["section_rows"]
    total, rows = rows.iloc[0], rows.iloc[1:]
    whole = (
        (analysis.customers["lines"] > 0).sum()
        if measure == "customers"
        else analysis.customers[measure].sum()
    )
    of_a_line = first in {"product_group", "entity"}
    if of_a_line and measure in OF_CUSTOMER_ONLY:
        assert total[measure] is None or pd.isna(total[measure])
        return
    assert total[measure] == pytest.approx(whole)
    if not (of_a_line and measure == "customers"):
        assert rows[measure].astype(float).sum() == pytest.approx(whole)
    crossed = total[[f"cross_{number}" for number in range(1, COLUMNS + 2)]].astype(float)
    if crossed.notna().any() and not (measure == "customers" and second in {"product_group", "entity"}):
        assert crossed.sum() == pytest.approx(whole)


def many_regions(analysis: Analysis) -> Analysis:
    from dataclasses import replace

    names = [f"Regio {n}" for n in range(len(analysis.customers))]
    return replace(analysis, customers=analysis.customers.assign(region=names))


def test_more_values_than_there_is_room_for_are_one_row(make_analysis: Any) -> None:
    made = many_regions(make_analysis(60))
    found = sections(Source(made))
    assert found.names["region"][-1] == f"Overige ({60 - NAMED})"
    frames, values = sheet_values(found, "region", "segment")
    shown = frames["section_rows"].iloc[1:]
    assert shown["revenue"].astype(float).sum() == pytest.approx(made.customers["revenue"].sum())
    assert shown["customers"].iloc[-1] == 60 - NAMED
    assert values["section_difference"] == 0


def test_two_managers_stand_side_by_side(found: Sections, analysis: Analysis) -> None:
    values = sheet_values(found)[1]
    names = found.names["account_manager"]
    assert (values["section_left"], values["section_right"]) == (names[0], names[1])
    own = analysis.customers[analysis.customers["account_manager"] == names[0]]
    assert values["section_left_contribution"] == pytest.approx(own["contribution"].sum())
    expected = own["gross_margin"].sum() / own["covered_revenue"].sum()
    assert values["section_left_margin_pct"] == pytest.approx(expected)
    assert (
        values["section_difference_customers"]
        == values["section_left_customers"] - values["section_right_customers"]
    )


def test_a_blank_property_has_a_name(make_analysis: Any) -> None:
    made = make_analysis(10)
    from dataclasses import replace

    blank = made.customers["segment"].where(pd.Series(range(10), index=made.customers.index) > 3)
    found = sections(Source(replace(made, customers=made.customers.assign(segment=blank))))
    assert "niet ingevuld" in found.names["segment"]
