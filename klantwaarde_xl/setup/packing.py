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
from klantwaarde_xl.setup.wheel_lists import (
    licence_files,
    lock_text,
    materials_text,
    read_wheels,
    sums_text,
)

WINDOWS_ONLY = ("pywin32", "colorama")
"""Requirements on Windows only, by name: pip judges their markers by the computer that it runs on."""
LOCK = "requirements.txt"
"""The lock beside the wheels; inrichten.py gives it to pip."""
_OLDEST = (1980, 1, 1, 0, 0, 0)


def pack(platform: str, python: str, folder: Path, step: Callable[[str], None]) -> Path:
    """Write one zip with all that an installation without internet needs; return its path.

    ``platform`` is pip's name, such as ``win_amd64``, or '' for this computer; ``python`` its version, such
    as ``3.12``. Raises KW-831 outside the source folder, KW-832 when a wheel cannot be made or fetched, and
    KW-005 when the zip cannot be written.
    """
    root = source_folder()
    name = f"klantwaarde_xl-{__version__}-{platform or sys.platform}-py{python.replace('.', '')}.zip"
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
            write_pack(out, wheels, platform, python)
    return folder / name


def write_pack(out: zipfile.ZipFile, wheels: Path, platform: str, python: str) -> None:
    """Write what goes in the zip: the wheels of a folder, what is told of them, and the scripts.

    Equal wheels give an equal zip."""
    known = read_wheels(wheels)
    for one in known:
        _add(out, f"wheels/{one.file}", (wheels / one.file).read_bytes(), zipfile.ZIP_STORED)
    texts = {
        "wheels/SHA256SUMS.txt": sums_text(known).encode(),
        f"wheels/{LOCK}": lock_text(known).encode(),
        "sbom.cdx.json": materials_text(known).encode(),
        **licence_files(known),
        **{name: script_text(name, python).encode() for name in scripts(platform)},
    }
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
    """Return what the program needs, with what only Windows asks for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(WINDOWS_ONLY if platform.startswith("win") else ())]


def scripts(platform: str) -> tuple[str, ...]:
    """Return the names of the scripts and texts in the zip.

    >>> scripts("win_amd64")
    ('installeer.cmd', 'verwijder.cmd', 'diagnose.cmd', 'inrichten.py', 'LEESMIJ.txt')
    """
    ending = "cmd" if (platform or sys.platform).startswith("win") else "sh"
    return f"installeer.{ending}", f"verwijder.{ending}", f"diagnose.{ending}", "inrichten.py", "LEESMIJ.txt"


def script_text(name: str, python: str) -> str:
    """Return a script with the version of Python filled in; those for Windows with its line ends."""
    text = (files("klantwaarde_xl.setup") / "pack_parts" / name).read_text(encoding="utf-8")
    text = text.replace("@PYTHON@", python).replace("@VERSIE@", __version__)
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
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        reason = next(
            (line for line in done.stderr.splitlines() if line.startswith("ERROR")), "pip is mislukt"
        )
        raise errors.NO_WHEELS.error(reason=reason)
