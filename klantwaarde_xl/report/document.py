"""The bound report: declarations with the frames and values they name.

Every writer draws this and nothing else.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.specs import FigureSpec, GridSpec, SheetSpec, TableSpec


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A report ready to be written.

    ``sheets`` in the order of the tabs; ``frames`` one frame per key, with a column for every field of the
    tables and grids that name it; ``values`` text, float (NaN: blank), date or None per key; ``names``
    workbook names for lists, as (name, formula); ``active`` the sheet in front; ``created`` the moment in the
    file's properties, given by the caller so that equal figures give equal files; ``currency`` what amounts
    are counted in."""

    sheets: tuple[SheetSpec, ...]
    frames: Mapping[str, pd.DataFrame]
    values: Mapping[str, object]
    title: str
    created: dt.datetime
    active: str = ""
    names: tuple[tuple[str, str], ...] = field(default=())
    currency: str = "EUR"

    def __post_init__(self) -> None:
        """Refuse a declaration whose data are absent, which is a fault of the program."""
        for sheet in self.sheets:
            for block in sheet.blocks:
                if isinstance(block, TableSpec | GridSpec):
                    missing = [
                        c.field for c in block.columns if c.field not in self.frames[block.frame].columns
                    ]
                    if missing:
                        raise KeyError(f"{sheet.name}: frame {block.frame} has no {', '.join(missing)}")
                for key in ("value", "previous", "title_value", "alt_value"):
                    name = getattr(block, key, "")
                    if name and name not in self.values:
                        raise KeyError(f"{sheet.name}: no value {name}")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Sheets that go into a document together, with the frames, values and workbook names that they need."""

    sheets: tuple[SheetSpec, ...]
    frames: Mapping[str, pd.DataFrame]
    values: Mapping[str, object]
    names: tuple[tuple[str, str], ...] = ()


def whole(parts: Sequence[Part], *, title: str, created: dt.datetime, active: str) -> Document:
    """Return the document of these parts, one after the other; of a key in two parts the first one counts."""
    frames: dict[str, pd.DataFrame] = {}
    values: dict[str, object] = {}
    for part in parts:
        frames = {**part.frames, **frames}
        values = {**part.values, **values}
    return Document(
        sheets=tuple(sheet for part in parts for sheet in part.sheets),
        frames=frames,
        values=values,
        title=title,
        created=created,
        active=active,
        names=tuple(name for part in parts for name in part.names),
    )


def relative_change(now: object, before: object) -> float | None:
    """Return the change of a figure as a fraction of the previous one; None where that says nothing.

    >>> relative_change(150.0, 100.0), relative_change(5.0, 0.0), relative_change(None, 1.0)
    (0.5, None, None)
    >>> relative_change(99.96, 100.0)
    0.0
    """
    known = [value for value in (now, before) if isinstance(value, int | float) and math.isfinite(value)]
    return formats.as_shown(known[0] / known[1] - 1) if len(known) == 2 and known[1] > 0 else None


def figure_change(figure: FigureSpec, now: object, before: object) -> float | None:
    """Return the change of a key figure: a fraction, or the difference of percentages; None without one.

    >>> share = FigureSpec("Marge %", "", "", formats.PERCENTAGE, "", "", "", "", points=True)
    >>> round(figure_change(share, 0.25, 0.2), 9)
    0.05
    """
    if not figure.points:
        return relative_change(now, before)
    known = [value for value in (now, before) if isinstance(value, int | float) and math.isfinite(value)]
    return formats.as_shown(known[0] - known[1]) if len(known) == 2 else None


def change_look(figure: FigureSpec) -> formats.CellFormat:
    """Return the look of the change of a key figure: of percentages the difference is in points.

    >>> share = FigureSpec("Marge %", "", "", formats.PERCENTAGE, "", "", "", "", points=True)
    >>> change_look(share).name
    'points'
    """
    return formats.POINTS if figure.points else formats.CHANGE
