"""Takes away what installing set and what the program kept for itself, and says what could not go.

It goes on past what cannot be removed: whoever wants the program gone wants the key and the remembered
columns gone too, also where a log is held open. Only names that the program writes are removed, and a link
is not followed."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from klantwaarde_xl.errors import KlantwaardeError, reason_of
from klantwaarde_xl.files import leftovers
from klantwaarde_xl.files.failure_log import log_path
from klantwaarde_xl.files.links import is_link
from klantwaarde_xl.files.own_file import refuse_link
from klantwaarde_xl.files.safe_file import real_path, replace_safely
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST, addin_folder, user_folder
from klantwaarde_xl.imports.remembered_columns import choices_path
from klantwaarde_xl.setup.installing import (
    ADDIN,
    FOLDER,
    MANUAL_PAGE,
    TEMPLATE,
    addins_folder,
    below,
    documents,
    text_of_settings,
)
from klantwaarde_xl.setup.xlwings_conf import (
    INTERPRETER_KEY,
    conf_bytes,
    conf_path,
    conf_text,
    expanded,
    is_conf,
    read_conf,
)

_OWN_FOLDERS = {"klantwaarde_xl", ".xlwings", "office"}
"""Folders that go when nothing of others is in them."""
_IN_USE = "een opdracht werkt ermee, of een andere computer deed dat vandaag nog"
_STILL_TRUSTED = (
    "Voegde u dat certificaat aan Windows of de sleutelhanger toe, dan wordt het daar nog vertrouwd: "
    "verwijder 'Klantwaarde op deze computer' in certmgr.msc (Windows) of Sleutelhangertoegang (macOS)."
)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken away, in Dutch, one line each, and why each thing that stays does."""

    done: list[str] = field(default_factory=list)
    kept: dict[Path, str] = field(default_factory=dict)

    def remove(self, path: Path) -> bool:
        """Remove a file, and note that it went, or that it stays and why."""
        try:
            path.unlink()
        except OSError as problem:
            self.keep(path, reason_of(problem))
            return False
        self.done.append(f"Verwijderd: {path}")
        return True

    def keep(self, path: Path, reason: str) -> None:
        """Note that something stays."""
        self.kept[path] = reason

    @property
    def stays(self) -> list[str]:
        """What stays, in Dutch, one line each."""
        return [f"Blijft staan: {path} ({reason})" for path, reason in self.kept.items()]


def uninstall(conf: Path | None = None, prefix: Path | None = None) -> Undone:
    """Undo what installing set, remove what the program kept, and return what went and what stays.

    Workbooks stay; the add-in holds no data and goes, as do the log, the remembered columns, the manual as a
    page, what the add-in for Excel without VBA keeps, what killed runs left beside those and among the
    temporary files, and folders that are empty then. Raises NO_HOME.

    The line with the interpreter goes only when it names a Python below ``prefix`` (default this Python's);
    other settings are kept, and a file without any is removed.
    """
    conf, prefix = conf or conf_path(), prefix or Path(sys.prefix)
    undone = Undone()
    _forget_python(conf, prefix, undone)
    folders = [user_folder(), addin_folder(), log_path().parent]
    linked = [folder for folder in folders if is_link(folder)]
    for folder in linked:
        undone.keep(folder, f"een koppeling naar {real_path(folder)}; wat daar staat, blijft ook")

    def ours(paths: Iterable[Path]) -> list[Path]:
        return [path for path in paths if not set(linked) & {path, *path.parents}]

    logs = [log_path(), *(log_path().with_name(f"{log_path().name}.{number}") for number in (1, 2))]
    office = [addin_folder() / name for name in (MANIFEST, CERTIFICATE, KEY)]
    for path in ours([*logs, choices_path(), *office]):
        if _goes(path, undone) and path.name == CERTIFICATE:
            undone.done.append(_STILL_TRUSTED)
    addins = [folder / ADDIN for folder in filter(None, (addins_folder(), documents() / FOLDER))]
    _addins_go(addins, undone)
    targets = ours([conf, choices_path(), *office, *addins, documents() / FOLDER / TEMPLATE])
    for target in dict.fromkeys([*targets, *map(real_path, targets)]):
        _cleared(leftovers.left_beside(target), partial(leftovers.clear_left, target, young=True), undone)
    _temporary(undone)
    for folder in ours(dict.fromkeys([addin_folder(), user_folder(), log_path().parent, conf.parent])):
        _folder_goes(folder, undone)
    return undone


