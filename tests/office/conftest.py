"""A LibreOffice for tests that need a real spreadsheet program; skipped where there is none, failed with
KW_REQUIRE_OFFICE."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from office_client import Office, why_not

collect_ignore = ["uno_worker.py", "worker_bridge.py", "worker_documents.py"]


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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the small company."""
    from small_workbook import small_document

    from klantwaarde_xl.writers.xlsx import write_xlsx

    return write_xlsx(small_document(), tmp_path_factory.mktemp("klein") / "klein.xlsx")


@pytest.fixture
def book(office: Office, small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the workbook of the small company, open in LibreOffice."""
    import xlwings
    from uno_engine import open_book

    # there is one window, and it is hidden
    monkeypatch.setattr(xlwings.App, "activate", lambda *_, **__: None)
    opened = open_book(office, small)
    yield opened
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is in this folder; the hook is given every test of the session."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.office)
