"""A bounded run of the mutation fuzz; the long one is run by hand with --count 10000."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("mutate_workbooks.py")


def test_damaged_workbooks_are_read_in_full_or_refused_with_a_code() -> None:
    paths = os.pathsep.join(filter(None, [str(SCRIPT.parents[2]), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--count", "150", "--seed", "1"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "150 mutants, seeds 1 to 150: 0 wrong" in done.stdout
    # Both outcomes must really occur, else the run proves nothing.
    assert "KW-007" in done.stdout
    assert "read, equal" in done.stdout
