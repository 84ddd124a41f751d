"""Who earns most, at whom most is at stake and who has no account manager, of five customers by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.people_steps import (
    PEOPLE_STEPS,
    earner_row,
    gone_part,
    largest_of_nobody,
    late_part,
    net_of_nobody,
    of_nobody,
)

ByHand = Callable[..., Source]
OWNERS = ["", "Noor", "", "Bram", "Noor"]


@pytest.mark.parametrize(
    ("contribution", "row"),
    [
        # Rows by rank: Berk, Dam, Cordes, Evers, Aalders. Berk is the best and earns 120.
        ([-50.0, 120.0, 30.0, 20.0, -9.0], 0),
        ([130.0, 120.0, 30.0, 20.0, -9.0], 5),
        ([-50.0, 120.0, 30.0, 120.0, -9.0], 0),
        ([-50.0, 120.0, 30.0, 120.01, -9.0], 2),
    ],
)
def test_who_earns_most_is_named_when_that_is_not_the_best(
    by_hand: ByHand, contribution: list[float], row: int
) -> None:
    assert earner_row(facts(by_hand(contribution=contribution))) == row


def test_what_is_at_stake_is_parted_by_chance_and_by_silence(by_hand: ByHand) -> None:
    found = facts(
        by_hand(
            at_stake=[100.0, 40.0, 20.0, 5.0, 1.0],
            leave_chance=[0.95, 0.5, 0.9, 0.2, np.nan],
            at_risk_reason=["late", "late", "both", "declining", ""],
        )
    )
    assert gone_part(found) == 100.0
    assert late_part(found) == 60.0


def test_customers_without_a_manager_are_counted_and_the_largest_is_named(by_hand: ByHand) -> None:
    found = facts(by_hand(account_manager=OWNERS))
    assert of_nobody(found) == 2
    assert net_of_nobody(found) == pytest.approx(-50.0 + 30.0)
    # Cordes, third by rank, brings 30; Aalders costs 50.
    assert largest_of_nobody(found) == 3


def test_where_nobody_has_a_manager_nobody_is_without(by_hand: ByHand) -> None:
    found = facts(by_hand(account_manager=[""] * 5))
    assert (of_nobody(found), largest_of_nobody(found)) == (0, 0)


def test_names_of_steps_are_names_of_cells_and_occur_once() -> None:
    names = [step.name for step in PEOPLE_STEPS]
    assert len(set(names)) == len(names)
    assert all(name.startswith("Dash_") for name in names)
