"""The workbooks in ``workbook/`` are those that the program builds; who changes what is built, builds them
again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from package_compare import differences

from klantwaarde_xl.template.build import build_all

FOLDER = Path(__file__).resolve().parents[2] / "workbook"
AGAIN = "Bouw de werkmappen opnieuw en lever ze mee in: klantwaarde bouw --uit workbook"
NAMES = [
    "klantwaarde-demo.xlsm",
    "klantwaarde-demo.xlsx",
    "klantwaarde.xlam",
    "klantwaarde.xlsm",
    "klantwaarde.xlsx",
]
LARGEST = 6_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in build_all(tmp_path_factory.mktemp("gebouwd"), lambda _step: None)
    }


def test_all_of_them_are_there_and_none_is_large(built: dict[str, bytes]) -> None:
    assert sorted(built) == NAMES
    assert sorted(path.name for path in FOLDER.glob("*.xl*")) == NAMES, AGAIN
    assert max(path.stat().st_size for path in FOLDER.glob("*.xl*")) < LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_is_what_is_built_now(built: dict[str, bytes], name: str) -> None:
    found = differences((FOLDER / name).read_bytes(), built[name])
    assert not found, "\n".join([AGAIN, f"{name}:", *found])


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in package.namelist():
            content = package.read(name)
            after = change(content) if name == part else content
            assert (after != content) == (name == part)
            target.writestr(name, after)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (
            "xl/sharedStrings.xml",
            b"Score van 0 tot 100 per klant",
            b"Cijfer van 0 tot 100 per klant",
            "Cijfer van 0 tot 100",
        ),
        ("xl/worksheets/sheet1.xml", b'<c r="B1" s="', b'<c r="B1" s="9', "sheet1.xml"),
        ("xl/vbaProject.bin", b"Klantwaarde", b"klantwaarde", "other bytes"),
        ("customUI/customUI14.xml", b"Vernieuwen", b"Verversen", "Verversen"),
        ("xl/workbook.xml", b'calcId="191029"', b'calcId="124519"', "124519"),
    ],
)
def test_a_change_is_seen(built: dict[str, bytes], part: str, old: bytes, new: bytes, said: str) -> None:
    now = built["klantwaarde.xlsm"]
    then = changed(now, part, lambda content: content.replace(old, new, 1))
    for found in (differences(then, now), differences(now, then)):
        assert found
        assert all(part in line or part == "xl/sharedStrings.xml" for line in found)
    assert said in "".join(differences(now, then))


SHEET = "xl/worksheets/sheet1.xml"


def small(value: str, text: str = "Python") -> bytes:
    """Return a package with one number and one text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        target.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>')
        target.writestr(SHEET, f'<c r="A1"><v>{value}</v></c><c r="B1" t="s"><v>0</v></c>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("1234.5",), ("1234.501",), True),
        (("1234.5",), ("1234.55",), False),
        (("0",), ("1e-12",), True),
        (("1", "3.11.7"), ("1", "3.12.1"), True),
        (("1", "2.4.6"), ("1", "2.5.0rc1"), True),
        (("1", "Noor"), ("1", "Bram"), False),
        (("1", "12.5"), ("1", "13.5"), False),
        (("1", "samen € 678.420 omzet"), ("1", "samen € 678.421 omzet"), True),
        (("1", "samen € 678.420 omzet"), ("1", "samen € 678.520 omzet"), False),
        (("1", "samen € 678.420 omzet"), ("1", "samen € 678.421 marge"), False),
    ],
)
def test_last_bits_and_versions_may_differ_and_nothing_else(
    one: tuple[str, ...], other: tuple[str, ...], alike: bool
) -> None:
    assert (differences(small(*one), small(*other)) == []) == alike


def test_a_part_too_many_is_seen(built: dict[str, bytes]) -> None:
    out = io.BytesIO(built["klantwaarde.xlam"])
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("xl/extra.xml", "<a/>")
    assert "xl/extra.xml" in differences(built["klantwaarde.xlam"], out.getvalue())[0]
