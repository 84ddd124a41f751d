"""Source kinds: what is said of them everywhere follows from the one tuple."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klantwaarde_xl import errors
from klantwaarde_xl.commands.app import app
from klantwaarde_xl.imports import kinds
from klantwaarde_xl.imports.kinds import SOURCE_KINDS, file_filter, in_words, kind_names, recognise
from klantwaarde_xl.imports.readers import Reading

SUFFIXES = sorted({suffix for kind in SOURCE_KINDS for suffix in kind.suffixes})
SPREADSHEET = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "handleiding.md"


def test_kinds_are_recognised_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<auditfile/>", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<Invoice/>", encoding="utf-8")
    assert [recognise(tmp_path / name).name for name in ("a.xml", "b.xml")] == ["xaf", "ubl"]
    assert recognise(tmp_path).name == "ubl"


@pytest.mark.parametrize("suffix", sorted({*SUFFIXES} - {".xml", ".zip"}))
def test_an_ending_of_one_kind_is_recognised_by_name(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"BRON{suffix.upper()}"
    source.touch()
    assert suffix in recognise(source).suffixes


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("suffix", [".txt", ".csv", ".xml", ".zip", ".xlsx", ".sal"])
def test_another_kind_is_one_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, first: bool
) -> None:
    # Its recogniser decides where it shares an ending; files that it does not know go where they went.
    def starts_with_sales(path: Path) -> bool:
        return path.read_bytes().startswith(b"SALES|")

    other = kinds.SourceKind(
        "sal", "een", "kassabestand", (suffix,), lambda _paths, _choices: Reading({}, ()), starts_with_sales
    )
    known = next((kind.name for kind in SOURCE_KINDS if suffix in kind.suffixes), "sal")
    monkeypatch.setattr(kinds, "SOURCE_KINDS", (other, *SOURCE_KINDS) if first else (*SOURCE_KINDS, other))
    (tmp_path / f"own{suffix}").write_bytes(b"SALES|2025-03-01|0042|1250.50\n")
    assert recognise(tmp_path / f"own{suffix}").name == "sal"
    usual = {".xml": b"<auditfile/>", ".zip": _zipped("a.xaf", b"<auditfile/>")}
    (tmp_path / f"usual{suffix}").write_bytes(usual.get(suffix, b"Datum;Klantnr;Omzet\n"))
    assert recognise(tmp_path / f"usual{suffix}").name == {".xml": "xaf", ".zip": "xaf"}.get(suffix, known)


def _zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_one_kind_of_those_that_share_an_ending_takes_what_none_recognises() -> None:
    for suffix in SUFFIXES:
        fitting = [kind for kind in SOURCE_KINDS if suffix in kind.suffixes]
        assert len(fitting) == 1 or [kind.recognises for kind in fitting].count(None) == 1


def test_a_folder_is_of_the_kind_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "klanten.txt").touch()
    assert recognise(tmp_path).name == "csv"
    (tmp_path / "factuur.xml").touch()
    assert recognise(tmp_path).name == "ubl"


def test_an_unknown_ending_is_refused_with_all_that_are_read(tmp_path: Path) -> None:
    source = tmp_path / "bron.pdf"
    source.touch()
    with pytest.raises(errors.KlantwaardeError, match="KW-501") as caught:
        recognise(source)
    for suffix in SUFFIXES:
        assert suffix in caught.value.hint


def test_help_filter_words_and_manual_name_every_kind() -> None:
    shown = CliRunner().invoke(app, ["importeer", "--help"], env={"COLUMNS": "250"}).output
    text = MANUAL.read_text(encoding="utf-8")
    block = text[text.index("<!-- begin: bronnen -->") :]
    block = block[: block.index("<!-- einde -->")]
    assert f"{', '.join(kind_names()[:-1])} of {kind_names()[-1]}" in shown
    for kind in SOURCE_KINDS:
        assert f"`{kind.name}`" in block
        for suffix in kind.suffixes:
            assert f"*{suffix}" in file_filter()
            assert suffix in in_words()
            assert suffix in block


def test_the_filter_has_the_form_that_excel_wants() -> None:
    words, patterns = file_filter().split(",")
    assert words == f"Exports ({patterns})"


@pytest.mark.parametrize(
    ("name", "start", "code"),
    [
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), "KW-004"),
        ("a.csv", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), "KW-004"),
        ("a.csv", b"<html><table><tr><td>Datum</td></tr></table></html>", "KW-021"),
        ("a.xls", b"\xef\xbb\xbf\n <TABLE><tr><td>1</td></tr></TABLE>", "KW-021"),
        ("a.xml", SPREADSHEET, "KW-022"),
        ("a.xls", SPREADSHEET, "KW-022"),
        ("a.txt", "\ufeff<html><body>".encode("utf-16-le"), "KW-021"),
        ("a.xml", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "KW-022"),
    ],
)
def test_a_file_in_disguise_is_named_for_what_it_is(
    tmp_path: Path, name: str, start: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(start)
    with pytest.raises(errors.KlantwaardeError, match=code) as caught:
        recognise(tmp_path / name)
    assert ".xlsx" in caught.value.hint


def test_the_page_about_importing_names_every_ending() -> None:
    page = (Path(__file__).parents[2] / "docs" / "importeren.md").read_text(encoding="utf-8")
    table = page[page.index("| bron |") : page.index("Altijd geldt")]
    missing = [suffix for kind in SOURCE_KINDS for suffix in kind.suffixes if suffix not in table]
    assert missing == [], "say in docs/importeren.md what users may expect of these files"
