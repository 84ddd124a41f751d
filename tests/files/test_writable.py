"""What cannot be written is said before the work, as it would be said after it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import killing
import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.files.writable import refuse_unwritable

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and rights of Unix")


def refusal(path: Path, *, makes_folder: bool = False) -> str:
    """Return what is said of a file that cannot be written."""
    with pytest.raises(KlantwaardeError) as caught:
        refuse_unwritable([path], makes_folder=makes_folder)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["folder", "below a file", "no folder", "long", "open", "pipe", "circle"])
def test_it_says_what_writing_would_say(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "uit.xlsx"
    if kind == "folder":
        path.mkdir()
    elif kind == "below a file":
        path.touch()
        path = path / "uit.xlsx"
    elif kind == "no folder":
        path = tmp_path / "weg" / "uit.xlsx"
    elif kind == "long":
        path = tmp_path / ("x" * 300 + ".xlsx")
    elif kind == "open":
        (tmp_path / ".~lock.uit.xlsx#").touch()
    elif kind == "circle":
        (tmp_path / "map").symlink_to(tmp_path / "map")
        path = tmp_path / "map" / "uit.xlsx"
    elif sys.platform == "win32":
        pytest.skip("no pipes")
    else:
        os.mkfifo(path)
    with pytest.raises(KlantwaardeError) as late, replace_safely(path):
        pass
    assert refusal(path) == str(late.value)
    assert not [one for one in tmp_path.rglob("*") if "onvoltooid" in one.name]


def test_a_folder_that_can_be_made_is_not_made_yet(tmp_path: Path) -> None:
    for path in (tmp_path / "uit.xlsx", tmp_path / "a" / "b" / "uit.xlsx"):
        refuse_unwritable([path], makes_folder=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "bestand").touch()
    for below in ("bestand/uit.xlsx", "bestand/a/b/uit.xlsx"):
        assert "KW-005" in refusal(tmp_path / below, makes_folder=True)
    (tmp_path / "koppeling").symlink_to(tmp_path / "elders")
    for below in ("koppeling/uit.xlsx", "koppeling/a/uit.xlsx"):
        assert "KW-005" in refusal(tmp_path / below, makes_folder=True), "a link to nothing is no folder"
    (tmp_path / "elders").mkdir()
    refuse_unwritable([tmp_path / "koppeling" / "uit.xlsx"], makes_folder=True)


@POSIX
def test_a_folder_without_rights_is_said(tmp_path: Path) -> None:
    (tmp_path / "vast").mkdir(mode=0o555)
    code = (
        "from pathlib import Path; from klantwaarde_xl.files.writable import refuse_unwritable\n"
        f"refuse_unwritable([Path({str(tmp_path)!r}, 'vast', 'map', 'uit.xlsx')], makes_folder=True)"
    )
    line = [sys.executable, "-c", code]
    if os.access(tmp_path / "vast", os.W_OK):
        if not shutil.which("setpriv"):
            pytest.skip("de beheerder mag overal schrijven")
        line = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *line]
    done = subprocess.run(
        line, env=killing.environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert "KW-005" in done.stderr
    assert "geen rechten" in done.stderr


def test_where_the_system_only_seems_to_refuse_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_given: False)  # as of some shared drives
    refuse_unwritable([tmp_path / "uit.xlsx"])
    refuse_unwritable([tmp_path / "map" / "uit.xlsx"], makes_folder=True)
    assert list(tmp_path.iterdir()) == []
