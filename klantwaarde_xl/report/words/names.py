"""Dutch words for the codes of the core: labels, levers, reasons, peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LEVERS = {
    "up_sell": "Up-sell",
    "margin": "Betere marge",
    "serve": "Goedkoper bedienen",
}
"""Name by lever, by which a customer can bring in more."""
SHORT_LEVERS = {"up_sell": "verkopen", "margin": "prijs", "serve": "bedienen"}
"""What to try first, in one word, where there is little room."""
STEPS = {"cross_sell": "Cross-sell", **LEVERS}
"""Name by what a first step can be on; cross-sell is expected of itself and is no lever."""
LABELS = {
    "reconsider": "Heroverwegen",
    "serve_efficiently": "Efficiënter bedienen",
    "reprice": "Prijs herzien",
    "expand": "Uitbouwen",
    "cherish": "Koesteren",
    "develop": "Ontwikkelen",
    "basic": "Basisbediening",
}
"""Dutch label by code of ``core.actions.labels.LABELS``."""
LEFT_ALONE = "Niet benaderen (proef)"
"""What to do with a customer that the fair test leaves alone."""
IN_TRIAL = "In de proefgroep: niet benaderen. "
"""What goes before the advice about such a customer."""
HOLD_ON = "Vasthouden"
"""What is added to the label of a customer at risk."""
REASONS = {
    "contribution_unknown": "nettobijdrage onbekend",
    "margin_unknown": "marge onbekend",
    "margin_partly_known": "marge alleen over regels met een bekende kostprijs",
    "chance_margin_unknown": "van een deel van de kansen is de marge onbekend",
    "few_invoices": "minder dan 8 facturen",
    "unscored": "geen score",
    "no_manager": "geen accountmanager",
    "not_in_team": "staat niet in het blad Team",
    "capacity_unknown": "capaciteit onbekend",
    "no_hours": "uren van klanten onbekend",
    "hours_unknown": "uren onbekend; elke klant telt even zwaar",
    "hours_partly_known": "uren van een deel van de klanten onbekend",
    "contribution_partly_known": "nettobijdrage van een deel van de klanten onbekend",
    "no_ratings": "geen voorstel: er zijn geen beoordelingen en geen klikcijfers",
    "not_sure": "geen voorstel: de verschillen in beoordeling tussen accountmanagers kunnen toeval zijn",
    "one_manager": "geen voorstel: er is maar één accountmanager",
    "no_move_gains_enough": "geen overdracht levert genoeg op",
}
"""Dutch words by reason code of actions, portfolios and moves."""
MOVE_KINDS = {
    "fits_better": "Past beter",
    "hours_first": "Vooral voor de uren",
    "exchange": "Deel van een ruil",
    "had_nobody": "Had niemand",
}
"""Why a move is proposed, by code of ``core.actions.moves.MOVE_KINDS``, in the order of the sheet."""
PEERS = {
    "segment_quartile": ("vergelijkbare klant", "vergelijkbare klanten"),
    "quartile": ("klant van gelijke omvang", "klanten van gelijke omvang"),
    "all": ("andere klant", "andere klanten"),
}
"""What peers are called at each level, one and many."""


def label_text(label: str, *, hold_on: bool = False, alone: bool = False) -> str:
    """Return the Dutch label of a customer; of who is left ``alone`` for the fair test it says so.

    >>> label_text("expand"), label_text("basic", hold_on=True), label_text("basic", alone=True)
    ('Uitbouwen', 'Basisbediening, Vasthouden', 'Niet benaderen (proef)')
    """
    if alone:
        return LEFT_ALONE
    return f"{LABELS[label]}, {HOLD_ON}" if hold_on else LABELS[label]


def reasons_text(reasons: str) -> str:
    """Return the Dutch words for reason codes joined by a space; '' for none.

    >>> reasons_text("margin_unknown few_invoices")
    'marge onbekend; minder dan 8 facturen'
    """
    return "; ".join(REASONS[code] for code in reasons.split())


def own_reasons(reasons: Sequence[str]) -> list[str]:
    """Return the reasons of each row without those that every row has, codes with a blank between them.

    Too few invoices stay: sentences have words of their own for that. A single row keeps all.

    >>> own_reasons(["margin_unknown", "few_invoices margin_unknown"])
    ['', 'few_invoices']
    """
    shared = _of_all(reasons)
    return [" ".join(code for code in codes.split() if code not in shared) for codes in reasons]


def missing_of_all(reasons: Iterable[str]) -> str:
    """Return what is missing of every row, '' when nothing is.

    >>> missing_of_all(["margin_unknown", "few_invoices margin_unknown"])
    'Voor alle klanten: marge onbekend.'
    """
    known = reasons_text(" ".join(sorted(_of_all(reasons))))
    return f"Voor alle klanten: {known}." if known else ""


def _of_all(reasons: Iterable[str]) -> frozenset[str]:
    rows = [frozenset(codes.split()) for codes in reasons]
    return frozenset.intersection(*rows) - {"few_invoices"} if len(rows) > 1 else frozenset()
