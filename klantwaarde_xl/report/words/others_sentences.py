"""Dutch sentences of what goes with the customers that cost money, and of what the other 80 % holds."""

from __future__ import annotations

import math

from klantwaarde_xl.report.formats import euro, number, plural
from klantwaarde_xl.report.words import dashboard_phrases as w

_SHOWN = 0.5
"""The smallest amount that whole euros show, EUR: the formulas round halves up."""


def without_them(costing: int, gone: float, hours: float) -> str:
    """Return what changes without the customers that cost money; '' when there are none.

    ``gone``: margin less expense and financing that goes with them, EUR a year; ``hours`` a year, NaN for
    unknown.

    >>> without_them(2, 900.0, 40.0)  # doctest: +NORMALIZE_WHITESPACE
    'Gaan de 2 klanten die geld kosten weg, dan vervalt € 900 marge per jaar en komen 40 uren vrij: dat loont
    pas als die uren elders opleveren.'
    >>> without_them(0, 0.0, 0.0)
    ''
    """
    if not costing:
        return ""
    shown = number(hours)
    free = w.FREED_UNKNOWN if math.isnan(hours) else w.FREED[shown != "1"].format(hours=shown)
    words = w.WITHOUT_THEM if gone >= _SHOWN else w.CHEAPER_WITHOUT
    return words[costing > 1].format(
        costing=number(costing), gone=euro(gone), saved=euro(abs(gone)), free=free
    )


def in_the_others(others: int, growth: float, saving: float, expected: float) -> str:
    """Return what can be won for certain outside the largest 20 %, and what is expected of itself beside it.

    EUR of margin a year; ``others``: how many customers that are.

    >>> in_the_others(300, 900.0, 100.0, 50.0)  # doctest: +NORMALIZE_WHITESPACE
    'Bij 300 andere klanten (80 %) is zeker € 1.000 marge per jaar te winnen (groei € 900, besparing en prijs
    € 100); verwacht uit zichzelf € 50.'
    """
    if not others:
        return ""
    sure = growth + saving
    words = w.SURE_IN_THE_OTHERS if sure >= _SHOWN else w.NOTHING_SURE_IN_THE_OTHERS
    told = words.format(
        others=plural(others, *w.OTHERS), sure=euro(sure), growth=euro(growth), saving=euro(saving)
    )
    return w.AND_EXPECTED.format(sure=told, expected=euro(expected)) if expected >= _SHOWN else f"{told}."


def on_monday(steps: int, risk: int) -> str:
    """Return how many steps there are to begin with; '' for none.

    >>> on_monday(20, 8)
    'Maandag: 20 stappen, waarvan 8 tegen vertrek; per accountmanager op het blad Maandag.'
    """
    return w.ON_MONDAY.format(steps=plural(steps, *w.STEPS), risk=number(risk)) if steps else ""
