"""Makes Excel find this Python: the user's xlwings settings, the workbooks, and advice for the user."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from klantwaarde_xl import __version__
from klantwaarde_xl.files.user_folder import home_folder
from klantwaarde_xl.setup.diagnosis import interpreter_for_excel
from klantwaarde_xl.setup.xlwings_conf import (
    INTERPRETER_KEY,
    LOCAL_DATA,
    conf_bytes,
    conf_path,
    conf_text,
    expanded,
    read_conf,
)

FOLDER = "Klantwaarde"
_OWN_FOLDERS = {"klantwaarde_xl", ".xlwings", "office"}
"""Folders that go when nothing of others is in them."""
MANUAL_PAGE = "klantwaarde-handleiding.html"
"""What the button Handleiding shows in the browser, among the temporary files."""
TEMPLATE, ADDIN = "klantwaarde.xlsm", "klantwaarde.xlam"
_PERSONAL = 5
_STILL_TRUSTED = (
    "Voegde u dat certificaat aan Windows of de sleutelhanger toe, dan wordt het daar nog vertrouwd: "
    "verwijder 'Klantwaarde op deze computer' in certmgr.msc (Windows) of Sleutelhangertoegang (macOS)."
)


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
    """
    conf = conf or conf_path()
    chosen = interpreter_for_excel(interpreter or sys.executable)
    settings = {**read_conf(conf_text(conf) or ""), INTERPRETER_KEY: _in_conf(chosen)}
    folder = documents(home) / FOLDER
    return Plan(conf, _conf_text(settings), folder, chosen, _addins() or folder)


def _addins() -> Path | None:
    """Return the folder from which Excel for Windows offers add-ins, None elsewhere.

    A function of the add-in in a cell is saved with its folder, and Excel finds it on another computer only
    when it stands there in the same one.
    """
    data = os.environ.get("APPDATA", "")
    return Path(data) / "Microsoft" / "AddIns" if data and sys.platform == "win32" else None


def _in_conf(interpreter: str) -> str:
    folder = os.environ.get("LOCALAPPDATA", "").rstrip("\\/")
    below = folder and _below(interpreter, Path(folder))
    return LOCAL_DATA + interpreter[len(folder) :] if below else interpreter


def _conf_text(settings: dict[str, str]) -> str:
    """Return the text of an xlwings.conf, without an empty line, also at the end: Excel hangs on one."""
    return "\n".join(f'"{key}","{value}"' for key, value in settings.items())


def documents(home: Path | None = None) -> Path:
    """Return the user's folder for documents: the one that Windows names, else one below ``home``.

    OneDrive and IT departments move it.
    """
    if home is None and (known := _known_documents()):
        return known
    home = home or Path(os.environ.get("USERPROFILE") or home_folder())
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


def uninstall(conf: Path | None = None, prefix: Path | None = None) -> list[str]:
    """Undo what :func:`install` set, remove what the program kept, and return in Dutch what was done.

    Workbooks stay; the add-in holds no data and goes, as do the log, the remembered columns, the manual as a
    page, what the add-in for Excel without VBA keeps, and folders that are empty then.

    The line with the interpreter goes only when it names a Python below ``prefix`` (default this Python's);
    other settings are kept, and a file without any is removed.
    """
    from klantwaarde_xl.files.safe_file import replace_safely
    from klantwaarde_xl.files.user_folder import CERTIFICATE, addin_folder

    conf, prefix = conf or conf_path(), prefix or Path(sys.prefix)
    done = []
    known = read_conf(conf_text(conf) or "")
    chosen = expanded(known.get(INTERPRETER_KEY, ""), os.environ.get("LOCALAPPDATA", ""))
    if _below(chosen, prefix):
        del known[INTERPRETER_KEY]
        if known:
            with replace_safely(conf) as unfinished:
                unfinished.write_bytes(conf_bytes(_conf_text(known)))
        else:
            conf.unlink()
        done.append(f"Weggehaald uit {conf}: welke Python Excel gebruikt")
    kept = _kept()
    for path in kept:
        path.unlink()
        done.append(f"Verwijderd: {path}")
    if addin_folder() / CERTIFICATE in kept:
        done.append(_STILL_TRUSTED)
    folders = {conf.parent, addin_folder().parent, *(path.parent for path in kept)}
    for folder in sorted(folders, key=lambda one: -len(one.parts)):
        if folder.name in _OWN_FOLDERS and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return done or ["Er was niets ingesteld."]


def _kept() -> list[Path]:
    """Return the files outside the environment that the program made for itself, and that are there."""
    from klantwaarde_xl.files.failure_log import log_path
    from klantwaarde_xl.files.user_folder import addin_folder
    from klantwaarde_xl.imports.remembered_columns import choices_path
    from klantwaarde_xl.template.build import stamp_of

    office = [] if addin_folder().is_symlink() else sorted(addin_folder().glob("*"))
    logs = sorted(log_path().parent.glob(f"{log_path().name}*"))
    page = Path(tempfile.gettempdir(), MANUAL_PAGE)
    addins = [folder / ADDIN for folder in filter(None, (_addins(), documents() / FOLDER))]
    found = [*logs, choices_path(), page, *office]
    found += [path for path in addins if path.is_file() and stamp_of(path)]
    return [path for path in found if path.is_file()]


def _below(interpreter: str, prefix: Path) -> bool:
    """Return whether an interpreter stands below a folder, however each of them is written."""
    one, other = (text.replace("\\", "/").casefold().rstrip("/") for text in (interpreter, str(prefix)))
    return one.startswith(f"{other}/")


def install(plan: Plan) -> list[str]:
    """Carry out the plan and return in Dutch what was done. Raises OutputError; then nothing was changed.

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
        contents[path] = make()
        done.append(f"{'Vervangen' if path.exists() else 'Gemaakt'}: {path}")
    write_together(contents)
    for path in (template, *addins):
        clear_left(path)
    return done
