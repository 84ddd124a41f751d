"""Reads a delimited text file (.csv, .txt, .tsv): every cell stays the text that it is.

What a number or a date means is decided later, per column; a reader that guesses turns '00123' into 123 and
'2024.001' into 2024001. Rows are counted as Excel shows them when it opens the file: blank lines count, a
line break within quotes does not start a row, and a first line ``sep=;`` is not a row."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.grouped_rows import below_headings
from klantwaarde_xl.model.headers import find_header_row
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import PART, RawTable, SourceFile
from klantwaarde_xl.model.sheet_grid import LAST_COLUMN
from klantwaarde_xl.model.split_dates import with_dates
from klantwaarde_xl.model.tables import BY_HEADERS
from klantwaarde_xl.sources.counted_lines import refuse_many_lines
from klantwaarde_xl.sources.cutting import Cut, Grid
from klantwaarde_xl.sources.odd_lines import delimiters_said, longer_rows, other_delimiter, with_one_delimiter
from klantwaarde_xl.sources.other_formats import named_format
from klantwaarde_xl.sources.sheet_tables import cut_sheet

DELIMITERS = (";", ",", "\t", "|")
MOST_BYTES = 1024**3
MOST_CELLS = 128_000_000
BLOCK = 8_192
MOST_LINE_BYTES = 16 * 1024**2
"""A stretch of so many bytes without a line break is refused before more is read."""
_SAMPLE, SAMPLE_LENGTH = 200, 2_000_000
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class DelimitedContents:
    """One text file: its table, the model its headers fit best (None: none), and how it was read.

    ``left_out`` is the number of lines that are not in the table because they have more fields than the
    header line."""

    table: RawTable
    model: type[TableModel] | None
    findings: tuple[Finding, ...]
    delimiter: str
    encoding: str
    left_out: int = 0


def read_delimited(
    path: str | Path,
    models: Sequence[type[TableModel]] = BY_HEADERS,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> DelimitedContents:
    """Return the table of a delimited text file; cells are text or blank.

    ``models`` are the tables it may be; with one model the file is that table whatever its headers.
    ``delimiter`` and ``encoding`` are found when not given: the delimiter of ``; , tab |`` under which most
    headers are known, then by which the lines agree most; the encoding by its mark, else UTF-8 when the bytes
    are that, else cp1252 (Windows).

    A line with more fields than the header line is left out, with a finding (LONGER_THAN_HEADERS): a
    delimiter within a field that is not quoted, such as a decimal comma between commas, moved its values.
    When all lines are such, that is the error.

    Raises NO_SUCH_FILE, CANNOT_READ, TOO_LARGE_INFLATED (over 1 GB), EMPTY_TABLE without any cell, and
    UNREADABLE_TEXT for zero bytes, fields over 131,072 characters, lines over 16 MB, a quote that is never
    closed and more columns than Excel has."""
    path = Path(path)
    data = _bytes(path)
    if (other := named_format(data[:512])) is not None:
        raise other.error(path=path.name)
    text, found_encoding = _decode(path, data, encoding)
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest())
    del data
    start = 0
    if first := SEPARATOR.match(text):
        start, delimiter = first.end(), delimiter or first[1]
    try:
        delimiter = delimiter or delimiter_of(text, start, models)
        grid, cut = _cut(path, text, start, delimiter, models, source)
        if mark := other_delimiter(cut.table, [one for one in DELIMITERS if one != delimiter]):
            width = sum(map(bool, cut.table.headers))
            text, read, unread = with_one_delimiter(text, start, delimiter, mark, width)
            grid, cut = _cut(path, text, start, delimiter, models, source) if read else (grid, cut)
            said = tuple(delimiters_said(path, (delimiter, mark), read, unread, rows=len(cut.table)))
            cut = replace(cut, findings=(*said, *cut.findings))
    except csv.Error:
        raise errors.UNREADABLE_TEXT.error(
            path=path.name,
            reason="een veld is langer dan 131.072 tekens, of een aanhalingsteken is niet gesloten",
        ) from None
    widths, fields = _fields(text, start, delimiter, cut, grid)
    longer = np.flatnonzero(fields > widths)
    if not len(longer) or (cut.model is None and len(longer) == len(cut.table)):
        return _dated(DelimitedContents(cut.table, cut.model, cut.findings, delimiter, found_encoding))
    findings = longer_rows(path, cut.table, delimiter, widths, fields)
    kept = np.setdiff1d(np.arange(len(grid)), cut.table.rows[longer] % PART - 1)
    fitting = tuple(column.take(kept) for column in grid.columns[: int(widths.max())])
    rest = cut_sheet(Grid(path.name, fitting, row_numbers=kept + 1, source=source), models) or cut
    return _dated(
        DelimitedContents(
            rest.table, rest.model, (*rest.findings, *findings), delimiter, found_encoding, len(longer)
        )
    )


def _cut(
    path: Path, text: str, start: int, delimiter: str, models: Sequence[type[TableModel]], source: SourceFile
) -> tuple[Grid, Cut]:
    grid = Grid(path.name, _columns(path, text, start, delimiter), source=source)
    cut = cut_sheet(grid, models)
    if cut is None:
        raise errors.EMPTY_TABLE.error(sheet=path.name)
    return grid, cut


def _dated(contents: DelimitedContents) -> DelimitedContents:
    """Return the contents with the customers of headings, and the dates that columns tell in pieces."""
    table, grouped = below_headings(contents.table)
    table, remarks = with_dates(table)
    return replace(contents, table=table, findings=(*contents.findings, *grouped, *remarks))


def _fields(text: str, start: int, delimiter: str, cut: Cut, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return per row of the table how many fields its header line has, and how many it has itself.

    The last filled one counts. Further tables below have a header line of their own.
    """
    table = cut.table
    heads = [part.header_row for part in table.parts] or [table.header_row]
    top = list(islice(_records(text[start : start + SAMPLE_LENGTH], 0, delimiter), max(heads)))
    widths = np.array([len(top[head - 1]) if head <= len(top) else len(grid.columns) for head in heads])
    of_row = widths[table.rows // PART]
    fields = np.zeros(len(table), np.int64)
    for position in range(int(widths.min()), len(grid.columns)):
        fields[~grid.columns[position].blank()[table.rows % PART - 1]] = position + 1
    return of_row, fields


def _bytes(path: Path) -> bytes:
    try:
        with open_regular(path) as stream:
            refuse_many_lines(path, stream, MOST_BYTES)
            if stream.seek(0, 2) > MOST_BYTES:
                raise errors.TOO_LARGE_INFLATED.error(path=path.name, limit=MOST_BYTES // 1024**3)
            stream.seek(0)
            return b"".join(_blocks(path, stream))
    except FileNotFoundError:
        raise errors.NO_SUCH_FILE.error(path=path.name) from None
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None


def _blocks(path: Path, stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(MOST_LINE_BYTES):
        if len(block) == MOST_LINE_BYTES and b"\n" not in block and b"\r" not in block:
            raise errors.UNREADABLE_TEXT.error(
                path=path.name,
                reason=f"een regel is langer dan {MOST_LINE_BYTES // 1024**2} MB, of het is geen tekst",
            )
        yield block


def _decode(path: Path, data: bytes, encoding: str | None) -> tuple[str, str]:
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    tried = [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]
    for name in tried:
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if "\0" in text:
            raise errors.UNREADABLE_TEXT.error(path=path.name, reason="het bevat nulbytes")
        return text, name
    raise errors.UNREADABLE_TEXT.error(path=path.name, reason="de tekencodering is onbekend")


def _records(text: str, start: int, delimiter: str) -> Iterator[list[str]]:
    stream = io.StringIO(text, newline="")
    stream.seek(start)
    return csv.reader(stream, delimiter=delimiter)


def first_records(text: str, start: int, delimiter: str) -> Iterator[list[str]]:
    """Return the first rows of a text, from a position on, as their fields."""
    return islice(_records(text[start : start + SAMPLE_LENGTH], 0, delimiter), _SAMPLE)


def delimiter_of(text: str, start: int, models: Sequence[type[TableModel]]) -> str:
    """Return the delimiter with which the first lines make most sense, of :data:`DELIMITERS`."""
    best = (-1, -1)
    chosen = DELIMITERS[0]
    for candidate in DELIMITERS:
        rows: list[list[str]] = []
        # A quote that never ends may be the delimiter's fault or the file's: what stands before it decides.
        with suppress(csv.Error):
            rows.extend(first_records(text, start, candidate))
        header = find_header_row(rows, models)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        agreed = max((width * count for width, count in widths.items()), default=0)
        score = (header.matched if header else 0, agreed)
        if score > best:
            best, chosen = score, candidate
    return chosen


def _columns(path: Path, text: str, start: int, delimiter: str) -> tuple[RawColumn, ...]:
    """Return every column: by pandas in C, or the slower way when lines are longer than the first ones."""
    widest = max((len(row) for row in first_records(text, start, delimiter)), default=0)
    if not widest:
        return ()
    _check_size(path, widest, text.count("\n", start))
    try:
        frame = pd.read_csv(
            # As bytes: a StringIO takes four bytes for every character.
            io.BytesIO(text[start:].encode()),
            sep=delimiter,
            header=None,
            names=range(widest),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return _columns_of_any_width(path, text, start, delimiter)
    return tuple(_column(frame.pop(position)) for position in frame.columns.tolist())


def _check_size(path: Path, columns: int, rows: int) -> None:
    if columns > LAST_COLUMN:
        raise errors.UNREADABLE_TEXT.error(
            path=path.name, reason="het heeft meer kolommen dan een Excel-blad"
        )
    if rows * columns > MOST_CELLS:
        raise errors.UNREADABLE_TEXT.error(
            path=path.name, reason=f"het heeft meer dan {MOST_CELLS // 10**6} miljoen cellen"
        )


def _column(cells: pd.Series) -> RawColumn:
    # In order of appearance: sorting the texts, as a categorical does, takes as long as reading them.
    column = RawColumn.from_text(cells.to_numpy())
    if max(map(len, column.texts), default=0) > csv.field_size_limit():
        raise csv.Error("field larger than field limit")
    return column


def _columns_of_any_width(path: Path, text: str, start: int, delimiter: str) -> tuple[RawColumn, ...]:
    parts: list[list[RawColumn]] = []
    lengths: list[int] = []
    last: list[str] = []
    records = _records(text, start, delimiter)
    while block := list(islice(records, BLOCK)):
        last = block[-1]
        turned = list(zip_longest(*block, fillvalue=""))
        _check_size(path, len(turned), sum(lengths) + len(block))
        parts += [
            [RawColumn.from_values((None,) * n) for n in lengths] for _ in range(len(turned) - len(parts))
        ]
        for position, column in enumerate(parts):
            values = turned[position] if position < len(turned) else (None,) * len(block)
            column.append(RawColumn.from_values(values))
        lengths.append(len(block))
    if any("\n" in cell for cell in last) and text.count('"', start) % 2:
        raise errors.UNREADABLE_TEXT.error(path=path.name, reason="een aanhalingsteken is niet gesloten")
    return tuple(RawColumn.concat(column) for column in parts)
