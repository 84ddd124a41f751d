"""The sentences of the Dashboard on people, as the values of five customers by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from klantwaarde_xl.core.followup.fair_test import Effect
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.people_lines import (
    EARNS_MOST,
    STAKE_PARTS,
    TRIAL,
    WITHOUT_MANAGER,
)

ByHand = Callable[..., Source]


def test_the_largest_earner_is_named(by_hand: ByHand) -> None:
    found = facts(by_hand(contribution=[130.0, 120.0, 30.0, 20.0, -9.0]))
    assert EARNS_MOST.text(found) == "Op nettobijdrage is de beste ‘Aalders’: € 130."
    assert EARNS_MOST.text(facts(by_hand())) == ""


def test_who_could_have_more_points_is_told_beside_the_best(by_hand: ByHand) -> None:
    known = {"score": [80.0, 60.0, 50.0, 40.0, 30.0], "rank": [1.0, 2.0, 3.0, 4.0, 5.0]}
    told = EARNS_MOST.text(facts(by_hand(**known, score_high=[99.0, 80.4, 91.2, 84.0, 30.0])))
    # Not the best itself, nor who comes to 80 as well.
    assert told.endswith("Met wat onbekend is, kunnen 2 anderen hoger scoren (tot 91).")
    told = EARNS_MOST.text(facts(by_hand(**known, score_high=[80.0, 81.0, 50.0, 40.0, 30.0])))
    assert told.endswith("Met wat onbekend is, kan 1 ander hoger scoren (tot 81).")


def test_the_parts_of_what_is_at_stake_add_up(by_hand: ByHand) -> None:
    found = facts(
        by_hand(
            at_stake=[100.0, 40.0, 20.0, 5.0, 1.0],
            leave_chance=[0.95, 0.5, 0.9, 0.2, 0.1],
            at_risk_reason=["late", "late", "", "declining", ""],
        )
    )
    assert STAKE_PARTS.text(found) == (
        "Van die € 166 is € 100 van wie waarschijnlijk al weg is (kans boven 90 %); nog niet weg: € 66, "
        "waarvan € 40 van wie veel later koopt dan gewoon."
    )


def test_customers_of_nobody_are_told_with_what_they_bring(by_hand: ByHand) -> None:
    told = WITHOUT_MANAGER.text(facts(by_hand(account_manager=["", "Noor", "", "Bram", "Noor"])))
    assert told.startswith("2 klanten hebben geen accountmanager (netto € -20), als grootste ‘Cordes’ (€ 30)")
    assert WITHOUT_MANAGER.text(facts(by_hand(account_manager=["Noor"] * 5))) == ""


def test_what_a_fair_test_found_is_told(by_hand: ByHand) -> None:
    found = facts(by_hand())
    assert TRIAL.text(found) == ""
    effect = Effect(-0.08, -0.23, 0.07, 147, 100, -90.0)
    assert TRIAL.text(replace(found, trial=effect)) == (
        "De proef: geen effect van benaderen aangetoond (-8 % marge, 90 %-interval -23 % tot +7 %); "
        "zie Opvolging."
    )
    sure = Effect(0.12, 0.02, 0.22, 900, 300, 140.0)
    assert TRIAL.text(replace(found, trial=sure)).startswith("De proef: benaderen gaf +12 % marge (90 %")
    assert TRIAL.text(replace(found, trial=replace(effect, approached=9))) == ""
