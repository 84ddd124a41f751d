"""One edit in the registry is enough: workbook, add-in, tooltips, wizard texts, adapters and manual follow
it.

A Python of its own gets a registry in which one function has another name, one is gone and one is new, before
anything else of the program is loaded; then everything is built as always."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import json, re, sys
from dataclasses import replace
import klantwaarde_xl.functions.registry as registry

changed = []
for function in registry.FUNCTIONS:
    if function.name == "KW_PARETO":
        texts = {name: getattr(function, name).replace("KW_PARETO", "KW_ABC")
                 for name in ("name", "example", "live")}
        changed.append(replace(function, **texts))
        added = replace(function, name="KW_NIEUW", help="Een functie die er gisteren nog niet was.",
            example="=KW_NIEUW(A2:A11)", live="=KW_NIEUW(tblKlantwaarde[Omzet])")
    elif function.name != "KW_WALVIS":
        changed.append(function)
registry.FUNCTIONS = (*changed, added)
registry.BY_NAME = {function.name: function for function in registry.FUNCTIONS}

sys.path.insert(0, sys.argv[1])
import light
from oletools.olevba import VBA_Parser
from klantwaarde_xl.excel import functions
from klantwaarde_xl.template import build, manual

data = build.macro_workbook(build.template_document())
book = light.load(data)
macros = {name: {module: code for _, _, module, code in VBA_Parser(name, data=content).extract_all_macros()}
          for name, content in (("klantwaarde.xlsm", data), ("klantwaarde.xlam", build.addin()))}
wrappers = {name: re.findall(r"^Public Function (KW_\\w+)\\(", found["ModFuncties.bas"], re.M)
            for name, found in macros.items()}
described = {name: re.findall(r'KwBeschrijf "(KW_\\w+)"', found["ModBeschrijving.bas"])
             for name, found in macros.items()}
formulas = [cell.value.text if hasattr(cell.value, "text") else cell.value for cell in book["Functies"][10]]
found = {
    "workbook": wrappers["klantwaarde.xlsm"],
    "add-in": wrappers["klantwaarde.xlam"],
    "wizard of the workbook": described["klantwaarde.xlsm"],
    "wizard of the add-in": described["klantwaarde.xlam"],
    "tooltips": [row[0] for row in book["_IntelliSense_"].iter_rows(min_row=2, values_only=True)],
    "Functies": [cell.value for cell in book["Functies"][6] if str(cell.value).startswith("KW_")],
    "formulas": re.findall(r"KW_\\w+(?=\\()", " ".join(str(text) for text in formulas)),
    "Functiewaarden": [cell.value for cell in book["Functiewaarden"][6] if str(cell.value).startswith("KW_")],
    "adapters": [name for name in vars(functions) if name.startswith("KW_")],
    "manual": re.findall(r"^\\*\\*`(KW_\\w+)\\(", manual.functions(), re.M),
}
print(json.dumps({"found": found, "wanted": list(registry.BY_NAME)}))
"""


pytestmark = pytest.mark.slow
SUPPORT = str(Path(__file__).resolve().parents[1] / "support")


@pytest.fixture(scope="module")
def built() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, SUPPORT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "place",
    [
        *("workbook", "add-in", "wizard of the workbook", "wizard of the add-in", "tooltips"),
        *("Functies", "formulas", "Functiewaarden", "adapters", "manual"),
    ],
)
def test_a_change_of_the_registry_is_followed(built: dict[str, object], place: str) -> None:
    wanted = built["wanted"]
    assert "KW_ABC" in wanted
    assert "KW_NIEUW" in wanted
    assert not {"KW_PARETO", "KW_WALVIS"} & set(wanted)
    assert built["found"][place] == wanted
