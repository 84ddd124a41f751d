"""The figures behind the Dashboard on who is best, who is largest and how interesting they are."""

from __future__ import annotations

from klantwaarde_xl.core.value.concentration import TOP, top_size
from klantwaarde_xl.report.formats import euro as euros
from klantwaarde_xl.report.formats import number, one_line, percentage, short_name
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.list_steps import DULL, LIST_STEPS, named_row
from klantwaarde_xl.report.pages.dashboard.steps import (
    BIG,
    BREADTH,
    EARNS,
    GROUPS,
    MEASURED,
    NET,
    NO_NET,
    PART,
    RANK,
    REVENUE,
    REVENUE_RANK,
    RUNNING,
    Step,
    column,
    count,
    euro,
    of,
    share,
    text,
)
from klantwaarde_xl.report.pages.dashboard.who import dull
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import formula_sentences as say

_MOST = 0.8
"""Share of the total that the sentence on concentration is about."""

_LARGEST_ROW = f"IF(COUNT({REVENUE_RANK})=0,0,MATCH(MIN({REVENUE_RANK}),{REVENUE_RANK},0))"
_TOP_ROWS = f"ROUNDUP(ROUND(Dash_Gemeten*{float(TOP)},9),0)"
_NEEDED_AFTER = (
    f"ROUNDUP(ROUND(({_MOST}-IF(Dash_Voor80=0,0,INDEX({RUNNING},Dash_Voor80)))"
    f"/INDEX({PART},Dash_Voor80+1),9),0)"
)
_BOUGHT = f'{REVENUE_RANK},">0"'
_SOLD = f"SUMIFS({REVENUE},{_BOUGHT},{NO_NET})+SUMIFS({REVENUE},{_BOUGHT},{EARNS})"


def _told(row: str) -> str:
    """Return the formula of the figures of the customer in a row of tblKlantwaarde, in words."""
    cell = {name: f"INDEX({column(name)},{row})" for name in ("contribution", "revenue", "hours", "groups")}
    net, revenue = say.euros(cell["contribution"]), say.euros(cell["revenue"])
    earns = (
        f'IF({cell["contribution"]}="",{say.phrase(w.EARNS_UNKNOWN, revenue=revenue)},'
        f"{say.phrase(w.EARNS, net=net, revenue=revenue)})"
    )
    hours = (
        f'IF({cell["hours"]}="","{w.HOURS_UNKNOWN}",{say.phrase(w.HOURS, hours=say.whole(cell["hours"]))})'
    )
    bought = say.phrase(w.BUYS, groups=say.whole(cell["groups"]), sold="Dash_Groepen")
    buys = f'IF(OR({cell["groups"]}="",Dash_Groepen=0),"",{bought})'
    return f'IF({row}=0,"",{say.phrase(w.FIGURES, earns=earns, hours=hours, buys=buys)})'


def top_net(found: Facts) -> float:
    """Return what the largest 20 % of customers contribute together, EUR."""
    of = found.customers["rank_revenue"].astype(float) <= top_size(found.count)
    return float(found.customers["contribution"].astype(float)[of].sum())


def concentration_and_net(found: Facts) -> str:
    """Return how turnover is spread, and what the largest 20 % earn where that is known of all of them."""
    top, total = found.analysis.top20, found.analysis.whale.total
    if not found.concentration or top.customers < 2 or top.unknown or not found.has_peak or not found.timed:
        return found.concentration
    net = top_net(found)
    return found.concentration + w.TOP_EARNS.format(
        top=number(top.customers), net=euros(net), share=percentage(net / round(total, 2))
    )


def dull_net(found: Facts) -> float:
    """Return what the customers of the largest 20 % that are not interesting contribute together, EUR."""
    return float(found.customers["contribution"].astype(float)[dull(found.customers)].sum())


