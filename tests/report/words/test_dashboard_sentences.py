from __future__ import annotations

import math
from typing import Any

import pytest

from klantwaarde_xl.core.measures import reconciliation, retention
from klantwaarde_xl.report.words import dashboard_phrases, dashboard_sentences, page_sentences
from klantwaarde_xl.report.words.best_sentences import Figures
from klantwaarde_xl.report.words.dashboard_sentences import BestAndLargest


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (("", 0, "", 0, 0), "In deze periode is er geen klant met omzet of inspanning."),
        (("Jansen", 1, "Jansen", 1, 1), "In deze periode is er één klant: ‘Jansen’."),
        (("A", 1, "B", 1, 9), "Uw beste klant, ‘A’, deelt de eerste plaats op omzet met ‘B’."),
        (
            ('\'t Hoekje & "Zn"', 2, "B", 3, 9, Figures(80.0, 700.0, 3.0, 2.0, 5)),
            (
                'Uw beste op score is niet uw grootste: ‘\'t Hoekje & "Zn"’ (tweede op omzet): netto € 80 '
                "op € 700 omzet, 3 uur, koopt 2 van 5 groepen."
            ),
        ),
    ],
)
def test_headline(figures: tuple[Any, ...], said: str) -> None:
    assert dashboard_sentences.headline(BestAndLargest(*figures)) == said


def test_the_headline_fits_on_the_dashboard_with_the_longest_names() -> None:
    figures = Figures(12_345_678.0, 123_456_789.0, 12_345.0, 100.0, 100)
    first = BestAndLargest("x" * 99, 50_000, "y" * 99, 50_000, 50_000, figures)
    assert len(dashboard_sentences.headline(first)) <= 188


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((math.nan, math.nan, 0, 0.0, 0.0), "Er is geen nettobijdrage om te verdelen."),
        ((math.nan, math.nan, 0, 0.0, math.nan), "De nettobijdrage is niet bekend."),
        (
            (1.04, 0.9, 1, -50.0, 100.0),
            "De beste 90 % van de klanten verdient 104 % van de nettobijdrage; 1 klant kost € 50.",
        ),
        (
            (math.nan, math.nan, 12, -500.4, -80.0),
            "Alle klanten samen leveren € -80 op; 12 klanten kosten samen € 500.",
        ),
        (
            (1.04, 0.9, 65, -231_646.0, 100.0, 168_190.0),
            "De beste 90 % van de klanten verdient 104 % van de nettobijdrage; 65 klanten kosten samen "
            "€ 231.646, zonder hun uren € 63.456.",
        ),
        (
            (1.04, 0.9, 3, -100.0, 100.0, 120.4),
            "De beste 90 % van de klanten verdient 104 % van de nettobijdrage; 3 klanten kosten samen € 100; "
            "zonder hun uren leveren zij € 20 op.",
        ),
    ],
)
def test_whale(figures: tuple[float, ...], said: str) -> None:
    assert dashboard_sentences.whale(*figures) == said


def test_without_hours_nobody_is_told_to_earn() -> None:
    for text in (
        dashboard_sentences.whale(1.0, 1.0, 0, 0.0, 100.0, math.nan),
        dashboard_sentences.whale_title(1.0, 1.0, 0, 100.0, certain=False),
        dashboard_sentences.interesting(80, 0, 0.0, timed=False),
        dashboard_sentences.interesting(1, 0, 0.0, timed=False),
        dashboard_sentences.effort_bubbles(0, 20, timed=False),
    ):
        assert "niet te zeggen" in text
    assert dashboard_sentences.whale(2.0, 0.5, 3, -50.0, 100.0, math.nan).endswith("€ 50, voor zover bekend.")


def test_interesting_in_the_singular() -> None:
    assert (
        dashboard_sentences.interesting(80, 1, 5000.0, 0, "A")
        == "Van uw 80 grootste (20 %) zijn 79 interessant, 1 niet (netto % onder half gemiddeld): "
        "‘A’, omzet € 5.000."
    )
    assert dashboard_sentences.interesting(3, 2, 50.0, 0, "A") == (
        "Van uw 3 grootste (20 %) is 1 interessant, 2 niet (netto % onder half gemiddeld): € 50 omzet, "
        "grootst ‘A’."
    )
    for unsaid in (
        dashboard_sentences.interesting(80, 1, 5000.0, 4, "A"),
        dashboard_sentences.interesting(80, 1, 5000.0, 0, "A", timed=False),
    ):
        assert unsaid == (
            "Van uw 80 grootste (20 %) is 1 niet interessant (netto % onder half gemiddeld): ‘A’, omzet "
            "€ 5.000."
        )
    assert (
        dashboard_sentences.interesting(1, 1, 5.0)
        == "Uw grootste klant is niet interessant op nettobijdrage."
    )
    assert dashboard_sentences.interesting(0, 0, 0.0) == ""


def test_concentration_says_nothing_without_a_total() -> None:
    assert dashboard_sentences.concentration(math.nan, math.nan) == ""
    assert (
        dashboard_sentences.concentration(0.2, math.nan, "marge")
        == "80 % van de brutomarge komt van 20 % van de klanten."
    )


def test_movements() -> None:
    assert dashboard_sentences.movements(0, 0, 0, 0.0, 9).endswith(
        "geen klant koopt later of minder dan gewoon."
    )
    assert dashboard_sentences.movements(1, 2, 1, 10.0, 9) == (
        "1 nieuwe klant, 2 verloren klanten; naar kans staat € 10 marge per jaar op het spel, gerekend met "
        "deze periode."
    )
    assert dashboard_sentences.movements(0, 0, 2, math.nan, 9).endswith(
        "geen verloren klanten; 2 klanten kopen later of minder dan gewoon."
    )


def test_without_a_previous_period_nobody_is_said_to_be_new_or_lost_or_safe() -> None:
    assert (
        dashboard_sentences.movements(0, 0, 0, 0.0, 0)
        == f"{dashboard_phrases.NOTHING_BEFORE}, of wie minder koopt."
    )
    assert (
        dashboard_sentences.movements(0, 0, 2, 0.0, 0)
        == f"{dashboard_phrases.NOTHING_BEFORE}; 2 klanten kopen later of minder dan gewoon."
    )
    # Who bought only before the previous period and now again is no reason for silence, and one that is new
    # neither.
    assert dashboard_sentences.movements(1, 0, 0, 0.0, 0).startswith("1 nieuwe klant, geen verloren klanten")


def test_findings() -> None:
    assert page_sentences.findings(0, 0, 0) == "De invoer is in orde: er zijn geen bevindingen."


def test_value_message_and_bubbles() -> None:
    assert (
        page_sentences.value_message(5, 1, 0.9, math.nan)
        == "1 van de 5 klanten is A: die maakt 90 % van de omzet."
    )
    assert page_sentences.value_message(0, 0, math.nan, math.nan) == "Er zijn geen klanten in deze periode."
    assert (
        dashboard_sentences.effort_bubbles(1, 200)
        == "1 van de 200 grootste klanten kost meer om te bedienen dan zijn marge"
    )


def test_every_reason_code_of_the_analysis_has_dutch_words() -> None:
    codes = {*reconciliation.REASONS, *(str(code) for code in retention.REASONS), "no_activity"}
    assert codes <= set(page_sentences.REASONS)
