"""Lines from a csv of any size: the cells stay the text that they are, and rows count as in Excel.

It is read as ``sources.delimited`` reads a csv that fits a sheet, but a block at a time."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import open_regular
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parts import BLOCK, LinePart, Unchanged
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import find_header_row
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.sheet_grid import column_letters
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.delimited import MARKS, SAMPLE_LENGTH, SEPARATOR, delimiter_of, first_records
from klantwaarde_xl.sources.other_formats import named_format

_PIECE = 4 * 1024**2
_WIDER = 4
"""So many fields more than headers a line may have before the file itself is refused."""
_MOST_LETTERS = 512 * 1024**2
"""More characters than this in one block mean a quote that is never closed."""
_TOO_WIDE = re.compile(r"Expected \d+ fields in line (\d+), saw (\d+)")
_MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file is written: encoding, delimiter, lines before the first row, and the row of the headers."""

    encoding: str
    delimiter: str
    skipped: int
    header_row: int
    headers: tuple[str, ...]


def text_parts(source: LineSource) -> Iterator[LinePart]:
    """Yield the lines of a csv as one part.

    Delimiter and encoding are found as for a csv that fits a sheet, when the source does not tell them. A
    line with more fields than the headers is left out, with a finding. Raises KW-001, KW-006, KW-015 for what
    is no readable text, KW-017 when the file changed while it was read."""
    path = source.folder / source.path
    before = Unchanged.now(path)
    layout = layout_of(path, source)
    part = LinePart(path.name, layout.headers, iter(()), layout.header_row)
    part.blocks = _blocks(path, layout, part, before)
    yield part


def layout_of(path: Path, source: LineSource) -> _Layout:
    """Return how a csv is written; reads it once to see whether it is UTF-8, and never keeps it."""
    try:
        with open_regular(path) as stream:
            start = stream.read(SAMPLE_LENGTH)
            encoding = source.encoding or _encoding(path, start, stream)
    except FileNotFoundError:
        raise errors.NO_SUCH_FILE.error(path=path.name) from None
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None
    if (other := named_format(start[:512])) is not None:
        raise other.error(path=path.name)
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(start)
    except (UnicodeError, LookupError):
        raise _unreadable(path, "de tekencodering is onbekend") from None
    mark = SEPARATOR.match(text)
    begin = mark.end() if mark else 0
    delimiter = source.delimiter or (mark[1] if mark else "") or delimiter_of(text, begin, [InvoiceLine])
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a quote that never ends; what stands before it tells the headers
        rows.extend(first_records(text, begin, delimiter))
    found = find_header_row(rows, [InvoiceLine])
    at = found.row if found else next((at for at, row in enumerate(rows) if any(row)), None)
    if at is None:
        raise errors.EMPTY_TABLE.error(sheet=path.name)
    headers = tuple(" ".join(header.split()) for header in rows[at])
    return _Layout(encoding, delimiter, int(mark is not None), at + 1, headers)


def _encoding(path: Path, start: bytes, stream: io.BufferedReader) -> str:
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    if marked:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    piece, name = start, "utf-8"
    while True:
        if b"\0" in piece:
            raise _unreadable(path, "het bevat nulbytes")
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            return "cp1252"
        if not piece:
            return name
        piece = stream.read(_PIECE)


class _Counted(io.TextIOWrapper):
    """A text file that counts the characters of the block at hand, for a quote that is never closed."""

    letters = 0

    def read(self, size: int | None = -1, /) -> str:
        """Return the next characters; raises _TooLongError when one block has more than can be meant."""
        text = super().read(size)
        self.letters += len(text)
        if self.letters > _MOST_LETTERS:
            raise _TooLongError
        return text


class _TooLongError(Exception):
    """One block of lines is longer than can be meant."""