BEST_STEPS: tuple[Step, ...] = (
    text(say.THOUSANDS, "Scheiding van duizenden op deze computer", say.FIND_THOUSANDS, lambda _: "."),
    text(say.DECIMAL, "Decimaalteken op deze computer", say.FIND_DECIMAL, lambda _: ","),
    count("Dash_Klanten", "Klanten", f"COUNT({REVENUE_RANK})", lambda d: d.count),
    count(
        "Dash_Beste", "Rij van de beste klant", f"N({LIST_STEPS.cell('best_row', 1)})", lambda d: d.best_row
    ),
    text(
        "Dash_BesteNaam",
        "Zijn naam, kort",
        say.shortened(LIST_STEPS.cell("best_name", 1)),
        lambda d: short_name(d.first.best),
    ),
    count(
        "Dash_BesteRang",
        "Zijn rang op omzet",
        f"IF(Dash_Beste=0,0,N(INDEX({REVENUE_RANK},Dash_Beste)))",
        lambda d: d.first.best_rank_revenue,
    ),
    count("Dash_Grootste", "Rij van de grootste klant", _LARGEST_ROW, lambda d: d.largest_row),
    text(
        "Dash_GrootsteLang",
        "Zijn naam",
        named_row(CUSTOMER_VALUE, "Dash_Grootste", "0"),
        lambda d: one_line(d.first.largest),
    ),
    text(
        "Dash_GrootsteNaam",
        "Zijn naam, kort",
        say.shortened("Dash_GrootsteLang"),
        lambda d: short_name(d.first.largest),
    ),
    count(
        "Dash_GrootsteRang",
        "Zijn rang op score",
        f"IF(Dash_Grootste=0,0,N(INDEX({RANK},Dash_Grootste)))",
        lambda d: d.first.largest_rank,
    ),
    count(
        "Dash_Groepen",
        "Verkochte productgroepen",
        f"IF(MAX({BREADTH})<=0,0,ROUND(MAX({GROUPS})/MAX({BREADTH}),0))",
        lambda d: d.sold,
    ),
    text("Dash_BesteCijfers", "De beste klant in cijfers", _told("Dash_Beste"), lambda d: d.best_told),
    text("Dash_GrootsteCijfers", "De grootste in cijfers", _told("Dash_Grootste"), lambda d: d.largest_told),
    count("Dash_Gemeten", "Klanten op het blad Pareto", f"COUNT({MEASURED})", lambda d: d.measured),
    count(
        "Dash_Voor80",
        "Klanten ruim onder 80 %",
        f'COUNTIF({RUNNING},"<"&{_MOST})',
        lambda d: int((d.pareto["pareto_share"].astype(float) < _MOST).sum()),
    ),
    count(
        "Dash_Nodig",
        "Klanten voor 80 %",
        f'IF(SUMIF({MEASURED},">0")<=0,0,Dash_Voor80+{_NEEDED_AFTER})',
        lambda d: d.needed,
    ),
    share(
        "Dash_Deel80",
        "Als deel van de klanten",
        'IF(Dash_Nodig=0,"",Dash_Nodig/Dash_Gemeten)',
        lambda d: d.spread.share_for_80,
    ),
    share(
        "Dash_DeelTop",
        "Deel van de grootste 20 %",
        f'IF(ROUND(SUM({MEASURED}),2)<=0,"",SUM(INDEX({MEASURED},1):INDEX({MEASURED},{_TOP_ROWS}))'
        f"/SUM({MEASURED}))",
        lambda d: d.spread.top20_share,
    ),
    count(
        "Dash_Grens",
        "Laatste rang van de grootste 20 %",
        f"ROUNDUP(ROUND(Dash_Klanten*{float(TOP)},9),0)",
        lambda d: top_size(d.count),
    ),
    count("Dash_Top", "Klanten in de grootste 20 %", f"COUNTIF({BIG})", of("top20", "customers")),
    share(
        "Dash_HalveMarge",
        "Helft van nettobijdrage per euro omzet",
        f"IF({_SOLD}<=0,0,MAX(0,SUMIFS({NET},{_BOUGHT})/({_SOLD})/2))",
        lambda d: d.half_margin,
    ),
    count(
        "Dash_Saai",
        "Niet interessant in de grootste 20 %",
        f"SUMPRODUCT({DULL})",
        lambda d: d.analysis.top20.not_interesting,
    ),
    euro(
        "Dash_SaaiOmzet",
        "Omzet daarvan",
        f"SUMPRODUCT({DULL},{REVENUE})",
        lambda d: d.analysis.top20.not_interesting_revenue,
    ),
    euro("Dash_TopNetto", "Nettobijdrage van de grootste 20 %", f"SUMIFS({NET},{BIG})", top_net),
    euro("Dash_SaaiNetto", "Nettobijdrage daarvan", f"SUMPRODUCT({DULL},{NET})", dull_net),
    count(
        "Dash_TopOnbekend",
        "Zonder nettobijdrage in de grootste 20 %",
        f"Dash_Top-COUNTIFS({BIG},{NO_NET})-COUNTIFS({BIG},{EARNS})",
        lambda d: d.analysis.top20.unknown,
    ),
    count(
        "Dash_SaaiRij",
        "Rij van de grootste daarvan",
        f"IF(Dash_Saai=0,0,MATCH(SUMPRODUCT(MIN({REVENUE_RANK}+10^9*(1-{DULL}))),{REVENUE_RANK},0))",
        lambda d: d.dull_row,
    ),
    text(
        "Dash_SaaiNaam",
        "Zijn naam, kort",
        say.shortened(named_row(CUSTOMER_VALUE, "Dash_SaaiRij", "0")),
        lambda d: short_name(d.dull_name),
    ),
)
"""In the order in which they need each other."""
