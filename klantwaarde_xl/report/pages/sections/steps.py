"""What Doorsneden works out on Grafiekgegevens: names, the choices as numbers, the figures of the chart."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Strip
from klantwaarde_xl.report.pages.sections.data import (
    DIMENSIONS,
    ENTITY,
    GROUP,
    MAY_BE_UNKNOWN,
    MEASURES,
    NAMED,
    NONE,
    OF_CUSTOMER_ONLY,
    SECTIONS,
)
from klantwaarde_xl.report.specs import (
    Block,
    CellSpec,
    ColumnSpec,
    GridSpec,
    TextSpec,
    columns_from,
    gap_before,
)

ROWS, CHARTED = NAMED + 1, 12
"""Values of a property with the row of the others; bars of the chart."""
FIRST, SECOND, MEASURE = "Snij_Per", "Snij_Over", "Snij_Maat"
"""Names of the cells in which the user chooses."""
LEFT, RIGHT = "Snij_Links", "Snij_Rechts"
"""Names of the cells in which two account managers are chosen."""
MANAGERS = "lijst_Managers"
NAMES = GridSpec(
    "section_names",
    tuple(ColumnSpec(field, name, f.TEXT_PLAIN, 16) for field, name in DIMENSIONS.items()),
    "BR6",
    ROWS,
    "Namen, de grootste eerst",
)
_MEASURES = GridSpec(
    "section_measures", (ColumnSpec("name", "Maat", f.TEXT_PLAIN, 16),), "BY6", len(MEASURES), "Maten"
)
_LABEL, _STEP = columns_from("CA", 2)
_CORNERS = NAMES.cell("segment", 1), NAMES.cell("entity", ROWS).split("!")[1]
ALL_NAMES = ":".join(_CORNERS)
_HEADERS = f"{NAMES.cell('segment', 0)}:{NAMES.cell('entity', 0).split('!')[1]}"
CHOSEN_FIRST = f"INDEX({_HEADERS},1,Snij_1)"
"""Formula of the name of the first property; that of segment before anything is chosen."""
SECOND_KNOWN = f"(COUNT(MATCH({SECOND},{_HEADERS},0))=1)"
"""Formula of whether the cell of the second property holds one."""
TWICE = "Staat al bij per: kies hier iets anders"
"""Beside the second property, when it is the first one again."""
_UNKNOWN, _NOT_DIVIDED = "Kies uit de lijst; nu telt ", "Kies uit de lijst; nu wordt niets verdeeld"
REMARKS = {
    "section_first_remark": (f'IF(COUNT(MATCH({FIRST},{_HEADERS},0))=1,"","{_UNKNOWN}"&{CHOSEN_FIRST})'),
    "section_second_remark": (
        f'IF({SECOND_KNOWN},IF(Snij_2=0,"{TWICE}",""),'
        f'IF(OR({SECOND}="",{SECOND}="{NONE}"),"","{_NOT_DIVIDED}"))'
    ),
    "section_measure_remark": (
        f'IF(COUNT(MATCH({MEASURE},{_MEASURES.area("name")},0))=1,"","{_UNKNOWN}{next(iter(MEASURES.values()))}")'
    ),
}
"""Formula of what is said beside each choice, '' when it counts."""
_LEVEL = SECTIONS.column("level")
_NO_CUSTOMER_MEASURE = ",".join(
    f"{name}={list(MEASURES).index(field) + 1}" for field in OF_CUSTOMER_ONLY for name in ("Snij_M",)
)


def _level(*numbers: str) -> str:
    group, entity = (",".join(f"{n}={which}" for n in numbers) for which in (GROUP, ENTITY))
    return f"1+IF(OR({group}),1,0)+IF(OR({entity}),2,0)"


CHOSEN_MEASURE = f"INDEX({_MEASURES.area('name')},Snij_M)"
"""Formula of the name of the measure that counts; that of turnover when the cell holds none."""
NOTHING_KNOWN = f"COUNT(INDEX({SECTIONS.name}[],0,{1 + len(DIMENSIONS)}+Snij_M))=0"
"""Formula of whether that measure is blank everywhere."""

STEPS = (
    ("Snij_1", "Nummer van de eerste", f"IFERROR(MATCH({FIRST},{_HEADERS},0),1)"),
    (
        "Snij_2",
        "Nummer van de tweede, 0 is geen",
        f"IF(IFERROR(MATCH({SECOND},{_HEADERS},0),0)=Snij_1,0,IFERROR(MATCH({SECOND},{_HEADERS},0),0))",
    ),
    ("Snij_M", "Nummer van de maat", f"IFERROR(MATCH({MEASURE},{_MEASURES.area('name')},0),1)"),
    ("Snij_N1", "Niveau van de eerste", _level("Snij_1")),
    ("Snij_N2", "Niveau van beide", _level("Snij_1", "Snij_2")),
    (
        "Snij_Kan",
        "Kan de maat in de kruising (1) of niet (0)",
        f"IF(Snij_2=0,0,IF(AND(Snij_N2>1,OR({_NO_CUSTOMER_MEASURE})),0,1))",
    ),
)
"""Name, label and formula of each step between the choices and the figures."""


def _known_sum(amounts: str, where: str) -> str:
    """Return the formula of a sum: 0 of no rows, '' of rows whose amounts are all blank."""
    return f'IF(COUNTIFS({amounts},"<>",{where})>0,SUMIFS({amounts},{where}),IF(COUNTIFS({where})>0,"",0))'


def _sum(field: str, where: str) -> str:
    amounts = SECTIONS.column(field)
    return _known_sum(amounts, where) if field in MAY_BE_UNKNOWN else f"SUMIFS({amounts},{where})"


def value_name(number: str, dimension: str = "Snij_1") -> str:
    """Return the formula of the name of a value of the chosen property, '' for none."""
    cell = f"INDEX({ALL_NAMES},{number},{dimension})"
    return f'IF({cell}="","",{cell})'


def summed(field: str, number: str) -> str:
    """Return the formula of a measure of one value of the first property."""
    return _sum(field, f"{_LEVEL},Snij_N1,INDEX({SECTIONS.name}[],0,1+Snij_1),{number}")


def total(field: str) -> str:
    """Return the formula of a measure over everything; customers are counted once."""
    level = "1" if field in {"customers", "a_customers"} else "Snij_N1"
    return _sum(field, f"{_LEVEL},{level}")


def crossed(number: str | None, other: str) -> str:
    """Return the formula of the chosen measure at a value of both properties; None: over all of the first."""
    first = "" if number is None else f",INDEX({SECTIONS.name}[],0,1+Snij_1),{number}"
    return _known_sum(
        f"INDEX({SECTIONS.name}[],0,{1 + len(DIMENSIONS)}+Snij_M)",
        f"{_LEVEL},Snij_N2{first},INDEX({SECTIONS.name}[],0,1+Snij_2),{other}",
    )


def is_manager(name: str) -> str:
    """Return the formula of whether a cell holds the name of an account manager."""
    return f'AND({name}<>"",COUNT(MATCH({name},{NAMES.area("account_manager")},0))=1)'


def _is_stranger(name: str) -> str:
    return f'AND({name}<>"",COUNT(MATCH({name},{NAMES.area("account_manager")},0))=0)'


_NOT_THERE = " staat niet bij de accountmanagers; kies uit de lijst"
PAIR_REMARK = (
    f'IF({_is_stranger(LEFT)},{LEFT}&"{_NOT_THERE}",IF({_is_stranger(RIGHT)},{RIGHT}&"{_NOT_THERE}",""))'
)
"""Formula of what is said beside two account managers of whom one is not known, '' when both are."""


def of_manager(field: str, name: str) -> str:
    """Return the formula of a measure of the account manager whose name a cell holds."""
    number = f"IFERROR(MATCH({name},{NAMES.area('account_manager')},0),0)"
    return _sum(field, f"{_LEVEL},1,{SECTIONS.column('account_manager')},{number}")


_BAR = '{at[name]}{row}=""'
CHART = GridSpec(
    "section_chart",
    (
        ColumnSpec("name", "Naam", f.TEXT_PLAIN, 20, formula=value_name("{n}")),
        *(
            ColumnSpec(field, MEASURES[field], f.EURO, 12, formula=f'IF({_BAR},"",{summed(field, "{n}")})')
            for field in ("revenue", "gross_margin")
        ),
    ),
    "CD6",
    CHARTED,
    "Grafiek van Doorsneden",
)


def _step_cells() -> tuple[Block, ...]:
    blocks: list[Block] = [
        TextSpec(f"{_LABEL}6", "Keuzes van Doorsneden", format=f.HEADER_LINE),
        TextSpec(f"{_STEP}6", "Nu", format=f.HEADER_FIGURE),
    ]
    for row, (name, label, formula) in enumerate(STEPS, 7):
        blocks += [
            TextSpec(f"{_LABEL}{row}", label, format=f.TEXT_PLAIN),
            CellSpec(f"{_STEP}{row}", name, f.INTEGER, name, formula, live=True),
        ]
    return tuple(blocks)


STRIPS = (
    Strip((NAMES,), (gap_before("BR"), *NAMES.widths)),
    Strip((_MEASURES,), (gap_before("BY"), *_MEASURES.widths)),
    Strip(_step_cells(), (gap_before(_LABEL), (f"{_LABEL}:{_LABEL}", 36), (f"{_STEP}:{_STEP}", 9))),
    Strip((CHART,), (gap_before("CD"), *CHART.widths)),
)
