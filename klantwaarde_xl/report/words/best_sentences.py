"""Dutch sentences of why the best customer is best: plain figures in, one sentence out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.formats import euro, number, ordinal, quoted
from klantwaarde_xl.report.words import dashboard_phrases as w


@dataclass(frozen=True, slots=True)
class Figures:
    """What a customer earns and buys (EUR), takes (hours), and groups bought of those sold; NaN unknown."""

    net: float = math.nan
    revenue: float = 0.0
    hours: float = math.nan
    groups: float = math.nan
    sold: float = 0.0


NOTHING_KNOWN = Figures()


def told(figures: Figures) -> str:
    """Return the figures of a customer in words.

    >>> told(Figures(33039, 153172, 46, 5, 12))
    'netto € 33.039 op € 153.172 omzet, 46 uur, koopt 5 van 12 groepen'
    >>> told(Figures(revenue=900))
    '€ 900 omzet, nettobijdrage onbekend, uren onbekend'
    """
    earns = w.EARNS_UNKNOWN if math.isnan(figures.net) else w.EARNS
    hours = w.HOURS_UNKNOWN if math.isnan(figures.hours) else w.HOURS.format(hours=number(figures.hours))
    unknown = math.isnan(figures.groups) or not figures.sold
    return w.FIGURES.format(
        earns=earns.format(net=euro(figures.net), revenue=euro(figures.revenue)),
        hours=hours,
        buys="" if unknown else w.BUYS.format(groups=number(figures.groups), sold=number(figures.sold)),
    )


def largest_beside(name: str, rank: int, figures: Figures) -> str:
    """Return what the largest customer does, which is not the best.

    >>> largest_beside("Bries", 3, Figures(9000, 100_000))
    'Uw grootste, ‘Bries’, is derde op score: netto € 9.000 op € 100.000 omzet, uren onbekend.'
    """
    return w.LARGEST_BESIDE.format(largest=quoted(name), rank=ordinal(rank), figures=told(figures))


def may_be_higher(others: int, most: float) -> str:
    """Return how many others could have more points than the best, and how many at most; '' for none.

    >>> may_be_higher(2, 90.7)
    'Met wat onbekend is, kunnen 2 anderen hoger scoren (tot 91).'
    >>> may_be_higher(0, 0.0)
    ''
    """
    if not others:
        return ""
    return w.MAY_BE_HIGHER[others > 1].format(others=number(others), most=number(most))


def point_name(dimension: str) -> str:
    """Return the name of a dimension within a sentence: that of margin says it is no percentage.

    >>> point_name("Marge"), point_name("Tijd")
    ('marge als bedrag', 'tijd')
    """
    return w.MARGIN_AS_AMOUNT if dimension == DIMENSION_NAMES["margin"] else dimension.lower()


def points_told(score: float, points: Iterable[tuple[str, float, float]]) -> str:
    """Return the points of the best customer and their parts: what it got of the most, by dimension.

    ``points``: name of the dimension, points, and the most there are; without weight it is left out.

    >>> points_told(71.6, [("Omzet", 51.6, 60.0), ("Cultuur", 0.0, 0.0), ("Tijd", 20.0, 40.0)])
    'De beste heeft 72 van 100 punten: omzet 52/60, tijd 20/40.'
    """
    parts = "".join(
        w.POINT.format(dimension=point_name(dimension), got=number(got), most=number(most))
        for dimension, got, most in points
        if most > 0
    )
    return w.POINTS.format(points=number(score), parts=parts.removeprefix(", "))


def higher_but_unknown(name: str, missing: str) -> str:
    """Return that a customer scores higher than the best, on estimates of what ``missing`` names.

    Nothing missing: the margin counts as known, but the cost of a part of the revenue is not.

    >>> higher_but_unknown("Bries", "energie en cultuur")
    '‘Bries’ scoort hoger, maar is geschat op energie en cultuur: te weinig bekend voor de beste.'
    """
    unknown = w.ESTIMATED.format(missing=missing) if missing else w.COST_IN_PART
    return w.HIGHER_BUT_UNKNOWN.format(name=quoted(name), unknown=unknown)
