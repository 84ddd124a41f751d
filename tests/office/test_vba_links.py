"""Our VBA leads links to the add-in elsewhere to the add-in here, and hides nothing of what the user changed.

LibreOffice has no ChangeLink: a class of VBA plays the workbook, and a test chooses what it does."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from office_client import Office

from klantwaarde_xl.template.vba import part
from klantwaarde_xl.template.vba_project import Module, ModuleKind, write_vba_project

BOOK = """Option Explicit
Public Gedaan As String
Public Geval As String
Private isBewaard As Boolean

Public Function LinkSources(ByVal soort As Long) As Variant
    If Geval = "geen lijst" Then Err.Raise 1004
    If Geval = "een ander" Then LinkSources = Array("https://x/cijfers.xlsx")
    If Geval = "" Or Geval = "weigert" Then
        LinkSources = Array("https://x/cijfers.xlsx", "https://x/" & ThisWorkbook.Name)
    End If
End Function
Public Sub ChangeLink(ByVal van As Variant, ByVal naar As String, ByVal soort As Long)
    If Geval = "weigert" Then Err.Raise 1004
    Gedaan = Gedaan & (van = "https://x/" & ThisWorkbook.Name) & (naar = ThisWorkbook.FullName) & soort & " "
    isBewaard = False
End Sub
Public Property Get Saved() As Boolean
    Saved = isBewaard
End Property
Public Property Let Saved(ByVal waarde As Boolean)
    isBewaard = waarde
End Property
"""
PROBE = """Option Explicit
Public Function Herstel(ByVal geval As String, ByVal bewaard As Boolean) As String
    Dim boek As New Nagespeeld
    boek.Geval = geval
    boek.Saved = bewaard
    KwHerstelKoppeling boek
    Herstel = boek.Gedaan & boek.Saved
End Function
"""


@pytest.fixture
def repair(office: Office, tmp_path: Path) -> Iterator[Callable[[str, bool], str]]:
    """Return what runs the repair for a case and a workbook that is saved or not."""
    modules = [
        Module("ThisWorkbook", ModuleKind.WORKBOOK),
        Module("Blad1", ModuleKind.SHEET),
        Module("ModKoppeling", ModuleKind.STANDARD, part("ModKoppeling.bas")),
        Module("Nagespeeld", ModuleKind.CLASS, BOOK),
        Module("Proef", ModuleKind.STANDARD, PROBE),
    ]
    path = tmp_path / "klantwaarde.xlsm"
    with xlsxwriter.Workbook(path) as book:
        book.set_vba_name("ThisWorkbook")
        book.add_vba_project(io.BytesIO(write_vba_project(modules)), is_stream=True)
        book.add_worksheet("Cellen").set_vba_name("Blad1")
    document = office.ask("open", path=str(path))
    yield lambda case, saved: office.ask(
        "run", document=document, macro="Klantwaarde.Proef.Herstel", arguments=[case, saved]
    )
    office.ask("close", document=document)


@pytest.mark.parametrize(
    ("case", "saved", "done"),
    [
        ("", True, "TrueTrue1 True"),
        ("", False, "TrueTrue1 False"),
        ("een ander", True, "True"),
        ("een ander", False, "False"),
        ("geen", True, "True"),
        ("geen", False, "False"),
        ("weigert", True, "True"),
        ("weigert", False, "False"),
        ("geen lijst", True, "True"),
        ("geen lijst", False, "False"),
    ],
)
def test_a_link_is_led_here_and_only_what_nobody_touched_counts_as_saved(
    case: str, saved: bool, done: str, repair: Callable[[str, bool], str]
) -> None:
    """The one link of our name is changed, and a workbook without one, or that refuses, stays as it was."""
    assert repair(case, saved) == done
