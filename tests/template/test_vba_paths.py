"""The rule about Excel's own state follows each path, and takes right VBA for right."""

from __future__ import annotations

import re

import pytest
from vba_flow import left_changed

WORDS = {
    "READ": "was = Application.EnableEvents",
    "SET": "Application.EnableEvents = False",
    "BACK": "Application.EnableEvents = was",
    "ON": "On Error Resume Next",
}
"""What stands for a whole statement below."""


def found(lines: str) -> list[str]:
    written = re.sub(r"\b(READ|SET|BACK|ON)\b", lambda word: WORDS[word[0]], lines)
    return left_changed(f"Sub A()\n{written}\nEnd Sub")


@pytest.mark.parametrize(
    "lines",
    [
        "SET\nREAD\nB\nBACK",
        "ON\nSET\nREAD\nB\nBACK",
        "ON\nIf B Then READ\nSET\nC\nBACK",
        "ON\nREAD\nSET\nREAD\nBACK",
        "ON\nwas = Application.DisplayAlerts\nSET\nC\nBACK",
        "ON\nREAD\nwas = True\nSET\nC\nBACK",
        "ON\nREAD\nSET\nFor was = 1 To 2\nNext\nBACK",
        "ON\nREAD\nSET\nC\nApplication.EnableEvents = Not was",
        "ON\nSelect Case B\nCase 1\nREAD\nEnd Select\nSET\nC\nBACK",
        "ON\nFor Each x In y\nREAD\nNext x\nSET\nC\nBACK",
        "ON\nSET\nC\nBACK\nREAD",
        "ON\nzo = Application.DisplayAlerts\nwas = zo\nSET\nC\nBACK",
        "On Error GoTo klaar\nSET\nC\nREAD\nklaar:\nBACK",
    ],
)
def test_what_was_not_read_before_on_this_path_puts_nothing_back(lines: str) -> None:
    assert found(lines)


@pytest.mark.parametrize(
    "lines",
    [
        "ON\nC",
        "ON: C",
        "On Error GoTo klaar\nC\nklaar:",
        "Err.Clear: ON: C",
        "On Error GoTo 0\nON\nC",
        "If Err.Number = 9 Then ON\nC",
        "ON\nFor n = 1 To 2\nC\nNext",
        "GoTo verder\nverder:\nON\nC",
        "ON\nx = Foo()",
        "On Local Error Resume Next\nC",
        "ON\nIf C Then D",
        'on error resume next\nKill "x"',
    ],
)
def test_an_error_in_an_active_handler_leaves_the_procedure(lines: str) -> None:
    assert found(f"READ\nOn Error GoTo mis\nSET\nB\nBACK\nExit Sub\nmis:\n{lines}\nBACK")


CALLS = [
    "NextStep",
    "Loopje",
    "CaseStudy 1",
    "Next1",
    "WendNu x",
    "DoIets",
    "EndTest",
    "WithIets x",
    "ExitNu",
    "ConstX 1",
    "DimNu",
    "ElseNu",
    "ResumeNu",
    "GoToStart",
    "LoopOver x",
    "NextRow = 1",
    "Case_ x",
    "OnErrorX",
    "Loop_",
    "StaticX 1",
    "x = KwBoek",
    "y = Foo",
    "KwDoe",
    "Static_",
    "n = UBound(rij)",
]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_can_fail_whatever_it_is_named(call: str) -> None:
    assert found(f"READ\nSET\n{call}\nBACK")


