"""The examples run as they are shown, and print what their last lines say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SHOWN = "# Prints:\n"
QUICK = {"core_as_a_library", "own_function"}
"""Examples that write and read no workbooks."""


def printed(source: str) -> str:
    """Return what an example says that it prints: the comment that ends it."""
    lines = source.split(SHOWN)[1].splitlines()
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if path.stem in QUICK else pytest.mark.slow, id=path.stem)
        for path in sorted(EXAMPLES.glob("*.py"))
    ],
)
def test_an_example_prints_what_it_says(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(path)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.rstrip() for line in printed(path.read_text(encoding="utf-8")).splitlines()]
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown
    assert list(tmp_path.iterdir()) == []
