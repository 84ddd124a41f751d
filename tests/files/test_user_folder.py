"""What is remembered stands where each system keeps the settings of one user."""

from __future__ import annotations

from pathlib import Path

import pytest

from klantwaarde_xl.files.user_folder import addin_folder, user_folder


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
