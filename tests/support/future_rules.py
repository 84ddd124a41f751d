"""What must hold of functions younger than Excel 2007: in a file each has a prefix, and its own one.

Excel shows ``#NAME?`` for one without it or with that of another, also where a user who types the same sees
an answer. The names are XlsxWriter's; MS-XLSX 2.2.3 has the two that XlsxWriter lacks.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from cell_rules import every_formula
from package_reading import Package
from xlsxwriter.worksheet import Worksheet

FUTURE, OF_SHEETS, NAMED, OPTIONAL, OF_ADD_INS = "_xlfn.", "_xlws.", "_xlpm.", "_xlop.", "_xll."
"""Before a young function, before one whose name was taken, before a name of LET or LAMBDA, before one that
may be left out, and before a function of an .xll."""
BEYOND_XLSXWRITER = ("_xlfn._xlws.PY", "_xlfn.FIELDVALUE")
_IN_SOURCE = re.compile(r'"(_xlfn\.[\w.]+)\("')
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALLED = re.compile(r"(?<![\w.!\\])([A-Za-z_\\][\w.\\]*)\(")
_PREFIXED_NAME = re.compile(r"(?<![\w.!\\])_xl(?:pm|op)\.([\w.\\]+)")
_NAMING = re.compile(r"(?<![\w.!\\])_xlfn\.(LET|LAMBDA)\(")
_AT, _SPILLED, _THIS_ROW = re.compile(r"@"), re.compile(r"[\w)]#(?![A-Z])"), re.compile(r"\[@")


@lru_cache(maxsize=1)
def in_a_file() -> dict[str, str]:
    """Return what stands in a file for each young function, by the name that users see.

    >>> [in_a_file()[name] for name in ("XLOOKUP", "SORT", "SINGLE")]
    ['_xlfn.XLOOKUP', '_xlfn._xlws.SORT', '_xlfn.SINGLE']
    """
    names = _IN_SOURCE.findall(inspect.getsource(Worksheet._prepare_formula))
    return {name.removeprefix(FUTURE).removeprefix(OF_SHEETS): name for name in (*names, *BEYOND_XLSXWRITER)}


def prefixes(package: Package) -> Iterator[str]:
    """A young function has exactly its own prefix, and an older one none."""
    young = in_a_file()
    for place, _, text in every_formula(package):
        for name in _CALLED.findall(text):
            bare = name.rpartition("_xl")[2].partition(".")[2] if name.lower().startswith("_xl") else name
            wanted = young.get(bare.upper(), bare)
            prefixed = name.lower().startswith("_xl") and not name.startswith((OF_ADD_INS, NAMED, OPTIONAL))
            if name != wanted and (prefixed or bare.upper() in young):
                yield f"{place}: {name} is written as {wanted}"


def names_within(package: Package) -> Iterator[str]:
    """A name of LET or LAMBDA has ``_xlpm.`` before it, where it is given and where it is used."""
    for place, _, text in every_formula(package):
        used = set(_PREFIXED_NAME.findall(text))
        calls = list(_NAMING.finditer(text))
        if used and not calls:
            yield f"{place}: {NAMED} outside LET and LAMBDA"
        for call in calls:
            given = _given(call[1], arguments(text[call.end() :]))
            for name in given:
                if not name.startswith((NAMED, OPTIONAL)):
                    yield f"{place}: {call[1]} gives {name} without {NAMED}"
        for name in used:
            if re.search(rf"(?<![\w.\\]){re.escape(name)}(?![\w.(\\!])", text):
                yield f"{place}: {name} without {NAMED}"


def _given(function: str, parts: list[str]) -> list[str]:
    """Return the arguments of LET or LAMBDA that give a name: the last is what is computed."""
    return parts[:-1:2] if function == "LET" else parts[:-1]


def arguments(text: str) -> list[str]:
    """Return the arguments of a call, from behind its bracket.

    >>> arguments("_xlpm.x,SUM(A1,A2),_xlpm.x*2)+1")
    ['_xlpm.x', 'SUM(A1,A2)', '_xlpm.x*2']
    """
    found, depth, start = [], 0, 0
    for at, mark in enumerate(text):
        depth += (mark == "(") - (mark == ")")
        if depth < 0 or (mark == "," and not depth):
            found.append(text[start:at].strip())
            start = at + 1
        if depth < 0:
            break
    return found


def signs(package: Package) -> Iterator[str]:
    """What users type as @A1:A3, A1# and [@column] is a function or a word in a file."""
    for place, formula, text in every_formula(package):
        if _AT.search(text):
            yield f"{place}: an @ for {FUTURE}SINGLE in {formula}"
        if _SPILLED.search(text):
            yield f"{place}: a # for {FUTURE}ANCHORARRAY in {formula}"
        if _THIS_ROW.search(_TEXT.sub("", formula)):
            yield f"{place}: [@ for [#This Row] in {formula}"


FUTURE_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (prefixes, names_within, signs)
