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
    "sources.headers": {"model"},
    "sources.cutting": {"model", "sources.headers", "numpy", "pandas"},
    "sources": {
        "model",
        "sources.guard",
        "sources.package",
        "sources.headers",
        "sources.sheet_scan",
        "sources.cutting",
        "numpy",
        "pandas",
    },
    "sources.xml_stream": set(),
    "sources.xaf_accounts": set(),
    "sources.xaf_postings": {"numpy"},
    "sources.xaf_ledger": {"sources.xml_stream", "sources.xaf_accounts", "sources.xaf_postings"},
    "sources.xaf_tables": {"model", "sources.xaf_ledger", "sources.xaf_postings", "numpy"},
    "sources.xaf_report": {
        *("model", "sources.xaf_accounts", "sources.xaf_ledger", "sources.xaf_postings", "numpy", "pandas"),
    },
    "sources.zipped": {"sources.xml_stream"},
    "sources.xaf": {
        *("model", "sources.xml_stream", "sources.xaf_ledger", "sources.xaf_tables", "sources.xaf_report"),
        *("sources.zipped", "numpy", "pandas"),
    },
    "sources.ubl": {"model", "sources.xml_stream", "sources.zipped", "numpy", "pandas"},
    "sources.import_headers": {"model", "sources.headers"},
    "analysis.chances": {"model", "core", "numpy", "pandas"},
    "analysis.analyse": {"model", "core", "analysis.chances", "numpy", "pandas"},
    "report.formats": set(),
    "report.wording": set(),
    "report.specs": {"report.formats"},
    "report.formula_text": {"report.specs", "report.formats"},
    "report.curve_charts": {"report.specs", "report.formats", "report.wording"},
    "report.dashboard_steps": {
        "report.specs",
        "report.formats",
        "report.wording",
        *("report.formula_text", "report.chance_sheets"),
        "report.customer_table",
    },
    "report.dashboard_sheet": {
        *("report.specs", "report.formats", "report.wording", "report.formula_text", "report.dashboard_steps"),
        *("report.curve_charts", "report.customer_table", "report.settings_used"),
    },
    "report.dashboard": {"report.sentences", "report.formats", "report.wording", "report.dashboard_steps", "numpy", "pandas"},
    "report.bubbles": {"report.curve_charts", "numpy", "pandas"},
    "report.customer_table": {"report.specs", "report.formats"},
    "report.card_steps": {"report.specs", "report.formats", "report.wording", "report.customer_table"},
    "report.card_sheet": {"report.specs", "report.formats", "report.wording", "report.customer_table", "report.card_steps"},
    "report.card": {
        "report.card_steps",
        "report.card_sheet",
        "report.wording",
        "report.formats",
        "report.action_sentences",
        "numpy",
        "pandas",
    },
    "report.sheets": {
        "report.specs",
        "report.formats",
        "report.customer_table",
        "report.card_sheet",
        "report.card_steps",
        "report.settings_used",
        "report.chance_sheets",
        "report.curve_charts",
        "report.dashboard_sheet",
        "report.dashboard_steps",
    },
    "report.settings_used": {"model", "report.specs", "report.formats", "report.input_sheets"},
    "report.chance_sheets": {"report.specs", "report.formats", "report.customer_table", "model.action_notes"},
    "report.chance_sentences": {"report.formats", "report.action_sentences", "pandas"},
    "report.chance_frames": {
        "report.specs",
        "report.formats",
        "report.action_sentences",
        "report.chance_sheets",
        "model.action_notes",
        "numpy",
        "pandas",
    },
    "report.document": {"report.specs", "pandas"},
    "report.input_copy": {"model", "numpy", "pandas"},
    "report.finding_links": {"model", "report.input_copy", "report.input_sheets", "numpy"},
    "report.input_sheets": {"model", "report", "numpy", "pandas"},
    "report.start_sheet": {"report.specs", "report.formats"},
    "report.notes": {"model", "report.formats", "report.chance_sentences", "pandas"},
    "report.changes": {"report.sentences", "pandas"},
    "report.sentences": {"report.formats", "report.wording", "pandas", "numpy"},
    "report.action_sentences": {"report.formats", "pandas"},
    "report.empty": {"report", "pandas"},
    "report.build": {"analysis.analyse", "model", "core", "report", "numpy", "pandas"},
    "report.writers": {
        "model.raw_table",
        "model.excel_cells",
        "report.specs",
        "report.document",
        "report.formats",
        "report.formula_text",
        "report.writers",
        "numpy",
        "pandas",
    },
    "report.writers.live_book": {"report", "model.excel_cells", "model.raw_table", "pandas"},
    "commands.summary": {"analysis.analyse", "report"},
    "commands.chance_lists": {"analysis.analyse", "report", "pandas"},
    "report.manual": {"model", "excel.registry", "report.sheets"},
    "refreshing": {"sources", "model", "analysis.analyse", "report", "core", "pandas"},
    "export_columns": {"sources", "model", "numpy"},
    "pseudonyms": {"model", "analysis.analyse", "pandas"},
    "sharing": {"model", "analysis.analyse", "pseudonyms", "refreshing", "report", "numpy", "pandas"},
    "saved_choices": {"model", "report.writers.safe_file"},
    "line_parties": {"model", "export_columns", "numpy", "pandas"},
    "understanding": {"sources", "model", "export_columns", "line_parties", "saved_choices", "numpy", "pandas"},
    "importing": {"sources.workbook_file", "model", "report.writers", "understanding", "numpy", "pandas"},
    "import_words": {
        *("understanding", "importing", "export_columns", "model", "report.formats"),
        *("sources.import_headers", "sources.ubl", "sources.xaf"),
    },
    "diagnosis": {"excel.error_log"},
    "packing": {"report.writers.safe_file"},
    "installing": {"diagnosis", "report", "template", "excel.error_log"},
    "pack_parts.inrichten": set(),
    "demo.words": set(),
    "demo.firm": {"demo.words", "numpy", "pandas"},
    "demo.tables": {"demo.firm", "model", "analysis.analyse", "refreshing", "report", "numpy", "pandas"},
    "excel.registry": {"model", "core", "analysis.analyse", "numpy", "pandas"},
    "excel.functions": {"excel.registry", "excel.dispatch", "excel.computations", "xlwings"},
    "excel.table_functions": {
        *("excel", "model", "analysis.analyse", "sources.cutting", "numpy", "pandas"),
        *("report.build", "report.customer_table", "report.chance_frames", "report.chance_sheets"),
        *("report.sheets", "report.specs"),
    },
    "excel.buttons": {"*", "xlwings"},
    "excel.book_import": {"*", "xlwings"},
    "excel.open_book": {"*", "xlwings"},
    "excel": {"excel", "model", "core", "analysis.analyse", "numpy", "pandas"},
    "template": {"template", "excel.registry", "model", "report", "xlsxwriter"},
    "commands.screen": {"typer", "rich"},
    "commands.dutch": {"typer"},
    "commands.importing": {
        *(
            "commands.screen",
            "understanding",
            "importing",
            "import_words",
            "saved_choices",
            "refreshing",
            "report.writers.safe_file",
            "typer",
        ),
        *("export_columns", "sources.xaf", "sources.ubl", "model", "report.formats"),
    },
    "template.live_formula": {"excel.registry"},
    "template.function_results": {
        *("template", "excel.registry", "excel.dispatch", "excel.values", "model", "report", "xlsxwriter", "numpy", "pandas"),
    },
    "template.build": {"template", "model", "report", "analysis.analyse", "demo.tables", "refreshing", "xlsxwriter"},
    "commands.office": {"*", "typer", "rich"},
    "commands.app": {"*", "typer", "rich"},
    "__main__": {"commands.app"},
    "__init__": set(),
    "errors": {"errors"},
}
"""What a room may import besides the standard library and ``errors``; the longest matching name counts."""

OWN_LIBRARY: dict[str, set[str]] = {
    "sources.workbook_file": {"python_calamine", "openpyxl"},
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
