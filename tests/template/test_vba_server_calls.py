"""What our VBA asks of xlwings' server is what that takes: it is bound late, so no compiler counts."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from klantwaarde_xl.template.vba import workbook_modules

THEIRS = {"xlwings", "Dictionary"}


def methods() -> dict[str, tuple[int, float]]:
    """Return the methods of the server with the fewest and most arguments, read from the installed xlwings.

    It can only be imported on Windows."""
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).with_name("com_server.py").read_text(encoding="utf-8"))
    (server,) = (one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == "XLPython")
    found: dict[str, tuple[int, float]] = {}
    for one in server.body:
        if isinstance(one, ast.FunctionDef):
            most = len(one.args.args) - 1
            found[one.name] = (most - len(one.args.defaults), float("inf") if one.args.vararg else most)
    return found


METHODS = methods()
SERVER_CALL = re.compile(r"XLPy\.(\w+)\b(\()?")


def server_faults(code: str) -> list[str]:
    """Return the calls of xlwings' server that it would not take: it is bound late, so no compiler counts."""
    found = []
    for line in re.sub(r" _\n\s*", " ", code).split("\n"):
        for call in SERVER_CALL.finditer(line.partition("' ")[0]):
            rest = line[call.end() :]
            count = len(arguments(rest if call[2] else f"{rest})"))
            if call[1] not in METHODS:
                found.append(f"no {call[1]}: {line.strip()}")
                continue
            least, most = METHODS[call[1]]
            if not least <= count <= most:
                found.append(f"{count} arguments: {line.strip()}")
    return found


def arguments(text: str) -> list[str]:
    """Return the arguments up to the bracket that closes the call.

    >>> arguments('"a,b", Array(1, 2), c) + 1')
    ['"a,b"', 'Array(1, 2)', 'c']
    """
    found, depth = [""], 0
    for piece in re.findall(r'"(?:[^"]|"")*"|.', text):
        if piece == ")" and depth == 0:
            break
        if piece == "," and depth == 0:
            found.append("")
            continue
        depth += (piece == "(") - (piece == ")")
        found[-1] += piece
    return [one.strip() for one in found if one.strip()]


@pytest.mark.parametrize("addin", [False, True])
def test_what_is_asked_of_the_server_of_xlwings_is_what_it_takes(addin: bool) -> None:
    modules = [one for one in workbook_modules(["Blad1"], addin=addin) if one.name not in THEIRS]
    assert sum("XLPy.CallUDF(" in one.code for one in modules) == 2, "functions, and the check of versions"
    assert [fault for one in modules for fault in server_faults(one.code)] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('a = XLPy.CallUDF("m", "f")', "2 arguments"),
        ('a = XLPy.CallUDF("m", "f", Array(1, 2), b, c, d)', "6 arguments"),
        ('a = XLPy.CallUdfs("m", "f", Array(1))', "no CallUdfs"),
        ("XLPy.Exec", "0 arguments"),
        ("XLPy.Len a, b", "2 arguments"),
    ],
)
def test_a_planted_call_of_the_server_is_found(line: str, fault: str) -> None:
    (found,) = server_faults(line)
    assert found.startswith(fault)
