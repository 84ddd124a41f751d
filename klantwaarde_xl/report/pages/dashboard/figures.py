"""The figures behind the Dashboard, each defined once: its formula on Grafiekgegevens and its value now.

Every step is one named cell with a short formula, so that a corrected cell in a table is followed and a
sentence can be traced. Only functions of Excel 2016 and LibreOffice 7.4, nothing volatile, no array formula;
without customers everything is blank. The values come from the analysis and not from the formulas; a test
recalculates every formula and compares."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.formats import one_line, short_name
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.changes import CHANGES
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.bubbles import BUBBLE_CELLS
from klantwaarde_xl.report.pages.dashboard.facts import Facts, facts
from klantwaarde_xl.report.pages.dashboard.key_figures import figure_cell
from klantwaarde_xl.report.pages.dashboard.lists import LIST_STEPS, TOP, named_row
from klantwaarde_xl.report.pages.pareto import PARETO
from klantwaarde_xl.report.specs import CHART_DATA, Block, CellSpec, TextSpec, columns_from
from klantwaarde_xl.report.words import dashboard_sentences as sentences
from klantwaarde_xl.report.words import formula_sentences as say

_MOST = 0.8
"""Share of the total that the sentence on concentration is about."""


Value = Callable[[Facts], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One figure: cell name or key, label, formula ('' when only the analysis knows it), value now, look."""

    name: str
    label: str
    formula: str
    value: Value
    look: f.CellFormat


_count, _euro, _share, _text = (
    partial(Step, look=look) for look in (f.INTEGER, f.EURO, f.PERCENTAGE, f.TEXT_PLAIN)
)
_column = CUSTOMER_VALUE.column
_RANK, _REVENUE_RANK, _SCORE, _NET = map(_column, ("rank", "rank_revenue", "score", "contribution"))
_REVENUE, _RISK, _TIME = map(_column, ("revenue", "at_risk_reason", "time_cost"))
_COVERED = _column("covered_revenue")
_MEASURED, _RUNNING, _PART = map(PARETO.column, ("value", "pareto_share", "share"))
_FIRST = 7
_LABEL, _NOW = columns_from("AO", 2)
_LARGEST_ROW = f"IF(COUNT({_REVENUE_RANK})=0,0,MATCH(MIN({_REVENUE_RANK}),{_REVENUE_RANK},0))"
_BIG = f'{_REVENUE_RANK},"<="&Dash_Grens'
"""Condition of COUNTIFS on the customers of the largest 20 %."""
# In cents, as the analysis compares: half a cent is nothing.
_NO_NET, _EARNS = f'{_NET},"<="&{HALF_A_CENT}', f'{_NET},">"&{HALF_A_CENT}'
_COSTS, _LOW = f'{_NET},"<"&-{HALF_A_CENT}', f'{_SCORE},"<"&Dash_Midden'
_TOP_ROWS = f"ROUNDUP(ROUND(Dash_Gemeten*{TOP},9),0)"
_NEEDED_AFTER = (
    f"ROUNDUP(ROUND(({_MOST}-IF(Dash_Voor80=0,0,INDEX({_RUNNING},Dash_Voor80)))"
    f"/INDEX({_PART},Dash_Voor80+1),9),0)"
)
_GROWTH = 'IF(N({before})<=0,"",N({now})/{before}-1)'.format(
    now=figure_cell("revenue", "now"), before=figure_cell("revenue", "before")
)


def _of(part: str, figure: str) -> Value:
    return lambda d: getattr(getattr(d.analysis, part), figure)


