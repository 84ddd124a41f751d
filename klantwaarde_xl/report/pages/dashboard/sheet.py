"""The sheet Dashboard, declared: the answer in words, key figures, three charts and three short lists on one
page."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.charts import effort_chart, pareto_chart, whale_charts
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, TO_CARD
from klantwaarde_xl.report.pages.dashboard.formulas import (
    ACTIONS,
    FIGURES_FROM,
    HEADLINE_FORMULA,
    LIST_HEADER,
    LISTED,
    SENTENCES,
    UNASSIGNED_FORMULA,
    WARNINGS,
    customers,
    shown_line,
)
from klantwaarde_xl.report.pages.settings_used import with_changes
from klantwaarde_xl.report.specs import (
    Block,
    CellSpec,
    ColumnSpec,
    FigureSpec,
    GridSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
)
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.formula_sentences import column, shortened

_CHARTS, _LAST = 16, LIST_HEADER + LISTED + 2
_CHART_SIZE, _BUBBLES_SIZE = (486, 342), (454, 342)
_SIZE = 11
"""Letters of the page, in points: it is printed at about three quarters."""
_FIGURES = (
    ("Klanten (aantal)", "customers", f.INTEGER, "COUNTA", "customer_id", False),
    ("Omzet", "revenue", f.EURO, "SUM", "revenue", False),
    ("Brutomarge", "gross_margin", f.EURO, "SUM", "gross_margin", False),
    ("Bedienkosten", "cost_to_serve", f.EURO, "SUM", "cost_to_serve", True),
    ("Uren (aantal)", "hours", f.INTEGER, "SUM", "hours", True),
    ("Nettobijdrage", "contribution", f.EURO, "SUM", "contribution", False),
)
"""Label, total of the analysis, look, how it is added up, field of tblKlantwaarde, and whether more is
worse."""


def _figure(n: int) -> FigureSpec:
    label, key, look, function, field, cost = _FIGURES[n]
    row, where = FIGURES_FROM + n, customers(field)
    counted = "COUNTA" if function == "COUNTA" else "COUNT"
    formula = f'IF({counted}({where})=0,"",{function}({where}))'
    places = (f"B{row}", f"D{row}", f"E{row}", f"F{row}")
    last = n == len(_FIGURES) - 1
    return FigureSpec(
        label,
        f"total_{key}",
        f"previous_total_{key}",
        look.sized(_SIZE).shrunk(),
        *places,
        formula,
        last,
        cost,
    )


def _position(row: str) -> ColumnSpec:
    return ColumnSpec("position", "#", f.INTEGER.sized(_SIZE).shrunk(), formula=f'IF({row}="","",{{n}})')


def _name(row: str, name: str, nobody: str = "") -> ColumnSpec:
    absent = f'IF(AND({{n}}=1,Dash_Klanten>0),{nobody},"")' if nobody else '""'
    return ColumnSpec(
        "name",
        "Klantnaam",
        f.TEXT_PLAIN.sized(_SIZE).shrunk(),
        formula=f'IF({row}="",{absent},{shortened(name)})',
        link=TO_CARD,
    )


def _listed(
    field: str, header: str, look: f.CellFormat, table: TableSpec, source: str, row: str, **more: str
) -> ColumnSpec:
    cell = f"INDEX({column(table, source)},{row})"
    formula = f'IF({row}="","",IF({cell}="","",{cell}))'
    # type: ignore[arg-type]
    return ColumnSpec(field, header, look.sized(_SIZE).shrunk(), formula=formula, **more)


def _steps(letters: str) -> list[str]:
    """Return the cells of one row of a list's steps on Grafiekgegevens."""
    return [f"Grafiekgegevens!${letter}{{row}}" for letter in letters.split()]


def _best() -> GridSpec:
    row, name = _steps("AS AT")
    columns = (
        _position(row),
        _name(row, name),
        _listed("score", "Score", f.SCORE, CUSTOMER_VALUE, "score", row),
        _listed(
            "contribution",
            "Nettobijdrage",
            f.EURO,
            CUSTOMER_VALUE,
            "contribution",
            row,
            conditional="negative",
        ),
        _listed("rank_revenue", "Rang omzet", f.INTEGER, CUSTOMER_VALUE, "rank_revenue", row),
    )
    return GridSpec("best", columns, f"B{LIST_HEADER}", LISTED, "Tien beste klanten")


