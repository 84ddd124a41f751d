from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.dashboard.list_steps import FEWER, LISTED

NAN = math.nan
EVEN = [50.0, 25.0, 15.0, 6.0, 4.0]
"""A tenth of what each of the five buys."""
ByHand = Callable[..., Source]


def known(column: pd.Series) -> list[Any]:
    """Return what stands in the filled cells of a column of LISTED rows."""
    assert len(column) in {LISTED, FEWER} == {10, 5}
    return [value for value in column if pd.notna(value) and value != ""]


def test_the_best_stand_by_rank_and_the_rest_is_blank(by_hand: ByHand) -> None:
    best = list_frames(by_hand())["best"]
    assert known(best["position"]) == [1, 2, 3, 4, 5]
    assert known(best["name"]) == ["Berk", "Dam", "Cordes", "Evers", "Aalders"]
    assert known(best["rank_contribution"]) == [1, 3, 2, 4, 5]


def test_only_those_whose_leaving_saves_may_go(by_hand: ByHand) -> None:
    # Aalders costs 50, but EUR 75 of margin goes with it: its leaving saves nothing.
    frames = list_frames(by_hand())
    assert known(frames["losing"]["name"]) == ["Vertrek scheelt bij niemand."]
    frames = list_frames(by_hand(if_gone=[-75.0, 200.0, 60.0, 30.0, -0.004]))
    assert known(frames["losing"]["name"]) == ["Aalders"]
    assert known(frames["losing"]["saved"]) == [75.0]
    assert known(frames["list_steps"]["losing_row"]) == [5.0]


def test_what_saves_most_comes_first_and_equal_ones_by_row(by_hand: ByHand) -> None:
    frames = list_frames(by_hand(if_gone=[-10.0, -10.0, -90.0, 5.0, -10.000000000000002]))
    assert known(frames["losing"]["name"]) == ["Cordes", "Berk", "Evers", "Aalders"]
    assert known(frames["list_steps"]["losing_row"]) == [3.0, 1.0, 4.0, 5.0]


@pytest.mark.parametrize(
    ("lever", "word"), [("serve", "bedienen"), ("margin", "prijs"), ("up_sell", "verkopen"), ("", "")]
)
def test_what_acties_advises_first_stands_beside_who_may_go(by_hand: ByHand, lever: str, word: str) -> None:
    source = by_hand(if_gone=[-75.0, 200.0, 60.0, 30.0, 10.0])
    chances = source.analysis.chances
    advised = replace(chances, actions=chances.actions.assign(best_lever=lever, potential=12.0))
    frames = list_frames(Source(replace(source.analysis, chances=advised)))
    assert frames["losing"]["first"].iloc[0] == word
    assert known(frames["losing"]["potential"]) == [12.0]


def test_who_is_reconsidered_and_trifles_are_no_chance(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    chances = analysis.chances
    actions = chances.actions.assign(up_sell=0.0, cross_sell=0.0, label="develop")
    small = analysis.customers["revenue"].nsmallest(4).index
    actions.loc[small, "up_sell"] = [60.0, 250.0, 99.0, 400.0]
    actions.loc[small, "cross_sell"] = [50.0, 0.0, 0.99, 0.0]
    actions.loc[small[3], "label"] = "reconsider"
    found = replace(analysis, chances=replace(chances, actions=actions))
    # The minimum is EUR 100: 110 and 250 remain, 99.99 is a trifle and the 400 lapse when it goes.
    assert known(list_frames(Source(found))["list_steps"]["chance_value"]) == [250.0, 110.0]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"contribution": [1.0] * 5}, "Geen klant kost geld."),
        ({"contribution": [1.0] * 5, "time_cost": [NAN] * 5}, "Niet te zeggen zonder uren."),
        ({"contribution": [1.0, 1.0, 1.0, 1.0, NAN]}, "Niet te zeggen zonder uren."),
        ({"contribution": [NAN] * 5}, "Nettobijdrage onbekend."),
    ],
)
def test_the_first_row_tells_why_nobody_is_listed(
    by_hand: ByHand, columns: dict[str, list[float]], words: str
) -> None:
    frames = list_frames(by_hand(**columns))
    assert known(frames["losing"]["name"]) == [words]
    assert known(frames["losing"]["position"]) == []
    assert known(frames["list_steps"]["losing_row"]) == []
    assert known(frames["list_steps"]["losing_name"]) == []


def test_without_scores_the_best_are_not_listed(by_hand: ByHand) -> None:
    frames = list_frames(by_hand(rank=[NAN] * 5))
    assert known(frames["best"]["name"]) == []
    assert known(frames["list_steps"]["best_row"]) == []


def test_the_only_customer_is_no_chance_among_the_others(make_analysis: Any) -> None:
    frames = list_frames(Source(make_analysis(1)))
    assert known(frames["best"]["position"]) == [1]
    assert known(frames["opportunities"]["name"]) == ["Geen kans op groei."]


