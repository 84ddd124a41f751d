"""Sentences on who earns most, at whom most is at stake and who has no account manager."""

from __future__ import annotations

import math

from klantwaarde_xl.report.words.people_sentences import most_at_stake, stake_parts, without_manager


def test_one_name_has_no_and() -> None:
    assert most_at_stake([("Bries", 900.0)]) == "Nog te behouden, het meest: ‘Bries’ (€ 900); zie Vooruit."


def test_two_names_have_no_comma() -> None:
    told = most_at_stake([("Bries", 900.0), ("Anker", 80.0)])
    assert told == "Nog te behouden, het meest: ‘Bries’ (€ 900) en ‘Anker’ (€ 80); zie Vooruit."


def test_parts_below_half_a_euro_are_not_told() -> None:
    assert stake_parts(0.3, 0.1, 900.0) == ""
    assert stake_parts(0.3, 0.2, 900.0).startswith("Van die € 901 is € 0 van wie")


def test_one_customer_without_a_manager_is_singular_and_the_unknown_is_left_out() -> None:
    assert without_manager(1, math.nan, ("", 0.0)) == "1 klant heeft geen accountmanager."
