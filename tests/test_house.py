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

_UNDER_PAGES = {
    *("analysis.result", "core", "model"),
    *("report.formats", "report.chart_specs", "report.specs", "report.document"),
    *("report.words", "report.page"),
}
"""What every page of the report may import; of other pages only what its own entry names."""

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "core.base": {*FRAMES, "scipy"},
    "core.peers": {*FRAMES, "scipy", "core.base"},
    "core.measures": {*FRAMES, "core.base"},
    "core.value": {*FRAMES, "scipy", "core.base"},
    "core.cross_sell": {*FRAMES, "scipy", "core.base", "core.peers"},
    "core.actions": {*FRAMES, "scipy", "core.base", "core.peers", "core.measures"},
    "model": {*FRAMES, "pydantic"},
    "files": {"model.sheet_grid"},
    "sources": {*FRAMES, "model", "files"},
    "sources.guard": {
        "model.own_sheets",
        *(
            "sources.container",
            "sources.package",
            "sources.sheet_scan",
            "sources.sheet_tags",
            "sources.zip_entries",
            "sources.shared_texts",
        ),
        "sources.regular_file",
    },
    "sources.container": {"sources.regular_file", "sources.other_formats"},
    "sources.package": {"model.sheet_grid", "sources.number_formats", "sources.sheet_tags"},
    "sources.number_formats": set(),
    "sources.zip_entries": set(),
    "sources.shared_texts": {"numpy"},
    "sources.other_formats": set(),
    "sources.regular_file": set(),
    "sources.sheet_scan": {"model.sheet_grid", "sources.sheet_content", "sources.sheet_tags"},
    "sources.sheet_content": {"sources.sheet_tags", "numpy"},
    "sources.sheet_tags": {"model.sheet_grid"},
    "sources.xml_stream": {"lxml"},
    "sources.xaf_accounts": set(),
    "sources.audit_names": set(),
    "sources.zipped": {"sources.audit_names", "sources.xml_stream"},
    "analysis": {*FRAMES, "core", "model"},
    "report": {*FRAMES, "analysis.result", "core", "model"},
    "report.formats": {"model.notation"},
    "report.chart_specs": {"report.formats"},
    "report.specs": {"report.formats", "report.chart_specs", "model.sheet_grid"},
    "report.document": {"pandas", "report.specs"},
    "report.words": {*FRAMES, "core", "model", "report.formats", "report.specs"},
    "report.words.names": set(),
    "report.words.dashboard_phrases": set(),
    "report.page": {"pandas", "analysis.result", "report.chart_specs", "report.specs", "report.words"},
    "report.pages": {*FRAMES, *_UNDER_PAGES, "report.pages.columns"},
    "report.pages.columns": {*FRAMES, "report.formats", "report.specs"},
    "report.pages.start": {"report.formats", "report.specs"},
    "report.pages.inputs": {*FRAMES, *_UNDER_PAGES, "report.pages.start"},
    "report.pages.settings_used": {*_UNDER_PAGES, "report.pages.inputs.settings"},
    "report.pages.notes": {"pandas", *_UNDER_PAGES, "report.pages.inputs.settings"},
    "report.pages.control": {"pandas", *_UNDER_PAGES, "report.pages.inputs"},
    "report.pages.pareto": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.customer_value"},
    "report.pages.changes": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.customer_value"},
    "report.pages.next_steps": {*FRAMES, *_UNDER_PAGES, "report.pages.columns"},
    "report.pages.customer_card": {
        *(*FRAMES, *_UNDER_PAGES, "report.pages.columns"),
        *("report.pages.customer_value", "report.pages.months"),
    },
    "report.pages.dashboard": {
        *(*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.settings_used"),
        *("report.pages.customer_value", "report.pages.pareto", "report.pages.changes"),
        "report.pages.next_steps.actions",
    },
    "report.contents": {"report.page", "report.pages"},
    "report.build": {
        *("pandas", "analysis.result", "report.contents", "report.document", "report.page"),
        *("report.pages.inputs.sheets", "report.pages.settings_used"),
    },
    "writers": {*FRAMES, "report", "files", "model"},
    "imports": {*FRAMES, "sources", "model", "files", "report.formats"},
    "functions": {
        *FRAMES,
        "core",
        "analysis",
        "model",
        "report",
        "files",
        "sources.cutting",
        "sources.sheet_tables",
    },
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

SEPARATE = {"report.pages"}
"""Rooms whose modules may import each other only where an entry of their own says so."""

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
    "writers.xlsx_sheets": {"xlsxwriter"},
    "writers.drawing": {"xlsxwriter"},
    "writers.live_book": {"xlwings"},
    "writers.live_tables": {"xlwings"},
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
    package = MODULES.get(entry, Path()).name == "__init__.py"
    if ("." in entry and not package) or entry in SEPARATE:
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


FLOORS_OF_THE_REPORT = [
    ("report.formats", "report.specs"),
    ("report.chart_specs", "report.specs"),
    ("report.specs", "report.words.names"),
    ("report.specs", "model.tables"),
    ("report.words.chance_sentences", "report.page"),
    ("report.words.names", "report.formats"),
    ("report.document", "report.words.names"),
    ("report.page", "report.pages.columns"),
    ("report.pages.columns", "report.page"),
    ("report.pages.months", "report.pages.customer_value"),
    ("report.pages.pareto", "report.pages.dashboard.figures"),
    ("report.pages.changes", "report.pages.pareto"),
    ("report.pages.control", "report.pages.columns"),
    ("report.pages.notes", "report.pages.inputs.sheets"),
    ("report.pages.settings_used", "report.pages.inputs.sheets"),
    ("report.pages.start", "report.pages.inputs.settings"),
    ("report.pages.inputs.sheets", "report.pages.notes"),
    ("report.pages.next_steps.actions", "report.pages.customer_value"),
    ("report.pages.customer_card.sheet", "report.pages.dashboard.lists"),
    ("report.pages.dashboard.lists", "report.pages.next_steps.managers"),
    ("report.pages.chart_data", "report.pages.pareto"),
    ("report.contents", "report.words.names"),
    ("report.build", "report.pages.pareto"),
    ("report.build", "writers.xlsx"),
    ("report.pages.pareto", "writers.xlsx_charts"),
]


@pytest.mark.parametrize(("module", "forbidden"), FLOORS_OF_THE_REPORT)
def test_a_breach_between_the_floors_of_the_report_is_seen(module: str, forbidden: str) -> None:
    assert forbidden in MODULES
    assert breaches(module, f"import {OURS}.{forbidden}") == [f"{module} may not import {forbidden}"]


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys, klantwaarde_xl; print([m for m in ('xlwings', 'scipy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
