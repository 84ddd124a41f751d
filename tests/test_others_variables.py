"""What others set in the environment for libraries that we use stops no command and changes no figure."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import killing
import pytest

ODD = [
    {"SOURCE_DATE_EPOCH": ""},
    {"SOURCE_DATE_EPOCH": "x"},
    {"PANDAS_FUTURE_INFER_STRING": "x"},
    {"PANDAS_FUTURE": "x"},
    {"PANDAS_FUTURE_INFER_STRING": "0"},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_a_command_answers_whatever_is_set_for_libraries(odd: dict[str, str], tmp_path: Path) -> None:
    source = killing.small_workbook(tmp_path / "klanten.xlsx")

    def said(more: dict[str, str]) -> str:
        own = {name: value for name, value in os.environ.items() if name not in odd}
        own |= {"PYTHONPATH": str(killing.ROOT), **killing.at_home(tmp_path), **more}
        line = killing.command("acties", str(source), "--json")
        done = subprocess.run(line, env=own, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert said(odd) == said({})


def test_the_key_of_a_copy_is_no_output(tmp_path: Path) -> None:
    source = killing.small_workbook(tmp_path / "klanten.xlsx")

    def run(*given: str) -> subprocess.CompletedProcess[str]:
        own = {**os.environ, "PYTHONPATH": str(killing.ROOT), **killing.at_home(tmp_path)}
        return subprocess.run(
            killing.command(*given), env=own, capture_output=True, text=True, encoding="utf-8", check=False
        )

    copy = tmp_path / "kopie.xlsx"
    assert run("deel", str(source), "--zonder-namen", "--uit", str(copy)).returncode == 0
    (key,) = tmp_path.glob("kopie-sleutel-*.xlsx")
    before = key.read_bytes()
    for given in (("deel", str(source), "--zonder-namen"), ("deel", str(source)), ("vernieuw", str(source))):
        done = run(*given, "--uit", str(key))
        assert done.returncode == 2
        assert "KW-041" in done.stderr + done.stdout
    assert key.read_bytes() == before
