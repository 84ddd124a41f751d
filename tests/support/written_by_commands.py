"""Every workbook that a command writes, in every way of :mod:`every_way`, and imports into those."""

from __future__ import annotations

import shutil
from pathlib import Path

import every_way
import pytest

from klantwaarde_xl.commands.app import main

WRITING = ("bouw", "nieuw", "vernieuw", "deel", "importeer")
"""The commands that write workbooks; that of ``demo`` is one of those of ``bouw``."""
INTO = {
    "leeg.xlsx": "geïmporteerd in leeg.xlsx",
    "werkmappen/klantwaarde.xlsm": "geïmporteerd in sjabloon.xlsm",
    "uit.xlsx": "geïmporteerd in resultaat.xlsx",
}
WAYS = {
    *("werkmappen/klantwaarde.xlam", "werkmappen/klantwaarde.xlsm", "werkmappen/klantwaarde-demo.xlsm"),
    *("leeg.xlsx", "uit.xlsx", "in-resultaat.xlsx", "buiten.xlsx", "met vorige.xlsx", "in-delen.xlsx"),
    *("gevuld.xlsx", *INTO.values(), *(f"vernieuwd uit {Path(name).stem}.xlsx" for name in INTO.values())),
}
"""What must be there afterwards; a key of names has part of its name drawn."""
EXPORT = """Factuurdatum;Klantnr;Klantnaam;Artikelnr;Omzet
31-01-2025;10023;=1+1;P1;1250,50
28-02-2025;10024;Jansen & Zn;P2;80,00
"""


def write_all(folder: Path) -> None:
    """Write them all into a folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(folder / "instellingen"))
        patch.chdir(folder)
        lines = every_way.command_lines(folder)
        for command in WRITING:
            for line in lines[command]:
                run_command(*(word for word in line if word != "--pdf"))
        Path("klein.csv").write_text(EXPORT, encoding="utf-8")
        for source, target in INTO.items():
            shutil.copy(source, target)
            run_command("importeer", "klein.csv", "--naar", target)
            run_command("vernieuw", target, "--uit", f"vernieuwd uit {Path(target).stem}.xlsx")
        run_command("vernieuw", "in.xlsx", "--vorige", "uit.xlsx", "--uit", "met vorige.xlsx")


def run_command(*line: str) -> None:
    """Run a command; with findings it ends with 1 and has written all the same."""
    with pytest.raises(SystemExit) as ended:
        main(list(line))
    assert ended.value.code in {0, 1}, line


def written(folder: Path) -> list[Path]:
    """Return the workbooks in a folder, but for what the commands read."""
    return sorted(path for path in folder.rglob("*.xl*") if path.name not in {"in.xlsx", "export.xlsx"})
