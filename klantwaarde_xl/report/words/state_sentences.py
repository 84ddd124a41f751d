"""Dutch words of what is still to do on Acties: the value, and the formula that follows the user."""

from __future__ import annotations

from klantwaarde_xl.report.formats import euro, number
from klantwaarde_xl.report.words.formula_sentences import euros, phrase, whole

_WORDS = (
    "Nog te doen: {to_do} klanten, {to_do_euros} per jaar. Gedaan: {done}, {done_euros}. "
    "Niet doen of niet eens: {refused}, {refused_euros}."
)
STATE_STEPS = {"to_do": "Dash_TeDoen", "done": "Dash_Gedaan", "refused": "Dash_NietDoen"}
"""Names of the cells that count the customers with something to win; with Euro after it, how much."""


def by_state(states: dict[str, tuple[int, float]]) -> str:
    """Return what is still to do, what is done and what is refused; '' when there is nothing to win.

    >>> by_state({"to_do": (7, 900.0), "done": (2, 80.0), "refused": (0, 0.0)})
    'Nog te doen: 7 klanten, € 900 per jaar. Gedaan: 2, € 80. Niet doen of niet eens: 0, € 0.'
    """
    if not any(count for count, _ in states.values()):
        return ""
    counts = {name: number(count) for name, (count, _) in states.items()}
    return _WORDS.format(**counts, **{f"{name}_euros": euro(sums) for name, (_, sums) in states.items()})


def by_state_formula() -> str:
    """Return the formula of the same sentence.

    >>> by_state_formula()[:46]
    'IF(Dash_TeDoen+Dash_Gedaan+Dash_NietDoen=0,"",'
    """
    counts = {name: whole(step) for name, step in STATE_STEPS.items()}
    sums = {f"{name}_euros": euros(f"{step}Euro") for name, step in STATE_STEPS.items()}
    return f'IF({"+".join(STATE_STEPS.values())}=0,"",{phrase(_WORDS, **counts, **sums)})'
