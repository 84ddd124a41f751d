"""One column of a table as it stood in its source: what was in each of its cells.

Columns are arrays (kind, number, text code): a million cells cost a few megabytes and are checked without a
Python step per row. Every reader makes these; nothing after the readers knows what the source was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import cast

import numpy as np
import pandas as pd

from klantwaarde_xl.model.raw_cells import (
    DAY,
    EPOCH,
    Kind,
    Numbered,
    classify,
    days_since_epoch,
    plain_moments,
    plain_text,
)

_BLOCK = 4_096
# numpy asks a member of an enum for attributes that it has not, on every comparison.
_BLANK, _TEXT = int(Kind.BLANK), int(Kind.TEXT)


@dataclass(frozen=True, eq=False)
class RawColumn:
    """One column of n cells.

    ``kind`` int8 (n,), a :class:`Kind` per cell. ``number`` float64 (n,): the number; for DATE and DURATION
    days (since 1970-01-01 for DATE, the fraction is the time of day); 0 or 1 for BOOL; NaN elsewhere (a
    NUMBER may itself be NaN or infinite when the file says so). ``code`` int32 (n,): position in ``texts``
    for TEXT and ERROR, -1 elsewhere."""

    kind: np.ndarray
    number: np.ndarray
    code: np.ndarray
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def from_values(cls, values: Sequence[object]) -> RawColumn:
        """Return a column of Python values: None, str, bool, numbers, date(time), time(delta), CellError.

        Text of white space only is blank.

        >>> from klantwaarde_xl.model.raw_cells import CellError
        >>> column = RawColumn.from_values([1.5, "abc", None, CellError("#N/A")])
        >>> [column.value(i) for i in range(4)]
        [1.5, 'abc', None, '#N/A']
        """
        if isinstance(values, np.ndarray) and values.dtype == np.float64:
            n = len(values)
            return cls(np.full(n, Kind.NUMBER, np.int8), values.astype(float), np.full(n, -1, np.int32), ())
        builder = ColumnBuilder()
        # In blocks, so that one odd cell (the header above the cells of a range) costs its own block the
        # quick way only.
        for start in range(0, len(values), _BLOCK):
            builder.add(values[start : start + _BLOCK])
        return builder.column()

    @classmethod
    def from_text(cls, objects: np.ndarray) -> RawColumn:
        """Return a column of texts, object (n,), in which text of white space only is blank.

        >>> column = RawColumn.from_text(np.array(["b", " ", "a", "b"], object))
        >>> column.code.tolist(), column.texts[0], column.texts[2]
        ([0, -1, 2, 0], 'b', 'a')
        """
        codes, uniques = pd.factorize(objects)
        return cls.from_codes(codes, uniques.tolist())

    @classmethod
    def from_codes(cls, codes: np.ndarray, texts: Sequence[str | None]) -> RawColumn:
        """Return a column of texts, int (n,) positions in ``texts``; -1, None and white space are blank.

        >>> column = RawColumn.from_codes(np.array([1, -1, 0, 2]), ["a", "b", " "])
        >>> [column.value(i) for i in range(4)]
        ['b', None, 'a', None]
        """
        kind = np.where(codes < 0, Kind.BLANK, Kind.TEXT).astype(np.int8)
        known = (text or "" for text in texts) if None in texts else cast("Sequence[str]", texts)
        return _cleaned(kind, np.full(len(kind), np.nan), codes.astype(np.int32), tuple(known))

    @classmethod
    def from_numbers(cls, numbers: np.ndarray) -> RawColumn:
        """Return a column of numbers, float (n,); NaN is blank.

        >>> column = RawColumn.from_numbers(np.array([2.5, np.nan]))
        >>> [column.value(i) for i in range(2)]
        [2.5, None]
        """
        kind = np.where(np.isnan(numbers), Kind.BLANK, Kind.NUMBER).astype(np.int8)
        return cls(kind, numbers, np.full(len(numbers), -1, np.int32), ())

    @classmethod
    def blank_column(cls, n: int) -> RawColumn:
        """Return a column of n blank cells.

        >>> RawColumn.blank_column(2).blank().tolist()
        [True, True]
        """
        return cls(np.zeros(n, np.int8), np.full(n, np.nan), np.full(n, -1, np.int32), ())

    @classmethod
    def concat(cls, parts: Iterable[RawColumn]) -> RawColumn:
        """Return one column of the parts below each other; equal texts share one code."""
        parts = list(parts) or [cls.from_values([])]
        if len(parts) == 1:
            return parts[0]
        known: dict[str, int] = {}
        codes = []
        for part in parts:
            table = np.array([known.setdefault(text, len(known)) for text in part.texts] + [-1], np.int32)
            codes.append(table[part.code])
        kind = np.concatenate([part.kind for part in parts])
        return cls(kind, np.concatenate([part.number for part in parts]), np.concatenate(codes), tuple(known))

    def take(self, rows: np.ndarray | slice) -> RawColumn:
        """Return the cells at these positions, under this mask or in this slice (not copied)."""
        return RawColumn(self.kind[rows], self.number[rows], self.code[rows], self.texts)

    def with_errors(self, rows: np.ndarray, texts: Sequence[str]) -> RawColumn:
        """Return the column with error values (``#N/A``) at these positions.

        >>> RawColumn.from_values([1.0, None]).with_errors(np.array([1]), ["#DIV/0!"]).value(1)
        '#DIV/0!'
        """
        kind, number, code = self.kind.copy(), self.number.copy(), self.code.copy()
        known = {text: position for position, text in enumerate(self.texts)}
        kind[rows], number[rows] = Kind.ERROR, np.nan
        code[rows] = [known.setdefault(text, len(known)) for text in texts]
        return RawColumn(kind, number, code, tuple(known))

    def value(self, row: int) -> object:
        """Return one cell as Python would show it: None, float, str, bool, datetime or timedelta."""
        kind, number = Kind(self.kind[row]), float(self.number[row])
        if kind is Kind.BLANK:
            return None
        if kind in {Kind.TEXT, Kind.ERROR}:
            return self.texts[self.code[row]]
        if kind is Kind.BOOL:
            return bool(number)
        if kind is Kind.DURATION:
            return dt.timedelta(days=number)
        if kind is Kind.DATE:
            return EPOCH + dt.timedelta(seconds=round(number * DAY))
        return number

    def texts_at(self, rows: np.ndarray) -> tuple[list[str], np.ndarray]:
        """Return the different texts of these cells, and of each cell (m,) the place of its text in them."""
        code, used = self.code[rows], np.zeros(len(self.texts), bool)
        used[code] = True
        return [*compress(self.texts, used.tolist())], (np.cumsum(used) - 1)[code]

    def used_texts(self) -> tuple[str, ...]:
        """Return the different texts of its cells; ``texts`` may hold more, such as the header above them.

        >>> RawColumn.from_values(["Soort", "C", "F", "C"]).take(slice(1, None)).used_texts()
        ('C', 'F')
        """
        return self._used

    @cached_property
    def _used(self) -> tuple[str, ...]:
        return tuple(self.texts_at(np.flatnonzero(self.kind == _TEXT))[0])

    def has_words(self) -> bool:
        """Return whether any of its texts has a letter.

        >>> RawColumn.from_values(["1,50", "3.25"]).has_words(), RawColumn.from_values(["1 st"]).has_words()
        (False, True)
        """
        return self._has_words

    @cached_property
    def _has_words(self) -> bool:
        joined = "".join(self._used)
        return joined.upper() != joined.lower()

    def where(self, told: Sequence[bool]) -> np.ndarray:
        """Return which cells hold a text of which this was told, bool (n,); ``told`` goes with ``texts``.

        >>> cells = RawColumn.from_values(["ja", 3.5, "nee", "ja"])
        >>> cells.where([text == "ja" for text in cells.texts]).tolist()
        [True, False, False, True]
        """
        # The code of a cell without text is -1, which is the last place here.
        hit: np.ndarray = np.array([*told, False], bool)[self.code]
        return hit

    def blank(self) -> np.ndarray:
        """Return which cells are blank, bool (n,)."""
        blank: np.ndarray = self.kind == _BLANK
        return blank


def _cleaned(kind: np.ndarray, number: np.ndarray, code: np.ndarray, texts: tuple[str, ...]) -> RawColumn:
    """Return the column with text that can be written, and blanks for white space; changes the arrays."""
    # Only then can there be something to mend, and can texts become equal by it.
    whole = "".join(texts)
    if not whole.isascii() or '="' in whole:
        again, joined = pd.factorize(np.array(tuple(map(plain_text, texts)), object))
        code, texts = np.append(again, -1).astype(np.int32)[code], tuple(joined)
    if not all(map(str.strip, texts)):
        white = [not text.strip() for text in texts]
        blank = RawColumn(kind, number, code, texts).where(white) & (kind == Kind.TEXT)
        kind[blank], code[blank] = Kind.BLANK, -1
    return RawColumn(kind, number, code, texts)


class ColumnBuilder:
    """Gathers one column block by block, so that few of its cells are Python objects at any time.

    Blocks of one type of cell cost no Python step per cell; texts and days are numbered over all blocks.

    >>> builder = ColumnBuilder()
    >>> builder.add([1.5, "abc"])
    >>> builder.add(["abc"])
    >>> builder.column().code.tolist()
    [-1, 0, 0]
    """

    def __init__(self) -> None:
        self._texts, self._dates = Numbered(), Numbered()
        self._kinds: list[np.ndarray] = []
        self._numbers: list[np.ndarray] = []
        self._codes: list[np.ndarray] = []

    def add(self, values: Sequence[object]) -> None:
        """Add the next cells; what they may be stands at :meth:`RawColumn.from_values`."""
        types = set(map(type, values))
        if types <= {float, int}:
            self._add_numbers(Kind.NUMBER, np.array(values, float))
        elif types == {str}:
            self._add_codes(Kind.TEXT, self._texts.of(values))
        elif types == {dt.date}:
            # Days since 1970 are worked out once per day at the end; here only the number of the day is kept.
            self._add_codes(Kind.DATE, self._dates.of(values))
        elif types == {dt.datetime} and (moments := plain_moments(values)) is not None:
            self._add_numbers(Kind.DATE, days_since_epoch(moments))
        else:
            self._add_mixed(values)

    def _add_numbers(self, kind: Kind, number: np.ndarray) -> None:
        self._keep(np.full(len(number), kind, np.int8), number, np.full(len(number), -1, np.int32))

    def _add_codes(self, kind: Kind, code: np.ndarray) -> None:
        self._keep(np.full(len(code), kind, np.int8), np.full(len(code), np.nan), code)

    def _keep(self, kind: np.ndarray, number: np.ndarray, code: np.ndarray) -> None:
        self._kinds.append(kind)
        self._numbers.append(number)
        self._codes.append(code)

    def _add_mixed(self, values: Sequence[object]) -> None:
        n = len(values)
        kind, number, code = np.zeros(n, np.int8), np.full(n, np.nan), np.full(n, -1, np.int32)
        objects = np.empty(n, object)
        objects[:] = list(values)
        types = np.fromiter(map(id, map(type, objects)), np.int64, n)
        texts = np.flatnonzero(types == id(str))
        kind[texts], code[texts] = Kind.TEXT, self._texts.of(objects[texts])
        numbers = np.flatnonzero((types == id(float)) | (types == id(int)))
        kind[numbers], number[numbers] = Kind.NUMBER, objects[numbers].astype(float)
        dates = np.flatnonzero(types == id(dt.date))
        kind[dates], code[dates] = Kind.DATE, self._dates.of(objects[dates])
        done = types == id(type(None))
        done[texts] = done[numbers] = done[dates] = True
        at = np.flatnonzero(types == id(dt.datetime))
        if len(at) and (moments := plain_moments(objects[at])) is not None:
            kind[at], number[at], done[at] = Kind.DATE, days_since_epoch(moments), True
        for i in np.flatnonzero(~done):
            kind[i], number[i], text = classify(objects[i])
            if text is not None:
                code[i] = self._texts[text]
        self._keep(kind, number, code)

    def column(self) -> RawColumn:
        """Return the cells gathered so far, in the order in which they came."""
        kind = np.concatenate([*self._kinds, np.empty(0, np.int8)])
        number = np.concatenate([*self._numbers, np.empty(0)])
        code = np.concatenate([*self._codes, np.empty(0, np.int32)])
        if self._dates:
            days = np.array([float((day - EPOCH.date()).days) for day in self._dates])
            dated = np.flatnonzero((kind == Kind.DATE) & (code >= 0))
            number[dated], code[dated] = days[code[dated]], -1
        return _cleaned(kind, number, code, tuple(self._texts))
