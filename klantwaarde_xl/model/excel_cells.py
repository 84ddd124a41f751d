"""Cells of an open workbook as xlwings hands them over; its errors arrive as text or numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn

EXCEL_ERRORS = {
    "#NULL!": "#LEEG!",
    "#DIV/0!": "#DEEL/0!",
    "#VALUE!": "#WAARDE!",
    "#REF!": "#VERW!",
    "#NAME?": "#NAAM?",
    "#NUM!": "#GETAL!",
    "#N/A": "#N/B",
}
"""Error values as files and xlwings name them, with what a Dutch Excel shows."""
_ERROR_TEXTS = {*EXCEL_ERRORS, *EXCEL_ERRORS.values()}
_NEWER_ERRORS = (-2146826300, -2146826200)
"""COM gives an error as a whole number of this range; xlwings knows the old seven, not #OVERLOOP! and the
like."""
_NEWER_NAMES = {2045: "#OVERLOOP!", 2050: "#BEREKEN!"}
"""What a Dutch Excel shows for those that people meet, by Excel's number (XlCVError)."""
_OVER_COM = -2146828288
"""What COM adds to Excel's number of an error."""


def dutch_error(text: str) -> str:
    """Return an error value as a Dutch Excel shows it; files hold the English one.

    >>> dutch_error("#N/A"), dutch_error("#SPILL!")
    ('#N/B', '#SPILL!')
    """
    return EXCEL_ERRORS.get(text, text)


def typed_errors(column: RawColumn) -> RawColumn:
    """Return the column with error values that were pasted or exported as text (``#N/B``) as errors.

    >>> [Kind(kind).name for kind in typed_errors(RawColumn.from_values(["#N/B ", "a", "#1"])).kind]
    ['ERROR', 'TEXT', 'TEXT']
    """
    wrong = np.array(["#" in text and text.strip().upper() in _ERROR_TEXTS for text in column.texts], bool)
    if not wrong.any():
        return column
    kind = np.where((column.code >= 0) & wrong[column.code], np.int8(Kind.ERROR), column.kind)
    return RawColumn(kind, column.number, column.code, column.texts)


def newer_error(cell: object) -> str:
    """Return what an error that xlwings has no name for is called in Dutch, and '' for any other cell.

    >>> newer_error(-2146826243), newer_error(-2146826242), newer_error(-2146826243.0)
    ('#OVERLOOP!', 'van Excel', '')
    """
    # A number that somebody typed comes as a float.
    if type(cell) is not int or not _NEWER_ERRORS[0] <= cell <= _NEWER_ERRORS[1]:
        return ""
    return _NEWER_NAMES.get(cell - _OVER_COM, "van Excel")


def raw_column(cells: Sequence[object]) -> RawColumn:
    """Return cells as a raw column in which Excel's errors are errors, not xlwings' text or number."""
    raw = RawColumn.from_values(cells)
    kind, number, code, texts = raw.kind, raw.number, raw.code, raw.texts
    wrong = np.array([text in EXCEL_ERRORS for text in texts], bool)
    if wrong.any():
        kind = np.where((code >= 0) & wrong[code], np.int8(Kind.ERROR), kind)
    with np.errstate(invalid="ignore"):
        doubtful = np.flatnonzero(
            (kind == Kind.NUMBER) & (number >= _NEWER_ERRORS[0]) & (number <= _NEWER_ERRORS[1])
        )
    newer = {row: name for row in doubtful.tolist() if (name := newer_error(cells[row]))}
    if newer:
        kind, number, code = kind.copy(), number.copy(), code.copy()
        rows, names = list(newer), sorted(set(newer.values()))
        kind[rows], number[rows], code[rows] = (
            Kind.ERROR,
            np.nan,
            [len(texts) + names.index(name) for name in newer.values()],
        )
        texts = (*texts, *names)
    return RawColumn(kind, number, code, texts)
