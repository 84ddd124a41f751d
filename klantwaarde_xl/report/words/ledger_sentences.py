"""Dutch sentences about turnover in the ledger beside what was read, and about capacity."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from klantwaarde_xl.core.measures.ledger import Invoice, LedgerCheck
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.report.formats import euro, number
from klantwaarde_xl.report.words.parts import nearest

_REASONS = {
    "not_in_ledger": "Staat niet in Boekhouding voor deze periode.",
    "rejected": "Precies de afgekeurde regels: {invoices}.",
    "credit_after": "Precies de creditnota's van na de periode: {invoices}.",
    "cut_off": "Precies de facturen rond de grens van de periode: {invoices}.",
    "rejected_and_cut_off": "Precies de afgekeurde regels en deze facturen rond de grens: {invoices}.",
    "unexplained": "Uit de regels is het verschil niet te verklaren.",
}
_AGREES = "Sluit op de cent."
WITHOUT = "Niet naast de boekhouding gelegd."
NO_NAME = "(zonder naam)"


def entity_name(name: str) -> str:
    """Return the name of an entity for people.

    >>> entity_name(""), entity_name("Noord BV")
    ('(zonder naam)', 'Noord BV')
    """
    return name or NO_NAME


def explanation(reason: str, invoices: Sequence[Invoice], unassigned: float) -> str:
    """Return why ledger and lines differ, with the largest invoices, and what has no customer.

    >>> explanation("cut_off", [("F1", np.datetime64("2026-01-02"), 4500.0)], 0.0)
    'Precies de facturen rond de grens van de periode: F1 van 02-01-2026 (€ 4.500,00).'
    >>> explanation("", (), 12.5)
    'Sluit op de cent. Waarvan aan geen klant toegewezen: € 12,50.'
    """
    named = ", ".join(_invoice(*invoice) for invoice in invoices)
    sentence = _REASONS[reason].format(invoices=named) if reason else _AGREES
    return f"{sentence} Waarvan aan geen klant toegewezen: {euro(unassigned, 2)}." if unassigned else sentence


def _invoice(number: str, day: np.datetime64, amount: float) -> str:
    when = "" if np.isnat(day) else f" van {day.item():%d-%m-%Y}"
    return f"{number or 'zonder nummer'}{when} ({euro(amount, 2)})"


def ledger_sentence(check: LedgerCheck | None) -> str:
    """Return in one sentence how turnover compares with the ledger; '' without one.

    It says that they agree only when they do over the whole period and all entities."""
    if check is None:
        return ""
    if check.closes:
        return "De omzet sluit op de cent aan op de boekhouding."
    known = check.entities[check.entities["difference"].notna()]
    gap = total_of(known["difference"].abs().to_numpy(float))
    if not gap:
        return "De omzet sluit aan op de boekhouding waar die bekend is, maar niet over de hele periode."
    explained = ~known["reason"].isin(["", "unexplained"])
    rest = total_of(known["difference"].abs()[~explained].to_numpy(float))
    told = "" if rest else " De regels op Controle verklaren dat."
    return f"De omzet verschilt {euro(gap, 2)} van de boekhouding.{told}"


def serving_rows(
    ledger: float, charged: float, not_assigned: float, unused: float = 0.0
) -> list[tuple[str, float, float, float]]:
    """Return the rows about cost of serving: label, ledger, known here, difference; none without a ledger.

    ``unused``: capacity that nobody used, EUR.

    >>> serving_rows(100.0, 60.0, 15.0, 20.0)
    [('Kosten bediening', 100.0, 95.0, 5.0)]
    """
    if math.isnan(ledger):
        return []
    known = round(np.nansum([charged, not_assigned, unused]), 2)
    return [("Kosten bediening", ledger, float(known), float(round(ledger - known, 2)))]


def serving_explanation(charged: float, not_assigned: float, unused: float = 0.0) -> str:
    """Return what the cost of serving consists of.

    >>> serving_explanation(60.0, 15.0)
    'Aan klanten toegerekend € 60,00; aan niemand € 15,00. De rest is niet aan klanten geschreven.'
    >>> serving_explanation(60.0, 0.0, 25.0)[23:80]
    ' € 60,00; aan niemand € 0,00; ongebruikte capaciteit € 25'
    """
    shown = "onbekend" if math.isnan(charged) else euro(charged, 2)
    rest = "De rest is niet aan klanten geschreven."
    idle = f"; ongebruikte capaciteit {euro(unused, 2)}" if unused else ""
    return f"Aan klanten toegerekend {shown}; aan niemand {euro(not_assigned, 2)}{idle}. {rest}"


def two_capacities(team: float, activities: float) -> str:
    """Return what the hours of Team have to do with those of Tarieven, both of the period; '' for no two.

    Nothing follows from their difference: of an activity may be more than one person, and not all of them are
    account managers.

    >>> two_capacities(7_000.0, 5_900.0)  # doctest: +NORMALIZE_WHITESPACE
    'Accountmanagers gaat over de 7.000 uren van Team (wat mensen hebben), dit over de 5.900 van Tarieven (wat
    er per activiteit is, van iedereen): twee maten, niet van elkaar af te trekken.'
    >>> two_capacities(math.nan, 5_900.0), two_capacities(5_900.0, 5_900.2)
    ('', '')
    """
    if not math.isfinite(team) or not nearest(team - activities) or not nearest(activities):
        return ""
    bases = f"de {number(team)} uren van Team (wat mensen hebben), dit over de {number(activities)}"
    return (
        f"Accountmanagers gaat over {bases} van Tarieven (wat er per activiteit is, van iedereen): twee "
        "maten, niet van elkaar af te trekken."
    )


def capacity_sentence(unused_hours: float, unused: float, *, known: bool) -> str:
    """Return, after a blank, what of the capacity nobody used; '' when no capacity is known.

    >>> capacity_sentence(2_023.33, 97_120.0, known=True)
    ' Per activiteit (Tarieven) gebruikte niemand 2.023 uur, € 97.120; zie Controle.'
    >>> capacity_sentence(-10.0, -600.0, known=True)
    ' Per activiteit (Tarieven) zijn 10 uur meer gebruikt dan de capaciteit, € 600; zie Controle.'
    """
    if not known:
        return ""
    hours, amount = number(abs(unused_hours)), euro(abs(unused))
    told = (
        f"zijn {hours} uur meer gebruikt dan de capaciteit"
        if unused < 0
        else f"gebruikte niemand {hours} uur"
    )
    return f" Per activiteit (Tarieven) {told}, {amount}; zie Controle."
