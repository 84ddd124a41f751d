from __future__ import annotations

import math

from klantwaarde_xl.report.words import best_sentences


def test_why_the_best_is_best_without_what_is_not_known() -> None:
    best, unknown = (
        best_sentences.Figures("A", 100.0, math.nan, math.nan),
        best_sentences.Figures("B", math.nan, 5.0, 0.5),
    )
    assert best_sentences.why_best(unknown, best) == ""
    assert best_sentences.why_best(best, unknown) == "‘A’ levert € 100 op na onbekende bedienkosten."
