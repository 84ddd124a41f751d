"""The sentences of the Dashboard on people, as the values of five customers by hand."""

from __future__ import annotations

from collections.abc import Callable

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.people_lines import EARNS_MOST, STAKE_PARTS, WITHOUT_MANAGER

ByHand = Callable[..., Source]


def test_the_largest_earner_is_named(by_hand: ByHand) -> None:
    found = facts(by_hand(contribution=[130.0, 120.0, 30.0, 20.0, -9.0]))
    assert EARNS_MOST.text(found) == "Op nettobijdrage is de beste ‘Aalders’: € 130."
    assert EARNS_MOST.text(facts(by_hand())) == ""


def test_the_parts_of_what_is_at_stake_add_up(by_hand: ByHand) -> None:
    found = facts(
        by_hand(
            at_stake=[100.0, 40.0, 20.0, 5.0, 1.0],
            leave_chance=[0.95, 0.5, 0.9, 0.2, 0.1],
            at_risk_reason=["late", "late", "", "declining", ""],
        )
    )
    assert STAKE_PARTS.text(found) == (
        "Daarvan is € 100 van wie waarschijnlijk al weg is (kans boven 90 %), € 40 van wie veel later koopt "
        "dan gewoon en € 26 van de rest."
    )


def test_customers_of_nobody_are_told_with_what_they_bring(by_hand: ByHand) -> None:
    told = WITHOUT_MANAGER.text(facts(by_hand(account_manager=["", "Noor", "", "Bram", "Noor"])))
    assert told.startswith("2 klanten hebben geen accountmanager (netto € -20), als grootste ‘Cordes’ (€ 30)")
    assert WITHOUT_MANAGER.text(facts(by_hand(account_manager=["Noor"] * 5))) == ""
