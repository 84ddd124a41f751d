from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.settings import DIMENSION_NAMES, Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.data import GROUPS, customer_labels
from klantwaarde_xl.report.pages.customer_card.steps import LISTED


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    return build(make_analysis(), created=created)


def test_labels_are_one_line_and_different() -> None:
    names, ids = pd.Series(["A\nB", "x" * 255, "x" * 255]), pd.Series(["1", "y" * 240 + "1", "y" * 240 + "2"])
    labels = customer_labels(names, ids)
    assert labels[0] == "A B (1)"
    assert len(set(labels)) == 3
    assert max(map(len, labels)) <= 255


def test_the_best_customer_is_shown_first(document: Document, make_analysis: Any) -> None:
    source = make_analysis()
    best = source.customers["rank"].idxmin()
    values = document.values
    assert (values["card_customer_id"], values["card_rank"]) == (best, 1)
    assert values["card_revenue"] == source.customers.loc[best, "revenue"]
    assert values["card_choice"] == f"{source.customers.loc[best, 'name']} ({best})"
    assert str(values["card_message"]).startswith(f"{values['card_choice']}: 1e op score, ")
    change = (
        source.customers.loc[best, "contribution"] / source.customers.loc[best, "previous_contribution"] - 1
    )
    positive = source.customers.loc[best, "previous_contribution"] > 0
    assert values["card_change_contribution"] == (pytest.approx(change, abs=0.0005) if positive else None)


def test_dimensions_stand_beside_the_median(document: Document, make_analysis: Any) -> None:
    customers = make_analysis().customers
    frame = document.frames["card_dimensions"]
    frame = frame.set_index(frame["name"].str.split(":").str[0])
    for field, name in DIMENSION_NAMES.items():
        assert frame.loc[name, "median"] == pytest.approx(np.median(customers[f"normalised_{field}"]))
        assert frame.loc[name, "score"] == customers.loc[customers["rank"].idxmin(), f"normalised_{field}"]


def with_groups(source: Any, count: int) -> Any:
    """Return the stand-in with a line per customer and month, of so many product groups in turn."""
    lines = (
        source.monthly.rename_axis(columns="date")
        .reset_index()
        .melt("customer_id", var_name="date", value_name="revenue")
    )
    names = np.array([f"Groep {n:02d}" for n in range(count)], dtype=object)[
        np.arange(len(lines)) // 5 % count
    ]
    return replace(
        source,
        lines=lines.assign(product_group=names, product_id="V1", cost=lines["revenue"] * 0.7, one_off=0.0),
    )


def test_groups_add_up_to_the_revenue_of_the_lines(make_analysis: Any, created: dt.datetime) -> None:
    source = with_groups(make_analysis(), 3)
    lines, document = source.lines, build(source, created=created)
    groups = document.frames["card_groups"]
    sums = lines.groupby("product_group")["revenue"].sum().sort_values(ascending=False)
    assert groups["name"].tolist() == [*sums.index, *[""] * (GROUPS + 1 - len(sums))]
    card = document.frames["card"]
    for n, name in enumerate(sums.index, 1):
        assert card[f"group_{n}"].sum() == pytest.approx(sums[name])
        assert groups["buyers"][n - 1] == pytest.approx(
            (lines[lines["product_group"] == name]["customer_id"].nunique()) / 400
        )


@pytest.mark.slow
def test_more_groups_than_rows_are_taken_together(make_analysis: Any, created: dt.datetime) -> None:
    source = with_groups(make_analysis(30), 20)
    bound = build(source, created=created)
    assert bound.frames["card_groups"]["name"].iloc[-1] == f"Overige groepen ({20 - GROUPS})"
    total = bound.frames["card"][[f"group_{n}" for n in range(1, GROUPS + 2)]].sum().sum()
    assert total == pytest.approx(source.lines["revenue"].sum())