def _blocks(path: Path, layout: _Layout, part: LinePart, before: Unchanged) -> Iterator[Sequence[RawColumn]]:
    row, longer = layout.header_row + 1, 0
    with _Counted(path.open("rb"), encoding=layout.encoding, newline="") as stream:
        with _of_pandas(before, layout):
            frames = _frames(stream, layout)
        while True:
            stream.letters = 0
            with _of_pandas(before, layout):
                frame = next(frames, None)
            if frame is None:
                break
            cells = [frame.iloc[:, at].to_numpy(object, copy=True) for at in range(frame.shape[1])]
            block, told = _columns(cells, layout, row, part.name)
            part.findings += told[: max(_MOST_FINDINGS - longer, 0)]
            row, longer = row + len(frame), longer + len(told)
            yield block
    if longer > _MOST_FINDINGS:
        part.findings.append(replace(part.findings[-1], count=longer - _MOST_FINDINGS))
    before.confirm()


def _frames(stream: io.TextIOWrapper, layout: _Layout) -> Iterator[pd.DataFrame]:
    with suppress(pd.errors.EmptyDataError):  # there is no line below the headers
        return pd.read_csv(
            stream,
            sep=layout.delimiter,
            header=None,
            names=range(len(layout.headers) + _WIDER),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            skiprows=layout.skipped + layout.header_row,
            chunksize=BLOCK,
            low_memory=False,
        )
    return iter(())


@contextmanager
def _of_pandas(before: Unchanged, layout: _Layout) -> Iterator[None]:
    """Turn what pandas raises while it reads into an error of ours."""
    path = before.path
    try:
        with warnings.catch_warnings():
            # It only warns of fields that it drops when all lines of a block have too many.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            yield
    except (pd.errors.ParserError, pd.errors.ParserWarning) as fault:
        before.confirm()
        raise _refused(path, fault, layout) from None
    except _TooLongError:
        raise _unreadable(path, "een aanhalingsteken is niet gesloten") from None
    except UnicodeError:
        before.confirm()
        raise _unreadable(path, "de tekencodering is een andere dan die aan het begin") from None
    except OSError as fault:
        raise errors.CANNOT_READ.error(path=path.name, reason=errors.reason_of(fault)) from None


def _columns(
    cells: list[np.ndarray], layout: _Layout, row: int, name: str
) -> tuple[list[RawColumn], list[Finding]]:
    """Return the columns below the headers, and a finding per line of more fields; such a line is blanked."""
    width = len(layout.headers)
    fields = np.full(len(cells[0]), width)
    for place in range(width, width + _WIDER):
        fields[cells[place] != ""] = place + 1
    longer = np.flatnonzero(fields > width)
    for column in cells[:width]:
        column[longer] = ""
    told = [_longer(layout, row + at, int(fields[at]), name) for at in longer.tolist()]
    return [RawColumn.from_text(column) for column in cells[:width]], told


def _longer(layout: _Layout, row: int, fields: int, name: str) -> Finding:
    address = f"{name}!{column_letters(len(layout.headers) + 1)}{row}"
    return Finding.of(
        errors.LONGER_THAN_HEADERS,
        address,
        row=row,
        fields=fields,
        path=name,
        headers=len(layout.headers),
        delimiter=layout.delimiter,
    )


def _refused(path: Path, fault: Exception, layout: _Layout) -> errors.KlantwaardeError:
    """Return what is wrong with lines that pandas cannot read, or with a block of which all are too long."""
    first = layout.header_row + 1
    found = _TOO_WIDE.search(str(fault))
    row, fields = (int(found[1]) - layout.skipped, int(found[2])) if found else (first, 0)
    if found or isinstance(fault, pd.errors.ParserWarning):
        fields = fields or len(layout.headers) + _WIDER + 1
        names = {"headers": len(layout.headers), "delimiter": layout.delimiter}
        return errors.LONGER_THAN_HEADERS.error(row=row, fields=fields, path=path.name, **names)
    return _unreadable(path, "een veld is te lang, of een aanhalingsteken is niet gesloten")


def _unreadable(path: Path, reason: str) -> errors.KlantwaardeError:
    return errors.UNREADABLE_TEXT.error(path=path.name, reason=reason)
