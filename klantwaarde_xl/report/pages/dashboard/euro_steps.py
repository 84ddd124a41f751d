"""The figures behind the Dashboard on what customers cost and bring, who came and went, what can be won."""

from __future__ import annotations

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.action_notes import CLOSED, state_of
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.formats import short_name
from klantwaarde_xl.report.pages.changes import CHANGES
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.bubbles import BUBBLE_CELLS
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.key_figures import figure_cell
from klantwaarde_xl.report.pages.dashboard.list_steps import named_row
from klantwaarde_xl.report.pages.dashboard.state_steps import STATES, TO_DO
from klantwaarde_xl.report.pages.dashboard.steps import (
    COSTS,
    COVERED,
    EARNS,
    GONE,
    HOURS,
    NET,
    REVENUE,
    RISK,
    SAVES,
    SCORE,
    TIME,
    Step,
    column,
    count,
    euro,
    given,
    of,
    share,
    text,
)
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.pages.next_steps.monday import MONDAY
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say
from klantwaarde_xl.report.words.monday_sentences import KINDS

_YEARS = given("years")
_GROWTH = 'IF(N({before})<=0,"",N({now})/{before}-1)'.format(
    now=figure_cell("revenue", "now"), before=figure_cell("revenue", "before")
)
_STATUS, _POTENTIAL = map(ACTIONS.column, ("status", "potential"))
_OUTSIDE = f'{ACTIONS.column("rank_revenue")},">"&Dash_Grens'
_OTHERS = f"{_OUTSIDE},{TO_DO}"
_SAVING = f'{ACTIONS.column("if_gone")},"<"&-{HALF_A_CENT}'


def _others(*fields: str) -> str:
    """Return the formula of what is still to do of columns of Acties outside the largest 20 %."""
    sums = "+".join(f"SUMIFS({ACTIONS.column(field)},{_OTHERS})" for field in fields)
    return f"IF(Dash_Klanten=0,0,{sums})"


def freed(hours: str) -> str:
    """Return the formula of how many hours come free, in words."""
    shown = say.either(f"ROUND({hours},0)", w.FREED, hours=say.whole(hours))
    return f'IF({hours}="","{w.FREED_UNKNOWN}",{shown})'


def settled(found: Facts) -> tuple[int, float]:
    """Return of how many whose leaving saves the action is closed, and what goes with them, EUR a year."""
    gone, actions = found.customers["if_gone"].astype(float), found.actions
    closed = actions["customer_id"][state_of(actions["status"]).isin(CLOSED)]
    of = (gone.round(2) < 0) & found.customers["customer_id"].isin(closed)
    return int(of.sum()), float(gone[of].sum())


