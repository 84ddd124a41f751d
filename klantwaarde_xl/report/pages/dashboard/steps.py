"""What a figure behind the Dashboard is, and the formulas that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.facts import Facts
from klantwaarde_xl.report.pages.dashboard.list_steps import MINIMUM
from klantwaarde_xl.report.pages.dashboard.who import most_points
from klantwaarde_xl.report.pages.next_steps.still_to_do import lapses_of, left_alone_of
from klantwaarde_xl.report.pages.pareto import PARETO
from klantwaarde_xl.report.specs import CHART_DATA, columns_from
from klantwaarde_xl.report.words import dashboard_sentences as sentences
from klantwaarde_xl.report.words import followup_sentences

Value = Callable[[Facts], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One figure: cell name or key, label, formula ('' when only the analysis knows it), value now, look."""

    name: str
    label: str
    formula: str
    value: Value
    look: f.CellFormat


class Line(NamedTuple):
    """A sentence: its formula, its text now ('' when there is nothing to say), and its topic (w.TOPICS)."""

    formula: str
    text: Callable[[Facts], str]
    topic: str = "warning"


def repeated_inside(found: Facts) -> float:
    """Return the turnover in the period of lines that equal an earlier one, EUR."""
    again = found.analysis.inputs.repeated
    return float(
        again["revenue"].astype(float)[found.analysis.period.contains(again["date"].to_numpy())].sum()
    )


count, euro, share, text = (
    partial(Step, look=look) for look in (f.INTEGER, f.EURO, f.PERCENTAGE, f.TEXT_PLAIN)
)
column = CUSTOMER_VALUE.column
RANK, REVENUE_RANK, SCORE, NET = map(column, ("rank", "rank_revenue", "score", "contribution"))
HIGH = column("score_high")
REVENUE, RISK, TIME = map(column, ("revenue", "at_risk_reason", "time_cost"))
GROUPS, BREADTH, HOURS, GONE = map(column, ("groups", "breadth", "hours", "if_gone"))
COVERED, STAKE, CHANCE, OWNER = map(
    column, ("covered_revenue", "at_stake", "leave_chance", "account_manager")
)
MEASURED, RUNNING, PART = map(PARETO.column, ("value", "pareto_share", "share"))
FIRST = 7
LABEL, NOW = columns_from("AO", 2)
BIG = f'{REVENUE_RANK},"<="&Dash_Grens'
"""Condition of COUNTIFS on the customers of the largest 20 %."""
# In cents, as the analysis compares: half a cent is nothing.
NO_NET, EARNS = f'{NET},"<="&{HALF_A_CENT}', f'{NET},">"&{HALF_A_CENT}'
COSTS = f'{NET},"<"&-{HALF_A_CENT}'
SAVES = f'{GONE},"<"&-{HALF_A_CENT}'
"""Of customers with whom nothing goes but cost: what goes is below zero, so that they cost money as well."""


def of(part: str, figure: str) -> Value:
    """Return what gives a figure of a part of the analysis."""
    return lambda d: getattr(getattr(d.analysis, part), figure)


def _most(found: Facts, field: str) -> float:
    return most_points(found.analysis)[field]


GIVEN: tuple[Step, ...] = (
    text(
        "measure_words", "Pareto-maat", "", lambda d: sentences.MEASURES[d.analysis.settings.pareto_measure]
    ),
    euro("unassigned", "Omzet zonder klant", "", lambda d: d.total("unassigned")),
    share("unassigned_share", "Deel van wat gelezen is", "", lambda d: d.total("unassigned_share")),
    count("rejected_lines", "Afgekeurde regels", "", lambda d: d.lines_left_out("rejected")[0]),
    euro("rejected_revenue", "Omzet daarvan", "", lambda d: d.lines_left_out("rejected")[1]),
    count("unreadable_lines", "Zonder leesbaar bedrag", "", lambda d: d.lines_left_out("unreadable")[0]),
    count("repeated_lines", "Regels die dubbel lijken", "", lambda d: d.lines_left_out("repeated")[0]),
    euro("repeated_revenue", "Omzet daarvan", "", lambda d: d.lines_left_out("repeated")[1]),
    euro("repeated_inside", "Waarvan in de periode", "", repeated_inside),
    count("left_risk", "Tegen vertrek, niet op Maandag", "", lambda d: d.left_out[0]),
    count("left_gone", "Daarvan waarschijnlijk al weg", "", lambda d: d.left_out[1]),
    text("trial", "Wat de proef tot nu toe vond", "", lambda d: followup_sentences.trial_told(d.trial)),
    Step("years", "Jaren in de periode", "", lambda d: d.analysis.period.years, f.NUMBER),
    count("foreign_lines", "Regels in een munt zonder koers", "", lambda d: d.lines_left_out("foreign")[0]),
    euro(MINIMUM, "Minimaal bedrag kans", "", lambda d: d.analysis.settings.minimum_gap),
    *(
        Step(f"most_{field}", f"Punten {name.lower()}, hoogstens", "", partial(_most, field=field), f.SCORE)
        for field, name in DIMENSION_NAMES.items()
    ),
    count("unlisted", "Niet op Acties: klanten", "", lambda d: int((d.unlisted["potential"] > 0).sum())),
    euro("unlisted_lapses", "Niet op Acties: bij wie weg mag", "", lambda d: lapses_of(d.unlisted)),
    count("unlisted_alone", "Niet op Acties: in de proef", "", lambda d: left_alone_of(d.unlisted)[0]),
    euro("unlisted_alone_euro", "Niet op Acties: proef", "", lambda d: left_alone_of(d.unlisted)[1]),
    euro("unlisted_up_sell", "Niet op Acties: up-sell", "", lambda d: float(d.unlisted["up_sell"].sum())),
    euro("unlisted_margin", "Niet op Acties: marge", "", lambda d: float(d.unlisted["margin"].sum())),
    euro("unlisted_serve", "Niet op Acties: bedienen", "", lambda d: float(d.unlisted["serve"].sum())),
)
"""What the analysis says and no result table holds."""


def given(key: str) -> str:
    """Return the address of a figure that only the analysis knows."""
    row = FIRST + [step.name for step in GIVEN].index(key)
    return f"{CHART_DATA}!${NOW}${row}"
