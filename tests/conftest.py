"""Fixtures that more than one test file needs."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with real data sets; they are not in the repository, so tests skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("de map shared/data met echte gegevens staat niet naast deze checkout")
    return SHARED
