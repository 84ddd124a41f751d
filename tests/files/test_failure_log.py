"""The log is small, rotates, and stands where the system keeps such files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from own_files import no_home

from klantwaarde_xl import errors
from klantwaarde_xl.files.failure_log import log_failure


def test_the_log_rotates_and_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "map" / "klantwaarde.log"
    for _ in range(20_000):
        log_failure(
            "KW_SCORE_MET_EEN_LANGE_NAAM_OM_HET_BESTAND_TE_VULLEN" * 2, errors.NO_WEIGHTS.error(), path
        )
    files = sorted(path.parent.iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 500_000 for file in files)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
@pytest.mark.parametrize("make", ["mkfifo", "mkdir"])
def test_a_log_that_cannot_be_written_stops_and_says_nothing(
    make: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    getattr(os, make)(tmp_path / "klantwaarde.log")
    log_failure("KW_SCORE", errors.NO_WEIGHTS.error(), tmp_path / "klantwaarde.log")
    assert capsys.readouterr() == ("", "")


def test_a_code_is_logged_and_not_the_message(tmp_path: Path) -> None:
    path = tmp_path / "klantwaarde.log"
    log_failure(
        "KW_SCORE",
        errors.ARGUMENT_NOT_A_CHOICE.error(argument="methode", value="Jansen BV", choices=""),
        path,
    )
    text = path.read_text(encoding="utf-8")
    assert text.strip().endswith("KW_SCORE KW-606")


def test_without_a_home_folder_a_function_fails_as_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    log_failure("KW_SCORE", errors.NO_WEIGHTS.error())
    assert capsys.readouterr() == ("", "")