GIVEN: tuple[Step, ...] = (
    _text(
        "measure_words", "Pareto-maat", "", lambda d: sentences.MEASURES[d.analysis.settings.pareto_measure]
    ),
    _euro("unassigned", "Omzet zonder klant", "", lambda d: d.total("unassigned")),
    _share("unassigned_share", "Deel van wat gelezen is", "", lambda d: d.total("unassigned_share")),
    _count("rejected_lines", "Afgekeurde regels", "", lambda d: d.lines_left_out("rejected")[0]),
    _euro("rejected_revenue", "Omzet daarvan", "", lambda d: d.lines_left_out("rejected")[1]),
    _count("foreign_lines", "Regels in een munt zonder koers", "", lambda d: d.lines_left_out("foreign")[0]),
)
"""What the analysis says and no result table holds."""
STEPS: tuple[Step, ...] = (
    _text(say.THOUSANDS, "Scheiding van duizenden op deze computer", say.FIND_THOUSANDS, lambda _: "."),
    _text(say.DECIMAL, "Decimaalteken op deze computer", say.FIND_DECIMAL, lambda _: ","),
    _count("Dash_Klanten", "Klanten", f"COUNT({_REVENUE_RANK})", lambda d: d.count),
    _count(
        "Dash_Beste", "Rij van de beste klant", f"N({LIST_STEPS.cell('best_row', 1)})", lambda d: d.best_row
    ),
    _text(
        "Dash_BesteNaam",
        "Zijn naam, kort",
        say.shortened(LIST_STEPS.cell("best_name", 1)),
        lambda d: short_name(d.first.best),
    ),
    _count(
        "Dash_BesteRang",
        "Zijn rang op omzet",
        f"IF(Dash_Beste=0,0,N(INDEX({_REVENUE_RANK},Dash_Beste)))",
        lambda d: d.first.best_rank_revenue,
    ),
    _count("Dash_Grootste", "Rij van de grootste klant", _LARGEST_ROW, lambda d: d.largest_row),
    _text(
        "Dash_GrootsteLang",
        "Zijn naam",
        named_row(CUSTOMER_VALUE, "Dash_Grootste", "0"),
        lambda d: one_line(d.first.largest),
    ),
    _text(
        "Dash_GrootsteNaam",
        "Zijn naam, kort",
        say.shortened("Dash_GrootsteLang"),
        lambda d: short_name(d.first.largest),
    ),
    _count(
        "Dash_GrootsteRang",
        "Zijn rang op waarde",
        f"IF(Dash_Grootste=0,0,N(INDEX({_RANK},Dash_Grootste)))",
        lambda d: d.first.largest_rank,
    ),
    _count("Dash_Gemeten", "Klanten op het blad Pareto", f"COUNT({_MEASURED})", lambda d: d.measured),
    _count(
        "Dash_Voor80",
        "Klanten ruim onder 80 %",
        f'COUNTIF({_RUNNING},"<"&{_MOST})',
        lambda d: int((d.pareto["pareto_share"].astype(float) < _MOST).sum()),
    ),
    _count(
        "Dash_Nodig",
        "Klanten voor 80 %",
        f'IF(SUMIF({_MEASURED},">0")<=0,0,Dash_Voor80+{_NEEDED_AFTER})',
        lambda d: d.needed,
    ),
    _share(
        "Dash_Deel80",
        "Als deel van de klanten",
        'IF(Dash_Nodig=0,"",Dash_Nodig/Dash_Gemeten)',
        lambda d: d.spread.share_for_80,
    ),
    _share(
        "Dash_DeelTop",
        "Deel van de grootste 20 %",
        f'IF(ROUND(SUM({_MEASURED}),2)<=0,"",SUM(INDEX({_MEASURED},1):INDEX({_MEASURED},{_TOP_ROWS}))'
        f"/SUM({_MEASURED}))",
        lambda d: d.spread.top20_share,
    ),
    _count(
        "Dash_Grens",
        "Laatste rang van de grootste 20 %",
        f"ROUNDUP(ROUND(Dash_Klanten*{TOP},9),0)",
        lambda d: math.ceil(round(TOP * d.count, 9)),
    ),
    _count("Dash_Top", "Klanten in de grootste 20 %", f"COUNTIF({_BIG})", _of("top20", "customers")),
    Step(
        "Dash_Midden",
        "Net onder de middelste score",
        f"IF(COUNT({_SCORE})=0,0,ROUND(MEDIAN({_SCORE}),7)-0.0000001)",
        lambda d: d.below_median_score,
        f.SCORE,
    ),
    _count(
        "Dash_Saai",
        "Niet interessant in de grootste 20 %",
        f"COUNTIFS({_BIG},{_NO_NET})+COUNTIFS({_BIG},{_LOW})-COUNTIFS({_BIG},{_NO_NET},{_LOW})",
        lambda d: d.analysis.top20.not_interesting,
    ),
    _euro(
        "Dash_SaaiOmzet",
        "Omzet daarvan",
        f"SUMIFS({_REVENUE},{_BIG},{_NO_NET})+SUMIFS({_REVENUE},{_BIG},{_LOW})"
        f"-SUMIFS({_REVENUE},{_BIG},{_NO_NET},{_LOW})",
        lambda d: d.analysis.top20.not_interesting_revenue,
    ),
    _count(
        "Dash_TopOnbekend",
        "Zonder nettobijdrage in de grootste 20 %",
        f"Dash_Top-COUNTIFS({_BIG},{_NO_NET})-COUNTIFS({_BIG},{_EARNS})",
        lambda d: d.analysis.top20.unknown,
    ),
    _count("Dash_Bekend", "Klanten met een nettobijdrage", f"COUNT({_NET})", lambda d: d.known),
    _euro(
        "Dash_Totaal",
        "Nettobijdrage samen",
        f"ROUND(SUM({_NET}),2)",
        lambda d: round(d.analysis.whale.total, 2) if d.known else 0,
    ),
    _count(
        "Dash_Verlies",
        "Klanten die geld kosten",
        f"COUNTIF({_COSTS})",
        lambda d: d.analysis.whale.loss_makers,
    ),
    _euro("Dash_VerliesEuro", "Wat zij kosten", f"-SUMIF({_COSTS})", lambda d: -d.analysis.whale.loss_sum),
    _euro("Dash_VerliesUren", "Waarvan hun uren", f"SUMIF({_COSTS},{_TIME})", _of("whale", "loss_time")),
    _share(
        "Dash_TopWalvis",
        "Top van de walvis, deel van het totaal",
        f'IF(Dash_Totaal<=0,"",SUMIF({_EARNS})/SUM({_NET}))',
        lambda d: d.analysis.whale.peak if d.has_peak else None,
    ),
    _share(
        "Dash_BijTop",
        "Bij welk deel van de klanten",
        f'IF(Dash_Totaal<=0,"",COUNTIF({_EARNS})/Dash_Bekend)',
        lambda d: d.analysis.whale.at if d.has_peak else None,
    ),
    _count(
        "Dash_Hoger",
        "Rij van wie hoger scoort op schattingen",
        f"IF(Dash_Beste=0,0,IF(ROUND(MAX({_SCORE})-N(INDEX({_SCORE},Dash_Beste)),7)<=0,0,"
        f"MATCH(MAX({_SCORE}),{_SCORE},0)))",
        lambda d: d.higher_row,
    ),
    _text(
        "Dash_HogerNaam",
        "Zijn naam, kort",
        say.shortened(named_row(CUSTOMER_VALUE, "Dash_Hoger", "0")),
        lambda d: short_name(str(d.customers["name"].iloc[d.higher_row - 1])) if d.higher_row else "",
    ),
    Step("Dash_Groei", "Verandering van de omzet", _GROWTH, lambda d: d.growth, f.CHANGE),
    _count("Dash_Nieuw", "Nieuwe klanten", f'COUNTIF({_column("is_new")},"ja")', lambda d: d.new),
    _count(
        "Dash_Verloren",
        "Verloren klanten",
        f'COUNTIF({CHANGES.column("status")},"verloren")',
        lambda d: len(d.analysis.lost),
    ),
    _count(
        "Dash_Risico", "Klanten die later of minder kopen", f'COUNTIF({_RISK},"?*")', lambda d: len(d.at_risk)
    ),
    _euro(
        "Dash_RisicoEuro",
        "Wat op het spel staat",
        f"SUM({_column('at_stake')})",
        lambda d: d.at_stake,
    ),
    _euro("Dash_Gedekt", "Omzet met kostprijs", f"SUM({_COVERED})", lambda d: d.sum("covered_revenue")),
    _euro("Dash_Omzet", "Omzet", f"SUM({_REVENUE})", lambda d: d.sum("revenue")),
    _count(
        "Dash_Verdiend",
        "Bellen die opleveren",
        f"COUNT({BUBBLE_CELLS.area('earning')})",
        lambda d: int(d.bubbles["earning"].notna().sum()),
    ),
    _count(
        "Dash_Verloor",
        "Bellen die geld kosten",
        f"COUNT({BUBBLE_CELLS.area('losing')})",
        lambda d: int(d.bubbles["losing"].notna().sum()),
    ),
)
"""What follows from the result tables."""


