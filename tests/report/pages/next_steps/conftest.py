"""What every test of the chance pages starts from: their frames, and an analysis with what a user typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.report.contents import CHANCES
from klantwaarde_xl.report.page import Source


def _chance_frames(analysis: Any) -> dict[str, pd.DataFrame]:
    source = Source(analysis)
    return {key: frame for page in CHANCES for key, frame in page.frames(source).items()}


def _typed(analysis: Any, notes: dict[str, tuple[str, str, str]]) -> Any:
    frame = pd.DataFrame.from_dict(notes, orient="index", columns=["owner", "status", "note"])
    frame = frame.rename_axis("customer_id")
    return replace(analysis, inputs=replace(analysis.inputs, action_notes=frame))


@pytest.fixture(scope="session")
def chance_frames() -> Callable[[Any], dict[str, pd.DataFrame]]:
    return _chance_frames


@pytest.fixture(scope="session")
def typed() -> Callable[..., Any]:
    return _typed


@pytest.fixture(scope="session")
def frames(make_analysis: Any) -> dict[str, pd.DataFrame]:
    return _chance_frames(make_analysis())
