"""Dutch words of what is still to win and to do: the value, and the formula that follows the user."""

from __future__ import annotations

from collections.abc import Mapping

from klantwaarde_xl.report.formats import euro, number, plural
from klantwaarde_xl.report.words.dashboard_phrases import NOT_YET
from klantwaarde_xl.report.words.formula_sentences import counted, euros, phrase, whole
from klantwaarde_xl.report.words.names import LEVERS
from klantwaarde_xl.report.words.parts import nearest

_WORDS = (
    "Nog te doen: {to_do} klanten, {to_do_euros} per jaar{alone}. Waar iets te winnen was: gedaan {done}, "
    "berekend op {done_euros} (wat het gaf: Opvolging); niet doen of niet eens {refused}, {refused_euros}."
)
STATE_STEPS = {"to_do": "Dash_TeDoen", "done": "Dash_Gedaan", "refused": "Dash_NietDoen"}
"""Names of the cells that count the customers with something to win; with Euro after it, how much."""
LEVER_STEPS = {"up_sell": "Dash_TeDoenUpsell", "margin": "Dash_TeDoenMarge", "serve": "Dash_TeDoenBedienen"}
"""Names of the cells with what is still to win by each lever; that with the words is :data:`BY_LEVER`."""
BY_LEVER = "Dash_TeDoenHefbomen"
ALONE = "Dash_TeDoenProef"
"""Name of the cell that counts who the fair test leaves alone of these customers; with Euro after it, how
much; with Tekst, the words."""
_ALONE = " (daarvan in de proef niet te benaderen: {count}, {euros})"
_STILL = "Bij {who} is nog {euros} marge per jaar te winnen{alone}{by_lever}."
_NOTHING = "Bij geen enkele klant is iets te winnen dat aannemelijk is."
_ALL_CLOSED = "Er is niets meer te doen: wat te winnen was, is gedaan of gaat niet door."
_LEAST = "minder dan € 1"
_SINCE = " Sinds het vernieuwen veranderde een status: de regels hierboven en Maandag zijn van toen."
"""What stands there as text counts what was to do at the refresh."""
_TYPED = "Op Acties: {told}"
"""On Klantkaart, below the advice."""


def by_lever(euros_by_lever: Mapping[str, float]) -> str:
    """Return, after a colon, what can still be won by each lever, in whole EUR a year; '' for nothing.

    >>> by_lever({"up_sell": 900.0, "margin": 0.0, "serve": 80.0})
    ': up-sell € 900, goedkoper bedienen € 80'
    """
    parts = [f"{LEVERS[name].lower()} {euro(won)}" for name, won in euros_by_lever.items() if nearest(won)]
    return f": {', '.join(parts)}" if parts else ""


def by_lever_formula() -> str:
    """Return the formula of the same words."""
    parts = [
        f'IF(ROUND({step},0)=0,"",{phrase(f", {LEVERS[name].lower()} {{won}}", won=euros(step))})'
        for name, step in LEVER_STEPS.items()
    ]
    return f'SUBSTITUTE({"&".join(parts)},", ",": ",1)'


def of_alone(count: int, total: float) -> str:
    """Return how many of the customers to do the fair test leaves alone, and how much that is; '' for nobody.

    >>> of_alone(23, 9012.0), of_alone(0, 0.0)
    (' (daarvan in de proef niet te benaderen: 23, € 9.012)', '')
    """
    return _ALONE.format(count=number(count), euros=euro(total)) if count else ""


def of_alone_formula() -> str:
    """Return the formula of the same words."""
    told = phrase(_ALONE, count=whole(ALONE), euros=euros(f"{ALONE}Euro"))
    return f'IF({ALONE}=0,"",{told})'


