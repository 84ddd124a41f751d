"""Makes Excel find this Python: the user's xlwings settings, the workbooks, and advice for the user."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import __version__
from klantwaarde_xl.files.own_file import refuse_link
from klantwaarde_xl.files.user_folder import home_folder, named_folder
from klantwaarde_xl.setup.diagnosis import interpreter_for_excel
from klantwaarde_xl.setup.xlwings_conf import (
    INTERPRETER_KEY,
    LOCAL_DATA,
    conf_bytes,
    conf_path,
    conf_text,
    is_conf,
    read_conf,
)

FOLDER = "Klantwaarde"
MANUAL_PAGE = "klantwaarde-handleiding.html"
"""What the button Handleiding shows in the browser, among the temporary files."""
TEMPLATE, ADDIN = "klantwaarde.xlsm", "klantwaarde.xlam"
_PERSONAL = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing does for one user.

    The new text of the settings file, and the folders for the workbook and the add-in.
    """

    conf_path: Path
    conf_text: str
    folder: Path
    interpreter: str
    addins: Path

    def lines(self) -> list[str]:
        """Return the plan in Dutch, one line per step."""
        return [
            f"In {self.conf_path} komt te staan dat Excel deze Python gebruikt: {self.interpreter}",
            f"In {self.folder} komt {TEMPLATE}, als die er van deze versie nog niet staat.",
            f"In {self.addins} komt {ADDIN}, als die er van deze versie nog niet staat.",
        ]


def trusted_location_advice(folder: Path) -> str:
    """Return how the user lets Excel trust the folder; the program never does that itself."""
    return (
        f"Blokkeert Excel de macro's? Voeg {folder} toe als vertrouwde locatie: Bestand, Opties, "
        "Vertrouwenscentrum, Instellingen voor het Vertrouwenscentrum, Vertrouwde locaties. Mag dat niet, "
        "vraag het dan uw IT-afdeling."
    )


def make_plan(conf: Path | None = None, home: Path | None = None, interpreter: str | None = None) -> Plan:
    """Return what would be done for this user; nothing is written.

    Other settings in the user's file are kept. The interpreter is written relative to %LOCALAPPDATA% where
    it is below it, so that the file holds no name of the user, with letters that a code page may not have.
    Raises OWN_FILE_UNREADABLE, and OWN_FILE_LINKED where that file is a link to something else.
    """
    conf = conf or conf_path()
    chosen = interpreter_for_excel(interpreter or sys.executable)
    known = conf_text(conf) or ""
    if not is_conf(known):
        refuse_link(conf)
    settings = {**read_conf(known), INTERPRETER_KEY: _in_conf(chosen)}
    folder = documents(home) / FOLDER
    return Plan(conf, text_of_settings(settings), folder, chosen, addins_folder() or folder)


def addins_folder() -> Path | None:
    """Return the folder from which Excel for Windows offers add-ins, None elsewhere.

    A function of the add-in in a cell is saved with its folder, and Excel finds it on another computer only
    when it stands there in the same one.
    """
    data = named_folder("APPDATA")
    return data / "Microsoft" / "AddIns" if data and sys.platform == "win32" else None


def _in_conf(interpreter: str) -> str:
    folder = os.environ.get("LOCALAPPDATA", "").rstrip("\\/")
    inside = folder and below(interpreter, Path(folder))
    return LOCAL_DATA + interpreter[len(folder) :] if inside else interpreter


def text_of_settings(settings: dict[str, str]) -> str:
    """Return the text of an xlwings.conf, without an empty line, also at the end: Excel hangs on one."""
    return "\n".join(f'"{key}","{value}"' for key, value in settings.items())


def documents(home: Path | None = None) -> Path:
    """Return the user's folder for documents: the one that Windows names, else one below ``home``.

    OneDrive and IT departments move it.
    """
    if home is None and (known := _known_documents()):
        return known
    home = home or named_folder("USERPROFILE") or home_folder()
    candidates = [home / "Documents", home / "Documenten"]
    return next((folder for folder in candidates if folder.is_dir()), candidates[0])


def _known_documents() -> Path | None:
    """Return the folder that Windows calls Documents (SHGetFolderPath with CSIDL_PERSONAL), if any."""
    if sys.platform != "win32":
        return None
    import ctypes

    buffer = ctypes.create_unicode_buffer(1024)
    failed = ctypes.windll.shell32.SHGetFolderPathW(None, _PERSONAL, None, 0, buffer)
    return None if failed or not buffer.value else Path(buffer.value)


def below(interpreter: str, prefix: Path) -> bool:
    """Return whether an interpreter stands below a folder, however each of them is written."""
    one, other = (text.replace("\\", "/").casefold().rstrip("/") for text in (interpreter, str(prefix)))
    return one.startswith(f"{other}/")


def install(plan: Plan) -> list[str]:
    """Carry out the plan and return in Dutch what was done.

    Raises OutputError, and OWN_FILE_LINKED where a link leads to what is not ours; then nothing changed.

    An existing workbook stays, because it may hold data; the new version goes beside one of another version.
    An add-in of another version holds no data and is replaced.
    """
    from klantwaarde_xl.files.leftovers import clear_left
    from klantwaarde_xl.files.safe_file import make_folder, write_together
    from klantwaarde_xl.template import build

    for folder in (plan.conf_path.parent, plan.folder, plan.addins):
        make_folder(folder)
    contents = {plan.conf_path: conf_bytes(plan.conf_text)}
    done = [f"Ingesteld: Excel gebruikt {plan.interpreter}"]
    template = plan.folder / TEMPLATE
    # Where an earlier version put it, Excel may still load it from.
    earlier = [plan.folder / ADDIN] if (plan.folder / ADDIN).exists() else []
    addins = dict.fromkeys([plan.addins / ADDIN, *earlier])
    if template.exists() and build.stamp_of(template) != build.stamp():
        done.append(
            f"Hoort bij een andere versie en is niet veranderd: {template}. De nieuwe werkmap komt ernaast."
        )
        template = template.with_name(f"{template.stem}-{__version__}{template.suffix}")
    for path, make in (
        (template, lambda: build.macro_workbook(build.template_document())),
        *((addin, build.addin) for addin in addins),
    ):
        if path.exists() and (path == template or build.stamp_of(path) == build.stamp()):
            done.append(f"Stond er al en is niet veranderd: {path}")
            continue
        if not (path.exists() and build.stamp_of(path)):
            refuse_link(path)
        contents[path] = make()
        done.append(f"{'Vervangen' if path.exists() else 'Gemaakt'}: {path}")
    write_together(contents)
    for path in (template, *addins):
        clear_left(path)
    return done
