"""What a sheet can be made of: frozen declarations without any rule for drawing or computing.

A declaration names its data by key: ``frame`` in ``Document.frames``, ``value`` in ``Document.values`` (see
``report.document``). Places are cell addresses such as ``B6``, the top left cell of a block. Widths are Excel
column widths in characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from klantwaarde_xl.model.sheet_grid import column_letters, column_number
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.formula_text import folded

SPREAD = "spread:"
"""Before the header in the name of a grid's column that is not declared by name: no header is a field."""
CHART_DATA = "Grafiekgegevens"
"""The sheet with the figures behind the charts and the calculation steps of other sheets."""


def split_address(at: str) -> tuple[str, int]:
    """Return column letters and row of a cell address.

    >>> split_address("AJ7")
    ('AJ', 7)
    """
    letters = at.rstrip("0123456789")
    return letters, int(at.removeprefix(letters))


def columns_from(letters: str, count: int) -> tuple[str, ...]:
    """Return the letters of neighbouring columns, from this one to the right.

    >>> columns_from("Z", 3)
    ('Z', 'AA', 'AB')
    """
    first = column_number(letters)
    return tuple(column_letters(first + n) for n in range(count))


def gap_before(letters: str) -> tuple[str, float]:
    """Return the narrow column to the left of a block that begins in this column, with its width.

    >>> gap_before("AA")
    ('Z:Z', 3)
    """
    before = column_letters(column_number(letters) - 1)
    return f"{before}:{before}", 3


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed in a cell: a choice from a list, or a value of one kind between limits.

    The list is given itself, or by the name that holds it. ``strict`` refuses other
    values; otherwise Excel only asks, so that a customer not yet listed can be typed. Of 'any' the message is
    shown beside the cell as soon as it is selected."""

    kind: Literal["list", "number", "integer", "date", "text_length", "any"]
    source: tuple[str, ...] | str = ()
    minimum: object = None
    maximum: object = None
    message: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """The link behind every cell of a column: a name in the workbook, and the tip under the mouse."""

    place: str
    tip: str


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table or grid: field of the frame, Dutch header, look, width, note on the header.

    ``total`` is 'sum' or 'none'; ``conditional`` adds a data bar, the second accent for negatives, or (in
    neighbouring columns of a grid, together) a background that is darker the larger the figure; ``group`` is
    the title above the first column of a group. ``formula`` makes a grid's cells follow others: ``{n}`` is
    the number of the row from 1, ``{row}`` and ``{above}`` the sheet's row of the cell and of the one above
    it, ``{at[field]}`` the letters of the grid's column of that field. ``link`` is where all its cells lead;
    the text of an ``address`` column is a place in this workbook, to which each cell leads. ``upright``:
    the header reads from below. ``optional``: left out of a table (in a grid without header) where it has
    no figure; ``hidden``: out of sight, as no row has a value."""

    field: str
    header: str
    format: CellFormat = formats.TEXT
    width: float = formats.WIDTH_FIGURE
    help: str = ""
    total: Literal["sum", "none"] = "none"
    conditional: Literal["none", "data_bar", "negative", "colour_scale"] = "none"
    group: str = ""
    validation: Validation | None = None
    required: bool = False
    formula: str = ""
    link: ColumnLink | None = None
    address: bool = False
    upright: bool = False
    optional: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One Excel table: filter buttons, light style, totals row. At most one per sheet, so that it can grow.

    ``spread`` is the pattern of the columns that the frame has beyond ``columns`` (one per month);
    ``printed`` and ``printed_rows`` are how many columns and rows are on paper (0: all); ``folded``: of the
    groups of columns that are not, only the first column shows until the reader opens the group;
    ``page_per``: on paper each value of this field begins a page. ``input`` marks a table for the user: its
    cells look like input down to the last row."""

    name: str
    frame: str
    columns: tuple[ColumnSpec, ...]
    at: str = "A5"
    spread: ColumnSpec | None = None
    totals: bool = False
    printed: int = 0
    printed_rows: int = 0
    folded: bool = False
    page_per: str = ""
    input: bool = False
    description: str = ""

    def column(self, field: str) -> str:
        """Return the structured reference to the column of a field.

        >>> TableSpec("tblA", "a", (ColumnSpec("revenue", "Omzet"),)).column("revenue")
        'tblA[Omzet]'
        """
        return f"{self.name}[{self.header(field)}]"

    def header(self, field: str) -> str:
        """Return the header of a field."""
        return next(column.header for column in self.columns if column.field == field)

    def position(self, field: str) -> int:
        """Return the number of the column of a field, counted from 1."""
        return [column.field for column in self.columns].index(field) + 1


@dataclass(frozen=True, slots=True)
class GridSpec:
    """A block of at most ``rows`` rows at a fixed place, without an Excel table.

    Used for short lists and for the figures behind charts. ``empty`` is the text shown when the frame has no
    row. ``spread`` is the pattern of the columns of the frame whose name begins with :data:`SPREAD`; the rest
    of the name is the header. Their cells may hold text between figures; there are at most ``most``, for
    which the look is ready. ``total_row``: the last of the rows is the total of the others. Without the value
    named by ``when`` the block is left out."""

    frame: str
    columns: tuple[ColumnSpec, ...]
    at: str
    rows: int
    title: str = ""
    title_value: str = ""
    empty: str = ""
    spread: ColumnSpec | None = None
    most: int = 0
    total_row: bool = False
    when: str = ""

    @property
    def row(self) -> int:
        """The row of the headers, counted from 1."""
        return split_address(self.at)[1]

    @property
    def letters(self) -> dict[str, str]:
        """The letters of the column of each field."""
        places = columns_from(split_address(self.at)[0], len(self.columns))
        return {column.field: place for column, place in zip(self.columns, places, strict=True)}

    def formula_at(self, column: ColumnSpec, n: int) -> str:
        """Return the formula (without =) of a column's cell in the row ``n``, counted from 1."""
        return folded(column.formula.format(n=n, row=self.row + n, above=self.row + n - 1, at=self.letters))

    @property
    def widths(self) -> tuple[tuple[str, float], ...]:
        """The width of each of its columns on the sheet, by letters such as ``X:X``."""
        return tuple(
            (f"{letters}:{letters}", column.width)
            for letters, column in zip(self.letters.values(), self.columns, strict=True)
        )

    def cell(self, field: str, n: int) -> str:
        """Return the address of a field's cell in the row ``n``, counted from 1, as other sheets name it.

        >>> GridSpec("x", (ColumnSpec("a", "A"), ColumnSpec("b", "B")), "Z6", 3).cell("b", 1)
        'Grafiekgegevens!$AA$7'
        """
        return f"{CHART_DATA}!${self.letters[field]}${self.row + n}"

    def area(self, field: str) -> str:
        """Return the cells of a field from first to last row, as other sheets name them."""
        return f"{self.cell(field, 1)}:${self.letters[field]}${self.row + self.rows}"


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One key figure in a row: label, this period, previous period, change.

    ``formula`` lets Excel follow the table; ``cost``: more is worse; ``points``: the change is a difference;
    ``unknown``: what stands in place of a figure that is not known."""

    label: str
    value: str
    previous: str
    format: CellFormat
    at: str
    value_at: str
    previous_at: str
    change_at: str
    formula: str = ""
    total: bool = False
    cost: bool = False
    points: bool = False
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class TextSpec:
    """One line of text: fixed (``text``) or from the values (``value``); an empty value leaves it blank."""

    at: str
    text: str = ""
    value: str = ""
    format: CellFormat = formats.SUBTITLE


@dataclass(frozen=True, slots=True)
class CellSpec:
    """One cell with a value or formula and, for settings, a defined name and what may be typed in it.

    ``live``: the formula stays where its value is blank now, for another choice may give one. ``for_readers``
    is the formula in a copy without the sheet Instellingen, where it is another."""

    at: str
    value: str = ""
    format: CellFormat = formats.TEXT
    name: str = ""
    formula: str = ""
    validation: Validation | None = None
    live: bool = False
    for_readers: str = ""


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A link to a sheet of the same workbook."""

    at: str
    sheet: str
    text: str


Block = TextSpec | CellSpec | LinkSpec | FigureSpec | GridSpec | TableSpec | ChartSpec


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: what stands where, how it looks on screen and on paper.

    ``about`` says in one line what the sheet holds, for Start and the manual; ``message`` is the key of the
    sentence on top, which ``message_formula`` lets follow other cells; ``freeze`` the first cell that
    scrolls; ``widths`` per columns, ``heights`` (row, points); ``pages_tall`` 0 lets the length run on, with
    a new page at each row of ``new_pages``; ``back`` is the cell with the link to Start ('' for none);
    ``left`` the column where rows 1 to 3 begin; ``hidden`` sheets have no tab, and are not printed."""

    name: str
    title: str = ""
    about: str = ""
    message: str = ""
    message_formula: str = ""
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    tab_colour: str = formats.GREY
    freeze: str = ""
    widths: tuple[tuple[str, float], ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    pages_tall: int = 0
    new_pages: tuple[int, ...] = ()
    print_area: str = ""
    back: str = ""
    left: str = "A"
    hidden: bool = False
    portrait: bool = False

    @property
    def tables(self) -> tuple[TableSpec, ...]:
        """The Excel tables of the sheet."""
        return tuple(block for block in self.blocks if isinstance(block, TableSpec))
