"""Installs or removes klantwaarde_xl for one user, from the folder of this file.

Standard library only, without internet or administrator rights. ``python inrichten.py`` installs, with
``verwijder`` it removes, with ``diagnose`` it reports what is wrong. It runs before the program is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

HERE = Path(__file__).resolve().parent
PROGRAM = "klantwaarde_xl"
LONGEST = 100
"""Characters of the folder above the environment: xlwings' command line has room for little more."""
PATIENCE = 3600.0
"""Seconds that one step may take, also where a virus scanner reads every file."""
_DAMAGED = (
    "Het installeren is mislukt. Sluit Excel en probeer het opnieuw; stuur anders deze tekst aan uw "
    "IT-afdeling."
)


def environment_folder(
    surroundings: Mapping[str, str], platform: str, short_name: Callable[[str], str] = lambda path: path
) -> Path:
    """Return the folder for the private Python environment of this user, with ASCII letters only.

    xlwings cannot start a Python in another one. On Windows it is under the local application data, by its
    short name (``short_name``) when the user's name has other letters, else under the public folder by a
    code of the user's name. ``KLANTWAARDE_MAP`` is a folder to put it in instead: what the user has there
    stays, as the environment is in a folder of its own. Raises KeyError with the name of what the
    surroundings lack, leave empty, or give no whole path: the environment would follow the working folder.

    >>> environment_folder({"LOCALAPPDATA": "C:/Users/Jan/AppData/Local"}, "win32").as_posix()
    'C:/Users/Jan/AppData/Local/klantwaarde_xl/env'
    """
    pure = PureWindowsPath if platform == "win32" else PurePosixPath
    if chosen := surroundings.get("KLANTWAARDE_MAP"):
        whole_path = chosen if pure(chosen).is_absolute() else os.path.abspath(chosen)
        return Path(whole_path, PROGRAM, "env")
    known = {name: value for name, value in surroundings.items() if value}
    whole = {name: value for name, value in known.items() if pure(value).is_absolute()}
    if platform != "win32":
        data = whole.get("XDG_DATA_HOME") or os.path.join(whole["HOME"], ".local", "share")
        return Path(data, PROGRAM, "env")
    local = whole["LOCALAPPDATA"]
    for candidate in (local, short_name(local)):
        if candidate.isascii() and len(candidate) <= LONGEST:
            return Path(candidate, PROGRAM, "env")
    code = hashlib.sha256(known["USERNAME"].casefold().encode()).hexdigest()[:8]
    return Path(whole["PUBLIC"], f"{PROGRAM}-{code}", "env")


_MADE_BY_ANOTHER = (
    "{place} is door een andere gebruiker gemaakt of voor anderen te wijzigen. Er is niets veranderd; vraag "
    "uw IT-afdeling die map te verwijderen."
)


def short_name(path: str) -> str:
    """Return the short (8.3) name of a folder on Windows, or the path itself."""
    import ctypes

    buffer = ctypes.create_unicode_buffer(1024)
    length = ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer))  # type: ignore[attr-defined]
    return buffer.value if length else path


