"""Where Wat als works out its steps, on Grafiekgegevens, and the lists that its cells choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.basis import Step
from klantwaarde_xl.report.pages.what_if.data import CLASS, EVERYONE
from klantwaarde_xl.report.pages.what_if.terms import Term
from klantwaarde_xl.report.pages.what_if.weights import TOP
from klantwaarde_xl.report.specs import (
    CHART_DATA,
    Block,
    CellSpec,
    ColumnSpec,
    GridSpec,
    TextSpec,
    columns_from,
    gap_before,
)

LISTED, FIRST = 200, 7
"""Customers in a drop-down, the first row of the helper cells."""
_LABEL, _STEP = columns_from("CI", 2)
_FIRM, _FIXED = columns_from("CL", 2)
_TOP_COLUMNS = dict(zip(("n", "key", "row", "old", "gone"), columns_from("CO", 5), strict=True))
_SEGMENTS = 50
CHOICES = GridSpec(
    "what_if_choices",
    (
        ColumnSpec("scope", "Voor wie", f.TEXT_PLAIN, 34),
        ColumnSpec("customer", "Laten gaan, de laagste eerst", f.TEXT_PLAIN, 34),
    ),
    "CU6",
    LISTED + _SEGMENTS + 4,
    "Keuzelijsten van Wat als",
)


def _list(field: str) -> str:
    area = CHOICES.area(field)
    return f'{CHOICES.cell(field, 1)}:INDEX({area},MAX(1,COUNTIF({area},"?*")))'


LISTS = (("lijst_WatAls", _list("scope")), ("lijst_WatAlsKlant", _list("customer")))


def choices_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lists: everyone, the classes and segments and the first customers; who earns least first."""
    classes = sorted(name for name in rows["class"].unique() if name.removeprefix(CLASS).strip())
    segments = sorted(rows["segment"].unique())[:_SEGMENTS]
    by_worst = rows[rows["worst"] > 0].sort_values("worst")["label"]
    lists = {
        "scope": [EVERYONE, *classes, *segments, *rows["label"].head(LISTED)],
        "customer": [*by_worst.head(LISTED)],
    }
    length = max(len(texts) for texts in lists.values())
    padded = {name: [*texts, *[""] * (length - len(texts))] for name, texts in lists.items()}
    return pd.DataFrame(padded, dtype=object)


@dataclass(frozen=True, slots=True)
class Firm:
    """What of the firm is not in the table: length of the period in years, weights, known dimensions.

    ``compared``: 1 with a previous period, else 0."""

    years: float
    weights: Mapping[str, float]
    there: Mapping[str, float]
    compared: float


def fixed_cells(firm: Firm) -> dict[str, tuple[str, Term]]:
    """Return, by name, the label and cell of the figures that a refresh puts on Grafiekgegevens."""
    cells = {"years": ("Jaren in de periode", firm.years)}
    cells |= {
        f"there_{name}": (f"Bekend: {text}", firm.there[name]) for name, text in DIMENSION_NAMES.items()
    }
    cells["compared"] = ("Vorige periode", firm.compared)
    return {
        name: (label, Term(f"{CHART_DATA}!${_FIXED}${row}", value))
        for row, (name, (label, value)) in enumerate(cells.items(), FIRST)
    }


_SHARES = FIRST + len(DIMENSION_NAMES) + 2
SHARES = f"{CHART_DATA}!${_FIXED}${_SHARES}:${_FIXED}${_SHARES + len(DIMENSION_NAMES) - 1}"


def top_cell(column: str, n: int) -> str:
    """Return the address of a helper cell of the place ``n``."""
    return f"{CHART_DATA}!${_TOP_COLUMNS[column]}${FIRST + n - 1}"


def top_area(column: str) -> str:
    """Return the cells of a helper column of the top."""
    return f"{top_cell(column, 1)}:{top_cell(column, TOP).split('!')[1]}"


Put = tuple[tuple[Block, ...], dict[str, object]]
"""Blocks and the values that they name."""


