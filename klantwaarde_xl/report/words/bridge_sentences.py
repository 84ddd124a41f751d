"""Dutch words for the bridge of contribution: why it changed since the previous period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping

import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import STEPS, TURNOVER_STEPS
from klantwaarde_xl.core.measures.change import reaches_back
from klantwaarde_xl.report.formats import date, euro, number
from klantwaarde_xl.report.words.formula_sentences import euros, phrase

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
_PAIR_TOLD = "Prijs ({price}) en kostprijs ({cost}) tellen als één oorzaak: per saldo {both}."
PAIR = ("price", "cost")
"""Two steps that are one cause where they go against each other."""
BOTH = "Prijs en kostprijs samen"
_JOINED = "+".join(PAIR)
_SAME = "de nettobijdrage bleef gelijk."
NO_BRIDGE = "Waardoor de nettobijdrage veranderde is niet te zeggen: {why}."
_NOTHING_BEFORE = "de gegevens beginnen op {first}, er is geen vorige periode"
_BEGINS_LATER = "de gegevens beginnen op {first}, de vorige periode op {start}"
_NO_LINES = "in de vorige periode ({start} t/m {end}) zijn er geen factuurregels"
_NOBODYS = "Van niemand is de nettobijdrage bekend"
NOTHING_KNOWN = f"{_NOBODYS}: er is niets te vergelijken."
MISSING = (
    f"{_NOBODYS}: vul Kostprijs per stuk in op Producten, of Kostprijs of Marge op Transacties, en vernieuw."
)
MISSING_OF_ONE = (
    "Van deze klant zijn te weinig kostprijzen bekend voor een nettobijdrage: vul Kostprijs per stuk in op "
    "Producten, of Kostprijs of Marge op Transacties, en vernieuw."
)
NO_COST_BEFORE = "Van de vorige periode zijn te weinig kostprijzen bekend om de verandering te verklaren."


def contribution_name(known: frozenset[str]) -> str:
    """Return what a contribution is called by the costs of serving that are known, 'time' and 'money'.

    >>> contribution_name(frozenset()), contribution_name(frozenset({"money"}))
    ('Brutomarge', 'Nettobijdrage zonder uren')
    """
    if not known:
        return "Brutomarge"
    return "Nettobijdrage" if "time" in known else "Nettobijdrage zonder uren"


def weighed_steps(firm: pd.Series) -> pd.Series[float]:
    """Return the causes that are weighed against each other, EUR by step, in the order of the waterfall.

    ``firm`` as :func:`~klantwaarde_xl.core.measures.bridge.firm_bridge` returns it. A higher price that only
    makes up for a higher cost is no cause: where price and cost go against each other they are one, ``PAIR``
    joined, and come last.

    >>> firm = pd.Series(dict.fromkeys(STEPS, 0.0) | {"price": 90.0, "cost": -95.0})
    >>> float(weighed_steps(firm)["price+cost"])
    -5.0
    """
    steps = firm[list(reversed(STEPS))].astype(float)
    if not _opposed(firm):
        return steps
    both = pd.Series({_JOINED: float(firm[list(PAIR)].sum())})
    return pd.concat([steps.drop(list(PAIR)), both])


def _opposed(firm: pd.Series) -> bool:
    price, cost = (firm[step] for step in PAIR)
    return bool(price * cost < 0)


def cause_name(step: str) -> str:
    """Return the name of a cause of :func:`weighed_steps`.

    >>> cause_name("volume"), cause_name("price+cost")
    ('Volume', 'Prijs en kostprijs samen')
    """
    return BOTH if step == _JOINED else STEP_NAMES[step]


def largest_steps(firm: pd.Series) -> tuple[str, str]:
    """Return the cause that moved most in the direction of the change, and the one that did so against it.

    ``firm`` as :func:`~klantwaarde_xl.core.measures.bridge.firm_bridge` returns it. Of equals the last one
    shown: that is the first in the waterfall, which is drawn from below.
    """
    steps = weighed_steps(firm)
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
    steps, (step, other) = weighed_steps(firm), largest_steps(firm)
    moved = _MOVED[int(change > 0)].format(change=euro(abs(change)))
    sentence = _MOST.format(moved=moved, step=cause_name(step).lower(), amount=euro(steps[step]))
    if steps[other] * change < 0:
        sentence = _AGAINST.format(most=sentence, other=cause_name(other).lower(), amount=euro(steps[other]))
    return f"{sentence}."


TURNOVER_NAMES = {
    "previous_revenue": "Vorige periode",
    "lost": "Verloren klanten",
    "new": "Nieuwe klanten",
    "price": "Prijs",
    "volume": "Volume en mix",
    "revenue": "Deze periode",
}
"""Name by amount of the bridge of turnover, in the order shown."""


def turnover_title(firm: pd.Series) -> str:
    """Return that no contribution is known, and how turnover moved, by the bridge of turnover in EUR.

    >>> turnover_title(pd.Series({"previous_revenue": 100.0, "lost": -50.0, "new": 9.0, "price": 0.0,
    ...                           "volume": 1.0, "revenue": 60.0}))[40:]
    'de omzet daalde met € 40, het meest door verloren klanten (€ -50); daartegenover nieuwe klanten (€ 9).'
    """
    change = round(firm["revenue"] - firm["previous_revenue"], 2)
    if not change:
        return f"{_NOBODYS}; de omzet bleef gelijk."
    steps = {name: float(firm[name]) for name in TURNOVER_STEPS}
    against, most = sorted(steps, key=lambda name: steps[name] * change)[:: len(steps) - 1]
    moved = _MOVED[int(change > 0)].replace("nettobijdrage", "omzet").format(change=euro(abs(change)))
    told = _MOST.format(moved=moved, step=TURNOVER_NAMES[most].lower(), amount=euro(steps[most]))
    if steps[against] * change < 0:
        other = TURNOVER_NAMES[against].lower()
        told = _AGAINST.format(most=told, other=other, amount=euro(steps[against]))
    return f"{_NOBODYS}; {told}."


def missing(known: bool, customers: int) -> str:
    """Return what to fill in before a bridge can be told, or of how many customers it is not known.

    To go on after a sentence; '' when all is known.

    >>> missing(True, 0), missing(False, 9)[:41], missing(True, 1)[:41]
    ('', ' Van niemand is de nettobijdrage bekend: ', ' Van 1 klant is de nettobijdrage niet bek')
    """
    told = left_out(customers) if known else MISSING
    return f" {told}" if told else ""


def left_out(customers: int) -> str:
    """Return of how many customers nothing is told as their contribution is not known; '' for none.

    >>> left_out(0), left_out(2)
    ('', 'Van 2 klanten is de nettobijdrage niet bekend; zij tellen hier niet mee.')
    """
    if not customers:
        return ""
    told = "1 klant" if customers == 1 else f"{number(customers)} klanten"
    who = "die telt" if customers == 1 else "zij tellen"
    return f"Van {told} is de nettobijdrage niet bekend; {who} hier niet mee."


def pair_told(firm: pd.Series) -> str:
    """Return what price and cost did, EUR, where they go against each other and so are one cause; else ''.

    >>> firm = pd.Series(dict.fromkeys(STEPS, 0.0) | {"price": 90.0, "cost": -95.0})
    >>> pair_told(firm), pair_told(firm * 0)
    ('Prijs (€ 90) en kostprijs (€ -95) tellen als één oorzaak: per saldo € -5.', '')
    """
    if not _opposed(firm):
        return ""
    price, cost = (firm[step] for step in PAIR)
    return _PAIR_TOLD.format(price=euro(price), cost=euro(cost), both=euro(price + cost))


def pair_formula(known: str, price: str, cost: str) -> str:
    """Return the formula of :func:`pair_told`, '' where ``known`` is 0; arguments are cells.

    >>> pair_formula("A1", "B1", "C1")[:33]
    'IF(AND(N(A1)=1,B1*C1<0),"Prijs ("'
    """
    told = phrase(_PAIR_TOLD, price=euros(price), cost=euros(cost), both=euros(f"({price}+{cost})"))
    return f'IF(AND(N({known})=1,{price}*{cost}<0),{told},"")'


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


def no_bridge(first: dt.date, previous: Period) -> str:
    """Return why there is no previous period to compare with; ``first`` is the first day of the data.

    >>> year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    >>> no_bridge(dt.date(2025, 1, 2), year)[56:]
    'de gegevens beginnen op 02-01-2025, er is geen vorige periode.'
    """
    why = _NOTHING_BEFORE if first > previous.end else _BEGINS_LATER
    why = _NO_LINES if reaches_back(first, previous) else why
    days = {"first": date(first), "start": date(previous.start), "end": date(previous.end)}
    return NO_BRIDGE.format(why=why.format(**days))


CARD_STEPS = {
    "volume": ("Volume", ("volume",)),
    "price": ("Prijs", ("price",)),
    "cost": ("Kostprijs", ("cost",)),
    "mix": ("Mix", ("mix",)),
    "serving": ("Tijd en geld", ("time", "money")),
}
"""The five amounts of one customer on Klantkaart: name, and the steps that they are the sum of."""


NO_COSTS = "geen kostprijs"
"""The header of the five amounts where nobody's contribution is known."""
NOT_COMPARED = "geen vorige periode"
"""That header where there is no previous period to compare with."""
UNTOLD = "niet te zeggen"
"""That header where the contribution of this customer is not known: too little of its cost is."""


_OTHERWISE = {
    "new": "nieuw",
    "lost": "verloren",
    "unknown_cost": "deels onbekend",
    "effort_only": "alleen inspanning",
}
"""That header by the step that is none of the five, the first that applies."""


def card_note(row: Mapping[Hashable, float]) -> str:
    """Return the header of the five amounts: their unit, or why they are not the whole change.

    >>> card_note({"new": 12.0, "lost": 0.0, "unknown_cost": 0.0, "effort_only": -4.0})
    'nieuw'
    """
    return next((told for step, told in _OTHERWISE.items() if row[step]), "In EUR")
