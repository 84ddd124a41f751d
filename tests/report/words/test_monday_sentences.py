"""The words of the sheet Maandag, for each reason, lever and label."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from klantwaarde_xl.report.pages.next_steps.monday import MONDAY
from klantwaarde_xl.report.words import monday_sentences as words
from klantwaarde_xl.writers.text_width import text_widths

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
        (
            "both",
            "Koopt veel later dan gewoon. Koopt veel minder dan in de vorige periode.",
            "‘Wij hebben u al een tijd niet gezien: waar ligt dat aan?’",
        ),
        ("", "Verhoogde kans om weg te gaan.", ANYHOW),
        (None, "Verhoogde kans om weg te gaan.", ANYHOW),
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
            "‘Ik wil met u naar de prijs kijken: wij leveren u onder wat gewoon is.’",
            "Betere marge",
        ),
        (
            "",
            "reconsider",
            "",
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


COST = {
    "kind": "cost",
    "sentence": "Kost € 90 per jaar.",
    "label": "reconsider",
    "basis": "costs",
    "lever": "",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"if_gone": -40.0}, " Gaat hij weg, dan scheelt dat € 40, zonder de uren."),
        ({"if_gone": 0.0}, " Er gaan alleen uren heen."),
        (
            {"if_gone": 2300.0},
            " Scheelt dan niets: gaat hij weg, dan vervalt € 2.300 marge en blijven de uren.",
        ),
        ({"if_gone": float("nan")}, ""),
        ({"if_gone": -40.0, "basis": "sure", "lever": "serve"}, ""),
    ],
)
def test_to_reconsider_tells_what_leaving_saves(changed: dict[str, object], told: str) -> None:
    assert words.why({**COST, **changed}) == f"Kost € 90 per jaar.{told}"


@pytest.mark.parametrize(
    ("kind", "lever", "step", "say"),
    [
        ("risk", "", "Afmaken: bellen", "‘Wij hadden contact: hoe staat het er nu voor?’"),
        (
            "growth",
            "up_sell",
            "Afmaken: up-sell",
            "‘Wij hadden het over Folie: hoe staat het daarmee?’",
        ),
        (
            "cost",
            "margin",
            "Afmaken: betere marge",
            "‘Wij hadden het over de prijs: hoe staat het daarmee?’",
        ),
        (
            "cost",
            "serve",
            "Afmaken: goedkoper bedienen: minder Bezoek",
            "‘Wij hadden het over minder Bezoek: hoe staat het daarmee?’",
        ),
        ("cost", "", "Afmaken: heroverwegen", "Eerst intern: wat kwam er uit het heroverwegen?"),
    ],
)
def test_what_was_begun_is_finished_and_the_step_stays_known(
    kind: str, lever: str, step: str, say: str
) -> None:
    cause = {"cause": "activity", "cause_name": "Bezoek"} if lever == "serve" else {}
    begun = {"status": "bezig", "account_manager": "Noor", "up_sell_item": "Folie", **cause}
    row = {**COST, **begun, "kind": kind, "lever": lever}
    assert (words.step(row), words.say_first(row)) == (step, say)
    assert words.step({**row, "to_manager": "Bram"}) == f"{step}, dan overdragen aan Bram"
    assert "Afmaken" not in words.step({**row, "status": "open", "at_risk_reason": ""})


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("Afspraak staat voor volgende maand.", False),
        ("Belt terug op 15-01-2026", False),
        ("Gebeld op 15-10-2025", True),
        ("Offerte ligt bij de klant.", True),
        ("", True),
        (None, True),
    ],
)
def test_a_remark_with_a_later_moment_asks_nothing_more(note: object, asked: bool) -> None:
    begun = {"status": "bezig", "lever": "margin", "note": note, "until": dt.date(2025, 12, 31)}
    assert words.say_first({**COST, **begun}).startswith("‘") is asked


def test_the_part_of_a_sum_that_the_reason_tells_is_said_to_be_one() -> None:
    row = {"kind": "cost", "basis": "sure", "amount": 691.1, "potential": 879.4}
    row["sentence"] = "Te winnen (€\u00a0879)."
    assert words.basis(row) == "als het lukt; deel van de € 879"
    assert words.basis({**row, "sentence": "Te winnen (€\u00a0879.000)."}) == "als het lukt"
    stake = {**row, "kind": "risk", "basis": "at_stake", "leave_chance": 0.9}
    assert words.basis(stake) == "kans weg x marge"
    assert words.basis({**stake, "leave_chance": 0.91}) == "kans weg x marge; lijkt al weg"


@pytest.mark.parametrize(
    ("kind", "lever", "step"),
    [
        ("growth", "up_sell", "Up-sell"),
        ("cost", "margin", "Betere marge"),
        ("cost", "serve", "Goedkoper bedienen"),
    ],
)
def test_a_transfer_comes_before_every_other_step(kind: str, lever: str, step: str) -> None:
    row = {**COST, "kind": kind, "lever": lever, "to_manager": "Bram", "account_manager": "Noor"}
    assert words.step(row) == f"Eerst overdragen aan Bram, dan {step}"


def test_what_does_not_fit_on_the_list_is_told() -> None:
    assert words.left_over({"left": 0, "left_risk": 0}) == ""
    assert words.left_over({"left": 1, "left_risk": 0}) == " (Meer past niet op deze lijst: nog 1 op Acties.)"
    all_held = words.left_over({"left": 4, "left_risk": 2, "left_held": 2})
    assert all_held == " (Meer past niet op deze lijst: nog 4 op Acties, waarvan 2 tegen vertrek.)"


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
            "2 bij klanten zonder accountmanager: wijs die toe, te beginnen met ‘B’.",
        ),
    ],
)
def test_the_message_counts_steps(kinds: list[str], managers: list[str], told: str) -> None:
    rows = pd.DataFrame({"kind": kinds, "account_manager": managers, "left_risk": 0, "left_gone": 0})
    rows = rows.assign(name=list("ABC")[: len(rows)], net=[None, 9.0, 5.0][: len(rows)])
    assert words.monday_message(rows) == told


def test_the_message_says_how_many_against_leaving_have_no_place() -> None:
    rows = {"kind": ["risk"] * 3, "account_manager": ["Noor", "Noor", "Bram"], "left_risk": [9, 9, 7]}
    assert words.monday_message(pd.DataFrame({**rows, "left_gone": [2, 2, 3]})) == (
        "Maandag: 3 stappen, waarvan 3 tegen vertrek (nog 16 passen niet op die lijst, waarvan 5 "
        "waarschijnlijk al weg zijn)."
    )


@pytest.mark.parametrize(
    ("kind", "fits", "told"),
    [
        ("growth", "nee", "als er uren zijn"),
        ("cost", "nee", "als er uren zijn"),
        ("risk", "nee", "deze week"),
        ("growth", "ja", "deze maand"),
        ("cost", "maakt vrij", "dit kwartaal"),
        ("growth", "onbekend", "deze maand"),
        ("cost", "", "dit kwartaal"),
    ],
)
def test_what_does_not_fit_in_the_hours_has_no_date(kind: str, fits: str, told: str) -> None:
    # The user begins without hours only with who may go: calling takes none of them.
    assert words.deadline({"kind": kind, "fits": fits}) == told


def test_who_has_probably_left_is_called_when_there_is_time() -> None:
    gone = {"kind": "risk", "leave_chance": 0.91}
    assert words.deadline(gone) == "als er tijd is"
    assert words.deadline({**gone, "leave_chance": 0.9}) == "deze week"
    assert words.deadline({**gone, "status": "bezig"}) == "deze week"


@pytest.mark.parametrize("shared", [True, False])
def test_no_page_is_promised_for_ten_steps(shared: bool) -> None:
    # Ten steps take two pages; what is true is where an account manager begins (``page_per`` of the table).
    told = words.monday_subtitle(shared=shared)
    assert "elk op een nieuw blad" in told
    assert MONDAY.page_per == "account_manager"


def test_every_kind_has_a_name_and_a_deadline() -> None:
    assert list(words.KINDS) == list(words.DEADLINES)


@pytest.mark.parametrize(
    ("status", "note", "told"),
    [
        ("Bezig", "Afspraak staat voor volgende maand.", "zie Tot nu toe"),
        ("bezig", "bellen op 14-02-2026", "zie Tot nu toe"),
        ("bezig", "gebeld op 14-02-2025", "deze week"),
        ("bezig", "Offerte ligt bij de klant.", "deze week"),
        ("open", "Afspraak staat voor volgende maand.", "deze week"),
        ("", float("nan"), "deze week"),
    ],
)
def test_what_is_agreed_for_later_is_not_due_this_week(status: str, note: object, told: str) -> None:
    row = {"kind": "risk", "status": status, "note": note, "until": dt.date(2025, 12, 31)}
    assert words.deadline(row) == told


def test_who_bought_nothing_is_not_asked_for_a_price() -> None:
    assert words.say_first(COST | {"revenue": 0.0}) == (
        "Eerst intern: deze klant kocht niets; waar gaan de uren en kosten heen?"
    )
    losing = COST | {"revenue": 10.0, "net": -1.0}
    assert words.say_first(losing) == "Eerst intern: haalt hij 10,0 % hogere prijzen?"


@pytest.mark.parametrize("shared", [False, True])
def test_what_the_list_is_ends_on_the_paper(*, shared: bool) -> None:
    assert max(text_widths([words.monday_subtitle(shared=shared)], size=10)) <= 221
