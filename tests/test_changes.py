"""Notes of changes: each is short, and a release puts all of them under one heading."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTES = [path for path in sorted((ROOT / "changes").glob("*.md")) if path.name != "README.md"]
with_release = runpy.run_path(str(ROOT / "changes" / "release.py"))["with_release"]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_is_short_and_plain(path: Path) -> None:
    text = " ".join(path.read_text(encoding="utf-8").split())
    assert 20 <= len(text) <= 500
    assert text.endswith(".")
    assert not text.startswith(("-", "#", "*"))


def test_a_section_that_is_not_released_yet_gets_the_date_and_the_notes() -> None:
    before = "# Changelog\n\n## 0.1.0 (unreleased)\n\n- First.\n"
    after = with_release(before, "0.1.0", "2026-03-01", ["A new\nthing."])
    assert after == "# Changelog\n\n## 0.1.0 (2026-03-01)\n\n- First.\n- A new thing.\n"


def test_the_command_of_the_release_page_moves_the_notes(tmp_path: Path) -> None:
    (tmp_path / "changes").mkdir()
    shutil.copy(ROOT / "changes" / "release.py", tmp_path / "changes")
    shutil.copy(ROOT / "changes" / "README.md", tmp_path / "changes")
    (tmp_path / "changes" / "b.md").write_text("Second.\n")
    (tmp_path / "changes" / "a.md").write_text("First.\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["commit", "-q", "-m", "x", "--date", "2026-05-04T12:00:00Z"],
    ):
        subprocess.run(
            [*git, *command], cwd=tmp_path, check=True, env={"GIT_COMMITTER_DATE": "2026-05-04T12:00:00Z"}
        )
    done = subprocess.run(
        [sys.executable, "changes/release.py", "0.2.0"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        "# Changelog\n\n## 0.2.0 (2026-05-04)\n\n- First.\n- Second.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n"
    )
    assert sorted(path.name for path in (tmp_path / "changes").glob("*.md")) == ["README.md"]
    again = subprocess.run(
        [sys.executable, "changes/release.py", "0.3.0"], cwd=tmp_path, capture_output=True, check=False
    )
    assert again.returncode == 1
