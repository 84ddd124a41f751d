"""What must hold of conditions on cells: conditional formats, and what may be typed (data validation)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from cell_rules import COLUMNS, ROWS
from lxml import etree
from openpyxl.utils.cell import column_index_from_string
from package_reading import MAIN, Package, local

from klantwaarde_xl.model.text_units import units

LONGEST_LIST, LONGEST_PROMPT, LONGEST_TITLE = 255, 255, 32
SINCE_2010 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
DRAWN = ("colorScale", "dataBar", "iconSet")
"""The formats that are drawn from stops, and have an element of their own."""
_NEEDS = {
    "top10": "rank",
    "timePeriod": "timePeriod",
    "cellIs": "operator",
    **dict.fromkeys(("containsText", "notContainsText", "beginsWith", "endsWith"), "text"),
}
"""What an attribute of each kind of rule must tell."""
_NAMES = ("formula", "formula1", "formula2")
_TEXT = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^'\[]|'')*'!")
_REFUSED = re.compile(r"[\[{]")
_BLOCK = re.compile(r"(?:[^:(]*!)?\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_BETWEEN = {"between", "notBetween"}


def conditional_formats(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        rules = list(sheet.root.iter(f"{MAIN}cfRule"))
        priorities = Counter(rule.get("priority", "") for rule in rules)
        for n, count in priorities.items():
            if count > 1 or not n.isdigit() or int(n) < 1:
                yield f"{sheet.name}: priority {n} {count} times"
        for one in sheet.root.iter(f"{MAIN}conditionalFormatting"):
            yield from _areas(f"{sheet.name}: a conditional format", one.get("sqref", ""))
        for rule in (*rules, *sheet.root.iter(f"{SINCE_2010}cfRule")):
            yield from (f"{sheet.name}: a conditional format {fault}" for fault in _of_rule(rule))


def _of_rule(rule: etree._Element) -> Iterator[str]:
    kind = rule.get("type", "")
    if kind in _NEEDS and not rule.get(_NEEDS[kind]):
        yield f"of {kind} without {_NEEDS[kind]}"
    due = _due_formulas(rule)
    if due and [bool(text) for text in _formulas(rule)] != [True] * due:
        yield f"without its {due} formulas"
    drawn = [one for one in rule if local(one) in DRAWN]
    if [local(one) for one in drawn] != [kind] * (kind in DRAWN):
        yield f"of {kind} with {[local(one) for one in drawn]}"
    for one in drawn:
        yield from (f"of {kind} {fault}" for fault in _of_stops(one))


def formulas_of_conditions(package: Package) -> Iterator[str]:
    """A condition names no column of a table, no array and no other workbook; a list is one row or column."""
    for sheet in package.sheets:
        for tag in ("cfRule", "dataValidation"):
            for one in sheet.root.iter(f"{MAIN}{tag}", f"{SINCE_2010}{tag}"):
                texts = [text for name in _NAMES for text in _formulas(one, name)]
                for text in (text for text in texts if _REFUSED.search(_TEXT.sub("", text))):
                    yield f"{sheet.name}: {tag} with {text}"
                block = _BLOCK.fullmatch(texts[0]) if one.get("type") == "list" and texts else None
                if block and block[1] != block[3] and block[2] != block[4]:
                    yield f"{sheet.name}: a list of several rows and columns: {texts[0]}"


def _due_formulas(rule: etree._Element) -> int:
    """Return how many formulas a rule must have, 0 for one of a kind that may have any."""
    between = rule.get("type") == "cellIs" and rule.get("operator") in _BETWEEN
    return 2 if between else int(rule.get("type") in {"expression", "cellIs"})


def _of_stops(drawn: etree._Element) -> Iterator[str]:
    """Yield what is wrong in the stops of a scale, a bar or a set of icons, and in how many there are."""
    stops = [one for one in drawn if local(one) == "cfvo"]
    colors = [one for one in drawn if local(one) == "color"]
    kind, old = local(drawn), drawn.tag.startswith(MAIN)
    if kind == "colorScale" and not (len(stops) in {2, 3} and len(colors) == len(stops)):
        yield f"with {len(stops)} stops and {len(colors)} colours"
    if kind == "dataBar" and not (len(stops) == 2 and (len(colors) == 1 or not old)):
        yield f"with {len(stops)} stops and {len(colors)} colours"
    if kind == "iconSet":
        due = int(drawn.get("iconSet", "3TrafficLights1")[0])
        icons = sum(local(one) == "cfIcon" for one in drawn)
        if len(stops) != due or icons not in ({due} if drawn.get("custom") in {"1", "true"} else {0}):
            yield f"{drawn.get('iconSet')} with {len(stops)} stops and {icons} icons of its own"
    for stop in stops:
        value = stop.get("val") or "".join(stop.itertext()).strip()
        sort = stop.get("type", "")
        if sort in {"num", "percent", "percentile", "formula"} and not value:
            yield f"with a stop of {sort} without a value"
        number = float(value) if re.fullmatch(r"-?\d+(?:\.\d+)?", value) else 0
        if sort in {"percent", "percentile"} and not 0 <= number <= 100:
            yield f"with a stop at {value} {sort}"


def validations(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for one in sheet.root.iter(f"{MAIN}dataValidation", f"{SINCE_2010}dataValidation"):
            area = one.get("sqref") or "".join(child.text or "" for child in one if local(child) == "sqref")
            place = f"{sheet.name}!{area}"
            if not area:
                yield f"{place}: what may be typed, nowhere"
            yield from (f"{place}: {fault}" for fault in (*_of_bounds(one), *_of_texts(one)))
            yield from _areas(f"{sheet.name}: what may be typed", area)


def _of_bounds(one: etree._Element) -> Iterator[str]:
    """Yield what a condition on what is typed lacks: where a list comes from, a bound, a formula."""
    kind = one.get("type", "none")
    first, second = ("".join(_formulas(one, name)) for name in ("formula1", "formula2"))
    if kind != "none" and first in {"", '""'}:
        yield f"a {kind} without a source"
    open_end = one.get("operator", "between") in _BETWEEN and not second
    if kind not in {"none", "list", "custom"} and open_end:
        yield f"a {kind} between one bound"
    if first.startswith('"') and units(first) - 2 > LONGEST_LIST:
        yield f"a list of {units(first) - 2} characters"


def _of_texts(one: etree._Element) -> Iterator[str]:
    for name, longest in (
        *(("prompt", LONGEST_PROMPT), ("error", LONGEST_PROMPT)),
        *(("promptTitle", LONGEST_TITLE), ("errorTitle", LONGEST_TITLE)),
    ):
        if units(one.get(name, "")) > longest:
            yield f"{name} of more than {longest} characters"


def _formulas(owner: etree._Element, name: str = "formula") -> list[str]:
    found = [one for one in owner if local(one) in {name, "f" if name == "formula" else name}]
    return ["".join(one.itertext()).strip() for one in found]


def _areas(what: str, sqref: str) -> Iterator[str]:
    """Yield the areas outside a sheet; Excel itself keeps those that were deleted."""
    for area in sqref.replace("#REF!", "").split():
        ends = area.split(":")
        places = [re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", end) for end in ends]
        if not all(places) or any(
            column_index_from_string(place[1]) > COLUMNS or int(place[2]) > ROWS for place in places if place
        ):
            yield f"{what} on {area}"


CONDITION_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(conditional_formats, validations, formulas_of_conditions),
)
