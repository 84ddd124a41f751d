"""Opens the browser that tests look for, and what they do without one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

DESK, PHONE = {"width": 1400, "height": 900}, {"width": 360, "height": 740}
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


def shot(tab: Any, name: str) -> None:
    """Keep a picture when asked for, to look at."""
    if folder := os.environ.get("KW_SHOTS"):
        tab.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