def _forget_python(conf: Path, prefix: Path, undone: Undone) -> None:
    """Take the line with our Python out of the settings of xlwings."""
    try:
        text = conf_text(conf) or ""
        known = read_conf(text)
        chosen = expanded(known.get(INTERPRETER_KEY, ""), os.environ.get("LOCALAPPDATA", ""))
        if not below(chosen, prefix):
            return
        if not is_conf(text):
            refuse_link(conf)
        del known[INTERPRETER_KEY]
        if known:
            with replace_safely(conf) as unfinished:
                unfinished.write_bytes(conf_bytes(text_of_settings(known)))
        else:
            _goes(conf, undone)
            return
    except OSError as problem:
        undone.keep(conf, reason_of(problem))
    except KlantwaardeError as mistake:
        undone.keep(conf, mistake.message)
    else:
        undone.done.append(f"Weggehaald uit {conf}: welke Python Excel gebruikt")


def _goes(path: Path, undone: Undone) -> bool:
    """Remove a file of our own if it is there; of a link the link alone, and what it led to is said."""
    try:
        there = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as problem:
        undone.keep(path, reason_of(problem))
        return False
    if is_link(path):
        led_to = real_path(path)
        if (went := undone.remove(path)) and led_to != path and os.path.exists(led_to):
            undone.keep(led_to, f"{path} was een koppeling hierheen")
        return went
    if not stat.S_ISREG(there.st_mode):
        undone.keep(path, "geen gewoon bestand, dus niet van het programma")
        return False
    went = undone.remove(path)
    if went and there.st_nlink > 1:
        undone.keep(path, "weg onder deze naam, maar niet onder een andere: een harde koppeling")
    return went


def _addins_go(paths: Iterable[Path], undone: Undone) -> None:
    """Remove the add-in where it is ours: another program may use the name."""
    from klantwaarde_xl.template.build import stamp_of

    for path in paths:
        if os.path.isfile(path) and stamp_of(path):
            _goes(path, undone)


def _temporary(undone: Undone) -> None:
    """Remove the manual as a page, and the scratch folders of killed runs."""
    try:
        page = Path(tempfile.gettempdir(), MANUAL_PAGE)
    except FileNotFoundError:  # no folder for temporary files, so none of ours
        return
    for path in _of_this_user([page]):
        _goes(path, undone)
    _cleared(_of_this_user(leftovers.scratch_left()), leftovers.clear_scratch, undone)


def _of_this_user(paths: Iterable[Path]) -> list[Path]:
    """Return those that are there and are this user's; all users of a computer may share the folder."""
    found = [path for path in paths if os.path.lexists(path)]
    return found if os.name == "nt" else [path for path in found if path.lstat().st_uid == os.getuid()]


def _cleared(left: list[Path], clear: Callable[[], None], undone: Undone) -> None:
    """Clear what killed runs left, and note what went and what stays."""
    if not left:
        return
    clear()
    for path in left:
        if os.path.lexists(path):
            undone.keep(path, _IN_USE)
        else:
            undone.done.append(f"Verwijderd: {path}")


def _folder_goes(folder: Path, undone: Undone) -> None:
    """Remove a folder of ours that is empty; in the folder of the add-in, name what is not ours."""
    if folder.name not in _OWN_FOLDERS or not os.path.isdir(folder):
        return
    if is_link(folder):
        undone.keep(folder, f"een koppeling naar {real_path(folder)}")
        return
    try:
        others = sorted(folder.iterdir())
        if not others:
            folder.rmdir()
    except OSError as problem:
        undone.keep(folder, reason_of(problem))
        return
    if folder.name == "office":
        for path in others:
            if path not in undone.kept:
                undone.keep(path, "niet door het programma gemaakt")
