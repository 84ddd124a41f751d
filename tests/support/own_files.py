"""Where the program keeps something for a user, and what may stand there instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from klantwaarde_xl.files import links

SURROUNDINGS = {"HOME": "", "XDG_CONFIG_HOME": "instellingen", "XDG_STATE_HOME": "toestand"}
"""What names the folders of a user, and which folders below the home folder they name here."""
OFFICE = "instellingen/klantwaarde_xl/office"
FILES = {
    f"{OFFICE}/klantwaarde-manifest.xml": "web",
    f"{OFFICE}/klantwaarde-certificaat.pem": "web",
    f"{OFFICE}/sleutel.pem": "web",
    OFFICE: "web",
    "instellingen/klantwaarde_xl/kolomkeuzes.json": "importeer",
    "instellingen/klantwaarde_xl": "importeer",
    ".xlwings/xlwings.conf": "diagnose",
    ".xlwings": "installeer",
    "Documents/Klantwaarde/klantwaarde.xlam": "verwijder",
    "toestand/klantwaarde_xl/klantwaarde.log": "verwijder",
}
"""Where the program keeps something for a user, below the home folder, and a command that reads it."""
LETTER = b"-----BEGIN PRIVATE KEY-----\nvan de gebruiker\n"
"""What is in a file of the user to which a link leads."""


def of_the_user(path: Path) -> Path:
    """Return a file of the user, in the folder of a file of our own."""
    letter = path.with_name("van-de-gebruiker")
    letter.write_bytes(LETTER)
    return letter


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00PK\x03\x04\x81"),
    "half a package": lambda path: path.write_bytes(b"PK\x05\x06" + b"\xff" * 18),
    "deep": lambda path: path.write_bytes(b"[" * 200_000),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a circle": lambda path: path.symlink_to(path),
    "a link to nothing": lambda path: path.symlink_to(path.parent / "nergens"),
    "a link to a file of the user": lambda path: path.symlink_to(of_the_user(path)),
}
"""What may stand where a file of our own goes, by what it is."""


def no_home() -> Path:
    """Take the place of ``Path.home``: what it does without HOME for a user without a name."""
    raise RuntimeError("Could not determine home directory.")


def as_junction(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let folders pass for junctions of Windows: folders with the reparse tag of one (MS-FSCC 2.1.2.1)."""
    places = {folder.stat().st_ino for folder in folders}
    monkeypatch.setattr(links, "tag_of", lambda there: 0xA0000003 if there.st_ino in places else 0)


def contents(folder: Path) -> dict[str, object]:
    """Return every ordinary file below a folder with its content, and what else is there by its mode."""
    return {
        str(path.relative_to(folder)): (
            path.read_bytes() if path.is_file() and not path.is_symlink() else path.lstat().st_mode
        )
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
