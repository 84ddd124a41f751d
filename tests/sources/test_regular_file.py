"""Pipes and devices are refused before they are opened; they give bytes without end, or none at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.regular_file import open_regular
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.sources.xaf import read_xaf


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("read", [read_workbook, read_delimited, read_xaf, open_regular])
def test_a_pipe_is_refused_at_once(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "pijp.csv"
    os.mkfifo(path)
    with pytest.raises(KlantwaardeError) as caught:
        read(path)
    assert caught.value.code == errors.CANNOT_READ.code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_beside_invoices_is_a_failed_source(tmp_path: Path) -> None:
    path = tmp_path / "pijp.xml"
    os.mkfifo(path)
    assert [fault.code for _, fault in read_ubl(path).failed] == [errors.CANNOT_READ.code]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no device of zeros")
def test_a_device_is_refused_at_once() -> None:
    with pytest.raises(KlantwaardeError) as caught:
        read_delimited(Path("/dev/zero"))
    assert caught.value.code == errors.CANNOT_READ.code
