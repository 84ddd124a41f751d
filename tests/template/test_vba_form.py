"""The rule about Excel's own state sees it however it is written, and our VBA hands Application to nobody."""

from __future__ import annotations

import pytest
from vba_flow import left_changed
from vba_form import statements, unfollowed

from klantwaarde_xl.template.vba import workbook_modules

THEIRS = {"xlwings", "Dictionary"}
SPELLINGS = [
    "Application.DisplayAlerts=False",
    "Application.DisplayAlerts  =  False",
    "application.displayalerts = False",
    "APPLICATION.DISPLAYALERTS = FALSE",
    "Let Application.DisplayAlerts = False",
    "let application.displayalerts=false",
    "10 Application.DisplayAlerts = False",
    "10: Application.DisplayAlerts = False",
    "10 Let Application.DisplayAlerts = False",
    "hier: Application.DisplayAlerts = False",
    "if x then Application.DisplayAlerts = False",
    "If(x)Then Application.DisplayAlerts = False",
    "If x Then Let Application.DisplayAlerts = False",
    "If x Then If y Then Application.DisplayAlerts = False",
    "If x Then C Else Application.DisplayAlerts = False",
    "If x Then\nC\nElse Application.DisplayAlerts = False\nEnd If",
    "If x Then\nC\nElseIf y Then Application.DisplayAlerts = False\nEnd If",
    "B:Application.DisplayAlerts = False",
    'B "a: ""b"" \' c": Application.DisplayAlerts = False',
    "Worksheets(1).Application.DisplayAlerts = False",
    'Workbooks("a(b").Worksheets(KwN(1, (2))).Application.DisplayAlerts = False',
    "ThisWorkbook.Parent.DisplayAlerts = False",
    "Worksheets(1).Parent.Parent.DisplayAlerts = False",
    "Me.Parent.DisplayAlerts = False",
    "Excel.Application.DisplayAlerts = False",
    "[Application].DisplayAlerts = False",
    "Application. DisplayAlerts = False",
    "with application\n.displayalerts = False\nend with",
    "With ThisWorkbook.Parent: .DisplayAlerts = False: End With",
    "SET xl = ThisWorkbook.Parent\nxl.DisplayAlerts = False",
    "Application.DisplayAlerts _\n    = False",
    "Application.DisplayAlerts = 0 ' why",
    "Rem first: this\nApplication.DisplayAlerts = False",
]
OF_EXCEL = [
    "Worksheets!Blad1.Application.EnableEvents = False",
    "ThisWorkbook.Worksheets!Blad1.Application.EnableEvents = False",
    "Worksheets![Mijn blad].Application.EnableEvents = False",
    "worksheets!blad1.parent.application.enableevents=false",
    'Let Worksheets!Blad1.Range("A1").Application.EnableEvents = False',
    "With Worksheets!Blad1: .Application.EnableEvents = False: End With",
    "With Worksheets\n!Blad1.Application.EnableEvents = False\nEnd With",
    "x!y!z.Application.AskToUpdateLinks = False",
    "Set b = Worksheets!Blad1: b.Application.EnableEvents = False",
    "Workbooks![a b.xlsx].Worksheets!Blad1.Cells(1, 2).Application.EnableEvents = False",
    "Forms!Een!Twee.Parent.Parent.EnableEvents = False",
    "Range(A(B(C(D(E(F(1))))))).Application.EnableEvents = False",
    "Worksheets(a(b(c(d(e(f(g(h(1))))))))).Application.EnableEvents = False",
    "KwX(((((((1))))))).Application.EnableEvents = False",
    'Range(Cells(Len(Mid(Left(Trim("x"), 1), 1)), 1), Cells(1, 1)).Application.EnableEvents = False',
    "Worksheets(a(1)(2)(3)).Application.EnableEvents = False",
    'Workbooks(a(b(c("(((")))).Worksheets(1).Parent.Application.EnableEvents = False',
    "With Range(A(B(C(D(E(F(1)))))))\n.Application.EnableEvents = False\nEnd With",
    "a(b(c(d(e(f(g(Application.Cursor))))))).Application.EnableEvents = False",
    "Range(A(B(C(D(E(F( _\n1))))))) _\n.Application.EnableEvents = False",
    "If Foo(a(b(c(d(e(f(1))))))) Then Range(A(B(C(D(E(F(1))))))).Application.EnableEvents = False",
    "With KwBoek()\n.Application.EnableEvents = False\nEnd With",
    "With KwBoek(): .Application.EnableEvents = False: End With",
    "With KwBoek()\n.Application.AskToUpdateLinks = False\nEnd With",
    "With KwBoek().Application\n.EnableEvents = False\nEnd With",
    "With KwBoek()\nWith .Application\n.EnableEvents = False\nEnd With\nEnd With",
    "With KwBoek()\nWith .Worksheets(1)\n.Application.EnableEvents = False\nEnd With\nEnd With",
    "With KwBoek()\nSet x = .Application\nx.EnableEvents = False\nEnd With",
    "With KwBoek()\nSet x = .Application\nx.WindowState = 1\nEnd With",
    "With KwBoek(a(1), b(2)): .Application.Visible = False: End With",
    'With KwBoek()\n.Worksheets(1).Application.Caption = "x"\nEnd With',
    "With KwBoek().Worksheets!Blad1\n.Parent.Application.EnableEvents = False\nEnd With",
    "with kwboek()\n.application.windowstate=1\nend with",
    "Application.Cursor = 2",
    'Application.StatusBar = "x"',
    "Application.Interactive = False",
    "Application.EnableCancelKey = 0",
    "Application.AskToUpdateLinks = False",
    "Application.WindowState = 1",
    "Application.Visible = False",
    'Application.Caption = "x"',
    "Application.Calculation = -4135",
    "Application.ReferenceStyle = 2",
    "Application.DisplayFormulaBar = False",
    "Application.MoveAfterReturn = False",
    "Application.AutoCorrect.ReplaceText = False",
    'Application.CommandBars("Standard").Visible = False',
    "Application.ErrorCheckingOptions.BackgroundChecking = False",
    'Application.DefaultFilePath = "x"',
    "Application.OnKey2 = 1",
    "Application.CommandBars!Standard.Visible = False",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_change_is_found_however_it_is_written(spelling: str) -> None:
    (found, *_) = left_changed(f"Sub A()\n{spelling}\nB\nEnd Sub")
    assert found.startswith("A: DisplayAlerts ")


@pytest.mark.parametrize("spelling", OF_EXCEL)
def test_a_change_of_any_property_is_found_by_any_way_to_excel(spelling: str) -> None:
    assert left_changed(f"Sub A()\n{spelling}\nB\nEnd Sub")


@pytest.mark.parametrize("head", ["Friend Sub", "Static Sub", "Private Static Sub", "public sub", "Sub  "])
def test_a_change_is_found_in_every_kind_of_procedure(head: str) -> None:
    assert left_changed(f"{head} A()\nApplication.DisplayAlerts = False\nEnd Sub")


@pytest.mark.parametrize("kind", ["Friend Function A()", "Static Property Get A()", "property let A(x)"])
def test_a_change_is_found_in_functions_and_properties(kind: str) -> None:
    end = "Function" if "Function" in kind else "Property"
    assert left_changed(f"{kind}\nApplication.DisplayAlerts = False\nEnd {end}")


def test_a_property_is_followed_in_each_of_its_procedures() -> None:
    change = "Property Get A()\nApplication.DisplayAlerts = False\nEnd Property\r"
    assert left_changed(f"{change}Property Let A(x)\nEnd Property")


def test_a_procedure_that_is_not_read_is_no_procedure_without_faults() -> None:
    with pytest.raises(AssertionError, match="not read"):
        left_changed("Local Sub A()\nApplication.DisplayAlerts = False\nEnd Sub")


@pytest.mark.parametrize(
    "harmless",
    [
        "' Application.DisplayAlerts = False",
        'B "Application.DisplayAlerts = False"',
        "was = Application.DisplayAlerts",
        "If Application.DisplayAlerts = False Then C",
        "rem application.displayalerts = false",
    ],
)
def test_what_changes_nothing_is_not_found(harmless: str) -> None:
    assert left_changed(f"Sub A()\n{harmless}\nB\nEnd Sub") == []


def test_what_is_put_back_in_another_spelling_is_put_back() -> None:
    right = """sub A()
10 was=ThisWorkbook.Parent.DisplayAlerts
on error go to 90
20 let application.displayalerts=false
if x then 90
B
90 application.displayalerts=was
end sub"""
    assert left_changed(right) == []


@pytest.mark.parametrize(
    "given",
    [
        "Stil Application",
        "Stil (application)",
        "Call Stil(Application, 1)",
        "Stil wie:=Application",
        "b.Wie = Application",
        "Set b.Wie = Application",
        "Set rij(1) = Application",
        "x = Array(Application)",
        "Set KwExcel = ThisWorkbook.Application.Application: Stil Application",
        "With Application",
        'CallByName x, "DisplayAlerts", VbLet, False',
        'x = ExecuteExcel4Macro("ECHO(FALSE)")',
        "GoSub verder",
        "On x GoTo hier, daar",
        "Set A = Application",
        "Stil .Application",
        "End Sub\nPublic Function B() As Application",
        "End Sub\nPublic xl As Application",
        "End Sub\nGlobal xl As Application",
    ],
)
def test_what_nobody_can_follow_is_refused(given: str) -> None:
    assert unfollowed(f"Sub A()\n{given}\nEnd Sub")


def test_our_modules_hand_application_to_nobody() -> None:
    found = [
        (module.name, text)
        for addin in (False, True)
        for module in workbook_modules(["Blad1"], addin=addin)
        if module.name not in THEIRS
        for text in unfollowed(module.code)
    ]
    assert found == []
    assert unfollowed("Private WithEvents programma As Application\nSet programma = Application") == []


def test_one_statement_stands_on_a_line() -> None:
    assert statements("if a then b else if c then d: e") == [
        *("If a Then", "b", "Else", "If c Then", "d", "e", "End If", "End If"),
    ]
    assert statements("x.Do y:=1, z _\n  .w <= 2") == ["x.Do y:=1, z.w <= 2"]
    assert statements("klaar:\nExit Sub") == ["klaar:", "Exit Sub"]
