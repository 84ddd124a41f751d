"""Inputs that are large where nobody expects it are answered within seconds, in few words that help."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from klantwaarde_xl.commands.app import main

sys.path.insert(0, str(Path(__file__).parent))
from make_hostile import MAKERS

SMALLER = {
    "16384_kolommen.xlsx": 4_000,
    "100000_fouten.xlsx": 20_000,
    "100000_fouten.csv": 20_000,
    "1000_bladen.xlsx": 250,
    "3000000_regels.csv": 1_200_000,
}
"""A quarter or so of the full size, for every run; the full sizes are for the slow ones."""
MOST_SECONDS = 8.0
"""Processor seconds; before there was a rule for each, these took minutes."""
if "coverage" in sys.modules:
    MOST_SECONDS *= 2  # measuring which lines run takes nearly as long as running them
MOST_LINES = 1_100
ADVICE = {
    "16384_kolommen.xlsx": "vanaf 'Kolom 20': {}",
    "100000_fouten.xlsx": "KW-113",
    "100000_fouten.csv": "KW-113",
    "1000_bladen.xlsx": "gelezen uit {} tabellen",
    "3000000_regels.csv": "geef de opdracht importeer met --naar en --buiten",
}
"""What the answer must say of each; the number is that of the columns or sheets."""


def answered(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the commands show for this input, which may not take long or say much."""
    lines = [("importeer", str(folder / name), "--toon")]
    if name.endswith(".xlsx"):
        lines += [
            ("controleer", str(folder / name)),
            ("vernieuw", str(folder / name), "--uit", str(folder / "uit.xlsx")),
        ]
    shown = ""
    for line in lines:
        began = time.process_time()
        with pytest.raises(SystemExit):
            main(line)
        assert time.process_time() - began < MOST_SECONDS, line
        output = capsys.readouterr()
        text = output.out + output.err
        assert len(text.splitlines()) < MOST_LINES, line
        assert "KW-902" not in text
        shown += text
    return " ".join(re.sub(r"[^\w.,:;()'-]+", " ", shown).split())


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "100000_fouten.csv" else pytest.mark.slow) for name in MAKERS],
)
def test_a_large_input_is_answered_soon_and_with_advice(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    MAKERS[name](tmp_path / name, SMALLER[name])
    count = SMALLER[name] - 23 if "kolommen" in name else SMALLER[name]
    assert ADVICE[name].format(count) in answered(name, tmp_path, capsys).replace("3.977", "3977")


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_the_full_size_is_answered_soon(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    MAKERS[name](tmp_path / name)
    assert answered(name, tmp_path, capsys)
