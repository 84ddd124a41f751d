"""Dutch sentences on top of single sheets, and the words for codes of the analysis."""

from __future__ import annotations

import math
from collections.abc import Mapping

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.report.formats import date, euro, number, percentage, plural

REASONS = {
    "late": "laat",
    "declining": "daling",
    "both": "laat en daling",
    "": "",
    "outside_period": "buiten de periode",
    "not_included": "Meetellen is nee",
    "unassigned": "klant niet toegewezen",
    "rejected": "afgekeurd",
    "unreadable": "waarvan bedrag onleesbaar",
    "foreign": "andere munt zonder koers",
    "merged": "waarvan samengevoegd",
    "converted": "waarvan omgerekend",
    "repeated": "waarvan gelijk aan eerdere",
    "used": "gebruikt",
    "read": "gelezen",
    "no_activity": "geen regel in de periode",
}
"""Dutch words for reason codes of the analysis; an unknown code is shown as it is."""

TOTAL_ROWS = "Transacties: totaalrijen, niet gelezen"
"""What stands in the reconciliation for rows that are the sum of others."""


def accounted_for(sheets: int) -> str:
    """Return that the lines add up, and where it stands what was read of each of the ``sheets``, a number.

    >>> accounted_for(0), accounted_for(3)  # doctest: +NORMALIZE_WHITESPACE
    ('Elke gelezen factuurregel is verantwoord, tot op de cent.',
     'Elke gelezen factuurregel is verantwoord, tot op de cent; in kolom J staat per blad wat is gelezen.')
    """
    beside = "; in kolom J staat per blad wat is gelezen" if sheets else ""
    return f"Elke gelezen factuurregel is verantwoord, tot op de cent{beside}."


def reason(code: object) -> str:
    """Return the Dutch words for a reason code.

    >>> reason("both"), reason("iets_nieuws")
    ('laat en daling', 'iets nieuws')
    """
    text = str(code)
    return REASONS.get(text, text.replace("_", " "))


def merged_label(customers: int) -> str:
    """Return the words for the lines that count as another customer than they name.

    >>> merged_label(0), merged_label(1)
    ('waarvan samengevoegd', 'waarvan samengevoegd (1 klant)')
    """
    return REASONS["merged"] + (f" ({plural(customers, 'klant', 'klanten')})" if customers else "")


def period_line(period: Period, previous: Period) -> str:
    """Return the line that says which period was computed and which it is compared with."""
    return (
        f"Periode {date(period.start)} t/m {date(period.end)}; "
        f"vorige periode {date(previous.start)} t/m {date(previous.end)}. Bedragen in EUR."
    )


def findings(errors: int, warnings: int, infos: int) -> str:
    """Return the message of the sheet Controle.

    >>> findings(2, 1, 0)
    'De invoer geeft 2 fouten, 1 waarschuwing en geen mededelingen.'
    """
    if not errors + warnings + infos:
        return "De invoer is in orde: er zijn geen bevindingen."
    wrong, odd = plural(errors, "fout", "fouten"), plural(warnings, "waarschuwing", "waarschuwingen")
    return f"De invoer geeft {wrong}, {odd} en {plural(infos, 'mededeling', 'mededelingen')}."


def value_message(customers: int, a: int, revenue_a: float, contribution_a: float) -> str:
    """Return the message of the sheet Klantwaarde.

    Both shares are fractions of the total that class A makes (NaN: left out).

    >>> value_message(400, 90, 0.8, 0.71)
    '90 van de 400 klanten zijn A: zij maken 80 % van de omzet en 71 % van de nettobijdrage.'
    """
    if not customers:
        return "Er zijn geen klanten in deze periode."
    who = f"{number(a)} van de {number(customers)} klanten {'is' if a == 1 else 'zijn'} A"
    if a == 0 or not math.isfinite(revenue_a):
        return f"{who}."
    sentence = f"{who}: {'die maakt' if a == 1 else 'zij maken'} {percentage(revenue_a)} van de omzet"
    return (
        f"{sentence} en {percentage(contribution_a)} van de nettobijdrage."
        if math.isfinite(contribution_a)
        else f"{sentence}."
    )


def rows_beside(only: int) -> str:
    """Return how many rows are of who has effort and no invoice line, and is no customer; '' for none.

    >>> rows_beside(1), rows_beside(0)
    ('En 1 rij van wie alleen inspanning heeft: geen klant van deze periode.', '')
    """
    who = f"{plural(only, 'rij', 'rijen')} van wie alleen inspanning {'heeft' if only == 1 else 'hebben'}"
    return f"En {who}: geen klant van deze periode." if only else ""


