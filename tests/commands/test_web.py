"""The command ``web`` at its door."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from at_the_door import run
from web_client import EXPORT, Browser


def test_without_its_packages_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "klantwaarde_xl.commands.web.find_spec", lambda name: None if name == "uvicorn" else find(name)
    )
    code, _, told = run(capsys, "web")
    assert code == 2
    assert "KW-841" in told
    assert "uvicorn." in told


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, told = run(capsys, "web", tmp_path / "weg")
    assert code == 2
    assert "KW-001" in told


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_from_the_command_to_what_was_understood_and_ctrl_c(tmp_path: Path) -> None:
    (tmp_path / "verkoop.csv").write_text(EXPORT)
    line = [sys.executable, "-m", "klantwaarde_xl", "web", str(tmp_path), "--geen-browser"]
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as running:
        assert running.stdout is not None
        address = re.search(r"http://\S+", running.stdout.readline())
        assert address is not None
        assert "120 in Transacties" in Browser(address[0]).wait().text
        assert list(tmp_path.glob("klantwaarde-tijdelijk-*"))
        running.send_signal(signal.SIGINT)
        assert "Gestopt; er is niets bewaard." in running.stdout.read()
    assert running.returncode == 0
    assert not list(tmp_path.glob("klantwaarde-tijdelijk-*"))
