"""An error names the file that it is about, and what cannot be flushed is told."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from klantwaarde_xl.errors import OutputError
from klantwaarde_xl.files import safe_file
from klantwaarde_xl.files.on_disk import flush, flush_folders, named
from klantwaarde_xl.files.safe_file import replace_safely, write_together


def test_a_file_that_cannot_be_flushed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "uit.xlsx"
    path.write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"uit\.xlsx") as caught:
        flush(path)
    assert caught.value.filename == str(path)
    flush_folders([path])  # not every drive can


def test_other_errors_pass_unchanged() -> None:
    problem = ValueError("stuk")
    with pytest.raises(ValueError, match="stuk") as caught, named(Path("uit.xlsx")):
        raise problem
    assert caught.value is problem


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="hier is niet te zien welk bestand openstaat")
def test_of_two_files_written_together_the_one_without_room_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "hier.txt", tmp_path / "daar" / "daar.txt"
    there.parent.mkdir()
    here.write_bytes(b"oud")
    there.write_bytes(b"oud")
    for owner, name in ((Path, "write_bytes"), (safe_file, "unfinished_file"), (os, "fsync")):
        with monkeypatch.context() as patch:
            full_in(there.parent, owner, name, patch)
            with pytest.raises(OutputError, match=re.escape(f"KW-005: '{there}' kan niet")):
                write_together({here: b"nieuw", there: b"nieuw"})
        assert (here.read_bytes(), there.read_bytes()) == (b"oud", b"oud")


def full_in(folder: Path, owner: object, name: str, patch: pytest.MonkeyPatch) -> None:
    """Let a call fail as on a full disk for what is in a folder, naming no file, as the system does."""
    real = getattr(owner, name)

    def full(what: Path | int, *more: object) -> object:
        path = Path(os.readlink(f"/proc/self/fd/{what}")) if isinstance(what, int) else what
        if folder in path.parents:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(what, *more)

    patch.setattr(owner, name, full)


def test_a_file_of_others_that_cannot_be_read_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    problem = OSError(errno.EIO, "Input/output error", "/stick/klanten.xlsx")
    with pytest.raises(OSError, match="stick") as caught, replace_safely(tmp_path / "uit.xlsx"):
        raise problem
    assert caught.value is problem
