"""Failures that a test provokes stay out of the log of whoever runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "klantwaarde.log"
    monkeypatch.setattr("klantwaarde_xl.files.failure_log.log_path", lambda: path)
    return path
