"""Dutch words for the bridge of contribution: why it changed since the previous period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping

import pandas as pd

from klantwaarde_xl.core.measures.bridge import STEPS
from klantwaarde_xl.report.formats import date, euro
from klantwaarde_xl.report.words.formula_sentences import euros, phrase
from klantwaarde_xl.report.words.parts import capital

STEP_NAMES = {
    "previous_contribution": "Vorige periode",
    "lost": "Verloren klanten",
    "new": "Nieuwe klanten",
    "volume": "Volume",
    "price": "Prijs",
    "cost": "Kostprijs",
    "mix": "Mix",
    "time": "Tijd",
    "money": "Geld",
    "unknown_cost": "Kostprijs onbekend",
    "effort_only": "Alleen inspanning",
    "contribution": "Deze periode",
}
"""Name by amount of the bridge, in the order shown."""
STEP_HELP = {
    "lost": "Kocht in de vorige periode, niet in deze: de hele nettobijdrage van toen.",
    "new": "Kocht in deze periode, niet in de vorige: de hele nettobijdrage van nu.",
    "volume": "Meer of minder verkocht, tegen de marge % van de vorige periode.",
    "price": (
        "Andere prijs per stuk, maal het aantal van nu. Alleen producten die in beide periodes met een "
        "aantal verkocht zijn."
    ),
    "cost": "Andere kostprijs per stuk, maal het aantal van nu.",
    "mix": "Wat overblijft: andere producten, en regels zonder aantal of productcode.",
    "time": "Meer of minder uren, tegen hun kosten.",
    "money": "Meer of minder andere kosten en financiering.",
    "unknown_cost": "Omzet waarvan in een van beide periodes de kostprijs niet bekend is.",
    "effort_only": "Kosten in een periode zonder één factuurregel.",
}
"""What each step is, by its field."""
_MOVED = ("de nettobijdrage daalde met {change}", "de nettobijdrage steeg met {change}")
_MOST = "{moved}, het meest door {step} ({amount})"
_AGAINST = "{most}; daartegenover {other} ({amount})"
_SAME = "de nettobijdrage bleef gelijk."
NO_BRIDGE = "Zonder vorige periode is niet te zeggen waardoor de nettobijdrage veranderde."
NOTHING_KNOWN = "Van niemand is de nettobijdrage bekend: er is niets te vergelijken."
NO_COST_BEFORE = "Van de vorige periode zijn te weinig kostprijzen bekend om de verandering te verklaren."
_BEGINS_LATER = (
    "De gegevens beginnen op {first}, na het begin van de vorige periode ({start}): een deel van het "
    "verschil is geen verandering."
)


def largest_steps(firm: pd.Series) -> tuple[str, str]:
    """Return the step that moved most in the direction of the change, and the one that did so against it.

    ``firm`` as :func:`~klantwaarde_xl.core.measures.bridge.firm_bridge` returns it. Of equals the last one
    shown: that is the first in the waterfall, which is drawn from below.
    """
    steps = firm[list(reversed(STEPS))]
    most, least = str(steps.idxmax()), str(steps.idxmin())
    rose = firm["contribution"] >= firm["previous_contribution"]
    return (most, least) if rose else (least, most)


def bridge_sentence(firm: pd.Series) -> str:
    """Return how the contribution moved and what did most, to go on after a semicolon.

    >>> amounts = dict.fromkeys(STEP_NAMES, 0.0) | {"previous_contribution": 100.0, "contribution": 60.0}
    >>> bridge_sentence(pd.Series(amounts | {"price": 10.0, "volume": -50.0}))
    'de nettobijdrage daalde met € 40, het meest door volume (€ -50); daartegenover prijs (€ 10).'
    """
    change = round(firm["contribution"] - firm["previous_contribution"], 2)
    if not change:
        return _SAME
    step, other = largest_steps(firm)
    moved = _MOVED[int(change > 0)].format(change=euro(abs(change)))
    sentence = _MOST.format(moved=moved, step=STEP_NAMES[step].lower(), amount=euro(firm[step]))
    if firm[other] * change < 0:
        sentence = _AGAINST.format(most=sentence, other=STEP_NAMES[other].lower(), amount=euro(firm[other]))
    return f"{sentence}."


def sentence_formula(known: str, change: str, step: tuple[str, str], other: tuple[str, str]) -> str:
    """Return the formula of :func:`bridge_sentence`, '' where ``known`` is 0.

    ``change`` is a cell; ``step`` and ``other`` are the cells of a name and its amount.

    >>> sentence_formula("A1", "B1", ("C1", "D1"), ("E1", "F1"))[:45]
    'IF(N(A1)=0,"",IF(ROUND(B1,2)=0,"de nettobijdr'
    """
    fell, rose = (phrase(words, change=euros(f"ABS({change})")) for words in _MOVED)
    moved = f"IF({change}>0,{rose},{fell})"
    most = phrase(_MOST, moved=moved, step=f"LOWER({step[0]})", amount=euros(step[1]))
    against = phrase(_AGAINST, most="", other=f"LOWER({other[0]})", amount=euros(other[1])).lstrip("&")
    return (
        f'IF(N({known})=0,"",IF(ROUND({change},2)=0,"{_SAME}",'
        f'{most}&IF({other[1]}*{change}<0,{against},"")&"."))'
    )


def bridge_title(sentence: str, first: dt.date | None, start: dt.date, sold_before: bool = False) -> str:
    """Return the sentence on its own, or why there is none.

    ``first`` is the first day of the data where that lies too late to compare, else None; ``start`` that of
    the previous period; ``sold_before`` whether there are invoice lines in it.

    >>> bridge_title("de nettobijdrage bleef gelijk.", None, dt.date(2024, 1, 1))
    'De nettobijdrage bleef gelijk.'
    """
    if first is not None:
        return _BEGINS_LATER.format(first=date(first), start=date(start))
    return capital(sentence) or (NO_COST_BEFORE if sold_before else NO_BRIDGE)


CARD_STEPS = {
    "volume": ("Volume", ("volume",)),
    "price": ("Prijs", ("price",)),
    "cost": ("Kostprijs", ("cost",)),
    "mix": ("Mix", ("mix",)),
    "serving": ("Tijd en geld", ("time", "money")),
}
"""The five amounts of one customer on Klantkaart: name, and the steps that they are the sum of."""


def card_note(row: Mapping[Hashable, float]) -> str:
    """Return the header of the five amounts: their unit, or why they are not the whole change.

    >>> card_note({"new": 12.0, "unknown_cost": 0.0, "effort_only": 0.0})
    'nieuw'
    """
    if row["new"]:
        return "nieuw"
    return "deels onbekend" if row["unknown_cost"] or row["effort_only"] else "In EUR"
