"""The words of Opvolging and Geschiedenis, whole, also where there is little or nothing to tell."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from klantwaarde_xl.core.followup.comparing import Since
from klantwaarde_xl.core.followup.fair_test import Effect
from klantwaarde_xl.report.words import followup_sentences as words
from klantwaarde_xl.report.words.definitions import DEFINITIONS

THEN = dt.date(2024, 12, 31)
NO_PROOF = "Geen bewijs: wie iets doet, kiest zijn klanten zelf."


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], "Nog geen momentopnamen."),
        (["2025-01-31"], "1 momentopname, van 31-01-2025 t/m 31-01-2025."),
        (["2025-02-28", "2025-01-31", "2025-02-28"], "2 momentopnamen, van 31-01-2025 t/m 28-02-2025."),
    ],
)
def test_snapshots_are_counted_by_day(days: list[str], told: str) -> None:
    assert words.history_line(pd.Series(pd.to_datetime(days))) == told


@pytest.mark.parametrize(
    ("changes", "then", "told"),
    [
        ([1.0], None, words.FIRST),
        (
            [],
            THEN,
            "De scores van 31-12-2024 rusten op andere gewichten of een andere schaal: niet vergeleken.",
        ),
        # A change that a score with one decimal does not show is none.
        (
            [0.04, -0.04, math.nan],
            THEN,
            "Sinds 31-12-2024 steeg de score van geen klanten en daalde die van geen klanten.",
        ),
        (
            [0.06, -0.06, -7.0],
            THEN,
            "Sinds 31-12-2024 steeg de score van 1 klant en daalde die van 2 klanten.",
        ),
    ],
)
def test_who_rose_and_who_fell(changes: list[float], then: dt.date | None, told: str) -> None:
    assert words.followup_message(pd.DataFrame({"change": pd.Series(changes, dtype=float)}), then) == told


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (None, "Nog te vroeg: er is geen eerdere momentopname."),
        (
            Since(THEN, THEN),
            "Nog te vroeg: geen dagen aan factuurregels na de momentopname, en 90 zijn nodig.",
        ),
        (
            Since(THEN, dt.date(2025, 1, 1)),
            "Nog te vroeg: 1 dag aan factuurregels na de momentopname, en 90 zijn nodig.",
        ),
        (
            Since(THEN, dt.date(2025, 3, 30)),
            "Nog te vroeg: 89 dagen aan factuurregels na de momentopname, en 90 zijn nodig.",
        ),
        (Since(THEN, dt.date(2025, 3, 31)), ""),
    ],
)
def test_ninety_days_are_needed(since: Since | None, told: str) -> None:
    assert words.too_early(since) == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "Op 31-12-2024 waren er geen kansen die nu te volgen zijn."),
        ([(0.0, 5.0, 1, 1)], "Van 1 kans van 31-12-2024 kwamen er 1 uit: verwacht € 0, gekomen € 5."),
        (
            [(1500.0, 750.0, 1200, 30), (0.0, 0.0, 34, 0)],
            "Van 1.234 kansen van 31-12-2024 kwamen er 30 uit: verwacht € 1.500, gekomen € 750 (50 %).",
        ),
    ],
)
def test_what_came_of_chances(rows: list[tuple[float, ...]], told: str) -> None:
    chances = pd.DataFrame(rows, columns=["expected", "came", "items", "bought"])
    assert words.chances_line(chances, Since(THEN, dt.date(2025, 12, 31))) == told


@pytest.mark.parametrize(
    ("customers", "changes", "told"),
    [
        (
            (0, 4),
            (math.nan, 0.1),
            "Bij geen enkele actie van toen staat de status op gedaan; zet die op Acties.",
        ),
        (
            (1, 1000),
            (0.004, -0.004),
            f"Gedaan bij 1 klant: marge 0 %. Niet gedaan bij 1.000: 0 %. {NO_PROOF}",
        ),
        (
            (2, 3),
            (math.nan, 0.25),
            f"Gedaan bij 2 klanten: marge onbekend. Niet gedaan bij 3: +25 %. {NO_PROOF}",
        ),
        (
            (3, 0),
            (-0.2, math.nan),
            f"Gedaan bij 3 klanten: marge -20 %. Er is geen klant zonder om naast te leggen. {NO_PROOF}",
        ),
    ],
)
def test_actions_done_stand_beside_the_others(
    customers: tuple[int, int], changes: tuple[float, float], told: str
) -> None:
    assert words.actions_line(pd.DataFrame({"customers": customers, "change": changes})) == told


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (
            (1, math.nan, 0.2, 0.5),
            "Met 1 klant met een actie en 20 % met rust is vooraf niet te zeggen welk verschil na een jaar "
            "te zien is.",
        ),
        (
            (0, math.nan, 0.3, 0.5),
            "Geen klant heeft een actie: er is niemand om met rust te laten.",
        ),
        (
            (0, math.nan, 0.0, 0.5),
            "Proefgroep (Instellingen) is 0 %: geen proef. Geen klant heeft een actie: er is niemand om met "
            "rust te laten.",
        ),
        (
            (1200, 0.08, 0.0, 0.5),
            "Proefgroep (Instellingen) is 0 %: geen proef. Laat u 50 % van 1.200 klanten met een actie met "
            "rust, dan is na een jaar een verschil vanaf 8 % van hun marge te zien.",
        ),
    ],
)
def test_what_a_trial_could_show(figures: tuple[int, float, float, float], told: str) -> None:
    assert words.beforehand_line(*figures) == told


def test_a_trial_that_was_stopped_is_not_called_none() -> None:
    told = words.beforehand_line(400, 0.25, 0.0, 0.5, begun=True)
    assert told.startswith("Proefgroep (Instellingen) staat weer op 0 %: er komt niemand meer bij")
    assert words.beforehand_line(400, 0.25, 0.3, 0.5, begun=True) == words.beforehand_line(
        400, 0.25, 0.3, 0.5
    )


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, ""),
        (
            Effect(0.5, 0.4, 0.6, 30, 29, 9.0),
            "Nog te weinig: na minstens 90 dagen 30 geloot om te benaderen en 29 om met rust te "
            "laten; van elk zijn er 30 nodig.",
        ),
        (
            Effect(0.05, -0.01, 0.11, 1000, 400, 12.4),
            "Wie geloot is om te benaderen gaf +5 % marge (90 %-interval -1 % tot +11 %), € 12 per klant per "
            "jaar; 1.000 geloot om te benaderen, 400 om met rust te laten. Dat kan toeval zijn.",
        ),
        (
            Effect(-0.05, -0.08, -0.02, 30, 30, -7.0),
            "Wie geloot is om te benaderen gaf -5 % marge (90 %-interval -8 % tot -2 %), € -7 per klant per "
            "jaar; 30 geloot om te benaderen, 30 om met rust te laten.",
        ),
    ],
)
def test_what_a_trial_found(found: Effect | None, told: str) -> None:
    assert words.trial_line(found) == told


def test_the_lottery_is_not_told_as_what_happened() -> None:
    # By intention to treat: everybody drawn counts, done or not, so nobody is said to have been approached.
    for found in (Effect(0.05, -0.01, 0.11, 147, 74, 12.4), Effect(0.5, 0.4, 0.6, 147, 9, 9.0)):
        told = words.trial_line(found)
        assert "147 geloot om te benaderen" in told
        assert "om met rust te laten" in told
        assert "benaderd" not in told
    assert "ook als het anders liep" in DEFINITIONS["Eerlijke proef"]
