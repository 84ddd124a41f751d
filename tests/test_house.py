"""The rules of the house: who may import whom, and that importing the package stays light."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from reading_modules import LONGEST, OURS, PACKAGE, imports, too_long

ROOT = Path(__file__).resolve().parents[1]
FRAMES = {"numpy", "pandas"}
_SPECS = ("report.chart_specs", "report.specs")
_UNDER_PAGES = {
    *("analysis.result", "core", "model", "report.formats", *_SPECS, "report.document"),
    *("report.words", "report.page", "report.blank_columns"),
}
"""What every page of the report may import; of other pages only what its own entry names."""

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "core.base": {*FRAMES, "scipy"},
    "core.peers": {*FRAMES, "scipy", "core.base"},
    "core.measures": {*FRAMES, "core.base"},
    "core.value": {*FRAMES, "scipy", "core.base", "core.measures"},
    "core.cross_sell": {*FRAMES, "scipy", "core.base", "core.peers"},
    "core.actions": {*FRAMES, "scipy", "core.base", "core.peers", "core.measures"},
    "core.followup": {*FRAMES, "scipy", "core.base"},
    "core.ahead": {*FRAMES, "scipy", "core.base", "core.peers", "core.measures"},
    "model": {*FRAMES, "pydantic"},
    "files": {"model.sheet_grid", "model.text_units"},
    "sources": {*FRAMES, "model", "files.regular_file"},
    "sources.guard": {
        *("model.own_sheets", "sources.container", "sources.package", "sources.sheet_scan"),
        *("sources.sheet_tags", "sources.zip_entries", "sources.shared_texts", "files.regular_file"),
    },
    "sources.container": {"files.regular_file", "sources.other_formats"},
    "sources.package": {"model.sheet_grid", "sources.number_formats"},
    "sources.number_formats": {"model.amount_words"},
    "sources.zip_entries": set(),
    "sources.shared_texts": {"numpy"},
    "sources.sheet_scan": {"model.sheet_grid", "sources.sheet_content", "sources.sheet_tags"},
    "sources.sheet_content": {"sources.sheet_tags", "numpy"},
    "sources.sheet_tags": {"model.sheet_grid"},
    "sources.xml_stream": {"lxml"},
    **{f"sources.{n}": set() for n in ("audit_names", "other_formats", "xaf_accounts")},
    "sources.zipped": {
        *("files.package_parts", "files.regular_file", "sources.audit_names", "sources.xml_stream"),
    },
    "analysis": {*FRAMES, "core", "model"},
    "report": {*FRAMES, "analysis.result", "core", "model"},
    "report.formats": {"model.notation"},
    "report.chart_specs": {"report.formats"},
    "report.specs": {"report.formats", "report.chart_specs", "report.formula_text", "model.sheet_grid"},
    "report.document": {"pandas", "report.formats", "report.specs"},
    "report.words": {*FRAMES, "core", "model", "report.formats", "report.specs"},
    **{n: set() for n in ("report.formula_text", "report.words.names", "report.words.dashboard_phrases")},
    "report.blank_columns": {"pandas", *_SPECS},
    "report.page": {"pandas", *_SPECS, "analysis.result", "report.blank_columns", "report.words"},
    "report.pages": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.trend"},
    "report.pages.columns": {*FRAMES, "report.formats", "report.specs"},
    "report.pages.trend": {*FRAMES, "report.formats", "report.specs"},
    "report.pages.start": {"report.formats", "report.specs"},
    "report.pages.inputs": {*FRAMES, *_UNDER_PAGES, "report.pages.start"},
    "report.pages.settings_used": {*_UNDER_PAGES, "report.pages.inputs.settings"},
    "report.pages.notes": {"pandas", *_UNDER_PAGES, "report.pages.inputs.settings"},
    "report.pages.control": {"pandas", *_UNDER_PAGES, "report.pages.inputs", "report.pages.ledger"},
    "report.pages.pareto": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.customer_value"},
    "report.pages.compared": {*FRAMES, *_UNDER_PAGES, "report.pages.turnover"},
    "report.pages.bridge": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.compared"},
    "report.pages.ahead": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.customer_value"},
    "report.pages.changes": {
        *(*FRAMES, *_UNDER_PAGES, "report.pages.bridge", "report.pages.columns"),
        "report.pages.customer_value",
    },
    "report.pages.sections": {*FRAMES, *_UNDER_PAGES, "report.pages.customer_value"},
    "report.pages.what_if": {*FRAMES, *_UNDER_PAGES, "report.pages"},
    "report.pages.followup": {*FRAMES, *_UNDER_PAGES, "report.pages.columns"},
    "report.pages.next_steps": {*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.trend"},
    "report.pages.customer_card": {
        *(*FRAMES, *_UNDER_PAGES, "report.pages.columns", "report.pages.customer_value"),
        *("report.pages.months", "report.pages.inputs", "report.pages.followup.history"),
        *(f"report.pages.next_steps.{name}" for name in ("actions", "managers")),
    },
    "report.pages.dashboard": {
        *(*FRAMES, *_UNDER_PAGES, "report.pages.settings_used", "report.pages.followup.sheet"),
        *(f"report.pages.{name}" for name in ("columns", "customer_value", "pareto", "changes", "bridge")),
        "report.pages.compared",
        *(f"report.pages.next_steps.{name}" for name in ("actions", "monday", "managers", "still_to_do")),
    },
    "report.contents": {"report.page", "report.pages"},
    "report.build": {
        *("pandas", "analysis.result", "report.contents", "report.document", "report.formula_text"),
        *("report.page", "report.pages.inputs.sheets", "report.pages.settings_used", "report.specs"),
    },
    "writers": {*FRAMES, "report", "files", "model"},
    "imports": {*FRAMES, "sources", "model", "files", "report.formats"},
    "functions": {
        *(*FRAMES, "core", "analysis", "model", "report", "files"),
        *("sources.cutting", "sources.sheet_tables"),
    },
    "lines": {*FRAMES, "sources", "model", "files"},
    "use_cases": {*FRAMES, "sources", "lines", "model", "analysis", "report", "writers", "files"},
    "demo": {*FRAMES, "model", "use_cases", "files", "report", "analysis.result"},
    "template": {
        *FRAMES,
        *("functions", "report", "writers", "demo", "use_cases", "files", "model", "analysis.result"),
    },
    "template.manual": {"functions", "report", "model", "imports.kinds"},
    "template.code_page": {"template.code_examples", "template.usual_values"},
    **{name: set() for name in ("template.code_examples", "template.usual_values")},
    "setup": {"template", "files", "model.notation", "model.sheet_grid", "imports.remembered_columns"},
    "setup.pack_parts": set(),
    "web": {
        *(*FRAMES, "analysis.result", "files", "functions", "imports", "model", "report"),
        *("sources.workbook_file", "template.ribbon", "use_cases.new_workbook", "use_cases.refreshing"),
    },
    "ribbon": {"*", "xlwings"},
    "excel": {"functions", "ribbon", "xlwings"},
    "commands": {"*", "pandas", "typer", "rich"},
    "__main__": {"commands", "damage"},
    "damage": set(),
    "__init__": set(),
}
"""What a room may import besides itself, the standard library and ``errors``; the longest name counts."""

SEPARATE = {"report.pages"}
"""Rooms whose modules may import each other only where an entry of their own says so."""

SHARED = {*_UNDER_PAGES, *FRAMES, "*"}
"""Rights that rooms are given together, whether or not each uses all of them."""

EVERYWHERE_BUT = {"ribbon": {"commands", "excel", "web"}, "commands": {"ribbon", "excel"}}
"""What the rooms that may import everything (``*``) may not."""

_OF_ONE_LIBRARY = {
    "python_calamine": ("sources.workbook_file",),
    "cryptography": ("web.addin.certificate",),
    "starlette": ("web.addin.app", "web.app", "web.guarded"),
    "uvicorn": ("web.server",),
    "pptx": ("writers.slides",),
    "lxml": ("sources.xaf", "sources.xaf_ledger", "sources.ubl_document", "setup.saved_package"),
    "xlwings": ("sources.live_book", "writers.live_book", "writers.live_tables", "writers.live_filters"),
    "xlsxwriter": (
        *("writers.xlsx", "writers.xlsx_sheets", "writers.xlsx_charts", "writers.streamed_sheet"),
        *("writers.bubble_chart", "writers.drawing", "writers.cell_looks", "writers.cell_values"),
        *("writers.xlsx_tables", "writers.xlsx_grids", "writers.pdf", "template.build"),
        *("template.function_results", "template.functions_sheet", "template.service_sheets"),
    ),
}
OWN_LIBRARY = {module: {library} for library, modules in _OF_ONE_LIBRARY.items() for module in modules}
"""The one library that a module exists for, or whose objects it draws with."""


def room(name: str, table: Iterable[str]) -> str | None:
    """Return the longest entry of the table that is the name or a package above it."""
    parts = name.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((found for found in names if found in table), None)


def entry_of(name: str) -> str | None:
    """Return the entry of ALLOWED that a module falls under; what only joins a package may import nothing."""
    if MODULES.get(name, Path()).name == "__init__.py" and name not in ALLOWED:
        return "__init__"
    return room(name, ALLOWED)


def breaches(name: str, source: str) -> list[str]:
    """Return what a module of this name may not import, of what its source imports."""
    entry = entry_of(name)
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
    forbidden = f"{OURS}.{'excel.functions' if entry not in {'__main__', 'excel'} else 'core.base'}"
    for line in (f"import {forbidden}", f"from {forbidden} import x", "import requests"):
        assert breaches(entry, line), (entry, line)


@pytest.mark.parametrize("entry", ALLOWED)
def test_without_one_of_its_rights_a_room_is_in_breach(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {name: path.read_text("utf-8") for name, path in MODULES.items() if entry_of(name) == entry}
    for right in ALLOWED[entry] - SHARED:
        with monkeypatch.context() as patch:
            patch.setitem(ALLOWED, entry, ALLOWED[entry] - {right})
            assert any(breaches(*one) for one in inside.items()), f"{entry} has no use for {right}"


@pytest.mark.parametrize(
    ("entry", "closed"), [(e, c) for e, rooms in EVERYWHERE_BUT.items() for c in sorted(rooms)]
)
def test_a_room_that_may_import_everything_may_not_import_these(entry: str, closed: str) -> None:
    for target in (name for name in MODULES if name.split(".")[0] == closed):
        assert breaches(f"{entry}.new", f"import {OURS}.{target}") == [f"{entry}.new may not import {target}"]
    assert breaches(f"{entry}.new", f"import {OURS}.core.base") == []


@pytest.mark.parametrize(
    ("module", "library"), [(m, lib) for m, own in OWN_LIBRARY.items() for lib in sorted(own)]
)
def test_the_library_of_a_module_is_of_that_module_alone(module: str, library: str) -> None:
    assert module in MODULES
    assert library in imports(MODULES[module].read_text(encoding="utf-8"))
    neighbour = f"{module.rpartition('.')[0]}.new"
    assert breaches(neighbour, f"import {library}") == [f"{neighbour} may not import {library}"]


@pytest.mark.parametrize("folder", ["klantwaarde_xl", "tests", "benchmarks", "examples", "docs", "changes"])
def test_no_file_is_too_long(folder: str) -> None:
    assert (ROOT / folder).is_dir()
    assert too_long(ROOT / folder) == []


def test_a_file_that_is_too_long_is_seen(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for name, lines in (("long.py", LONGEST + 1), ("full.py", LONGEST)):
        (tmp_path / "room" / name).write_text("x = 1\n" * lines)
    assert too_long(tmp_path) == [str(tmp_path / "room" / "long.py")]


FLOORS_OF_THE_REPORT = [
    *(("report.formats", "report.specs"), ("report.chart_specs", "report.specs")),
    *(("report.specs", "report.words.names"), ("report.specs", "model.tables")),
    *(("report.words.chance_sentences", "report.page"), ("report.words.names", "report.formats")),
    *(("report.document", "report.words.names"), ("report.page", "report.pages.columns")),
    *(("report.pages.columns", "report.page"), ("report.pages.months", "report.pages.customer_value")),
    ("report.pages.pareto", "report.pages.dashboard.figures"),
    ("report.pages.changes", "report.pages.pareto"),
    ("report.pages.control", "report.pages.columns"),
    ("report.pages.notes", "report.pages.inputs.sheets"),
    ("report.pages.settings_used", "report.pages.inputs.sheets"),
    ("report.pages.start", "report.pages.inputs.settings"),
    ("report.pages.inputs.sheets", "report.pages.notes"),
    ("report.pages.next_steps.actions", "report.pages.customer_value"),
    ("report.pages.customer_card.sheet", "report.pages.dashboard.lists"),
    ("report.pages.dashboard.lists", "report.pages.next_steps.moves"),
    *(("report.pages.chart_data", "report.pages.pareto"), ("report.contents", "report.words.names")),
    *(("report.build", "report.pages.pareto"), ("report.build", "writers.xlsx")),
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


def test_nothing_of_the_page_is_loaded_by_another_command() -> None:
    code = (
        "import sys; from klantwaarde_xl.commands.app import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "web = ('klantwaarde_xl.web', 'starlette', 'uvicorn', 'asyncio', 'cryptography', 'ssl')\n"
        "print([module for module in sys.modules if module.startswith(web)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
