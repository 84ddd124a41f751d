"""What every test of the report starts from: the hand-made Analysis of ``stand_in``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from stand_in import stand_in

CREATED = dt.datetime(2025, 1, 15, 9, 30)


@pytest.fixture(scope="session")
def make_analysis() -> Any:
    return stand_in


@pytest.fixture(scope="session")
def created() -> dt.datetime:
    return CREATED
