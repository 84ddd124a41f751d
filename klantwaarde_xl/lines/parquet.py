"""Lines from Parquet: one file, a folder of files, or a pattern such as ``regels/*.parquet``."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from klantwaarde_xl import errors
from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.lines.arrow import raw_column
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parts import BLOCK, LinePart, Unchanged
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_column import RawColumn

FIRST_ROW = b"klantwaarde_xl.header_row"
"""Key of a file that was made from a csv: the row of the headers there, so that rows keep their numbers."""


def parquet_parts(source: LineSource) -> Iterator[LinePart]:
    """Yield a part per file, in the order of their names; the row of the headers counts, as in a csv.

    Raises KW-062 without any file, KW-063 for one that is no Parquet or is damaged, and KW-017 when one
    changed while it was read."""
    for path in files_of(source):
        yield _part(path)


def files_of(source: LineSource) -> list[Path]:
    """Return the files that the path of a source means, sorted; raises KW-062 when there is none.

    Files in a folder whose name begins with a dot or an underscore are notes of the program that wrote them.
    """
    place = source.folder / source.path
    if place.is_dir():
        found = [path for path in place.rglob("*.parquet") if not path.name.startswith((".", "_"))]
        found = [path for path in found if not path.is_dir()]
    elif place.exists() or not glob.has_magic(source.path):
        found = [place]
    else:
        found = [path for path in _matching(source) if path.is_file()]
    if not found:
        raise errors.NO_LINE_FILES.error(pattern=source.path)
    return sorted(found)


def _matching(source: LineSource) -> list[Path]:
    """Return what a pattern means, without names that begin with a dot when it does not ask for them.

    Below ``**`` no link to a folder is followed: it may lead in circles.
    """
    pattern = Path(source.path)
    folder = Path(pattern.anchor) if pattern.is_absolute() else source.folder
    try:
        found = list(folder.glob(str(pattern.relative_to(pattern.anchor))))
    except ValueError:  # such as ** beside letters
        return []
    return [path for path in found if pattern.name.startswith(".") or not path.name.startswith(".")]


def _part(path: Path) -> LinePart:
    before = Unchanged.now(path)
    file = _opened(path, before)
    metadata = file.schema_arrow.metadata or {}
    row = metadata.get(FIRST_ROW, b"1").decode("ascii", "replace")
    part = LinePart(path.name, tuple(file.schema_arrow.names), iter(()), int(row) if row.isdigit() else 1)
    part.blocks = _blocks(file, before, part)
    return part


def _opened(path: Path, before: Unchanged) -> Any:
    pa, parquet = needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")
    try:
        return parquet.ParquetFile(path)
    except (OSError, pa.ArrowException):
        before.confirm()
        raise _damaged(path) from None


def _damaged(path: Path) -> errors.KlantwaardeError:
    reason = "het bestand is beschadigd, onvolledig of iets anders"
    return errors.UNREADABLE_LINES.error(path=path.name, kind="Parquet", reason=reason)


def _blocks(file: Any, before: Unchanged, part: LinePart) -> Iterator[Sequence[RawColumn]]:
    pa = needed("pyarrow", "Parquet")
    with file:
        try:
            for batch in file.iter_batches(BLOCK):
                yield columns_of(batch, part)
        except (OSError, pa.ArrowException):
            before.confirm()
            raise _damaged(before.path) from None
    before.confirm()


def columns_of(batch: Any, part: LinePart) -> list[RawColumn]:
    """Return the columns of a batch of Arrow; of one without single values blanks, and a finding, once."""
    columns = []
    for header, array in zip(part.headers, batch.columns, strict=True):
        column = raw_column(array)
        if column is None:
            column = RawColumn.blank_column(len(array))
            kind = str(array.type).partition("<")[0]
            found = Finding.of(
                errors.NESTED_COLUMN, f"{part.name}: {header}", header, column=header, kind=kind
            )
            if found not in part.findings:
                part.findings.append(found)
        columns.append(column)
    return columns
