"""What Klantkaart works out on the sheet Grafiekgegevens.

A search text filters the drop-down; the chosen customer's row is found once, in cells here, and every figure
of the card is an INDEX into a result table. Nothing is volatile or an array formula, and no formula gives an
error: what is absent is ""."""

from __future__ import annotations

from typing import NamedTuple

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Strip
from klantwaarde_xl.report.pages import months
from klantwaarde_xl.report.pages.columns import CARD_SEARCH
from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE, GROUPS
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.report.pages.months import MONTHS as MONTH_TABLE
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS
from klantwaarde_xl.report.specs import (
    CHART_DATA,
    Block,
    CellSpec,
    ColumnSpec,
    GridSpec,
    TableSpec,
    TextSpec,
    columns_from,
    gap_before,
    split_address,
)

LISTED, MONTHS = 200, 12
"""Rows of the drop-down, months of the trend."""
LIST_NAME = "lijst_Kaart"
CARD_CHOICE = "Kaart_Keuze"
"""Name of the cell that says which customer is shown."""
_NO_HIT = "1E9"
"""Row number that stands for 'no further hit': larger than any sheet, so that a search from there finds
nothing."""
_HIT = f.CellFormat("hit", "number", '[<1000000000]0;""')
_FIRST = 7
_LABEL, _STEP = columns_from("T", 2)


def escaped_search(cell: str) -> str:
    """Return the formula text that makes the wildcards of MATCH and COUNTIF in a cell plain characters.

    >>> escaped_search("A1")
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"~","~~"),"*","~*"),"?","~?")'
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def picked(column: str, row: str, absent: str = "") -> str:
    """Return the formula of the cell in a table's column at the row that a named cell holds.

    The result is "" without a row, and ``absent`` for a blank cell.

    >>> picked("tblA[Omzet]", "Rij")
    'IF(Rij=0,"",IF(INDEX(tblA[Omzet],Rij)="","",INDEX(tblA[Omzet],Rij)))'
    """
    cell = f"INDEX({column},{row})"
    return f'IF({row}=0,"",IF({cell}="","{absent}",{cell}))'


def _first_try(text: str, column: str) -> str:
    return f"IFERROR(MATCH({escaped_search(text)},{column},0),1)"


def _exact(attempt: str, text: str, table: TableSpec, field: str) -> str:
    """Return the formula of the row of a text, in the same case.

    MATCH ignores case and fails on long texts; then the whole column is compared.
    """
    column, header = table.column(field), f"{table.name}[[#Headers],[{table.header(field)}]]"
    slow = f"SUMPRODUCT(EXACT({column},{text})*(ROW({column})-ROW({header})))"
    return f'IF({text}="",0,IF(EXACT(INDEX({column},{attempt}),{text}),{attempt},{slow}))'


class _Step(NamedTuple):
    """A cell between the choice and the figures: its name, label and formula."""

    name: str
    label: str
    formula: str
    look: f.CellFormat = f.INTEGER


_CHOICES, _ID = CARD_TABLE.column("label"), "customer_id"
_STEPS = (
    _Step(
        "Kaart_Patroon",
        "Zoekpatroon",
        f'IF({CARD_SEARCH}="","?*","*"&{escaped_search(CARD_SEARCH)}&"*")',
        f.TEXT_PLAIN,
    ),
    _Step("Kaart_Gevonden", "Klanten gevonden", f"IFERROR(COUNTIF({_CHOICES},Kaart_Patroon),0)"),
    _Step("Kaart_Poging", "Eerste poging keuze", _first_try(CARD_CHOICE, _CHOICES)),
    _Step("Kaart_Gekozen", "Rij van de keuze", _exact("Kaart_Poging", CARD_CHOICE, CARD_TABLE, "label")),
    _Step(
        "Kaart_Lijst",
        "Rij van de getoonde klant",
        f"IF(AND(Kaart_Gekozen>0,IFERROR(COUNTIF({CARD_CHOICE},Kaart_Patroon),0)>0),Kaart_Gekozen,"
        f"IFERROR(MATCH(Kaart_Patroon,{_CHOICES},0),0))",
    ),
    _Step(
        "Kaart_Klantnr",
        "Klantnr",
        f'IF(Kaart_Lijst=0,"",INDEX({CARD_TABLE.column(_ID)},Kaart_Lijst)&"")',
        f.TEXT_PLAIN,
    ),
    _Step(
        "Kaart_PogingW",
        "Eerste poging Klantwaarde",
        _first_try("Kaart_Klantnr", CUSTOMER_VALUE.column(_ID)),
    ),
    _Step("Kaart_Rij", "Rij op Klantwaarde", _exact("Kaart_PogingW", "Kaart_Klantnr", CUSTOMER_VALUE, _ID)),
    _Step("Kaart_PogingM", "Eerste poging Maandomzet", _first_try("Kaart_Klantnr", MONTH_TABLE.column(_ID))),
    _Step("Kaart_Maand", "Rij op Maandomzet", _exact("Kaart_PogingM", "Kaart_Klantnr", MONTH_TABLE, _ID)),
    _Step("Kaart_PogingA", "Eerste poging Acties", _first_try("Kaart_Klantnr", ACTIONS.column(_ID))),
    _Step("Kaart_Actie", "Rij op Acties", _exact("Kaart_PogingA", "Kaart_Klantnr", ACTIONS, _ID)),
    _Step("Kaart_Status", "Status op Acties", picked(ACTIONS.column("status"), "Kaart_Actie"), f.TEXT_PLAIN),
    _Step(
        "Kaart_Opmerking", "Opmerking op Acties", picked(ACTIONS.column("note"), "Kaart_Actie"), f.TEXT_PLAIN
    ),
)


def _step_cell(name: str) -> str:
    return f"{CHART_DATA}!${_STEP}${_FIRST + [step.name for step in _STEPS].index(name)}"


_ABOVE = "N({at[row]}{above})"
_HITS = GridSpec(
    "card_hits",
    (
        ColumnSpec(
            "row",
            "Rij",
            _HIT,
            8,
            formula=f"IFERROR({_ABOVE}+MATCH(Kaart_Patroon,INDEX({_CHOICES},{_ABOVE}+1):"
            f"INDEX({_CHOICES},ROWS({_CHOICES})),0),{_NO_HIT})",
        ),
        ColumnSpec(
            "label",
            "Keuze",
            f.TEXT_PLAIN,
            40,
            formula=f'IF({{at[row]}}{{row}}>={_NO_HIT},"",INDEX({_CHOICES},{{at[row]}}{{row}}))',
        ),
    ),
    "W6",
    LISTED,
    "Keuzelijst van Klantkaart",
)


def nth(before: str) -> str:
    """Return the formula of a cell in the chosen row of tblKaart.

    Its column is ``before`` joined to n, such as 24+n.
    """
    cell = f"INDEX({CARD_TABLE.name}[],Kaart_Lijst,{before}{{n}})"
    return f'IF(Kaart_Lijst=0,"",IF({cell}="","",{cell}))'


_LAST_MEANING = CARD_TABLE.position(f"meaning_{list(DIMENSION_NAMES)[-1]}")


def _dimension_name() -> str:
    """Return the formula of a dimension's name, with what the points of the chosen customer mean."""
    names = ",".join(f'"{DIMENSION_NAMES[field]}"' for field in reversed(DIMENSION_NAMES))
    text = f"INDEX({CARD_TABLE.name}[],Kaart_Lijst,{_LAST_MEANING + 1}-{{n}})"
    return f'CHOOSE({{n}},{names})&IF(Kaart_Lijst=0,"",": "&{text})'