def test_chances_are_the_largest_sums_of_growth_outside_the_largest_fifth(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    largest = set(analysis.customers["revenue"].nlargest(8).index)
    actions = analysis.chances.actions
    growth = {
        customer: float(up) + float(cross)
        for customer, up, cross in zip(actions.index, actions["up_sell"], actions["cross_sell"], strict=True)
        if customer not in largest
        and float(up) + float(cross) >= 100
        and actions.loc[customer, "label"] != "reconsider"
    }
    expected = sorted(growth.values(), reverse=True)[:10]
    frames = list_frames(Source(analysis))
    assert known(frames["list_steps"]["chance_value"]) == pytest.approx(expected)
    names = analysis.customers["name"]
    first = max(growth, key=lambda customer: growth[customer])
    assert frames["list_steps"]["chance_name"].iloc[0] == names[first]
    shown = frames["opportunities"]
    assert known(shown["up_sell"] + shown["cross_sell"]) == pytest.approx(expected)


def test_of_more_than_ten_the_first_ten_are_listed(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    gone = [float(n) for n in range(-25, 15)]
    found = replace(analysis, customers=analysis.customers.assign(if_gone=gone))
    assert known(list_frames(Source(found))["losing"]["saved"]) == [float(n) for n in range(25, 15, -1)]


@pytest.mark.parametrize(
    ("listed", "step", "lever"), [("served", "serve", "serve"), ("priced", "price", "margin")]
)
def test_savings_and_prices_have_lists_of_their_own_apart_from_growth(
    make_analysis: Any, listed: str, step: str, lever: str
) -> None:
    analysis = make_analysis(40)
    largest = set(analysis.customers["revenue"].nlargest(8).index)
    actions = analysis.chances.actions
    euros = {name: 10.0 * n for n, name in enumerate(actions.index)}
    chances = replace(analysis.chances, actions=actions.assign(**{lever: list(euros.values())}))
    expected = sorted(
        (euro for name, euro in euros.items() if name not in largest and euro > 0), reverse=True
    )
    frames = list_frames(Source(replace(analysis, chances=chances)))
    assert len(expected) > 5
    assert known(frames[listed][lever]) == pytest.approx(expected[:5])
    assert known(frames["fewer_steps"][f"{step}_value"]) == pytest.approx(expected[:5])


def test_who_is_at_stake_stands_with_the_euros_or_it_says_why_not(by_hand: ByHand) -> None:
    frames = list_frames(by_hand(at_stake=[10.0, NAN, 30.0, 0.0, 20.0], leave_chance=[0.5] * 5))
    assert known(frames["at_stake"]["at_stake"]) == [30.0, 20.0, 10.0]
    assert known(frames["at_stake"]["name"]) == ["Cordes", "Evers", "Aalders"]
    for at_stake, words in (([NAN] * 5, "Niet te zeggen."), ([0.0] * 5, "Niets staat op het spel.")):
        assert known(list_frames(by_hand(at_stake=at_stake))["at_stake"]["name"]) == [words]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"contribution": [NAN] * 5, "time_cost": [1.0] * 5},
            {
                "opportunities": "In omzet: zie Cross-sell.",
                "served": "Niet te zeggen.",
                "priced": "Niet te zeggen.",
                "dull": "Niet te zeggen.",
            },
        ),
        (
            {"contribution": EVEN, "time_cost": [NAN] * 5},
            {
                "opportunities": "Geen kans op groei.",
                "served": "Niet te zeggen zonder uren.",
                "priced": "Geen prijs aannemelijk te laag.",
                "dull": "Niet te zeggen zonder uren.",
            },
        ),
        (
            {"contribution": EVEN, "time_cost": [1.0] * 5},
            {"served": "Geen aannemelijke besparing.", "dull": "Elk is interessant."},
        ),
    ],
    ids=["no costs", "no hours", "all known"],
)
def test_a_list_of_nobody_says_whether_that_is_known(
    by_hand: ByHand, columns: dict[str, list[float]], words: dict[str, str]
) -> None:
    source = by_hand(**columns)
    chances = source.analysis.chances
    levers = dict.fromkeys(("up_sell", "cross_sell", "margin", "serve"), 0.0)
    nothing = replace(chances, actions=chances.actions.assign(**levers))
    frames = list_frames(Source(replace(source.analysis, chances=nothing)))
    for frame, told in words.items():
        assert known(frames[frame]["name"]) == [told], frame


def test_the_largest_that_are_not_interesting_stand_by_turnover(make_analysis: Any) -> None:
    analysis = make_analysis(40)
    customers = analysis.customers.assign(contribution=100.0, revenue=[1000.0 - n for n in range(40)])
    ranks = [float(n) for n in range(1, 41)]
    customers = customers.assign(rank_revenue=ranks, rank=ranks[::-1])
    # All contribute 10 % and a little: less than half of that is dull. The ninth is not of the largest 20 %.
    customers.iloc[[2, 5, 8], customers.columns.get_loc("contribution")] = [-7.0, 20.0, -9.0]
    frames = list_frames(Source(replace(analysis, customers=customers)))
    names = customers["name"].tolist()
    assert known(frames["dull"]["name"]) == [names[2], names[5]]
    assert known(frames["dull"]["revenue"]) == [998.0, 995.0]
    assert known(frames["dull"]["contribution"]) == [-7.0, 20.0]
    assert known(frames["dull_steps"]["dull_row"]) == [38.0, 35.0]
