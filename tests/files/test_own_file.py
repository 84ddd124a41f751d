"""What stands where the program keeps a file for the user is read, or refused at once and named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files import own_file
from klantwaarde_xl.files.own_file import read_own

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links of Unix")


def test_a_file_is_read_and_none_is_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff\x00")
    assert read_own(tmp_path / "a") == b"\xff\x00"
    assert read_own(tmp_path / "b") is None
    assert read_own(tmp_path / "map" / "b") is None


@POSIX
@pytest.mark.parametrize("there", ["pipe", "device", "folder", "circle", "below a file", "nothing"])
def test_what_is_no_file_is_named_with_its_folder_and_never_waited_for(there: str, tmp_path: Path) -> None:
    path = tmp_path / "kolomkeuzes.json"
    if there == "pipe":
        os.mkfifo(path)
    elif there == "device":
        path.symlink_to("/dev/zero")
    elif there == "folder":
        path.mkdir()
    elif there == "nothing":
        path.symlink_to(tmp_path / "elders.json")
    elif there == "circle":
        path.symlink_to(path)
    else:
        path.touch()
        path = path / "kolomkeuzes.json"
    linked = path.is_symlink()
    with pytest.raises(KlantwaardeError, match="KW-040" if linked else "KW-039") as caught:
        read_own(path)
    assert f"'{path}'" in caught.value.message
    assert ("Haal alleen de koppeling weg" in caught.value.hint) == linked
    assert ("verplaats wat daar staat" in caught.value.hint) != linked


def test_a_file_that_is_far_too_large_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x" * 11)
    monkeypatch.setattr(own_file, "LARGEST", 11)
    assert read_own(tmp_path / "a") == b"x" * 11
    monkeypatch.setattr(own_file, "LARGEST", 10)
    with pytest.raises(KlantwaardeError, match="te groot"):
        read_own(tmp_path / "a")


def test_a_file_without_rights_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(own_file, "open_regular", refused)  # an administrator may read anything
    with pytest.raises(KlantwaardeError, match=r"KW-039.*geen rechten"):
        read_own(tmp_path / "a")
