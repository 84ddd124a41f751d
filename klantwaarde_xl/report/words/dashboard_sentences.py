"""Dutch sentences of the Dashboard: plain figures in, one sentence out, '' when there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from klantwaarde_xl.report.formats import euro, number, ordinal, percentage, plural, quoted
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.best_sentences import NOTHING_KNOWN, Figures, told
from klantwaarde_xl.report.words.parts import capital, nearest

MEASURES = {
    "omzet": "de omzet",
    "marge": "de brutomarge",
    "nettobijdrage": "de nettobijdrage",
    "score": "de score",
}
"""How a Pareto measure reads in a sentence, by its name in the settings."""


@dataclass(frozen=True, slots=True)
class BestAndLargest:
    """Who is best (on score) and who is largest (on revenue), among how many customers.

    ``best_rank_revenue`` is the rank by revenue of the best, ``largest_rank`` that by value of the largest.

    A rank of 0 says that there is none: of the best when nobody has a score, of the largest when it has none
    itself."""

    best: str
    best_rank_revenue: int
    largest: str
    largest_rank: int
    customers: int
    best_figures: Figures = NOTHING_KNOWN


def headline(first: BestAndLargest, unassigned: float = 0.0, unassigned_share: float = math.nan) -> str:
    """Return the answer to the first question, whether the best customer is the largest.

    A second sentence warns of revenue whose customer is not known, in EUR and as a fraction of all revenue.

    >>> headline(BestAndLargest("Jansen", 1, "Jansen", 1, 400, Figures(90.0, 500.0, 2.0)))
    'Uw beste klant op score is ook uw grootste, ‘Jansen’: netto € 90 op € 500 omzet, 2 uur.'
    >>> headline(BestAndLargest("", 0, "", 0, 0), 25000.0, 0.25)  # doctest: +NORMALIZE_WHITESPACE
    'In deze periode is er geen klant met omzet of inspanning. Van € 25.000 ingelezen omzet (25 %) is de
    klant niet bekend.'
    """
    return " ".join(filter(None, (_best(first), unassigned_revenue(unassigned, unassigned_share))))


def unassigned_revenue(amount: float, share: float = math.nan) -> str:
    """Return the warning on revenue without a known customer, in EUR and as a fraction; '' for none.

    >>> unassigned_revenue(25000.0, 0.25), unassigned_revenue(0.0)
    ('Van € 25.000 ingelezen omzet (25 %) is de klant niet bekend.', '')
    """
    if not math.isfinite(amount) or round(amount * 100) == 0:
        return ""
    return w.UNASSIGNED.format(
        amount=euro(amount), share=f" ({percentage(share)})" if math.isfinite(share) else ""
    )


def _best(first: BestAndLargest) -> str:
    best, largest = quoted(first.best), quoted(first.largest)
    if first.customers == 0:
        return w.NO_CUSTOMERS
    if first.customers == 1:
        return w.ONE_CUSTOMER.format(best=best)
    if not first.best_rank_revenue or not first.largest_rank:
        words = w.LARGEST_WITHOUT_SCORE if first.best_rank_revenue else w.NO_SCORES
        return words.format(best=best, largest=largest)
    if first.best_rank_revenue == 1 and first.largest_rank == 1:
        words = w.BEST_IS_LARGEST if first.best == first.largest else w.FIRST_TOGETHER
        return words.format(best=best, largest=largest, figures=told(first.best_figures))
    return w.BEST_IS_NOT_LARGEST.format(
        best=best, rank=ordinal(first.best_rank_revenue), figures=told(first.best_figures)
    )


def whale(
    peak: float, at: float, loss_makers: int, loss_sum: float, total: float, loss_time: float = 0.0
) -> str:
    """Return the sentence on the whale curve.

    ``peak`` and ``at`` are fractions (NaN: no positive total), amounts in EUR. ``loss_time`` is what the
    hours of the loss makers cost: that is won without them only when the hours earn money elsewhere, so what
    is lost without hours is told; NaN when hours or contribution of anyone are unknown: more may cost money.

    >>> whale(1.52, 0.61, 61, -123456.4, 1e6)
    'De beste 61 % van de klanten verdient 152 % van de nettobijdrage; 61 klanten kosten samen € 123.456.'
    >>> whale(1.0, 1.0, 0, 0.0, 1e6)
    'Geen enkele klant kost geld: elke klant draagt bij aan de nettobijdrage van € 1.000.000.'
    >>> whale(math.nan, math.nan, 1, -50.0, -50.0, 20.0)
    'Alle klanten samen leveren € -50 op; 1 klant kost € 50, zonder zijn uren € 30.'
    """
    if not math.isfinite(total):
        return f"{w.CONTRIBUTION_UNKNOWN}."
    if not loss_makers and total <= 0:
        return f"{w.NO_CONTRIBUTION}."
    if not loss_makers:
        return w.WHO_COSTS_UNSAID if math.isnan(loss_time) else w.NOBODY_COSTS.format(total=euro(total))
    costing, loss = plural(loss_makers, *w.COSTING), euro(-loss_sum)
    if math.isnan(loss_time):
        loss += w.AS_FAR_AS_KNOWN
    elif nearest(loss_time):
        rest = -loss_sum - loss_time
        words = w.WITHOUT_TIME if nearest(rest) >= 0 else w.EARNS_WITHOUT_TIME
        loss += words[loss_makers > 1].format(euros=euro(abs(rest)))
    if not math.isfinite(peak) or total <= 0:
        return w.ALL_TOGETHER_COSTING.format(
            together=w.ALL_TOGETHER.format(total=euro(total)), costing=costing, loss=loss
        )
    return w.BEST_EARN.format(share=percentage(at), peak=percentage(peak), costing=costing, loss=loss)


def whale_title(peak: float, at: float, loss_makers: int, total: float, *, certain: bool = True) -> str:
    """Return the title of the whale chart; arguments as of :func:`whale`.

    ``certain``: whether hours and contribution of everyone are known.

    >>> whale_title(1.52, 0.61, 61, 1e6)
    'De beste 61 % verdient 152 % van de nettobijdrage'
    """
    in_shares = total > 0 and math.isfinite(peak)
    if not math.isfinite(total):
        return w.CONTRIBUTION_UNKNOWN
    if not in_shares:
        return w.ALL_TOGETHER.format(total=euro(total)) if loss_makers else w.NO_CONTRIBUTION
    if not loss_makers:
        return w.EVERYBODY_EARNS if certain else w.WHO_COSTS_UNSAID_SHORT
    return w.BEST_EARN_SHORT.format(share=percentage(at), peak=percentage(peak))


def concentration(share_for_80: float, top20_share: float, measure: str = "omzet") -> str:
    """Return how the total hangs on few customers; both shares are fractions.

    >>> concentration(0.291, 0.72)
    '80 % van de omzet komt van 29 % van de klanten; de grootste 20 % maakt 72 % van het totaal.'
    """
    if not math.isfinite(share_for_80):
        return ""
    most = w.MOST.format(measure=MEASURES[measure], share=percentage(share_for_80))
    return (
        w.MOST_WITH_TOP.format(most=most, top=percentage(top20_share))
        if math.isfinite(top20_share)
        else f"{most}."
    )


def ordered_by(measure: str) -> str:
    """Return which figure the sheet Pareto goes by.

    >>> ordered_by("omzet")
    'De Pareto-maat is de omzet.'
    """
    return f"De Pareto-maat is {MEASURES[measure]}."


def interesting(
    customers: int,
    not_interesting: int,
    revenue: float,
    unknown: int = 0,
    name: str = "",
    *,
    timed: bool = True,
) -> str:
    """Return whether the largest 20 % of the customers are really interesting.

    ``revenue`` in EUR is of those who are not, ``name`` that of the largest of them.

    ``unknown``: of how many the net contribution is not known; ``timed``: whether any hours are known.

    >>> interesting(80, 23, 1234567, 0, "Bries")  # doctest: +NORMALIZE_WHITESPACE
    'Van uw 80 grootste (20 %) zijn 57 interessant, 23 niet (netto % onder half gemiddeld): € 1.234.567
    omzet, grootst ‘Bries’.'
    >>> interesting(80, 0, 0)
    'Uw 80 grootste klanten (20 %) zijn elk interessant: nettobijdrage % minstens de helft van gemiddeld.'
    >>> interesting(80, 0, 0, unknown=80)
    'Of uw 80 grootste klanten (20 %) interessant zijn, is niet te zeggen: hun nettobijdrage is niet bekend.'
    """
    if customers == 0:
        return ""
    top = number(customers)
    if unknown and not not_interesting:
        if customers == 1:
            return w.INTEREST_UNKNOWN_ONE
        if unknown == customers:
            return w.INTEREST_UNKNOWN_ALL.format(top=top)
        return w.INTEREST_UNKNOWN_SOME[unknown > 1].format(top=top, unknown=number(unknown))
    if not timed and not not_interesting:
        return w.INTEREST_WITHOUT_HOURS.format(top=top)
    if customers == 1:
        return w.NOT_INTERESTING_ONE if not_interesting else w.INTERESTING_ONE
    if not_interesting == 0:
        return w.INTERESTING_ALL.format(top=top)
    words = w.SOME_INTERESTING if timed and not unknown else w.NOT_INTERESTING
    good = customers - not_interesting
    return words[not_interesting > 1].format(
        good=w.GOOD[good != 1].format(good=number(good)),
        top=top,
        dull=number(not_interesting),
        revenue=euro(revenue),
        name=quoted(name),
    )


def change(revenue: float, previous: float, net: str = "") -> str:
    """Return how revenue moved since the previous period, in EUR; '' without a previous period.

    ``net`` is what happened to net contribution, to go on with.

    >>> change(110.0, 100.0), change(90.0, 0.0)
    ('De omzet steeg met 10,0 % ten opzichte van de vorige periode.', '')
    """
    if not math.isfinite(previous) or previous <= 0:
        return ""
    moved = revenue / previous - 1
    rose, fell = (w.ROSE_AND, w.FELL_AND) if net else (w.ROSE, w.FELL)
    return (rose if moved >= 0 else fell).format(change=percentage(abs(moved), 1), net=net)


def movements(new: int, lost: int, at_risk: int, at_stake: float, before: int) -> str:
    """Return who came, went and may go; ``before`` is how many customers the previous period had.

    ``at_risk``: how many buy later or less; ``at_stake``: chance of leaving times margin, summed over all, in
    EUR a year, NaN where no chance can be given.

    >>> movements(12, 1, 30, 45000, 400)  # doctest: +NORMALIZE_WHITESPACE
    '12 nieuwe klanten, 1 verloren klant; naar kans staat € 45.000 marge per jaar op het spel,
    gerekend met deze periode.'
    >>> movements(12, 1, 30, math.nan, 400)
    '12 nieuwe klanten, 1 verloren klant; 30 klanten kopen later of minder dan gewoon.'
    >>> movements(0, 0, 0, 0, 0)
    'Zonder vorige periode is niet te zeggen wie nieuw of verloren is, of wie minder koopt.'
    """
    came, went = plural(new, *w.NEW), plural(lost, *w.LOST)
    moved = w.CAME_AND_WENT.format(new=capital(came), lost=went)
    if not before + new + lost:
        if not at_risk:
            return w.NOTHING_BEFORE_NO_RISK
        moved = w.NOTHING_BEFORE
    if math.isnan(at_stake) or nearest(at_stake) <= 0:
        risk = plural(at_risk, *w.IN_DANGER) if at_risk else w.NOBODY_IN_DANGER
        return w.MOVED.format(moved=moved, risk=risk)
    return w.AT_STAKE.format(moved=moved, euros=euro(at_stake))


def effort_bubbles(losing: int, shown: int, *, timed: bool = True) -> str:
    """Return the title of the bubble chart; ``timed``: whether any hours are known.

    >>> effort_bubbles(31, 200)
    '31 van de 200 grootste klanten kosten meer om te bedienen dan hun marge'
    """
    if shown == 0:
        return w.BUBBLES_NONE
    if losing == 0 and not timed:
        return w.BUBBLES_UNSAID
    if losing == 0:
        return w.BUBBLES_EARNING.format(shown=number(shown))
    return w.BUBBLES_LOSING[losing > 1].format(losing=number(losing), shown=number(shown))
