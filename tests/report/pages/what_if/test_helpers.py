"""The lists that Wat als chooses from, and where its steps stand on Grafiekgegevens."""

from __future__ import annotations

from typing import Any

import pandas as pd
from what_if_firm import firm_rows

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.what_if import helpers as h
from klantwaarde_xl.report.pages.what_if.basis import Step
from klantwaarde_xl.report.pages.what_if.data import what_if_frame
from klantwaarde_xl.report.pages.what_if.terms import Term
from klantwaarde_xl.report.specs import CellSpec


def cells(put: h.Put) -> dict[str, tuple[str, object]]:
    """Return formula and value of the cells by address."""
    return {block.at: (block.formula, put[1][block.value]) for block in put[0] if isinstance(block, CellSpec)}


def test_the_lists() -> None:
    """Everyone, classes, segments and customers by rank; to let go: the lowest first, none unknown."""
    found = h.choices_frame(firm_rows())
    assert found["scope"].tolist() == [
        *("Iedereen", "Klasse A", "Klasse B", "Klasse C", "Segment Bouw", "Segment Zorg"),
        *("Anker (a)", "Boom (b)", "Cirkel (c)", "Duin (d)"),
    ]
    assert found["customer"].tolist() == ["Boom (b)", "Duin (d)", "Anker (a)", *[""] * 7]


def test_a_customer_without_a_class_makes_no_choice() -> None:
    rows = firm_rows()
    rows.loc[3, "class"] = "Klasse "
    assert [text for text in h.choices_frame(rows)["scope"] if text.startswith("Klasse")] == [
        *("Klasse A", "Klasse B", "Klasse C"),
    ]


def test_without_customers_only_everyone_is_left() -> None:
    assert h.choices_frame(firm_rows().head(0)).to_dict("list") == {"scope": ["Iedereen"], "customer": [""]}


def test_long_lists_are_cut_to_their_room(make_analysis: Any) -> None:
    analysis = make_analysis()
    rows = what_if_frame(Source(analysis))
    found = h.choices_frame(rows)
    assert len(found) == 1 + 3 + 4 + h.LISTED <= h.CHOICES.rows
    assert found["scope"].tolist()[-1] == rows["label"][h.LISTED - 1]
    lowest = analysis.customers["contribution"].nsmallest(h.LISTED).index
    assert [text.rpartition("(")[2][:-1] for text in found["customer"] if text] == list(lowest)


def test_many_segments_leave_room_for_customers() -> None:
    rows = pd.concat([firm_rows()] * 75, ignore_index=True)
    found = h.choices_frame(rows.assign(segment=[f"Segment {n:03d}" for n in range(300)]))["scope"]
    assert len(found) == h.CHOICES.rows
    assert sum(text.startswith("Segment") for text in found) == 50


def test_fixed_cells_hold_the_firm() -> None:
    there = {name: float(name != "culture") for name in DIMENSION_NAMES}
    found = h.fixed_cells(h.Firm(0.5, dict.fromkeys(DIMENSION_NAMES, 1.0), there, 1.0))
    label, years = found["years"]
    assert (label, years.formula, years.value) == ("Jaren in de periode", "Grafiekgegevens!$CM$7", 0.5)
    assert found["there_culture"][1].value == 0
    addresses = [cell.formula for _, cell in found.values()]
    assert addresses == [f"Grafiekgegevens!$CM${row}" for row in range(7, 16)]
    # The shares of the weights follow right below, one per dimension.
    assert h.SHARES == "Grafiekgegevens!$CM$16:$CM$22"


def test_cells_of_the_firm_and_its_weights() -> None:
    weights = known = dict.fromkeys(DIMENSION_NAMES, 1.0)
    firm = h.Firm(1.0, weights, known, 0.0)
    shares = {name: Term(f"S_{name}", n / 28) for n, name in enumerate(DIMENSION_NAMES, 1)}
    found = cells(h.firm_cells(h.fixed_cells(firm), shares))
    assert found["CM7"] == ("", 1.0)
    assert found["CM16"] == ("S_turnover", 1 / 28)
    assert found["CM22"] == ("S_products", 0.25)
    assert found["CM15"] == ("", 0.0)
    assert len(found) == 16


def test_steps_stand_below_each_other() -> None:
    put = h.step_cells(
        [Step("Als_Een", "Eerste", Term("1+1", 2.0)), Step("Als_Twee", "Tweede", Term("A", None))]
    )
    assert cells(put) == {"CJ7": ("1+1", 2.0), "CJ8": ("A", None)}
    assert [block.name for block in put[0] if isinstance(block, CellSpec)] == ["Als_Een", "Als_Twee"]
    assert cells(h.step_cells([])) == {}


def test_the_top_has_twenty_rows_per_column() -> None:
    assert h.top_cell("key", 1) == "Grafiekgegevens!$CP$7"
    assert h.top_area("gone") == "Grafiekgegevens!$CS$7:$CS$26"
    found = cells(h.top_cells({"key": [Term("K1", 61.5), Term("K2", 60.0)], "row": [Term("R1", 4.0)]}))
    assert found == {"CP7": ("K1", 61.5), "CP8": ("K2", 60.0), "CQ7": ("R1", 4.0)}
