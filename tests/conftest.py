"""What more than one test file needs."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with real data sets; they are not in the repository, so tests skip where they are
    absent."""
    if not SHARED.is_dir():
        pytest.skip("de map shared/data met echte gegevens staat niet naast deze checkout")
    return SHARED


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep failures that a test provokes out of the log of whoever runs the tests."""
    path = tmp_path / "klantwaarde.log"
    monkeypatch.setattr("klantwaarde_xl.files.failure_log.log_path", lambda: path)
    return path


def _load_benchmarks() -> None:
    """Let tests import the benchmarks of this checkout without having all of it on the path: what is
    installed is tested."""
    spec = importlib.util.spec_from_file_location("benchmarks", BENCHMARKS / "__init__.py")
    sys.modules["benchmarks"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["benchmarks"])


_load_benchmarks()
