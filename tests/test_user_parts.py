"""An import into a workbook of the user changes the tables that it fills, and nothing else in the file."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import rich_workbooks
from package_reading import Package
from package_rules import faults

from klantwaarde_xl.commands.app import main

CHAIN = "xl/calcChain.xml"
EXPORT = """Factuurdatum;Klantnr;Klantnaam;Artikelnr;Omzet
31-01-2025;10023;=1+1;P1;1250,50
28-02-2025;10024;Jansen & Zn;P2;80,00
31-03-2025;10025;Smit;P2;90,00
30-04-2025;10026;De Wit;P1;100,00
31-05-2025;10027;Bakker;P1;110,00
"""
"""Five lines: one more than the tables have blank rows."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what runs a command in a folder with the export."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    Path("export.csv").write_text(EXPORT, encoding="utf-8")

    def command(*arguments: str) -> None:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        assert ended.value.code == 0, arguments

    return command


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def of_tables(path: Path, *tables: str) -> set[str]:
    """Return the parts that an import into these tables may change: their own and their sheet's."""
    package, found = Package(path.read_bytes()), set()
    for sheet in package.sheets:
        for target in package.relations(sheet.path).values():
            if "/tables/" in target and package.xml(target).get("displayName") in tables:
                found |= {sheet.path, target}
    return found


def beside(sheet: bytes) -> dict[bytes, bytes]:
    """Return the cells beside the table by place: those with a formula, and those with a text of the user."""
    found = dict(re.findall(rb'<c r="([A-Z]+\d+)"[^<>]*>((?:(?!</c>).)*<f(?:(?!</c>).)*)</c>', sheet))
    return {place: content for place, content in found.items() if int(re.sub(rb"\D", b"", place)) > 5}


def around(sheet: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and behind the cells of a sheet, but for areas that grow with a table."""
    before, _, rest = sheet.partition(b"<sheetData")
    after = rest.partition(b"</sheetData>")[2]
    return re.sub(rb"<dimension [^>]*>", b"", before), re.sub(rb'sqref="[^"]*"', b"", after)


def check_import(path: Path, run: Callable[..., None]) -> None:
    old, before = parts(path), faults(path.read_bytes())
    run("importeer", "export.csv", "--naar", path.name)
    new = parts(path)
    assert CHAIN in old
    assert list(new) == [name for name in old if name != CHAIN], "no part is lost, and their order stays"
    touched = of_tables(path, "tblTransacties", "tblKlanten")
    rewritten = {*touched, "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert {name for name in new if new[name] != old[name]} <= rewritten
    for name in touched:
        if "/worksheets/" in name:
            assert around(new[name]) == around(old[name]), name
            assert beside(new[name]) == beside(old[name]), name
            assert beside(new[name]), "the user has formulas beside the table"
    assert [fault for fault in faults(path.read_bytes()) if fault not in before] == []
    assert b"calcChain" not in new["[Content_Types].xml"] + new["xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize("maker", rich_workbooks.MAKERS)
def test_every_part_that_is_not_filled_stays_byte_for_byte(
    maker: str, tmp_path: Path, run: Callable[..., None]
) -> None:
    path = rich_workbooks.make(maker, tmp_path)
    assert faults(path.read_bytes()) == [] or maker.startswith("openpyxl")
    check_import(path, run)


@pytest.mark.office
def test_a_workbook_that_libreoffice_saved_keeps_its_parts(tmp_path: Path, run: Callable[..., None]) -> None:
    if not shutil.which("soffice"):
        pytest.skip("soffice is niet geïnstalleerd (apt-get install libreoffice-calc)")
    source, target = tmp_path / "bron", tmp_path / "calc"
    source.mkdir()
    rich_workbooks.by_openpyxl(source / "rijk.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
    subprocess.run(
        ["soffice", profile, "--headless", *convert, str(source / "rijk.xlsx")],
        check=True,
        capture_output=True,
        timeout=300,
    )
    path = tmp_path / "rijk.xlsx"
    shutil.copy(target / "rijk.xlsx", path)
    rich_workbooks.with_opaque_parts(path)
    check_import(path, run)
