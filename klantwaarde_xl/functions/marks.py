"""The mark of tables: a short text in one cell that stands for all of them, so that they are sent once.

``KW_TABELLEN`` takes the tables and answers with a mark of their content; a function over all tables takes
that cell in the place of its first table. A changed cell gives another mark, so that no mark stands for what
is no longer there; a mark of tables that are no longer known is an error that one sees.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from klantwaarde_xl import errors
from klantwaarde_xl.functions.declaration import Argument, Function, Kind
from klantwaarde_xl.functions.known_rows import KnownRows
from klantwaarde_xl.functions.table_arguments import ANALYSIS_TABLES, MORE_TABLES
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS
from klantwaarde_xl.model.notation import grouped

ALL_TABLES = (*ANALYSIS_TABLES, *MORE_TABLES)
"""What a mark stands for: the arguments of ``KW_TABELLEN``."""
_FIRST = ALL_TABLES[0]
_WORD = "KW-tabellen"
_TIMES_THE_LARGEST, _ALWAYS = 3, 1_000_000
"""So many times the cells of the largest set are kept, and at least so many cells."""
Tables = Mapping[str, KnownRows]
"""Tables by the name of their argument."""


class Marks:
    """The sets of tables that were marked or asked for last, by their mark; safe in threads.

    >>> marks = Marks()
    >>> mark = marks.keep({"transacties": KnownRows([["Datum"], [1.0]])}, "", 1)
    >>> mark[:28], marks.tables(mark)
    ('KW-tabellen, 1 factuurregel,', {'transacties': [['Datum'], [1.0]]})
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Tables] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many cells are kept."""
        return sum(map(_size, self._kept.values()))

    def keep(self, tables: Tables, content: str, lines: int) -> str:
        """Return the mark of tables with this content and so many invoice lines, and keep them under it."""
        digest = hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
        noun = "factuurregel" if lines == 1 else "factuurregels"
        mark = f"{_WORD}, {grouped(lines)} {noun}, {digest}"
        with self._lock:
            self._kept[mark] = self._kept.pop(mark, tables)
            while len(self) > max(_ALWAYS, _TIMES_THE_LARGEST * max(map(_size, self._kept.values()))):
                self._kept.popitem(last=False)
        return mark

    def tables(self, mark: str) -> Tables:
        """Return the tables of a mark; raises InvalidFigureError (KW-621) when they are not known (now)."""
        with self._lock:
            if mark not in self._kept:
                raise errors.MARK_UNKNOWN.error()
            self._kept.move_to_end(mark)
            return self._kept[mark]


MARKS = Marks()
"""The marks of this process."""


def _size(tables: Tables) -> int:
    return sum(len(rows) * len(rows[0]) for rows in tables.values())


def opened(given: Sequence[object], function: Function) -> Sequence[object]:
    """Return the arguments of a call, with the tables of a mark in their own places.

    Other arguments than tables stay as they are. Raises InvalidFigureError: KW-621 for a mark that is not
    known, KW-622 for tables beside a mark, KW-610 for an error in the cell where a mark may be.
    """
    if _FIRST not in function.arguments[:1] or not given:
        return given
    text = _text(given[0])
    if text in EXCEL_ERRORS:
        raise errors.CELL_HOLDS_ERROR.error(argument=_FIRST.name, place="rij 1", value=EXCEL_ERRORS[text])
    if not text.startswith(_WORD):
        return given
    tables = MARKS.tables(text)
    every = [*given, *[None] * (len(function.arguments) - len(given))]
    return [
        _in_place(value, argument, tables) for value, argument in zip(every, function.arguments, strict=True)
    ]


def _in_place(value: object, argument: Argument, tables: Tables) -> object:
    if argument.kind is not Kind.TABLE:
        return value
    if argument != _FIRST and _text(value):
        raise errors.TABLES_BESIDE_MARK.error(argument=argument.name)
    return tables.get(argument.name)


def _text(value: object) -> str:
    """Return what stands in the only cell, '' for nothing; a range of more cells is no text of its own.

    >>> _text([["a "]]), _text(None), _text([["a"], ["b"]])
    ('a', '', '[[...]]')
    """
    while isinstance(value, list | tuple):
        if len(value) != 1:
            return "[[...]]"
        value = value[0]
    return "" if value is None else str(value).strip()
