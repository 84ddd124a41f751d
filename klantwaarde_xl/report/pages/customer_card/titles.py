"""Titles of the charts on Klantkaart: what each shows of the chosen customer, as formula and as text now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.formats import number, percentage
from klantwaarde_xl.report.words.formula_sentences import percent, phrase, whole

MONTHS_PLAIN, POINTS_PLAIN, TREND_PLAIN = "Omzet per maand", "Punten per dimensie", "Score per maand"
_ROSE, _FELL, _SAME = (
    "Omzet steeg {by} tegen de vorige periode",
    "Omzet daalde {by} tegen de vorige periode",
    "Omzet bleef gelijk aan de vorige periode",
)
_SAME_UNDER = 0.0005
"""A change of turnover under this, a fraction, shows as 0,0 %."""
_POINTS = "{most} hoog, {least} laag"
_SCORE_ROSE, _SCORE_FELL, _SCORE_SAME = (
    "Score steeg van {first} naar {last}",
    "Score daalde van {first} naar {last}",
    "Score bleef {last}",
)
_UPWARDS = tuple(reversed(DIMENSION_NAMES.values()))
"""Names of the dimensions from the bottom of the chart."""


def months_title(change: float | None) -> str:
    """Return how the turnover of the card moved, a fraction as the card shows it; None unknown.

    >>> months_title(0.1234), months_title(-0.5), months_title(0.0004), months_title(None)
    ... # doctest: +NORMALIZE_WHITESPACE
    ('Omzet steeg 12,3 % tegen de vorige periode', 'Omzet daalde 50,0 % tegen de vorige periode',
     'Omzet bleef gelijk aan de vorige periode', 'Omzet per maand')
    """
    if change is None:
        return MONTHS_PLAIN
    words = _SAME if abs(change) < _SAME_UNDER else _ROSE if change > 0 else _FELL
    return words.format(by=percentage(abs(change), 1))


def months_formula(change: str) -> str:
    """Return the formula of the same title; ``change`` is the cell."""
    by = percent(f"ABS({change})", 1)
    moved = f"IF({change}>0,{phrase(_ROSE, by=by)},{phrase(_FELL, by=by)})"
    return f'IF(ISNUMBER({change}),IF(ABS({change})<{_SAME_UNDER},"{_SAME}",{moved}),"{MONTHS_PLAIN}")'


def points_title(points: Sequence[float]) -> str:
    """Return where a customer has most and least points; ``points`` from below, NaN unknown.

    >>> points_title([5.0, float("nan"), 90.0, 5.0, 30.0, 7.0, 8.0])
    'Energie hoog, producten laag'
    """
    known = pd.Series(list(points), dtype=float)
    if known.count() < 2 or known.max() == known.min():
        return POINTS_PLAIN
    figures = known.to_numpy(float)
    most, least = (_UPWARDS[int(find(figures))] for find in (np.nanargmax, np.nanargmin))
    return _POINTS.format(most=most, least=least.lower())


def points_formula(points: str) -> str:
    """Return the formula of the same title; ``points`` are the cells."""
    names = ",".join(f'"{name}"' for name in _UPWARDS)
    most, least = (f"CHOOSE(MATCH({which}({points}),{points},0),{names})" for which in ("MAX", "MIN"))
    least = f"LOWER({least})"
    none = f"OR(COUNT({points})<2,MAX({points})=MIN({points}))"
    return f'IF({none},"{POINTS_PLAIN}",{phrase(_POINTS, most=most, least=least)})'


def trend_title(scores: pd.Series) -> str:
    """Return how the score moved from the first to the last of the points, blank before the first.

    >>> trend_title(pd.Series([None, 70.4, 60.0, 75.2])), trend_title(pd.Series([None, 70.4, None, 75.2]))
    ('Score steeg van 70 naar 75', 'Score per maand')
    """
    known = pd.to_numeric(scores, errors="coerce")
    since = known.iloc[len(known) - known.count() :]
    if known.count() < 2 or since.isna().any():
        return TREND_PLAIN
    first, last = number(since.iloc[0]), number(since.iloc[-1])
    words = _SCORE_SAME if first == last else _SCORE_ROSE if since.iloc[-1] > since.iloc[0] else _SCORE_FELL
    return words.format(first=first, last=last)


def trend_formula(scores: str, count: int) -> str:
    """Return the formula of the same title; ``scores`` are the ``count`` cells of the points."""
    first, last = f"INDEX({scores},{count + 1}-COUNT({scores}))", f"INDEX({scores},{count})"
    told = {"first": whole(first), "last": whole(last)}
    moved = f"IF({last}>{first},{phrase(_SCORE_ROSE, **told)},{phrase(_SCORE_FELL, **told)})"
    same = f"IF({told['first']}={told['last']},{phrase(_SCORE_SAME, **told)},{moved})"
    there = f"IF(COUNT({scores})<2,FALSE,AND(ISNUMBER({first}),ISNUMBER({last})))"
    return f'IF({there},{same},"{TREND_PLAIN}")'
