"""Formulas and areas in one form, whatever program wrote them.

Excel shares one formula among cells, drops zeros that a number does not need and puts ``_xlfn.`` before
functions of later versions; two formulas are the same when they are so in this form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, LAST_ROW, column_letters, column_number

_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<quoted>'(?:[^']|'')*')"
    r"|(?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])"
    rf"|(?P<columns>{_COLUMN}:{_COLUMN})(?![\w.(!])"
    rf"|(?P<rows>{_ROW}:{_ROW})(?![\w.(])"
    rf"|(?P<cell>{_COLUMN}{_ROW})(?![\w.(!])"
    r"|(?P<word>[^\W\d][\w.\\?]*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<blank>\s+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_RANGE = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Z]{1,3})?\$?([0-9]{1,7})?)?")
_PREFIX = re.compile(r"^(?:_xlfn\.|_xlws\.|_xlpm\.|_xludf\.)+", re.IGNORECASE)
_AROUND = "(),;+-*/^&=<>:{}"


def one_form(formula: str, row: int = 1, column: int = 1) -> str:
    """Return a formula with its references counted from the cell that it is in.

    >>> one_form("SUM(A1:B$2)*0.50", 3, 1) == one_form("_xlfn.sum( A2:B$2 )*.5", 4, 1)
    True
    >>> one_form("A1"), one_form("$B$7&\\"A1\\""), one_form("tbl[A1]"), one_form("LOG10(A:A)")
    ('c0r0', 'C2R7&"A1"', 'TBL[A1]', 'LOG10(c0:c0)')
    """
    out: list[str] = []
    tokens = [(found.lastgroup or "", found[0]) for found in _TOKEN.finditer(formula.strip().lstrip("="))]
    for at, (kind, token) in enumerate(tokens):
        if kind == "blank":
            beside = (out[-1][-1:] if out else "("), (tokens[at + 1][1][0] if at + 1 < len(tokens) else ")")
            out.append("" if any(sign in _AROUND for sign in beside) else " ")
        else:
            out.append(_token(kind, token, row, column))
    return re.sub(r"\b(TRUE|FALSE)\(\)", r"\1", "".join(out))


def _token(kind: str, token: str, row: int, column: int) -> str:
    if kind in {"columns", "rows", "cell"}:
        return re.sub(
            r"(\$?)([A-Za-z]+)|(\$?)([0-9]+)", lambda found: _reference(found, row, column), token.upper()
        )
    if kind == "number":
        return repr(float(token))
    if kind == "word":
        return _PREFIX.sub("", token).upper()
    if kind == "quoted" and re.fullmatch(r"'[^\W\d]\w*'", token):
        return token[1:-1].upper()
    if kind == "bracket":
        this_row = re.sub(r"^\[@([^\[\]]+)\]$", r"[[#This Row],[\1]]", token)
        return re.sub(r"\],\s+\[", "],[", this_row.replace("[@[", "[[#This Row],[", 1))
    return token


def _reference(found: re.Match[str], row: int, column: int) -> str:
    if found[2]:
        number = column_number(found[2])
        return f"C{number}" if found[1] else f"c{(number - column) % LAST_COLUMN}"
    number = int(found[4])
    return f"R{number}" if found[3] else f"r{(number - row) % LAST_ROW}"


def corner(area: str) -> tuple[int, int]:
    """Return the row and column from which references of a rule are counted: those of its first cell.

    >>> corner("C5:D9 B7")
    (5, 2)
    """
    corners = [(left, top) for left, top, _, _ in _blocks(area)]
    return min((top for _, top in corners), default=1), min((left for left, _ in corners), default=1)


def one_area(*areas: str) -> str:
    """Return areas as one text that does not depend on how they were cut.

    >>> one_area("A1:A4 B1", "B2:B4"), one_area("C3", "A1:A2 A3")
    ('A1:B4', 'A1:A3 C3')
    """
    columns: dict[int, list[tuple[int, int]]] = {}
    for left, top, right, bottom in (block for area in areas for block in _blocks(area)):
        for column in range(left, right + 1):
            columns.setdefault(column, []).append((top, bottom))
    merged = [(column, _joined(spans)) for column, spans in sorted(columns.items())]
    found = []
    for (_, spans), group in groupby(enumerate(merged), lambda one: (one[1][0] - one[0], one[1][1])):
        members = [column for _, (column, _) in group]
        first, last = column_letters(members[0]), column_letters(members[-1])
        for top, bottom in spans:
            one = (first, top) == (last, bottom)
            found.append(f"{first}{top}" if one else f"{first}{top}:{last}{bottom}")
    return " ".join(found)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for top, bottom in sorted(spans):
        if out and top <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], bottom))
        else:
            out.append((top, bottom))
    return tuple(out)


def _blocks(area: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom of each range; what is no range is left out."""
    for one in area.upper().split():
        if found := _RANGE.fullmatch(one):
            left, top, right, bottom = found.groups()
            first = column_number(left or "") or 1, int(top or 1)
            last = (left, top) if right is None and bottom is None and left and top else (right, bottom)
            yield *first, column_number(last[0] or "") or LAST_COLUMN, int(last[1] or LAST_ROW)


def area_cells(area: str) -> set[tuple[int, int]]:
    """Return the rows and columns of the cells in a small area.

    >>> sorted(area_cells("A1:A2"))
    [(1, 1), (2, 1)]
    """
    return {
        (row, column)
        for left, top, right, bottom in _blocks(area)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
