"""What must hold of how a formula is put together; Excel repairs a file with one that it cannot read.

Values and operators take turns, brackets close in their order, arrays are rectangular, a function has as many
arguments as it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from cell_rules import bare, every_formula
from package_reading import Package

MOST_ARGUMENTS, DEEPEST = 255, 64
"""Of a call and of calls in calls, as Excel's page on specifications and limits has them."""
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_ARRAY = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"\d+\.?\d*(?:[Ee][+-]?\d+)?")
_TOKEN = re.compile(
    r"(?P<value>\$?\d+:\$?\d+|\d+\.?\d*[Ee][+-]?\d+|#[A-Z]+(?:[/_][A-Z0-9]+)*[!?]?|[^\s+*/^&=<>%:,()@-]+)"
    r"|(?P<infix><=|>=|<>|[*/^&=<>:])|(?P<sign>[+\-@])|(?P<percent>%)|(?P<mark>[(),])|(?P<space>\s+)"
)


def grammar(package: Package) -> Iterator[str]:
    """A formula is one that Excel can read."""
    for place, formula, _ in every_formula(package):
        if formula and (fault := fault_of(formula)):
            yield f"{place}: {fault} in {formula}"


@lru_cache(maxsize=100_000)
def fault_of(formula: str) -> str:
    """Return what is wrong with a formula, an empty text when nothing is.

    >>> fault_of("SUM(A1:B2,,-3%)*(1+2)&{1,2;3,4}"), fault_of("1+*2"), fault_of("SUM(A1")
    ('', 'no value before *', 'a bracket that does not close')
    """
    plain = _TEXT.sub("0", formula)
    if '"' in re.sub(r"'(?:[^']|'')*'|\[[^\[\]]*\]", "", plain):
        return "a text that does not close"
    rest = bare(formula)
    for array in _ARRAY.findall(rest):
        wide = {row.count(",") for row in array.split(";")}
        if len(wide) > 1 or not all(one.strip() for one in re.split("[,;]", array)):
            return "an array that is no rectangle"
    rest = _ARRAY.sub("0", rest)
    return "an array that does not close" if re.search("[{}]", rest) else _Reading(rest.strip()).fault()


class _Reading:
    """One formula, read from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_TOKEN.finditer(text))
        self.last = ""
        self.open: list[tuple[str, int]] = []
        """What is open: the function of each bracket, empty for a group, and how many commas it has."""

    def fault(self) -> str:
        before = ""
        for token in self.tokens:
            kind, text = str(token.lastgroup), token[0]
            if kind == "space":
                before = before if before in {"", "sign", "infix", "(", ","} else "space"
                continue
            if kind == "mark":
                kind = text
            if fault := self._step(before, kind, text):
                return fault
            before, self.last = kind, text
        if before in {"", "sign", "infix", ","}:
            return "no value at the end"
        return "a bracket that does not close" if self.open else ""

    def _step(self, before: str, kind: str, text: str) -> str:
        awaits = before in {"", "sign", "infix", "(", ","}
        if kind == "(":
            return self._opened("" if awaits or before == "space" else self.last, awaits)
        if kind in {",", ")"}:
            return self._closed(before, kind, awaits)
        if kind == "value":
            crossing = before == "space" and not any(map(_NUMBER.fullmatch, (self.last, text)))
            return "" if awaits or crossing else f"no operator before {text}"
        return f"no value before {text}" if awaits and kind in {"infix", "percent"} else ""

    def _opened(self, function: str, awaits: bool) -> str:
        self.open.append((function if not awaits else "", 0))
        return "calls too deep" if sum(bool(name) for name, _ in self.open) > DEEPEST else ""

    def _closed(self, before: str, kind: str, awaits: bool) -> str:
        if not self.open:
            return "a bracket that does not open" if kind == ")" else "no value before ," if awaits else ""
        function, commas = self.open.pop()
        if awaits and not (function and before in {"(", ","}):
            return f"no value before {kind}"
        if kind == ",":
            self.open.append((function, commas + 1))
            return "too many arguments" if commas + 2 > MOST_ARGUMENTS else ""
        return _of_number(function, 0 if before == "(" else commas + 1)


TAKES = {
    (0, 0): "FALSE NA NOW PI RAND TODAY TRUE",
    (0, 1): "COLUMN ROW",
    (1, 1): (
        "ABS CHAR CODE COLUMNS COUNTBLANK DAY EXP INT ISBLANK ISERROR ISEVEN ISNA ISNUMBER ISTEXT LEN LOWER "
        "MONTH N NOT ROWS SQRT T TRIM UPPER VALUE YEAR"
    ),
    (1, 2): "HYPERLINK INDIRECT LEFT RIGHT",
    (1, 3): "FIXED",
    (2, 2): (
        "COUNTIF EDATE EOMONTH EXACT IFERROR LARGE MMULT MOD POWER REPT ROUND ROUNDDOWN ROUNDUP SMALL TEXT"
    ),
    (2, 3): "FIND IF LOOKUP MATCH RANK SEARCH SUMIF",
    (2, 4): "INDEX",
    (3, 3): "DATE MID",
    (3, 4): "HLOOKUP SUBSTITUTE VLOOKUP",
    (3, 5): "OFFSET",
    (4, 4): "REPLACE",
}
"""How many arguments functions take, at least and at most, as Microsoft documents them."""
ARGUMENTS = {name: bounds for bounds, names in TAKES.items() for name in names.split()}
FROM_ONE = {
    *("AND", "AVERAGE", "CONCATENATE", "COUNT", "COUNTA", "MAX", "MEDIAN", "MIN", "OR", "SUM", "SUMPRODUCT"),
    *("CHOOSE", "COUNTIFS", "SUBTOTAL"),
}


def _of_number(function: str, given: int) -> str:
    least, most = ARGUMENTS.get(function.upper(), (int(function.upper() in FROM_ONE), MOST_ARGUMENTS))
    return "" if least <= given <= most else f"{given} arguments for {function}"


GRAMMAR_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (grammar,)