def say(text: str) -> None:
    """Show one line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def brings_python(pack: Path) -> bool:
    """Return whether an unpacked zip has a Python of its own."""
    return (pack / "python").is_dir()


def python_of(folder: Path, own: bool) -> Path:
    """Return the Python of an environment, or of a folder that a zip with its own Python laid out."""
    windows, elsewhere = ("python.exe", "python") if own else ("Scripts/python.exe", "bin/python")
    return folder / (windows if sys.platform == "win32" else elsewhere)


def installed_python(folder: Path) -> Path | None:
    """Return the Python that an earlier zip of either kind put in a folder, None without one."""
    if (folder / "pyvenv.cfg").is_file():
        return python_of(folder, own=False)
    return python_of(folder, own=True) if any(folder.glob("python*._pth")) else None


def _run(*command: object) -> bool:
    line = [str(part) for part in command]
    try:
        return subprocess.run(line, check=False, timeout=PATIENCE).returncode == 0  # noqa: S603 - our own programs
    except subprocess.TimeoutExpired:
        return False


def _for_this_user_only(folder: Path) -> bool:
    """Keep other users out of a folder in the public place: what is in it runs as this user."""
    user = f"{os.environ['USERDOMAIN']}\\{os.environ['USERNAME']}"
    rights = [
        part for who in (user, "*S-1-5-18", "*S-1-5-32-544") for part in ("/grant:r", f"{who}:(OI)(CI)F")
    ]
    # By its own path: Windows would look for it in the current folder first.
    icacls = Path(os.environ["SYSTEMROOT"], "System32", "icacls.exe")
    return _run(icacls, folder, "/inheritance:r", *rights, "/q")


def owner_of(folder: Path) -> str:
    """Return who owns a folder: the number of a user, on Windows a SID in text."""
    if sys.platform != "win32":
        return str(folder.lstat().st_uid)
    import ctypes

    owner, descriptor, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
    of_files, owner_only = 1, 1
    given = (
        str(folder),
        of_files,
        owner_only,
        ctypes.byref(owner),
        None,
        None,
        None,
        ctypes.byref(descriptor),
    )
    if ctypes.windll.advapi32.GetNamedSecurityInfoW(*given):
        return ""
    ctypes.windll.advapi32.ConvertSidToStringSidW(owner, ctypes.byref(text))
    return text.value or ""


def is_link(folder: Path) -> bool:
    """Return whether a folder is a symbolic link, or a junction of Windows, which any user may make.

    As ``is_link`` of the program (``files/links.py``), which is not here yet."""
    there, junction = os.lstat(folder), 0xA0000003
    return stat.S_ISLNK(there.st_mode) or getattr(there, "st_reparse_tag", 0) == junction


def made_by_somebody_else(folder: Path, owner: Callable[[Path], str] = owner_of) -> bool:
    """Return whether another user made a folder, or made it a link: he could change what runs there.

    Whoever makes a folder now is compared with who made that one; administrators are trusted.
    """
    if not os.path.lexists(folder):
        return False
    if is_link(folder) or not folder.is_dir():
        return True
    probe = Path(tempfile.mkdtemp(prefix="klantwaarde-"))
    try:
        trusted = {owner(probe), "S-1-5-18", "S-1-5-32-544"} - {""}
    finally:
        probe.rmdir()
    loose = sys.platform != "win32" and bool(folder.stat().st_mode & 0o022)
    return loose or owner(folder) not in trusted


def _own_python(folder: Path) -> tuple[tuple[object, ...], ...]:
    """Return the step that lays out the Python of the zip."""
    return ((sys.executable, "-I", HERE / "eigen_python.py", folder),)


def _environment(folder: Path, python: Path) -> tuple[tuple[object, ...], ...]:
    """Return the steps that make an environment of this Python and install the wheels in it."""
    pip = ("-m", "pip", "install", "--isolated", "--quiet", "--disable-pip-version-check")
    wheels = HERE / "wheels"
    # pip refuses a wheel that is not in the lock, or that has another hash there.
    offline = ("--no-index", "--find-links", wheels, "--require-hashes", "-r", wheels / "requirements.txt")
    return (sys.executable, "-I", "-m", "venv", "--clear", folder), (python, "-I", *pip, *offline)


def _is_not_ours(folder: Path) -> bool:
    """Return whether a folder holds something and no Python: installing there would clear it."""
    if not folder.is_dir() or (folder / "pyvenv.cfg").is_file():
        return False
    return any(folder.iterdir()) and not any(folder.glob("python*"))


def _place_of_another(folder: Path) -> Path | None:
    """Make the folder above the environment, or return the place that another user made before us.

    Making comes first and looking after: between the two nobody can put another folder there. In a folder of
    the user alone nobody else makes the environment's."""
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.parent.mkdir(mode=0o700)
    except FileExistsError:
        if made_by_somebody_else(folder.parent):
            return folder.parent
    return folder if made_by_somebody_else(folder) else None


