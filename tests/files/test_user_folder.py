"""What is remembered stands where each system keeps the settings of one user."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.failure_log import log_path
from klantwaarde_xl.files.user_folder import addin_folder, home_folder, named_folder, user_folder
from klantwaarde_xl.setup.xlwings_conf import conf_path


@pytest.mark.parametrize(
    ("platform", "place"),
    # The places named in docs/privacy.md, which are those of each system's own guide.
    [
        ("win32", "AppData/Roaming/klantwaarde_xl"),
        ("darwin", "Library/Application Support/klantwaarde_xl"),
        ("linux", ".config/klantwaarde_xl"),
    ],
)
def test_it_is_the_folder_of_settings_of_the_user(
    platform: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert user_folder() == tmp_path / place
    assert addin_folder() == tmp_path / place / "office"


NO_WHOLE_PATH = ["", ".", "..", "map", "./map", "~/map", "~", " /map", "C:map"]
"""What names another folder wherever a command is started."""


@pytest.mark.parametrize("named", NO_WHOLE_PATH)
def test_a_variable_without_a_whole_path_is_ignored(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # XDG Base Directory Specification, under "Environment variables": a relative path is ignored.
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE")
    for name in names:
        monkeypatch.setenv(name, named)
    assert [named_folder(name) for name in names] == [None] * len(names)
    for platform in ("win32", "darwin", "linux"):
        monkeypatch.setattr("sys.platform", platform)
        for path in (user_folder(), log_path(), conf_path()):
            assert path.is_relative_to(tmp_path), (platform, path)


@pytest.mark.skipif(sys.platform == "win32", reason="there the home folder is USERPROFILE")
@pytest.mark.parametrize("home", ["", ".", "..", "map", "./map", " /map"])
def test_a_home_without_a_whole_path_is_none(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", home)
    with pytest.raises(KlantwaardeError, match=r"KW-851.*hele pad"):
        home_folder()
