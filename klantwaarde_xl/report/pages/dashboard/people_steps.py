"""The figures behind the Dashboard on who earns most, at whom most is at stake, and who has no manager."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.leave_chance import SURELY, probably_gone
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.formats import short_name
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.list_steps import FEWER_STEPS, named_row
from klantwaarde_xl.report.pages.dashboard.steps import (
    CHANCE,
    HIGH,
    NET,
    OWNER,
    REVENUE_RANK,
    RISK,
    SCORE,
    STAKE,
    Step,
    Value,
    count,
    euro,
    text,
)
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words import page_sentences
from klantwaarde_xl.report.words.parts import nearest

NAMED_AT_STAKE = 2
"""So many customers at whom most is at stake are named in a sentence."""
_LATE = f"{page_sentences.reason('late')}*"
_OWNED = f'{OWNER},"?*"'
_MOST_OF_NOBODY = f'SUMPRODUCT(MAX(({OWNER}="")*({NET}<>"")*N(+{NET})))'


def earner_row(found: Facts) -> int:
    """Return the row (from 1) of who has the largest contribution, when that is not the best; else 0."""
    net = found.customers["contribution"].astype(float)
    if not net.notna().any() or not found.best_row or found.count < 2:
        return 0
    best = net.iloc[found.best_row - 1]
    if round(net.max() - (0.0 if math.isnan(best) else best), 2) <= 0:
        return 0
    return int(np.nanargmax(net)) + 1


def _name_of(found: Facts, row: int) -> str:
    return short_name(str(found.customers["name"].iloc[row - 1])) if row else ""


def at_stake(found: Facts) -> list[tuple[str, float]]:
    """Return the short name and EUR a year of those at whom most is at stake, the largest first."""
    steps = found.fewer_steps
    known = steps[steps["stake_row"].notna()].head(NAMED_AT_STAKE)
    return [
        (short_name(name), float(euros))
        for name, euros in zip(known["stake_name"], known["stake_value"], strict=True)
    ]


def gone_part(found: Facts) -> float:
    """Return what is at stake of customers with a chance of leaving above ``SURELY``, EUR a year."""
    return float(found.customers["at_stake"][probably_gone(found.customers["leave_chance"])].sum())


def late_part(found: Facts) -> float:
    """Return what is at stake of the others that buy much later than usual, EUR a year."""
    late = found.customers["at_risk_reason"].astype(str).str.startswith(page_sentences.reason("late"))
    gone = probably_gone(found.customers["leave_chance"])
    return float(found.customers["at_stake"][~gone & late].sum())


def _owned(found: Facts) -> pd.Series[bool]:
    owner = found.customers["account_manager"].astype(object)
    return owner.notna() & (owner != "")


def of_nobody(found: Facts) -> int:
    """Return how many customers have no account manager; 0 where nobody has one."""
    owned = _owned(found)
    ranked = found.customers["rank_revenue"].notna()
    return int((ranked & ~owned).sum()) if owned.any() else 0


def net_of_nobody(found: Facts) -> float:
    """Return the contribution of the customers without a manager, EUR; NaN where nothing is known."""
    if not found.known:
        return math.nan
    return float(found.customers["contribution"].astype(float)[~_owned(found)].sum())


def largest_of_nobody(found: Facts) -> int:
    """Return the row (from 1) of the customer without a manager that brings most; 0 where none brings any."""
    net = found.customers["contribution"].astype(float).where(~_owned(found))
    if not of_nobody(found) or not net.max() > 0:
        return 0
    return int(np.nanargmax(net)) + 1


def may_be_higher(found: Facts) -> tuple[int, float]:
    """Return how many others could have more points than the best, as shown, and how many at most."""
    if not found.best_row:
        return 0, 0.0
    best = found.best_row - 1
    score = nearest(float(found.customers["score"].iloc[best]))
    high = np.nan_to_num(found.customers["score_high"].to_numpy(float))
    high[best] = 0.0
    others = sum(nearest(points) > score for points in high)
    return others, float(high.max()) if others else 0.0


def _told(n: int) -> str:
    """Return the formula of the name and the amount at a place among those at whom most is at stake."""
    name = say.shortened(FEWER_STEPS.cell("stake_name", n))
    quoted = f'"‘"&{name}&"’"'
    told = say.phrase(w.ONE_AT_STAKE, name=quoted, euros=say.euros(FEWER_STEPS.cell("stake_value", n)))
    return f'IF({FEWER_STEPS.cell("stake_row", n)}="","",{told})'


def _told_now(n: int) -> Value:
    def value(found: Facts) -> str:
        most = at_stake(found)
        if len(most) < n:
            return ""
        name, euros = most[n - 1]
        return w.ONE_AT_STAKE.format(name=f"‘{name}’", euros=f.euro(euros))

    return value


_EARNER_ROW = (
    f"IF(OR(COUNT({NET})=0,Dash_Beste=0,Dash_Klanten<2),0,"
    f"IF(ROUND(MAX({NET})-N(INDEX({NET},Dash_Beste)),2)<=0,0,MATCH(MAX({NET}),{NET},0)))"
)
_NOBODY_ROW = (
    f"IF(OR(Dash_Zonder=0,Dash_ZonderMeest<=0),0,IF(ROWS({NET})=1,1,"
    f'SUMPRODUCT(MATCH(1,({OWNER}="")*({NET}=Dash_ZonderMeest),0))))'
)
_OTHERS = f"(ROW({HIGH})-ROW(INDEX({HIGH},1))+1<>Dash_Beste)"
_HIGHER = f"(ROUND({HIGH},0)>ROUND(INDEX({SCORE},Dash_Beste),0))"
PEOPLE_STEPS: tuple[Step, ...] = (
    count(
        "Dash_KanHoger",
        "Wie hoger kan komen dan de beste",
        f"IF(Dash_Beste=0,0,SUMPRODUCT({_OTHERS}*{_HIGHER}))",
        lambda d: may_be_higher(d)[0],
    ),
    Step(
        "Dash_KanTot",
        "Tot hoeveel punten",
        f"IF(Dash_KanHoger=0,0,SUMPRODUCT(MAX({_OTHERS}*{HIGH})))",
        lambda d: may_be_higher(d)[1],
        f.SCORE,
    ),
    count(
        "Dash_Verdiener", "Rij van wie het meest oplevert, als die niet de beste is", _EARNER_ROW, earner_row
    ),
    text(
        "Dash_VerdienerNaam",
        "Zijn naam, kort",
        say.shortened(named_row(CUSTOMER_VALUE, "Dash_Verdiener", "0")),
        lambda d: _name_of(d, earner_row(d)),
    ),
    *(
        text(f"Dash_Spel{n}", f"Bij wie het meest op het spel staat: {n}", _told(n), _told_now(n))
        for n in range(1, NAMED_AT_STAKE + 1)
    ),
    euro(
        "Dash_SpelWeg",
        "Op het spel: waarschijnlijk al weg",
        f'SUMIF({CHANCE},">"&{SURELY},{STAKE})',
        gone_part,
    ),
    euro(
        "Dash_SpelLaat",
        "Op het spel: veel later dan gewoon",
        f'SUMIFS({STAKE},{CHANCE},"<="&{SURELY},{RISK},"{_LATE}")',
        late_part,
    ),
    count(
        "Dash_Zonder",
        "Klanten zonder accountmanager",
        f'IF(COUNTIF({_OWNED})=0,0,COUNT({REVENUE_RANK})-COUNTIFS({_OWNED},{REVENUE_RANK},">0"))',
        of_nobody,
    ),
    euro(
        "Dash_ZonderNetto",
        "Hun nettobijdrage",
        f'IF(Dash_Bekend=0,"",SUM({NET})-SUMIF({_OWNED},{NET}))',
        net_of_nobody,
    ),
    euro(
        "Dash_ZonderMeest",
        "De grootste daarvan",
        f"IF(Dash_Zonder=0,0,{_MOST_OF_NOBODY})",
        lambda d: (
            float(d.customers["contribution"].iloc[largest_of_nobody(d) - 1]) if largest_of_nobody(d) else 0
        ),
    ),
    count("Dash_ZonderRij", "Rij daarvan", _NOBODY_ROW, largest_of_nobody),
    text(
        "Dash_ZonderNaam",
        "Zijn naam, kort",
        say.shortened(named_row(CUSTOMER_VALUE, "Dash_ZonderRij", "0")),
        lambda d: _name_of(d, largest_of_nobody(d)),
    ),
)
"""In the order in which they need each other, after all others."""
