"""The order of a few customers by other weights, by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from what_if_firm import firm_rows, steps_of

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.pages.what_if.basis import Basis
from klantwaarde_xl.report.pages.what_if.sheet import nothing_typed
from klantwaarde_xl.report.pages.what_if.terms import Term, term
from klantwaarde_xl.report.pages.what_if.weights import TOP, Place, Weights, input_name

KNOWN = ("turnover", "margin")
NO_WEIGHT = "Geef ten minste één dimensie waarvan iets bekend is een gewicht."


def scored(turnover: list[float], margin: list[float], unsure: float = 0.0) -> pd.DataFrame:
    """Return customers with these points; the first may have ``unsure`` points fewer for margin."""
    start = firm_rows().iloc[[0] * len(turnover)].reset_index(drop=True)
    numbers = [float(n) for n in range(1, len(turnover) + 1)]
    rows = start.assign(label=[f"K{n:.0f}" for n in numbers], place=numbers, rank=numbers)
    rows["points_turnover"] = rows["lowest_turnover"] = turnover
    rows["points_margin"] = margin
    rows["lowest_margin"] = [margin[0] - unsure, *margin[1:]] if margin else []
    return rows


def weighed(rows: pd.DataFrame, **weights: object) -> Weights:
    """Return the ranking by these weights; a blank one is 1 for turnover and 0 for the others."""
    typed = {**nothing_typed(), **{input_name(name): weight for name, weight in weights.items()}}
    usual = {name: term(1.0 if name == "turnover" else 0.0) for name in DIMENSION_NAMES}
    there = {name: term(1.0 if name in KNOWN else 0.0) for name in DIMENSION_NAMES}
    return Weights(Basis(rows, typed), usual, there, "Vak")


def places(weights: Weights, count: int) -> list[Place]:
    """Return the first places, each found from the cells of the one above it."""
    found: list[Place] = []
    above: Place | None = None
    for n in range(1, count + 1):
        one = weights.place(n, above, {"key": f"S{n}", "row": f"R{n}"})
        found.append(one)
        # A cell, not its formula: formulas inside formulas would double at every place.
        key, row, rank = (
            Term(f"{letter}{n}", cell.value)
            for letter, cell in (("S", one.key), ("R", one.row), ("G", one.rank))
        )
        above = replace(one, key=key, row=row, rank=rank)
    return found


def shown(weights: Weights, count: int) -> list[tuple[object, object, object]]:
    """Return name, rank and score of the first places."""
    return [(one.name.value, one.rank.value, one.score.value) for one in places(weights, count)]


def test_weights_count_as_parts_of_their_sum_and_only_where_something_is_known() -> None:
    weights = weighed(scored([80, 20], [0, 60]), turnover=3, margin=1, culture=50)
    assert weights.sum.value == 4
    assert weights.shares["turnover"].value == 0.75
    assert weights.shares["margin"].value == 0.25
    assert weights.shares["culture"].value == 0
    assert weights.score.value.tolist() == [60, 30]
    assert weights.score.formula == "Als_Scores"


def test_equal_scores_share_a_rank_and_each_is_given_once() -> None:
    weights = weighed(scored([10, 50, 90, 50], [0, 0, 0, 0]))
    assert shown(weights, 5) == [
        ("K3", 1, 90),
        ("K2", 2, 50),
        ("K4", 2, 50),
        ("K1", 4, 10),
        (None, None, None),
    ]
    assert weights.top.value == 4


def test_the_first_place_is_for_who_has_most_when_the_unknown_is_against_it() -> None:
    """K1 scores 50 and may be 20; K2 scores 40 whatever comes, so it is first, and K1 second with more."""
    weights = weighed(scored([50, 40, 30], [50, 40, 30], unsure=60), margin=1)
    assert weights.lowest.value.tolist() == [20, 40, 30]
    assert shown(weights, 3) == [("K2", 1, 40), ("K1", 2, 50), ("K3", 3, 30)]
    assert steps_of(weights.basis)["GewichtHoger"] == 1


def test_two_may_be_first() -> None:
    weights = weighed(scored([70, 70, 60], [0, 0, 0]))
    assert steps_of(weights.basis)["GewichtEersten"] == 2
    assert shown(weights, 3) == [("K1", 1, 70), ("K2", 1, 70), ("K3", 3, 60)]


@pytest.mark.parametrize(
    ("rows", "typed"),
    [
        (scored([10, 50], [0, 0]), {"turnover": 0}),
        (scored([10, 50], [0, 0]), {"turnover": 0, "culture": 5}),
        (scored([], []), {}),
    ],
)
def test_without_a_weight_or_a_customer_there_is_no_top(rows: pd.DataFrame, typed: dict[str, int]) -> None:
    weights = weighed(rows, **typed)
    assert weights.top.value == 0
    assert shown(weights, 2) == [(None, None, None)] * 2
    gone = Term("Weg", [None, None])
    assert weights.answer(term("K1"), gone).value == NO_WEIGHT


def test_who_leaves_the_top() -> None:
    """Of 22 customers the order turns round: the first two now are the last two then."""
    weights = weighed(scored([float(n) for n in range(1, 23)], [0.0] * 22))
    rows = Term("R", pd.Series([one.row.value for one in places(weights, TOP)]).to_numpy(object))
    assert rows.value.tolist() == [float(n) for n in range(22, 2, -1)]
    gone = Term("Weg", [weights.left(n, rows, f"O{n}").gone.value for n in range(1, TOP + 1)])
    assert gone.value == [1.0, 2.0, *[None] * 18]
    listed = [weights.listed(n, gone) for n in (1, 2, 3)]
    assert [(one.name.value, one.before.value, one.rank.value) for one in listed] == [
        ("K1", 1, 22),
        ("K2", 2, 21),
        (None, None, None),
    ]
    assert weights.answer(term("K22"), gone).value == (
        "In de top 20 komen 2 klanten erbij en vallen er evenveel uit; eerste is K22."
    )
    one = Term("Weg", [1.0, *[None] * 19])
    assert weights.answer(term("K22"), one).value == (
        "In de top 20 komt 1 klant erbij en valt er evenveel uit; eerste is K22."
    )


def test_the_same_top_says_so() -> None:
    weights = weighed(scored([30, 20], [0, 0]))
    gone = Term("Weg", [None, None])
    assert weights.listed(1, gone).name.value == "niemand"
    assert weights.answer(term("K1"), gone).value == "Dit geeft dezelfde top 2; eerste is K1."


def test_one_customer_is_first_and_stays() -> None:
    weights = weighed(scored([30], [0]))
    assert shown(weights, 1) == [("K1", 1, 30)]
    assert weights.left(1, Term("R", pd.Series([1.0]).to_numpy(object)), "O1").gone.value is None
