"""Our VBA names only types that exist, and answers exactly the events that it means to answer."""

from __future__ import annotations

import re

import pytest
from vba_flow import procedures
from vba_names import ADDIN, TYPES, WORKBOOK, unknown_types, wrong_events

from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import Module

THEIRS = {"xlwings", "Dictionary"}
EXPECTED = {False: WORKBOOK, True: ADDIN}
FILES = {addin: workbook_modules(["Blad1"], addin=addin) for addin in EXPECTED}


def ours(modules: list[Module]) -> list[Module]:
    return [module for module in modules if module.name not in THEIRS]


def planted(addin: bool, name: str, old: str, new: str) -> list[Module]:
    """Return the modules with one place changed, or with a line behind the last one."""
    found = []
    for module in ours(FILES[addin]):
        changed = module.code
        if module.name == name:
            changed = changed.replace(old, new, 1) if old else f"{changed}{new}\n"
            assert changed != module.code
        found.append(Module(module.name, module.kind, changed))
    return found


@pytest.mark.parametrize("addin", EXPECTED)
def test_our_modules_name_types_that_exist(addin: bool) -> None:
    assert list(unknown_types(FILES[addin], ours(FILES[addin]))) == []


def test_every_type_on_the_list_is_named() -> None:
    code = "\n".join(module.code for modules in FILES.values() for module in ours(modules))
    for name in set().union(*TYPES.values()):
        assert re.search(rf"\bAs {name}\b", code), name


@pytest.mark.parametrize(
    ("addin", "name", "old", "new"),
    [
        (False, "ModStart", "", "Private blad As Werkblad"),
        (False, "ModStart", "", "dim blad  as werkblad"),
        (False, "ModStart", "", "Private a As Long, blad As Wrksheet"),
        (False, "ModStart", "", "Sub A(ByVal blad As Wrksheet)"),
        (False, "ModStart", "", "Function A() As Rnage"),
        (False, "ModStart", "", "Private rijen() As Lnog"),
        (False, "ModStart", "", "Private blad As Excel.Werkblad"),
        (False, "ModStart", "", "Private x As New Dictionry"),
        (False, "ModStart", "", "Private x As New Workbook"),
        (False, "ModStart", "", "If TypeOf x Is Wrksheet Then"),
        (False, "ModUitkomst", "New Collection", "New Dictionry"),
        (False, "ModUitkomst", "New Collection", "New Range"),
        (True, "ModLint", "As IRibbonUI", "As IRibbonUIX"),
        (True, "ThisWorkbook", "As Application", "As Applicatie"),
        (True, "ThisWorkbook", "programma As Application", "programma As Range"),
        (True, "ModLint", "", "Private WithEvents programma As Application"),
        (False, "ThisWorkbook", "As Hyperlink", "As Hyperlnk"),
    ],
)
def test_a_type_that_does_not_exist_is_found(addin: bool, name: str, old: str, new: str) -> None:
    assert list(unknown_types(FILES[addin], planted(addin, name, old, new)))


@pytest.mark.parametrize(
    "line",
    ["Private x As New Dictionary", "Private Type Rij", "Private x As range", "Private x As String * 5"],
)
def test_a_type_that_exists_is_right(line: str) -> None:
    changed = planted(False, "ModStart", "", f"{line}\nPrivate y As Rij" if "Type" in line else line)
    assert list(unknown_types(FILES[False], changed)) == []


@pytest.mark.parametrize("addin", EXPECTED)
def test_exactly_the_expected_events_are_answered(addin: bool) -> None:
    """An event of Excel has its name and arguments; one with another name would never be called."""
    modules = ours(FILES[addin])
    assert list(wrong_events(modules, EXPECTED[addin])) == []
    there = {name for module in modules for name, _ in procedures(module.code)}
    called = re.findall(r"\bKw\w+", "\n".join(line for lines in EXPECTED[addin].values() for line in lines))
    assert set(called) <= there


EVENT = "Private Sub {}()\nEnd Sub"


@pytest.mark.parametrize(
    ("addin", "name", "old", "new"),
    [
        (False, "ThisWorkbook", "_SheetFollowHyperlink", "_SheetFollowLink"),
        (False, "ThisWorkbook", "_BeforeClose(Cancel As Boolean)", "_BeforeClose()"),
        (False, "ThisWorkbook", "ByVal Target As Range", "Target As Range"),
        (False, "ThisWorkbook", "Sh, True", "Sh, False"),
        (False, "ThisWorkbook", "", EVENT.format("Workbook_Opening")),
        (False, "Blad1", "", EVENT.format("Worksheet_Activate")),
        (False, "ModStart", "", EVENT.format("Workbook_AddinInstall")),
        (False, "ModStart", "", EVENT.format("Auto_Open")),
        (True, "ThisWorkbook", "programma_WorkbookActivate", "programma_WorkbookActivated"),
        (True, "ThisWorkbook", "programma_SheetFollowHyperlink", "programma_SheetFollowLink"),
        (True, "ThisWorkbook", "programma_WorkbookOpen", "app_WorkbookOpen"),
        (True, "ThisWorkbook", "WithEvents programma", "WithEvents app"),
        (True, "ThisWorkbook", "Workbook_BeforeClose", "Workbook_BeforeClosing"),
        (True, "ThisWorkbook", "    Set programma = Application\n", ""),
    ],
)
def test_an_event_that_excel_never_calls_is_found(addin: bool, name: str, old: str, new: str) -> None:
    assert list(wrong_events(planted(addin, name, old, new), EXPECTED[addin]))
