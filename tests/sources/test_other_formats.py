"""Web pages and old XML of Excel that bear the name of an export are named for what they are."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.guard import inspect_workbook
from klantwaarde_xl.sources.other_formats import named_format
from klantwaarde_xl.sources.ubl import read_ubl

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    "start",
    [
        b"<html>",
        b"  <HTML lang='nl'>",
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf<table border=1>",
        b"<meta charset=x>",
    ],
)
def test_a_web_page_is_one_whatever_its_first_element(start: bytes) -> None:
    assert named_format(start) is errors.WEB_PAGE


@pytest.mark.parametrize("start", [b"", b"Datum;Klantnr", b"<Invoice>", b"<tables>", b"PK\x03\x04"])
def test_other_files_are_left_to_their_readers(start: bytes) -> None:
    assert named_format(start) is None


def test_readers_name_them(tmp_path: Path, books: SimpleNamespace) -> None:
    with pytest.raises(KlantwaardeError) as caught:
        read_delimited(CASES / "html.csv")
    assert caught.value.code == errors.WEB_PAGE.code
    assert [fault.code for _, fault in read_ubl(CASES / "sml.xml").failed] == [errors.EXCEL_2003_XML.code]
    for name, wording in (("html.csv", errors.WEB_PAGE), ("sml.xml", errors.EXCEL_2003_XML)):
        path = tmp_path / "export.xlsx"
        path.write_bytes((CASES / name).read_bytes())
        with pytest.raises(KlantwaardeError) as caught:
            inspect_workbook(path)
        assert caught.value.code == wording.code
