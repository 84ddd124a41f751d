"""A workbook altered by hand in its package, and what the comparison with what we wrote says of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from klantwaarde_xl.setup.saved_book import sheets
from klantwaarde_xl.setup.saved_package import Package
from klantwaarde_xl.setup.saved_workbook import Difference, differences

Change = Callable[[bytes], bytes]


def changed(package: bytes, changes: Mapping[str, Change], also: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with some parts changed and others added, its parts in another order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(out, "w") as target:
        for name in reversed(read.namelist()):
            target.writestr(name, changes.get(name, bytes)(read.read(name)))
        for name, data in (also or {}).items():
            target.writestr(name, data)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Altered:
    """What was altered: the sheet, the text that was found, and what the comparison says."""

    sheet: str
    found: re.Match[bytes]
    differences: list[Difference]

    def only(self, subject: str, where: str = "") -> Difference:
        """Return the only difference, which must be of this subject, on this sheet, at this place."""
        (one,) = self.differences
        assert (one.subject, one.sheet, one.where) == (subject, self.sheet, where)
        return one


def altered(package: bytes, parts: str, mark: bytes, becomes: bytes) -> Altered:
    """Replace the first text like ``mark`` in the first part like ``parts`` that has one, and compare."""
    before = Package(package)
    for part in before.parts:
        found = re.search(mark, before.parts[part]) if re.fullmatch(parts, part) else None
        if found:
            after = changed(package, {part: lambda data: re.sub(mark, becomes, data, count=1)})
            return Altered(_sheet_of(before, part), found, differences(package, after))
    raise AssertionError(f"no {mark!r} in {parts}")


def _sheet_of(package: Package, part: str) -> str:
    """Return the sheet that a part is, or belongs to; '' for a part of the workbook."""
    for name, sheet in sheets(package).items():
        own = [link.target for link in package.links(sheet).values()]
        if part in {sheet, *own} or any(
            part == link.target for one in own for link in package.links(one).values()
        ):
            return name
    return ""
