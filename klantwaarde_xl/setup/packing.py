"""Packs the program for a computer without internet: wheels, scripts that install them, and a LEESMIJ."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import klantwaarde_xl
from klantwaarde_xl import __version__, errors
from klantwaarde_xl.files.safe_file import make_folder, replace_safely, scratch_folder
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.setup.own_python import OwnPython, check_wheels, parts_of_pack
from klantwaarde_xl.setup.wheel_lists import (
    licence_files,
    lock_text,
    materials_text,
    read_wheels,
    sums_text,
)

WINDOWS_ONLY = ("pywin32", "colorama")
"""Requirements on Windows only, by name: pip judges their markers by the computer that it runs on."""
MAC_ONLY = ("appscript", "psutil")
"""The same for macOS, where xlwings asks for them."""
LOCK = "requirements.txt"
"""The lock beside the wheels; inrichten.py gives it to pip."""
README, SHARED = "LEESMIJ.txt", "Controleren en ondertekenen"
"""The text for who unpacks the zip, and the heading from which that of both kinds of zip is the same."""
OWN_SCRIPTS = ("installeer.cmd", "eigen_python.py", README)
"""Scripts of a zip that brings its Python along, in place of those of the same name or besides them."""
_OLDEST = (1980, 1, 1, 0, 0, 0)
_PATIENCE = 3600.0
"""Seconds that pip may take to make or fetch wheels over a slow line."""


def pack(
    platform: str, python: str, folder: Path, step: Callable[[str], None], own: OwnPython | None = None
) -> Path:
    """Write one zip with all that an installation without internet needs; return its path.

    ``platform`` is pip's name, such as ``win_amd64``, or '' for this computer; ``python`` its version, such
    as ``3.12``; with ``own`` the zip brings that Python along, for which both must be. Raises KW-831 outside
    the source folder, KW-832 when a wheel cannot be made or fetched, KW-835 when one does not fit ``own``,
    and KW-005 when the zip cannot be written.
    """
    root = source_folder()
    ending = f"py{python.replace('.', '')}{'-met-python' if own else ''}"
    name = f"klantwaarde_xl-{__version__}-{platform or sys.platform}-{ending}.zip"
    refuse_unwritable([folder / name], makes_folder=True)
    with scratch_folder() as place:
        wheels = place / "wheels"
        step("Wiel van klantwaarde_xl maken")
        _pip(["wheel", "--no-deps", "--wheel-dir", str(wheels), str(root)])
        step("Wielen ophalen")
        _pip(
            [
                "download",
                "--dest",
                str(wheels),
                "--only-binary=:all:",
                *_target(platform, python),
                *requirements(root, platform),
            ]
        )
        step(f"{name} schrijven")
        make_folder(folder)
        with replace_safely(folder / name) as unfinished, zipfile.ZipFile(unfinished, "w") as out:
            write_pack(out, wheels, platform, python, own)
    return folder / name


def write_pack(
    out: zipfile.ZipFile, wheels: Path, platform: str, python: str, own: OwnPython | None = None
) -> None:
    """Write what goes in the zip: the wheels of a folder, what is told of them, and the scripts.

    Equal wheels and an equal ``own`` give an equal zip. Raises KW-835 when a wheel does not fit ``own``."""
    known = read_wheels(wheels)
    if own:
        check_wheels(own, known)
    for one in known:
        _add(out, f"wheels/{one.file}", (wheels / one.file).read_bytes(), zipfile.ZIP_STORED)
    texts = {
        "wheels/SHA256SUMS.txt": sums_text(known).encode(),
        f"wheels/{LOCK}": lock_text(known).encode(),
        "sbom.cdx.json": materials_text(known).encode(),
        **licence_files(known),
        **{name: script_text(name, python).encode() for name in scripts(platform)},
    }
    if own:
        texts |= parts_of_pack(own, materials_text(known))
        texts |= {name: script_text(name, python, own=True).encode() for name in OWN_SCRIPTS}
    for name, data in texts.items():
        _add(out, name, data, zipfile.ZIP_DEFLATED)


def source_folder() -> Path:
    """Return the folder with the sources of the program: where it runs from, else the current folder.

    Raises KW-831 when neither holds them, or when they are of another version than the program that runs.
    """
    for root in (Path(klantwaarde_xl.__file__).resolve().parents[1], Path.cwd()):
        if (root / "pyproject.toml").is_file() and _version_in(root) == __version__:
            return root
    raise errors.NO_SOURCES.error()


def _version_in(root: Path) -> str:
    """Return the version that the sources in a folder state, '' when they are not ours."""
    stated = root / "klantwaarde_xl" / "__init__.py"
    found = (
        re.search(r'^__version__ = "(.+)"$', stated.read_text(encoding="utf-8"), re.MULTILINE)
        if stated.is_file()
        else None
    )
    return found[1] if found else ""


def requirements(root: Path, platform: str) -> list[str]:
    """Return what the program needs, with what only Windows or macOS asks for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    only = {"win": WINDOWS_ONLY, "mac": MAC_ONLY}.get(platform[:3], ())
    return [*project["dependencies"], *only]


def scripts(platform: str) -> tuple[str, ...]:
    """Return the names of the scripts and texts in the zip.

    >>> scripts("win_amd64")
    ('installeer.cmd', 'verwijder.cmd', 'diagnose.cmd', 'inrichten.py', 'LEESMIJ.txt')
    """
    ending = "cmd" if (platform or sys.platform).startswith("win") else "sh"
    return f"installeer.{ending}", f"verwijder.{ending}", f"diagnose.{ending}", "inrichten.py", "LEESMIJ.txt"


def script_text(name: str, python: str, own: bool = False) -> str:
    """Return a script with the version of Python filled in; those for Windows with its line ends.

    ``own`` asks for the one of a zip that brings its Python along.
    """
    parts = files("klantwaarde_xl.setup") / "pack_parts"
    with_python = parts / "met_python" / name
    text = (with_python if own and with_python.is_file() else parts / name).read_text(encoding="utf-8")
    if own and name == README:
        text += "\n" + SHARED + (parts / name).read_text(encoding="utf-8").partition(SHARED)[2]
    filled = {
        "@PYTHON@": python,
        "@VERSIE@": __version__,
        "@START@": r"python\python.exe" if own else "python",
    }
    for mark, value in filled.items():
        text = text.replace(mark, value)
    return text if name.endswith((".sh", ".py")) else text.replace("\n", "\r\n")


def _target(platform: str, python: str) -> list[str]:
    return ["--platform", platform, "--python-version", python, "--implementation", "cp"] if platform else []


def _add(out: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _OLDEST)
    entry.compress_type = method
    entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
    out.writestr(entry, data)


def _pip(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired as problem:
        raise errors.NO_WHEELS.error(reason="pip antwoordt niet binnen een uur") from problem
    if done.returncode:
        reason = next(
            (line for line in done.stderr.splitlines() if line.startswith("ERROR")), "pip is mislukt"
        )
        raise errors.NO_WHEELS.error(reason=reason)
