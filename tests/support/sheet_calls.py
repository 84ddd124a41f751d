"""Which sheets of a workbook call our functions: what Excel calls when a cell changes that they depend on."""

from __future__ import annotations

import re
from collections import Counter

from package_reading import MAIN, Package

_CALL = re.compile(r"\bKW_[A-Z]+\(")


def calls(package: Package) -> Counter[str]:
    """Return how many calls of our functions each sheet makes; names and rules of sheets count as a sheet."""
    found: Counter[str] = Counter()
    for sheet in package.sheets:
        for tag in ("f", "formula", "formula1", "formula2"):
            texts = (one.text or "" for one in sheet.root.iter(f"{MAIN}{tag}"))
            found[sheet.name] += sum(len(_CALL.findall(text)) for text in texts)
    named = (one.text or "" for one in package.workbook.iter(f"{MAIN}definedName"))
    found["names"] = sum(len(_CALL.findall(text)) for text in named)
    return +found
