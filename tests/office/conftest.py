"""A LibreOffice for tests that need a real spreadsheet program; skipped where there is none, failed with
KW_REQUIRE_OFFICE."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_client import Office, why_not

collect_ignore = ["uno_worker.py"]


@pytest.fixture(scope="module", autouse=True)
def _own_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep failures that a test provokes out of the log of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "klantwaarde_xl.files.failure_log.log_path",
            lambda: tmp_path_factory.getbasetemp() / "klantwaarde.log",
        )
        yield


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return one running LibreOffice for the whole session; a test that opens a document closes it."""
    if reason := why_not():
        if os.environ.get("KW_REQUIRE_OFFICE"):
            pytest.fail(f"KW_REQUIRE_OFFICE is gezet, maar {reason}")
        pytest.skip(reason)
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is in this folder; the hook is given every test of the session."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.office)
