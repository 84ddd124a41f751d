"""What the Dashboard works out on the sheet Grafiekgegevens: figures from the result tables, and the
sentences made of them.

Every step is one named cell with a short formula, so that a corrected cell in a table is followed and a
sentence can be traced. Only functions of Excel 2016 and LibreOffice 7.4, nothing volatile, no array formula;
without customers everything is blank."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.next_steps.sheets import ACTIONS_SHEET
from klantwaarde_xl.report.specs import Block, CellSpec, ColumnSpec, GridSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.formula_sentences import (
    DECIMAL,
    FIND_DECIMAL,
    FIND_THOUSANDS,
    THOUSANDS,
    column,
    counted,
    either,
    euros,
    one_line,
    ordinal,
    percent,
    shortened,
    spoken,
    table_row,
    whole,
)

LISTED = 10
"""Rows of the short lists."""
LIST_HEADER = 36
"""Row of the headers of the short lists, on the Dashboard and here alike: their formulas look straight
across."""
FIGURES_FROM = 7
"""First row of the key figures on the Dashboard: the second one is the revenue."""
SENTENCES, WARNINGS = 6, 4
ACTIONS = ACTIONS_SHEET.tables[0]
_SHEET = "Grafiekgegevens"
_FIRST = 7


def customers(field: str) -> str:
    """Return the reference to a column of tblKlantwaarde, by field."""
    return column(CUSTOMER_VALUE, field)


_RANK, _REVENUE_RANK, _SCORE, _NET = (
    customers(name) for name in ("rank", "rank_revenue", "score", "contribution")
)
_REVENUE, _RISK = customers("revenue"), customers("at_risk_reason")
_GIVEN: tuple[tuple[str, str, f.CellFormat], ...] = (
    ("measure_words", "Pareto-maat", f.TEXT_PLAIN),
    ("unassigned", "Omzet zonder klant", f.EURO),
    ("unassigned_share", "Deel van wat gelezen is", f.PERCENTAGE),
    ("rejected_lines", "Afgekeurde regels", f.INTEGER),
    ("rejected_revenue", "Omzet daarvan", f.EURO),
    ("foreign_lines", "Regels in een munt zonder koers", f.INTEGER),
)
"""What the analysis says and no result table holds: value, label, look."""


def _given(key: str) -> str:
    return f"{_SHEET}!$AP${_FIRST + [name for name, _, _ in _GIVEN].index(key)}"


def _list_cell(letter: str, position: int) -> str:
    return f"{_SHEET}!${letter}${LIST_HEADER + position}"


def named_row(table: TableSpec, row: str, nobody: str) -> str:
    """Return the formula of the name in a row of a table, as one line; "" where the row says that there is
    nobody."""
    name = f"INDEX({column(table, 'name')},{row})"
    return f'IF({row}={nobody},"",{one_line(name)})'


_BIG = f'{_REVENUE_RANK},"<="&Dash_Grens'
"""Condition of COUNTIFS on the customers of the largest 20 %."""
_NO_NET, _NET_KNOWN, _LOW = f'{_NET},"<="&0.005', f'{_NET},">"&0.005', f'{_SCORE},"<"&Dash_Midden'
# In cents, as the analysis compares: half a cent is nothing.
_STEPS: tuple[tuple[str, str, str, f.CellFormat], ...] = (
    (THOUSANDS, "Scheiding van duizenden op deze computer", FIND_THOUSANDS, f.TEXT_PLAIN),
    (DECIMAL, "Decimaalteken op deze computer", FIND_DECIMAL, f.TEXT_PLAIN),
    ("Dash_Klanten", "Klanten", f"COUNTA({customers('customer_id')})", f.INTEGER),
    ("Dash_Beste", "Rij van de beste klant", f"N({_list_cell('AS', 1)})", f.INTEGER),
    ("Dash_BesteNaam", "Zijn naam, kort", shortened(_list_cell("AT", 1)), f.TEXT_PLAIN),
    (
        "Dash_BesteRang",
        "Zijn rang op omzet",
        f"IF(Dash_Beste=0,0,N(INDEX({_REVENUE_RANK},Dash_Beste)))",
        f.INTEGER,
    ),
    (
        "Dash_Grootste",
        "Rij van de grootste klant",
        f"IF(COUNT({_REVENUE_RANK})=0,0,MATCH(MIN({_REVENUE_RANK}),{_REVENUE_RANK},0))",
        f.INTEGER,
    ),
    ("Dash_GrootsteLang", "Zijn naam", named_row(CUSTOMER_VALUE, "Dash_Grootste", "0"), f.TEXT_PLAIN),
    ("Dash_GrootsteNaam", "Zijn naam, kort", shortened("Dash_GrootsteLang"), f.TEXT_PLAIN),
    (
        "Dash_GrootsteRang",
        "Zijn rang op waarde",
        f"IF(Dash_Grootste=0,0,N(INDEX({_RANK},Dash_Grootste)))",
        f.INTEGER,
    ),
    ("Dash_Gemeten", "Klanten op het blad Pareto", "COUNT(tblPareto[Waarde])", f.INTEGER),
    ("Dash_Voor80", "Klanten ruim onder 80 %", 'COUNTIF(tblPareto[Cumulatief],"<"&0.8)', f.INTEGER),
    (
        "Dash_Nodig",
        "Klanten voor 80 %",
        'IF(SUMIF(tblPareto[Waarde],">0")<=0,0,Dash_Voor80+ROUNDUP(ROUND((0.8-IF(Dash_Voor80=0,0,'
        "INDEX(tblPareto[Cumulatief],Dash_Voor80)))/INDEX(tblPareto[Deel],Dash_Voor80+1),9),0))",
        f.INTEGER,
    ),
    ("Dash_Deel80", "Als deel van de klanten", 'IF(Dash_Nodig=0,"",Dash_Nodig/Dash_Gemeten)', f.PERCENTAGE),
    (
        "Dash_DeelTop",
        "Deel van de grootste 20 %",
        'IF(ROUND(SUM(tblPareto[Waarde]),2)<=0,"",SUM(INDEX(tblPareto[Waarde],1):INDEX(tblPareto[Waarde],'
        "ROUNDUP(ROUND(Dash_Gemeten*0.2,9),0)))/SUM(tblPareto[Waarde]))",
        f.PERCENTAGE,
    ),
    ("Dash_Grens", "Laatste rang van de grootste 20 %", "ROUNDUP(ROUND(Dash_Klanten*0.2,9),0)", f.INTEGER),
    ("Dash_Top", "Klanten in de grootste 20 %", f'COUNTIF({_REVENUE_RANK},"<="&Dash_Grens)', f.INTEGER),
    (
        "Dash_Midden",
        "Net onder de middelste score",
        f"IF(COUNT({_SCORE})=0,0,ROUND(MEDIAN({_SCORE}),7)-0.0000001)",
        f.SCORE,
    ),
    (
        "Dash_Saai",
        "Niet interessant in de grootste 20 %",
        f"COUNTIFS({_BIG},{_NO_NET})+COUNTIFS({_BIG},{_LOW})-COUNTIFS({_BIG},{_NO_NET},{_LOW})",
        f.INTEGER,
    ),
    (
        "Dash_SaaiOmzet",
        "Omzet daarvan",
        f"SUMIFS({_REVENUE},{_BIG},{_NO_NET})+SUMIFS({_REVENUE},{_BIG},{_LOW})-SUMIFS({_REVENUE},{_BIG},{_NO_NET},{_LOW})",
        f.EURO,
    ),
    (
        "Dash_TopOnbekend",
        "Zonder nettobijdrage in de grootste 20 %",
        f"Dash_Top-COUNTIFS({_BIG},{_NO_NET})-COUNTIFS({_BIG},{_NET_KNOWN})",
        f.INTEGER,
    ),
    ("Dash_Bekend", "Klanten met een nettobijdrage", f"COUNT({_NET})", f.INTEGER),
    ("Dash_Totaal", "Nettobijdrage samen", f"ROUND(SUM({_NET}),2)", f.EURO),
    ("Dash_Verlies", "Klanten die geld kosten", f'COUNTIF({_NET},"<"&-0.005)', f.INTEGER),
    ("Dash_VerliesEuro", "Wat zij kosten", f'-SUMIF({_NET},"<"&-0.005)', f.EURO),
    (
        "Dash_TopWalvis",
        "Top van de walvis, deel van het totaal",
        f'IF(Dash_Totaal<=0,"",SUMIF({_NET},">"&0.005)/SUM({_NET}))',
        f.PERCENTAGE,
    ),
    (
        "Dash_BijTop",
        "Bij welk deel van de klanten",
        f'IF(Dash_Totaal<=0,"",COUNTIF({_NET},">"&0.005)/Dash_Bekend)',
        f.PERCENTAGE,
    ),
    (
        "Dash_Verschoven",
        "Klanten met een heel andere rang",
        f'COUNTIF({customers("rank_shift")},">"&Dash_Klanten/4)+COUNTIF({customers("rank_shift")},"<"&-Dash_Klanten/4)',
        f.INTEGER,
    ),
    (
        "Dash_Groei",
        "Verandering van de omzet",
        'IF(N(Dashboard!$E${row})<=0,"",N(Dashboard!$D${row})/Dashboard!$E${row}-1)'.replace(
            "{row}", str(FIGURES_FROM + 1)
        ),
        f.CHANGE,
    ),
    ("Dash_Nieuw", "Nieuwe klanten", f'COUNTIF({customers("is_new")},"ja")', f.INTEGER),
    ("Dash_Verloren", "Verloren klanten", 'COUNTIF(tblVerloop[Status],"verloren")', f.INTEGER),
    ("Dash_Risico", "Klanten met risico", f'COUNTIF({_RISK},"?*")', f.INTEGER),
    (
        "Dash_RisicoEuro",
        "Wat op het spel staat",
        f'SUMIF({_RISK},"?*",{customers("margin_at_risk")})',
        f.EURO,
    ),
    ("Dash_Gedekt", "Omzet met kostprijs", f"SUM({customers('covered_revenue')})", f.EURO),
    ("Dash_Omzet", "Omzet", f"SUM({_REVENUE})", f.EURO),
    ("Dash_Verdiend", "Bellen die opleveren", f"COUNT({_SHEET}!$P$7:$P$206)", f.INTEGER),
    ("Dash_Verloor", "Bellen die geld kosten", f"COUNT({_SHEET}!$Q$7:$Q$206)", f.INTEGER),
)
_STEPS_FROM = _FIRST + len(_GIVEN)

_BEST, _LARGEST = ('"‘"&Dash_BesteNaam&"’"', '"‘"&Dash_GrootsteNaam&"’"')
_FIRST_BY_REVENUE = spoken(w.BEST_BY_REVENUE, best=_BEST, rank=ordinal("Dash_BesteRang"))
_NOT_LARGEST = spoken(
    w.BEST_IS_NOT_LARGEST, first=_FIRST_BY_REVENUE, largest=_LARGEST, rank=ordinal("Dash_GrootsteRang")
)
HEADLINE_FORMULA = (
    f'IF(Dash_Klanten=0,IF($B$3="","{w.NOT_YET}","{w.NO_CUSTOMERS}"),'
    f"IF(Dash_Klanten=1,{spoken(w.ONE_CUSTOMER, best=_LARGEST)},"
    f"IF(Dash_Beste=0,{spoken(w.NO_SCORES, largest=_LARGEST)},"
    f"IF(Dash_Beste=Dash_Grootste,{spoken(w.BEST_IS_LARGEST, best=_BEST)},"
    f"IF(Dash_GrootsteRang=0,{spoken(w.LARGEST_WITHOUT_SCORE, best=_BEST, largest=_LARGEST)},{_NOT_LARGEST})))))"
)
"""The answer in words, on top of the Dashboard."""

_MOST = spoken(w.MOST, measure=_given("measure_words"), share=percent("Dash_Deel80"))
_COSTING = {"costing": counted("Dash_Verlies", w.COSTING), "loss": euros("Dash_VerliesEuro")}
_TOGETHER = spoken(w.ALL_TOGETHER, total=euros("Dash_Totaal"))
_TOP = whole("Dash_Top")
_UNKNOWN_SOME = either(
    "Dash_TopOnbekend", w.INTEREST_UNKNOWN_SOME, top=_TOP, unknown=whole("Dash_TopOnbekend")
)
_UNKNOWN = (
    f'IF(Dash_Top=1,"{w.INTEREST_UNKNOWN_ONE}",'
    f"IF(Dash_TopOnbekend=Dash_Top,{spoken(w.INTEREST_UNKNOWN_ALL, top=_TOP)},{_UNKNOWN_SOME}))"
)
_DULL = either(
    "Dash_Saai", w.NOT_INTERESTING, top=_TOP, dull=whole("Dash_Saai"), revenue=euros("Dash_SaaiOmzet")
)
_NEW = f'IF(Dash_Nieuw=0,"Geen {w.NEW[1]}",{counted("Dash_Nieuw", w.NEW)})'
_NOTHING_BEFORE = f"N(Dashboard!$E${FIGURES_FROM})+Dash_Nieuw+Dash_Verloren=0"
_MOVED = f'IF({_NOTHING_BEFORE},"{w.NOTHING_BEFORE}",{spoken(w.CAME_AND_WENT, new=_NEW, lost=counted("Dash_Verloren", w.LOST))})'
_DANGER = f'IF(Dash_Risico=0,"{w.NOBODY_IN_DANGER}",{counted("Dash_Risico", w.IN_DANGER)})'
_AT_STAKE = either(
    "Dash_Risico",
    w.AT_STAKE,
    moved=_MOVED,
    who=counted("Dash_Risico", w.CUSTOMERS),
    euros=euros("Dash_RisicoEuro"),
)
_SENTENCES = (
    f'IF(Dash_Deel80="","",IF(Dash_DeelTop="",{_MOST}&".",{spoken(w.MOST_WITH_TOP, most=_MOST, top=percent("Dash_DeelTop"))}))',
    f"IF(AND(Dash_TopOnbekend>0,Dash_Saai=0),{_UNKNOWN},"
    f'IF(Dash_Top=1,IF(Dash_Saai=0,"{w.INTERESTING_ONE}","{w.NOT_INTERESTING_ONE}"),'
    f"IF(Dash_Saai=0,{spoken(w.INTERESTING_ALL, top=_TOP)},{_DULL})))",
    f'IF(Dash_Bekend=0,"{w.CONTRIBUTION_UNKNOWN}.",'
    f'IF(Dash_Verlies=0,IF(Dash_Totaal<=0,"{w.NO_CONTRIBUTION}.",{spoken(w.NOBODY_COSTS, total=euros("Dash_Totaal"))}),'
    f"IF(Dash_Totaal<=0,{spoken(w.ALL_TOGETHER_COSTING, together=_TOGETHER, **_COSTING)},"
    f"{spoken(w.BEST_EARN, share=percent('Dash_BijTop'), peak=percent('Dash_TopWalvis'), **_COSTING)})))",
    f'IF(OR(Dash_Klanten<{w.FEWEST_TO_SHIFT},Dash_Verschoven=0),"",'
    f"{either('Dash_Verschoven', w.SHIFTED, shifted=whole('Dash_Verschoven'), customers=whole('Dash_Klanten'))})",
    f'IF(Dash_Groei="","",IF(Dash_Groei>=0,{spoken(w.ROSE, change=percent("ABS(Dash_Groei)", 1))},'
    f"{spoken(w.FELL, change=percent('ABS(Dash_Groei)', 1))}))",
    f'IF(AND({_NOTHING_BEFORE},Dash_Risico=0),"{w.NOTHING_BEFORE_NO_RISK}",'
    f"IF(OR(Dash_Risico=0,ROUND(Dash_RisicoEuro,0)<=0),{spoken(w.MOVED, moved=_MOVED, risk=_DANGER)},{_AT_STAKE}))",
)
_SHARE = f'IF({_given("unassigned_share")}="","",{spoken(" ({share})", share=percent(_given("unassigned_share")))})'
UNASSIGNED_FORMULA = f'IF(ROUND(N({_given("unassigned")}),2)=0,"",{spoken(w.UNASSIGNED, amount=euros(_given("unassigned")), share=_SHARE)})'
"""How much turnover has no customer, on top of the Dashboard below the answer."""
_REJECTED, _FOREIGN = _given("rejected_lines"), _given("foreign_lines")
_WARNINGS = (
    f'IF(COUNT({customers("time_cost")})=0,"{w.WITHOUT_EFFORT}","")',
    f'IF(Dash_Omzet<=0,"",IF(Dash_Gedekt<=0,"{w.WITHOUT_COST}",IF(ROUND(1-Dash_Gedekt/Dash_Omzet,4)<=0,"",'
    f"{spoken(w.UNCOVERED, share=percent('(1-Dash_Gedekt/Dash_Omzet)', 1))})))",
    f'IF(N({_REJECTED})=0,"",{either(_REJECTED, w.REJECTED, lines=whole(_REJECTED), revenue=euros(_given("rejected_revenue")))})',
    f'IF(N({_FOREIGN})=0,"",{either(_FOREIGN, w.FOREIGN, lines=whole(_FOREIGN))})',
)
_WHALE_TITLE = (
    f'IF(Dash_Bekend=0,"{w.CONTRIBUTION_UNKNOWN}",IF(Dash_Totaal<=0,IF(Dash_Verlies=0,"{w.NO_CONTRIBUTION}",{_TOGETHER}),'
    f'IF(Dash_Verlies=0,"{w.EVERYBODY_EARNS}",'
    f"{spoken(w.BEST_EARN_SHORT, share=percent('Dash_BijTop'), peak=percent('Dash_TopWalvis'))})))"
)
_SHOWN = "(Dash_Verdiend+Dash_Verloor)"
_BUBBLE_TITLE = (
    f'IF({_SHOWN}=0,"{w.BUBBLES_NONE}",IF(Dash_Verloor=0,{spoken(w.BUBBLES_EARNING, shown=whole(_SHOWN))},'
    f"{either('Dash_Verloor', w.BUBBLES_LOSING, losing=whole('Dash_Verloor'), shown=whole(_SHOWN))}))"
)
_TITLES = {
    "pareto_title": f'IF(Dash_Deel80="","Pareto",{_MOST})',
    "whale_title": _WHALE_TITLE,
    "bubble_title": _BUBBLE_TITLE,
}
TITLE_FORMULAS = {
    key: f'IF(Dash_Klanten=0,"{w.AFTER_REFRESH}",{formula})' for key, formula in _TITLES.items()
} | {
    "pareto_label": f'IF(Dash_Deel80="","",{percent("Dash_Deel80")}&" van de klanten")',
    "whale_label": f'IF(Dash_TopWalvis="","",{percent("Dash_TopWalvis")})',
}
"""Titles of charts, and what stands at a point in them, by value; they follow the tables."""


def _spoken_from(row: int, prefix: str, formulas: tuple[str, ...]) -> list[Block]:
    """Return sentences with their number among those that have something to say."""
    blocks: list[Block] = []
    for n, formula in enumerate(formulas):
        at, above = row + n, f"COUNT(BC${row - 1}:BC{row + n - 1})"
        blocks += [
            CellSpec(
                f"BB{at}",
                f"{prefix}_said_{n + 1}",
                f.TEXT_PLAIN,
                formula=f'IF(Dash_Klanten=0,"",{formula})',
                live=True,
            ),
            CellSpec(
                f"BC{at}",
                f"{prefix}_number_{n + 1}",
                f.INTEGER,
                formula=f'IF(BB{at}="","",{above}+1)',
                live=True,
            ),
        ]
    return blocks


_WARNINGS_FROM = _FIRST + SENTENCES + 2


def shown_line(prefix: str, position: int) -> str:
    """Return the formula of the sentence or warning that comes at a position (from 1) among those with
    something to say."""
    first, count = (_FIRST, SENTENCES) if prefix == "sentence" else (_WARNINGS_FROM, WARNINGS)
    numbers, texts = (f"{_SHEET}!${letter}${first}:${letter}${first + count - 1}" for letter in ("BC", "BB"))
    return f'IF(COUNT({numbers})<{position},"",INDEX({texts},MATCH({position},{numbers},0)))'


def _ranked(table_column: str, function: str, *, losing: bool = False) -> str:
    found = f"{function}({table_column},{{n}})"
    shown = f'IF(ROUND({found},2)<0,{found},"")' if losing else found
    return f'IF(COUNT({table_column})<{{n}},"",{shown})'


_POTENTIAL = column(ACTIONS, "potential")
_OTHERS = f"{column(ACTIONS, 'rank_revenue')}>Dash_Grens"
_LARGEST_CHANCE = f"SUMPRODUCT(LARGE({_POTENTIAL}*({_OTHERS}),{{n}}))"


def _list(
    name: str, table: TableSpec, field: str, look: f.CellFormat, letters: str, formula: str, only: str = ""
) -> tuple[ColumnSpec, ...]:
    """Return the three columns of a list: the figure it goes by, the row of the table where that stands, and
    the name there."""
    value, row = letters.split()
    found = table_row(table, field, f"{value}{{row}}", f"{value}{{above}}", f"{row}{{above}}", only)
    return (
        ColumnSpec(
            f"{name}_value",
            next(one.header for one in table.columns if one.field == field),
            look,
            14,
            formula=formula,
        ),
        ColumnSpec(f"{name}_row", "Rij", f.INTEGER, 8, formula=found),
        ColumnSpec(
            f"{name}_name", "Klantnaam", f.TEXT_PLAIN, 30, formula=named_row(table, f"{row}{{row}}", '""')
        ),
    )


_CHANCE = f'IF(ROWS({_POTENTIAL})<{{n}},"",IF(ROUND({_LARGEST_CHANCE},2)<=0,"",{_LARGEST_CHANCE}))'
LIST_STEPS = GridSpec(
    "list_steps",
    (
        *_list("best", CUSTOMER_VALUE, "score", f.SCORE, "AR AS", _ranked(_SCORE, "LARGE")),
        *_list(
            "losing", CUSTOMER_VALUE, "contribution", f.EURO, "AU AV", _ranked(_NET, "SMALL", losing=True)
        ),
        *_list("chance", ACTIONS, "potential", f.EURO, "AX AY", _CHANCE, _OTHERS),
    ),
    f"AR{LIST_HEADER}",
    LISTED,
    "Wie er op de korte lijsten van het Dashboard staan",
)
DASHBOARD_STEPS: tuple[Block, ...] = (
    TextSpec("AO5", "Tussenstappen van Dashboard", format=f.HEADING),
    TextSpec("AO6", "Uit de analyse en uit de tabellen", format=f.HEADER_LINE),
    TextSpec("AP6", "Nu", format=f.HEADER_FIGURE),
    *(TextSpec(f"AO{_FIRST + n}", label, format=f.TEXT_PLAIN) for n, (_, label, _) in enumerate(_GIVEN)),
    TextSpec(f"AP{_FIRST}", value="measure_words", format=f.TEXT_PLAIN),
    *(CellSpec(f"AP{_FIRST + n}", key, look) for n, (key, _, look) in enumerate(_GIVEN) if n),
    *(
        TextSpec(f"AO{_STEPS_FROM + n}", label, format=f.TEXT_PLAIN)
        for n, (_, label, _, _) in enumerate(_STEPS)
    ),
    *(
        CellSpec(f"AP{_STEPS_FROM + n}", name, look, name, formula, live=True)
        for n, (name, _, formula, look) in enumerate(_STEPS)
    ),
    LIST_STEPS,
    TextSpec("BB6", "Zinnen van Dashboard", format=f.HEADER_LINE),
    TextSpec("BC6", "Plaats", format=f.HEADER_FIGURE),
    *_spoken_from(_FIRST, "sentence", _SENTENCES),
    TextSpec(f"BB{_WARNINGS_FROM - 1}", "Waarschuwingen van Dashboard", format=f.HEADER_LINE),
    TextSpec(f"BC{_WARNINGS_FROM - 1}", "Plaats", format=f.HEADER_FIGURE),
    *_spoken_from(_WARNINGS_FROM, "warning", _WARNINGS),
)
"""What stands on the sheet Grafiekgegevens for the Dashboard."""
STEP_WIDTHS = (
    ("AN:AN", 3),
    ("AO:AO", 40),
    ("AP:AP", 16),
    ("AQ:AQ", 3),
    ("AR:AZ", 14),
    ("BA:BA", 3),
    ("BB:BB", 110),
    ("BC:BC", 9),
)
