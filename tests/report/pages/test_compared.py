"""What happened to contribution in words: what moved it most, or why that cannot be told."""

from __future__ import annotations

from typing import Any

from stand_in_bridge import with_amounts

from klantwaarde_xl.report.pages.compared import comparison, known_sentence


def test_the_sentence_names_what_moved_most_and_what_went_against_it(make_analysis: Any) -> None:
    source = with_amounts(make_analysis, previous_contribution=100.0, volume=-30.0, price=5.0)
    assert known_sentence(source) == (
        "de nettobijdrage daalde met € 25, het meest door volume (€ -30); daartegenover prijs (€ 5)."
    )


def test_nothing_goes_against_what_all_went_one_way(make_analysis: Any) -> None:
    source = with_amounts(make_analysis, previous_contribution=100.0, new=30.0)
    assert known_sentence(source) == "de nettobijdrage steeg met € 30, het meest door nieuwe klanten (€ 30)."


def test_without_a_previous_contribution_it_tells_why(make_analysis: Any) -> None:
    """It was sold in 2023, and no contribution is known of it."""
    found = comparison(with_amounts(make_analysis, new=30.0))
    assert found.title.startswith("Van de vorige periode zijn te weinig kostprij")
    assert not found.comparable
    assert found.sentence == found.prices == ""
