"""Which browsers tests look for, and what they do without one."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def absent(reason: str) -> NoReturn:
    """Skip, or fail where CI promised that a browser is there."""
    if os.environ.get("KW_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)
