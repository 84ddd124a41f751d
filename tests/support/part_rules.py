"""What must hold of the parts of a package: how they are packed, what kind each is, what readers may skip."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

from package_reading import Package

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
KINDS = {
    "calcChain": "spreadsheetml.calcChain+xml",
    "chart": "drawingml.chart+xml",
    "chartsheet": "spreadsheetml.chartsheet+xml",
    "comments": "spreadsheetml.comments+xml",
    "drawing": "drawing+xml",
    "sharedStrings": "spreadsheetml.sharedStrings+xml",
    "sheetMetadata": "spreadsheetml.sheetMetadata+xml",
    "styles": "spreadsheetml.styles+xml",
    "table": "spreadsheetml.table+xml",
    "theme": "theme+xml",
    "vbaProject": "vnd.ms-office.vbaProject",
    "worksheet": "spreadsheetml.worksheet+xml",
}
"""The end of the content type of what a relationship of a kind points to."""


def kinds_of_parts(package: Package) -> Iterator[str]:
    """A part is what the relationships to it say, and has one content type."""
    declared = package.xml("[Content_Types].xml")
    given = [one.get("PartName").lstrip("/") for one in declared.iter(f"{TYPES}Override")]
    endings = [one.get("Extension").lower() for one in declared.iter(f"{TYPES}Default")]
    for name, count in Counter([*map(str.lower, given), *endings]).items():
        if count > 1:
            yield f"{name} has {count} content types"
    kinds = {
        one.get("PartName").lstrip("/"): one.get("ContentType") for one in declared.iter(f"{TYPES}Override")
    }
    for part in (name for name in package.names if not name.endswith(".rels")):
        targets = package.relations(part)
        for one in package.relationships(part):
            kind, target = one.get("Type").rpartition("/")[2], targets.get(one.get("Id"), "")
            if not kinds.get(target, "").endswith(KINDS.get(kind, "")) and target in kinds:
                yield f"{target} is no {kind} but {kinds[target]}"


def packing(package: Package) -> Iterator[str]:
    """Excel opens what is stored or deflated, under names with slashes."""
    for name, method in package.methods.items():
        if method not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or "\\" in name:
            yield f"{name} is packed by method {method}"


def ignorable(package: Package) -> Iterator[str]:
    """What a reader may skip is named by prefixes that the part declares; no part has a DOCTYPE."""
    for name in (name for name in package.names if name.endswith(".xml")):
        root = package.xml(name)
        for prefix in root.get(_IGNORABLE, "").split():
            if prefix not in root.nsmap:
                yield f"{name}: no prefix {prefix}"
        if root.getroottree().docinfo.doctype:
            yield f"{name} has a DOCTYPE"


PART_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (kinds_of_parts, packing, ignorable)
