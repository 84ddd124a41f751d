"""Cases of one test of which the first few run with plain ``pytest`` and the rest with the slow tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first_quick(count: int, cases: Iterable[Any]) -> list[Any]:
    """Return what ``parametrize`` takes: the cases as they are, all but the first ``count`` marked slow.

    For cases that all fail of the fault that would be worst, and each of a fault of its own besides."""
    return [
        case
        if number < count
        else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow)
        for number, case in enumerate(cases)
    ]