_FREED_PART = say.phrase(
    w.FREED_PART,
    free=freed("Dash_WegUur"),
    part=say.percent("Dash_WegDeel"),
    share=say.percent("Dash_WegOmzet"),
)
_SETTLED = tuple(f'{_SAVING},{_STATUS},"{status}"' for status in CLOSED)
"""Conditions of COUNTIFS: the customers whose leaving saves and whose action is closed, by status."""
_SETTLED_COUNT = "+".join(f"COUNTIFS({conditions})" for conditions in _SETTLED)
_SETTLED_EUROS = "+".join(f"SUMIFS({ACTIONS.column('if_gone')},{conditions})" for conditions in _SETTLED)
EURO_STEPS: tuple[Step, ...] = (
    *STATES,
    count("Dash_Bekend", "Klanten met een nettobijdrage", f"COUNT({NET})", lambda d: d.known),
    count("Dash_MetUren", "Of er uren bekend zijn", f"IF(COUNT({TIME})>0,1,0)", lambda d: int(d.timed)),
    count(
        "Dash_Zeker",
        "Of zeker is wie geld kost",
        "IF(AND(Dash_MetUren=1,Dash_Bekend>=Dash_Klanten),1,0)",
        lambda d: int(d.certain),
    ),
    euro(
        "Dash_Totaal",
        "Nettobijdrage samen",
        f"ROUND(SUM({NET}),2)",
        lambda d: round(d.analysis.whale.total, 2) if d.known else 0,
    ),
    count(
        "Dash_Verlies",
        "Klanten die geld kosten",
        f"COUNTIF({COSTS})",
        lambda d: d.analysis.whale.loss_makers,
    ),
    euro("Dash_VerliesEuro", "Wat zij kosten", f"-SUMIF({COSTS})", lambda d: -d.analysis.whale.loss_sum),
    euro("Dash_VerliesUren", "Waarvan hun uren", f"SUMIF({COSTS},{TIME})", of("whale", "loss_time")),
    euro(
        "Dash_VerliesWeg",
        "Marge die zonder hen vervalt",
        f"SUMIF({COSTS},{GONE})",
        lambda d: d.leaving().gone,
    ),
    Step(
        "Dash_VerliesUur",
        "Hun uren per jaar",
        f'IF(COUNT({HOURS})=0,"",SUMIF({COSTS},{HOURS})/{_YEARS})',
        lambda d: d.leaving().hours,
        f.HOURS,
    ),
    count(
        "Dash_Weg",
        "Van wie vertrek scheelt",
        f"COUNTIF({SAVES})",
        lambda d: d.leaving(saving=True).count,
    ),
    euro(
        "Dash_WegEuro",
        "Wat hun vertrek scheelt",
        f"-SUMIF({SAVES})",
        lambda d: -d.leaving(saving=True).gone,
    ),
    count(
        "Dash_WegDicht",
        "Waarvan gedaan of niet doen",
        f"IF(Dash_Weg=0,0,{_SETTLED_COUNT})",
        lambda d: settled(d)[0],
    ),
    euro(
        "Dash_WegDichtEuro",
        "Wat hun vertrek scheelt",
        f"IF(Dash_Weg=0,0,-({_SETTLED_EUROS}))",
        lambda d: -settled(d)[1],
    ),
    Step(
        "Dash_WegUur",
        "Hun uren per jaar",
        f'IF(COUNT({HOURS})=0,"",SUMIF({SAVES},{HOURS})/{_YEARS})',
        lambda d: d.leaving(saving=True).hours,
        f.HOURS,
    ),
    share(
        "Dash_WegDeel",
        "Als deel van alle uren",
        f'IF(SUM({HOURS})<=0,"",SUMIF({SAVES},{HOURS})/SUM({HOURS}))',
        lambda d: d.leaving(saving=True).part,
    ),
    share(
        "Dash_WegOmzet",
        "Hun deel van de omzet",
        f'IF(SUM({REVENUE})<=0,"",SUMIF({SAVES},{REVENUE})/SUM({REVENUE}))',
        lambda d: d.leaving(saving=True).share,
    ),
    text(
        "Dash_WegVrij",
        "Hun uren in woorden",
        f'IF(OR(Dash_WegUur="",Dash_WegDeel="",Dash_WegOmzet=""),{freed("Dash_WegUur")},{_FREED_PART})',
        lambda d: d.leaving(saving=True).free,
    ),
    count("Dash_Rest", "Klanten in de andere 80 %", "Dash_Klanten-Dash_Top", lambda d: d.others),
    euro("Dash_RestGroei", "Daar te winnen: groei", _others("up_sell"), lambda d: d.won.growth),
    euro(
        "Dash_RestSparen",
        "Daar te winnen: besparing en marge",
        _others("margin", "serve"),
        lambda d: d.won.saving,
    ),
    euro(
        "Dash_RestNieuw",
        "Daar verwacht, ook waar iets gedaan is",
        f"IF(Dash_Klanten=0,0,SUMIFS({ACTIONS.column('cross_sell')},{_OUTSIDE}))",
        lambda d: d.won.expected,
    ),
    count(
        "Dash_RestMet",
        "Bij hoeveel daar iets aannemelijk is",
        f'IF(Dash_Klanten=0,0,COUNTIFS({_OTHERS},{_POTENTIAL},">"&{HALF_A_CENT}))',
        lambda d: d.won.count,
    ),
    euro(
        "Dash_RestVervalt",
        "Waarvan bij wie vertrek scheelt",
        f"IF(Dash_Klanten=0,0,SUMIFS({_POTENTIAL},{_OTHERS},{_SAVING}))",
        lambda d: d.won.lapses,
    ),
    count(
        "Dash_Stappen",
        "Stappen op Maandag",
        f"COUNTA({MONDAY.column('customer_id')})",
        lambda d: len(d.monday),
    ),
    count(
        "Dash_StapRisico",
        "Waarvan tegen vertrek",
        f'COUNTIF({MONDAY.column("kind")},"{KINDS["risk"]}")',
        lambda d: d.against_leaving,
    ),
    share(
        "Dash_TopWalvis",
        "Top van de walvis, deel van het totaal",
        f'IF(Dash_Totaal<=0,"",SUMIF({EARNS})/SUM({NET}))',
        lambda d: d.analysis.whale.peak if d.has_peak else None,
    ),
    share(
        "Dash_BijTop",
        "Bij welk deel van de klanten",
        f'IF(Dash_Totaal<=0,"",COUNTIF({EARNS})/Dash_Bekend)',
        lambda d: d.analysis.whale.at if d.has_peak else None,
    ),
    count(
        "Dash_Hoger",
        "Rij van wie hoger scoort op schattingen",
        f"IF(Dash_Beste=0,0,IF(ROUND(MAX({SCORE})-N(INDEX({SCORE},Dash_Beste)),7)<=0,0,"
        f"MATCH(MAX({SCORE}),{SCORE},0)))",
        lambda d: d.higher_row,
    ),
    text(
        "Dash_HogerNaam",
        "Zijn naam, kort",
        say.shortened(named_row(CUSTOMER_VALUE, "Dash_Hoger", "0")),
        lambda d: short_name(str(d.customers["name"].iloc[d.higher_row - 1])) if d.higher_row else "",
    ),
    Step("Dash_Groei", "Verandering van de omzet", _GROWTH, lambda d: d.growth, f.CHANGE),
    count("Dash_Nieuw", "Nieuwe klanten", f'COUNTIF({column("is_new")},"ja")', lambda d: d.new),
    count(
        "Dash_Verloren",
        "Verloren klanten",
        f'COUNTIF({CHANGES.column("status")},"verloren")',
        lambda d: len(d.analysis.lost),
    ),
    count(
        "Dash_Risico", "Klanten die later of minder kopen", f'COUNTIF({RISK},"?*")', lambda d: len(d.at_risk)
    ),
    euro(
        "Dash_RisicoEuro",
        "Wat op het spel staat",
        f"SUM({column('at_stake')})",
        lambda d: d.at_stake,
    ),
    euro("Dash_Gedekt", "Omzet met kostprijs", f"SUM({COVERED})", lambda d: d.sum("covered_revenue")),
    euro("Dash_Omzet", "Omzet", f"SUM({REVENUE})", lambda d: d.sum("revenue")),
    count(
        "Dash_Verdiend",
        "Bellen die opleveren",
        f"COUNT({BUBBLE_CELLS.area('earning')})",
        lambda d: int(d.bubbles["earning"].notna().sum()),
    ),
    count(
        "Dash_Verloor",
        "Bellen die geld kosten",
        f"COUNT({BUBBLE_CELLS.area('losing')})",
        lambda d: int(d.bubbles["losing"].notna().sum()),
    ),
)
"""In the order in which they need each other, after those on who is best."""
