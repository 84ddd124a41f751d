"""What a program changed in a workbook by saving it is named, and what it only wrote otherwise is not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import light
import pytest

from klantwaarde_xl.setup.saved_workbook import differences, program_of, repaired


def changed(package: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(out, "w") as target:
        for name in reversed(read.namelist()):
            data = read.read(name)
            target.writestr(name, change(data) if re.fullmatch(part, name) else data)
    return out.getvalue()


def once(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(old, new, data, count=1)


def test_the_order_of_parts_is_no_difference(template: bytes) -> None:
    assert differences(template, changed(template, "niets", bytes)) == []
    assert not repaired(template)


@pytest.mark.parametrize(
    ("mark", "becomes", "subject"),
    [
        (b'sheet name="Start"', b'sheet name="Begin"', "bladen"),
        (b'definedName name="Kaart_Zoek"', b'definedName name="X_1"', "naam Kaart_Zoek"),
        (b'<tableColumn id="2" name="', b'<tableColumn id="2" name="x', "tabel "),
        (b"<dataValidation ", b"<weg ", "keuzelijsten en regels voor invoer op "),
        (b"<cfRule ", b"<weg ", "voorwaardelijke opmaak op "),
        (b"<f>[^<]*</f>", b"", "formules op "),
        (b'<c r="([A-Z]+[0-9]+)"', b'<c r="\\1" t="e"', "foutwaarden op "),
        (b'(<numFmt [^<>]*formatCode=")', b"\\1#", "getalnotatie "),
    ],
)
def test_what_a_user_would_miss_is_named(template: bytes, mark: bytes, becomes: bytes, subject: str) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        part = next(name for name in package.namelist() if re.search(mark, package.read(name)))
    found = differences(template, changed(template, re.escape(part), once(mark, becomes)))
    assert found
    assert found[0].subject.startswith(subject)
    assert str(found[0]).startswith(f"{found[0].subject}: wij schreven ")


def test_a_repair_and_the_program_are_told(template: bytes) -> None:
    mark = once(b"</workbook>", b'<fileRecoveryPr repairLoad="1"/></workbook>')
    assert repaired(changed(template, "xl/workbook.xml", mark))
    assert program_of(template).startswith("Microsoft Excel 12.0")
    assert program_of(changed(template, "docProps/app.xml", lambda _: b"<Properties/>")) == ""


def test_openpyxl_loses_what_it_is_known_to_lose(template: bytes) -> None:
    # The library warns of it: data bars and lists of later versions of Excel, and the ribbon.
    with pytest.warns(UserWarning, match="extension is not supported"):
        book = light.load(template, keep_vba=True)
    out = io.BytesIO()
    book.save(out)
    subjects = {one.subject for one in differences(template, out.getvalue())}
    assert any(subject.startswith("voorwaardelijke opmaak op") for subject in subjects)
    assert not any(subject.startswith(("tabel ", "naam ", "bladen")) for subject in subjects)
