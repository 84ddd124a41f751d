"""A sheet of the report as a page: its areas of cells, grids, charts and table, in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import pandas as pd

from klantwaarde_xl.model.action_notes import ACTIONS_TABLE
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.page import Frames, Values
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.specs import Block, ColumnSpec, GridSpec, SheetSpec, TableSpec
from klantwaarde_xl.web import notes
from klantwaarde_xl.web.areas import Cell, Place, areas, cells_of, place_of
from klantwaarde_xl.web.charts import chart
from klantwaarde_xl.web.markup import Markup, joined, tag
from klantwaarde_xl.web.shown import is_blank, shown
from klantwaarde_xl.web.tables import table, view_of

CARD = CARD_SHEET.name


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet with the data it names, and what the address asks of it; ``about``: of a part, which one."""

    spec: SheetSpec
    frames: Frames
    values: Values
    query: Mapping[str, str]
    about: str = ""


def content(sheet: Sheet, first_row: int = 0) -> Markup:
    """Return what stands on a sheet from this row down, under its message."""
    blocks = [block for block in sheet.spec.blocks if place_of(block.at)[0] >= first_row]
    parts: list[tuple[Place, Markup]] = [
        (next(iter(area)), _area(area, sheet.about)) for area in areas(cells_of(blocks, sheet.values))
    ]
    parts += [(place_of(block.at), made) for block in blocks if (made := _box(block, sheet)) is not None]
    return joined(*(part for _, part in sorted(parts, key=lambda one: one[0])))


def _box(block: Block, sheet: Sheet) -> Markup | None:
    if isinstance(block, GridSpec):
        title = str(sheet.values[block.title_value]) if block.title_value else block.title
        return _grid(block, sheet.frames[block.frame], title)
    if isinstance(block, ChartSpec):
        return tag("section", chart(block, sheet.frames, sheet.values), class_="area")
    if isinstance(block, TableSpec):
        data = block, sheet.frames[block.frame], view_of(sheet.query, block), CARD
        if block.name == ACTIONS_TABLE:
            made = joined(notes.form(sheet.query), table(*data, notes.field))
        else:
            made = table(*data)
        return tag("section", made, class_="area whole")
    return None


def _area(area: Mapping[Place, Cell], about: str) -> Markup:
    """Return an area: headings and lines of text, and below a header or beside a label a table."""
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in area.items():
        if cell.text:
            rows.setdefault(row, []).append((column, cell))
    parts: list[Markup] = []
    lines: list[list[tuple[int, Cell]]] = []
    for cells in rows.values():
        look = cells[0][1].look.name
        if look.startswith("heading"):
            parts.append(tag("h2", ": ".join(cell.text for _, cell in cells)))
        elif len(cells) == 1 and not lines and not look.startswith("header"):
            parts.append(tag("p", cells[0][1].text, class_="warning" if look.startswith("warning") else None))
        else:
            lines.append(cells)
    wide = " wide" if not lines and sum(len(cells[0][1].text) for cells in rows.values()) > 300 else ""
    name = " ".join(filter(None, (about, next((cell.text for _, cell in sorted(area.items())), ""))))
    return tag("section", *parts, _scroll(_cells_table(lines), name) if lines else None, class_=f"area{wide}")


def _scroll(made: Markup, name: str) -> Markup:
    """Return a table that scrolls by itself where the screen is narrow, also with the keyboard."""
    return tag("div", made, class_="scroll", tabindex="0", role="region", aria_label=name)


def _cells_table(lines: list[list[tuple[int, Cell]]]) -> Markup:
    """Return a table of cells; columns without any text are left out."""
    columns = sorted({column for cells in lines for column, _ in cells})
    head: list[Markup] = []
    body: list[Markup] = []
    for cells in lines:
        texts = dict(cells)
        is_header = cells[0][1].look.name.startswith("header")
        row = [_one(texts.get(column), columns[0] == column, head=is_header) for column in columns]
        total = "total" if cells[0][1].look.bold and not is_header else None
        (head if is_header and not body else body).append(tag("tr", *row, class_=total))
    return tag("table", tag("thead", *head) if head else None, tag("tbody", *body))


def _one(cell: Cell | None, first: bool, *, head: bool) -> Markup:
    if cell is None:
        return tag("td")
    figure = cell.look.align != "left" and (cell.look.kind != "text" or cell.look.align == "right")
    looks = " ".join(name for name, is_so in (("figure", figure), ("worse", cell.worse)) if is_so) or None
    if head:
        return tag("th", cell.text, scope="col", class_=looks)
    return tag("th", cell.text, scope="row") if first else tag("td", cell.text, class_=looks)


def _grid(block: GridSpec, frame: pd.DataFrame, title: str) -> Markup:
    """Return a short list; rows without any text are left out."""
    columns = [column for column in block.columns if column.header or column.field != "blank"]
    rows = [
        [row[column.field] for column in columns]
        for row in frame.head(block.rows).to_dict("records")
        if any(not is_blank(row[column.field]) for column in columns)
    ]
    heading = tag("h2", title) if title else None
    if not rows:
        return tag("section", heading, tag("p", block.empty) if block.empty else None, class_="area")
    head = tag("tr", *(tag("th", c.header, scope="col", class_=_side(c)) for c in columns))
    body = [
        tag(
            "tr",
            *map(_grid_cell, columns, row),
            class_="total" if block.total_row and row is rows[-1] else None,
        )
        for row in rows
    ]
    made = tag("table", tag("thead", head), tag("tbody", *body))
    return tag("section", heading, _scroll(made, title or block.frame), class_="area")


def _grid_cell(column: ColumnSpec, value: object) -> Markup:
    text = shown(value, column.format)
    if column.link and text:
        return tag("td", tag("a", text, href=f"{CARD}?zoek={quote(text, safe='')}"))
    worse = column.conditional == "negative" and isinstance(value, int | float) and value < 0
    return tag("td", text, class_=" ".join(filter(None, (_side(column), "worse" if worse else ""))) or None)


def _side(column: ColumnSpec) -> str | None:
    return "figure" if column.format.kind != "text" else None
