"""A workbook package read for the rules of ``package_rules``: its parts, relationships, sheets and tables."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Area = tuple[int, int, int, int]
"""Left, top, right and bottom, counted from 1."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def written_out(text: str) -> str:
    """Return a text with what the format escapes as itself.

    >>> written_out("Eerste_x000a_regel")
    'Eerste\\nregel'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def overlapping(areas: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
    """Yield the areas that lie over one another, two by two.

    >>> list(overlapping([(1, 1, 3, 1), (4, 1, 4, 9), (2, 1, 2, 5)]))
    [((1, 1, 3, 1), (2, 1, 2, 5))]
    """
    open_above: list[Area] = []
    for one in sorted(areas, key=lambda area: area[1]):  # downwards: some sheets have 50,000 of them
        open_above = [other for other in open_above if other[3] >= one[1]]
        yield from ((other, one) for other in open_above if one[0] <= other[2] and other[0] <= one[2])
        open_above.append(one)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace, an empty text for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, the path of its part, and its XML."""

    name: str
    path: str
    root: etree._Element

    @cached_property
    def cells(self) -> dict[str, etree._Element]:
        return {cell.get("r"): cell for cell in self.root.iter(f"{MAIN}c")}


class Package:
    """A package read for the rules."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as read:
            self.names = read.namelist()
            self.parts = {name: read.read(name) for name in self.names}
            self.methods = {one.filename: one.compress_type for one in read.infolist()}

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def relationships(self, part: str) -> list[etree._Element]:
        """Return the relationships of a part, also those to places outside the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        return list(self.xml(rels)) if rels in self.parts else []

    def relations(self, part: str) -> dict[str, str]:
        """Return the parts to which a part has a relationship by its id; a place in the workbook is none."""
        folder = posixpath.dirname(part)
        return {
            one.get("Id"): posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            for one in self.relationships(part)
            if one.get("TargetMode") != "External" and not one.get("Target").startswith("#")
        }

    @cached_property
    def workbook(self) -> etree._Element:
        return self.xml("xl/workbook.xml")

    @cached_property
    def sheets(self) -> list[Sheet]:
        targets = self.relations("xl/workbook.xml")
        paths = [
            (one.get("name"), targets[one.get(f"{RELATION}id")]) for one in self.workbook.iter(f"{MAIN}sheet")
        ]
        return [Sheet(name, path, self.xml(path)) for name, path in paths]

    @cached_property
    def tables(self) -> list[tuple[Sheet, etree._Element]]:
        """Return the tables with their sheets; single cells tied to an XML schema lie in the same folder."""
        found = [
            (sheet, self.xml(path))
            for sheet in self.sheets
            for path in self.relations(sheet.path).values()
            if path.startswith("xl/tables/")
        ]
        return [(sheet, root) for sheet, root in found if root.tag == f"{MAIN}table"]

    @cached_property
    def texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        return [_shown(one) for one in self.xml("xl/sharedStrings.xml")]

    def text(self, cell: etree._Element | None) -> str | None:
        """Return the text of a cell, None when it holds none."""
        if cell is None:
            return None
        if cell.get("t") == "s":
            number = cell.findtext(f"{MAIN}v") or ""
            return self.texts[int(number)] if number.isdigit() and int(number) < len(self.texts) else None
        return _shown(cell) if cell.get("t") == "inlineStr" else None


def _shown(one: etree._Element) -> str:
    """Return a text without how it is pronounced."""
    texts = [t.text or "" for t in one.iter(f"{MAIN}t") if t.getparent().tag != f"{MAIN}rPh"]
    return written_out("".join(texts))
