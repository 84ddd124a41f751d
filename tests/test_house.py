"""The rules of the house: who may import whom, and that importing the package stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "klantwaarde_xl"
OURS = "klantwaarde_xl"

ALLOWED: dict[str, set[str]] = {
    "core": {"core", "numpy", "pandas", "scipy"},
    "model": {"model", "numpy", "pandas", "pydantic"},
    "sources.sheet_scan": set(),
    "sources.package": set(),
    "sources.guard": {"sources.package", "sources.sheet_scan"},
    "sources.cutting": {"model", "numpy", "pandas"},
    "sources": {"model", "numpy", "pandas", "sources.cutting", "sources.guard", "sources.package", "sources.sheet_scan"},
    "sources.xml_stream": set(),
    "sources.xaf_accounts": set(),
    "sources.xaf_postings": {"numpy"},
    "sources.xaf_ledger": {"sources.xaf_accounts", "sources.xaf_postings", "sources.xml_stream"},
    "sources.xaf_tables": {"model", "numpy", "sources.xaf_ledger", "sources.xaf_postings"},
    "sources.xaf_report": {"model", "numpy", "pandas", "sources.xaf_accounts", "sources.xaf_ledger", "sources.xaf_postings"},
    "sources.zipped": {"sources.xml_stream"},
    "sources.xaf": {
        "model",
        "numpy",
        "pandas",
        "sources.xaf_ledger",
        "sources.xaf_report",
        "sources.xaf_tables",
        "sources.xml_stream",
        "sources.zipped",
    },
    "sources.ubl": {"model", "numpy", "pandas", "sources.xml_stream", "sources.zipped"},
    "analysis.chances": {"core", "model", "numpy", "pandas"},
    "analysis.analyse": {"analysis.chances", "core", "model", "numpy", "pandas"},
    "report.formats": set(),
    "report.specs": {"report.formats"},
    "report.sheets": {
        "report.charts",
        "report.formats",
        "report.pages.customer_card.formulas",
        "report.pages.customer_card.sheet",
        "report.pages.customer_value",
        "report.pages.dashboard.formulas",
        "report.pages.dashboard.sheet",
        "report.pages.next_steps.sheets",
        "report.pages.settings_used",
        "report.specs",
    },
    "report.document": {"pandas", "report.specs"},
    "report.empty": {"files.cell_text", "files.leftovers", "files.safe_file", "files.table_rows", "pandas", "report"},
    "report.build": {
        "analysis.analyse",
        "core",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model",
        "numpy",
        "pandas",
        "report",
    },
    "report.writers": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "numpy",
        "pandas",
        "report.document",
        "report.formats",
        "report.specs",
        "report.words.formula_sentences",
        "report.writers",
    },
    "report.writers.live_book": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "pandas",
        "report",
    },
    "commands.summary": {
        "analysis.analyse",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "report",
    },
    "commands.chance_lists": {
        "analysis.analyse",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "pandas",
        "report",
    },
    "report.manual": {"functions.registry", "model", "report.sheets"},
    "refreshing": {
        "analysis.analyse",
        "core",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "imports.header_meanings",
        "model",
        "pandas",
        "report",
        "sources",
    },
    "pseudonyms": {"analysis.analyse", "model", "pandas"},
    "sharing": {
        "analysis.analyse",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model",
        "numpy",
        "pandas",
        "pseudonyms",
        "refreshing",
        "report",
    },
    "demo.words": set(),
    "demo.firm": {"demo.words", "numpy", "pandas"},
    "demo.tables": {
        "analysis.analyse",
        "demo.firm",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model",
        "numpy",
        "pandas",
        "refreshing",
        "report",
    },
    "excel.functions": {"functions.dispatch", "functions.of_columns", "functions.registry", "xlwings"},
    "excel.buttons": {"*", "xlwings"},
    "excel": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "template": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "functions.registry",
        "model",
        "report",
        "template",
        "xlsxwriter",
    },
    "commands.screen": {"rich", "typer"},
    "commands.dutch": {"typer"},
    "commands.importing": {
        "commands.screen",
        "files.safe_file",
        "imports.adding",
        "imports.mapping",
        "imports.remembered_columns",
        "imports.sentences",
        "imports.understanding",
        "model",
        "refreshing",
        "report.formats",
        "sources.ubl",
        "sources.xaf",
        "typer",
    },
    "template.live_formula": {"functions.registry"},
    "template.function_results": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "functions.cell_values",
        "functions.dispatch",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "report",
        "template",
        "xlsxwriter",
    },
    "template.build": {
        "analysis.analyse",
        "demo.tables",
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model",
        "refreshing",
        "report",
        "template",
        "xlsxwriter",
    },
    "commands.office": {"*", "rich", "typer"},
    "commands.app": {"*", "rich", "typer"},
    "__main__": {"commands.app"},
    "__init__": set(),
    "errors": {"errors"},
    "files.failure_log": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "files.safe_file": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "numpy",
        "pandas",
        "report.document",
        "report.formats",
        "report.specs",
        "report.words.formula_sentences",
        "report.writers",
    },
    "files.leftovers": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "numpy",
        "pandas",
        "report.document",
        "report.formats",
        "report.specs",
        "report.words.formula_sentences",
        "report.writers",
    },
    "files.table_rows": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "numpy",
        "pandas",
        "report.document",
        "report.formats",
        "report.specs",
        "report.words.formula_sentences",
        "report.writers",
    },
    "files.cell_text": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model.excel_cells",
        "model.raw_table",
        "numpy",
        "pandas",
        "report.document",
        "report.formats",
        "report.specs",
        "report.words.formula_sentences",
        "report.writers",
    },
    "functions.registry": {"analysis.analyse", "core", "model", "numpy", "pandas"},
    "functions.of_columns": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "functions.of_tables": {
        "analysis.analyse",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "report.build",
        "report.pages.customer_value",
        "report.pages.next_steps.rows",
        "report.pages.next_steps.sheets",
        "report.sheets",
        "report.specs",
        "ribbon.book_import",
        "ribbon.open_book",
        "sources.cutting",
    },
    "functions.cell_values": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "functions.dispatch": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "functions.cache": {
        "analysis.analyse",
        "core",
        "excel",
        "files.failure_log",
        "functions.cache",
        "functions.cell_values",
        "functions.dispatch",
        "functions.of_columns",
        "functions.of_tables",
        "functions.registry",
        "model",
        "numpy",
        "pandas",
        "ribbon.book_import",
        "ribbon.open_book",
    },
    "imports.adding": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "imports.understanding",
        "model",
        "numpy",
        "pandas",
        "report.writers",
        "sources.workbook_file",
    },
    "imports.understanding": {
        "imports.header_meanings",
        "imports.mapping",
        "imports.parties_of_lines",
        "imports.remembered_columns",
        "model",
        "numpy",
        "pandas",
        "sources",
    },
    "imports.mapping": {"imports.header_meanings", "model", "numpy", "sources"},
    "imports.parties_of_lines": {"imports.mapping", "model", "numpy", "pandas"},
    "imports.sentences": {
        "imports.adding",
        "imports.header_meanings",
        "imports.mapping",
        "imports.understanding",
        "model",
        "report.formats",
        "sources.ubl",
        "sources.xaf",
    },
    "imports.remembered_columns": {"files.safe_file", "model"},
    "imports.header_meanings": {"model"},
    "model.headers": {"model"},
    "report.charts": {"report.formats", "report.specs", "report.words.dashboard_phrases"},
    "report.pages.customer_value": {"report.formats", "report.specs"},
    "report.pages.changes_rows": {"pandas", "report.words.dashboard_sentences"},
    "report.pages.notes_rows": {"model", "pandas", "report.formats", "report.words.chance_sentences"},
    "report.pages.start": {"report.formats", "report.specs"},
    "report.pages.settings_used": {"model", "report.formats", "report.pages.inputs.sheets", "report.specs"},
    "report.pages.customer_card.sheet": {
        "report.formats",
        "report.pages.customer_card.formulas",
        "report.pages.customer_value",
        "report.specs",
        "report.words.dashboard_phrases",
    },
    "report.pages.customer_card.formulas": {
        "report.formats",
        "report.pages.customer_value",
        "report.specs",
        "report.words.dashboard_phrases",
    },
    "report.pages.customer_card.values": {
        "numpy",
        "pandas",
        "report.formats",
        "report.pages.customer_card.formulas",
        "report.pages.customer_card.sheet",
        "report.words.action_sentences",
        "report.words.dashboard_phrases",
    },
    "report.pages.dashboard.sheet": {
        "report.charts",
        "report.formats",
        "report.pages.customer_value",
        "report.pages.dashboard.formulas",
        "report.pages.settings_used",
        "report.specs",
        "report.words.dashboard_phrases",
        "report.words.formula_sentences",
    },
    "report.pages.dashboard.formulas": {
        "report.formats",
        "report.pages.customer_value",
        "report.pages.next_steps.sheets",
        "report.specs",
        "report.words.dashboard_phrases",
        "report.words.formula_sentences",
    },
    "report.pages.dashboard.values": {
        "numpy",
        "pandas",
        "report.formats",
        "report.pages.dashboard.formulas",
        "report.words.dashboard_phrases",
        "report.words.dashboard_sentences",
    },
    "report.pages.dashboard.bubbles": {"numpy", "pandas", "report.charts"},
    "report.pages.inputs.sheets": {
        "files.cell_text",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "model",
        "numpy",
        "pandas",
        "report",
    },
    "report.pages.inputs.as_read": {"model", "numpy", "pandas"},
    "report.pages.inputs.addresses": {"model", "numpy", "report.pages.inputs.as_read", "report.pages.inputs.sheets"},
    "report.pages.next_steps.sheets": {"model.action_notes", "report.formats", "report.pages.customer_value", "report.specs"},
    "report.pages.next_steps.rows": {
        "model.action_notes",
        "numpy",
        "pandas",
        "report.formats",
        "report.pages.next_steps.sheets",
        "report.specs",
        "report.words.action_sentences",
    },
    "report.words.dashboard_phrases": set(),
    "report.words.dashboard_sentences": {"numpy", "pandas", "report.formats", "report.words.dashboard_phrases"},
    "report.words.action_sentences": {"pandas", "report.formats"},
    "report.words.chance_sentences": {"pandas", "report.formats", "report.words.action_sentences"},
    "report.words.formula_sentences": {"report.formats", "report.specs"},
    "ribbon.open_book": {"*", "xlwings"},
    "ribbon.book_import": {"*", "xlwings"},
    "setup.diagnosis": {"files.failure_log"},
    "setup.installing": {
        "files.cell_text",
        "files.failure_log",
        "files.leftovers",
        "files.safe_file",
        "files.table_rows",
        "report",
        "setup.diagnosis",
        "template",
    },
    "setup.packing": {"files.safe_file"},
    "setup.pack_parts.inrichten": set(),
}
"""What a room may import besides the standard library and ``errors``; the longest matching name counts."""

OWN_LIBRARY: dict[str, set[str]] = {
    "sources.workbook_file": {"openpyxl", "python_calamine"},
    "sources.live_book": {"xlwings"},
    "sources.xml_stream": {"lxml"},
    "sources.xaf_ledger": {"lxml"},
    "report.writers.xlsx": {"xlsxwriter"},
    "report.writers.streamed_sheet": {"xlsxwriter"},
    "report.writers.bubble_chart": {"xlsxwriter"},
    "report.writers.xlsx_charts": {"xlsxwriter"},
    "report.writers.xlsx_tables": {"xlsxwriter"},
    "report.writers.live_book": {"xlwings"},
}
"""The one library that a reader or writer exists for."""
NEVER_IMPORTED = {"commands.app", "excel.buttons"}


def room(name: str, table: dict[str, set[str]]) -> str | None:
    """Return the longest entry of the table that is the name or a package above it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if (found := ".".join(parts[:length])) in table:
            return found
    return None


