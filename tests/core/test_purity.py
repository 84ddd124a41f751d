"""The core is pure: it reaches for no file, clock or environment, and for chance only with a seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_modules import PACKAGE, impure

CORE = sorted((PACKAGE / "core").rglob("*.py"))


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_asks_for_no_file_clock_or_chance(path: Path) -> None:
    assert impure(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        *("import os", "from pathlib import Path", "import time", "import random", "import sys"),
        *(
            "import socket",
            "import urllib.request",
            "from os import environ",
            "def f(p):\n    import logging",
        ),
        *("open('x')", "with open(p) as f: pass", "print(1)", "input()", "__import__('os')"),
        *("dt.datetime.now()", "dt.date.today()", "now = dt.datetime.utcnow", "pd.Timestamp.now()"),
        *("np.datetime64('now')", "pd.Timestamp('today')", "np.random.rand(3)", "np.random.seed(1)"),
        *("np.random.default_rng()", "default_rng(None)", "np.random.default_rng(seed=None)"),
        *("pd.read_csv(p)", "frame.to_csv(p)", "np.save(p, x)", "x.tofile(p)", "np.loadtxt(p)"),
    ],
)
def test_a_planted_impurity_in_the_core_is_seen(line: str) -> None:
    assert impure(line)


def test_what_pure_code_may_do_is_no_impurity() -> None:
    pure = "import datetime as dt\nd = dt.date(2025, 1, 1)\nx = np.random.default_rng(seed).random(3)"
    assert impure(f"{pure}\ny = frame.to_numpy()\nz = np.datetime64('2025-01-01')") == []
