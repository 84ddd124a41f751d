"""An error names the file that it is about, and what cannot be flushed is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from klantwaarde_xl.files.on_disk import flush, flush_folders, named


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
