"""Dutch words of why serving a customer costs more than serving others, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.report.words.parts import amount, item_text, nearest

_TIME = "uren en onkosten"
"""What an activity without a name is called."""
_STEPS = {
    "orders": "stel een vaste besteldag of een minimum per bestelling voor",
    "credits": "zoek eerst uit waarom er zo veel terugkomt",
    "payment": "spreek een kortere betaaltermijn af",
    "activity": "spreek af wat daarvan minder kan, of reken het door",
}
_SHORT = {
    "orders": "grotere bestellingen",
    "credits": "minder retouren",
    "payment": "eerder betaald",
    "activity": "minder {name}",
}
_KINDS = {
    "orders": "kleine bestellingen",
    "credits": "retouren en credits",
    "payment": "late betaling",
    "activity": "{name}",
}
_QUESTIONS = {
    "orders": "‘Zullen wij minder vaak en in grotere bestellingen leveren?’",
    "credits": "‘Er komt veel terug: waar ligt dat aan, en wat kunnen wij eraan doen?’",
    "payment": "‘Kan de betaaltermijn korter, of met automatische incasso?’",
    "activity": "‘Wij besteden bij u veel aan {name}: wat kan daarvan minder?’",
}


def cause_sentence(row: Mapping[Any, Any]) -> str:
    """Return what makes serving dear and what to do; '' without a cause.

    ``row`` as of ``core.actions.serving_causes``: the figures are those of that one cause.

    >>> row = {"cause": "orders", "cause_name": "", "cause_own": 120.0, "cause_usual": 480.0}
    >>> euros = {"cause_count": 46.0, "cause_euros": 414.0}
    >>> cause_sentence({**row, **euros})  # doctest: +NORMALIZE_WHITESPACE
    'bedienen kost meer dan bij vergelijkbare klanten, het meest door kleine bestellingen (46 facturen per
    jaar van gemiddeld € 120, bij hen € 480; dat kost € 414 per jaar meer): stel een vaste besteldag of een
    minimum per bestelling voor'
    """
    cause = _of(row)
    if not cause:
        return ""
    own, usual = row["cause_own"], row["cause_usual"]
    more = f"dat kost {amount(row['cause_euros'])} per jaar meer"
    if cause == "orders":
        invoices = plural(nearest(row["cause_count"]), "factuur", "facturen")
        size = f"{invoices} per jaar van gemiddeld {amount(own)}, bij hen {amount(usual)}"
        through = f"kleine bestellingen ({size}; {more})"
    elif cause == "credits":
        lines = plural(nearest(own), "creditregel", "creditregels")
        through = f"retouren en credits ({lines} per jaar, bij hen naar omzet {_count(usual)}; {more})"
    elif cause == "payment":
        days = f"na {plural(nearest(own), 'dag', 'dagen')}, bij hen na {nearest(usual)}"
        through = f"late betaling ({days}; {more})"
    else:
        through = f"{_name(row)} ({amount(own)} per jaar, bij hen naar omzet {amount(usual)})"
    return f"bedienen kost meer dan bij vergelijkbare klanten, het meest door {through}: {_STEPS[cause]}"


def main_cause(rows: pd.DataFrame) -> str:
    """Return the cause behind more than half of what cheaper serving saves, with count and amount; else ''.

    ``rows`` of Acties with ``serve`` (EUR a year), ``cause`` and ``cause_name``; one customer is no kind.

    >>> rows = {"serve": [900.0, 300.0, 500.0], "cause": ["activity", "activity", ""], "cause_name": "Spoed"}
    >>> main_cause(pd.DataFrame(rows))
    'Van € 1.700 goedkoper bedienen is € 1.200, bij 2 klanten, het meest door Spoed.'
    >>> main_cause(pd.DataFrame(rows)[1:])
    ''
    """
    serve = rows["serve"].astype(float).fillna(0.0)
    known = rows[(serve > 0) & (rows["cause"].fillna("") != "")]
    if known.empty:
        return ""
    grouped = known.assign(serve=serve[known.index]).groupby(["cause", "cause_name"])["serve"]
    kinds = [(float(part.sum()), len(part), str(key[0]), key[1]) for key, part in grouped]
    most, count, cause, name = max(kinds, key=lambda kind: kind[0])
    if 2 * most <= serve.sum() or count < 2:
        return ""
    what, who = _KINDS[cause].format(name=_name({"cause_name": name})), plural(count, "klant", "klanten")
    total = amount(serve.sum())
    return f"Van {total} goedkoper bedienen is {amount(most)}, bij {who}, het meest door {what}."


def cause_step(row: Mapping[Any, Any]) -> str:
    """Return in a few words what to do about the cause; '' without one.

    >>> cause_step({"cause": "activity", "cause_name": "Bezoek"})
    'minder Bezoek'
    """
    cause = _of(row)
    return _SHORT[cause].format(name=_name(row)) if cause else ""


def cause_subject(row: Mapping[Any, Any]) -> str:
    """Return what was talked about when the cause was, to go on about it; '' without one.

    >>> cause_subject({"cause": "activity", "cause_name": "Bezoek"}), cause_subject({"cause": "payment"})
    ('minder Bezoek', 'de betaaltermijn')
    """
    return "de betaaltermijn" if _of(row) == "payment" else cause_step(row)


def cause_question(row: Mapping[Any, Any]) -> str:
    """Return a first sentence to the customer on the cause; '' without one.

    >>> cause_question({"cause": "payment"})
    '‘Kan de betaaltermijn korter, of met automatische incasso?’'
    """
    cause = _of(row)
    return _QUESTIONS[cause].format(name=_name(row)) if cause else ""


def _of(row: Mapping[Any, Any]) -> str:
    cause = row.get("cause")
    return cause if isinstance(cause, str) else ""


def _name(row: Mapping[Any, Any]) -> str:
    name = row.get("cause_name")
    return item_text(name) if isinstance(name, str) and name else _TIME


def _count(usual: float) -> str:
    return "minder dan 1" if 0 < usual < 0.5 else str(nearest(usual))
