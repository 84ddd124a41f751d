"""Makes Excel find this Python: the user's xlwings settings and the workbook, and the advice that only the user can follow."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl.diagnosis import INTERPRETER_KEY, conf_path, interpreter_for_excel, read_conf

FOLDER = "Klantwaarde"
TEMPLATE, ADDIN = "klantwaarde.xlsm", "klantwaarde.xlam"


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing does for one user: the settings file with its new text, and the folder for the workbooks."""

    conf_path: Path
    conf_text: str
    folder: Path
    interpreter: str

    def lines(self) -> list[str]:
        """Return the plan in Dutch, one line per step."""
        return [
            f"In {self.conf_path} komt te staan dat Excel deze Python gebruikt: {self.interpreter}",
            f"In {self.folder} komen {TEMPLATE} en {ADDIN}, als ze er nog niet staan.",
        ]


def trusted_location_advice(folder: Path) -> str:
    """Return how the user lets Excel trust the folder; the program never does that itself."""
    return (
        f"Blokkeert Excel de macro's? Voeg {folder} toe als vertrouwde locatie: Bestand, Opties, Vertrouwenscentrum, "
        "Instellingen voor het Vertrouwenscentrum, Vertrouwde locaties. Mag dat niet, vraag het dan uw IT-afdeling."
    )


def make_plan(conf: Path | None = None, home: Path | None = None, interpreter: str | None = None) -> Plan:
    """Return what would be done for this user; nothing is written. Other settings in the user's file are kept."""
    conf = conf or conf_path()
    chosen = interpreter_for_excel(interpreter or sys.executable)
    known = read_conf(conf.read_text(encoding="utf-8", errors="replace")) if conf.is_file() else {}
    settings = {**known, INTERPRETER_KEY: chosen}
    # No empty line, also not at the end: Excel hangs on one.
    text = "\n".join(f'"{key}","{value}"' for key, value in settings.items())
    return Plan(conf, text, documents(home) / FOLDER, chosen)


def documents(home: Path | None = None) -> Path:
    """Return the user's folder for documents; with OneDrive it is there."""
    home = home or Path(os.environ.get("USERPROFILE") or Path.home())
    candidates = [home / "Documents", home / "Documenten"]
    return next((folder for folder in candidates if folder.is_dir()), candidates[0])


def install(plan: Plan) -> list[str]:
    """Carry out the plan and return in Dutch what was done; a workbook that is there already stays. Raises OutputError."""
    from klantwaarde_xl.report.writers.safe_file import make_folder, replace_safely
    from klantwaarde_xl.template import build

    make_folder(plan.conf_path.parent)
    with replace_safely(plan.conf_path) as unfinished:
        unfinished.write_text(plan.conf_text, encoding="utf-8", newline="")
    done = [f"Ingesteld: Excel gebruikt {plan.interpreter}"]
    make_folder(plan.folder)
    document = build.template_document()
    for name, make in ((TEMPLATE, lambda: build.macro_workbook(document)), (ADDIN, build.addin)):
        path = plan.folder / name
        if path.exists():
            done.append(f"Stond er al en is niet veranderd: {path}")
            continue
        with replace_safely(path) as unfinished:
            unfinished.write_bytes(make())
        done.append(f"Gemaakt: {path}")
    return done
