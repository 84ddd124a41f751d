"""The scan of a sheet: error cells, hidden rows and bounds, in pieces of any size, and what it refuses."""

from __future__ import annotations

import time

import pytest

from klantwaarde_xl.sources.sheet_scan import ExactScan, FullScan, QuickScan
from klantwaarde_xl.sources.sheet_tags import SheetScan, SheetScanError


def sheet_xml(cells: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet><sheetData>{cells}</sheetData></worksheet>'.encode()


def quick(data: bytes, size: int = 1 << 20) -> tuple[QuickScan, SheetScan]:
    scanner = QuickScan()
    for start in range(0, len(data), size):
        scanner.feed(data[start : start + size])
    return scanner, scanner.close()


def test_error_cells_are_found_with_their_text_also_across_pieces() -> None:
    rows = "".join(
        (
            f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}" s="1" '
            f't="e"><f>VLOOKUP(A{n},Z:Z,1)</f><v>#N/A</v></c></row>'
        )
        for n in range(1, 60)
    )
    for size in (7, 64, 4096):
        _, scan = quick(sheet_xml(rows), size)
        assert list(scan.error_rows) == list(range(1, 60))
        assert set(scan.error_columns) == {2}
        assert set(scan.error_texts) == {"#N/A"}


def test_a_wrong_number_of_a_shared_text_is_found_also_across_pieces() -> None:
    cells = (
        '<c r="A{0}" t="s"><v>{0}</v></c><c r="B{0}" s="1" t="s"><v>{0}</v></c><c r="C{0}" t="s"/><c '
        'r="D{0}" t="s"><v></v></c>'
    )
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, 60))
    for size in (7, 64, 4096):
        assert quick(sheet_xml(rows), size)[1].cells == 4 * 59
        with pytest.raises(SheetScanError):
            quick(sheet_xml(rows.replace("<v>59</v></c><c r=", "<v>-59</v></c><c r=")), size)


def test_a_text_that_looks_like_cells_costs_no_more_than_another() -> None:
    def seconds(text: str) -> float:
        data = sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
        began = time.process_time()
        assert quick(data)[1].cells == 1
        return time.process_time() - began

    # Looking back for a tag from each of these takes seven seconds.
    assert seconds(' t="s">' * 500_000) < 20 * seconds(' t="x">' * 500_000) + 0.5


def test_hidden_rows_are_counted() -> None:
    rows = (
        '<row r="1"/><row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="9" spans="1:2" hidden="true" '
        'ht="0"/>'
    )
    _, scan = quick(b'<worksheet><cols><col min="3" max="3" hidden="1"/></cols>' + sheet_xml(rows))
    assert list(scan.hidden_rows) == [2, 9]


def test_cells_without_references_are_counted_one_by_one() -> None:
    data = sheet_xml(
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row r="5" hidden="1"><c/><c><v>1</v></c></row>'
    )
    scanner, _ = quick(data)
    assert scanner.needs_full_scan
    full = FullScan()
    full.feed(data)
    scan = full.close()
    assert (scan.last_row, scan.last_column, scan.cells) == (5, 2, 4)
    assert (list(scan.error_rows), list(scan.error_columns), scan.error_texts) == ([1], [2], ["#REF!"])
    assert list(scan.hidden_rows) == [5]


def test_a_cell_that_never_ends_is_refused() -> None:
    scanner = QuickScan()
    scanner.feed(b'<c r="A1" t="' + b"x" * 3_000_000)
    with pytest.raises(SheetScanError):
        scanner.feed(b"x" * 3_000_000)


@pytest.mark.parametrize("size", [5, 33, 1 << 20])
def test_exact_bounds(size: int) -> None:
    data = sheet_xml('<c r="AB12"><v>1</v></c><c r="C400001" t="s"><v>1</v></c><c r="ZZ9" s="1"/>')
    exact = ExactScan(SheetScan())
    for start in range(0, len(data), size):
        exact.feed(data[start : start + size])
    assert (exact.close().last_row, exact.close().last_column) == (400_001, 28)
