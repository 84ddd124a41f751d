"""Our VBA names no member that the object before the dot does not have."""

from __future__ import annotations

import re

import pytest
from vba_members import USED, wrong_members

from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import Module, ModuleKind

THEIRS = {"xlwings", "Dictionary"}
FILES = {addin: workbook_modules(["Blad1"], addin=addin) for addin in (False, True)}


def ours(addin: bool) -> list[Module]:
    return [module for module in FILES[addin] if module.name not in THEIRS]


def found(code: str, name: str = "ModStart", *, addin: bool = False) -> list[str]:
    """Return what is wrong with more code behind that of a module."""
    there = [
        Module(one.name, one.kind, one.code + code if one.name == name else one.code) for one in FILES[addin]
    ]
    return list(wrong_members(there, [one for one in there if one.name == name]))


@pytest.mark.parametrize("addin", FILES)
def test_every_member_that_we_name_is_there(addin: bool) -> None:
    assert list(wrong_members(FILES[addin], ours(addin))) == []


def test_every_member_on_the_list_is_named() -> None:
    code = "\n".join(module.code for addin in FILES for module in ours(addin))
    for kind, listed in USED.items():
        for member in listed.split():
            assert re.search(rf"\.{member.partition(':')[0]}\b", code), f"{kind}.{member}"


CHANGED = [
    (False, "ModUitkomst", "kwRedenen.Count", "kwRedenen.Cout"),
    (False, "ModUitkomst", "kwRedenen.Count", "kwRedenen.Length"),
    (False, "ModUitkomst", "kwRedenen.Item(", "kwRedenen.Items("),
    (False, "ModUitkomst", "kwRedenen.Remove 1", "kwRedenen.Delete 1"),
    (False, "ModUitkomst", "Application.OperatingSystem", "Application.OperatingSytem"),
    (False, "ModUitkomst", ".Controls(1).Enabled", ".Controls(1).Enabeld"),
    (False, "ModUitkomst", ".Controls(1)", ".Control(1)"),
    (False, "ModUitkomst", "cel.Cells(1, 1)", "cel.Cell(1, 1)"),
    (False, "ModUitkomst", "cel.Parent.Parent.Name", "cel.Parent.Parent.Naam"),
    (False, "ModBereik", "bereik.Parent.UsedRange", "bereik.Parent.UsedRnge"),
    (False, "ModBereik", ".Column + .Columns.Count", ".Column + .Columns.Cnt"),
    (False, "ModBereik", "bereik.Areas.Count", "bereik.Areas.Cout"),
    (False, "ModKaart", ".RefersToRange.Value", ".RefersToRange.Valeu"),
    (False, "ModKaart", "doel.Parent.Worksheets(", "doel.Parent.Worksheet("),
    (False, "ModKaart", "ActiveCell.Row,", "ActiveCell.Rw,"),
    (False, "ModStart", "ThisWorkbook.Saved = True", "ThisWorkbook.Svaed = True"),
    (False, "ModStart", "Application.DisplayAlerts = False", "ThisWorkbook.DisplayAlerts = False"),
    (False, "ModStart", "Err.Description", "Err.Text"),
    (False, "ModStart", "XLPy.Exec", "XLPy.Execute"),
    (False, "ModStart", "Application.MacroOptions", "Application.MacroOption"),
    (False, "ModRekenen", "ThisWorkbook.ActiveSheet.Name", "ThisWorkbook.ActiveSheet.Nmae"),
    (False, "ModRekenen", ".ListRows.Count", ".ListRow.Count"),
    (False, "ThisWorkbook", "Target.SubAddress", "Target.SubAdress"),
    (True, "ModLint", "lint.Invalidate", "lint.Invalidated"),
    (True, "ModLint", "lint.Invalidate", "lnt.Invalidate"),
    (True, "ModKoppeling", "boek.LinkSources", "boek.LinkSource"),
    (True, "ModKoppeling", "ThisWorkbook.FullName", "ThisWorkbook.Fullnaam"),
]


@pytest.mark.parametrize(("addin", "name", "old", "new"), CHANGED)
def test_a_member_that_is_not_there_is_found(addin: bool, name: str, old: str, new: str) -> None:
    changed = [
        Module(one.name, one.kind, one.code.replace(old, new) if one.name == name else one.code)
        for one in FILES[addin]
    ]
    assert changed != FILES[addin]
    assert list(wrong_members(changed, [one for one in changed if one.name == name]))


