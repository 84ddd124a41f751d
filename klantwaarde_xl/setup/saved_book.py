"""What a workbook holds beside its sheets: names, order and state of sheets, macros, ribbon, settings."""

from __future__ import annotations

import re
from collections import Counter

from klantwaarde_xl.setup.saved_formulas import one_form
from klantwaarde_xl.setup.saved_package import (
    Fact,
    Facts,
    Node,
    Package,
    Place,
    attribute_of,
    inner,
    is_on,
    plain,
)
from klantwaarde_xl.template.vba_reading import module_texts

WORKBOOK = "xl/workbook.xml"
_OF_EXCEL = "_xlnm._FilterDatabase"
"""A hidden name that Excel keeps beside a filter."""
_READ_OR_REMADE = frozenset(
    ("worksheet", "styles", "theme", "sharedStrings", "calcChain", "vbaProject", "sheetMetadata")
)
_STATES = {"hidden": "verborgen", "veryHidden": "verborgen, alleen met VBA te tonen"}


def sheets(package: Package) -> dict[str, str]:
    """Return the parts of the sheets by their name, in their order."""
    links = package.links(WORKBOOK)
    found = {}
    for sheet in package.xml(WORKBOOK).iterfind("{*}sheets/{*}sheet"):
        link = links.get(attribute_of(sheet, "id"))
        found[sheet.get("name", "")] = link.target if link else ""
    return found


def book_facts(package: Package) -> Facts:
    """Return the facts of the whole workbook."""
    root = package.xml(WORKBOOK)
    own: list[Node] = list(root.iterfind("{*}sheets/{*}sheet"))
    names = [sheet.get("name", "") for sheet in own]
    facts: Facts = {Place("volgorde van bladen"): plain(", ".join(names))}
    for sheet in own:
        facts[Place("blad", sheet.get("name", ""))] = plain(_STATES.get(sheet.get("state", ""), "zichtbaar"))
    for name in root.iterfind("{*}definedNames/{*}definedName"):
        if name.get("name") != _OF_EXCEL:
            scope = name.get("localSheetId", "")
            sheet_name = names[int(scope)] if scope.isdigit() and int(scope) < len(names) else ""
            text = (name.text or "") + (" (verborgen)" if is_on(name.get("hidden")) else "")
            facts[Place("naam", sheet_name, name.get("name", ""))] = Fact(one_form(text), text)
    facts |= _settings(root)
    links = package.links(WORKBOOK).values()
    kinds = Counter(link.kind for link in links if link.kind not in _READ_OR_REMADE)
    facts |= {Place("onderdeel van de werkmap", "", kind): plain(str(n)) for kind, n in kinds.items()}
    return facts | _ribbon_and_properties(package) | macro_facts(package)


def _settings(root: Node) -> Facts:
    facts: Facts = {}
    for node in inner(root, "workbookPr"):
        if is_on(node.get("date1904")):
            facts[Place("datums vanaf 1904")] = plain("ja")
        facts[Place("codenaam van de werkmap")] = plain(node.get("codeName", ""))
    for node in inner(root, "calcPr"):
        facts[Place("rekenwijze")] = plain(node.get("calcMode", "auto"))
        if is_on(node.get("iterate")):
            facts[Place("herhaald rekenen")] = plain("ja")
    for node in inner(root, "workbookProtection"):
        locked = sorted(key for key, value in node.attrib.items() if is_on(str(value)))
        if locked:
            facts[Place("beveiliging van de werkmap")] = plain(", ".join(map(str, locked)))
    return facts


def _ribbon_and_properties(package: Package) -> Facts:
    facts: Facts = {}
    for link in package.links("").values():
        if link.kind == "extensibility":
            facts[Place("lint")] = Fact(_tree(package.xml(link.target)), "eigen lint", "een ander eigen lint")
        elif link.kind == "custom-properties":
            for node in inner(package.xml(link.target), "property"):
                facts[Place("eigenschap", "", node.get("name", ""))] = plain(
                    "".join(map(str, node.itertext()))
                )
    return facts


def _tree(node: Node) -> object:
    """Return an element as it is compared: without prefixes, blanks between elements, order of attributes."""
    attributes = tuple(sorted((str(key), str(value)) for key, value in node.attrib.items()))
    return str(node.tag), attributes, (node.text or "").strip(), tuple(_tree(one) for one in node)


def macro_facts(package: Package) -> Facts:
    """Return the text of each module of VBA, without what the editor of Excel writes in its own way."""
    part = next(iter(package.linked(WORKBOOK, "vbaProject")), "")
    if part not in package.parts:
        return {}
    try:
        modules = module_texts(package.parts[part])
    except ValueError:
        return {Place("macro's"): plain("niet te lezen")}
    return {
        Place("macro's", "", name): Fact(
            one_code(text), told := _counted(one_code(text)), f"{told}, andere tekst"
        )
        for name, text in modules.items()
    }


def _counted(code: str) -> str:
    lines = code.count("\n") + 1 if code else 0
    return f"{lines} regel{'s' * (lines != 1)}"


def one_code(text: str) -> str:
    """Return code without attributes, blanks, empty lines and capitals outside texts, which the editor makes.

    >>> one_code('Attribute VB_Name = "A"\\r\\nSub A( )\\r\\n  b = "X y"\\r\\n\\r\\nEnd Sub')
    'suba()\\nb="X y"\\nendsub'
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("Attribute ")]
    return "\n".join(
        "".join(
            piece if piece.startswith('"') else re.sub(r"\s+", "", piece).lower()
            for piece in re.split(r'("(?:[^"]|"")*")', line)
        )
        for line in lines
    )
