"""Dutch sentences of why the best customer is best: plain figures in, one sentence out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from klantwaarde_xl.report.formats import euro, percentage, quoted
from klantwaarde_xl.report.words import dashboard_phrases as w


@dataclass(frozen=True, slots=True)
class Figures:
    """What a customer earns, takes and buys: name, EUR, EUR and a fraction, NaN where unknown."""

    name: str
    net: float
    cost: float
    breadth: float


def why_best(best: Figures, largest: Figures | None) -> str:
    """Return why the best customer is best: its figures beside those of the largest, if that is another.

    '' when it is not known what the best earns; the largest is left out when it is not known of that one.

    >>> bries = Figures("Bries", 9000, math.nan, math.nan)
    >>> why_best(Figures("Anker", 16687, 1200, 0.58), bries)  # doctest: +NORMALIZE_WHITESPACE
    '‘Anker’ levert € 16.687 op na € 1.200 bedienkosten en koopt 58 % van de productgroepen; ‘Bries’:
    € 9.000 na onbekende.'
    """
    if math.isnan(best.net):
        return ""
    earns = w.EARNS.format(**_figures(best, w.BUYS), best=quoted(best.name))
    beside = ""
    if largest is not None and not math.isnan(largest.net):
        beside = w.BESIDE.format(**_figures(largest, w.ALSO_BUYS), largest=quoted(largest.name))
    return w.WHY_BEST.format(earns=earns, beside=beside)


def _figures(customer: Figures, buys: str) -> dict[str, str]:
    unknown = math.isnan(customer.breadth)
    return {
        "net": euro(customer.net),
        "cost": w.UNKNOWN_COST if math.isnan(customer.cost) else euro(customer.cost),
        "breadth": "" if unknown else buys.format(share=percentage(customer.breadth)),
    }


def higher_but_unknown(name: str, missing: str, best: str) -> str:
    """Return that a customer scores higher than the best, on estimates of what ``missing`` names.

    >>> higher_but_unknown("Bries", "energie en cultuur", "Anker")  # doctest: +NORMALIZE_WHITESPACE
    '‘Bries’ scoort hoger, maar is geschat op energie en cultuur; bekend genoeg om de beste te heten is
    ‘Anker’.'
    """
    return w.HIGHER_BUT_UNKNOWN.format(name=quoted(name), missing=missing, best=quoted(best))