def test_who_only_returned_goods_is_no_buyer(document: Document) -> None:
    groups = document.frames["card_groups"]
    assert groups["name"][0] == "Verpakking"
    returned = (document.frames["card"]["group_1"] < 0).sum()
    assert returned == 134  # every third of 400, from the first on
    assert groups["buyers"][0] == pytest.approx(1 - returned / 400)


def test_chances_with_the_most_margin_come_first(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis()
    number = source.customers.index[0]
    more = {
        "customer_id": [number],
        "item": ["Dozen"],
        "spend": [50.0],
        "target": [400.0],
        "expected_revenue": [1e9],
    }
    up_sell = pd.DataFrame({**more, "expected_margin": [1e8], "gap": 350.0, "peers": 5})
    bound = build(replace(source, chances=replace(source.chances, up_sell=up_sell)), created=created)
    card = bound.frames["card"].set_index("customer_id")
    assert card.loc[number, "chance_1"] == "Meer Dozen: nu € 50, naar omvang bij vergelijkbare klanten € 400."
    assert card.loc[number, "chance_margin_1"] == 1e8
    assert "Etiketten" in card.loc[number, "chance_2"]
    other = source.customers.index[1]
    assert "Etiketten" in card.loc[other, "chance_1"]
    assert (card["potential"] == source.chances.actions["potential"].reindex(card.index)).all()


@pytest.mark.slow
def test_a_long_list_keeps_the_largest_customers(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis(60)
    bound = build(replace(source, settings=Settings(longest_list=10)), created=created)
    assert set(bound.frames["card"]["customer_id"]) == set(source.customers["revenue"].nlargest(10).index)
    assert bound.frames["card_hits"]["label"].notna().sum() == 10
    assert len(bound.frames["card_hits"]) == LISTED
    assert bound.values["card_customers"] == 60


@pytest.mark.slow
def test_without_bounds_or_a_chance_the_card_points_to_why(make_analysis: Any, created: dt.datetime) -> None:
    """A firm of under 100 customers has them of nobody; Vooruit says so."""
    analysis = make_analysis()
    fields = ["value_low", "value_high", "leave_chance", "at_stake"]
    none = analysis.customers.assign(**dict.fromkeys(fields, np.nan))
    values = build(replace(analysis, customers=none), created=created).values
    assert {values[f"card_{field}"] for field in fields} == {"zie Vooruit"}
    usual = build(analysis, created=created).values
    assert "zie Vooruit" not in {usual[f"card_{field}"] for field in fields}


@pytest.mark.slow
def test_without_a_value_over_three_years_the_card_points_to_why(
    make_analysis: Any, created: dt.datetime
) -> None:
    """Of who has a value of one year: Vooruit says why the firm has none of three."""
    analysis = make_analysis()
    none = analysis.customers.assign(value_three=np.nan)
    values = build(replace(analysis, customers=none), created=created).values
    assert values["card_value_three"] == "zie Vooruit"
    assert build(analysis, created=created).values["card_value_three"] != "zie Vooruit"
    nothing = replace(analysis, customers=none.assign(value_next=np.nan))
    assert build(nothing, created=created).values["card_value_three"] is None


def test_what_was_typed_on_acties_stands_below_the_advice(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis()
    best = str(source.customers["rank"].idxmin())
    assert build(source, created=created).values["card_typed"] is None
    for status, note, told in (
        ("gedaan", "prijs herzien in mei", "gedaan: prijs herzien in mei"),
        ("niet eens", "", "niet eens"),
        ("", "belt terug", "belt terug"),
    ):
        typed = pd.DataFrame({"owner": [""], "status": [status], "note": [note]}, index=[best])
        noted = replace(source, inputs=replace(source.inputs, action_notes=typed))
        values = build(noted, created=created).values
        assert values["card_typed"] == f"Op Acties: {told}"
        assert (values["Kaart_Status"] or "", values["Kaart_Opmerking"] or "") == (status, note)
