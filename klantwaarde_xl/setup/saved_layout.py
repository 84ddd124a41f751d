"""How a sheet is laid out: widths, hidden rows and columns, frozen titles, protection, paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from klantwaarde_xl.model import notation
from klantwaarde_xl.model.sheet_grid import LAST_COLUMN, column_letters
from klantwaarde_xl.setup.saved_formulas import one_area
from klantwaarde_xl.setup.saved_package import Fact, Facts, Node, Place, empty, inner, is_on, plain

_PROTECTION = ("sheet", "objects", "scenarios", "selectLockedCells", "selectUnlockedCells")
_ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks")
_ALSO_ALLOWED = ("deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables")
_MARGINS = ("left", "right", "top", "bottom", "header", "footer")
_PRINTED = ("horizontalCentered", "verticalCentered", "headings", "gridLines")


def layout_facts(sheet: str, root: Node) -> Facts:
    """Return the facts of the layout of a sheet."""
    facts = _view(sheet, root) | _paper(sheet, root)
    facts |= _sizes(sheet, _columns(root), "verborgen kolom", "kolombreedte", "groep van kolommen")
    facts |= _sizes(sheet, _rows(root), "verborgen rij", "rijhoogte", "groep van rijen")
    for node in inner(root, "sheetPr"):
        facts[Place("codenaam", sheet)] = plain(node.get("codeName", ""))
    for node in inner(root, "sheetProtection"):
        held = [name for name in _PROTECTION if is_on(node.get(name))]
        held += [f"{name} mag" for name in (*_ALLOWED, *_ALSO_ALLOWED) if node.get(name) in {"0", "false"}]
        held += ["wachtwoord"] * (node.get("password") is not None or node.get("hashValue") is not None)
        facts[Place("beveiliging", sheet)] = plain(", ".join(held))
    merged = [node.get("ref", "") for node in root.iterfind("{*}mergeCells/{*}mergeCell")]
    facts |= {Place("samengevoegde cellen", sheet, one_area(area)): plain("ja") for area in merged}
    return facts


_Line = tuple[str, Node, str | None]
"""A column or row: its letters or number, what is told of it, and its size where that was chosen."""


def _columns(root: Node) -> Iterator[_Line]:
    for node in root.iterfind("{*}cols/{*}col"):
        last = min(int(node.get("max", "1")), LAST_COLUMN)
        for column in range(int(node.get("min", "1")), last + 1):
            yield column_letters(column), node, node.get("width")


def _rows(root: Node) -> Iterator[_Line]:
    for node in root.iterfind("{*}sheetData/{*}row"):
        yield node.get("r", ""), node, node.get("ht") if is_on(node.get("customHeight")) else None


def _sizes(sheet: str, lines: Iterable[_Line], hidden: str, sized: str, grouped: str) -> Facts:
    facts: Facts = {}
    for at, node, size in lines:
        if is_on(node.get("hidden")):
            facts[Place(hidden, sheet, at)] = plain("ja")
        elif size is not None:
            facts[Place(sized, sheet, at)] = Fact(float(size), notation.plain(float(size), 1))
        if node.get("outlineLevel", "0") != "0":
            facts[Place(grouped, sheet, at)] = plain(node.get("outlineLevel", ""))
    return facts


def _view(sheet: str, root: Node) -> Facts:
    facts: Facts = {}
    for view in root.iterfind("{*}sheetViews/{*}sheetView"):
        off = [name for name in ("showGridLines", "showRowColHeaders") if view.get(name) in {"0", "false"}]
        facts[Place("rasterlijnen en koppen", sheet)] = plain(
            ", ".join(f"{name} uit" for name in off) or "aan"
        )
        facts[Place("zoom", sheet)] = plain(view.get("zoomScale", "100"))
        for pane in inner(view, "pane"):
            if pane.get("state", "split").startswith("frozen"):
                sizes = [int(float(pane.get(name, "0"))) for name in ("ySplit", "xSplit")]
                facts[Place("vaste titels", sheet)] = plain(f"{sizes[0]} rijen en {sizes[1]} kolommen")
    return facts


def _paper(sheet: str, root: Node) -> Facts:
    """Return what the printer gets; Excel adds names and settings of the printer itself."""
    facts: Facts = {}
    fits = any(is_on(node.get("fitToPage")) for node in root.iterfind("{*}sheetPr/{*}pageSetUpPr"))
    setup = next(inner(root, "pageSetup"), empty())
    size = (
        f"{setup.get('fitToWidth', '1')} bij {setup.get('fitToHeight', '1')} pagina's"
        if fits
        else f"{setup.get('scale', '100')} %"
    )
    direction = setup.get("orientation", "default").replace("default", "portrait")
    facts[Place("papier", sheet)] = plain(f"papier {setup.get('paperSize', '1')}, {direction}, {size}")
    for node in inner(root, "pageMargins"):
        margins = ", ".join(f"{float(node.get(name, '0')):.2f}" for name in _MARGINS)
        facts[Place("marges", sheet)] = plain(margins)
    for node in inner(root, "headerFooter"):
        texts = {str(one.tag).rpartition("}")[2]: one.text or "" for one in node if one.text}
        if texts:
            facts[Place("kop- en voettekst", sheet)] = plain(
                "; ".join(f"{k} {v}" for k, v in sorted(texts.items()))
            )
    for node in inner(root, "printOptions"):
        chosen = [name for name in _PRINTED if is_on(node.get(name))]
        if chosen:
            facts[Place("afdrukken", sheet)] = plain(", ".join(chosen))
    for name, what in (("rowBreaks", "rijen"), ("colBreaks", "kolommen")):
        breaks = sorted(
            int(one.get("id", "0"))
            for node in inner(root, name)
            for one in inner(node, "brk")
            if is_on(one.get("man"))
        )
        if breaks:
            facts[Place(f"paginagrenzen na {what}", sheet)] = plain(", ".join(map(str, breaks)))
    return facts
