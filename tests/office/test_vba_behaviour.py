"""What our VBA does around a call: messages that stay or go, a wizard, a Mac, a Python that is gone half-way.

Nothing answers from Python here: the module of xlwings is played by VBA that a test can let succeed or fail.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from office_client import Office

from klantwaarde_xl.functions.answers import ErrorKind, ErrorValue
from klantwaarde_xl.functions.encoders.vba import SEPARATOR, marker
from klantwaarde_xl.template.vba import part, workbook_modules, xlwings_version
from klantwaarde_xl.template.vba_project import Module, ModuleKind, write_vba_project


def marked(text: str) -> str:
    return marker(ErrorValue(text[:6], ErrorKind.VALUE, text))


def as_vba(text: str) -> str:
    """Return a text with the separator of markers as an expression of VBA."""
    return '"' + text.replace(SEPARATOR, '" & Chr(31) & "') + '"'


PLAYED = f"""Option Explicit
Public Const XLWINGS_VERSION As String = "{xlwings_version()}"
Global uitkomst As Variant
Global gebeld As Long
Global opdrachten As String
Global gezien As String
Global kwRekent As Boolean
Global kwRegels As Long

' As of a server of Python: it answers, or fails after it has put Excel in another state.
Public Function XLPy() As Object
    gebeld = gebeld + 1
    If uitkomst = "kapot" Then
        gezien = gezien & Application.DisplayAlerts
        Application.Calculation = -4135
        Application.EnableEvents = False
        Err.Raise 1000, "xlwings", "Unexpected Python Error: Traceback (most recent call last):" & vbCrLf _
            & "  File x" & vbCrLf & "ModuleNotFoundError: No module named 'klantwaarde_xl'" & vbCrLf
    End If
    Err.Raise 1000, "xlwings", "Could not load the DLL from:" & vbCrLf & "C:\\a"
End Function

Public Function RunPython(ByVal opdracht As String)
    opdrachten = opdrachten & opdracht
    gezien = gezien & Application.DisplayAlerts
End Function
"""
PROBES = f"""Option Explicit
Public Function Zinnen() As String
    Zinnen = KwGeenPython("Traceback (most recent call last):" & vbLf & "  File a" & vbLf _
        & "ValueError: zo" & vbLf & vbLf)
    Zinnen = Zinnen & "/" & KwGeenPython("Could not load x.dll from:" & vbCrLf & "C:\\a" & vbCrLf & ", C:\\b")
End Function
Public Function Melders() As String
    Dim weg
    kwMelder = ""
    weg = KwUitkomst({as_vba(marked("KW-604: a"))}, "KW_PARETO")
    Melders = kwMelder & ";"
    weg = KwUitkomst(5, "KW_SCORE")
    Melders = Melders & kwMelder & ";"
    weg = KwUitkomst(5, "KW_PARETO")
    Melders = Melders & kwMelder & ";"
    weg = KwUitkomst({as_vba(marked("KW-604: a"))}, "KW_PARETO")
    kwGemeld = DateAdd("s", -11, kwGemeld)
    weg = KwUitkomst(5, "KW_SCORE")
    Melders = Melders & kwMelder
End Function
Public Function NaEenVal() As String
    Application.Calculation = -4105
    Application.EnableEvents = True
    Application.DisplayAlerts = True
    uitkomst = "kapot"
    gezien = ""
    NaEenVal = KwProbeer("x")
    uitkomst = ""
    NaEenVal = NaEenVal & "/" & Application.Calculation & "/" & Application.EnableEvents
    NaEenVal = NaEenVal & "/" & gezien & "/" & Application.DisplayAlerts
End Function
Public Function Redenen() As String
    Dim weg, rij
    weg = KwUitkomst({as_vba(marked("KW-602: eerder"))}, "KW_PARETO")
    For rij = 1 To 3
        Redenen = Redenen & KwReden(Worksheets("Cellen").Range("A" & rij)) & "/"
    Next rij
End Function
Public Function Aanroepen() As String
    gebeld = 0
    Aanroepen = KW_KLANTEN(Worksheets("Cellen").Range("A1:A3")) & "/" & gebeld
    Aanroepen = Aanroepen & "/" & IsError(KW_PARETO(Worksheets("Cellen").Range("A1:A3"))) & "/" & gebeld
End Function
Public Function OpEenMac() As String
    gebeld = 0
    gezien = ""
    Application.DisplayAlerts = True
    KwOpenen
    OpEenMac = gebeld & "/" & IsError(KW_PARETO(1)) & "/" & KwZoekIn("KW_PARETO") & "/" _
        & KwProbeer("knoppen") & "/" & opdrachten
    OpEenMac = OpEenMac & "/" & gezien & "/" & Application.DisplayAlerts
