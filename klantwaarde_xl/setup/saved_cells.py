"""What the cells of a sheet hold: formulas, typed values, and the notation of each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from klantwaarde_xl.model.sheet_grid import column_letters, column_number
from klantwaarde_xl.setup.saved_formulas import area_cells, one_form
from klantwaarde_xl.setup.saved_package import Fact, Facts, Node, Package, Place, inner, plain, text_of

_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
"""Notations that Excel knows by number and other programs write out (ECMA-376 part 1, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What cells of all sheets point at: texts and notations, by their number."""

    texts: list[str]
    notations: list[str]


def shared_of(package: Package) -> Shared:
    """Return the shared texts of a workbook, and the notation of each cell style."""
    texts = [text_of(node) for node in inner(package.xml("xl/sharedStrings.xml"), "si")]
    styles = package.xml("xl/styles.xml")
    own = {
        int(node.get("numFmtId", "0")): node.get("formatCode", "")
        for node in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    used = [int(node.get("numFmtId", "0")) for node in styles.iterfind("{*}cellXfs/{*}xf")]
    return Shared(texts, [own.get(one, _BUILT_IN.get(one, f"nummer {one}")) for one in used])


def cell_facts(sheet: str, root: Node, shared: Shared) -> Facts:
    """Return the formula or typed value of every cell, its notation, and errors that a formula gave.

    What a formula gave otherwise is no fact: it is calculated again at each opening."""
    facts: Facts = {}
    masters: dict[str, tuple[str, str]] = {}
    spilled: set[tuple[int, int]] = set()
    for where, row, column, node in _cells(root):
        formula = node.find("{*}f")
        value = _value(node, shared.texts)
        if formula is not None:
            facts[Place("formule", sheet, where)] = _formula(formula, row, column, masters)
            if formula.get("t") == "array":
                spilled |= area_cells(formula.get("ref", where))
            if node.get("t") == "e":
                facts[Place("foutwaarde", sheet, where)] = plain(value)
        elif value and (row, column) not in spilled:
            facts[Place("waarde", sheet, where)] = plain(value)
        if formula is not None or value:
            style = int(node.get("s", "0"))
            code = shared.notations[style] if style < len(shared.notations) else "onbekend"
            facts[Place("getalnotatie", sheet, where)] = Fact(one_notation(code), code)
    return facts


def _cells(root: Node) -> Iterator[tuple[str, int, int, Node]]:
    """Yield the place of each cell; a program may leave out the numbers of rows and cells."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = int(line.get("r", row + 1))
        column = 0
        for node in inner(line, "c"):
            letters = node.get("r", "").rstrip("0123456789")
            column = _number_of(letters) if letters else column + 1
            yield f"{column_letters(column)}{row}", row, column, node


@cache
def _number_of(letters: str) -> int:
    return column_number(letters)


def _value(node: Node, texts: list[str]) -> str:
    if node.get("t") == "inlineStr":
        return text_of(node).replace("\r\n", "\n")
    found = node.findtext("{*}v") or ""
    if node.get("t") == "s":
        return (
            texts[int(found)].replace("\r\n", "\n") if found.isdigit() and int(found) < len(texts) else found
        )
    return found if node.get("t") in {"str", "e", "d"} else _number(found)


def _number(text: str) -> str:
    """Return a number as it is compared: programs write the same one with more or fewer digits."""
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.15g}" if math.isfinite(number) else text


def _formula(node: Node, row: int, column: int, masters: dict[str, tuple[str, str]]) -> Fact:
    """Return a formula; ``masters`` keeps those that the cells after it share, by their number."""
    text, kind, shared = node.text or "", node.get("t", "normal"), node.get("si", "")
    form = one_form(text, row, column)
    if kind == "shared":
        if text:
            masters[shared] = (form, text)
        form, text = masters.get(shared, ("", "gedeeld met niets"))
        return Fact(("", form), f"={text}")
    if kind == "array":
        cell = node.getparent()
        dynamic = cell is not None and cell.get("cm", "0") != "0"  # may spill, as far as there is room
        area = "" if dynamic else node.get("ref", "")
        return Fact((f"array {area}", form), f"={text}" if dynamic else f"{{={text}}} in {area}")
    sort = "" if kind == "normal" else f"{kind} {node.get('r1', '')} {node.get('r2', '')}"
    return Fact((sort, form), f"={text}" + (f" ({sort})" if sort else ""))


@cache
def one_notation(code: str) -> str:
    """Return a notation without what programs may leave out: escapes of signs, a language told again.

    >>> one_notation("[$-413]+0.0%;[$-413]-0.0%") == one_notation("[$-413]\\\\+0.0%;\\\\-0.0%")
    True
    """
    first, *others = re.sub(r"\\([-+/():!^&'~{}<>= ])", r"\1", code).split(";")
    language = re.match(r"\[\$-[0-9A-Fa-f]+\]", first)
    return ";".join([first, *(one.removeprefix(language[0] if language else "") for one in others)])
