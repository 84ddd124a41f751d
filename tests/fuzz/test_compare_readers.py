"""A bounded run of the comparison with a second reader; the long one is run by hand with --count 3000."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("compare_readers.py")


def test_no_structure_makes_a_silent_difference_with_a_second_reader() -> None:
    paths = os.pathsep.join(filter(None, [str(SCRIPT.parents[2]), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--count", "100", "--seed", "1"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "100 mutants, seeds 1 to 100: 0 wrong" in done.stdout
    # Both outcomes must really occur, else the run proves nothing.
    assert "unchanged: equal" in done.stdout
    assert "second_data: KW-007" in done.stdout