def like_for_like(of_these: float, lost: int, of_lost: float) -> str:
    """Return how the previous turnover of these customers adds up to that of everyone; '' without lost ones.

    Amounts in EUR.

    >>> like_for_like(900.0, 2, 100.0)
    'Vorige periode: € 900 van deze klanten en € 100 van 2 verloren klanten, samen de € 1.000 van Dashboard.'
    """
    if not lost:
        return ""
    gone = plural(lost, "verloren klant", "verloren klanten")
    total = euro(of_these + of_lost)
    return (
        f"Vorige periode: {euro(of_these)} van deze klanten en {euro(of_lost)} van {gone}, samen de {total} "
        "van Dashboard."
    )


def months(count: int) -> str:
    """Return the message of the sheet Maandomzet.

    >>> months(12), months(0)
    ('Omzet per klant over 12 maanden.', 'Er is geen maand met omzet.')
    """
    return (
        f"Omzet per klant over {plural(count, 'maand', 'maanden')}."
        if count
        else "Er is geen maand met omzet."
    )


def counted(totals: Mapping[str, float]) -> str:
    """Return how the customers and turnover before became those of now; '' without a previous period.

    ``totals`` as of an analysis: counts, and turnover in EUR.

    >>> count = {"previous_customers": 9.0, "new": 3.0, "first": 2.0, "lost": 2.0, "customers": 10.0}
    >>> euros = {"previous_revenue": 90.0, "new_revenue": 30.0, "lost_revenue": 20.0, "revenue": 105.0}
    >>> counted(count | euros | {"stayed_revenue_change": 5.0})[:79]
    'Klanten: 9 vorige periode + 3 nieuw (2 kochten nooit eerder) - 2 verloren = 10.'
    >>> counted(count | euros | {"stayed_revenue_change": 5.0})[79:]
    ' Omzet: € 90 + nieuw € 30 - verloren € 20 + verandering van wie bleef € 5 = € 105.'
    """
    if not totals.get("previous_customers"):
        return ""
    names = ("previous_customers", "new", "first", "lost", "customers")
    before, new, first, lost, now = (number(totals[name]) for name in names)
    euros = [
        euro(totals[name])
        for name in ("previous_revenue", "new_revenue", "lost_revenue", "stayed_revenue_change", "revenue")
    ]
    only = int(totals.get("effort_only", 0))
    apart = f" Alleen inspanning, geen klant van deze periode: {number(only)}." if only else ""
    return (
        f"Klanten: {before} vorige periode + {new} nieuw ({first} kochten nooit eerder) - {lost} verloren = "
        f"{now}. Omzet: {euros[0]} + nieuw {euros[1]} - verloren {euros[2]} + verandering van wie bleef "
        f"{euros[3]} = {euros[4]}.{apart}"
    )


def bridge_on_paper(rows: int, printed: int, before: float, now: float) -> str:
    """Return what all customers add up to, EUR, where only the first ``printed`` rows are on paper; else ''.

    >>> bridge_on_paper(80, 60, 1000.0, 1200.5)
    'Op papier de 60 grootste verschillen; alle 80 klanten samen: van € 1.000,00 naar € 1.200,50.'
    >>> bridge_on_paper(60, 60, 1000.0, 1200.5)
    ''
    """
    if rows <= printed:
        return ""
    together = f"alle {number(rows)} klanten samen: van {euro(before, 2)} naar {euro(now, 2)}"
    return f"Op papier de {printed} grootste verschillen; {together}."


def bridge_rounding(cents: float, whole: float) -> str:
    """Return by what whole cents per customer end beside their unrounded sum, EUR; '' for nothing.

    >>> bridge_rounding(100.03, 99.999), bridge_rounding(100.0, 99.999), bridge_rounding(5.0, math.nan)
    ('Afronding: hele centen per klant zijn samen € 0,03 meer dan het totaal van Klantwaarde.', '', '')
    """
    beside = 0.0 if math.isnan(whole) else round(cents - round(whole, 2), 2)
    side = "meer" if beside > 0 else "minder"
    told = f"hele centen per klant zijn samen {euro(abs(beside), 2)} {side} dan het totaal van Klantwaarde"
    return f"Afronding: {told}." if beside else ""
