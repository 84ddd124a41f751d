"""A bounded run of the layouts; the long one is run by hand with --count 5000 --seed 100001."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from fuzz_run import outcomes

SCRIPT = Path(__file__).with_name("read_layouts.py")
COUNT = 100


@pytest.fixture(scope="module")
def layouts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("read_layouts", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_layouts_are_read_to_the_same_turnover_or_say_why_not() -> None:
    printed = outcomes(SCRIPT, COUNT)
    counts = {text: int(number) for number, text in re.findall(r" *(\d+)  (.+)", printed)}
    sound = sum(number for text, number in counts.items() if text.startswith("sound"))
    cried = [text for text in counts if text.startswith("sound: said, though sound")]
    assert sound > COUNT / 2
    assert sum(counts[text] for text in cried) <= sound / 100, cried
    # Faults must occur, and be said, else the run proves nothing.
    assert sum(number for text, number in counts.items() if "differs, said" in text) >= 10


def test_a_difference_in_silence_is_wrong(
    layouts: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = next(seed for seed in range(1, 50) if layouts.judge(seed, tmp_path)["code"] == "equal")
    meant = layouts.turnover
    monkeypatch.setattr(layouts, "turnover", lambda lines: meant(lines[1:]))
    assert layouts.judge(seed, tmp_path)["code"] == "differs"
    assert layouts.judge(seed, tmp_path)["wrong"]


def test_every_habit_and_fault_occurs(layouts: ModuleType) -> None:
    told = {part for seed in range(1, 1000) for part in layouts.layout_of(seed)[1].split("+")}
    assert told >= {*layouts.HABITS, *layouts.FAULTS}