def given(key: str) -> str:
    """Return the address of a figure that only the analysis knows."""
    row = _FIRST + [step.name for step in GIVEN].index(key)
    return f"{CHART_DATA}!${_NOW}${row}"


def _cell(at: str, step: Step) -> Block:
    if step.formula:
        return CellSpec(at, step.name, step.look, step.name, step.formula, live=True)
    if step.look.kind == "text":
        return TextSpec(at, value=step.name, format=step.look)
    return CellSpec(at, step.name, step.look)


def figure_values(source: Source) -> dict[str, object]:
    """Return the value of every figure, by cell name or key; None where a cell is blank."""
    found = source.once(facts)
    return {step.name: step.value(found) for step in (*GIVEN, *STEPS)}


def _blocks(steps: tuple[Step, ...], first: int) -> tuple[Block, ...]:
    labels = (
        TextSpec(f"{_LABEL}{n}", step.label, format=f.TEXT_PLAIN) for n, step in enumerate(steps, first)
    )
    return (*labels, *(_cell(f"{_NOW}{n}", step) for n, step in enumerate(steps, first)))


FIGURE_BLOCKS: tuple[Block, ...] = (
    TextSpec(f"{_LABEL}5", "Tussenstappen van Dashboard", format=f.HEADING),
    TextSpec(f"{_LABEL}6", "Uit de analyse en uit de tabellen", format=f.HEADER_LINE),
    TextSpec(f"{_NOW}6", "Nu", format=f.HEADER_FIGURE),
    *_blocks(GIVEN, _FIRST),
    *_blocks(STEPS, _FIRST + len(GIVEN)),
)
FIGURE_WIDTHS = (("AN:AN", 3), (f"{_LABEL}:{_LABEL}", 40), (f"{_NOW}:{_NOW}", 16))