End Function
Public Function Lint() As String
    Dim zichtbaar
    KwLintZichtbaar Nothing, zichtbaar
    Lint = zichtbaar
    Worksheets("Cellen").Range("C1").Value = "Klantwaarde"
    Worksheets("Cellen").Name = "_IntelliSense_"
    KwLintZichtbaar Nothing, zichtbaar
    Lint = Lint & "/" & zichtbaar
    KwVerversLint
End Function
Public Function Rekenen() As String
    kwRekent = True
    KwRekenBijOpenen
    Rekenen = kwRekent
    KwRekenVooraan Worksheets("Cellen"), True
    Rekenen = Rekenen & "/" & kwRekent
    Worksheets("Cellen").Name = "Functies"
    KwRekenVooraan Worksheets("Functies"), True
    Rekenen = Rekenen & "/" & kwRekent
    KwRekenVooraan Worksheets("Functies"), False
    Rekenen = Rekenen & "/" & kwRekent
    KwRekenBijOpenen
    Rekenen = Rekenen & "/" & kwRekent
End Function
Public Function RekenenElders() As String
    RekenenElders = Rekenen()
End Function
Public Function VeelRegels() As String
    KwMeld "", ""
    Worksheets("Cellen").Name = "Functies"
    kwRegels = 20000
    KwRekenVooraan Worksheets("Functies"), True
    VeelRegels = kwRekent & "/" & kwMelder
    kwRegels = 20001
    KwRekenVooraan Worksheets("Functies"), True
    VeelRegels = VeelRegels & "/" & kwRekent & "/" & kwMelder
    Worksheets("Functies").Range("A5").Value = "Boven 20.000 factuurregels: wel rekenen."
    KwRekenKeuze Worksheets("Functies"), Worksheets("Functies").Range("A4")
    VeelRegels = VeelRegels & "/" & kwRekent
    KwRekenKeuze Worksheets("Functies"), Worksheets("Functies").Range("A5")
    VeelRegels = VeelRegels & "/" & kwRekent & "/" & kwMelder
    KwRekenVooraan Worksheets("Functies"), False
    VeelRegels = VeelRegels & "/" & kwRekent
End Function
Public Function ZonderRekenen() As String
    Worksheets("Cellen").Name = "Functies"
    KwRekenVooraan Worksheets("Functies"), False
    ZonderRekenen = "goed"
End Function
Public Function Koppelingen() As String
    Const HIER = "C:\\Users\\ik\\AddIns\\klantwaarde.xlam"
    Koppelingen = KwAndereMap("D:\\Oud\\Klantwaarde.XLAM", "klantwaarde.xlam", HIER)
    Koppelingen = Koppelingen & "/" & KwAndereMap(LCase$(HIER), "klantwaarde.xlam", HIER)
    Koppelingen = Koppelingen & "/" & KwAndereMap("D:\\mijn-klantwaarde.xlam", "klantwaarde.xlam", HIER)
    Koppelingen = Koppelingen & "/" & KwAndereMap("klantwaarde.xlam", "klantwaarde.xlam", HIER)
    Koppelingen = Koppelingen & "/" & KwAndereMap("https://x/y/klantwaarde.xlam", "klantwaarde.xlam", HIER)
    Koppelingen = Koppelingen & "/" & KwAndereMap("D:\\cijfers.xlsx", "klantwaarde.xlam", HIER)
    KwHerstelKoppeling ActiveWorkbook
End Function
Public Function KwZoekIn(ByVal sleutel As String) As String
    KwZoekIn = kwRedenen.Item(sleutel)
End Function
"""


@pytest.fixture
def run(office: Office, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return what runs a probe in a workbook with our VBA, in which texts of it may be replaced."""
    documents = []

    def run_probe(name: str, **changed: str) -> Any:
        modules = [
            module for module in workbook_modules(["Blad1"]) if module.name not in {"xlwings", "Dictionary"}
        ]
        for old, new in changed.values():
            assert sum(old in module.code for module in modules) == 1
            modules = [replace(module, code=module.code.replace(old, new)) for module in modules]
        own = {module.name for module in modules}
        modules += [
            module
            for module in workbook_modules(["Blad1"], addin=True)
            if module.name in {"ModLint", "ModKoppeling"} - own
        ]
        played = [
            Module("xlwings", ModuleKind.STANDARD, PLAYED),
            Module("Proeven", ModuleKind.STANDARD, PROBES),
        ]
        path = tmp_path / f"{name}.xlsm"
        with xlsxwriter.Workbook(path) as book:
            book.set_vba_name("ThisWorkbook")
            book.add_vba_project(io.BytesIO(write_vba_project([*modules, *played])), is_stream=True)
            sheet = book.add_worksheet("Cellen")
            sheet.set_vba_name("Blad1")
            sheet.write_formula("A1", "=KW_PARETO(B1)", None, "Error 2015")
            sheet.write_formula("A2", "=1/0+KW_PARETO(B1)", None, "#DIV/0!")
            sheet.write_number("A3", 3)
        documents.append(office.ask("open", path=str(path)))
        return office.ask("run", document=documents[-1], macro=f"Klantwaarde.Proeven.{name}", arguments=[])

    yield run_probe
    for document in documents:
        office.ask("close", document=document)


