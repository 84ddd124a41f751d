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


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
@pytest.mark.parametrize("there", [False, True])
def test_nothing_is_logged_through_a_link(
    there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "brief.txt"
    if there:
        letter.write_text("van de gebruiker")
    (tmp_path / "klantwaarde.log").symlink_to(letter)
    log_failure("KW_SCORE", ValueError("x"), tmp_path / "klantwaarde.log")
    assert (letter.read_text() if letter.exists() else None) == ("van de gebruiker" if there else None)
    assert capsys.readouterr() == ("", "")
    (tmp_path / "klantwaarde.log").unlink()
    log_failure("KW_SCORE", ValueError("x"), tmp_path / "klantwaarde.log")
    assert "KW_SCORE ValueError" in (tmp_path / "klantwaarde.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [16, 499_999, 500_000])
def test_nothing_is_logged_into_a_file_with_another_name(size: int, tmp_path: Path) -> None:
    path, letter = tmp_path / "klantwaarde.log", tmp_path / "brief.txt"
    letter.write_bytes(b"x" * size)
    os.link(letter, path)
    for number in (1, 2):
        os.link(letter, tmp_path / f"klantwaarde.log.{number}")
    for _ in range(9):
        log_failure("KW_SCORE", ValueError("x"), path)
    assert letter.read_bytes() == b"x" * size
    assert path.read_text(encoding="utf-8").count("KW_SCORE ValueError") == 9


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_full_log_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    path, letter = tmp_path / "klantwaarde.log", tmp_path / "brief.txt"
    letter.write_text("van de gebruiker")
    path.write_bytes(b"x" * 500_000)
    for number in (1, 2):
        (tmp_path / f"klantwaarde.log.{number}").symlink_to(letter)
    log_failure("KW_SCORE", ValueError("x"), path)
    assert letter.read_text() == "van de gebruiker"
    assert "KW_SCORE ValueError" in path.read_text(encoding="utf-8")


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
