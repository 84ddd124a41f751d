"""A bounded run of the comparison with a second reader; the long one is run by hand with --count 3000."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_run import outcomes

SCRIPT = Path(__file__).with_name("compare_readers.py")


@pytest.mark.slow
def test_no_structure_makes_a_silent_difference_with_a_second_reader() -> None:
    printed = outcomes(SCRIPT, 100)
    # Both outcomes must really occur, else the run proves nothing.
    assert "unchanged: equal" in printed
    assert "second_data: KW-007" in printed