def test_a_traceback_is_told_by_its_last_line_and_another_cause_whole(run: Callable[..., Any]) -> None:
    traceback, cause = run("Zinnen").split("/")
    assert traceback.endswith("(ValueError: zo)")
    assert cause.endswith("(Could not load x.dll from: C:\\a , C:\\b)")


def test_what_a_cell_said_stays_until_it_succeeds_or_has_been_read(run: Callable[..., Any]) -> None:
    assert run("Melders") == "KW_PARETO;KW_PARETO;;"


def test_a_python_that_is_gone_half_way_leaves_excel_as_it_was(run: Callable[..., Any]) -> None:
    said, calculation, events, during, after = run("NaEenVal").split("/")
    assert said.startswith("KW-690")
    assert said.endswith("(ModuleNotFoundError: No module named 'klantwaarde_xl')")
    assert (calculation, events) == ("-4105", "True")
    assert (during, after) == ("False", "True"), "Excel asks nothing while Python works"


def test_events_are_not_left_off_where_the_state_of_excel_could_not_be_read(run: Callable[..., Any]) -> None:
    unread = {"unread": ("    rekenwijze = Application.Calculation\n", "    Err.Raise 1004\n")}
    _, calculation, events, _, after = run("NaEenVal", **unread).split("/")
    assert (calculation, events, after) == ("-4105", "True", "True")


def test_what_was_remembered_is_not_told_of_another_error(run: Callable[..., Any]) -> None:
    assert run("Redenen") == "KW-602: eerder///"


def test_the_function_wizard_gets_no_table_and_does_not_reach_python(run: Callable[..., Any]) -> None:
    grey = {"wizard": ('Application.CommandBars("Standard").Controls(1).Enabled', "False")}
    assert run("Aanroepen", **grey) == "Klik op OK om te rekenen./0/True/1"


def test_a_mac_is_told_what_works_there_and_starts_its_buttons(run: Callable[..., Any]) -> None:
    mac = {"system": ("Application.OperatingSystem", '"Macintosh (Intel) 16.80"')}
    called, failed, reason, said, started, during, after = run("OpEenMac", **mac).split("/")
    assert (called, failed, said, started) == ("0", "True", "", "knoppen")
    assert (during, after) == ("False", "True"), "also after a success"
    assert reason.startswith("KW-691")


def test_the_add_in_stands_aside_for_a_workbook_with_the_same_groups(run: Callable[..., Any]) -> None:
    assert run("Lint") == "True/False"


def test_the_sheet_with_functions_calculates_only_in_front(run: Callable[..., Any]) -> None:
    known = {
        "property": ("blad.EnableCalculation", "kwRekent"),
        "excel": ("Val(Application.Version) > 11", "True"),
    }
    # Another sheet is left alone; opened with this sheet in front, it calculates.
    assert run("Rekenen", **known) == "True/True/True/False/True"
    assert run("ZonderRekenen") == "goed"
    alone = {"property": known["property"]}
    assert run("RekenenElders", **alone) == "True/True/True/True/True", "in LibreOffice it is of all sheets"


def test_many_invoice_lines_are_calculated_only_when_the_user_wants_it(run: Callable[..., Any]) -> None:
    known = {
        "property": ("blad.EnableCalculation", "kwRekent"),
        "excel": ("Val(Application.Version) > 11", "True"),
        "lines": (
            "ThisWorkbook.Worksheets(KW_REGELBLAD).ListObjects(KW_REGELTABEL).ListRows.Count",
            "kwRegels",
        ),
    }
    assert run("VeelRegels", **known) == "True//False/Functies/False/True//False"


def test_a_link_to_the_add_in_elsewhere_is_led_to_this_one(run: Callable[..., Any]) -> None:
    assert run("Koppelingen") == "True/False/False/False/True/False"


def test_the_parts_close_what_they_open() -> None:
    for name in ("ThisWorkbook.cls", "AddinThisWorkbook.cls"):
        assert "KwOpenen" in part(name)
        assert "KwSluiten" in part(name)
