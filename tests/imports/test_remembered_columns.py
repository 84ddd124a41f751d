"""Chosen columns are kept per layout, without a cell of the export, and come back only for an export that
looks the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.imports.remembered_columns import choices_path, layout_of, load_choices, save_choices

EXPORT = layout_of(["Datum", "Klantnr", "Bedrag"])


def test_what_was_saved_comes_back_per_layout(tmp_path) -> None:
    path = tmp_path / "map" / "keuzes.json"
    assert load_choices(path) == {}
    save_choices(path, {EXPORT: {"revenue": "Bedrag"}})
    save_choices(path, {layout_of(["Datum", "Code", "Omzet"]): {"customer_id": "Code"}})
    assert load_choices(path)[layout_of(["datum", "KLANTNR.", "bedrag"])] == {"revenue": "Bedrag"}
    assert layout_of(["Klantnr", "Datum", "Bedrag"]) not in load_choices(path)
    save_choices(path, {EXPORT: {"gross_amount": "Bedrag"}})
    assert load_choices(path)[EXPORT] == {"gross_amount": "Bedrag"}
    assert len(load_choices(path)) == 2
    assert [item.name for item in path.parent.iterdir()] == ["keuzes.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2, "sources": []}',
        b'{"version": 1, "sources": [{"headers": 1}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "sources": [{"headers": ["\\ud800"], "columns": {}}]}',
    ],
)
def test_a_damaged_file_is_named_and_kept(tmp_path, content) -> None:
    path = tmp_path / "keuzes.json"
    path.write_bytes(content)
    with pytest.raises(KlantwaardeError) as caught:
        save_choices(path, {EXPORT: {"revenue": "Bedrag"}})
    assert caught.value.code == "KW-551"
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("platform", "variable", "inside"),
    [("win32", "APPDATA", "klantwaarde_xl"), ("linux", "XDG_CONFIG_HOME", "klantwaarde_xl")],
)
def test_choices_stand_in_the_settings_of_this_user(
    tmp_path, monkeypatch, platform, variable, inside
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert choices_path() == tmp_path / inside / "kolomkeuzes.json"


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_link_stays_one_and_leads_to_choices_or_is_refused(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "kolomkeuzes.json", tmp_path / "elders.json"
    path.symlink_to(elsewhere)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        save_choices(path, {("datum",): {"Datum": "Datum"}})
    assert not elsewhere.exists(), "no file is made where nobody chose one"
    elsewhere.write_text("van de gebruiker")
    with pytest.raises(KlantwaardeError, match="KW-551"):
        save_choices(path, {("datum",): {"Datum": "Datum"}})
    assert elsewhere.read_text() == "van de gebruiker"
    elsewhere.unlink()
    save_choices(elsewhere, {})
    save_choices(path, {("datum",): {"Datum": "Datum"}})
    assert path.is_symlink()
    assert load_choices(elsewhere) == {("datum",): {"Datum": "Datum"}}