def imports(path: Path) -> set[str]:
    """Return what a module imports: our own modules without the package name, others by top name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module and node.module.split(".")[0] == OURS:
                names = [
                    f"{node.module}.{alias.name}"
                    if (PACKAGE / Path(*f"{node.module}.{alias.name}".split(".")[1:])).with_suffix(".py").exists()
                    or (PACKAGE / Path(*f"{node.module}.{alias.name}".split(".")[1:])).is_dir()
                    else node.module
                    for alias in node.names
                ]
        for name in names:
            top = name.split(".")[0]
            found.add(name.removeprefix(f"{OURS}.") if top == OURS else top)
    return found


MODULES = {
    ".".join(p.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): p for p in sorted(PACKAGE.rglob("*.py"))
}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_its_room_may(name: str) -> None:
    entry = room(name, ALLOWED)
    if MODULES[name].name == "__init__.py" and name not in ALLOWED:
        entry = "__init__"
    assert entry is not None, f"{name}: no rule for this room; add it to ALLOWED"
    allowed = ALLOWED[entry]
    own = next((OWN_LIBRARY[key] for key in [room(name, OWN_LIBRARY)] if key), set())
    for found in imports(MODULES[name]):
        if found in sys.stdlib_module_names or found in {OURS, "errors"} or found in allowed or found in own:
            continue
        if "*" in allowed and found.split(".")[0] in {key.split(".")[0] for key in ALLOWED} and found != "excel.functions":
            continue
        assert room(found, {key: set() for key in allowed}), f"{name} may not import {found}"


@pytest.mark.parametrize("name", MODULES)
def test_nobody_imports_the_doors(name: str) -> None:
    assert name == "__main__" or not imports(MODULES[name]) & NEVER_IMPORTED


def test_importing_the_package_is_light() -> None:
    code = "import sys, klantwaarde_xl; print([m for m in ('xlwings', 'scipy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
