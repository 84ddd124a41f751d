"""The commands that README and manual show are run; a command that is shown and does not exist is a fault."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from killing import small_workbook

ROOT = Path(__file__).resolve().parents[1]
SHOWN = re.compile(r"^klantwaarde (?!demo)[^|`\n]*?(?=\s*#|$)", re.MULTILINE)


def klantwaarde(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "klantwaarde_xl", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which ``klantwaarde demo`` was run, as README's first command does."""
    folder = tmp_path_factory.mktemp("demo")
    done = klantwaarde(folder, "demo")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert lines[0].startswith("Uw beste klant")
    assert len(lines) >= 6
    return folder


@pytest.mark.slow
def test_the_commands_of_the_readme_run_in_their_order(demo: Path, tmp_path: Path) -> None:
    shown = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [command.split()[1] for command in shown] == ["nieuw", "controleer", "vernieuw"]
    create, check, refresh = (command.split()[1:] for command in shown)
    assert klantwaarde(tmp_path, *create).returncode == 0
    empty = klantwaarde(tmp_path, *check)
    assert empty.returncode == 2
    assert "KW-102" in empty.stderr
    shutil.copy(demo / "klantwaarde-demo.xlsx", tmp_path / "klanten.xlsx")
    before = (tmp_path / "klanten.xlsx").read_bytes()
    assert klantwaarde(tmp_path, *check).returncode == 1
    done = klantwaarde(tmp_path, *refresh)
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "klanten-resultaat.xlsx").is_file()
    assert (tmp_path / "klanten.xlsx").read_bytes() == before


def test_the_code_of_how_it_works_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    small_workbook(tmp_path / "klanten.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r".+ \d+\.\d\n", done.stdout)


def test_the_two_set_up_commands_are_the_ones_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python -m pip install . && klantwaarde demo" in readme
    assert 'python -m pip install ".[test]" && pytest' in readme
    assert '".[test]" && pytest' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
