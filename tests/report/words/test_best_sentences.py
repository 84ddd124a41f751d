from __future__ import annotations

import math

import pytest

from klantwaarde_xl.report.words import best_sentences
from klantwaarde_xl.report.words.best_sentences import Figures


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (Figures(100.0, 900.0, 0.4, 0.0, 12), "netto € 100 op € 900 omzet, 0 uur, koopt 0 van 12 groepen"),
        (
            Figures(-5.0, 900.0, math.nan, 3.0, 12),
            "netto € -5 op € 900 omzet, uren onbekend, koopt 3 van 12 groepen",
        ),
        (Figures(math.nan, 900.0, 2.0, math.nan, 0), "€ 900 omzet, nettobijdrage onbekend, 2 uur"),
    ],
)
def test_figures_are_told_without_what_is_not_known(figures: Figures, words: str) -> None:
    assert best_sentences.told(figures) == words


def test_who_scores_higher_with_a_margin_that_counts_has_lines_without_a_cost() -> None:
    told = best_sentences.higher_but_unknown("Bries", "")
    assert "geschat op ;" not in told
    assert told.startswith(
        "‘Bries’ scoort hoger, maar van een deel van de omzet is de kostprijs niet bekend: te weinig"
    )
