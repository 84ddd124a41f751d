"""Dropped files: under which name they are kept, each in a folder of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from klantwaarde_xl.files.regular_file import names_device

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]')
_LONGEST_NAME = 100


def plain_name(name: str) -> str:
    """Return a name for a dropped file that is a name in a folder on every system, and nothing else.

    >>> plain_name("../../etc/passwd"), plain_name("C:\\\\map\\\\klanten.xlsx"), plain_name("..")
    ('passwd', 'klanten.xlsx', 'bestand')
    """
    last = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    last = f"{stem[:_LONGEST_NAME]}{dot}{suffix[:10]}" if dot else last[:_LONGEST_NAME]
    return f"_{last}" if names_device(last) else last or "bestand"


def keep(stream: BinaryIO, tray: Path, name: str) -> None:
    """Write a dropped file into the folder of its drop, in a folder of its own: none replaces another."""
    place = tray / str(len(list(tray.iterdir())))
    place.mkdir()
    with (place / plain_name(name)).open("xb") as file:
        shutil.copyfileobj(stream, file)


def copy_into(tray: Path, paths: Iterable[Path]) -> None:
    """Copy files, and the files in folders, into the folder of a drop."""
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            if file.is_file():
                with file.open("rb") as stream:
                    keep(stream, tray, file.name)
