"""A damaged file of the program is named, with what to do; nobody is told that he broke a command off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

import killing
import pytest

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.damage import damaged_part
from klantwaarde_xl.errors import CATALOGUE

HALVES: dict[str, Callable[[bytes], bytes]] = {
    "header only": lambda data: data[:16],
    "half": lambda data: data[: len(data) // 2],
    "a byte short": lambda data: data[:-1],
    "zeros": lambda data: data[:16] + bytes(len(data) - 16),
    "noise": lambda data: data[:16] + bytes(byte ^ 0xFF for byte in data[16:]),
}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that a command will import, with its compiled file beside it."""
    path = tmp_path / "van_het_programma.py"
    path.write_text("VALUE = {'a': [1, 2, 3]}\n\n\ndef call() -> None:\n    pass\n")
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("klantwaarde_xl.use_cases.new_workbook.write_empty", lambda *_given: imported(path))
    imported(path)
    return path


def imported(path: Path) -> None:
    """Import a module anew."""
    sys.modules.pop(path.stem, None)
    __import__(path.stem)


def said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["nieuw", str(tmp_path / "uit.xlsx")])
    assert ended.value.code == 2
    return capsys.readouterr().err.lstrip()  # typer ends the line at an end of a file


@pytest.mark.parametrize("kind", HALVES)
def test_half_a_compiled_module_is_named(
    kind: str, module: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled = Path(cache_from_source(str(module)))
    compiled.write_bytes(HALVES[kind](compiled.read_bytes()))
    assert f"KW-904: Een deel van het programma is beschadigd of weg: '{compiled}'." in said(capsys, tmp_path)
    compiled.unlink()
    imported(module)


def test_a_module_that_is_gone_or_no_python_is_named(
    module: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module.write_text("def (")
    assert f"KW-904: Een deel van het programma is beschadigd of weg: '{module}'." in said(capsys, tmp_path)
    module.write_bytes(bytes(4000))
    assert "KW-904" in said(capsys, tmp_path)
    module.unlink()
    assert "beschadigd of weg: 'van_het_programma'." in said(capsys, tmp_path)


@pytest.mark.parametrize(
    "fault", [EOFError("input ended"), ValueError("7"), MemoryError(), KeyError("Jansen")]
)
def test_other_faults_are_no_damage(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def failed(*_given: object) -> None:
        raise fault

    monkeypatch.setattr("klantwaarde_xl.use_cases.new_workbook.write_empty", failed)
    assert said(capsys, tmp_path).startswith("KW-903" if isinstance(fault, MemoryError) else "KW-902")


def test_text_that_is_no_python_is_no_damage_of_a_module() -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("def (", "<string>", "exec")
    assert damaged_part(caught.value) == ""


def test_the_program_that_cannot_start_says_so_without_its_catalogue(tmp_path: Path) -> None:
    broken = tmp_path / "klantwaarde_xl" / "errors"
    for path in (
        killing.ROOT / "klantwaarde_xl" / name for name in ("__init__.py", "__main__.py", "damage.py")
    ):
        broken.mkdir(parents=True, exist_ok=True)
        (tmp_path / "klantwaarde_xl" / path.name).write_bytes(path.read_bytes())
    commands = tmp_path / "klantwaarde_xl" / "commands"
    commands.mkdir()
    (commands / "app.py").write_text("from klantwaarde_xl import errors\n")
    (broken / "__init__.py").write_text("def (")
    line = [sys.executable, "-m", "klantwaarde_xl", "--help"]
    own = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(line, env=own, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"'{broken / '__init__.py'}' is beschadigd of weg." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
def test_who_breaks_a_command_off_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "klantwaarde_xl.use_cases.new_workbook.write_empty",
        lambda *_given: signal.raise_signal(signal.SIGINT),
    )
    # A shell starts what runs in its background with this signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert said(capsys, tmp_path).startswith("Afgebroken.")
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_wording_tells_what_to_do() -> None:
    assert ".pyc" in CATALOGUE["KW-904"].hint