WRONG = [
    "Private x As New Collection\nSub A()\nx.Cout\nEnd Sub",
    "Sub A(x As Collection)\ny = X.COUT\nEnd Sub",
    "Sub A()\nDim y As Long, x As Collection\ny = 1 + x.Cout\nEnd Sub",
    "Sub A()\nDim x As VBA.Collection\nWith x\nIf .Cout > 1 Then B\nEnd With\nEnd Sub",
    "Sub A(Optional ByVal x As Collection = Nothing)\nB y:=x.Cout\nEnd Sub",
    "Function A() As Collection\nA.Ad 1\nEnd Function",
    "Function A() As Collection\nEnd Function\nSub B()\nA().Ad 1\nEnd Sub",
    "Sub A(x As IRibbonUI)\nx.Invalidate: x.InvalidateAll\nEnd Sub",
    "Sub A(x As IRibbonControl)\ny = x.Label\nEnd Sub",
    "Sub A(x As Workbook)\ny = x.Worksheets(1).Nmae\nEnd Sub",
    "Sub A(x As Workbook)\ny = x.Worksheets!Blad1.Nmae\nEnd Sub",
    "Sub A(x As Worksheet)\ny = x.Range(B(C(D(E(1))))).Valeu\nEnd Sub",
    "Sub A(x As Range)\ny = x _\n.Cells(1) _\n.Valeu\nEnd Sub",
    "Sub A(x As Range)\nx.Value.Value = 1\nEnd Sub",
    "Sub A(x As Hyperlink)\ny = x.SubAdres\nEnd Sub",
    "Sub A(x As Hyperlink)\ny = x.Range.Valu\nEnd Sub",
    "Sub A(x As Dictionary)\nx.Ad 1, 2\nEnd Sub",
    "Sub A()\nDim x As String\ny = x.Length\nEnd Sub",
    "Sub A()\ny = ModStart.KwBestaatNiet()\nEnd Sub",
    "Sub A()\ny = ModUitkomst.KwWaarde()\nEnd Sub",
    "Sub A()\ny = Blad1.Nmae\nEnd Sub",
    "Sub A(x)\ny = x.Bestaatniet\nEnd Sub",
    "Sub A()\ny = Nergens.Name\nEnd Sub",
    "Sub A()\nkwRedenen.Ad 1\nEnd Sub",
]


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_member_is_found_however_it_is_written(code: str) -> None:
    assert found(f"{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "Private x As New Collection\nSub A()\nx.Add 1: y = x.Item(1).Name: z = x(1).Row\nEnd Sub",
        "Sub A(x As Collection)\ny = X.COUNT\nEnd Sub",
        "Sub A(x As Dictionary)\nx.Add 1, 2: y = x.Exists(1)\nEnd Sub",
        "Sub A()\ny = ModUitkomst.KwBoek().Name: z = KwBoek.Worksheets(1).Name\nEnd Sub",
        "Sub A()\ny = Blad1.Name: z = ThisWorkbook.Names(1).RefersToRange.Row\nEnd Sub",
        'Sub A(x As Workbook)\ny = x.Worksheets!Blad1.Range("a.b").Value \' x.Nergens\nEnd Sub',
        "Sub A()\nDim rij(3) As Range, x As String * 5\nrij(1).Value = 1.5\nEnd Sub",
        "Sub A(x As Collection)\nEnd Sub\nSub B(x As Range)\ny = x.Row\nEnd Sub",
    ],
)
def test_a_member_that_is_there_is_right(code: str) -> None:
    assert found(f"{code}\n") == []


def test_a_class_has_its_public_members() -> None:
    own = Module(
        "Stand", ModuleKind.CLASS, "Public naam As String\nPrivate n As Long\nPublic Sub Zet()\nEnd Sub\n"
    )
    user = Module("ModX", ModuleKind.STANDARD, "Private x As New Stand\nSub A()\nx.{}\nEnd Sub\n")

    def of(member: str) -> list[str]:
        module = Module(user.name, user.kind, user.code.format(member))
        return list(wrong_members([own, module], [module]))

    assert of("Zet") == of("naam = 1") == []
    assert of("n = 1")
    assert of("Zot")
