"""What must hold of how a sheet is shown: its panes, what is selected in them, and its window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from cell_rules import COLUMNS, ROWS
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from package_reading import MAIN, Package

_ZOOM = range(10, 401)


def views(package: Package) -> Iterator[str]:
    """A view names panes that its splits make, and selects a cell among the selected ones."""
    windows = len(list(package.workbook.iter(f"{MAIN}workbookView")))
    for sheet in package.sheets:
        for view in sheet.root.iter(f"{MAIN}sheetView"):
            yield from (f"{sheet.name}: {fault}" for fault in _of_view(view))
            if int(view.get("workbookViewId", 0)) >= windows:
                yield f"{sheet.name}: shown in a window that is not there"


def _of_view(view: etree._Element) -> Iterator[str]:
    if int(view.get("zoomScale", 100)) not in _ZOOM:
        yield f"shown at {view.get('zoomScale')} percent"
    pane = view.find(f"{MAIN}pane")
    there = {"topLeft"}
    if pane is not None:
        there = _panes(pane)
        if len(there) == 1:
            yield "a pane without a split"
        if (active := pane.get("activePane", "topLeft")) not in there:
            yield f"active is {active} and there are {sorted(there)}"
        yield from _of_frozen(pane)
    selections = view.findall(f"{MAIN}selection")
    names = Counter(one.get("pane", "topLeft") for one in selections)
    yield from (f"two selections in {name}" for name, count in names.items() if count > 1)
    yield from (f"a selection in {name}, and there are {sorted(there)}" for name in names.keys() - there)
    yield from (f"selected {dict(one.attrib)}" for one in selections if not _is_among(one))


def _panes(pane: etree._Element) -> set[str]:
    right, below = (float(pane.get(name, 0)) > 0 for name in ("xSplit", "ySplit"))
    found = {"topLeft"} | ({"topRight"} if right else set()) | ({"bottomLeft"} if below else set())
    return found | ({"bottomRight"} if right and below else set())


def _of_frozen(pane: etree._Element) -> Iterator[str]:
    """Yield where a frozen view begins before what it keeps in sight, or keeps parts of rows."""
    if pane.get("state") not in {"frozen", "frozenSplit"}:
        return
    splits = [float(pane.get(name, 0)) for name in ("ySplit", "xSplit")]
    if any(one != int(one) for one in splits) or splits[0] >= ROWS or splits[1] >= COLUMNS:
        yield f"frozen at {splits}"
    first = coordinate_to_tuple(pane.get("topLeftCell", "XFD1048576"))
    if any(place <= split for place, split in zip(first, splits, strict=True)):
        yield f"frozen at {splits} and going on at {pane.get('topLeftCell')}"


def _is_among(selection: etree._Element) -> bool:
    """Whether the active cell is in the part of the selection that is the active one."""
    parts, number = selection.get("sqref", "A1").split(), int(selection.get("activeCellId", 0))
    if number >= len(parts):
        return False
    left, top, right, bottom = (one or 0 for one in range_boundaries(parts[number]))
    row, column = coordinate_to_tuple(selection.get("activeCell", "A1"))
    return left <= column <= (right or COLUMNS) and top <= row <= (bottom or ROWS)


VIEW_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (views,)
