"""Names in VBA that only Excel knows: types of its libraries, and events that it calls by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from vba_flow import procedures
from vba_form import statements

from klantwaarde_xl.template.vba_project import Module, ModuleKind

TYPES = {
    "VBA": {"Boolean", "Collection", "Date", "Long", "Object", "String", "Variant"},
    "Excel": {"Application", "Hyperlink", "Range", "Workbook"},
    "Office": {"IRibbonControl", "IRibbonUI"},
}
"""The types that our modules name, by library; another one is first looked up in Excel's documentation."""
MADE_WITH_NEW = {"Collection"}
HAS_EVENTS = {"Application"}
WORKBOOK: Mapping[str, Sequence[str]] = {
    "Private Sub Workbook_Open()": ["KwOpenen", "KwRekenBijOpenen"],
    "Private Sub Workbook_BeforeClose(Cancel As Boolean)": ["KwSluiten"],
    "Private Sub Workbook_SheetActivate(ByVal Sh As Object)": ["KwRekenVooraan Sh, True"],
    "Private Sub Workbook_SheetDeactivate(ByVal Sh As Object)": ["KwRekenVooraan Sh, False"],
    "Private Sub Workbook_SheetChange(ByVal Sh As Object, ByVal Target As Range)": [
        "KwRekenKeuze Sh, Target"
    ],
    "Private Sub Workbook_SheetFollowHyperlink(ByVal Sh As Object, ByVal Target As Hyperlink)": [
        "KwVolgKoppeling Sh, Target.SubAddress"
    ],
}
ADDIN: Mapping[str, Sequence[str]] = {
    "Private Sub Workbook_Open()": [
        "Set programma = Application",
        "If Not ActiveWorkbook Is Nothing Then",
        "KwBegin",
        "End If",
    ],
    "Private Sub Workbook_BeforeClose(Cancel As Boolean)": ["KwSluiten"],
    "Private Sub programma_WorkbookOpen(ByVal Wb As Workbook)": ["KwHerstelKoppeling Wb"],
    "Private Sub programma_WorkbookActivate(ByVal Wb As Workbook)": [
        "If Not beschreven Then",
        "KwBegin",
        "End If",
        "KwVerversLint",
    ],
    "Private Sub programma_SheetFollowHyperlink(ByVal Sh As Object, ByVal Target As Hyperlink)": [
        "KwVolgKoppeling Sh, Target.SubAddress"
    ],
    "Private Sub KwBegin()": ["beschreven = True", "KwOpenen"],
}
"""Every procedure of the document modules of workbook and add-in, which have no other."""


def unknown_types(modules: Sequence[Module], ours: Sequence[Module]) -> Iterator[str]:
    """Yield the types in our modules that are in no library, or cannot be made or heard as they are."""
    made = MADE_WITH_NEW | {module.name for module in modules if module.kind is ModuleKind.CLASS}
    known = set().union(made, *TYPES.values(), *(_own_types(module) for module in ours))
    for module in ours:
        for text in statements(module.code):
            for new, name in re.findall(r"(?i)\b(?:As|TypeOf \S+ Is|Implements)( New)? ([\w.]+)", text):
                if name.lower() not in _lower(known):
                    yield f"{module.name}: {text}"
                if new and name.lower() not in _lower(made):
                    yield f"{module.name}: {text}"
            for name in re.findall(r"(?<!As )\bNew ([\w.]+)", text):
                if name.lower() not in _lower(made):
                    yield f"{module.name}: {text}"
            heard = re.search(r"\bWithEvents \w+ As (\w+)", text)
            if heard and (module.kind is ModuleKind.STANDARD or heard[1] not in HAS_EVENTS):
                yield f"{module.name}: {text}"


def wrong_events(modules: Sequence[Module], expected: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what differs from the expected procedures of the workbook, and events where Excel calls none."""
    for module in modules:
        found = procedures(module.code)
        if module.kind is ModuleKind.STANDARD:
            yield from (f"{module.name}: {name}" for name, _ in found if "_" in name.removeprefix("KW_"))
        elif module.kind is not ModuleKind.CLASS:
            bodies = {lines[0]: lines[1:-1] for _, lines in found}
            due = expected if module.kind is ModuleKind.WORKBOOK else {}
            yield from (
                f"{module.name}: {one}" for one in due.keys() | bodies if bodies.get(one) != due.get(one)
            )
            yield from (f"{module.name}: {name}" for name, _ in found if not _is_heard(name, module.code))


def _is_heard(name: str, code: str) -> bool:
    """Whether what is before the underscore of an event is the workbook, or an object with events."""
    owner, event, _ = name.partition("_")
    return not event or owner == "Workbook" or bool(re.search(rf"\bWithEvents {owner} As ", code))


def _own_types(module: Module) -> set[str]:
    return set(
        re.findall(r"(?im)^(?:Public |Private )?(?:Type|Enum) (\w+)$", "\n".join(statements(module.code)))
    )


def _lower(names: set[str]) -> set[str]:
    return {name.lower() for name in names}
