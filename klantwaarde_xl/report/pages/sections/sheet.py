"""The page Doorsneden: every measure per property, crossed with a second one, and two managers side by side.

Plain formulas on the table of Doorsnedegegevens; the user chooses in cells."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.sections import steps as s
from klantwaarde_xl.report.pages.sections.data import (
    COLUMNS,
    DIMENSIONS,
    MEASURES,
    NONE,
    OF_CUSTOMER_ONLY,
    PAIRED,
    RATIOS,
    sections,
)
from klantwaarde_xl.report.pages.sections.values import (
    LARGEST_ONLY,
    TWICE_TABLE,
    first_choices,
    sheet_values,
)
from klantwaarde_xl.report.specs import Block, CellSpec, ColumnSpec, GridSpec, SheetSpec, TextSpec, Validation
from klantwaarde_xl.report.specs import columns_from as letters_from
from klantwaarde_xl.report.words.comparison_sentences import PORTFOLIOS
from klantwaarde_xl.report.words.formula_sentences import percent

_TOP = 26
_INPUT, _COUNT = f.TEXT.as_input(), f.INTEGER.shrunk()
_EURO, _CENTS = f.EURO.shrunk(), f.EURO_CENTS.shrunk()
_REMARK = f.TEXT_PLAIN.in_colour(f.ACCENT_2)
_EMPTY = '{at[name]}{row}=""'
_SHARED_HEADER = f.CellFormat("section_header", bold=True, fill=f.BAND, align="right", shrink=True)


_VALUE = "({n}-1)"
"""The number of the value in a row of the grid: the first row is the total."""
_SEVERAL = f"AND(Snij_N2>1,Snij_M={list(MEASURES).index('customers') + 1})"
"""Whether customers may be in several columns, so that these do not add up."""


_OTHERS = f"INDEX({s.ALL_NAMES},{COLUMNS + 1},Snij_2)"
"""The name of the first value of the second property without a column of its own."""


def _first_or(total: str, formula: str) -> str:
    """Return the formula of a cell: in the first row the total, else that of a value."""
    return f"IF({{n}}=1,{total},{formula})"


def _own(field: str, look: f.CellFormat, width: float) -> ColumnSpec:
    absent = f"OR({_EMPTY},Snij_N1>1)" if field in OF_CUSTOMER_ONLY else _EMPTY
    shown = _first_or(s.total(field), s.summed(field, _VALUE))
    return ColumnSpec(field, MEASURES[field], look, width, formula=f'IF({absent},"",{shown})')


def _share(part: str, whole: str) -> str:
    return f'IF({_EMPTY},"",IF(ROUND({whole},2)<=0,"",{part}/{whole}))'


def _of_row(field: str) -> str:
    return _first_or(s.total(field), s.summed(field, _VALUE))


def _crossing(number: int) -> ColumnSpec:
    there = f"INDEX({s.ALL_NAMES},{number},Snij_2)"
    other, absent = str(number), f"OR({_EMPTY},Snij_Kan=0)"
    if number > COLUMNS:
        other, absent = f'">{COLUMNS}"', f"OR({_EMPTY},Snij_Kan=0,{_SEVERAL})"
    shown = _first_or(s.crossed(None, other), s.crossed(_VALUE, other))
    if number <= COLUMNS:
        shown = f'IF(AND({{n}}=1,{_SEVERAL},Snij_1>4),"",{shown})'
    formula = f'IF({absent},"",IF({there}="","",{shown}))'
    return ColumnSpec(f"cross_{number}", "", _EURO, 11, formula=formula)


TABLE = GridSpec(
    "section_rows",
    (
        ColumnSpec("name", "Naam", f.TEXT_SHRUNK, 22, formula=_first_or('"Totaal"', s.value_name(_VALUE))),
        _own("customers", _COUNT, 8.5),
        _own("revenue", _EURO, 12),
        ColumnSpec(
            "share", "Deel omzet", f.PERCENTAGE, 11, formula=_share("{at[revenue]}{row}", s.total("revenue"))
        ),
        _own("gross_margin", _EURO, 12),
        ColumnSpec(
            "margin_pct",
            "Marge %",
            f.PERCENTAGE,
            9,
            formula=_share("{at[gross_margin]}{row}", _of_row("covered_revenue")),
        ),
        _own("cost_to_serve", _EURO, 13),
        _own("contribution", _EURO, 13.5),
        _own("hours", f.HOURS, 10),
        ColumnSpec(
            "a_share",
            "Deel A-klanten",
            f.PERCENTAGE,
            10,
            formula=_share(_of_row("a_customers"), "{at[customers]}{row}"),
        ),
        ColumnSpec("gap", "", f.TEXT_PLAIN, 2),
        *(_crossing(number) for number in range(1, COLUMNS + 2)),
    ),
    f"A{_TOP}",
    s.ROWS + 1,
)
_AT = TABLE.letters
_REVENUE = f"{_AT['revenue']}{_TOP + 2}:{_AT['revenue']}{_TOP + 1 + s.ROWS}"
_CHECK = (
    TextSpec(f"A{_TOP - 2}", "Verschil met Klantwaarde", format=f.SUBTITLE_CELL),
    CellSpec(
        f"{_AT['revenue']}{_TOP - 2}",
        "section_difference",
        _CENTS.in_colour(f.GREY),
        formula=f"ROUND(SUM({_REVENUE})-SUM({CUSTOMER_VALUE.column('revenue')}),2)",
        live=True,
    ),
)


def _crossing_headers() -> tuple[Block, ...]:
    blocks: list[Block] = [
        CellSpec(
            f"{_AT['cross_1']}{_TOP - 2}",
            "section_crossing",
            f.HEADING,
            formula=(
                f'IF(Snij_2=0,IF({s.SECOND_KNOWN},{s.CHOSEN_FIRST}&"{TWICE_TABLE}",""),'
                f'IF(Snij_Kan=0,{s.CHOSEN_MEASURE}&" is alleen per klant bekend",'
                f'IF({s.NOTHING_KNOWN},{s.CHOSEN_MEASURE}&" is niet bekend",'
                f'{s.CHOSEN_MEASURE}&" per "&LOWER({s.CHOSEN_FIRST})&" en "&LOWER({s.SECOND})'
                f'&IF({_SEVERAL},IF({_OTHERS}="","","{LARGEST_ONLY}"),""))))'
            ),
            live=True,
        )
    ]
    for number in range(1, COLUMNS + 2):
        there = f"INDEX({s.ALL_NAMES},{number},Snij_2)"
        shown = there if number <= COLUMNS else f'IF({_SEVERAL},"","Overige")'
        formula = f'IF(Snij_Kan=0,"",IF({there}="","",{shown}))'
        at = f"{_AT[f'cross_{number}']}{_TOP - 1}"
        blocks.append(CellSpec(at, f"section_header_{number}", _SHARED_HEADER, formula=formula, live=True))
    return tuple(blocks)


_PAIR_TOP = 10


def _pair() -> tuple[Block, ...]:
    """Return the block with two account managers beside each other."""
    left, right, difference = letters_from("C", 3)
    choice = Validation("list", s.MANAGERS, message="Kies een accountmanager.", strict=True)
    blocks: list[Block] = [
        TextSpec(f"A{_PAIR_TOP}", "Accountmanager naast accountmanager", format=f.HEADING),
        TextSpec(f"{left}{_PAIR_TOP + 1}", PORTFOLIOS, format=f.SUBTITLE),
        CellSpec(f"A{_PAIR_TOP + 1}", "section_left", _INPUT, s.LEFT, validation=choice),
        CellSpec(f"A{_PAIR_TOP + 2}", "section_right", _INPUT, s.RIGHT, validation=choice),
        CellSpec(f"B{_PAIR_TOP + 2}", "section_pair_remark", _REMARK, formula=s.PAIR_REMARK, live=True),
        TextSpec(f"A{_PAIR_TOP + 3}", "Maat", format=f.HEADER_LINE),
        TextSpec(f"B{_PAIR_TOP + 3}", format=f.HEADER_LINE),
        TextSpec(f"{left}{_PAIR_TOP + 3}", "Bovenste", format=f.HEADER_FIGURE),
        TextSpec(f"{right}{_PAIR_TOP + 3}", "Onderste", format=f.HEADER_FIGURE),
        TextSpec(f"{difference}{_PAIR_TOP + 3}", "Verschil", format=f.HEADER_FIGURE),
    ]
    looks = {"hours": f.HOURS, "customers": _COUNT, "per_hour": _CENTS, "margin_pct": f.PERCENTAGE}
    for row, (field, label) in enumerate(PAIRED.items(), _PAIR_TOP + 4):
        look = looks.get(field, _EURO)
        blocks.append(TextSpec(f"A{row}", label, format=f.TEXT_PLAIN))
        for side, column, name in (("left", left, s.LEFT), ("right", right, s.RIGHT)):
            blocks.append(
                CellSpec(
                    f"{column}{row}", f"section_{side}_{field}", look, formula=_paired(field, name), live=True
                )
            )
        both = f"{left}{row},{right}{row}"
        blocks.append(
            CellSpec(
                f"{difference}{row}",
                f"section_difference_{field}",
                f.POINTS if look is f.PERCENTAGE else look,
                formula=f'IF(COUNT({both})<2,"",{left}{row}-{right}{row})',
                live=True,
            )
        )
    return tuple(blocks)


def _paired(field: str, name: str) -> str:
    if field not in RATIOS:
        return f'IF({s.is_manager(name)},{s.of_manager(field, name)},"")'
    part, whole = (s.of_manager(each, name) for each in RATIOS[field])
    # Either may be '' where nothing is known of it; then so is the ratio.
    return f'IF({s.is_manager(name)},IFERROR(IF(ROUND({whole},2)<=0,"",{part}/{whole}),""),"")'


def _remarks() -> tuple[Block, ...]:
    """Return what is said beside each choice that does not count, clear of the words beside the choice."""
    return tuple(
        CellSpec(f"D{row}", value, _REMARK, formula=formula, live=True)
        for row, (value, formula) in enumerate(s.REMARKS.items(), 6)
    )


def _choice(at: str, value: str, name: str, options: tuple[str, ...]) -> CellSpec:
    return CellSpec(
        at, value, _INPUT, name, validation=Validation("list", options, message="Kies uit de lijst.")
    )


_NAMES_OF_DIMENSIONS = tuple(DIMENSIONS.values())
_CHART = ChartSpec(
    "column",
    f"G{_PAIR_TOP - 5}",
    700,
    330,
    "section_title",
    "section_alt",
    (
        SeriesSpec("Omzet", s.CHART.frame, "name", "revenue", colour=f.PREVIOUS),
        SeriesSpec("Brutomarge", s.CHART.frame, "name", "gross_margin"),
    ),
    AxisSpec("", f.TEXT_PLAIN),
    AxisSpec("", f.EURO, None, None, None, grid=True),
    "Doorsnede",
    legend=True,
)
_LARGEST, _OF_LARGEST = s.CHART.cell("name", 1), s.CHART.cell("revenue", 1)
_ALL = f"Doorsneden!${_AT['revenue']}${_TOP + 1}"
_TITLE = (
    f'"Omzet en brutomarge per "&LOWER({s.CHOSEN_FIRST})&IF(OR({_LARGEST}="",N({_ALL})<=0),"",'
    f'": "&{_LARGEST}&" heeft "&{percent(f"{_OF_LARGEST}/{_ALL}")}&" van de omzet")'
)
PAGE = Page(
    SheetSpec(
        "Doorsneden",
        title="Doorsneden",
        about="elke maat per segment, regio, accountmanager, klasse, groep of administratie, en gekruist",
        message="section_message",
        subtitle="section_subtitle",
        tab_colour=f.ACCENT,
        freeze="A5",
        widths=TABLE.widths,
        blocks=(
            TextSpec("A5", "Kies hier", format=f.HEADING),
            TextSpec("B6", "per", format=f.SUBTITLE_CELL),
            _choice("A6", "section_first", s.FIRST, _NAMES_OF_DIMENSIONS),
            TextSpec("B7", "verdeeld over", format=f.SUBTITLE_CELL),
            _choice("A7", "section_second", s.SECOND, (NONE, *_NAMES_OF_DIMENSIONS)),
            TextSpec("B8", "maat van de verdeling", format=f.SUBTITLE_CELL),
            _choice("A8", "section_measure", s.MEASURE, tuple(MEASURES.values())),
            *_remarks(),
            *_pair(),
            _CHART,
            *_crossing_headers(),
            TABLE,
            *_CHECK,
        ),
    ),
    frames=lambda source: source.once(_made)[0],
    values=lambda source: source.once(_made)[1],
    strips=s.STRIPS,
    titles={"section_title": _TITLE},
    names=((s.MANAGERS, s.NAMES.area("account_manager")),),
)


def _made(source: Source) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """Return the frames and values for the choices of a new sheet."""
    found = source.once(sections)
    return sheet_values(found, *first_choices(found))
