"""What is laid over the cells of a sheet: input rules, conditional formats, links, notes, tables, filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from klantwaarde_xl.setup.saved_formulas import corner, one_area, one_form
from klantwaarde_xl.setup.saved_package import (
    Fact,
    Facts,
    Node,
    Package,
    Place,
    attribute_of,
    inner,
    plain,
    text_of,
    unescaped,
)

_RULE_TEXTS = ("errorTitle", "error", "promptTitle", "prompt")
_INPUT = {"type": "none", "errorStyle": "stop", "allowBlank": "0", "showDropDown": "0"}
_INPUT |= {"showInputMessage": "0", "showErrorMessage": "0"}
_LOOK = {
    "top10": {"percent": "0", "bottom": "0", "rank": ""},
    "aboveAverage": {"aboveAverage": "1", "equalAverage": "0", "stdDev": "0"},
    "timePeriod": {"timePeriod": ""},
    "cellIs": {"operator": ""},
    "containsText": {"text": ""},
    "notContainsText": {"text": ""},
    "beginsWith": {"text": ""},
    "endsWith": {"text": ""},
}
"""What counts for a kind of conditional format, and the value when it is not there; some write all."""
_ON = {"true": "1", "false": "0"}


def rule_facts(sheet: str, root: Node) -> Facts:
    """Return the input rules and conditional formats of a sheet, by the cells that they hold for."""
    return _by_area("invoerregel", sheet, _input_rules(root)) | _by_area(
        "voorwaardelijke opmaak", sheet, _looks(root)
    )


def _by_area(subject: str, sheet: str, rules: Iterable[tuple[str, object, str]]) -> Facts:
    """Join equal rules, which programs cut and join as they like, and give those of one area together."""
    areas: dict[object, list[str]] = {}
    shown: dict[object, str] = {}
    for area, key, text in rules:
        areas.setdefault(key, []).append(area)
        shown.setdefault(key, text)
    found: dict[str, list[object]] = {}
    for key, those in areas.items():
        found.setdefault(one_area(*those), []).append(key)
    return {
        Place(subject, sheet, area): Fact(frozenset(keys), "; ".join(sorted(shown[key] for key in keys)))
        for area, keys in found.items()
    }


def _input_rules(root: Node) -> Iterator[tuple[str, object, str]]:
    """Yield those of the sheet and those among its extensions, where Excel moves lists on other sheets."""
    for rule in root.iter("{*}dataValidation"):
        area = rule.get("sqref") or rule.findtext("{*}sqref") or ""
        values = {name: _switch(rule.get(name, usual)) for name, usual in _INPUT.items()}
        kind = values["type"]
        operator = "" if kind in {"none", "list", "custom"} else rule.get("operator", "between")
        used = {"none": (), "list": ("formula1",), "custom": ("formula1",)}.get(
            kind, ("formula1", "formula2") if "etween" in operator else ("formula1",)
        )
        formulas = [one for name in used for one in _formulas(rule, name)]
        texts = tuple(rule.get(name, "").replace("\r\n", "\n") for name in _RULE_TEXTS)
        at = corner(area)
        key = (tuple(values.values()), operator, tuple(one_form(one, *at) for one in formulas), texts)
        told = " ".join(filter(None, (kind, operator, " en ".join(formulas))))
        yield area, key, f"{told} ({' | '.join(filter(None, texts))})" if any(texts) else told


def _looks(root: Node) -> Iterator[tuple[str, object, str]]:
    for group in root.iter("{*}conditionalFormatting"):
        area = group.get("sqref") or group.findtext("{*}sqref") or ""
        for rule in inner(group, "cfRule"):
            kind = rule.get("type", "")
            if group.get("sqref") is None and kind in {"", "dataBar"}:
                continue  # how a bar of the sheet itself looks in later versions
            at = corner(area)
            values = {name: _switch(rule.get(name, usual)) for name, usual in _LOOK.get(kind, {}).items()}
            values["stopIfTrue"] = _switch(rule.get("stopIfTrue", "0"))
            formulas = [*_formulas(rule, "formula"), *_formulas(rule, "f")]
            bounds = [f"{node.get('type', '')} {_bound(node)}".strip() for node in rule.iter("{*}cfvo")]
            key = (kind, *values.items(), tuple(one_form(one, *at) for one in formulas), tuple(bounds))
            told = [value for name, value in values.items() if name != "stopIfTrue"]
            yield area, key, " ".join(filter(None, (kind, *told, " en ".join(formulas), ", ".join(bounds))))


def _bound(node: Node) -> str:
    text = node.get("val") or node.findtext("{*}f") or ""
    # What the lowest and highest are follows from the cells; some programs write a number beside it.
    return "" if node.get("type") in {"min", "max", "autoMin", "autoMax"} else one_form(text)


def _switch(value: str) -> str:
    return _ON.get(value, value)


def _formulas(rule: Node, name: str) -> list[str]:
    """Return the formulas of a rule; in an extension they stand one element deeper."""
    return ["".join(map(str, node.itertext())) for node in inner(rule, name)]


def link_facts(sheet: str, root: Node, package: Package, part: str) -> Facts:
    """Return where each cell with a hyperlink leads."""
    links = package.links(part)
    found = []
    for node in root.iterfind("{*}hyperlinks/{*}hyperlink"):
        link = links.get(attribute_of(node, "id"))
        # A place in the workbook is a location of the cell, or to some programs a target of its own.
        target = (link.target if link else "").removeprefix("#")
        where = "#".join(filter(None, (target, node.get("location", "")))).replace("'", "")
        found.append((node.get("ref", ""), where, where))
    return _by_area("koppeling", sheet, found)


def note_facts(sheet: str, package: Package, part: str) -> Facts:
    """Return the text of the note of each cell."""
    return {
        Place("opmerking", sheet, node.get("ref", "")): plain(text_of(node))
        for target in package.linked(part, "comments")
        for node in package.xml(target).iter("{*}comment")
    }


def table_facts(sheet: str, package: Package, part: str) -> Facts:
    """Return the cells, columns and formulas of each table, and what its filter leaves out."""
    facts: Facts = {}
    for target in package.linked(part, "table"):
        root = package.xml(target)
        name = root.get("displayName", "")
        facts[Place("tabel", sheet, name)] = plain(one_area(root.get("ref", "")))
        style = "".join(node.get("name", "") for node in inner(root, "tableStyleInfo"))
        facts[Place("stijl van tabel", sheet, name)] = plain(style)
        columns = list(root.iterfind("{*}tableColumns/{*}tableColumn"))
        headers = [unescaped(node.get("name", "")) for node in columns]
        facts[Place("kolommen van tabel", sheet, name)] = plain(", ".join(headers))
        rows = (root.get("headerRowCount", "1"), root.get("totalsRowCount", "0"))
        facts[Place("kop en totaal van tabel", sheet, name)] = plain(f"{rows[0]} en {rows[1]} rijen")
        for header, node in zip(headers, columns, strict=True):
            totals = node.get("totalsRowFunction", ""), node.get("totalsRowLabel", "")
            texts = [
                node.findtext(f"{{*}}{one}") or "" for one in ("calculatedColumnFormula", "totalsRowFormula")
            ]
            if any((*totals, *texts)):
                place = Place("formule van kolom", sheet, f"{name}[{header}]")
                facts[place] = Fact(
                    (totals, tuple(map(one_form, texts))), " ".join(filter(None, (*texts, *totals)))
                )
        facts |= filter_facts(sheet, root, name)
    return facts


def filter_facts(sheet: str, root: Node, name: str = "") -> Facts:
    """Return the cells with filter buttons, and the columns whose rows are chosen."""
    facts: Facts = {}
    for node in inner(root, "autoFilter"):
        area = one_area(node.get("ref", ""))
        chosen = [
            f"kolom {int(one.get('colId', '0')) + 1}: "
            + ", ".join(
                f"{attribute_of(value, 'operator')} {attribute_of(value, 'val')}".strip()
                for value in one.iter()
                if value.get("val") is not None
            )
            for one in inner(node, "filterColumn")
            if len(one)  # without a condition it only hides the button
        ]
        facts[Place("filter", sheet, name)] = plain("; ".join([area, *chosen]))
    return facts
