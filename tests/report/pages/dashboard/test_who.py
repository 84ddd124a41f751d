from __future__ import annotations

import math

import pandas as pd
import pytest
from dashboard_said import one, said

from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import short_name
from klantwaarde_xl.report.pages.dashboard.who import (
    best_and_largest,
    dull_row,
    figures_of,
    first_on_monday,
    groups_sold,
)
from klantwaarde_xl.report.words.best_sentences import NOTHING_KNOWN, Figures

NAN = math.nan


def ranked(rank: list[float], rank_revenue: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"name": list("abcde")[: len(rank)], "rank": rank, "rank_revenue": rank_revenue})


@pytest.mark.parametrize(
    ("rank", "rank_revenue", "best", "largest", "customers"),
    [
        ([3.0, 1.0, 2.0], [1.0, 2.0, 3.0], ("b", 2), ("a", 3), 3),
        ([1.0, 1.0, 3.0], [2.0, 1.0, 1.0], ("a", 2), ("b", 1), 3),
        ([NAN, 1.0, NAN], [1.0, NAN, NAN], ("b", 0), ("a", 0), 1),
        ([NAN, NAN], [2.0, 1.0], ("", 0), ("b", 0), 2),
        ([NAN, NAN], [NAN, NAN], ("", 0), ("", 0), 0),
    ],
    ids=["another is largest", "ties", "best without revenue", "no scores", "only effort"],
)
def test_the_first_row_of_the_lowest_rank_is_best_or_largest(
    rank: list[float], rank_revenue: list[float], best: object, largest: object, customers: int
) -> None:
    found = best_and_largest(ranked(rank, rank_revenue))
    assert (found.best, found.best_rank_revenue) == best
    assert (found.largest, found.largest_rank) == largest
    assert found.customers == customers
    assert found.best_figures == NOTHING_KNOWN


def test_the_figures_are_those_of_the_best() -> None:
    frame = ranked([2.0, 1.0], [1.0, 2.0]).assign(
        contribution=[-5.0, 80.0],
        revenue=[900.0, 300.0],
        hours=[7.0, 2.5],
        groups=[4.0, 1.0],
        breadth=[0.5, 0.125],
    )
    expected = Figures(net=80.0, revenue=300.0, hours=2.5, groups=1.0, sold=8)
    assert best_and_largest(frame).best_figures == expected == figures_of(frame, 1)


@pytest.mark.parametrize(
    ("groups", "breadth", "sold"),
    [
        ([1.0, 7.0, NAN], [1 / 12, 7 / 12, NAN], 12),
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([NAN], [NAN], 0),
        ([], [], 0),
    ],
)
def test_groups_sold_follow_from_the_customer_with_most(
    groups: list[float], breadth: list[float], sold: int
) -> None:
    assert groups_sold(pd.DataFrame({"groups": groups, "breadth": breadth}, dtype=float)) == sold


@pytest.mark.parametrize(
    ("net", "row"),
    [
        # Of ten customers with a revenue of 100 the two largest count: rows 3 and 1, in that order.
        ({}, 0),
        ({1: -1.0}, 1),
        ({1: -1.0, 3: 0.0}, 3),
        ({3: 0.004}, 3),
        ({2: -100.0}, 0),
        # 94.70 on 1000 in all: half is 4.735 on 100. Then 94.80 on 1000: half is 4.74.
        ({3: 4.7}, 3),
        ({3: 4.8}, 0),
        # The others lose so much that the whole earns nothing: a cent is more than half of that.
        ({2: -200.0, 3: 0.01}, 0),
        ({3: NAN}, 0),
    ],
)
def test_the_dull_customer_is_the_largest_that_earns_nothing_or_little(
    net: dict[int, float], row: int
) -> None:
    nets = [net.get(place, 10.0) for place in range(1, 11)]
    rank = [2.0, 3.0, 1.0, *map(float, range(4, 11))]
    frame = pd.DataFrame({"rank_revenue": rank, "contribution": nets, "revenue": 100.0})
    assert dull_row(frame) == row


@pytest.mark.parametrize(("count", "row"), [(5, 0), (6, 2)])
def test_the_largest_fifth_is_rounded_up(count: int, row: int) -> None:
    rank = [float(place) for place in range(1, count + 1)]
    frame = pd.DataFrame({"rank_revenue": rank, "contribution": [10.0, -1.0, *[10.0] * (count - 2)]})
    assert dull_row(frame.assign(revenue=100.0)) == row


def test_who_only_took_effort_is_never_dull() -> None:
    frame = pd.DataFrame({"rank_revenue": [NAN, NAN], "contribution": [-9.0, -9.0], "revenue": [0.0, 0.0]})
    assert dull_row(frame) == 0


def test_monday_begins_with_who_can_still_be_kept(firm_document: Document) -> None:
    frames = firm_document.frames
    chance, status = (
        frames[name].set_index("customer_id")[column]
        for name, column in (("customers", "leave_chance"), ("actions", "status"))
    )
    rows = frames["monday"].set_index("customer_id")
    kept = rows[(rows["kind"] == "Risico") & ~(chance.reindex(rows.index) > 0.9)]
    kept = kept[status.reindex(kept.index) != "bezig"]
    listed = frames["first"].dropna(subset=["position"])
    expected = kept[kept["amount"].astype(float) > 0].sort_values("amount", ascending=False, kind="stable")
    told = one(r"^Maandag: .*; begin met de lijst onderaan\.$", said(firm_document))
    assert bool(told) == (len(listed) > 0)
    assert len(listed) <= 5
    shown = listed.head(len(expected))
    assert shown["name"].tolist() == [short_name(name) for name in expected["name"].head(5)]
    assert shown["amount"].tolist() == expected["amount"].head(5).tolist()
    for field in ("step", "account_manager"):
        assert shown[field].tolist() == expected[field].head(5).tolist()


def test_what_is_to_be_won_for_certain_comes_after_who_may_leave() -> None:
    ids = list("abcdefg")
    monday = pd.DataFrame(
        {
            "customer_id": ids,
            "kind": ["Groei", "Risico", "Risico", "Kosten", "Risico", "Groei", "Kosten"],
            "basis": [
                "als het lukt",
                "x",
                "x",
                "als het lukt; deel van",
                "x",
                "verwacht uit zichzelf",
                "kost nu",
            ],
            "amount": [50.0, 10.0, 20.0, 900.0, 999.0, 800.0, 700.0],
        }
    )
    customers = pd.DataFrame({"customer_id": ids, "leave_chance": [0.1, 0.5, NAN, 0.1, 0.95, 0.1, 0.1]})
    actions = pd.DataFrame({"customer_id": ids, "status": ["", "", "", "", "", "", ""]})
    assert first_on_monday(monday, customers, actions) == [2, 1, 3, 0]
    begun = actions.assign(status=["", "", "Bezig", "", "", "", ""])
    assert first_on_monday(monday, customers, begun) == [1, 3, 0]
