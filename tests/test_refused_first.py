"""What cannot be written or read is told before a command works, and by the name that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_door import run
from killing import small_workbook

from klantwaarde_xl.commands.app import COMMANDS
from klantwaarde_xl.demo import tables
from klantwaarde_xl.imports import understanding
from klantwaarde_xl.setup import packing
from klantwaarde_xl.template import build
from klantwaarde_xl.use_cases import added_up, refreshing, sharing

WORK = {
    "bouw": (build, "template_workbooks"),
    "demo": (tables, "whole_demo"),
    "deel": (sharing, "load"),
    "importeer": (understanding, "recognise"),
    "pak": (packing, "_pip"),
    "regels": (added_up, "lazy_lines"),
    "vernieuw": (refreshing, "read_workbook"),
}
"""Commands that work long before they write, and what is called as soon as they do."""
LINES = {
    "bouw": ("--uit", "{place}"),
    "demo": ("--uit", "{place}"),
    "deel": ("klanten.xlsx", "--zonder-namen", "--uit", "{place}/uit.xlsx"),
    "importeer": ("export.csv", "--naar", "{place}/uit.xlsx"),
    "pak": ("--uit", "{place}"),
    "regels": ("bron.toml", "--tel-op", "{place}"),
    "vernieuw": ("klanten.xlsx", "--uit", "{place}/uit.xlsx"),
}
BESIDE = {
    "bouw": (
        *("klantwaarde.xlsx", "klantwaarde.xlsm", "klantwaarde.xlam"),
        *("klantwaarde-demo.xlsx", "klantwaarde-demo.xlsm"),
    ),
    "demo": ("klantwaarde-demo.xlsx",),
    "deel": ("uit.xlsx", "uit.pptx"),
    "importeer": ("uit.xlsx",),
    "regels": ("Klanten.parquet", "Producten.parquet"),
    "vernieuw": ("uit.xlsx", "uit-tabellen/Klantwaarde.parquet"),
}
"""Files of each command of which a folder may have the name."""
FILES = {
    **{name: (name, "{path}") for name in ("controleer", "vernieuw", "kansen", "acties", "verschil", "deel")},
    "regels": ("regels", "{path}"),
    "regels --tel-op": ("regels", "{path}", "--tel-op", "uit"),
    "nieuw": ("nieuw", "{path}"),
    "vernieuw --uit": ("vernieuw", "klanten.xlsx", "--uit", "{path}"),
    "vernieuw --vorige": ("vernieuw", "klanten.xlsx", "--vorige", "{path}"),
    "vernieuw --regels": ("vernieuw", "klanten.xlsx", "--regels", "{path}"),
    "controleer --regels": ("controleer", "klanten.xlsx", "--regels", "{path}"),
    "deel --uit": ("deel", "klanten.xlsx", "--uit", "{path}"),
    "importeer --naar": ("importeer", "export.csv", "--naar", "{path}"),
    "diagnose --controle": ("diagnose", "--controle", "{path}"),
    "pak --met-python": ("pak", "--met-python", "{path}", "--sha256", "00"),
    "web --certificaat": ("web", "--manifest", "--certificaat", "{path}", "--sleutel", "x.pem"),
    "web --sleutel": ("web", "--manifest", "--certificaat", "x.pem", "--sleutel", "{path}"),
}
"""Everything that takes a file, with a place for it."""
TYPED = {".": ".", "..": "..", "/": "/", "map/": "map", "./": ".", "map/..": "map/.."}
"""Folders as they are typed, and as a path of Python tells them."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with something to read, as the working folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "werk"
    folder.mkdir()
    small_workbook(folder / "klanten.xlsx")
    (folder / "export.csv").write_text("Datum;Klantnr;Factuurnr;Omzet\n01-03-2026;1;F1;10,00\n", "utf-8")
    (folder / "bron.toml").write_text("[regels]\nsoort = 'csv'\npad = 'export.csv'\n", "utf-8")
    (folder / "map").mkdir()
    monkeypatch.chdir(folder)
    return folder


def refused(
    command: str, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str
) -> str:
    """Return what is said where a command cannot write, which must be before it begins to work."""
    worked: list[str] = []
    monkeypatch.setattr(*WORK[command], lambda *_given, **_named: worked.append(command))
    code, _, err = run(capsys, command, *(part.format(place=place) for part in LINES[command]), *more)
    assert (code, worked) == (2, []), err
    return err


@pytest.mark.parametrize("command", WORK)
def test_a_file_where_a_folder_belongs_is_told_before_the_work(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("export.csv", "export.csv/map"):
        err = refused(command, place, monkeypatch, capsys)
        # Who has no source cannot pack at all, and hears that first.
        wanted = r"KW-005: 'export.csv/.*' kan niet worden geschreven: op die plaats staat geen"
        assert re.search(f"{wanted}|KW-831" if command == "pak" else wanted, err)


@pytest.mark.parametrize("command", BESIDE)
def test_a_folder_where_a_file_belongs_is_told_before_the_work(
    command: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"deel": ("--pptx",), "vernieuw": ("--parquet",)}.get(command, ())
    for name in BESIDE[command]:
        (here / "uit" / name).mkdir(parents=True)
        err = refused(command, "uit", monkeypatch, capsys, *more)
        assert re.search(f"KW-0(05|30): 'uit/{name}'", err), err
        (here / "uit" / name).rmdir()


@pytest.mark.parametrize("command", ["vernieuw", "deel", "importeer"])
def test_a_folder_that_is_not_there_is_told_before_the_work(
    command: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    err = refused(command, "weg", monkeypatch, capsys)
    assert "KW-005: 'weg/uit.xlsx' kan niet worden geschreven: de map bestaat niet." in err
    assert not (here / "weg").exists()


@pytest.mark.parametrize("command", ["demo", "vernieuw", "deel", "importeer"])
def test_an_output_that_is_open_is_told_before_the_work(
    command: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "klantwaarde-demo.xlsx" if command == "demo" else "uit.xlsx"
    (here / f".~lock.{name}#").touch()
    assert "KW-031" in refused(command, ".", monkeypatch, capsys)


@pytest.mark.parametrize("line", FILES)
def test_a_folder_for_a_file_is_named_as_it_was_typed(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))
    for typed, named in TYPED.items():
        code, out, err = run(capsys, *(part.format(path=typed) for part in FILES[line]))
        assert (code, out) == (2, "")
        assert f"KW-030: '{named}' is een map en geen naam van een bestand." in err, err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_every_command_with_a_file_is_tried() -> None:
    assert {line.split()[0] for line in FILES} == {*COMMANDS} - {"bouw", "demo", "installeer"}


@pytest.mark.parametrize("typed", [".", "./", "../leeg"])
def test_a_folder_as_a_source_has_its_name(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leeg").mkdir()
    monkeypatch.chdir(tmp_path / "leeg")
    code, out, err = run(capsys, "importeer", typed, "--toon", "--json")
    assert (code, err) == (2, "")
    assert "'leeg' bevat geen e-facturen" in out
