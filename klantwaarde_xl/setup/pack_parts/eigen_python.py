"""Lays out the Python of this zip for one user: its own files, the wheels unpacked, and a launcher.

Standard library only: it runs on the Python that it copies, which has no pip and no venv. ``python
eigen_python.py FOLDER`` replaces what stands in FOLDER, or leaves it as it was when something fails.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
PYTHON, WHEELS, SUMS = "python", "wheels", "SHA256SUMS.txt"
PACKAGES = ("Lib", "site-packages")
LAUNCHER = "klantwaarde.cmd"
_SCHEME: dict[str, tuple[str, ...] | None] = {
    "purelib": PACKAGES,
    "platlib": PACKAGES,
    "data": (),
    "scripts": None,
    "headers": None,
}
"""Where pip puts the folders of a wheel's ``.data``; data goes beside python.exe, where xlwings' macros look
for its DLL. Scripts and headers are for developers and stay out."""
_TESTS = re.compile(r"[\\/]tests?[\\/]")
_STRANGE = re.compile(r'[\\:*?"<>|\x00-\x1f]')


class PackError(Exception):
    """The zip cannot be used as it is; ``str()`` is the reason in Dutch."""


def checked_files(folder: Path) -> list[Path]:
    """Return the files that the list of hashes in a folder names, and no others.

    What an earlier zip left in the same folder is not in the list. Raises PackError when a file is missing
    or has another hash.
    """
    found = []
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        if PurePosixPath(name).name != name or _STRANGE.search(name) or not path.is_file():
            raise PackError(f"{folder.name}/{name} ontbreekt. Pak het zip-bestand opnieuw helemaal uit.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise PackError(f"{folder.name}/{name} is beschadigd. Pak het zip-bestand opnieuw helemaal uit.")
        found.append(path)
    return found


def place_of(name: str) -> PurePosixPath | None:
    """Return where a file of a wheel goes, below the folder of Python; None for what stays out.

    >>> place_of("xlwings-0.37.8.data/data/xlwings64-0.37.8.dll")
    PurePosixPath('xlwings64-0.37.8.dll')
    >>> place_of("pandas/core/frame.py")
    PurePosixPath('Lib/site-packages/pandas/core/frame.py')
    """
    parts = name.split("/")
    if any(part in {"", ".", ".."} or part[-1] in ". " or _STRANGE.search(part) for part in parts):
        raise PackError(f"Een pakket wil schrijven op een plaats die niet mag: {name[:80]!a}.")
    if len(parts) < 3 or not parts[0].endswith(".data"):
        return PurePosixPath(*PACKAGES, *parts)
    if parts[1] not in _SCHEME:
        raise PackError(f"Een pakket heeft een onbekend onderdeel: {name[:80]!a}.")
    where = _SCHEME[parts[1]]
    return None if where is None else PurePosixPath(*where, *parts[2:])


def unpack_wheel(wheel: Path, folder: Path) -> None:
    """Unpack a wheel below the folder of a Python, as pip would. Raises PackError rather than overwrite."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or (place := place_of(entry.filename)) is None:
                continue
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise PackError(f"{wheel.name} overschrijft {place}.")
            with archive.open(entry) as data, target.open("wb") as out:
                shutil.copyfileobj(data, out)


def copy_python(files: Sequence[Path], folder: Path) -> None:
    """Copy the files of the embeddable Python into a new folder."""
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder / path.name)


def open_path_file(folder: Path) -> None:
    """Let the Python in a folder import its packages.

    Its ``._pth`` is the whole of ``sys.path`` and keeps out what the user or another Python set. ``import
    site`` reads the .pth of pywin32, which makes its DLLs found.
    """
    (path,) = folder.glob("python*._pth")
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if line and not line.startswith(("#", "import "))]
    opened = dict.fromkeys([*kept, os.path.join(*PACKAGES), "import site"])
    path.write_text("".join(f"{line}\n" for line in opened), encoding="utf-8")


def write_launcher(folder: Path) -> None:
    """Write the command ``klantwaarde`` beside python.exe; it holds no path, so the folder can be moved.

    cmd.exe makes ``%~dp0`` of a quoted name that it found on the PATH by the current folder, where anybody's
    python.exe may be; in a subroutine it is always the folder of the command.
    """
    lines = (
        "@echo off",
        "setlocal DisableDelayedExpansion",
        "call :hier",
        '"%HIER%python.exe" -I -m klantwaarde_xl %*',
        "exit /b %errorlevel%",
        ":hier",
        'set "HIER=%~dp0"',
    )
    (folder / LAUNCHER).write_text("".join(f"{line}\r\n" for line in lines), encoding="ascii", newline="")


def compile_packages(folder: Path) -> None:
    """Compile the packages once: xlwings starts Python with ``-B``, which keeps nothing compiled."""
    packages = folder.joinpath(*PACKAGES)
    compileall.compile_dir(packages, quiet=2, rx=_TESTS, workers=1)


def lay_out(pack: Path, folder: Path) -> None:
    """Make ``folder`` the Python of an unpacked zip, with its packages.

    An earlier one is put aside first, which Windows refuses while Excel uses it, and put back when something
    fails. Raises PackError and OSError.
    """
    python, wheels = checked_files(pack / PYTHON), checked_files(pack / WHEELS)
    aside = folder.with_name(f"{folder.name}-oud")
    if aside.exists():  # an earlier attempt was cut off: what it put aside is the whole one
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    if folder.exists():
        folder.rename(aside)
    whole = False
    try:
        copy_python(python, folder)
        for wheel in (path for path in wheels if path.suffix == ".whl"):
            unpack_wheel(wheel, folder)
        open_path_file(folder)
        write_launcher(folder)
        compile_packages(folder)
        whole = True
    finally:
        if not whole:
            shutil.rmtree(folder, ignore_errors=True)
            if aside.exists():
                aside.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)


def main(folder: Path) -> int:
    """Lay out the Python beside this file; return the exit code, 1 with a line on what is wrong."""
    try:
        lay_out(HERE, folder)
    except PackError as problem:
        sys.stdout.write(f"{problem} Er is niets veranderd.\n")
    except (OSError, zipfile.BadZipFile) as problem:
        sys.stdout.write(f"{problem}\nSluit Excel en probeer het opnieuw. Er is niets veranderd.\n")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