def _losing() -> GridSpec:
    row, name = _steps("AV AW")
    columns = (
        _position(row),
        _name(row, name, f'IF(Dash_Bekend=0,"{w.LOSSES_UNKNOWN}","{w.NOBODY_LOSES}")'),
        _listed("revenue", "Omzet", f.EURO, CUSTOMER_VALUE, "revenue", row),
        _listed(
            "contribution",
            "Nettobijdrage",
            f.EURO,
            CUSTOMER_VALUE,
            "contribution",
            row,
            conditional="negative",
        ),
        _listed("rank_revenue", "Rang omzet", f.INTEGER, CUSTOMER_VALUE, "rank_revenue", row),
    )
    return GridSpec("losing", columns, f"H{LIST_HEADER}", LISTED, "Tien klanten die het meeste geld kosten")


def _opportunities() -> GridSpec:
    row, name = _steps("AY AZ")
    columns = (
        _position(row),
        _name(row, name, f'"{w.NO_CHANCES}"'),
        _listed("amount", "EUR per jaar", f.EURO, ACTIONS, "potential", row),
        _listed("detail", "Waarmee", f.TEXT_PLAIN, ACTIONS, "best_lever", row),
    )
    return GridSpec(
        "opportunities",
        columns,
        f"N{LIST_HEADER}",
        LISTED,
        "Tien grootste kansen in de andere 80 % van de klanten",
    )


def _lines(prefix: str, first: int, count: int, look: f.CellFormat) -> list[Block]:
    return [
        CellSpec(f"H{first + n}", f"{prefix}_{n + 1}", look, formula=shown_line(prefix, n + 1), live=True)
        for n in range(count)
    ]


DASHBOARD = SheetSpec(
    "Dashboard",
    title="Klantwaarde",
    about=(
        "het antwoord in één zin, kerncijfers, drie grafieken, tien beste klanten, tien die geld kosten, "
        "tien kansen"
    ),
    message="headline",
    message_formula=HEADLINE_FORMULA,
    subtitle="period_line",
    tab_colour=f.ACCENT,
    freeze="A5",
    widths=(
        *((columns, 1.5) for columns in ("A:A", "G:G", "M:M")),
        *((columns, 4.5) for columns in ("B:B", "H:H", "N:N")),
        *((columns, 27) for columns in ("C:C", "I:I", "O:O")),
        *((columns, 11.5) for columns in ("D:D", "J:J", "P:P")),
        *((columns, 13) for columns in ("E:E", "K:K")),
        *(("F:F", 10.5), ("L:L", 10.5), ("Q:Q", 19.5)),
    ),
    heights=(
        *((row, 15.75) for row in range(5, _CHARTS)),
        *((row, 14.25) for row in range(_CHARTS, LIST_HEADER - 1)),
        *((row, 16.5) for row in range(LIST_HEADER - 1, LIST_HEADER + LISTED + 1)),
    ),
    pages_tall=1,
    print_area=f"A1:Q{_LAST}",
    back=f"B{_LAST}",
    left="B",
    blocks=(
        with_changes(CellSpec("B4", "notice", f.WARNING, formula=UNASSIGNED_FORMULA, live=True)),
        TextSpec("B5", "Kerncijfers", format=f.HEADING),
        *(_figure(n) for n in range(len(_FIGURES))),
        TextSpec("D6", "Deze periode", format=f.HEADER_FIGURE),
        TextSpec("E6", "Vorige", format=f.HEADER_FIGURE),
        TextSpec("F6", "Verschil", format=f.HEADER_FIGURE),
        TextSpec("B6", "In EUR", format=f.HEADER_LINE),
        TextSpec("C6", "", format=f.HEADER_LINE),
        TextSpec("H5", "Wat opvalt", format=f.HEADING),
        *_lines("sentence", 6, SENTENCES, f.SENTENCE),
        *_lines("warning", 6 + SENTENCES, WARNINGS, f.WARNING),
        pareto_chart(f"B{_CHARTS}", *_CHART_SIZE),
        *whale_charts(f"H{_CHARTS}", *_CHART_SIZE),
        TextSpec(f"N{_CHARTS}", value="bubble_absent", format=f.SUBTITLE),
        effort_chart(f"N{_CHARTS}", *_BUBBLES_SIZE),
        _best(),
        _losing(),
        _opportunities(),
    ),
)