@pytest.mark.parametrize(
    "lines",
    [
        "On Error GoTo mis\nB\nExit Sub\nmis:\nResume Next",
        "On Error GoTo mis\nB\nExit Sub\nmis:\nResume",
        "On Error GoTo mis\nB\nExit Sub\nmis:\nResume 0",
        "For a = 1 To 2\nFor b = 1 To 3\nC\nNext b, a",
        "For a = 1 To 2: For b = 1 To 3: For c = 1 To 2: D: Next c, b, a",
        "10 klaar:",
        "10 klaar: B\nGoTo klaar",
        "10 klaar:\n20 B\nGoTo 10",
        "GoTo 20\n10 klaar: B\n20 Exit Sub",
        "READ\nOn Error GoTo mis\nSET\nB\nklaar:\nBACK\nExit Sub\nmis:\nResume klaar",
        "READ\nOn Error GoTo mis\nSET\nB\nC\nBACK\nExit Sub\nmis:\nBACK\nErr.Raise 5",
        "READ\nOn Error GoTo mis\nSET\nB\nC\nBACK\nExit Sub\nmis:\nResume Next",
        "READ\nOn Error GoTo mis\nSET\nB\nBACK\nExit Sub\nmis:\nOn Error GoTo -1\nON\nC\nBACK",
        "READ\nON\nSET\nIf B Then\nC\nElseIf D Then\nE\nElse\nF\nEnd If\nBACK",
        "Do\nB\nLoop Until x",
        "Do While x: B: Loop",
        "While x: B: Wend",
        "Do: If x Then Exit Do\nLoop",
        "For n = 1 To 3: If x Then Exit For\nNext",
        "zo = Application.EnableEvents\nwas = zo\nON\nSET\nB\nBACK",
        "READ\nON\nDo\nSET\nB\nBACK\nLoop While x",
        "READ\nON\nIf x Then\nSET\nB\nBACK\nElseIf y Then\nC\nElse\nD\nEnd If",
        "Select Case x\nCase 1\nSelect Case y\nCase 2\nEnd Select\nCase 3\nEnd Select",
        "If x Then\nElse\nEnd If",
        "If x Then Else B",
        "If x Then B Else C: D",
        "Application.Wait #1:30:00 AM#",
        "t = #12/31/2025 11:59:59 PM#: B",
        'Application.ActiveSheet.Name = "x"',
        'Application.Range("A1").Value = 3',
        "Application.Goto x",
        "Application.MacroOptions Macro:=a, Description:=b",
        'Application.Run "x", y = z',
        "x = Application.Cursor = 2",
        "READ\nON\nSET\nSelect Case G\nCase 1, 2: H\nCase Is > 3\nCase 4 To 5\nCase Else\nEnd Select\nBACK",
        "On Error GoTo k\nApplication.Cursor = xlWait\nB\nk: Application.Cursor = xlDefault",
        "Dim a As Long, b As Long\nREAD\nSET\na = b\na = 3\nBACK",
        "x = [A1:B2].Value: B",
        "[A1] = 3",
        "With x: .y = 1: With .z: .w = 2: End With: End With",
        "Een: Twee: B",
        "Stop",
        "End",
        "On Error GoTo mis\nFor n = 1 To 3\nB\nvolgende:\nNext n\nExit Sub\nmis:\nResume volgende",
        "If x Then GoTo 10 Else GoTo 20\n10 B\n20 C",
        "If x Then 10\n10 B",
        "a = Application.UserName\nON\nApplication.UserName = x\nB\nApplication.UserName = a",
        "For Each x In y: B: Next",
        "For Each x In y\nFor n = 1 To 2\nNext n, x",
        "10\n20 B",
        "10: klaar: B: GoTo klaar",
        "On Error GoTo 10\nB\nExit Sub\n10 Resume 20\n20 C",
        "#If Mac Then\nB\n#Else\nC\n#End If",
    ],
)
def test_right_vba_is_followed_and_right(lines: str) -> None:
    assert found(lines) == []


UNREAD = """On Error GoTo mis
calc = Application.Calculation
READ
SET
B
BACK
Exit Sub
mis:
Resume verder
verder:
ON
Application.Calculation = calc
BACK"""


def test_a_resume_without_an_error_ends() -> None:
    assert found("READ\nOn Error GoTo mis\nSET\nB\nmis:\nResume Next")


def test_what_could_not_be_read_is_left_on() -> None:
    """A variable that holds nothing is False for events; a way of calculating that is nothing is refused."""
    assert found(UNREAD)
    assert found(f"was = False\n{UNREAD}")
    assert found(f"was = True\n{UNREAD}") == []
