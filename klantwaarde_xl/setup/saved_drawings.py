"""The charts, pictures and shapes on a sheet: which, where, and what a chart draws."""

from __future__ import annotations

import hashlib

from klantwaarde_xl.setup.saved_formulas import one_form
from klantwaarde_xl.setup.saved_package import Fact, Facts, Node, Package, Place, attribute_of

_SERIES = ("tx", "cat", "val", "xVal", "yVal", "bubbleSize")


def drawing_facts(sheet: str, package: Package, part: str) -> Facts:
    """Return a fact per chart, picture or shape of a sheet, by the cell of its corner and its name."""
    facts: Facts = {}
    for drawing in package.linked(part, "drawing"):
        links = package.links(drawing)
        for anchor in package.xml(drawing):
            named = next(anchor.iter("{*}cNvPr"), None)
            if named is None:
                continue
            place = Place("tekening", sheet, named.get("name", ""))
            while place in facts:  # several may have one name, or none
                place = Place("tekening", sheet, place.where + "'")
            facts[place] = _drawn(anchor, named, package, {key: one.target for key, one in links.items()})
    return facts


def _drawn(anchor: Node, named: Node, package: Package, targets: dict[str, str]) -> Fact:
    pieces = [("plek", _corner(anchor, "from") + " t/m " + _corner(anchor, "to"))]
    pieces.append(("tekst", named.get("descr", "")))
    chart = next(anchor.iter("{*}chart"), None)
    picture = next(anchor.iter("{*}blip"), None)
    if chart is not None:
        pieces += chart_pieces(package.xml(targets.get(attribute_of(chart, "id"), "")))
    elif picture is not None:
        data = package.parts.get(targets.get(attribute_of(picture, "embed"), ""), b"")
        pieces.append(("beeld", hashlib.sha256(data).hexdigest()[:8] if data else "ontbreekt"))
    else:
        pieces.append(("vorm", "".join(node.text or "" for node in anchor.iter("{*}t"))))
    shown = "; ".join(f"{name} {value}" for name, value in pieces if value)
    return Fact(tuple((name, one_form(value) if name == "reeks" else value) for name, value in pieces), shown)


def _corner(anchor: Node, end: str) -> str:
    """Return a corner in whole cells; programs round what lies beyond it to the dots of their screen."""
    node = anchor.find(f"{{*}}{end}")
    if node is None:
        return "-"
    numbers = (node.findtext("{*}row"), node.findtext("{*}col"))
    return " ".join(
        f"{sort}{int(one or 0) + 1}" for sort, one in zip(("rij ", "kolom "), numbers, strict=True)
    )


def chart_pieces(root: Node) -> list[tuple[str, str]]:
    """Return what a chart draws: its kinds, titles, the cells of every series, and the bounds of its axes."""
    pieces = []
    for area in root.iter("{*}plotArea"):
        for node in area:
            name = str(node.tag).rpartition("}")[2]
            if name.endswith("Chart"):
                pieces.append(("soort", name))
                for series in node.iterfind("{*}ser"):
                    pieces += [
                        ("reeks", f"{part} {formula.text or ''}")
                        for part in _SERIES
                        for found in series.iterfind(f"{{*}}{part}")
                        for formula in found.iter("{*}f")
                    ]
            elif name.endswith("Ax"):
                pieces.append(("as", _axis(node, name)))
    pieces += [("titel", _title(node)) for node in root.iter("{*}title")]
    return pieces or [("grafiek", "ontbreekt")]


def _axis(node: Node, name: str) -> str:
    told = [name]
    for part in ("min", "max", "logBase", "orientation"):
        for one in node.iterfind(f"{{*}}scaling/{{*}}{part}"):
            value = one.get("val", "")
            told += [] if value == "minMax" else [f"{part} {value}"]
    told += ["weg"] * any(one.get("val", "1") in {"1", "true"} for one in node.iterfind("{*}delete"))
    return " ".join(told)


def _title(node: Node) -> str:
    formula = next(node.iter("{*}f"), None)
    return formula.text or "" if formula is not None else "".join(one.text or "" for one in node.iter("{*}t"))
