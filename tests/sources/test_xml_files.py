"""XML files out of folders and zips: what is passed over, and what is refused."""

from __future__ import annotations

from ubl_files import invoice, save, zipped

from klantwaarde_xl.sources.ubl import read_ubl


def test_a_zip_of_invoices_is_read(tmp_path) -> None:
    entries = {"a/1.xml": invoice("7.00", total="7.00"), "__MACOSX/1.xml": "x", "lees.txt": "x"}
    found = read_ubl(zipped(tmp_path / "f.zip", entries))
    assert found.invoices["file"].tolist() == ["f.zip/1.xml"]
    assert not found.failed


def test_a_folder_without_end_is_refused_and_folders_below_are_read(tmp_path, monkeypatch) -> None:
    (tmp_path / "onder").mkdir()
    save(tmp_path / "onder" / "1.xml", invoice("7.00", total="7.00"))
    (tmp_path / "kring.xml").symlink_to("kring.xml")
    assert read_ubl(tmp_path).invoices["amount"].tolist() == [7.0]
    monkeypatch.setattr("klantwaarde_xl.sources.xml_files.MOST_ENTRIES", 1)
    assert [problem.code for _, problem in read_ubl(tmp_path).failed] == ["KW-721"]