_LAST_DIMENSION = CARD_TABLE.position(f"normalised_{list(DIMENSION_NAMES)[-1]}")
DIMENSION_POINTS = GridSpec(
    "card_dimensions",
    (
        ColumnSpec("name", "Dimensie", f.TEXT_PLAIN, 14, formula=_dimension_name()),
        ColumnSpec("score", "Deze klant", f.SCORE, 12, formula=nth(f"{_LAST_DIMENSION + 1}-")),
        ColumnSpec("median", "Mediaan", f.SCORE, 12),
    ),
    "Z6",
    len(DIMENSION_NAMES),
    "Dimensies van de klant",
)
_MONTH = f"COLUMNS({MONTH_TABLE.name}[])-{MONTHS}+{{n}}"
_NO_MONTH = f"{_MONTH}<{len(MONTH_TABLE.columns) + 1}"
_HEADERS_ROW = split_address(MONTH_TABLE.at)[1]
_HEADERS = f"{months.PAGE.spec.name}!${_HEADERS_ROW}:${_HEADERS_ROW}"
_TREND = GridSpec(
    "card_months",
    (
        ColumnSpec(
            "month",
            "Maand",
            f.TEXT_PLAIN,
            12,
            formula=f'IF({_NO_MONTH},"",INDEX({_HEADERS},1,{_MONTH}))',
        ),
        ColumnSpec(
            "revenue",
            "Omzet",
            f.EURO,
            12,
            formula=f'IF(OR(Kaart_Maand=0,{_NO_MONTH}),"",INDEX({MONTH_TABLE.name}[],Kaart_Maand,{_MONTH}))',
        ),
    ),
    "AD6",
    MONTHS,
    "Omzet per maand van de klant",
)
GROUP_CELLS = GridSpec(
    "card_groups",
    (
        ColumnSpec("name", "Productgroep", f.TEXT_PLAIN, 30),
        ColumnSpec("buyers", "Deel van de klanten", f.PERCENTAGE, 12),
    ),
    "AG6",
    GROUPS + 1,
    "Productgroepen, grootste eerst",
)
_GRIDS = (_HITS, DIMENSION_POINTS, _TREND, GROUP_CELLS)
CARD_STEPS: tuple[Block, ...] = (
    TextSpec(f"{_LABEL}5", "Tussenstappen van Klantkaart", format=f.HEADING),
    *(TextSpec(f"{_LABEL}{row}", step.label, format=f.TEXT_PLAIN) for row, step in enumerate(_STEPS, _FIRST)),
    *(
        CellSpec(f"{_STEP}{row}", step.name, step.look, step.name, step.formula, live=True)
        for row, step in enumerate(_STEPS, _FIRST)
    ),
    *_GRIDS,
)
STRIP = Strip(
    CARD_STEPS,
    (
        *(gap_before(_LABEL), (f"{_LABEL}:{_LABEL}", 28), (f"{_STEP}:{_STEP}", 16)),
        *(width for grid in _GRIDS for width in (gap_before(split_address(grid.at)[0]), *grid.widths)),
    ),
)
LIST_SOURCE = (
    f"{_HITS.cell('label', 1)}:INDEX({_HITS.area('label')},"
    f"MAX(1,MIN({LISTED},{_step_cell('Kaart_Gevonden')})))"
)
"""The drop-down: as many rows of the filtered list as there are hits."""
