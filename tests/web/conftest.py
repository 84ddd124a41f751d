"""One page with the answer for the small company, for the tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_client import Answered, Browser, running, small_book


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_book(tmp_path_factory.mktemp("klein"))


@pytest.fixture(scope="session")
def answered(small: Path) -> Iterator[Answered]:
    with running() as page:
        browser = Browser(page.address)
        browser.drop(("klein.xlsx", small.read_bytes()))
        yield Answered(page, browser, browser.wait(), small)
