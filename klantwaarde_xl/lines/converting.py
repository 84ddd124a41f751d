"""A csv that fits no sheet as Parquet beside the workbook, with the description that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.files.safe_file import replace_together
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parquet import FIRST_ROW
from klantwaarde_xl.lines.reading import renamed
from klantwaarde_xl.lines.text import text_parts
from klantwaarde_xl.model.checking import refuse_headers
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine


@dataclass(frozen=True, slots=True)
class Converted:
    """What was made of a csv: the Parquet file, its description, how many rows, and what there is to say."""

    parquet: Path
    description: Path
    rows: int
    findings: tuple[Finding, ...]


def convert(
    path: Path, folder: Path, columns: Mapping[str, str] | None = None, encoding: str = ""
) -> Converted:
    """Write a csv of any size as Parquet into a folder, a block at a time, with a toml that describes it.

    Cells stay the text that they are and rows keep their numbers, so that checking finds what it would find
    in the csv. ``columns``: header by field. Both files come whole or not at all. A Parquet file that this
    made before is replaced; any other stays, with KW-009. Raises what reading the csv raises, KW-103 for a
    required field without a column, and KW-061 without the library that writes Parquet."""
    arrow, parquet = needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")
    source = LineSource(path.name, path.parent, "csv", path.name, columns=columns, encoding=encoding)
    part = next(text_parts(source))
    headers = renamed(part.headers, source)
    refuse_headers(RawTable(path.name, headers, (), np.empty(0)), match_headers(headers, InvoiceLine))
    target, description = folder / f"{path.stem}.parquet", folder / f"{path.stem}.toml"
    for place in (target, description):
        _refuse_others(place)
    schema = arrow.schema(
        [(header, arrow.dictionary(arrow.int32(), arrow.string())) for header in part.headers],
        metadata={FIRST_ROW: str(part.header_row)},
    )
    rows = 0
    with replace_together([target, description]) as (unfinished, text):
        with parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for block in part.blocks:
                writer.write_batch(arrow.record_batch([_array(column) for column in block], schema))
                rows += len(block[0])
        text.write_text(_description(target.name, columns), encoding="utf-8")
    return Converted(target, description, rows, tuple(part.findings))


def _array(column: RawColumn) -> Any:
    arrow = needed("pyarrow", "Parquet")
    codes = arrow.array(column.code, mask=column.code < 0)
    return arrow.DictionaryArray.from_arrays(codes, arrow.array(column.texts, arrow.string()))


_MADE_BY = "# Gemaakt door: klantwaarde importeer --buiten\n"


def _refuse_others(place: Path) -> None:
    """Raise KW-009 for a file that this did not make."""
    if not place.exists():
        return
    if place.suffix == ".toml":
        ours = place.is_file() and place.read_bytes().startswith(_MADE_BY.encode())
    else:
        ours = FIRST_ROW in _metadata(place)
    if not ours:
        raise errors.EXISTS_ALREADY.error(path=place.name)


def _metadata(place: Path) -> Mapping[bytes, bytes]:
    arrow, parquet = needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")
    try:
        found: Mapping[bytes, bytes] = parquet.read_schema(place).metadata or {}
    except (OSError, arrow.ArrowException):
        return {}
    return found


def _description(name: str, columns: Mapping[str, str] | None) -> str:
    lines = [f'{_MADE_BY}[regels]\nsoort = "parquet"\npad = {_quoted(name)}\n']
    if columns:
        lines.append("\n[kolommen]\n")
        lines += [f"{_quoted(field)} = {_quoted(header)}\n" for field, header in columns.items()]
    return "".join(lines)


def _quoted(text: str) -> str:
    """Return a text as toml has it.

    >>> _quoted('12" pijp')
    '"12\\\\" pijp"'
    """
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < ord(" ") else sign for sign in plain) + '"'
