"""The lines of a source as a lazy frame that an engine adds up: nothing is read before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.files.extras import needed
from klantwaarde_xl.files.safe_file import scratch_folder
from klantwaarde_xl.lines.databases import DUCKDB_REASONS, asked, keep_apart, postgres_parts
from klantwaarde_xl.lines.description import LineSource
from klantwaarde_xl.lines.parquet import files_of
from klantwaarde_xl.lines.parts import LinePart, Unchanged
from klantwaarde_xl.lines.reading import renamed
from klantwaarde_xl.lines.text import text_parts
from klantwaarde_xl.model.checking import refuse_headers
from klantwaarde_xl.model.currencies import currency_code
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import InvoiceLine

_WHAT = "optellen bij de bron"
_DAY, _AMOUNT, _TEXT = "een datum", "een getal", "een tekst of een geheel getal"
KIND = {
    "date": _DAY,
    **dict.fromkeys(("revenue", "cost", "margin"), _AMOUNT),
    **dict.fromkeys(("customer_id", "product_id", "invoice_id", "currency"), _TEXT),
}
"""What a column must be for an engine to add it up, by field; other columns are left alone."""
_MEMORY = "2GB"
_UNKNOWN = "het is beschadigd, onvolledig of iets anders, of de map voor tijdelijke bestanden is vol"


@contextmanager
def lazy_lines(source: LineSource) -> Iterator[Any]:
    """Give the lines of a source as :func:`~klantwaarde_xl.lines.adding_up.add_up` wants them.

    Parquet and DuckDB are read by DuckDB, within 2 GB of memory and beyond that a temporary folder; lines of
    PostgreSQL come to a temporary file first. Raises KW-071 for a column that is not what KIND says, such as
    amounts that are text, and what the readers of :mod:`~klantwaarde_xl.lines.reading` raise."""
    for module in ("narwhals", "duckdb", "pyarrow"):
        needed(module, _WHAT)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch_folder())
        yield _OPEN[source.kind](source, folder, stack)


def _of_files(source: LineSource, folder: Path, stack: ExitStack) -> Any:
    states = [Unchanged.now(path) for path in files_of(source)]
    stack.enter_context(_watched(states, source.path, "Parquet"))
    connection = _connected(":memory:", folder, stack)
    names = [str(state.path) for state in states]
    headers = [connection.read_parquet(name, hive_partitioning=False).columns for name in names]
    for state, found in zip(states, headers, strict=True):
        if sorted(found) != sorted(headers[0]):
            difference = ", ".join(f"'{name}'" for name in sorted({*found} ^ {*headers[0]})[:10])
            first = states[0].path.name
            raise errors.OTHER_COLUMNS.error(path=state.path.name, first=first, difference=difference)
    return typed(connection.read_parquet(names, union_by_name=True, hive_partitioning=False), source)


def _of_database(source: LineSource, folder: Path, stack: ExitStack) -> Any:
    state = Unchanged.now(source.folder / source.path)
    stack.enter_context(_watched([state], source.path, "DuckDB"))
    connection = _connected(str(state.path), folder, stack, read_only=True)
    keep_apart(connection)
    return typed(asked(connection, source), source)


def _of_parts(read: Callable[[LineSource], Iterator[LinePart]]) -> Callable[..., Any]:
    def opened(source: LineSource, folder: Path, stack: ExitStack) -> Any:
        place = folder / "regels.parquet"
        _spill(read(source), source, place)
        stack.enter_context(_watched([Unchanged.now(place)], source.name, source.kind))
        return typed(_connected(":memory:", folder, stack).read_parquet(str(place)), source)

    return opened


_OPEN: dict[str, Callable[[LineSource, Path, ExitStack], Any]] = {
    "parquet": _of_files,
    "duckdb": _of_database,
    "postgres": _of_parts(postgres_parts),
    "csv": _of_parts(text_parts),
}


@contextmanager
def _watched(states: Sequence[Unchanged], name: str, kind: str) -> Iterator[None]:
    """Turn what DuckDB raises into KW-063, and a file that is another one by now into KW-017."""
    faults = (needed("duckdb", _WHAT).Error, needed("pyarrow", _WHAT).ArrowException, OSError)
    try:
        yield
    except faults as fault:
        for state in states:
            state.confirm()
        reason = DUCKDB_REASONS.get(type(fault).__name__, _UNKNOWN)
        raise errors.UNREADABLE_LINES.error(path=name, kind=kind, reason=reason) from None
    for state in states:
        state.confirm()


def _connected(place: str, folder: Path, stack: ExitStack, *, read_only: bool = False) -> Any:
    config = {
        "memory_limit": _MEMORY,
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
    }
    found = stack.enter_context(needed("duckdb", _WHAT).connect(place, read_only=read_only, config=config))
    found.execute("set enable_progress_bar = false")
    return found


def typed(rows: Any, source: LineSource) -> Any:
    """Return rows of any engine that Narwhals knows as a lazy frame with the fields of an invoice line.

    Headers are matched as on a sheet. A field without a column is null."""
    nw = needed("narwhals", _WHAT)
    frame = nw.from_native(rows).lazy()
    schema = frame.collect_schema()
    own = tuple(schema.names())
    found = _fields(own, source)
    columns = {}
    for field, kind in KIND.items():
        if field not in found:
            dtype = {_DAY: nw.Date, _AMOUNT: nw.Float64}.get(kind, nw.String)
            columns[field] = nw.lit(None).cast(dtype)
            continue
        header = own[found[field]]
        dtype = schema[header]
        if not _fits(dtype, kind):
            raise _other_kind(source, header, kind)
        column = nw.col(header)
        if kind == _TEXT:
            columns[field] = column.cast(nw.String).str.strip_chars()
        else:
            columns[field] = column.cast(nw.Date if kind == _DAY else nw.Float64)
    frame = frame.select(**columns)
    blanks = {name: nw.when(nw.col(name) != "").then(nw.col(name)) for name in ("product_id", "invoice_id")}
    frame = frame.with_columns(**blanks)
    return frame.with_columns(in_euro=_in_euro(frame, "currency" in found)).drop("currency")


def _in_euro(frame: Any, told: bool) -> Any:
    nw = needed("narwhals", _WHAT)
    if not told:
        return nw.lit(True)
    texts = frame.select("currency").unique().collect("pyarrow").to_native()["currency"].to_pylist()
    euro = [text for text in texts if text and currency_code(text) == "EUR"]
    return nw.col("currency").is_in([*euro, ""]).fill_null(True)


def _fields(own: Sequence[str], source: LineSource) -> dict[str, int]:
    headers = renamed(own, source)
    match = match_headers(headers, InvoiceLine)
    refuse_headers(RawTable(source.name, headers, (), np.empty(0)), match)
    return dict(match.fields)


def _fits(dtype: Any, kind: str) -> bool:
    nw = needed("narwhals", _WHAT)
    if kind == _DAY:
        return isinstance(dtype, nw.Date) or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    if kind == _AMOUNT:
        return bool(dtype.is_numeric())
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum) or bool(dtype.is_integer())


def _other_kind(source: LineSource, header: str, kind: str) -> errors.KlantwaardeError:
    return errors.NOT_TO_ADD_UP.error(column=header, path=source.name, kind=kind)


def _spill(parts: Iterator[LinePart], source: LineSource, place: Path) -> None:
    """Write the columns that count to a file, a block at a time."""
    pa, parquet = needed("pyarrow", _WHAT), needed("pyarrow.parquet", _WHAT)
    types = {_DAY: pa.date32(), _AMOUNT: pa.float64(), _TEXT: pa.string()}
    part = next(parts)
    found = {field: at for field, at in _fields(part.headers, source).items() if field in KIND}
    headers = [part.headers[at] for at in found.values()]
    schema = pa.schema([(name, types[KIND[field]]) for name, field in zip(headers, found, strict=True)])
    with parquet.ParquetWriter(place, schema) as writer:
        while True:
            for block in part.blocks:
                arrays = [_array(block[at], KIND[field], types) for field, at in found.items()]
                if None in arrays:
                    at = arrays.index(None)
                    raise _other_kind(source, headers[at], KIND[list(found)[at]])
                writer.write_batch(pa.record_batch(arrays, schema))
            if (part_or_none := next(parts, None)) is None:
                return
            part = part_or_none


def _array(column: RawColumn, kind: str, types: dict[str, Any]) -> Any:
    """Return the cells as an array of the kind, None when one of them is something else."""
    pa = needed("pyarrow", _WHAT)
    blank = column.blank()
    wanted = {_DAY: (Kind.DATE,), _AMOUNT: (Kind.NUMBER,), _TEXT: (Kind.TEXT, Kind.NUMBER)}[kind]
    if not (blank | np.isin(column.kind, wanted)).all():
        return None
    if kind == _DAY:
        days = np.floor(np.where(blank, 0.0, column.number)).astype(np.int32)
        return pa.array(days, mask=blank).cast(types[kind])
    if kind == _AMOUNT:
        return pa.array(column.number, types[kind], mask=blank)
    number = column.kind == Kind.NUMBER
    if (number & (column.number % 1 != 0)).any():
        return None
    texts = np.array([*column.texts, None], object)[column.code]
    texts[number] = [str(int(value)) for value in column.number[number]]
    return pa.array(texts, types[kind])