def install(folder: Path) -> int:
    """Make the environment, install the program in it and for Excel, and diagnose; return the exit code."""
    say(f"Installeren in {folder}")
    try:
        place = _place_of_another(folder)
    except OSError as problem:
        say(
            f"{problem.filename} kan niet worden gemaakt ({problem.strerror}). Er is niets veranderd; zet in "
            "KLANTWAARDE_MAP een map waarin u mag schrijven."
        )
        return 1
    if place:
        say(_MADE_BY_ANOTHER.format(place=place))
        return 1
    if _is_not_ours(folder):
        say(f"In {folder} staat iets dat niet van het programma is. Er is niets veranderd; haal dat weg.")
        return 1
    public = os.environ.get("PUBLIC", "")
    if public and folder.is_relative_to(public) and not _for_this_user_only(folder.parent):
        say(_DAMAGED)
        return 1
    own = brings_python(HERE)
    python = python_of(folder, own)
    steps = _own_python(folder) if own else _environment(folder, python)
    if not all(_run(*step) for step in (*steps, (python, "-I", "-m", PROGRAM, "installeer"))):
        say(_DAMAGED)
        return 1
    _run(python, "-I", "-m", PROGRAM, "diagnose")
    say(f"Klaar. Het programma staat in {python.parent}; lees LEESMIJ.txt voor de eerste stappen.")
    return 0


def _of_another(folder: Path) -> bool:
    """Say so when another user could change what runs from an environment; return whether he could."""
    place = next((one for one in (folder.parent, folder) if made_by_somebody_else(one)), None)
    if place:
        say(_MADE_BY_ANOTHER.format(place=place))
    return place is not None


def diagnose(folder: Path) -> int:
    """Let the installed program report what is wrong; return the exit code."""
    if _of_another(folder):
        return 1
    if not (python := installed_python(folder)):
        say(f"Het programma staat niet in {folder}; start eerst installeer.")
        return 2
    return 0 if _run(python, "-I", "-m", PROGRAM, "diagnose") else 1


def remove(folder: Path) -> int:
    """Remove the setting of Excel, the environment and the log; workbooks stay. Return the exit code."""
    if _of_another(folder):
        return 1
    if not (python := installed_python(folder)):
        say(f"Er is niets te verwijderen in {folder}")
        return 2
    aside = folder.with_name(f"{folder.name}-oud")
    try:
        # Windows moves no folder of which a program uses a file: nothing is half removed.
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside).rename(folder)
    except OSError:
        say(f"{folder} is in gebruik. Er is niets verwijderd; sluit Excel en probeer het opnieuw.")
        return 1
    if not _run(python, "-I", "-m", PROGRAM, "installeer", "--verwijder"):
        say(
            "Niet alles is weggehaald; wat blijft staan, staat hierboven. Staat in .xlwings/xlwings.conf nog "
            "een regel INTERPRETER_WIN, verwijder die dan."
        )
    try:
        shutil.rmtree(folder)
    except OSError as problem:
        say(f"Niet alles is verwijderd ({problem}). Sluit Excel en probeer het opnieuw.")
        return 1
    if folder.parent.is_dir() and not any(folder.parent.iterdir()):
        folder.parent.rmdir()
    say(f"Verwijderd: {folder}. Uw werkmappen staan er nog.")
    return 0


def main(what: str, surroundings: Mapping[str, str], platform: str) -> int:
    """Do what was asked in the folder of this user; return the exit code."""
    try:
        where = environment_folder(surroundings, platform, short_name)
    except KeyError as missing:
        say(
            f"Het systeem zegt niet waar uw map is: {missing.args[0]} is leeg of geen heel pad. Er is niets "
            "veranderd; vul die in, of zet in KLANTWAARDE_MAP de map voor het programma."
        )
        return 2
    return {"verwijder": remove, "diagnose": diagnose}.get(what, install)(where)


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1], os.environ, sys.platform))
