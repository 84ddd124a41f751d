"""The words of the sheet Maandag, for each reason, lever and label."""

from __future__ import annotations

import pandas as pd
import pytest

from klantwaarde_xl.report.words import monday_sentences as words

ANYHOW = "‘Bevalt het nog bij ons? Wat kan er beter?’"


@pytest.mark.parametrize(
    ("reason", "why", "say"),
    [
        (
            "late",
            "Koopt veel later dan gewoon.",
            "‘Wij hebben u al een tijd niet gezien: waar ligt dat aan?’",
        ),
        (
            "declining",
            "Koopt veel minder dan in de vorige periode.",
            "‘U koopt minder bij ons dan vorig jaar: wat is er veranderd?’",
        ),
        ("both", "Koopt veel later dan gewoon. Koopt veel minder dan in de vorige periode.", ANYHOW),
        ("", "Grote kans om weg te gaan.", ANYHOW),
        (None, "Grote kans om weg te gaan.", ANYHOW),
    ],
)
def test_a_customer_at_risk_is_called_whatever_else_there_is(reason: str | None, why: str, say: str) -> None:
    row = {
        "kind": "risk",
        "at_risk_reason": reason,
        "sentence": "Zin van Acties.",
        "lever": "margin",
        "label": "reconsider",
    }
    assert (words.why(row), words.say_first(row), words.step(row)) == (why, say, "Bellen")


@pytest.mark.parametrize(
    ("lever", "label", "say", "step"),
    [
        ("up_sell", "expand", "‘U koopt ‘Folie, dik’ bij ons: is dat alles wat u nodig hebt?’", "Up-sell"),
        (
            "cross_sell",
            "expand",
            "‘Dozen neemt u nog niet bij ons: zal ik er iets over sturen?’",
            "Cross-sell",
        ),
        (
            "margin",
            "reprice",
            "‘Ik wil met u naar de prijs kijken: wij leveren u onder wat gewoon is.’",
            "Betere marge",
        ),
        (
            "serve",
            "serve_efficiently",
            "‘Wat kunnen wij samen met minder werk doen?’",
            "Goedkoper bedienen",
        ),
        (
            "margin",
            "reconsider",
            "Eerst intern: bij welke prijs en hoeveel uren mag deze klant blijven?",
            "Heroverwegen: Betere marge",
        ),
        (
            "",
            "reconsider",
            "Eerst intern: bij welke prijs en hoeveel uren mag deze klant blijven?",
            "Heroverwegen",
        ),
    ],
)
def test_growth_and_cost_follow_the_lever(lever: str, label: str, say: str, step: str) -> None:
    row = {
        "kind": "cost",
        "at_risk_reason": "late",
        "sentence": "Zin van Acties.",
        "lever": lever,
        "label": label,
        "up_sell_item": "Folie, dik",
        "cross_sell_item": "Dozen",
    }
    assert (words.why(row), words.say_first(row), words.step(row)) == ("Zin van Acties.", say, step)


@pytest.mark.parametrize(
    ("kinds", "managers", "told"),
    [
        ([], [], "Er is niets dat maandag moet."),
        (["growth"], ["Noor"], "Maandag: 1 stap, waarvan 0 tegen vertrek."),
        (["risk", "risk", "cost"], ["Noor", "Bram", "Noor"], "Maandag: 3 stappen, waarvan 2 tegen vertrek."),
        (
            ["risk", "cost"],
            ["", ""],
            "Maandag: 2 stappen, waarvan 1 tegen vertrek; "
            "2 bij klanten zonder accountmanager: wijs die eerst toe.",
        ),
    ],
)
def test_the_message_counts_steps(kinds: list[str], managers: list[str], told: str) -> None:
    assert words.monday_message(pd.DataFrame({"kind": kinds, "account_manager": managers})) == told


def test_every_kind_has_a_name_and_a_deadline() -> None:
    assert list(words.KINDS) == list(words.DEADLINES)
