"""The project is judged by olevba: it must list exactly the modules that went in, with the same text."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest

from klantwaarde_xl.template.vba_project import Module, ModuleKind, write_vba_project

olevba = pytest.importorskip("oletools.olevba")
olefile = pytest.importorskip("olefile")
import vba_records  # noqa: E402 - it needs both

MODULES = (
    Module("ThisWorkbook", ModuleKind.WORKBOOK, "Private Sub Workbook_Open()\nEnd Sub\n"),
    Module("Blad1", ModuleKind.SHEET),
    Module(
        "Hulp",
        ModuleKind.STANDARD,
        'Public Const EURO = "€ ë"\nFunction Dubbel(a)\nDubbel = a * 2\nEnd Function\n',
    ),
    Module("Klant", ModuleKind.CLASS, "Public Naam As String\n"),
)


def macros(data: bytes) -> dict[str, str]:
    found = olevba.VBA_Parser("vbaProject.bin", data=data)
    try:
        return {name: code for _, _, name, code in found.extract_all_macros()}
    finally:
        found.close()


def test_olevba_lists_exactly_our_modules_with_their_text() -> None:
    assert macros(write_vba_project(MODULES)) == {
        "ThisWorkbook.cls": MODULES[0].source(),
        "Blad1.cls": MODULES[1].source(),
        "Hulp.bas": MODULES[2].source(),
        "Klant.cls": MODULES[3].source(),
    }


def test_the_same_modules_give_the_same_bytes() -> None:
    assert write_vba_project(MODULES) == write_vba_project(MODULES)


def decrypted(text: str) -> tuple[int, int, bytes]:
    """Return version, project key and data of an encrypted property, by the decryption of MS-OVBA 2.4.3.3."""
    raw = bytes.fromhex(text)
    version, key = raw[0] ^ raw[1], raw[0] ^ raw[2]
    unencrypted, second, first = key, raw[1], raw[2]
    plain = bytearray()
    for byte in raw[3:]:
        value = byte ^ ((second + unencrypted) & 0xFF)
        second, first, unencrypted = first, byte, value
        plain.append(value)
    ignored = (raw[0] & 6) // 2
    length = int.from_bytes(plain[ignored : ignored + 4], "little")
    data = bytes(plain[ignored + 4 :])
    assert len(data) == length
    return version, key, data


def test_the_decryption_of_this_test_reads_what_excel_wrote() -> None:
    # The PROJECT stream of the quickstart workbook that comes with xlwings, saved by Excel.
    key = sum(b"{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}") & 0xFF
    assert decrypted("8D8FA61394EA98EA98EA98EA98") == (2, key, bytes(4))
    assert decrypted("8D8FA61394EF95EF9510") == (2, key, b"\xff")


def test_the_project_is_unprotected_and_visible() -> None:
    text = (
        olefile.OleFileIO(io.BytesIO(write_vba_project(MODULES)))
        .openstream("PROJECT")
        .read()
        .decode("cp1252")
    )
    values = dict(
        line.split("=", 1)
        for line in text.splitlines()
        if "=" in line and not line.startswith(("Document", "&H"))
    )
    key = sum(values["ID"].strip('"').encode()) & 0xFF
    assert decrypted(values["CMG"].strip('"')) == (2, key, bytes(4))
    assert decrypted(values["DPB"].strip('"')) == (2, key, bytes(1))
    assert decrypted(values["GC"].strip('"')) == (2, key, b"\xff")
    assert (
        "Document=ThisWorkbook/&H00000000\r\nDocument=Blad1/&H00000000\r\nModule=Hulp\r\nClass=Klant\r\n"
        in text
    )


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ((Module("Hulp", ModuleKind.STANDARD), Module("HULP", ModuleKind.STANDARD)), "two modules"),
        ((Module("1e", ModuleKind.STANDARD),), "not a VBA name"),
        ((Module("Hulp", ModuleKind.STANDARD, "'" + "x" * 1023),), "line 1: longer than 1023"),
        ((Module("Hulp", ModuleKind.STANDARD, "'a\n'→"),), "line 2: not in code page 1252"),
    ],
)
def test_what_vba_cannot_hold_is_refused(modules: tuple[Module, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write_vba_project(modules)


def folder_of(package: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(spec.origin).parent


@pytest.fixture(scope="module")
def theirs() -> dict[str, bytes]:
    """Return the VBA projects that Excel (in pyopenvba) and Aspose (in xlwings) wrote."""
    found = {
        **vba_records.made_by_others(folder_of("pyopenvba")),
        **vba_records.made_by_others(folder_of("xlwings")),
    }
    assert len(found) >= 6
    return found


OWN_VALUES = {
    0x04: "the name of the project",
    0x09: "the version of the project, which counts the times that Excel saved it",
    0x0F: "the number of modules",
    0x13: "a cookie: 0xFFFF says that there is none (MS-OVBA 2.3.4.2.3)",
    0x19: "the name of a module",
    0x1A: "the name of a stream",
    0x2C: "a cookie of a module, as 0x13",
    0x32: "the name of a stream in Unicode",
    0x47: "the name of a module in Unicode",
}
"""Records of the dir stream whose data are ours, with the reason; all others have data seen elsewhere."""


def test_every_record_is_one_that_excel_writes(theirs: dict[str, bytes]) -> None:
    seen: dict[int, set[bytes]] = defaultdict(set)
    for project in theirs.values():
        for number, data in vba_records.dir_records(project):
            seen[number].add(data)
    ours = list(vba_records.dir_records(write_vba_project(MODULES)))
    assert {number for number, _ in ours} <= set(seen)
    odd = {f"{number:#04x}": data for number, data in ours if data not in seen[number]}
    assert {number: data for number, data in odd.items() if int(number, 16) not in OWN_VALUES} == {}


def test_lines_and_attributes_are_those_that_excel_writes(theirs: dict[str, bytes]) -> None:
    ours = write_vba_project(MODULES)
    assert vba_records.project_keys(ours) <= set().union(*map(vba_records.project_keys, theirs.values()))
    known = set().union(*map(vba_records.attributes, theirs.values()))
    # A private class, which is what the editor makes; those of xlwings were made public.
    assert vba_records.attributes(ours) - known <= {"Attribute VB_Exposed = False"}


def values_not_seen(project: bytes, theirs: dict[str, bytes]) -> list[str]:
    """Return the lines of a PROJECT stream that no other project has, whatever its modules are called."""
    seen = {line for other in theirs.values() for line in vba_records.project_lines(other)}
    return [line for line in vba_records.project_lines(project) if line not in seen]


def test_the_values_of_the_lines_are_those_that_excel_writes(theirs: dict[str, bytes]) -> None:
    ours = write_vba_project(MODULES)
    assert values_not_seen(ours, theirs) == []
    # MS-OVBA 2.3.1: these and no other values; and in this order.
    lines = vba_records.project_lines(ours)
    assert 'VersionCompatible32="393222000"' in lines
    assert "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000" in lines
    keys = [line.partition("=")[0] for line in lines]
    fixed = ["ID", "Document", "Name", "HelpContextID", "VersionCompatible32", "CMG", "DPB", "GC"]
    fixed += ["", "[Host Extender Info]", "&H00000001", "", "[Workspace]"]
    kinds = {"Module", "Class", "*"}
    assert [
        key for at, key in enumerate(keys) if key not in kinds and (at == 0 or keys[at - 1] != key)
    ] == fixed


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'VersionCompatible32="393222000"', b'VersionCompatible32="393222001"'),
        (b'HelpContextID="0"', b'HelpContextID="1"'),
        (b"/&H00000000\r\n", b"/&H00000001\r\n"),
        (b"=0, 0, 0, 0, C", b"=0, 0, 0, 0, X"),
        (b";VBE;", b";VBX;"),
    ],
)
def test_a_planted_value_is_found(right: bytes, wrong: bytes, theirs: dict[str, bytes]) -> None:
    ours = write_vba_project(MODULES)
    assert right in ours
    assert len(values_not_seen(ours.replace(right, wrong, 1), theirs)) == 1


def test_the_locale_is_the_one_that_the_specification_asks() -> None:
    records = dict(vba_records.dir_records(write_vba_project(MODULES)))
    assert records[0x02] == records[0x14] == bytes([0x09, 0x04, 0, 0]), "MS-OVBA 2.3.4.2.1.3 and 2.3.4.2.1.4"


def test_olevba_has_nothing_to_warn_about(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="olevba"):
        assert len(macros(write_vba_project(MODULES))) == len(MODULES)
    about_our_call = "VBA stomping cannot be detected for files in memory"
    assert [text for record in caplog.records if about_our_call not in (text := record.getMessage())] == []
