"""Opens the browser that tests look for, and what they do without one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def absent(reason: str) -> NoReturn:
    """Skip, or fail where CI promised that a browser is there."""
    if os.environ.get("KW_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium(*flags: str) -> Iterator[Any]:
    """Open Chromium with these flags; CI runs as root, for whom its own sandbox does not work, and opens our
    own pages only."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright is niet geïnstalleerd (pip install playwright)")
    if program is None:
        absent("er is geen Chromium (apt install chromium)")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox", *flags])
        yield browser
        browser.close()
