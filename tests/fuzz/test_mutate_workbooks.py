"""A bounded run of the mutation fuzz; the long one is run by hand with --count 10000."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_run import outcomes

SCRIPT = Path(__file__).with_name("mutate_workbooks.py")


@pytest.mark.slow
def test_damaged_workbooks_are_read_in_full_or_refused_with_a_code() -> None:
    printed = outcomes(SCRIPT, 150)
    # Both outcomes must really occur, else the run proves nothing.
    assert "KW-007" in printed
    assert "read, equal" in printed
