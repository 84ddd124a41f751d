"""Our VBA by rules that Excel's compiler has and LibreOffice has not, and some that no compiler has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import Module, ModuleKind

THEIRS = {"xlwings", "Dictionary"}
INTERFACE = """Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0"
Public Function XLPy() As Object
    Set XLPy = Nothing
End Function
Public Function RunPython(ByVal opdracht As String) As Long
    RunPython = Len(opdracht)
End Function
"""
"""What our modules call in that of xlwings, which itself takes seconds to analyse."""
PLATFORMS: Mapping[str, Mapping[str, int]] = {
    "Windows, 64-bit": {"VBA7": 1, "VBA6": 1, "Win64": 1, "Win32": 1, "Win16": 0, "Mac": 0},
    "Windows, 32-bit": {"VBA7": 1, "VBA6": 1, "Win64": 0, "Win32": 1, "Win16": 0, "Mac": 0},
    "Mac": {"VBA7": 1, "VBA6": 1, "Win64": 1, "Win32": 0, "Win16": 0, "Mac": 1},
}
OF_XLWINGS = {
    "option-explicit-missing": "xlwings.bas of xlwings has none, and we ship it as it is published",
    "missing-return-assignment": "functions of xlwings that are called for what they do",
    "unused-variable": "left over in xlwings",
    "unreachable-code": "on a Mac, where xlwings returns first",
    "unused-procedure": "left over in xlwings",
    "variable-never-read": "left over in xlwings",
}
"""Kinds of findings in the modules of xlwings, with why they stay."""


def analyser() -> Any:
    return pytest.importorskip("pyvbaanalysis")


def kind_of(module: Module) -> object:
    kinds = analyser().ModuleSymbolKind
    return {ModuleKind.STANDARD: kinds.STANDARD, ModuleKind.CLASS: kinds.CLASS}.get(
        module.kind, kinds.DOCUMENT
    )


def findings(modules: list[Module], only: str = "", platform: str = "") -> set[tuple[str, str]]:
    """Return module and code of what the analyser finds.

    ``only`` names the one module to look at; with a ``platform`` the modules of xlwings are there as well.
    """
    analysis = analyser()
    given = [
        analysis.ModuleInput(module.name, kind_of(module), module.source())
        for module in modules
        if platform or module.name not in THEIRS
    ]
    if not platform:
        given.append(analysis.ModuleInput("xlwings", analysis.ModuleSymbolKind.STANDARD, INTERFACE))
    constants = dict(PLATFORMS[platform or "Windows, 64-bit"])
    found = analysis.analyze_project(
        given,
        only=[only] if only else None,
        conditional_compilation=analysis.ConditionalCompilationEnvironment(compiler_constants=constants),
    )
    return {(name, problem.code) for name, problems in found.items() for problem in problems}


@pytest.mark.slow
@pytest.mark.parametrize("addin", [False, True])
def test_the_analyser_finds_nothing_in_our_modules(addin: bool) -> None:
    """Undeclared names, calls with too few or too many arguments across modules, wrong types, dead code."""
    assert findings(workbook_modules(["Blad1", "Blad2"], addin=addin)) == set()


PLANTED = [
    ("ModStart", "    Dim melding As String\n", "", "undeclared-variable"),
    ("ModStart", "Option Explicit\n", "", "option-explicit-missing"),
    ("ModKaart", "KwBijKop(blad.Parent", "KwBijKopje(blad.Parent", "undeclared"),
    ("ThisWorkbook", "KwRekenVooraan Sh, True", "KwRekenVooraan Sh", "argument-count"),
    ("ModFuncties", ", Err.Description)", ", Err.Description, 1)", "argument-count"),
    ("ModUitkomst", "    Next kolom\n", "", "for-variable-in-use"),
    ("ModBereik", "rij = KwLaatsteRij(", "Set rij = KwLaatsteRij(", "set"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "old", "new", "code"), PLANTED)
def test_a_planted_mistake_is_found(name: str, old: str, new: str, code: str) -> None:
    modules = []
    for module in workbook_modules(["Blad1"]):
        changed = module.code.replace(old, new, 1) if module.name == name else module.code
        assert (changed != module.code) == (module.name == name)
        modules.append(Module(module.name, module.kind, changed))
    found = {code for _, code in findings(modules, only=name)}
    assert any(code in one for one in found), found


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_whole_project_holds_on_every_platform(platform: str) -> None:
    """Both branches of 32 and 64 bits and that of a Mac, which are in the module of xlwings."""
    found = findings(workbook_modules(["Blad1"]), platform=platform)
    assert {name for name, _ in found} <= THEIRS
    assert {code for _, code in found} <= set(OF_XLWINGS)


def test_every_module_of_ours_begins_with_option_explicit() -> None:
    for addin in (False, True):
        for module in workbook_modules(["Blad1"], addin=addin):
            if module.name not in THEIRS and module.code:
                assert module.code.startswith("Option Explicit\n"), module.name
