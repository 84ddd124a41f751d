"""Every module is parsed whole by a grammar of VBA that is not ours: antlr4-vba, after MS-VBAL.

What else was looked at: oletools finds words in VBA and parses none; tree-sitter grammars of VBA are in no
package registry; antlr4-vba-parser is of 2021. pyvbaanalysis (test_vba_rules.py) reads on after a mistake of
syntax, so it does not replace a grammar.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import Module, ModuleKind

pytestmark = pytest.mark.slow
CLASS_HEAD = "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
"""What a class or document has above its attributes when it is exported; the grammar is of such files."""
IN_PROJECTS_ONLY = ("VB_Base", "VB_TemplateDerived", "VB_Customizable")
WINDOWS = {"win16": 0, "win32": 1, "win64": 1, "mac": 0, "vba6": 1, "vba7": 1}
PLATFORMS = {
    "Windows, 64-bit": WINDOWS,
    "Windows, 32-bit": WINDOWS | {"win64": 0},
    "Mac": WINDOWS | {"win32": 0, "mac": 1},
}
MODULES = {
    (module.name, addin): module
    for addin in (False, True)
    for module in workbook_modules(["Blad1"], addin=addin)
    if not addin or module.name in {"ThisWorkbook", "ModFuncties", "ModLint", "ModKoppeling"}
}


def as_exported(module: Module) -> str:
    if module.kind is ModuleKind.STANDARD:
        return module.source()
    lines = module.source().split("\r\n")
    kept = [
        line for line in lines if not line.startswith(tuple(f"Attribute {one}" for one in IN_PROJECTS_ONLY))
    ]
    return CLASS_HEAD + "\r\n".join(kept)


def compiled_for(platform: str, source: str) -> str:
    """Return the text that is left of one with conditional compilation, with as many lines."""
    known: dict[str, object] = dict(PLATFORMS[platform])
    states: list[tuple[bool, bool]] = []  # whether this branch counts, and whether one has counted
    lines = []
    for line in source.split("\r\n"):
        found = re.match(r"\s*#\s*(Const|If|ElseIf|Else|End If)\b\s*(.*?)(?:\s+Then)?\s*(?:'.*)?$", line)
        if found is None:
            lines.append(line if all(now for now, _ in states) else "")
            continue
        word, rest = found[1], found[2]
        lines.append("")
        if word == "Const":
            name, _, value = rest.partition("=")
            known[name.strip().lower()] = holds(value, known)
        elif word == "If":
            states.append((bool(holds(rest, known)),) * 2)
        elif word == "End If":
            states.pop()
        else:
            _, before = states.pop()
            now = not before and (word == "Else" or bool(holds(rest, known)))
            states.append((now, before or now))
    assert not states
    return "\r\n".join(lines)


def holds(text: str, known: dict[str, object]) -> object:
    """Return the value of a condition of names, texts and numbers with =, And, Or and Not."""
    if found := re.fullmatch(r"(.+?) (And|Or) (.+)", text):
        left, right = holds(found[1], known), holds(found[3], known)
        return (left and right) if found[2] == "And" else (left or right)
    if text.startswith("Not "):
        return not holds(text[4:], known)
    if found := re.fullmatch(r"([^=]+)=([^=]+)", text):
        return holds(found[1], known) == holds(found[2], known)
    one = text.strip()
    return one[1:-1] if one.startswith('"') else int(one) if one.isdigit() else known.get(one.lower(), 0)


def mistakes(source: str) -> list[str]:
    antlr4 = pytest.importorskip("antlr4")
    lexer_of = pytest.importorskip("antlr4_vba.vbaLexer").vbaLexer
    parser_of = pytest.importorskip("antlr4_vba.vbaParser").vbaParser
    found: list[str] = []

    class Listener(antlr4.error.ErrorListener.ErrorListener):
        def syntaxError(self, _of: Any, _at: Any, line: int, column: int, text: str, _: Any) -> None:  # noqa: N802
            found.append(f"line {line}, column {column}: {text}")

    lexer = lexer_of(antlr4.InputStream(source))
    parser = parser_of(antlr4.CommonTokenStream(lexer))
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(Listener())
    parser.startRule()
    return found


@pytest.mark.parametrize(
    "module", MODULES.values(), ids=[f"{name}{'-addin' * addin}" for name, addin in MODULES]
)
def test_a_module_is_parsed_whole(module: Module) -> None:
    source = as_exported(module)
    platforms = PLATFORMS if "\n#If " in source else ["Windows, 64-bit"]
    for platform in platforms:
        assert mistakes(compiled_for(platform, source)) == [], platform


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("End Function", ""),
        ("    Exit Sub\r\n", "    Exit Sub If\r\n"),
        (" Then Exit Sub", " Then Exit Sub Else Exit"),
        ("Public Sub", "Public Subs"),
        ("    On Error GoTo 0\r\n", "    On Error GoTo\r\n"),
    ],
)
def test_a_planted_mistake_is_found(old: str, new: str) -> None:
    source = MODULES["ModRekenen", False].source()
    changed = (
        source.replace(old, new, 1) if old in source else source.replace("End Sub", f"{new}\r\nEnd Sub", 1)
    )
    assert mistakes(changed)


def test_the_branches_of_conditional_compilation_are_told_apart() -> None:
    text = "\r\n".join(
        [
            '#Const App = "x"',
            "#If Mac Then",
            "a",
            "#ElseIf VBA7 And Win64 Then",
            "b",
            "#Else",
            "c",
            "#End If",
            "d",
        ]
    )
    left = {platform: compiled_for(platform, text).split() for platform in PLATFORMS}
    assert left == {"Windows, 64-bit": ["b", "d"], "Windows, 32-bit": ["c", "d"], "Mac": ["a", "d"]}
