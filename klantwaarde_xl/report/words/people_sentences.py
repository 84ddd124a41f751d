"""Dutch sentences of the Dashboard on who earns most, who may go, and who has no account manager."""

from __future__ import annotations

import math
from collections.abc import Sequence

from klantwaarde_xl.core.base.leave_chance import SURELY
from klantwaarde_xl.report.formats import euro, percentage, plural, quoted
from klantwaarde_xl.report.words import dashboard_phrases as w

_SHOWN = 0.5
"""The smallest amount that whole euros show, EUR: the formulas round halves up."""


def earns_most(name: str, net: float) -> str:
    """Return who has the largest net contribution, EUR; '' for nobody.

    >>> earns_most("Bries", 34471.0), earns_most("", math.nan)
    ('Op nettobijdrage is de beste ‘Bries’: € 34.471.', '')
    """
    return w.EARNS_MOST.format(name=quoted(name), net=euro(net)) if name else ""


def most_at_stake(most: Sequence[tuple[str, float]]) -> str:
    """Return at whom most is at stake: at most two names and EUR a year, the largest first; '' for nobody.

    >>> most_at_stake([("Bries", 900.0), ("Anker", 80.0)])
    'Nog te behouden, het meest: ‘Bries’ (€ 900) en ‘Anker’ (€ 80); zie Vooruit.'
    >>> most_at_stake([])
    ''
    """
    told = [w.ONE_AT_STAKE.format(name=quoted(name), euros=euro(euros)) for name, euros in most]
    if not told:
        return ""
    return w.MOST_AT_STAKE.format(who=" en ".join(told))


def stake_parts(gone: float, late: float, rest: float) -> str:
    """Return how what is at stake divides, EUR a year; '' where it is all of the rest.

    ``gone``: of customers that are probably gone; ``late``: of others that buy much later than usual.

    >>> stake_parts(30.0, 20.0, 10.0)  # doctest: +NORMALIZE_WHITESPACE
    'Van die € 60 is € 30 van wie waarschijnlijk al weg is (kans boven 90 %); nog niet weg: € 30, waarvan € 20
    van wie veel later koopt dan gewoon.'
    >>> stake_parts(0.0, 0.0, 10.0)
    ''
    """
    if gone + late < _SHOWN:
        return ""
    left = late + rest
    parts = {"all": euro(gone + left), "gone": euro(gone), "late": euro(late), "left": euro(left)}
    return w.STAKE_PARTS.format(surely=percentage(SURELY), **parts)


def without_manager(count: int, net: float, largest: tuple[str, float]) -> str:
    """Return how many customers have no account manager and what they bring; '' for none.

    ``net`` EUR over the period, NaN unknown; ``largest`` name and EUR of the one that brings most, '' where
    none brings anything.

    >>> without_manager(16, 63653.0, ("De Haven", 30403.0))
    '16 klanten hebben geen accountmanager (netto € 63.653), als grootste ‘De Haven’ (€ 30.403).'
    >>> without_manager(0, 0.0, ("", 0.0))
    ''
    """
    if not count:
        return ""
    name, most = largest
    return w.UNASSIGNED_CUSTOMERS.format(
        count=plural(count, *w.OF_NOBODY),
        net="" if math.isnan(net) else w.THEIR_NET.format(net=euro(net)),
        largest=w.THEIR_LARGEST.format(name=quoted(name), net=euro(most)) if name else "",
    )
