"""The command ``web`` at its door."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from addin_client import Client, free_port, now
from at_the_door import run
from web_client import EXPORT, Browser

from klantwaarde_xl.files.user_folder import MANIFEST
from klantwaarde_xl.web.addin.serving import Chosen, prepare


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


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--certificaat", "it.pem"), "--certificaat: hoort bij --manifest."),
        (("--sleutel", "it.pem"), "--sleutel: hoort bij --manifest."),
        (("--poort", "8000"), "--poort: hoort bij --manifest."),
        (("--poort", "0"), "--poort: hoort bij --manifest."),
        (("--certificaat", ""), "KW-030: '.' is een map en geen naam van een bestand."),
        (("--manifest", "--certificaat", "it.pem"), "--certificaat en --sleutel: horen bij elkaar"),
        (("--manifest", "--sleutel", "it.pem"), "--certificaat en --sleutel: horen bij elkaar"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, told = run(capsys, "web", *words)
    assert (code, out) == (2, "")
    assert named in told


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


def test_the_add_in_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "klantwaarde_xl.commands.web.find_spec", lambda name: None if name == "cryptography" else find(name)
    )
    code, _, told = run(capsys, "web", "--manifest")
    assert code == 2
    assert "KW-842" in told
    assert "klantwaarde-xl[office]" in told


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_from_the_manifest_to_a_function_and_ctrl_c(tmp_path: Path) -> None:
    share = tmp_path / "gedeeld"
    share.mkdir()
    line = [
        sys.executable,
        "-m",
        "klantwaarde_xl",
        "web",
        str(share),
        "--manifest",
        "--poort",
        str(free_port()),
    ]
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as running:
        assert running.stdout is not None
        told = ""
        while "Ctrl+C" not in told:
            told += running.stdout.readline()
        prepared = prepare((*tmp_path.rglob("sleutel.pem"),)[0].parent, Chosen(), now())
        assert f"bereikbaar op {prepared.access.origin}" in told
        assert "nieuw certificaat" in told
        reply = Client(prepared).call({"function": "PARETO", "arguments": [[[80], [20]]]})
        assert json.loads(reply.body) == {"answers": [[["A"], ["B"]]]}
        assert prepared.access.secret in (share / MANIFEST).read_text(encoding="utf-8")
        running.send_signal(signal.SIGINT)
        told = running.stdout.read()
        assert "niets bewaard" not in told.replace("Van uw gegevens is niets bewaard", "")
        assert f"in {prepared.manifest.parent} blijft" in told
    assert running.returncode == 0
