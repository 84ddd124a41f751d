"""Every sentence read as an account manager would: grammar, decimals, names with quotes, nothing blank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions import account_managers, labels, levers, moves
from klantwaarde_xl.report.words import action_sentences as words
from klantwaarde_xl.report.words import names
from klantwaarde_xl.report.words.names import LABELS, REASONS

ROW = {
    "label": "basic",
    "hold_on": False,
    "best_lever": "",
    "potential": 0.0,
    "reasons": "",
    "contribution": 500.0,
    "cross_sell": 200.0,
    "up_sell": 66.67,
    "margin": 600.0,
    "serve": 720.0,
    "own_pct": 0.2,
    "others_pct": 0.26,
    "cost_to_serve": 900.0,
    "logged": 800.0,
    "usual": 50.0,
    "cross_sell_item": 'Servet "Wit" & co',
    "cross_sell_item_euros": 150.0,
    "cross_sell_count": 1,
    "up_sell_item": "Folie",
    "up_sell_item_euros": 40.4,
    "up_sell_count": 2,
}


def test_every_code_of_the_core_has_dutch_words() -> None:
    assert set(LABELS) == set(labels.LABELS)
    assert tuple(names.LEVERS) == levers.LEVERS
    codes = {
        *levers.REASONS,
        *account_managers.PORTFOLIO_REASONS,
        *moves.MOVE_REASONS,
        "no_manager",
        "capacity_unknown",
        "no_hours",
    }
    assert set(REASONS) == codes


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"label": "reconsider", "contribution": -1200.0, "potential": 300.0, "best_lever": "serve"},
            "Kost € 1.200 per jaar en wat er te winnen is (€ 300) weegt daar niet tegen op.",
        ),
        (
            {"label": "reconsider", "contribution": 0.0},
            "Levert niets op; niets te winnen dat aannemelijk is.",
        ),
        (
            {
                "label": "serve_efficiently",
                "contribution": -500.0,
                "potential": 1586.67,
                "best_lever": "serve",
            }
            | {"serve": 0.0},
            "Kost nu € 500 per jaar, maar er is € 1.587 te winnen; begin bij de bediening, die € 900 per "
            "jaar kost.",
        ),
        (
            {"label": "serve_efficiently", "potential": 1586.67, "best_lever": "serve"},
            "Levert € 500 per jaar op; aan geschreven uren en onkosten gaat € 800 per jaar op, gewoon voor "
            "deze facturen, regels en marge is € 50: na aftrek van toeval € 720 te besparen.",
        ),
        (
            {"label": "reprice", "potential": 1586.67, "best_lever": "margin"},
            "Levert € 500 per jaar op; de marge is 20,0 %, bij andere klanten op dezelfde producten 26,0 %: "
            "na aftrek van toeval € 600 te winnen.",
        ),
        (
            {"label": "reprice", "potential": 600.0, "best_lever": "margin", "contribution": np.nan}
            | {"reasons": "contribution_unknown"},
            "De marge is 20,0 %, bij andere klanten op dezelfde producten 26,0 %: na aftrek van toeval € 600 "
            "te winnen. (Nettobijdrage onbekend.)",
        ),
        (
            {"label": "expand", "best_lever": "cross_sell"},
            'Hoort bij de beste helft; Servet "Wit" & co koopt de klant nog niet: € 200 marge per jaar '
            "verwacht uit zichzelf.",
        ),
        (
            {"label": "cherish", "potential": 66.67, "best_lever": "up_sell"},
            "Hoort bij de beste helft, levert € 500 per jaar op; 2 kansen om meer te verkopen, samen € 67; "
            "de grootste is Folie met € 40.",
        ),
        (
            {"label": "cherish", "contribution": np.nan, "reasons": "contribution_unknown"},
            "Hoort bij de beste helft; niets te winnen dat aannemelijk is. (Nettobijdrage onbekend.)",
        ),
        (
            {"label": "cherish", "reasons": "few_invoices unscored"},
            "Hoort bij de beste helft, levert € 500 per jaar op; bij minder dan 8 facturen is "
            "niet te zeggen wat er te winnen is. (Geen score.)",
        ),
        (
            {"label": "develop", "best_lever": "cross_sell", "cross_sell_count": 3, "hold_on": True},
            "Scoort onder de middelste klant; 3 kansen op iets nieuws, uit zichzelf wordt samen € 200 marge "
            'per jaar verwacht; de grootste is Servet "Wit" & co met € 150. Verhoogde kans om weg te gaan: '
            "eerst vasthouden.",
        ),
        (
            {"label": "basic"},
            "Scoort onder de middelste klant, levert € 500 per jaar op; niets te winnen dat aannemelijk is.",
        ),
        (
            {"label": "basic", "potential": 0.2, "best_lever": "up_sell", "up_sell": 0.2, "up_sell_count": 1},
            "Scoort onder de middelste klant, levert € 500 per jaar op; meer Folie verkopen: minder dan € 1.",
        ),
    ],
)
def test_an_action_in_words(given: dict[str, object], sentence: str) -> None:
    assert words.action_sentence(ROW | given) == sentence


def test_what_holds_for_most_rows_stands_above_them_and_in_none() -> None:
    # Three resellers that order four times a year, and one with a lever.
    few = ROW | {"potential": 0.0, "best_lever": "", "reasons": "few_invoices"}
    rows = pd.DataFrame(
        [
            few | {"label": "cherish", "contribution": 29.0},
            few | {"label": "reconsider", "contribution": -43.0},
            few | {"label": "basic", "contribution": 62.0, "reasons": ""},
            ROW | {"label": "reprice", "potential": 600.0, "best_lever": "margin"},
        ]
    )
    assert words.without_gap(rows) == (
        "Bij 3 klanten, van wie 2 met minder dan 8 facturen, is niets te winnen dat aannemelijk is."
    )
    shown = words.action_sentences(rows, above=True)
    assert shown[:3] == [
        "Hoort bij de beste helft, levert € 29 per jaar op.",
        "Kost € 43 per jaar.",
        "Scoort onder de middelste klant, levert € 62 per jaar op.",
    ]
    assert shown[3] == words.action_sentence(dict(rows.iloc[3]))


def test_why_nobody_has_anything_to_win_is_told_without_repeating_that() -> None:
    rows = pd.DataFrame([ROW | {"potential": 0.0, "reasons": code} for code in ("few_invoices", "")])
    assert words.without_gap(rows) == "1 klant heeft daarvoor te weinig facturen (minder dan 8)."
    assert (
        words.without_gap(rows[1:]) == "Geen verschil tussen klanten is groot genoeg om aannemelijk te zijn."
    )


def test_two_of_four_without_a_lever_are_told_in_their_own_rows() -> None:
    rows = pd.DataFrame([ROW | {"potential": euros, "reasons": ""} for euros in (0.0, 0.0, 5.0, 5.0)])
    assert words.without_gap(rows) == ""


def test_what_is_missing_of_everyone_is_told_once_and_not_on_every_row() -> None:
    reasons = ["margin_unknown", "few_invoices margin_unknown", "margin_unknown unscored"]
    actions = pd.DataFrame([ROW | {"label": "cherish", "reasons": codes} for codes in reasons])
    told = words.action_sentences(actions.assign(reasons=names.own_reasons(actions["reasons"].tolist())))
    assert not [text for text in told if "arge onbekend" in text]
    assert told[2].endswith("(Geen score.)")
    assert names.missing_of_all(actions["reasons"].tolist()) == "Voor alle klanten: marge onbekend."
    assert names.missing_of_all(["margin_unknown", "", ""]) == ""


EVIDENCE = {
    "item": "Verpakking",
    "peers": 9,
    "peer_buyers": 7,
    "peer_level": "quartile",
    "with_item": np.nan,
    "lift": np.nan,
}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "7 van 9 klanten van gelijke omvang kopen Verpakking."),
        ({"peer_buyers": 1}, "1 van 9 klanten van gelijke omvang koopt Verpakking."),
        ({"peer_buyers": 9}, "Alle 9 klanten van gelijke omvang kopen Verpakking."),
        ({"peer_buyers": 0}, "Geen van 9 klanten van gelijke omvang koopt Verpakking."),
        ({"peers": 1, "peer_buyers": 1}, "De enige klant van gelijke omvang koopt Verpakking."),
        ({"peers": 1, "peer_buyers": 0}, "De enige klant van gelijke omvang koopt geen Verpakking."),
        (
            {"peers": 0, "peer_buyers": 0},
            "Er is geen klant van gelijke omvang om Verpakking mee te vergelijken.",
        ),
        (
            {"peers": 1200, "peer_level": "all", "with_item": "Etiketten", "lift": 2.25},
            "7 van 1.200 andere klanten kopen Verpakking, vaak samen met Etiketten (lift 2,3).",
        ),
        ({"with_item": "Etiketten", "lift": 0.9}, "7 van 9 klanten van gelijke omvang kopen Verpakking."),
    ],
)
def test_the_evidence_of_a_gap_in_words(given: dict[str, object], sentence: str) -> None:
    assert words.cross_sell_evidence(EVIDENCE | given) == sentence


def test_a_gap_with_and_without_euros() -> None:
    row = EVIDENCE | {"probability": 0.999, "expected_revenue": 420.4, "expected_margin": 100.0}
    assert words.cross_sell_sentence(row).endswith(
        "Kans meer dan 99 %; met de kans meegerekend € 420 omzet per jaar, waarvan € 100 marge."
    )
    assert "Kans minder dan 1 %" in words.cross_sell_sentence(row | {"probability": 0.001})
    unpriced = row | {"expected_revenue": np.nan, "expected_margin": np.nan}
    assert words.cross_sell_sentence(unpriced, calibrated=False) == words.cross_sell_evidence(EVIDENCE)
    assert words.cross_sell_sentence(unpriced).endswith(" Kans meer dan 99 %.")


def test_sentences_of_a_computed_frame_have_no_blank_figures() -> None:
    ids = pd.Index([f"k{i}" for i in range(8)], name="customer_id")
    rng = np.random.default_rng(2)
    customers = pd.DataFrame(
        {
            "revenue": 1000.0,
            "gross_margin": rng.uniform(-50, 400, 8),
            "cost_to_serve": rng.uniform(0, 300, 8),
        },
        index=ids,
    ).assign(covered_revenue=1000.0, score=np.arange(8.0), hold_on=False, invoices=[3, *[9] * 7])
    customers["contribution"] = customers.gross_margin - customers.cost_to_serve
    chances = pd.DataFrame(
        {"customer_id": ids[:4], "item": "Thee", "expected_margin": [90.0, 80.0, 1.0, np.nan]}
    )
    chances["expected_revenue"] = 400.0
    prices = pd.DataFrame({"compared": 1000.0, "own_pct": 0.1, "others_pct": 0.3}, index=ids)
    serving = pd.DataFrame({"logged": 300.0, "usual": 90.0, "gap": [0.0, 90.0] * 4}, index=ids)
    gaps = levers.Gaps(chances, chances[:2], prices.assign(gap=[0.0, 0, 0, 0.2] * 2), serving)
    found = levers.customer_actions(customers, gaps, years=1)
    sentences = words.action_sentences(found)
    assert len(sentences) == 8
    for sentence in sentences:
        assert "nan" not in sentence
        assert "  " not in sentence
        assert sentence[-1] in ".)"
