"""The sentences and warnings of the Dashboard and the titles of its charts.

Each is defined once: its formula, which follows the tables, and its text now, from the analysis. Only those
with something to say are shown, below each other."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.bridge import PRICES, SENTENCE
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.best_steps import concentration_and_net
from klantwaarde_xl.report.pages.dashboard.euro_steps import freed
from klantwaarde_xl.report.pages.dashboard.key_figures import figure_cell
from klantwaarde_xl.report.pages.dashboard.people_lines import (
    BEST_POINTS,
    EARNS_MOST,
    MONDAY,
    MOST_AT_STAKE,
    STAKE_PARTS,
    TRIAL,
    WITHOUT_MANAGER,
)
from klantwaarde_xl.report.pages.dashboard.steps import Line, given, repeated_inside
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import dashboard_sentences as sentences
from klantwaarde_xl.report.words import others_sentences
from klantwaarde_xl.report.words import warning_sentences as warnings
from klantwaarde_xl.report.words.formula_sentences import (
    counted,
    either,
    euros,
    ordinal,
    percent,
    phrase,
    whole,
)

_BEST, _LARGEST = ('"‘"&Dash_BesteNaam&"’"', '"‘"&Dash_GrootsteNaam&"’"')
_RANK = ordinal("Dash_BesteRang")
_NOT_LARGEST = phrase(w.BEST_IS_NOT_LARGEST, best=_BEST, rank=_RANK, figures="Dash_BesteCijfers")
_IS_LARGEST = phrase(w.BEST_IS_LARGEST, best=_BEST, figures="Dash_BesteCijfers")
_UNSCORED = phrase(w.LARGEST_WITHOUT_SCORE, best=_BEST, largest=_LARGEST)
HEADLINE = (
    f'IF(Dash_Klanten=0,IF($B$3="","{w.NOT_YET}","{w.NO_CUSTOMERS}"),'
    f"IF(Dash_Klanten=1,{phrase(w.ONE_CUSTOMER, best=_LARGEST)},"
    f"IF(Dash_Beste=0,{phrase(w.NO_SCORES, largest=_LARGEST)},"
    f"IF(Dash_Beste=Dash_Grootste,{_IS_LARGEST},"
    f"IF(Dash_GrootsteRang=0,{_UNSCORED},{_NOT_LARGEST})))))"
)
"""Formula of the answer in words, on top of the Dashboard."""
_UNASSIGNED, _PART = given("unassigned"), given("unassigned_share")
_OF_TOTAL = f'IF({_PART}="","",{phrase(" ({share})", share=percent(_PART))})'
_NOTICE_TEXT = phrase(w.UNASSIGNED, amount=euros(_UNASSIGNED), share=_OF_TOTAL)
NOTICE = f'IF(ROUND(N({_UNASSIGNED}),2)=0,"",{_NOTICE_TEXT})'
"""Formula of how much revenue has no customer, below the answer."""

_MOST = phrase(w.MOST, measure=given("measure_words"), share=percent("Dash_Deel80"))
_MOST_WITH_TOP = phrase(w.MOST_WITH_TOP, most=_MOST, top=percent("Dash_DeelTop"))
_TOP = whole("Dash_Top")
_TOP_EARNS = phrase(
    w.TOP_EARNS, top=_TOP, net=euros("Dash_TopNetto"), share=percent("(Dash_TopNetto/Dash_Totaal)")
)
_CONCENTRATION = (
    f'IF(Dash_Deel80="","",IF(Dash_DeelTop="",{_MOST}&".",{_MOST_WITH_TOP})'
    f'&IF(OR(Dash_Top<2,Dash_TopOnbekend>0,Dash_Totaal<=0,Dash_MetUren=0),"",{_TOP_EARNS}))'
)

_UNKNOWN_SOME = either(
    "Dash_TopOnbekend", w.INTEREST_UNKNOWN_SOME, top=_TOP, unknown=whole("Dash_TopOnbekend")
)
_UNKNOWN_ALL = phrase(w.INTEREST_UNKNOWN_ALL, top=_TOP)
_OF_DULL = {
    "top": _TOP,
    "dull": whole("Dash_Saai"),
    "revenue": euros("Dash_SaaiOmzet"),
    "name": '"‘"&Dash_SaaiNaam&"’"',
}
_GOOD = either(
    "Dash_Saai",
    w.SOME_INTERESTING,
    good=either("(Dash_Top-Dash_Saai)", w.GOOD, good=whole("(Dash_Top-Dash_Saai)")),
    **_OF_DULL,
)
_DULL = (
    f"IF(AND(Dash_TopOnbekend=0,Dash_MetUren>0),{_GOOD},{either('Dash_Saai', w.NOT_INTERESTING, **_OF_DULL)})"
)
_UNTIMED = phrase(w.INTEREST_WITHOUT_HOURS, top=_TOP)
_INTERESTING = (
    f'IF(AND(Dash_TopOnbekend>0,Dash_Saai=0),IF(Dash_Top=1,"{w.INTEREST_UNKNOWN_ONE}",'
    f"IF(Dash_TopOnbekend=Dash_Top,{_UNKNOWN_ALL},{_UNKNOWN_SOME})),"
    f"IF(AND(Dash_MetUren=0,Dash_Saai=0),{_UNTIMED},"
    f'IF(Dash_Top=1,IF(Dash_Saai=0,"{w.INTERESTING_ONE}","{w.NOT_INTERESTING_ONE}"),'
    f"IF(Dash_Saai=0,{phrase(w.INTERESTING_ALL, top=_TOP)},{_DULL}))))"
)

_REST_LOSS = "(Dash_VerliesEuro-Dash_VerliesUren)"
_WITHOUT_TIME = either("Dash_Verlies", w.WITHOUT_TIME, euros=euros(_REST_LOSS))
_EARNS_WITHOUT = either("Dash_Verlies", w.EARNS_WITHOUT_TIME, euros=euros(f"-{_REST_LOSS}"))
_LOSS_TIME = f"IF(ROUND({_REST_LOSS},0)>=0,{_WITHOUT_TIME},{_EARNS_WITHOUT})"
_LOSS = (
    f'{euros("Dash_VerliesEuro")}&IF(Dash_Zeker=0,"{w.AS_FAR_AS_KNOWN}",'
    f'IF(ROUND(Dash_VerliesUren,0)=0,"",{_LOSS_TIME}))'
)
_COSTING = {"costing": counted("Dash_Verlies", w.COSTING), "loss": _LOSS}
_TOTAL = euros("Dash_Totaal")
_TOGETHER = phrase(w.ALL_TOGETHER, total=_TOTAL)
_NOBODY = phrase(w.NOBODY_COSTS, total=_TOTAL)
_NO_LOSS = f'IF(Dash_Totaal<=0,"{w.NO_CONTRIBUTION}.",IF(Dash_Zeker=0,"{w.WHO_COSTS_UNSAID}",{_NOBODY}))'
_PEAK = {"share": percent("Dash_BijTop"), "peak": percent("Dash_TopWalvis")}
_WHALE = (
    f'IF(Dash_Bekend=0,"{w.CONTRIBUTION_UNKNOWN}.",IF(Dash_Verlies=0,{_NO_LOSS},'
    f"IF(Dash_Totaal<=0,{phrase(w.ALL_TOGETHER_COSTING, together=_TOGETHER, **_COSTING)},"
    f"{phrase(w.BEST_EARN, **_PEAK, **_COSTING)})))"
)
_WHALE_TITLE = (
    f'IF(Dash_Bekend=0,"{w.CONTRIBUTION_UNKNOWN}",'
    f'IF(Dash_Totaal<=0,IF(Dash_Verlies=0,"{w.NO_CONTRIBUTION}",{_TOGETHER}),'
    f'IF(Dash_Verlies=0,IF(Dash_Zeker=0,"{w.WHO_COSTS_UNSAID_SHORT}","{w.EVERYBODY_EARNS}"),'
    f"{phrase(w.BEST_EARN_SHORT, **_PEAK)})))"
)
_GONE = {"costing": whole("Dash_Verlies"), "gone": euros("Dash_VerliesWeg"), "free": freed("Dash_VerliesUur")}
_SAVED = {
    "costing": whole("Dash_Verlies"),
    "leaving": either("Dash_Weg", w.MAY_GO, leaving=whole("Dash_Weg")),
    "saved": euros("Dash_WegEuro"),
    "free": "Dash_WegVrij",
}
_WITHOUT = (
    f'IF(Dash_Verlies=0,"",IF(Dash_Weg=0,{either("Dash_Verlies", w.WITHOUT_THEM, **_GONE)},'
    f"{either('Dash_Verlies', w.CHEAPER_WITHOUT, **_SAVED)}))"
)
_REST = {
    "found": whole("Dash_RestMet"),
    "others": counted("Dash_Rest", w.OTHERS),
    "sure": euros("(Dash_RestGroei+Dash_RestSparen)"),
    "growth": euros("Dash_RestGroei"),
    "saving": euros("Dash_RestSparen"),
}
_SURE = (
    f"IF(ROUND(Dash_RestGroei+Dash_RestSparen,0)>0,{phrase(w.SURE_IN_THE_OTHERS, **_REST)},"
    f"{phrase(w.NOTHING_SURE_IN_THE_OTHERS, **_REST)})"
)
_AND_EXPECTED = phrase(w.AND_EXPECTED, sure=_SURE, expected=euros("Dash_RestNieuw"))
_UNSAID_OTHERS = phrase(w.UNSAID_OF_THE_OTHERS, others=_REST["others"])
_TOLD_OTHERS = f'IF(ROUND(Dash_RestNieuw,0)>0,{_AND_EXPECTED},{_SURE}&".")'
_IN_THE_OTHERS = f'IF(Dash_Rest=0,"",IF(Dash_Bekend=0,{_UNSAID_OTHERS},{_TOLD_OTHERS}))'
_LEFT = euros("(Dash_RestGroei+Dash_RestSparen-Dash_RestVervalt)")
_GOES = phrase(w.LAPSES_AND_LEFT, all=_REST["sure"], euros=euros("Dash_RestVervalt"), left=_LEFT)
_LAPSES = f'IF(ROUND(Dash_RestVervalt,0)<=0,"",{_GOES})'
_MISSING = f"INDEX({CUSTOMER_VALUE.column('missing')},Dash_Hoger)"
_UNKNOWN = f'IF({_MISSING}="","{w.COST_IN_PART}",{phrase(w.ESTIMATED, missing=_MISSING)})'
_HIGHER = phrase(w.HIGHER_BUT_UNKNOWN, name='"‘"&Dash_HogerNaam&"’"', unknown=_UNKNOWN)
_BESIDE = phrase(
    w.LARGEST_BESIDE, largest=_LARGEST, rank=ordinal("Dash_GrootsteRang"), figures="Dash_GrootsteCijfers"
)
_WHY_BEST = (
    f'IF(OR(Dash_Beste=0,Dash_Klanten=1),"",IF(Dash_Hoger>0,{_HIGHER},'
    f'IF(OR(Dash_Grootste=0,Dash_Grootste=Dash_Beste,Dash_GrootsteRang=0),"",{_BESIDE})))'
)
_MOVED_BY = percent("ABS(Dash_Groei)", 1)
_GROWTH = (
    f'IF(Dash_Groei="","",IF({SENTENCE}="",'
    f"IF(Dash_Groei>=0,{phrase(w.ROSE, change=_MOVED_BY)},{phrase(w.FELL, change=_MOVED_BY)}),"
    f"IF(Dash_Groei>=0,{phrase(w.ROSE_AND, change=_MOVED_BY, net=SENTENCE)},"
    f"{phrase(w.FELL_AND, change=_MOVED_BY, net=SENTENCE)})))"
)

_NEW = f'IF(Dash_Nieuw=0,"Geen {w.NEW[1]}",{counted("Dash_Nieuw", w.NEW)})'
_NOTHING_BEFORE = f"N({figure_cell('customers', 'before')})+Dash_Nieuw+Dash_Verloren=0"
_CAME_AND_WENT = phrase(w.CAME_AND_WENT, new=_NEW, lost=counted("Dash_Verloren", w.LOST))
_MOVED = f'IF({_NOTHING_BEFORE},"{w.NOTHING_BEFORE}",{_CAME_AND_WENT})'
_DANGER = f'IF(Dash_Risico=0,"{w.NOBODY_IN_DANGER}",{counted("Dash_Risico", w.IN_DANGER)})'
_AT_STAKE = phrase(w.AT_STAKE, moved=_MOVED, euros=euros("Dash_RisicoEuro"))
_MOVEMENTS = (
    f'IF(AND({_NOTHING_BEFORE},Dash_Risico=0),"{w.NOTHING_BEFORE_NO_RISK}",'
    f"IF(ROUND(Dash_RisicoEuro,0)<=0,"
    f"{phrase(w.MOVED, moved=_MOVED, risk=_DANGER)},{_AT_STAKE}))"
)


SENTENCES = (
    Line(_WHY_BEST, lambda d: d.why_best, "best"),
    BEST_POINTS,
    EARNS_MOST,
    Line(_CONCENTRATION, concentration_and_net, "top"),
    Line(
        _INTERESTING,
        lambda d: sentences.interesting(
            d.analysis.top20.customers,
            d.analysis.top20.not_interesting,
            d.analysis.top20.not_interesting_revenue,
            d.analysis.top20.unknown,
            d.dull_name,
            timed=d.timed,
        ),
        "top",
    ),
    Line(_WHALE, lambda d: d.whale, "costs"),
    Line(_WITHOUT, lambda d: others_sentences.without_them(d.leaving(), d.leaving(saving=True)), "may_go"),
    Line(
        _IN_THE_OTHERS, lambda d: others_sentences.in_the_others(d.others, d.won, known=d.known > 0), "others"
    ),
    Line(_LAPSES, lambda d: others_sentences.that_lapses(d.won), "others"),
    Line(
        _GROWTH,
        lambda d: sentences.change(d.sum("revenue"), d.total("previous_revenue"), d.net_moved),
        "changed",
    ),
    Line(PRICES, lambda d: d.prices_moved, "changed"),
    Line(
        _MOVEMENTS,
        lambda d: sentences.movements(
            d.new, len(d.analysis.lost), len(d.at_risk), d.at_stake, d.previous_customers
        ),
        "stake",
    ),
    MOST_AT_STAKE,
    STAKE_PARTS,
    WITHOUT_MANAGER,
    MONDAY,
    TRIAL,
)

_UNCOVERED = "1-Dash_Gedekt/Dash_Omzet"
_REJECTED, _FOREIGN = given("rejected_lines"), given("foreign_lines")
_REVENUE, _UNREADABLE = given("rejected_revenue"), given("unreadable_lines")
_AT_LEAST = phrase(w.AT_LEAST, revenue=euros(_REVENUE))
_AMOUNT = f'IF(N({_UNREADABLE})=0,{euros(_REVENUE)},IF(ROUND({_REVENUE},0)<=0,"{w.UNREADABLE}",{_AT_LEAST}))'
_REJECTED_TEXT = either(_REJECTED, w.REJECTED, lines=whole(_REJECTED), revenue=_AMOUNT)
_REPEATED = given("repeated_lines")
_EQUAL = {name: euros(given(f"repeated_{name}")) for name in ("revenue", "inside")}
_REPEATED_TEXT = either(_REPEATED, w.REPEATED, lines=whole(_REPEATED), **_EQUAL)
WARNINGS = (
    Line(
        f'IF(COUNT({CUSTOMER_VALUE.column("time_cost")})=0,"{w.WITHOUT_EFFORT}","")',
        lambda d: "" if d.analysis.has_effort else w.WITHOUT_EFFORT,
    ),
    Line(
        f'IF(Dash_Omzet<=0,"",IF(Dash_Gedekt<=0,"{w.WITHOUT_COST}",IF(ROUND({_UNCOVERED},4)<=0,"",'
        f"{phrase(w.UNCOVERED, share=percent(f'({_UNCOVERED})', 1))})))",
        lambda d: warnings.coverage(d.sum("covered_revenue"), d.sum("revenue")),
    ),
    Line(
        # In one line: the charts begin below the last of them.
        f'TRIM(IF(N({_REJECTED})=0,"",{_REJECTED_TEXT})&" "&IF(N({_REPEATED})=0,"",{_REPEATED_TEXT}))',
        lambda d: " ".join(
            filter(
                None,
                (
                    warnings.rejected(*d.lines_left_out("rejected"), d.lines_left_out("unreadable")[0]),
                    warnings.repeated(*d.lines_left_out("repeated"), repeated_inside(d)),
                ),
            )
        ),
    ),
    Line(
        f'IF(N({_FOREIGN})=0,"",{either(_FOREIGN, w.FOREIGN, lines=whole(_FOREIGN))})',
        lambda d: warnings.foreign(d.lines_left_out("foreign")[0]),
    ),
)

_BUBBLES = "(Dash_Verdiend+Dash_Verloor)"
_LOSING = either("Dash_Verloor", w.BUBBLES_LOSING, losing=whole("Dash_Verloor"), shown=whole(_BUBBLES))
_ALL_EARN = phrase(w.BUBBLES_EARNING, shown=whole(_BUBBLES))
_BUBBLE_TITLE = (
    f'IF({_BUBBLES}=0,"{w.BUBBLES_NONE}",'
    f'IF(Dash_Verloor=0,IF(Dash_MetUren=0,"{w.BUBBLES_UNSAID}",{_ALL_EARN}),{_LOSING}))'
)


def _title(formula: str) -> str:
    return f'IF(Dash_Klanten=0,"{w.AFTER_REFRESH}",{formula})'


TITLES = {
    "pareto_title": Line(
        _title(f'IF(Dash_Deel80="","Pareto",{_MOST})'),
        lambda d: d.concentration.split(";")[0].rstrip(".") or "Pareto",
    ),
    "whale_title": Line(
        _title(_WHALE_TITLE),
        lambda d: sentences.whale_title(
            d.analysis.whale.peak,
            d.analysis.whale.at,
            d.analysis.whale.loss_makers,
            d.whale_total,
            certain=d.certain,
        ),
    ),
    "bubble_title": Line(_title(_BUBBLE_TITLE), lambda d: d.bubble_title),
    "pareto_label": Line(
        f'IF(Dash_Deel80="","",{percent("Dash_Deel80")}&" van de klanten")',
        lambda d: f"{f.percentage(d.spread.share_for_80)} van de klanten" if d.needed else "",
    ),
    "whale_label": Line(
        f'IF(Dash_TopWalvis="","",{percent("Dash_TopWalvis")})',
        lambda d: f.percentage(d.analysis.whale.peak) if d.has_peak else "",
    ),
}
"""Titles of charts, and the labels of points in them, by key."""
