"""Every way out of our procedures leaves Excel as it was, and the rule that says so follows all paths."""

from __future__ import annotations

import re

import pytest
from vba_flow import left_changed

from klantwaarde_xl.template.vba import workbook_modules

THEIRS = {"xlwings", "Dictionary"}
MEANT = {
    "KwMeld: StatusBar on line 14: End Sub": "the text is there to be read; KwMeld with nothing takes it away"
}


@pytest.mark.parametrize("addin", [False, True])
def test_every_way_out_leaves_excel_as_it_was(addin: bool) -> None:
    modules = workbook_modules(["Blad1"], addin=addin)
    found = [one for module in modules if module.name not in THEIRS for one in left_changed(module.code)]
    assert set(found) == set(MEANT)


LEFT = {
    "no handler": """Sub A()
Application.ScreenUpdating = False
B
Application.ScreenUpdating = True
End Sub""",
    "left early": """Sub A()
was = Application.EnableEvents
On Error GoTo klaar
Application.EnableEvents = False
If B() Then Exit Sub
klaar:
Application.EnableEvents = was
End Sub""",
    "not as it was": """Sub A()
On Error Resume Next
Application.Calculation = -4135
B
Application.Calculation = -4105
End Sub""",
    "the handler fails": """Sub A()
was = Application.DisplayAlerts
On Error GoTo mis
Application.DisplayAlerts = False
B
Application.DisplayAlerts = was
Exit Sub
mis:
C
Application.DisplayAlerts = was
End Sub""",
    "one branch": """Sub A()
On Error Resume Next
Application.Cursor = 2
If B Then
Application.Cursor = -4143
Else
C
End If
End Sub""",
    "within a With": """Sub A()
With Application
.ScreenUpdating = False
B
End With
End Sub""",
    "by way of a workbook": """Sub A()
ThisWorkbook.Application.DisplayAlerts = False
B
End Sub""",
    "by way of a workbook in a With": """Sub A()
With ThisWorkbook.Application
.EnableEvents = False
End With
End Sub""",
    "on a continued line": """Sub A()
Application _
    .ScreenUpdating = False
B
End Sub""",
    "by another name": """Sub A()
Set xl = Application: xl.ScreenUpdating = False
B
End Sub""",
    "by a name of a name in a With": """Sub A()
Set xl = ThisWorkbook.Application
Set ook = xl
With ook: .EnableEvents = False: End With
End Sub""",
    "no keys and no mouse": """Sub A()
Application.Interactive = False
B
End Sub""",
    "one case": """Sub A()
On Error Resume Next
Application.Cursor = 2
Select Case B
Case 1
Application.Cursor = -4143
Case Else
C
End Select
End Sub""",
    "no case at all": """Sub A()
On Error Resume Next
Application.Cursor = 2
Select Case B
Case 1
Application.Cursor = -4143
Case 2
Application.Cursor = -4143
End Select
End Sub""",
    "a loop that never runs": """Sub A()
On Error Resume Next
Application.Cursor = 2
For Each x In y
Application.Cursor = -4143
Next x
End Sub""",
    "left in a loop": """Sub A()
On Error Resume Next
For n = 1 To 3
Application.Cursor = 2
If B Then Exit For
Application.Cursor = -4143
Next n
End Sub""",
    "changed on the second time": """Sub A()
On Error Resume Next
Do While B
If C Then Exit Sub
Application.Cursor = 2
Loop
Application.Cursor = -4143
End Sub""",
}


@pytest.mark.parametrize("case", LEFT)
def test_a_way_out_with_another_state_is_found(case: str) -> None:
    (found, *_) = left_changed(LEFT[case])
    assert re.match(r"A: \w+ ", found)


def test_what_puts_everything_back_is_right() -> None:
    right = """Sub A()
was = Application.EnableEvents
On Error GoTo klaar
Application.EnableEvents = False
If B() Then GoTo klaar
C ' a comment, with: a colon
With ThisWorkbook.Application
ook = .EnableEvents
Select Case B
Case 1
.EnableEvents = False
Case Else
For n = 1 To 2
.EnableEvents = False
Next n
End Select
End With
Set xl = Application
xl.EnableEvents = False
klaar:
Application _
    .EnableEvents = was
End Sub"""
    assert left_changed(right) == []
