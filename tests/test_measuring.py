"""What the benchmarks measure with: the peak of another program is its own, a goal is judged on its right
side, bins add up."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("resource", reason="Windows counts no memory of processes that have ended")

from benchmarks.cross_sell_calibration import Later, by_customer, worst_bin
from benchmarks.measuring import judge, markdown, measure_command
from klantwaarde_xl.core.cross_sell.calibration import reliability

MB = 2**20


@pytest.mark.slow
def test_the_peak_of_a_command_is_neither_ours_nor_that_of_a_command_before_it() -> None:
    ours = np.ones(400 * MB, np.uint8)
    large = measure_command([sys.executable, "-c", f"b'x' * (200 * {MB})"])
    small = measure_command([sys.executable, "-c", "pass"])
    assert len(ours) / MB > large.peak_mb > 200 > small.peak_mb + 100


def test_what_a_command_starts_counts_too() -> None:
    code = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', \"b'x' * (200 * {MB})\"], check=True)"
    )
    assert measure_command([sys.executable, "-c", code]).peak_mb > 200


@pytest.mark.slow
def test_a_second_function_is_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.function_speed", "--lines", "2000"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[1], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "analyses that a second function makes | at most 0 analyses | 0.00 analyses | met" in done.stdout


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure_command([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_goal_is_missed_on_its_own_side(capsys: pytest.CaptureFixture[str]) -> None:
    judge("time", 2.0, 2.0)
    judge("time", 2.1, 2.0)
    judge("hits", 53.0, 53.0, "%", least=True)
    judge("hits", 52.9, 53.0, "%", least=True)
    assert [line.rsplit("| ", 1)[1] for line in capsys.readouterr().out.splitlines()] == [
        "met",
        "MISSED",
        "met",
        "MISSED",
    ]


def test_a_frame_as_markdown() -> None:
    frame = pd.DataFrame({"chance": [0.12345], "method": ["ease"]}, index=["own"])
    assert markdown(frame).splitlines() == [
        "|  | chance | method |",
        "| --- | --- | --- |",
        "| own | 0.123 | ease |",
    ]


def test_the_worst_bin_and_its_interval_over_customers_by_hand() -> None:
    # 1,000 customers with one pair each at 0.25 of which 300 bought; one customer with 1,000 pairs at 0.4,
    # 500 bought: 0.83 and 0.8. All of the second bin hangs on one customer: whoever is drawn, it is 0.8 (or
    # nothing at all).
    chance = np.repeat([0.25, 0.4], 1_000)
    outcome = np.concatenate([np.arange(1_000) < 300, np.arange(1_000) < 500])
    customer = np.concatenate([np.arange(1_000), np.full(1_000, 1_000)])
    later = Later(chance, outcome, customer, np.zeros(2_000, int), [dt.date(2024, 1, 1)], [])
    assert worst_bin(later) == pytest.approx(0.2)
    found = by_customer(later, reliability(chance, outcome, np.ones(2_000)))
    # Standard error of the first: 0.25 / 0.3 x sqrt(0.7 / 300) = 0.040, times 1.645 on both sides.
    assert found["ratio_low"][0] == pytest.approx(0.8333 - 1.645 * 0.040, abs=0.015)
    assert found["ratio_high"][0] == pytest.approx(0.8333 + 1.645 * 0.040, abs=0.015)
    assert found["ratio_high"][1] == pytest.approx(0.8)
