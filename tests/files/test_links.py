"""A symbolic link and a junction are links, and one function says so."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from own_files import as_junction

from klantwaarde_xl.files import links
from klantwaarde_xl.files.links import is_link
from klantwaarde_xl.setup.pack_parts import inrichten

PACKAGE = Path(links.__file__).resolve().parents[1]
ITSELF = {"files/links.py", "setup/pack_parts/inrichten.py"}
"""The function, and its twin that runs before the program is installed."""


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_link_to_anything_is_one(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    for number, target in enumerate(("bestand", ".", "weg", "koppeling3", "/dev/zero")):
        (tmp_path / f"koppeling{number}").symlink_to(target)
        assert is_link(tmp_path / f"koppeling{number}")
    os.link(tmp_path / "bestand", tmp_path / "naam")
    for other in ("bestand", "naam", "", "weg", "bestand/onder", "x" * 300, "nul\0"):
        assert not is_link(tmp_path / other), other


def test_a_junction_is_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "map").mkdir()
    assert not is_link(tmp_path / "map")
    as_junction(monkeypatch, tmp_path / "map")
    assert is_link(tmp_path / "map")
    assert not is_link(tmp_path)


@pytest.mark.parametrize("tag", [0xA0000003, 0xA000000C, 0x9000001A, 0])
def test_the_twin_that_runs_before_installing_says_the_same(
    tag: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A junction, what Windows calls a symbolic link to a folder, a file of OneDrive, and no tag at all.
    class There:
        """What Windows says of a folder."""

        st_mode, st_reparse_tag, st_ino = 0o040000, tag, 0

    monkeypatch.setattr(os, "lstat", lambda _path: There)
    assert inrichten.is_link(tmp_path) == is_link(tmp_path) == (tag == 0xA0000003)


def test_nothing_else_asks_for_links_in_its_own_way() -> None:
    asks = re.compile(r"is_symlink|islink|isjunction|is_junction|S_ISLNK|reparse_tag")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if asks.search(path.read_text("utf-8"))
    }
    assert found == ITSELF
