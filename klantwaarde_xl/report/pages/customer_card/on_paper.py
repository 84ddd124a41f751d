"""Klantkaart of several chosen customers in one document, for paper: values in the place of formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.customer_card.steps import STRIP
from klantwaarde_xl.report.pages.customer_card.values import card_of
from klantwaarde_xl.report.specs import Block, CellSpec, GridSpec, LinkSpec, SheetSpec, TextSpec

_INPUTS = {"B5", "B6", "B7", "G5", "G6", "H6", "I6", "J6"}
"""Where the customer is chosen: of no use on paper."""
_DATA = {"card_dimensions": "P6", "card_months": "T6"}
"""Where the figures behind the charts stand: to the right of what is printed."""


def with_cards(document: Document, customers: Sequence[str]) -> tuple[Document, tuple[str, ...]]:
    """Return the document with a sheet Klantkaart per customer number, and the names of those sheets.

    A number that is not on Klantkaart gives the first customer of its list."""
    sheets: list[SheetSpec] = []
    frames, values = dict(document.frames), dict(document.values)
    for n, customer in enumerate(customers, 1):
        card_frames, card_values = card_of(document.frames, customer)
        sheets.append(_sheet(n, card_values))
        frames |= {_key(frame, n): card_frames[frame] for frame in _DATA}
        values |= {_key(key, n): value for key, value in card_values.items()}
    names = tuple(sheet.name for sheet in sheets)
    return replace(document, sheets=(*document.sheets, *sheets), frames=frames, values=values), names


def _key(key: str, n: int) -> str:
    return f"{key} {n}"


def _sheet(n: int, values: Mapping[str, object]) -> SheetSpec:
    grids = (block for block in STRIP.blocks if isinstance(block, GridSpec) and block.frame in _DATA)
    blocks = [_fixed(block, n, values) for block in (*CARD_SHEET.blocks, *grids)]
    return replace(
        CARD_SHEET,
        name=f"{CARD_SHEET.name} {n}",
        message=_key(CARD_SHEET.message, n),
        message_formula="",
        subtitle="",
        back="",
        blocks=tuple(block for block in blocks if block is not None),
    )


def _fixed(block: Block, n: int, values: Mapping[str, object]) -> Block | None:
    """Return a block of the card with the values of customer ``n``; None for what is not for paper."""
    match block:
        case TextSpec() | CellSpec() if block.at in _INPUTS:
            return None
        case CellSpec() if block.value in values:
            shown = _key(block.value, n)
            return replace(block, value=shown, name="", formula="", validation=None, live=False)
        case LinkSpec():
            return None
        case ChartSpec():
            series = tuple(replace(one, frame=_key(one.frame, n)) for one in block.series)
            title, told = _key(block.title_value, n), _key(block.alt_value, n)
            return replace(block, series=series, title_value=title, alt_value=told)
        case GridSpec():
            columns = tuple(replace(column, formula="") for column in block.columns)
            return replace(block, frame=_key(block.frame, n), at=_DATA[block.frame], columns=columns)
        case _:
            return block
