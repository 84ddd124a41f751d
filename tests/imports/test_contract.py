"""What every kind of source keeps to, whatever its format: a small one each, through the one door.

A new kind needs a line in ``SAMPLES``; the tests below then hold for it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from audit_files import audit_file, journal, line
from ubl_files import invoice, save

from klantwaarde_xl import errors
from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.kinds import BY_NAME, SOURCE_KINDS, recognise
from klantwaarde_xl.imports.understanding import understand
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty


def text_export(path: Path) -> Path:
    path.write_text(
        "Datum;Klantnr;Omzet\n01-03-2025;0042;1.250,50\n02-03-2025;0042;-50,00\n", encoding="utf-8"
    )
    return path


def workbook_export(path: Path) -> Path:
    rows = [("Datum", "Klantnr", "Omzet"), ("01-03-2025", "0042", 1250.5), ("02-03-2025", "0042", -50.0)]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Transacties")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def posted(path: Path) -> Path:
    owed = line("1300", "1200.50", "D", "<custSupID>K1</custSupID>")
    sold = line("8000", "1250.50", "C", "<custSupID>K1</custSupID>")
    credited = line("8000", "50.00", "D", "<custSupID>K1</custSupID>")
    return audit_file(path, journal(owed + sold + credited))


SAMPLES: dict[str, Callable[[Path], Path]] = {
    "csv": text_export,
    "xlsx": workbook_export,
    "xaf": posted,
    "ubl": lambda path: save(path, invoice("1250.50", "-50.00", total="1200.50")),
}
"""What writes a small source of each kind: two lines of one customer, 1,250.50 and -50.00."""


@pytest.fixture(params=[kind.name for kind in SOURCE_KINDS])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A source of each kind."""
    kind = BY_NAME[request.param]
    assert kind.name in SAMPLES, f"add a small source of kind {kind.name} to SAMPLES in {__name__}"
    return SAMPLES[kind.name](tmp_path / f"bron{kind.suffixes[0]}")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "werkmap.xlsx"
    write_empty(path, created=dt.datetime(2025, 6, 1))
    return path


def test_it_is_recognised_and_gives_its_lines_with_their_source(source: Path, workbook: Path) -> None:
    found = understand([source], recognise(source), Choices())
    assert (found.read, found.revenue) == (2, 1200.5)
    result = import_into(workbook, [source])
    assert result.failed == ()
    assert result.added["tblTransacties"] == 2
    lines = read_workbook(workbook).tables["tblTransacties"]
    shown = {
        header: [column.value(row) for row in (0, 1)]
        for header, column in zip(lines.headers, lines.columns, strict=True)
    }
    assert sorted(shown["Omzet"]) == [-50.0, 1250.5]
    assert len({*shown["Klantnr"]}) == 1
    assert all(str(text).startswith(f"{source.name} #") for text in shown["Bron"])


def test_the_same_content_never_comes_in_twice(source: Path, workbook: Path) -> None:
    import_into(workbook, [source])
    before = workbook.read_bytes()
    copy = shutil.copy(source, source.with_stem("kopie"))
    result = import_into(workbook, [copy])
    assert "KW-540" in [finding.code for finding in result.findings]
    assert workbook.read_bytes() == before


def test_a_source_that_is_not_there_is_named(source: Path) -> None:
    source.unlink()
    with pytest.raises(errors.KlantwaardeError, match="KW-001"):
        recognise(source)


@pytest.mark.parametrize("left", [0, 1, 10])
def test_a_source_that_was_cut_off_or_overwritten_is_refused_with_a_code(
    source: Path, workbook: Path, left: int
) -> None:
    kind, whole, before = recognise(source).name, source.read_bytes(), workbook.read_bytes()
    for damaged in (whole[:left], whole[:left] + b"\x00\xff" * 200):
        source.write_bytes(damaged)
        result = import_into(workbook, [source], Choices(kind=kind))
        assert [name for name, _ in result.failed] == [source.name]
        assert all(error.code.startswith("KW-") for _, error in result.failed)
        assert workbook.read_bytes() == before
