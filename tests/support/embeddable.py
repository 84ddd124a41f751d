"""Embeddable Pythons: a made-up one as python.org's zip for Windows, and one of this computer that runs."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import struct
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

AMD64, X86, ARM64 = 0x8664, 0x14C, 0xAA64
PACKAGES = (
    *(
        "asyncio",
        "collections",
        "concurrent",
        "ctypes",
        "curses",
        "dbm",
        "email",
        "encodings",
        "html",
        "http",
    ),
    *("importlib", "json", "logging", "multiprocessing", "re", "sqlite3", "sysconfig", "tomllib", "unittest"),
    *("urllib", "wsgiref", "xml", "xmlrpc", "zipfile", "zoneinfo"),
)
"""The packages of the standard library that an embeddable Python has."""


def program(machine: int = AMD64) -> bytes:
    """The start of a program of Windows: enough for whoever asks for which computer it is."""
    return (
        b"MZ".ljust(0x3C, b"\0")
        + struct.pack("<I", 0x80)
        + b"\0" * 0x40
        + b"PE\0\0"
        + struct.pack("<H", machine)
    )


def windows_parts(minor: str = "3.13", machine: int = AMD64) -> dict[str, bytes]:
    """The files of an embeddable Python for Windows, by name."""
    stem = f"python{minor.replace('.', '')}"
    return {
        "python.exe": program(machine),
        "pythonw.exe": program(machine),
        "python3.dll": program(machine),
        f"{stem}.dll": program(machine),
        f"{stem}.zip": b"PK\x05\x06" + b"\0" * 18,
        f"{stem}._pth": f"{stem}.zip\r\n.\r\n\r\n# Uncomment to run site.main()\r\n#import site\r\n".encode(),
        "_socket.pyd": program(machine),
        "vcruntime140.dll": program(machine),
        "LICENSE.txt": b"PSF LICENSE AGREEMENT FOR PYTHON\n",
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def written(
    folder: Path, parts: dict[str, bytes], name: str = "python-3.13.5-embed-amd64.zip"
) -> tuple[Path, str]:
    """Write a zip of these files; return its path and SHA-256."""
    path = folder / name
    path.write_bytes(zipped(parts))
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def running_parts() -> dict[str, bytes]:
    """This computer's Python as an embeddable one: a program, a path file, the library in a zip, and modules.

    CPython reads a ``._pth`` beside its program on every system.
    """
    version = f"{sys.version_info[0]}{sys.version_info[1]}"
    library = Path(sysconfig.get_path("stdlib"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in [
            *library.glob("*.py"),
            *(one for name in PACKAGES for one in library.glob(f"{name}/**/*.py")),
        ]:
            compiled = Path(importlib.util.cache_from_source(path))
            inside = path.relative_to(library)
            if compiled.is_file():
                archive.write(compiled, inside.with_suffix(".pyc"))
            else:
                archive.write(path, inside)
    program_path = Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    modules = (library / "lib-dynload").glob("*.so")
    return {
        "python": program_path.read_bytes(),
        "python._pth": f"python{version}.zip\n.\n#import site\n".encode(),
        f"python{version}.zip": made.getvalue(),
        **{path.name: path.read_bytes() for path in modules if "_test" not in path.name},
    }


def wheel(
    folder: Path, name: str, files: dict[str, bytes], tags: str = "py3-none-any", version: str = "1.0"
) -> Path:
    """Write a small wheel."""
    path = folder / f"{name}-{version}-{tags}.whl"
    facts = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    with zipfile.ZipFile(path, "w") as archive:
        for inside, data in {**files, f"{name}-{version}.dist-info/METADATA": facts}.items():
            archive.writestr(inside, data)
    return path


def run(python: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Start a Python with no other surroundings than these."""
    return subprocess.run(
        [str(python), *arguments], env=surroundings, capture_output=True, text=True, check=False
    )
