"""What the benchmarks measure with: the peak memory of another program is its own, not that of the process that starts it."""

from __future__ import annotations

import sys

import numpy as np
import pytest

pytest.importorskip("resource", reason="Windows counts no memory of processes that have ended")

from benchmarks.measuring import measure_command

MB = 2**20


def test_the_peak_of_a_command_is_neither_ours_nor_that_of_a_command_before_it() -> None:
    ours = np.ones(400 * MB, np.uint8)
    large = measure_command([sys.executable, "-c", f"b'x' * (200 * {MB})"])
    small = measure_command([sys.executable, "-c", "pass"])
    assert len(ours) / MB > large.peak_mb > 200 > small.peak_mb + 100


def test_what_a_command_starts_counts_too() -> None:
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', \"b'x' * (200 * {MB})\"], check=True)"
    assert measure_command([sys.executable, "-c", code]).peak_mb > 200


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure_command([sys.executable, "-c", "raise SystemExit(3)"])
