"""What Doorsneden shows for a choice, against sums of four customers written out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.report.pages.sections.data import SECTIONS, Sections
from klantwaarde_xl.report.pages.sections.values import Choice, first_choices, sheet_values

COLUMNS = ("level", "segment", "account_manager", "product_group", "revenue", "gross_margin", "customers")
ROWS = pd.DataFrame(
    [
        (1, 1, 1, 0, 600.0, 150.0, 2.0),
        (1, 2, 1, 0, 300.0, 60.0, 1.0),
        (1, 2, 2, 0, 100.0, 10.0, 1.0),
        # One of the two customers of segment 1 buys both product groups.
        (2, 1, 1, 1, 400.0, 110.0, 2.0),
        (2, 1, 1, 2, 200.0, 40.0, 1.0),
        (2, 2, 1, 1, 300.0, 60.0, 1.0),
        (2, 2, 2, 2, 100.0, 10.0, 1.0),
    ],
    columns=COLUMNS,
)
FOUND = Sections(
    ROWS.assign(covered_revenue=ROWS["revenue"], contribution=50.0, hours=4.0)
    .reindex(columns=[column.field for column in SECTIONS.columns])
    .fillna(0.0),
    {
        "segment": ["Zorg", "Bouw"],
        "region": ["niet ingevuld"],
        "account_manager": ["Noor", "Bram"],
        "pareto_class": ["A"],
        "product_group": ["Dozen", "Tape"],
        "entity": ["niet ingevuld"],
    },
)


def test_a_row_has_sums_shares_and_margin() -> None:
    row = Choice(FOUND, "segment", "account_manager").row(2)
    assert (row["name"], row["customers"], row["revenue"], row["share"]) == ("Bouw", 2, 400, 0.4)
    assert row["margin_pct"] == pytest.approx(70 / 400)
    assert (row["cross_1"], row["cross_2"], row["cross_3"]) == (300, 100, None)


def test_a_customer_of_two_groups_counts_once_in_the_total() -> None:
    choice = Choice(FOUND, "product_group")
    assert [choice.row(number)["customers"] for number in (None, 1, 2)] == [4, 3, 2]
    assert [choice.row(number)["revenue"] for number in (None, 1, 2)] == [1000, 700, 300]


def test_a_measure_of_customers_is_blank_per_group_and_the_heading_tells_why() -> None:
    frames, values = sheet_values(FOUND, "segment", "product_group", "hours")
    assert values["section_crossing"] == "Uren is alleen per klant bekend"
    assert frames["section_rows"]["cross_1"].isna().all()
    assert values["section_header_1"] == ""
    assert Choice(FOUND, "product_group").row(1)["contribution"] is None


def test_a_measure_that_nobody_has_is_not_known() -> None:
    unknown = Sections(FOUND.rows.assign(contribution=np.nan), FOUND.names)
    told = [sheet_values(rows, "segment", "region", "contribution")[1] for rows in (unknown, FOUND)]
    assert [values["section_crossing"] for values in told] == [
        "Nettobijdrage is niet bekend",
        "Nettobijdrage per segment en regio",
    ]


def test_customers_of_the_groups_without_a_column_are_not_added_up_and_that_is_told() -> None:
    """Seven groups for six columns: who buys two of the others would count twice among them."""
    names = {**FOUND.names, "product_group": [f"Groep {n}" for n in range(1, 8)]}
    _, values = sheet_values(Sections(FOUND.rows, names), "segment", "product_group", "customers")
    told = "Klanten per segment en productgroep; alleen de grootste zes, want een klant kan in meer staan"
    assert (values["section_crossing"], values["section_header_7"]) == (told, "")
    _, values = sheet_values(Sections(FOUND.rows, names), "segment", "product_group", "revenue")
    assert (values["section_crossing"], values["section_header_7"]) == (
        "Omzet per segment en productgroep",
        "Overige",
    )


def test_the_same_property_twice_is_no_crossing() -> None:
    values = sheet_values(FOUND, "segment", "segment")[1]
    assert (values["Snij_2"], values["Snij_Kan"]) == (0, 0)
    assert values["section_crossing"] == "Segment staat links al: kies bij 'verdeeld over' iets anders"
    assert values["section_second_remark"] == "Staat al bij per: kies hier iets anders"


def test_a_new_sheet_never_chooses_the_same_twice() -> None:
    """Of a firm without segments, regions and managers the classes are the first that tells apart."""
    known = {field: ["niet ingevuld"] for field in FOUND.names}
    classes = FOUND._replace(names=known | {"pareto_class": ["A", "B"]})
    assert first_choices(classes) == ("pareto_class", "")
    groups = FOUND._replace(names=known | {"pareto_class": ["A", "B"], "product_group": ["Thee", "Koffie"]})
    assert first_choices(groups) == ("pareto_class", "product_group")


def test_two_managers_are_compared_by_amount_and_by_ratio() -> None:
    values = sheet_values(FOUND)[1]
    assert (values["section_left"], values["section_right"]) == ("Noor", "Bram")
    assert (values["section_left_revenue"], values["section_right_revenue"]) == (900, 100)
    assert values["section_difference_revenue"] == 800
    assert values["section_left_per_hour"] == pytest.approx(100 / 8)
    assert values["section_difference_margin_pct"] == pytest.approx(210 / 900 - 0.1)
    one = FOUND._replace(names=FOUND.names | {"account_manager": ["Noor"]})
    assert sheet_values(one)[1]["section_difference_revenue"] is None


def test_what_is_not_known_is_blank_and_never_zero() -> None:
    """Bram has no cost price and no effort; Noor has both, and so has the total."""
    unknown = ROWS["account_manager"] == 2
    rows = FOUND.rows.copy()
    rows.loc[unknown, ["gross_margin", "contribution", "cost_to_serve", "hours"]] = None
    rows.loc[unknown, "covered_revenue"] = 0.0
    found = FOUND._replace(rows=rows)
    noor, bram = (Choice(found, "account_manager").row(number) for number in (1, 2))
    assert [bram[field] for field in ("gross_margin", "margin_pct", "contribution", "hours")] == [None] * 4
    assert (bram["revenue"], noor["gross_margin"], noor["contribution"]) == (100, 210, 100)
    assert Choice(found, "account_manager").row(None)["gross_margin"] == 210
    crossed = Choice(found, "segment", "account_manager", "gross_margin")
    # Segment 1 buys nothing through Bram: that is known, and it is nothing.
    assert [crossed.row(number)["cross_2"] for number in (1, 2)] == [0, None]
    values = sheet_values(found)[1]
    assert [values[f"section_right_{field}"] for field in ("contribution", "per_hour")] == [None, None]
    assert values["section_difference_contribution"] is None


def test_the_title_of_the_chart_tells_which_value_is_largest_and_its_share() -> None:
    # Zorg has EUR 600 of 1,000.
    title = sheet_values(FOUND, "segment")[1]["section_title"]
    assert title == "Omzet en brutomarge per segment: Zorg heeft 60 % van de omzet"
    nothing = FOUND._replace(rows=FOUND.rows.assign(revenue=0.0))
    assert sheet_values(nothing, "segment")[1]["section_title"] == "Omzet en brutomarge per segment"


def test_a_new_sheet_begins_with_a_property_that_tells_customers_apart() -> None:
    assert first_choices(FOUND) == ("segment", "pareto_class")
    unfilled = FOUND.names | {"segment": ["niet ingevuld"]}
    assert first_choices(FOUND._replace(names=unfilled)) == ("account_manager", "pareto_class")
    none = {field: ["niet ingevuld"] for field in FOUND.names}
    assert first_choices(FOUND._replace(names=none)) == ("segment", "pareto_class")
