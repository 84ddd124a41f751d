"""Dutch words on Maandag about who may go, and when a customer that costs money breaks even."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.report.formats import MONTHS, date, number, percentage, plural
from klantwaarde_xl.report.words.parts import nearest

_SILENT = "Koopt veel later dan gewoon."
_LESS = "Koopt veel minder dan in de vorige periode."
_WHY = {"late": _SILENT, "declining": _LESS, "both": f"{_SILENT} {_LESS}"}
_LIKELY = "Verhoogde kans om weg te gaan."
_LATE = ("late", "both")
_LONG = 92
"""Days after which a silence is told without the interval: a quarter of a year."""
_NAMED_YEAR = 300
"""Days after which a day is told with its year."""


def _days(row: Mapping[Any, Any], field: str) -> float:
    value = row.get(field)
    return math.nan if value is None or pd.isna(value) else float(value)


def risk_why(row: Mapping[Any, Any]) -> str:
    """Return why a customer may go, with its last purchase beside its usual interval.

    ``row`` has ``at_risk_reason``, and optionally ``last_purchase``, ``typical_gap`` (days).

    >>> row = {"at_risk_reason": "late", "last_purchase": pd.Timestamp("2025-10-27"), "typical_gap": 9.0}
    >>> risk_why(row)
    'Koopt veel later dan gewoon. Laatste aankoop 27-10-2025, gewoonlijk om de 9 dagen.'
    >>> risk_why({"at_risk_reason": ""})
    'Verhoogde kans om weg te gaan.'
    """
    told = _WHY.get(str(row["at_risk_reason"]), _LIKELY)
    last, gap = row.get("last_purchase"), _days(row, "typical_gap")
    if last is None or pd.isna(last):
        return told
    usual = "" if math.isnan(gap) else f", gewoonlijk om de {_interval(gap)}"
    return f"{told} Laatste aankoop {date(pd.Timestamp(last).date())}{usual}."


def _interval(gap: float) -> str:
    return plural(max(nearest(gap), 1), "dag", "dagen")


def risk_question(row: Mapping[Any, Any]) -> str:
    """Return a first sentence to say to who may go, by how long it is silent beside its own interval.

    ``row`` as of :func:`risk_why`, with ``recency_days``. Longer than a quarter of a year and than usual: the
    day of the last purchase, which stays true after the refresh. Late but not that long: the interval too.
    Else what became less, or whether all is well.

    >>> row = {"at_risk_reason": "both", "typical_gap": 12.0, "last_purchase": pd.Timestamp("2025-01-10")}
    >>> risk_question(row | {"recency_days": 355.0})
    '‘Wij hebben u sinds 10 januari 2025 niet gezien: waar ligt dat aan?’'
    >>> risk_question(row | {"recency_days": 49.0})
    '‘U bestelt gewoonlijk om de 12 dagen, maar sinds 10 januari niet: waar ligt dat aan?’'
    >>> risk_question({"at_risk_reason": "declining", "typical_gap": 11.0, "recency_days": 9.0})
    '‘U koopt minder bij ons dan vorig jaar: wat is er veranderd?’'
    """
    silent, gap, reason = _days(row, "recency_days"), _days(row, "typical_gap"), str(row["at_risk_reason"])
    if silent >= _LONG and not silent <= gap:
        return f"‘Wij hebben u {_since(row, silent)} niet gezien: waar ligt dat aan?’"
    if reason in _LATE and not math.isnan(gap + silent):
        since = _since(row, silent)
        return f"‘U bestelt gewoonlijk om de {_interval(gap)}, maar {since} niet: waar ligt dat aan?’"
    if reason in _LATE:
        return f"‘Wij hebben u {_since(row, silent)} niet gezien: waar ligt dat aan?’"
    if reason == "declining":
        return "‘U koopt minder bij ons dan vorig jaar: wat is er veranderd?’"
    return "‘Bevalt het nog bij ons? Wat kan er beter?’"


def _since(row: Mapping[Any, Any], silent: float) -> str:
    last = row.get("last_purchase")
    if last is None or pd.isna(last):
        return "al een tijd"
    day = pd.Timestamp(last)
    year = f" {day.year}" if silent > _NAMED_YEAR else ""
    return f"sinds {day.day} {MONTHS[day.month - 1]}{year}"


def break_even(row: Mapping[Any, Any]) -> str:
    """Return, after a blank, at what price or with how many hours less a loss is nothing; '' for no loss.

    ``row`` has ``label``, and of the period ``net``, ``revenue``, ``time_cost`` (EUR) and ``hours``; NaN
    unknown. Only of customers to be reconsidered.

    >>> row = {"label": "reconsider", "net": -500.0, "revenue": 4000.0, "time_cost": 1000.0, "hours": 20.0}
    >>> break_even(row)
    ' Kostendekkend bij 12,5 % hogere prijzen, of met 10 van de 20 uren minder.'
    >>> break_even(row | {"time_cost": 300.0})
    ' Kostendekkend bij 12,5 % hogere prijzen; met minder uren alleen niet.'
    """
    higher, fewer, hours = _needed(row)
    if not higher:
        return ""
    told = f" Kostendekkend bij {higher} prijzen"
    if not hours:
        return f"{told}."
    if not fewer:
        return f"{told}; met minder uren alleen niet."
    return f"{told}, of met {number(fewer)} van de {number(max(hours, fewer))} uren minder."


def break_even_question(row: Mapping[Any, Any]) -> str:
    """Return what to settle at home about a loss, by what would undo it; '' where that is unknown.

    ``row`` as of :func:`break_even`.

    >>> row = {"label": "reconsider", "net": -500.0, "revenue": 4000.0, "time_cost": 1000.0, "hours": 20.0}
    >>> break_even_question(row)
    'Eerst intern: haalt hij 12,5 % hogere prijzen, of lukt het met 10 uren minder?'
    >>> break_even_question(row | {"hours": 0.0}), break_even_question(row | {"net": math.nan})
    ('Eerst intern: haalt hij 12,5 % hogere prijzen?', '')
    """
    higher, fewer, _ = _needed(row)
    if not higher:
        return ""
    other = f", of lukt het met {plural(fewer, 'uur', 'uren')} minder" if fewer else ""
    return f"Eerst intern: haalt hij {higher} prijzen{other}?"


def _needed(row: Mapping[Any, Any]) -> tuple[str, int, float]:
    """Return by which prices a loss is undone ('': none), by how many hours less (0: none), of how many."""
    net, revenue, cost, hours = (_days(row, name) for name in ("net", "revenue", "time_cost", "hours"))
    if row["label"] != "reconsider" or not net < 0 or not revenue > 0:
        return "", 0, 0.0
    higher = f"{percentage(-net / revenue, 1)} hogere" if -net <= revenue else "meer dan dubbele"
    if not cost > 0 or not hours > 0:
        return higher, 0, 0.0
    return higher, 0 if -net > cost else math.ceil(-net / cost * hours), hours
