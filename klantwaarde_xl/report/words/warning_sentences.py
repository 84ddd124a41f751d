"""Dutch sentences that warn of what the Dashboard does not count: plain figures in, '' when all is there."""

from __future__ import annotations

from klantwaarde_xl.report.formats import euro, number, percentage
from klantwaarde_xl.report.words import dashboard_phrases as w

_SHOWN = 0.5
"""The smallest amount that whole euros show, EUR: the formulas round halves up."""


def coverage(covered: float, revenue: float) -> str:
    """Return the warning on revenue (EUR) without a known cost; '' when all of it is covered.

    >>> coverage(880.0, 1000.0), coverage(1000.0, 1000.0)
    ('Van 12,0 % van de omzet is de kostprijs niet bekend; de marge gaat over de rest.', '')
    """
    if revenue > 0 and covered <= 0:
        return w.WITHOUT_COST
    if revenue <= 0 or round((revenue - covered) / revenue, 4) <= 0:
        return ""
    return w.UNCOVERED.format(share=percentage(1 - covered / revenue, 1))


def rejected_amount(revenue: float, unreadable: int, decimals: int = 0) -> str:
    """Return how much was rejected, EUR: at least what could be read where some amounts could not be.

    >>> rejected_amount(212.45, 0), rejected_amount(212.45, 2, 2), rejected_amount(0.0, 6)
    ('€ 212', 'minstens € 212,45', 'bedrag niet te lezen')
    """
    if not unreadable:
        return euro(revenue, decimals)
    return w.AT_LEAST.format(revenue=euro(revenue, decimals)) if revenue >= _SHOWN else w.UNREADABLE


def rejected(lines: int, revenue: float, unreadable: int = 0) -> str:
    """Return the warning on rejected invoice lines.

    ``revenue`` in EUR is of the lines whose amount could be read; ``unreadable`` counts the others.

    >>> rejected(1, 12.0), rejected(0, 0.0)
    ('1 factuurregel is afgekeurd (€ 12); zie het blad Controle.', '')
    """
    if not lines:
        return ""
    return w.REJECTED[lines > 1].format(lines=number(lines), revenue=rejected_amount(revenue, unreadable))


def repeated(lines: int, revenue: float, inside: float) -> str:
    """Return the warning on invoice lines that equal an earlier one, with their revenue in EUR.

    ``inside``: the part of it in the period.

    >>> repeated(259, 9000.4, 41.0), repeated(0, 0.0, 0.0)  # doctest: +NORMALIZE_WHITESPACE
    ('Controle: 259 regels zijn gelijk aan een eerdere (periode € 41, alle jaren € 9.000).', '')
    """
    if not lines:
        return ""
    return w.REPEATED[lines > 1].format(lines=number(lines), revenue=euro(revenue), inside=euro(inside))


def foreign(lines: int) -> str:
    """Return the warning on invoice lines in a currency without a rate.

    >>> foreign(3), foreign(0)
    ('3 factuurregels in een andere munt zonder koers tellen niet mee; zie het blad Controle.', '')
    """
    return w.FOREIGN[lines > 1].format(lines=number(lines)) if lines else ""
