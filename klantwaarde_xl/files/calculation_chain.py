"""The order in which Excel last calculated the formulas of a workbook, and a package without it."""

from __future__ import annotations

import re
import zipfile

CHAIN = "xl/calcChain.xml"
"""The part that holds the order; it names every cell with a formula."""
_MENTIONS = {
    "[Content_Types].xml": re.compile(rb"<Override\b[^<>]*/xl/calcChain\.xml[^<>]*/>"),
    "xl/_rels/workbook.xml.rels": re.compile(rb"<Relationship\b[^<>]*\bcalcChain\.xml[^<>]*/>"),
}


def without_chain(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts that mention the order of calculation, without that; the part itself must be left out.

    Excel makes the order anew when it opens a workbook without one.
    """
    names = archive.namelist()
    return {
        name: mention.sub(b"", archive.read(name)) for name, mention in _MENTIONS.items() if name in names
    }
