"""The modules of the workbook: made from the registry, equal to their sources, without code that must not be
there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlwings

from klantwaarde_xl.functions.encoders.vba import expressions
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.template.functions_sheet import CALCULATES, CHOICE_ROW
from klantwaarde_xl.template.ribbon import BUTTONS
from klantwaarde_xl.template.vba import (
    buttons_module,
    descriptions_module,
    functions_module,
    part,
    workbook_modules,
    xlwings_version,
)
from klantwaarde_xl.template.vba_project import ModuleKind, write_vba_project

olevba = pytest.importorskip("oletools.olevba")
THEIRS = {"xlwings", "Dictionary"}


@pytest.mark.parametrize("addin", [False, True])
def test_olevba_finds_exactly_these_modules_with_equal_text(addin: bool) -> None:
    modules = workbook_modules(["Blad1", "Blad2"], addin=addin)
    found = olevba.VBA_Parser("vbaProject.bin", data=write_vba_project(modules))
    ending = {ModuleKind.STANDARD: ".bas"}
    assert {name: code for _, _, name, code in found.extract_all_macros()} == {
        module.name + ending.get(module.kind, ".cls"): module.source() for module in modules
    }
    found.close()


def test_every_function_has_a_wrapper_that_passes_its_arguments_in_order() -> None:
    text = functions_module()
    heads = re.findall(r"^Public Function (\w+)\((.*)\)$", text, re.MULTILINE)
    assert [name for name, _ in heads] == [function.name for function in FUNCTIONS]
    calls = re.findall(
        r'XLPy\.CallUDF\("([\w.]+)", "(\w+)", (?:KwBegrensd\()?Array\((.*?)\)\)?, ThisWorkbook, '
        r'Application\.Caller\), "(\w+)"\)',
        text,
    )
    assert len(calls) == len(FUNCTIONS)
    for function, (_, shown), (module, called, passed, named) in zip(FUNCTIONS, heads, calls, strict=True):
        assert (module, called, named) == ("klantwaarde_xl.excel.functions", function.name, function.name)
        assert shown == ", ".join(("Optional " if a.optional else "") + a.name for a in function.arguments)
        assert passed == ", ".join([*(a.name for a in function.arguments), *expressions(function)])


def test_the_add_in_works_on_the_workbook_of_the_calling_cell() -> None:
    text = functions_module(addin=True)
    assert "ThisWorkbook" not in text
    assert text.count("KwBoek(), Application.Caller)") == len(FUNCTIONS)


def test_the_function_wizard_computes_no_whole_tables() -> None:
    found = re.findall(r"If KwInWizard\(\) Then (\w+) = KW_IN_WIZARD: Exit Function", functions_module())
    assert found == [function.name for function in FUNCTIONS if function.slow]
    of_tables = {"KW_KLANTEN", "KW_ACTIES", "KW_GATEN", "KW_SAMEN", "KW_VOLGENDJAAR", "KW_WEG", "KW_BRUG"}
    assert {*of_tables, "KW_TABELLEN", "KW_CONTROLE"} == set(found)


def test_the_descriptions_are_those_of_the_registry() -> None:
    text = descriptions_module()
    literals = [literal.replace('""', '"') for literal in re.findall(r'"((?:[^"]|"")*)"', text)]
    expected = [
        words
        for function in FUNCTIONS
        for words in (
            function.name,
            function.category,
            function.help,
            *(argument.help for argument in function.arguments),
        )
    ]
    assert literals[5:] == expected
    assert max(len(re.findall(r" _$", block, re.MULTILINE)) for block in text.split("KwBeschrijf ")) <= 24, (
        "VBA's limit"
    )


def test_every_button_runs_its_python_function() -> None:
    found = re.findall(
        r'^Public Sub (\w+)\(control As IRibbonControl\)\n    KwVoerUit "(\w+)"\nEnd Sub$',
        buttons_module(),
        re.MULTILINE,
    )
    assert found == [(button.callback, button.python) for button in BUTTONS]


def test_the_xlwings_module_is_the_installed_one_with_its_licence() -> None:
    code = next(module.code for module in workbook_modules([]) if module.name == "xlwings")
    assert f'XLWINGS_VERSION As String = "{xlwings_version()}"' in code
    assert "BSD 3-clause license" in code
    added, _, theirs = code.partition("\n")
    assert added.startswith("Option Private Module '")
    published = (Path(xlwings.__file__).parent / "xlwings.bas").read_text(encoding="utf-8").splitlines()
    assert theirs.splitlines() == published[1:], "all but the name, which a module in a project has elsewhere"
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in code


def test_our_own_code_downloads_and_starts_nothing_and_needs_no_conditional_compilation() -> None:
    for module in workbook_modules(["Blad1"]):
        if module.name in THEIRS:
            continue
        code = module.code.lower()
        words = (
            "shell",
            "createobject",
            "http",
            "urlmon",
            "declare ",
            "#if",
            "#const",
            "environ",
            "sendkeys",
            "kill ",
        )
        assert [word for word in words if word in code] == []


def test_no_procedure_has_the_name_of_a_module() -> None:
    modules = workbook_modules(["Blad1"])
    names = {module.name.lower() for module in modules}
    for module in modules:
        procedures = re.findall(r"^\s*(?:Public |Private )?(?:Function|Sub) (\w+)", module.code, re.MULTILINE)
        assert not names & {name.lower() for name in procedures}, (
            "VBA takes such a name for the module and cannot call it"
        )


def test_only_the_functions_for_cells_are_offered_in_excels_list() -> None:
    for module in workbook_modules([]):
        if module.kind is ModuleKind.STANDARD and module.name != "ModFuncties":
            assert "Option Private Module" in module.code


def test_the_fixed_parts_are_in_the_project_as_they_are_kept() -> None:
    modules = {module.name: module.code for module in workbook_modules([])}
    assert modules["ModUitkomst"] == part("ModUitkomst.bas")
    assert modules["ModStart"] == part("ModStart.bas")
    assert modules["ThisWorkbook"] == part("ThisWorkbook.cls")


def test_the_live_functions_stand_on_the_sheet_that_calculates_only_in_front() -> None:
    """The sheet with an array formula over whole tables, and no other, is named in the module."""
    (module,) = (m for m in workbook_modules(["Blad1"]) if m.name == "ModRekenen")
    assert 'Private Const KW_FUNCTIEBLAD As String = "Functies"' in module.code
    # The limit and the cell that its texts name.
    limit, row = (
        re.search(rf"Const {name} As Long = (\d+)", module.code) for name in ("VEEL_REGELS", "KEUZERIJ")
    )
    assert limit is not None
    assert row is not None
    assert f"{int(limit[1]):,}".replace(",", ".") in CALCULATES
    assert int(row[1]) == CHOICE_ROW + 1
    assert f"A{row[1]}." in module.code
