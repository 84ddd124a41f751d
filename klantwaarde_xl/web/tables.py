"""A table of the report on the page: a hundred rows at a time, sorted and filtered as asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

import pandas as pd

from klantwaarde_xl.report.formats import WIDTH_TEXT, number, plural
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.web.markup import Markup, joined, tag
from klantwaarde_xl.web.shown import is_blank, shown

ROWS = 100
"""Rows on one page: of 400 customers with twenty columns that is about 150 kB."""
_MOST_CHOICES = 15
"""A column of texts with at most so many different ones gets a list to choose from."""
_OPEN_LISTS = 5
_TEXTS = "text"
SEARCH, SORT, DOWN, FROM, ONLY = "zoek", "sorteer", "af", "vanaf", "alleen."
"""What the address of a table may ask."""


Field = Callable[[ColumnSpec, object, str, str], Markup | None]
"""Makes the field of a column, value, customer number and name; None where nothing is typed."""


@dataclass(frozen=True, slots=True)
class View:
    """What of a table is shown.

    ``search`` a part of any text; ``only`` value by field; ``sort`` a field, ``down`` from large to small;
    ``start`` the first row, from 0."""

    search: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    down: bool = False
    start: int = 0

    def asked(self, **changes: object) -> str:
        """Return the part of the address that asks this view, with changes."""
        now = {SEARCH: self.search, SORT: self.sort, DOWN: "1" if self.down else "", FROM: self.start or ""}
        now |= {f"{ONLY}{name}": value for name, value in self.only.items()}
        return "?" + urlencode({name: value for name, value in (now | changes).items() if value != ""})


def view_of(query: Mapping[str, str], table: TableSpec) -> View:
    """Return what an address asks of a table; what the table does not know is ignored.

    >>> from klantwaarde_xl.report import formats
    >>> table = TableSpec("tblA", "a", (ColumnSpec("name", "Naam"), ColumnSpec("x", "X", formats.EURO)))
    >>> view_of({"sorteer": "x", "af": "1", "alleen.name": "b", "alleen.q": "c", "vanaf": "-4"}, table)
    View(search='', only={'name': 'b'}, sort='x', down=True, start=0)
    """
    fields = {column.field for column in table.columns}
    only = {
        name.removeprefix(ONLY): value for name, value in query.items() if name.startswith(ONLY) and value
    }
    sort, start = query.get(SORT, ""), query.get(FROM, "")
    return View(
        query.get(SEARCH, "").strip(),
        {name: value for name, value in only.items() if name in fields},
        sort if sort in fields else "",
        query.get(DOWN) == "1",
        int(start) if start.isdecimal() and len(start) < 9 else 0,
    )


def chosen_rows(frame: pd.DataFrame, columns: tuple[ColumnSpec, ...], view: View) -> pd.DataFrame:
    """Return the rows that the view asks for, in its order; blanks come last."""
    kept = pd.Series(True, index=frame.index)
    for name, value in view.only.items():
        kept &= frame[name].astype(object).map(_as_text) == value
    if view.search:
        texts = [column.field for column in columns if column.format.kind == _TEXTS]
        asked = view.search.casefold()
        found = pd.Series(False, index=frame.index)
        for name in texts:
            found |= (
                frame[name].astype(object).map(lambda cell: asked in _as_text(cell).casefold()).astype(bool)
            )
        kept &= found
    rows = frame[kept]
    if view.sort:
        rows = rows.sort_values(
            view.sort, ascending=not view.down, kind="stable", key=_sortable, na_position="last"
        )
    return rows


def _as_text(cell: object) -> str:
    return "" if is_blank(cell) else str(cell)


def _sortable(column: pd.Series) -> pd.Series:
    """Return figures and dates as they are, and texts without capitals; blank texts are absent."""
    if column.dtype != object and not isinstance(column.dtype, pd.StringDtype | pd.CategoricalDtype):
        return column
    cells = column.astype(object)
    if any(isinstance(cell, str) for cell in cells):
        return cells.map(lambda cell: _as_text(cell).casefold() or None)
    return cells


def table(
    spec: TableSpec, frame: pd.DataFrame, view: View, card: str, field: Field = lambda *_: None
) -> Markup:
    """Return a table with its search field, its filters and the rows of the view.

    ``card`` is the address of Klantkaart, to which names lead; ``field`` makes the cells to type in."""
    spec = replace(spec, columns=tuple(column for column in spec.columns if not column.hidden))
    rows = chosen_rows(frame, spec.columns, view)
    part = rows.iloc[view.start : view.start + ROWS]
    ids = part["customer_id"] if "customer_id" in part else [""] * len(part)
    body = [
        tag(
            "tr",
            *(
                _cell(column, row[column.field], str(customer), card)
                if (typed := field(column, row[column.field], str(customer), str(row.get("name", ""))))
                is None
                else tag("td", typed)
                for column in spec.columns
            ),
        )
        for row, customer in zip(part.to_dict("records"), ids, strict=True)
    ]
    head = tag("tr", *(_header(column, view) for column in spec.columns))
    count = plural(len(rows), "rij", "rijen")
    count += "" if len(rows) == len(frame) else f" van {number(len(frame))}"
    parts = (
        tag("caption", spec.description, class_="hidden"),
        tag("thead", head),
        tag("tbody", *body),
        _totals(spec, rows),
    )
    return joined(
        _filters(spec, frame, view),
        tag("p", count, _pages(view, len(rows)), class_="count", role="status"),
        tag("div", tag("table", *parts), class_="scroll", tabindex="0", role="region", aria_label=spec.name),
    )


def _header(column: ColumnSpec, view: View) -> Markup:
    """Return a header that sorts: figures first from large to small, texts from a to z."""
    is_figure = column.format.kind != _TEXTS
    now = view.sort == column.field
    down = not view.down if now else is_figure
    order = ("descending" if view.down else "ascending") if now else None
    address = view.asked(**{SORT: column.field, DOWN: "1" if down else "", FROM: ""})
    arrow = (" ▼" if view.down else " ▲") if now else ""
    link = tag("a", column.header, arrow, href=address, title=column.help or None)
    return tag("th", link, scope="col", aria_sort=order, class_="figure" if is_figure else None)


def _cell(column: ColumnSpec, value: object, customer: str, card: str) -> Markup:
    words = shown(value, column.format)
    if column.link and words and customer:
        return tag("th", tag("a", words, href=f"{card}?klant={quote(customer, safe='')}"), scope="row")
    return tag("td", words, class_=_looks(column, value))


def _looks(column: ColumnSpec, value: object) -> str | None:
    """Return how a cell looks: figures to the right, long texts with room, losses in the second accent."""
    if column.format.kind != _TEXTS:
        worse = column.conditional == "negative" and isinstance(value, int | float) and value < 0
        return "figure worse" if worse else "figure"
    if column.format.wrap:
        return "long"
    return "short" if column.width <= WIDTH_TEXT else None


def _totals(spec: TableSpec, rows: pd.DataFrame) -> Markup | None:
    if not spec.totals:
        return None
    cells = [
        tag("td", shown(float(rows[column.field].astype(float).sum()), column.format), class_="figure")
        if column.total == "sum"
        else tag("td", "Totaal" if place == 0 else "")
        for place, column in enumerate(spec.columns)
    ]
    return tag("tfoot", tag("tr", *cells))


def _filters(spec: TableSpec, frame: pd.DataFrame, view: View) -> Markup:
    """Return the form above the table: a search field, and a list for columns with few different texts.

    More than a handful of lists stand folded away behind the first, so that the table is near."""
    search = tag("label", "Zoeken ", tag("input", type="search", name=SEARCH, value=view.search))
    lists = {}
    for column in spec.columns:
        if column.format.kind != _TEXTS or (column.format.wrap and column.field != "label"):
            continue
        found = sorted({_as_text(cell) for cell in frame[column.field].unique()} - {""}, key=str.casefold)
        if 1 < len(found) <= _MOST_CHOICES and len(frame) > _MOST_CHOICES:
            chosen = view.only.get(column.field, "")
            options = [tag("option", "alle", value="")]
            options += [tag("option", one, value=one, selected=one == chosen) for one in found]
            box = tag("select", *options, name=f"{ONLY}{column.field}")
            lists[column.field] = tag("label", column.header, " ", box)
    fields = list(lists.values())
    folded = (
        tag(
            "details",
            tag("summary", "Meer filters"),
            tag("div", *fields[_OPEN_LISTS:], class_="filters"),
            open=any(view.only.get(name) for name in [*lists][_OPEN_LISTS:]),
        )
        if len(fields) > _OPEN_LISTS
        else None
    )
    kept = [tag("input", type="hidden", name=SORT, value=view.sort)] if view.sort else []
    kept += [tag("input", type="hidden", name=DOWN, value="1")] if view.down else []
    button = tag("button", "Toon", type="submit")
    return tag("form", search, *fields[:_OPEN_LISTS], folded, *kept, button, method="get", class_="filters")


def _pages(view: View, count: int) -> Markup | None:
    if count <= ROWS:
        return None
    last = min(view.start + ROWS, count)
    links = []
    if view.start:
        links.append(
            tag("a", "vorige", href=view.asked(**{FROM: max(view.start - ROWS, 0) or ""}), rel="prev")
        )
    if last < count:
        links.append(tag("a", "volgende", href=view.asked(**{FROM: view.start + ROWS}), rel="next"))
    return joined(
        f"; rij {number(min(view.start + 1, count))} tot en met {number(last)}. ",
        *(joined(one, " ") for one in links),
    )