def still_to_win(
    states: dict[str, tuple[int, float]], euros_by_lever: Mapping[str, float], alone: str = ""
) -> str:
    """Return with how many customers how much can still be won, in EUR a year: what is done does not count.

    ``alone``: as of :func:`of_alone`.

    >>> still_to_win({"to_do": (2, 980.0), "done": (9, 9.0), "refused": (0, 0.0)}, {"margin": 980.0})
    'Bij 2 klanten is nog € 980 marge per jaar te winnen: betere marge € 980.'
    """
    count, total = states["to_do"]
    if not count:
        return _ALL_CLOSED if states["done"][0] or states["refused"][0] else _NOTHING
    who, shown = plural(count, "klant", "klanten"), euro(total) if nearest(total) else _LEAST
    return _STILL.format(who=who, euros=shown, alone=alone, by_lever=by_lever(euros_by_lever))


def still_to_win_formula() -> str:
    """Return the formula of the same sentence."""
    to_do, done, refused = (STATE_STEPS[name] for name in ("to_do", "done", "refused"))
    shown = f'IF(ROUND({to_do}Euro,0)=0,"{_LEAST}",{euros(f"{to_do}Euro")})'
    who = counted(to_do, ("klant", "klanten"))
    sentence = phrase(_STILL, who=who, euros=shown, alone=f"{ALONE}Tekst", by_lever=BY_LEVER)
    nothing = f'IF({done}+{refused}>0,"{_ALL_CLOSED}","{_NOTHING}")'
    return f'IF(AND(Dash_Klanten=0,$A$3=""),"{NOT_YET}",IF({to_do}=0,{nothing},{sentence}))'


def by_state(states: dict[str, tuple[int, float]], alone: str = "") -> str:
    """Return what is still to do, what is done and what is refused; '' when there is nothing to win.

    ``alone``: as of :func:`of_alone`.

    >>> states = {"to_do": (7, 900.0), "done": (2, 80.0), "refused": (0, 0.0)}
    >>> by_state(states)  # doctest: +NORMALIZE_WHITESPACE
    'Nog te doen: 7 klanten, € 900 per jaar. Waar iets te winnen was: gedaan 2, berekend op € 80 (wat het
    gaf: Opvolging); niet doen of niet eens 0, € 0.'
    """
    if not any(count for count, _ in states.values()):
        return ""
    counts = {name: number(count) for name, (count, _) in states.items()}
    sums = {f"{name}_euros": euro(total) for name, (_, total) in states.items()}
    return _WORDS.format(alone=alone, **counts, **sums)


def by_state_formula(then: tuple[str, str]) -> str:
    """Return the formula of the same sentence, which says when a status was changed since.

    ``then``: the cells with how many customers and how much was still to do at the refresh.

    >>> by_state_formula(("A1", "B1"))[:46]
    'IF(Dash_TeDoen+Dash_Gedaan+Dash_NietDoen=0,"",'
    """
    counts = {name: whole(step) for name, step in STATE_STEPS.items()}
    sums = {f"{name}_euros": euros(f"{step}Euro") for name, step in STATE_STEPS.items()}
    to_do, (count, total) = STATE_STEPS["to_do"], then
    since = f'IF(OR({to_do}<>{count},ABS({to_do}Euro-{total})>=0.5),"{_SINCE}","")'
    told = phrase(_WORDS, alone=f"{ALONE}Tekst", **counts, **sums)
    return f'IF({"+".join(STATE_STEPS.values())}=0,"",{told}&{since})'


def on_actions(status: str, note: str) -> str:
    """Return what was typed about a customer on Acties, '' for nothing.

    >>> on_actions("gedaan", "belt terug"), on_actions("niet doen", ""), on_actions("", "")
    ('Op Acties: gedaan: belt terug', 'Op Acties: niet doen', '')
    """
    told = ": ".join(filter(None, (status, note)))
    return _TYPED.format(told=told) if told else ""


def on_actions_formula(status: str, note: str) -> str:
    """Return the formula text of the same words; ``status`` and ``note`` are cells or names of cells."""
    told = f'{status}&IF(OR({status}="",{note}=""),"",": ")&{note}'
    return f'IF(AND({status}="",{note}=""),"",{phrase(_TYPED, told=told)})'
