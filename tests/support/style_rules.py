"""What must hold of looks beyond what a schema says: sizes, colours, rows, paper, and what cells point to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cell_rules import ROWS
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple
from package_reading import MAIN, RELATION, Package

LARGEST_FONT, COLORS_OF_THEME, LAST_INDEXED, DEEPEST_OUTLINE, MOST_BREAKS = 409, 12, 81, 7, 1_026
LONGEST_LINK, LONGEST_TIP = 2_084, 255
_SCALES = range(10, 401)
_YES = {"1", "true"}


def colors_and_sizes(package: Package) -> Iterator[str]:
    """A colour is one of the theme or of the palette, a letter is no larger than Excel writes."""
    styles = package.xml("xl/styles.xml")
    tags = [f"{MAIN}{tag}" for tag in ("color", "fgColor", "bgColor", "tabColor")]
    for owner, root in (("styles", styles), *((sheet.name, sheet.root) for sheet in package.sheets)):
        for one in root.iter(*tags):
            if int(one.get("theme", 0)) >= COLORS_OF_THEME or int(one.get("indexed", 0)) > LAST_INDEXED:
                yield f"{owner}: a colour {dict(one.attrib)}"
            if len(one.get("rgb", "FF000000")) != len("FF000000"):
                yield f"{owner}: a colour {one.get('rgb')}"
    for one in styles.iter(f"{MAIN}sz"):
        if not 1 <= float(one.get("val")) <= LARGEST_FONT:
            yield f"letters of {one.get('val')} points"


def rows_and_columns(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for one in sheet.root.iter(f"{MAIN}row", f"{MAIN}col"):
            if int(one.get("outlineLevel", 0)) > DEEPEST_OUTLINE:
                yield f"{sheet.name}: an outline of {one.get('outlineLevel')} levels"
            if float(one.get("ht", 0)) < 0 or float(one.get("width", 0)) < 0 or int(one.get("r", 1)) > ROWS:
                yield f"{sheet.name}: a row or column {dict(one.attrib)}"


def paper(package: Package) -> Iterator[str]:
    """A sheet is printed at 10 to 400 percent, and its breaks are counted and within it."""
    for sheet in package.sheets:
        for one in sheet.root.iter(f"{MAIN}pageSetup"):
            if int(one.get("scale", 100)) not in _SCALES:
                yield f"{sheet.name}: printed at {one.get('scale')} percent"
        for one in sheet.root.iter(f"{MAIN}rowBreaks", f"{MAIN}colBreaks"):
            breaks = one.findall(f"{MAIN}brk")
            by_hand = sum(each.get("man") in _YES for each in breaks)
            stated = [one.get("count", str(len(breaks))), one.get("manualBreakCount", str(by_hand))]
            if stated != [str(len(breaks)), str(by_hand)] or len(breaks) > MOST_BREAKS:
                yield f"{sheet.name}: {len(breaks)} breaks, stated as {stated}"
            if not all(0 < int(each.get("id", 0)) < ROWS for each in breaks):
                yield f"{sheet.name}: a break outside the sheet"


def links(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        outside = {one.get("Id"): one.get("Target", "") for one in package.relationships(sheet.path)}
        for one in sheet.root.iter(f"{MAIN}hyperlink"):
            target = outside.get(one.get(f"{RELATION}id"), "") + one.get("location", "")
            if len(target) > LONGEST_LINK or len(one.get("tooltip", "")) > LONGEST_TIP:
                yield f"{sheet.name}: a link of {one.get('ref')} that is too long"


def metadata(package: Package) -> Iterator[str]:
    """What a cell points to among the metadata is there."""
    there = {"cm": 0, "vm": 0}
    if "xl/metadata.xml" in package.parts:
        root = package.xml("xl/metadata.xml")
        there = {
            name: len(root.findall(f"{MAIN}{part}/{MAIN}bk"))
            for name, part in (("cm", "cellMetadata"), ("vm", "valueMetadata"))
        }
    for sheet in package.sheets:
        for place, cell in sheet.cells.items():
            for name, most in there.items():
                if int(cell.get(name, 0)) > most:
                    yield f"{sheet.name}!{place}: {name} is {cell.get(name)} of {most}"


def boxes_of_notes(package: Package) -> Iterator[str]:
    """Every note has a box in its cell; Excel leaves out one without."""
    for sheet in package.sheets:
        paths = package.relations(sheet.path).values()
        notes = {
            coordinate_to_tuple(one.get("ref"))
            for path in paths
            if path.startswith("xl/comments")
            for one in package.xml(path).iter(f"{MAIN}comment")
        }
        if not notes:
            continue
        boxes = {place for path in paths if path.endswith(".vml") for place in _places(package.parts[path])}
        yield from (f"{sheet.name}: a note without a box in {place}" for place in sorted(notes - boxes))


def _places(drawing: bytes) -> Iterator[tuple[int, int]]:
    space = "{urn:schemas-microsoft-com:office:excel}"
    root = etree.fromstring(drawing, etree.XMLParser(recover=True))  # Excel leaves <br> open in them
    for one in root.iter(f"{space}ClientData"):
        if one.get("ObjectType") == "Note":
            yield int(one.findtext(f"{space}Row", "0")) + 1, int(one.findtext(f"{space}Column", "0")) + 1


STYLE_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    *(colors_and_sizes, rows_and_columns, paper, links, metadata, boxes_of_notes),
)