def _key(at: str) -> str:
    return f"what_if_step_{at}"


def step_cells(steps: list[Step]) -> Put:
    """Return the cells of the steps, one below the other."""
    blocks: list[Block] = [
        TextSpec(f"{_LABEL}5", "Tussenstappen van Wat als", format=f.HEADING),
        TextSpec(f"{_LABEL}6", "Stap", format=f.HEADER_LINE),
        TextSpec(f"{_STEP}6", "Nu", format=f.HEADER_FIGURE),
    ]
    values: dict[str, object] = {}
    for row, step in enumerate(steps, FIRST):
        at = f"{_STEP}{row}"
        blocks.append(TextSpec(f"{_LABEL}{row}", step.label, format=f.TEXT_PLAIN))
        blocks.append(CellSpec(at, _key(at), step.look, step.name, step.term.formula, live=True))
        values[_key(at)] = step.term.value
    return tuple(blocks), values


def firm_cells(fixed: Mapping[str, tuple[str, Term]], shares: Mapping[str, Term]) -> Put:
    """Return the cells with figures of the firm, and below them the shares of the weights."""
    blocks: list[Block] = [
        TextSpec(f"{_FIRM}6", "Bij Wat als", format=f.HEADER_LINE),
        TextSpec(f"{_FIXED}6", "Nu", format=f.HEADER_FIGURE),
    ]
    values: dict[str, object] = {}
    for row, (label, cell) in enumerate(fixed.values(), FIRST):
        at = f"{_FIXED}{row}"
        blocks += [TextSpec(f"{_FIRM}{row}", label, format=f.TEXT_PLAIN), CellSpec(at, _key(at), f.NUMBER)]
        values[_key(at)] = cell.value
    for row, (name, share) in enumerate(shares.items(), _SHARES):
        at = f"{_FIXED}{row}"
        blocks.append(TextSpec(f"{_FIRM}{row}", f"Gewicht {DIMENSION_NAMES[name]}", format=f.TEXT_PLAIN))
        blocks.append(CellSpec(at, _key(at), f.PERCENTAGE, formula=share.formula, live=True))
        values[_key(at)] = share.value
    return tuple(blocks), values


_HEADERS = {"n": "Plaats", "key": "Score", "row": "Rij", "old": "Rij nu", "gone": "Eruit"}


def top_cells(columns: Mapping[str, list[Term]]) -> Put:
    """Return the helper cells of the new and the old top, by column from the first place down."""
    blocks: list[Block] = [TextSpec(f"{_TOP_COLUMNS['n']}5", "Top van Wat als", format=f.HEADING)]
    values: dict[str, object] = {}
    for name, letters in _TOP_COLUMNS.items():
        blocks.append(TextSpec(f"{letters}6", _HEADERS[name], format=f.HEADER_FIGURE))
        for row, cell in enumerate(columns.get(name, []), FIRST):
            at = f"{letters}{row}"
            look = f.NUMBER_FREE if name == "key" else f.INTEGER
            blocks.append(CellSpec(at, _key(at), look, formula=cell.formula, live=True))
            values[_key(at)] = cell.value
    blocks += [
        TextSpec(f"{_TOP_COLUMNS['n']}{row}", str(n), format=f.RIGHT)
        for n, row in enumerate(range(FIRST, FIRST + TOP), 1)
    ]
    return tuple(blocks), values


WIDTHS = (
    (gap_before(_TOP_COLUMNS["n"]), (f"{_TOP_COLUMNS['n']}:{_TOP_COLUMNS['gone']}", 10)),
    (gap_before(_LABEL), (f"{_LABEL}:{_LABEL}", 46), (f"{_STEP}:{_STEP}", 16)),
    (gap_before(_FIRM), (f"{_FIRM}:{_FIRM}", 26), (f"{_FIXED}:{_FIXED}", 10)),
    (gap_before("CU"), *CHOICES.widths),
)
"""The widths of the columns of the top, the steps, the firm and the lists, in that order."""
