from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.card import customer_labels
from klantwaarde_xl.report.card_sheet import DIMENSION_NAMES, GROUPS, LISTED
from klantwaarde_xl.report.document import Document


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
    assert str(values["card_message"]).startswith(f"{values['card_choice']}: 1e op waarde, ")
    change = source.customers.loc[best, "contribution"] / source.customers.loc[best, "previous_contribution"] - 1
    positive = source.customers.loc[best, "previous_contribution"] > 0
    assert values["card_change_contribution"] == (pytest.approx(change) if positive else None)


def test_dimensions_stand_beside_the_median(document: Document, make_analysis: Any) -> None:
    customers = make_analysis().customers
    frame = document.frames["card_dimensions"].set_index("name")
    for field, name in DIMENSION_NAMES.items():
        assert frame.loc[name, "median"] == pytest.approx(np.median(customers[f"normalised_{field}"]))
        assert frame.loc[name, "score"] == customers.loc[customers["rank"].idxmin(), f"normalised_{field}"]


def test_groups_add_up_to_the_revenue_of_the_lines(document: Document, make_analysis: Any) -> None:
    lines, groups = make_analysis().lines, document.frames["card_groups"]
    sums = lines.groupby("product_group")["revenue"].sum().sort_values(ascending=False)
    assert groups["name"].tolist() == [*sums.index, *[""] * (GROUPS + 1 - len(sums))]
    card = document.frames["card"]
    for n, name in enumerate(sums.index, 1):
        assert card[f"group_{n}"].sum() == pytest.approx(sums[name])
        assert groups["buyers"][n - 1] == pytest.approx((lines[lines["product_group"] == name]["customer_id"].nunique()) / 400)


def test_more_groups_than_rows_are_taken_together(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis(30)
    names = np.array([f"Groep {n:02d}" for n in range(20)], dtype=object)
    many = replace(source, lines=source.lines.assign(product_group=names[np.arange(len(source.lines)) % 20]))
    bound = build(many, created=created)
    assert bound.frames["card_groups"]["name"].iloc[-1] == f"Overige groepen ({20 - GROUPS})"
    total = bound.frames["card"][[f"group_{n}" for n in range(1, GROUPS + 2)]].sum().sum()
    assert total == pytest.approx(source.lines["revenue"].sum())


def test_chances_with_the_most_margin_come_first(document: Document, make_analysis: Any) -> None:
    chances = make_analysis().chances
    card = document.frames["card"].set_index("customer_id")
    both = chances.up_sell["customer_id"].iloc[0]
    assert "Etiketten" in card.loc[both, "chance_1"]
    assert card.loc[both, "chance_2"].startswith("Meer Dozen: nu € 50")
    only = next(number for number in card.index if number not in set(chances.up_sell["customer_id"]))
    assert card.loc[only, "chance_2"] == ""
    assert (card["potential"] == chances.actions["potential"].reindex(card.index)).all()


def test_a_long_list_keeps_the_largest_customers(make_analysis: Any, created: dt.datetime) -> None:
    source = make_analysis(60)
    bound = build(replace(source, settings=Settings(longest_list=10)), created=created)
    assert set(bound.frames["card"]["customer_id"]) == set(source.customers["revenue"].nlargest(10).index)
    assert bound.frames["card_hits"]["label"].notna().sum() == 10
    assert len(bound.frames["card_hits"]) == LISTED
    assert bound.values["card_customers"] == 60
