"""The key figures of the Dashboard: this period, the previous one, and the change."""

from __future__ import annotations

import math
from typing import NamedTuple

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.dashboard.lists import SIZE
from klantwaarde_xl.report.pages.next_steps.actions import action_frame
from klantwaarde_xl.report.pages.next_steps.still_to_do import by_state, everyone, lapses_of
from klantwaarde_xl.report.specs import Block, FigureSpec, TextSpec
from klantwaarde_xl.report.words.state_sentences import STATE_STEPS

_FIRST = 7
_LABEL, _UNIT, _NOW, _BEFORE, _CHANGE = "BCDEF"


class _Figure(NamedTuple):
    """A key figure: label, total of the analysis, look, field of the customers, whether more is worse."""

    label: str
    total: str
    look: f.CellFormat
    field: str
    cost: bool = False
    formula: str = ""
    unknown: str = "onbekend"


_FIGURES = (
    _Figure("Klanten (aantal)", "customers", f.INTEGER, "rank_revenue"),
    _Figure("Omzet", "revenue", f.EURO, "revenue"),
    _Figure("Brutomarge", "gross_margin", f.EURO, "gross_margin"),
    _Figure(
        "Marge %",
        "margin_pct",
        f.PERCENTAGE,
        "gross_margin",
        formula='IF(SUM({covered})>0,SUM({where})/SUM({covered}),"{unknown}")',
    ),
    _Figure("Bedienkosten", "cost_to_serve", f.EURO, "cost_to_serve", cost=True),
    _Figure("Uren (aantal)", "hours", f.INTEGER, "hours", cost=True),
    _Figure("Nettobijdrage", "contribution", f.EURO, "contribution"),
    _Figure("Op het spel", "at_stake", f.EURO, "at_stake", cost=True, unknown="niet te zeggen"),
    _Figure(
        "Te winnen als het lukt",
        "to_win",
        f.EURO,
        "contribution",
        formula=f'IF(Dash_Bekend=0,"{{unknown}}",{STATE_STEPS["to_do"]}Euro)',
        unknown="niet te zeggen",
    ),
    _Figure(
        "waarvan bij wie weg mag",
        "to_lapse",
        f.EURO,
        "contribution",
        formula='IF(Dash_Bekend=0,"{unknown}",Dash_WinnenVervalt)',
        unknown="niet te zeggen",
    ),
)


def figure_cell(total: str, when: str = "now") -> str:
    """Return the address of a key figure: 'now' or 'before'."""
    row = _FIRST + [figure.total for figure in _FIGURES].index(total)
    return f"Dashboard!${_NOW if when == 'now' else _BEFORE}${row}"


def _spec(row: int, figure: _Figure) -> FigureSpec:
    where = CUSTOMER_VALUE.column(figure.field)
    # Who has no invoice line has no rank: the ranks count the customers.
    added = "COUNT" if figure.total == "customers" else "SUM"
    return FigureSpec(
        figure.label,
        f"total_{figure.total}",
        f"previous_total_{figure.total}",
        figure.look.sized(SIZE).shrunk(),
        f"{_LABEL}{row}",
        f"{_NOW}{row}",
        f"{_BEFORE}{row}",
        f"{_CHANGE}{row}",
        formula=figure.formula.format(
            where=where,
            covered=CUSTOMER_VALUE.column("covered_revenue"),
            unknown=figure.unknown,
        )
        or f'IF(COUNT({where})=0,"{figure.unknown}",{added}({where}))',
        total=figure.total == "contribution",
        cost=figure.cost,
        points=figure.look is f.PERCENTAGE,
        unknown=figure.unknown,
    )


KEY_FIGURES: tuple[Block, ...] = (
    TextSpec(f"{_LABEL}{_FIRST - 2}", "Kerncijfers", format=f.HEADING),
    *(_spec(row, figure) for row, figure in enumerate(_FIGURES, _FIRST)),
    TextSpec(f"{_NOW}{_FIRST - 1}", "Deze periode", format=f.HEADER_FIGURE),
    TextSpec(f"{_BEFORE}{_FIRST - 1}", "Vorige", format=f.HEADER_FIGURE),
    TextSpec(f"{_CHANGE}{_FIRST - 1}", "Verschil", format=f.HEADER_FIGURE),
    TextSpec(f"{_LABEL}{_FIRST - 1}", "In EUR", format=f.HEADER_LINE),
    TextSpec(f"{_UNIT}{_FIRST - 1}", "", format=f.HEADER_LINE),
)


def key_figure_values(source: Source) -> dict[str, object]:
    """Return the totals of both periods by key; NaN where the analysis has none."""
    customers = source.analysis.customers
    known = bool(customers["contribution"].notna().any())
    actions = everyone(source.analysis, source.once(action_frame))
    totals = {
        **source.analysis.totals,
        "at_stake": customers["at_stake"].sum(min_count=1),
        "to_win": by_state(actions)["to_do"][1] if known else math.nan,
        "to_lapse": lapses_of(actions) if known else math.nan,
    }
    if not totals.get("previous_customers"):
        totals = {name: figure for name, figure in totals.items() if not name.startswith("previous_")}
    return {
        f"{when}total_{figure.total}": float(totals.get(f"{when}{figure.total}", math.nan))
        for figure in _FIGURES
        for when in ("", "previous_")
    }
