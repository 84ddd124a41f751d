"""A bounded run of one of the scripts of tests/fuzz, as it is run by hand with a larger count."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def outcomes(script: Path, count: int) -> str:
    """Run the script on its first seeds, expect that it found nothing wrong, and return what it printed."""
    paths = os.pathsep.join(filter(None, [str(script.parents[2]), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, str(script), "--count", str(count), "--seed", "1"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{count} mutants, seeds 1 to {count}: 0 wrong" in done.stdout
    return done.stdout
