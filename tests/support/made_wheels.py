"""Wheels that pip can install, made up; equal ones have equal bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

METADATA = "Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{more}\n"


def wheel(folder: Path, name: str, more: str = "License-Expression: MIT") -> Path:
    """Write a wheel that pip can install."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    inside = f"{name}-1.0.dist-info"
    parts = {
        f"{name}.py": "VALUE = 1\n",
        f"{inside}/METADATA": METADATA.format(name=name.replace("_", "."), more=more),
        f"{inside}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{inside}/licenses/LICENSE.txt": "Permission is granted\n",
        f"{inside}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as out:
        for part, text in parts.items():
            out.writestr(zipfile.ZipInfo(part), text)
    return path
