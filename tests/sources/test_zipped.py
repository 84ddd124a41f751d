"""Files inside a zip: what is damaged or points outside is refused, and the other files are read."""

from __future__ import annotations

import io
import zipfile

import pytest
from ubl_files import invoice, save, zipped

from klantwaarde_xl.sources import xml_files
from klantwaarde_xl.sources import zipped as zips
from klantwaarde_xl.sources.ubl import read_ubl


@pytest.mark.parametrize("name", ["../1.xml", "/etc/1.xml", "a/../../1.xml", "..\\1.xml"])
def test_a_zip_that_points_outside_itself_is_refused(tmp_path, name) -> None:
    found = read_ubl(zipped(tmp_path / "f.zip", {name: invoice("7.00", total="7.00")}))
    assert [problem.code for _, problem in found.failed] == ["KW-721"]
    assert len(found.invoices) == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["f.zip"]


def test_a_zip_bomb_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(xml_files, "MAX_TREE_BYTES", 1_000_000)
    found = read_ubl(zipped(tmp_path / "f.zip", {"1.xml": "<Invoice>" + " " * 5_000_000 + "</Invoice>"}))
    assert [problem.code for _, problem in found.failed] == ["KW-721"]
    monkeypatch.setattr(zips, "MOST_ZIP_BYTES", 1_500)
    many = {f"{i}.xml": invoice("7.00", total="7.00", number=str(i)) for i in range(3)}
    assert read_ubl(zipped(tmp_path / "g.zip", many)).failed[0][1].code == "KW-721"
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2)
    assert read_ubl(zipped(tmp_path / "h.zip", many)).failed[0][1].code == "KW-721"


def test_a_damaged_zip_is_named_and_the_rest_is_read(tmp_path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", invoice("7.00", total="7.00"))
    data = bytearray(whole.getvalue())
    data[60:70] = b"\xff" * 10
    (tmp_path / "a.zip").write_bytes(data)
    save(tmp_path / "b.xml", invoice("8.00", total="8.00"))
    found = read_ubl(tmp_path / "b.xml")
    assert found.invoices["amount"].tolist() == [8.0]
    assert read_ubl([tmp_path / "a.zip", tmp_path / "b.xml"]).failed[0][0] == "a.zip"


def test_a_file_in_a_zip_is_read_again_from_its_start(tmp_path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map/een.xml", "<a>" + "x" * 100_000 + "</a>")
    with zips.ZippedFile(path, "map/een.xml").open() as stream:
        first = stream.read(50_000)
        stream.seek(0)
        assert stream.read(50_000) == first
        assert len(stream.read()) == 50_007
