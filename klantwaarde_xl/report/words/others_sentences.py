"""Dutch sentences of what goes with the customers that cost money, and of what the other 80 % holds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from klantwaarde_xl.report.formats import euro, number, percentage, plural
from klantwaarde_xl.report.words import dashboard_phrases as w

_SHOWN = 0.5
"""The smallest amount that whole euros show, EUR: the formulas round halves up."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Some customers that cost money: how many, what goes with them (EUR a year), and their hours a year.

    ``part`` and ``share`` are fractions of all hours and of all turnover; NaN unknown."""

    count: int
    gone: float
    hours: float
    part: float = math.nan
    share: float = math.nan

    @property
    def free(self) -> str:
        """The hours that come free, in words."""
        if math.isnan(self.hours):
            return w.FREED_UNKNOWN
        shown = number(self.hours)
        free = w.FREED[shown != "1"].format(hours=shown)
        if math.isnan(self.part) or math.isnan(self.share):
            return free
        return w.FREED_PART.format(free=free, part=percentage(self.part), share=percentage(self.share))


def without_them(costing: Leaving, saving: Leaving) -> str:
    """Return what changes without the customers that cost money; '' when there are none.

    ``saving``: those of them with whom nothing goes but cost, so that leaving saves its amount.

    >>> without_them(Leaving(2, 900.0, 40.0, 0.25, 0.24), Leaving(0, 0.0, 0.0))
    ... # doctest: +NORMALIZE_WHITESPACE
    'Gaan de 2 klanten die geld kosten weg, dan vervalt € 900 marge per jaar en komen 40 uren vrij: dat loont
    pas als die uren elders opleveren.'
    >>> without_them(Leaving(3, 900.0, 40.0), Leaving(1, -50.0, 9.0, 0.1, 0.02))
    ... # doctest: +NORMALIZE_WHITESPACE
    'Van de 3 die geld kosten mag er 1 weg als geen stap lukt: scheelt € 50 per jaar en er komen 9 uren vrij
    (10 %, voor 2 % van de omzet).'
    >>> without_them(Leaving(0, 0.0, 0.0), Leaving(0, 0.0, 0.0))
    ''
    """
    if not costing.count:
        return ""
    several = costing.count > 1
    if not saving.count:
        free = replace(costing, part=math.nan).free
        return w.WITHOUT_THEM[several].format(
            costing=number(costing.count), gone=euro(costing.gone), free=free
        )
    return w.CHEAPER_WITHOUT[several].format(
        costing=number(costing.count),
        leaving=w.MAY_GO[saving.count > 1].format(leaving=number(saving.count)),
        saved=euro(-saving.gone),
        free=saving.free,
    )


def all_leaving(saving: Leaving, settled: tuple[int, float] = (0, 0.0)) -> str:
    """Return how many customers may go, what that saves, how many are settled, and where they are.

    ``settled``: of how many the action is done or refused, and what goes with them, EUR a year.

    >>> all_leaving(Leaving(38, -90.0, 9.0), (3, -40.0))  # doctest: +NORMALIZE_WHITESPACE
    'Alle 38 samen: € 90, waarvan 3 met status gedaan of niet doen: € 40 (blad Klantwaarde, klik op + en
    filter Als hij gaat op kleiner dan 0).'
    >>> all_leaving(Leaving(1, -9.0, 1.0)), all_leaving(Leaving(0, 0.0, 0.0))
    ('Die ene: € 9 (blad Klantwaarde, klik op + en filter Als hij gaat op kleiner dan 0).', '')
    """
    if not saving.count:
        return ""
    count, gone = settled
    told = w.LEAVING_SETTLED.format(settled=number(count), euros=euro(-gone)) if count else ""
    return w.ALL_LEAVING[saving.count > 1].format(
        leaving=number(saving.count), euros=euro(-saving.gone), settled=told
    )


def all_dull(dull: int, revenue: float, net: float) -> str:
    """Return what so many customers that are not interesting buy and bring together, EUR; '' for none.

    >>> all_dull(10, 454484.0, -93549.0), all_dull(0, 0.0, 0.0)  # doctest: +NORMALIZE_WHITESPACE
    ('Alle 10 samen: omzet € 454.484, nettobijdrage € -93.549 (blad Klantwaarde, filter Interessant op nee).',
    '')
    """
    if not dull:
        return ""
    return w.ALL_DULL[dull > 1].format(dull=number(dull), revenue=euro(revenue), net=euro(net))


@dataclass(frozen=True, slots=True)
class Won:
    """What can be won at some customers, EUR of margin a year: at how many, by growth and by saving.

    ``expected`` comes of itself, at all of them and whatever was done; ``lapses`` is the part that goes with
    customers whose leaving saves."""

    count: int
    growth: float
    saving: float
    expected: float = 0.0
    lapses: float = 0.0


def in_the_others(others: int, won: Won, *, known: bool = True) -> str:
    """Return what can be won for certain outside the largest 20 %, and what is expected of itself beside it.

    ``others``: how many customers that are; ``known``: whether anyone's net contribution is.

    >>> in_the_others(300, Won(20, 900.0, 100.0, 50.0))  # doctest: +NORMALIZE_WHITESPACE
    'Bij 20 van 300 andere klanten (80 %) is aannemelijk € 1.000 per jaar te winnen (groei € 900,
    besparing en prijs € 100); los daarvan verwacht: € 50.'
    >>> in_the_others(229, Won(0, 0.0, 0.0), known=False)  # doctest: +NORMALIZE_WHITESPACE
    'Wat er bij 229 andere klanten (80 %) te winnen is, is zonder kostprijzen niet te zeggen; kansen in omzet:
    zie Cross-sell.'
    """
    if not others:
        return ""
    if not known:
        return w.UNSAID_OF_THE_OTHERS.format(others=plural(others, *w.OTHERS))
    sure = won.growth + won.saving
    words = w.SURE_IN_THE_OTHERS if sure >= _SHOWN else w.NOTHING_SURE_IN_THE_OTHERS
    told = words.format(
        found=number(won.count),
        others=plural(others, *w.OTHERS),
        sure=euro(sure),
        growth=euro(won.growth),
        saving=euro(won.saving),
    )
    if won.expected < _SHOWN:
        return f"{told}."
    return w.AND_EXPECTED.format(sure=told, expected=euro(won.expected))


def that_lapses(won: Won) -> str:
    """Return what of that goes with customers whose leaving saves; '' for nothing.

    >>> that_lapses(Won(20, 900.0, 100.0, lapses=80.0))  # doctest: +NORMALIZE_WHITESPACE
    'Van die € 1.000 zit € 80 bij klanten die weg mogen: dat vervalt als zij gaan, en € 920 blijft.'
    """
    if won.lapses < _SHOWN:
        return ""
    every = won.growth + won.saving
    return w.LAPSES_AND_LEFT.format(all=euro(every), euros=euro(won.lapses), left=euro(every - won.lapses))


def more_against(left: int, gone: int) -> str:
    """Return for how many customers that may leave Maandag has no place, ``gone`` of them probably gone.

    >>> more_against(16, 12), more_against(1, 0), more_against(0, 0)
    ... # doctest: +NORMALIZE_WHITESPACE
    (' (nog 16 passen niet op die lijst, waarvan 12 waarschijnlijk al weg zijn)', ' (nog 1 past niet op die
    lijst)', '')
    """
    if not left:
        return ""
    told = w.GONE_OF_THEM[gone > 1].format(gone=number(gone)) if gone else ""
    return w.MORE_AGAINST[left > 1].format(left=number(left), gone=told)


def on_monday(steps: int, risk: int, more: str = "", *, listed: bool = False) -> str:
    """Return how many steps there are to begin with; '' for none.

    ``risk``: how many against leaving; ``more``: as of :func:`more_against`; ``listed``: whether those to
    begin with are on the Dashboard.

    >>> on_monday(20, 8)
    'Maandag: 20 stappen, waarvan 8 tegen vertrek.'
    """
    if not steps:
        return ""
    first = w.FIRST_BELOW if listed else ""
    return w.ON_MONDAY.format(steps=plural(steps, *w.STEPS), risk=number(risk), more=more, first=first)
