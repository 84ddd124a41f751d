"""The rules of the house: who may import whom, and that importing the package stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "klantwaarde_xl"
OURS = "klantwaarde_xl"
FRAMES = {"numpy", "pandas"}

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "core.base": {*FRAMES, "scipy"},
    "core.peers": {*FRAMES, "scipy", "core.base"},
    "core.measures": {*FRAMES, "core.base"},
    "core.value": {*FRAMES, "scipy", "core.base"},
    "core.cross_sell": {*FRAMES, "scipy", "core.base", "core.peers"},
    "core.actions": {*FRAMES, "scipy", "core.base", "core.peers", "core.measures"},
    "model": {*FRAMES, "pydantic"},
    "files": set(),
    "sources": {*FRAMES, "model", "files"},
    "sources.guard": {"sources.package", "sources.sheet_scan", "sources.sheet_tags"},
    "sources.package": {"sources.sheet_tags"},
    "sources.sheet_scan": {"sources.sheet_tags"},
    "sources.sheet_tags": set(),
    "sources.xml_stream": {"lxml"},
    "sources.xaf_accounts": set(),
    "sources.zipped": {"sources.xml_stream"},
    "analysis": {*FRAMES, "core", "model"},
    "report": {*FRAMES, "analysis.result", "core", "model"},
    "report.formats": {"model.notation"},
    "report.specs": {"report.formats"},
    "writers": {*FRAMES, "report", "files", "model"},
    "imports": {*FRAMES, "sources", "model", "files", "report.formats"},
    "functions": {*FRAMES, "core", "analysis", "model", "report", "files", "sources.cutting"},
    "use_cases": {*FRAMES, "sources", "model", "analysis", "report", "writers", "files"},
    "demo": {*FRAMES, "model", "use_cases", "files", "report", "analysis.result"},
    "template": {
        *FRAMES,
        *("functions", "report", "writers", "demo", "use_cases", "files", "model", "analysis.result"),
    },
    "template.manual": {"functions", "report", "model", "imports.kinds"},
    "template.code_page": set(),
    "setup": {"template", "files", "model.notation"},
    "setup.pack_parts": set(),
    "ribbon": {"*", "xlwings"},
    "excel": {"functions", "ribbon", "xlwings"},
    "commands": {"*", "pandas", "typer", "rich"},
    "__main__": {"commands"},
    "__init__": set(),
}
"""What a room may import besides itself, the standard library and ``errors``; the longest name counts."""

EVERYWHERE_BUT = {"ribbon": {"commands", "excel"}, "commands": {"ribbon", "excel"}}
"""What the rooms that may import everything (``*``) may not."""

OWN_LIBRARY: dict[str, set[str]] = {
    "sources.workbook_file": {"python_calamine", "openpyxl"},
    "sources.live_book": {"xlwings"},
    "sources.xaf": {"lxml"},
    "sources.xaf_ledger": {"lxml"},
    "sources.ubl_document": {"lxml"},
    "writers.xlsx": {"xlsxwriter"},
    "writers.streamed_sheet": {"xlsxwriter"},
    "writers.bubble_chart": {"xlsxwriter"},
    "writers.xlsx_charts": {"xlsxwriter"},
    "writers.xlsx_tables": {"xlsxwriter"},
    "writers.live_book": {"xlwings"},
    "template.build": {"xlsxwriter"},
    "template.function_results": {"xlsxwriter"},
    "template.functions_sheet": {"xlsxwriter"},
    "template.service_sheets": {"xlsxwriter"},
}
"""The one library that a module exists for."""


def room(name: str, table: dict[str, set[str]]) -> str | None:
    """Return the longest entry of the table that is the name or a package above it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if (found := ".".join(parts[:length])) in table:
            return found
    return None


def is_module(name: str) -> bool:
    """Whether this dotted name, package included, is a module or package of ours."""
    path = PACKAGE / Path(*name.split(".")[1:])
    return path.with_suffix(".py").exists() or path.is_dir()


def imports(source: str) -> set[str]:
    """Return what a module imports: our own modules without the package name, others by top name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [node.module or ""]
            if node.module and node.module.split(".")[0] == OURS:
                full = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if is_module(name) else node.module for name in full]
        for name in names:
            top = name.split(".")[0]
            found.add(name.removeprefix(f"{OURS}.") if top == OURS else top)
    return found


def breaches(name: str, source: str) -> list[str]:
    """Return what a module of this name may not import, of what its source imports."""
    entry = room(name, ALLOWED)
    if MODULES.get(name, Path()).name == "__init__.py" and name not in ALLOWED:
        entry = "__init__"
    if entry is None:
        return [f"{name}: no rule for this room; add it to ALLOWED"]
    own = OWN_LIBRARY.get(room(name, OWN_LIBRARY) or "", set())
    names = {*ALLOWED[entry], *own, "errors", *({entry} - {"__init__"})}
    allowed: dict[str, set[str]] = {name: set() for name in names}
    if "." in entry and not entry.startswith("core."):
        allowed.pop(entry)
    found = []
    for target in sorted(imports(source)):
        ours = target.split(".")[0] in ROOMS
        if target in sys.stdlib_module_names or target == OURS or room(target, allowed):
            continue
        if "*" in ALLOWED[entry] and ours and target.split(".")[0] not in EVERYWHERE_BUT[entry]:
            continue
        found.append(f"{name} may not import {target}")
    return found


MODULES = {
    ".".join(p.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): p
    for p in sorted(PACKAGE.rglob("*.py"))
}
ROOMS = {name.split(".")[0] for name in MODULES}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_its_room_may(name: str) -> None:
    assert breaches(name, MODULES[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("entry", ALLOWED)
def test_a_planted_breach_is_seen(entry: str) -> None:
    forbidden = (
        "klantwaarde_xl.excel.functions" if entry not in {"__main__", "excel"} else "klantwaarde_xl.core.base"
    )
    for line in (f"import {forbidden}", f"from {forbidden} import x", "import requests"):
        assert breaches(entry, line), (entry, line)


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys, klantwaarde_xl; print([m for m in ('xlwings', 'scipy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
