"""The reader of each kind of source: from files to input tables, with what there is to say about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from klantwaarde_xl import errors
from klantwaarde_xl.files.regular_file import called
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.chosen_amounts import chosen_doubts
from klantwaarde_xl.imports.folder_tables import join_folder
from klantwaarde_xl.imports.header_meanings import match_export
from klantwaarde_xl.imports.kinds import text_files
from klantwaarde_xl.imports.mapped_table import MappedTable
from klantwaarde_xl.imports.mapping import map_export
from klantwaarde_xl.imports.periods_across import periods_across
from klantwaarde_xl.imports.remembered_columns import Layout, layout_of
from klantwaarde_xl.imports.table_kind import table_of
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.optional_tables import LedgerTotal
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE, Effort, InvoiceLine
from klantwaarde_xl.model.unused_columns import lost_turnover
from klantwaarde_xl.sources.audit_names import ENCRYPTED
from klantwaarde_xl.sources.delimited import read_delimited
from klantwaarde_xl.sources.joining import join_tables
from klantwaarde_xl.sources.ubl import UblBatch, read_ubl
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook
from klantwaarde_xl.sources.xaf import XafFile, read_xaf
from klantwaarde_xl.sources.xml_stream import look
from klantwaarde_xl.sources.zipped import ZippedFile, audit_files, open_file


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a reader made of one source.

    ``tables`` by name of the Excel table. ``detail``: what this kind of source tells beside its tables.
    ``left_out``: lines of the source that are in no table. ``chosen``: header by field of the columns that
    were chosen and not recognised, per layout. ``tells_parties``: the lines tell of customers and products,
    for which the source has no lists.
    """

    tables: Mapping[str, MappedTable]
    findings: tuple[Finding, ...]
    detail: XafFile | UblBatch | None = None
    left_out: int = 0
    chosen: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)
    tells_parties: bool = False


def read_audit_file(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return an audit file; several paths are the parts of one. Raises the errors of :func:`read_xaf`."""
    found = read_xaf(
        paths, revenue_accounts=choices.revenue_accounts, encoding=choices.encoding, rates=choices.rates
    )
    tables = {
        "tblTransacties": found.transactions,
        "tblKlanten": found.customers,
        "tblProducten": found.products,
        LedgerTotal.table: found.totals,
    }
    if choices.table == LedgerTotal.table:
        tables = {LedgerTotal.table: found.totals}
    return Reading(_as_mapped(tables), found.findings, found)


def audit_parts(
    path: Path, encoding: str | None
) -> tuple[Sequence[Path | ZippedFile], Sequence[Path | ZippedFile]]:
    """Return the audit files in one path, and which of them say that they are one part of more.

    Raises KW-006 for a damaged zip, NO_AUDIT_FILE for one without audit files, and what ``look`` raises.
    """
    files: Sequence[Path | ZippedFile] = audit_files(path) if path.suffix.lower() == ".zip" else [path]
    if not files:
        raise errors.NO_AUDIT_FILE.error(path=path.name)
    return files, [file for file in files if _is_part(file, encoding)]


def _is_part(path: Path | ZippedFile, encoding: str | None) -> bool:
    if path.suffix.lower() in ENCRYPTED:
        return False
    with open_file(path) as stream:
        return look(cast(BinaryIO, stream), path.name, encoding).part is not None


def read_invoices(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return e-invoices: files, folders or zips. Raises the errors of :func:`read_ubl`."""
    batch = read_ubl([_on_disk(path) for path in paths], rates=choices.rates, are_sales=choices.are_sales)
    tables = {
        "tblTransacties": batch.transactions,
        "tblKlanten": batch.customers,
        "tblProducten": batch.products,
    }
    filled = {name: table for name, table in tables.items() if len(table)}
    return Reading(_as_mapped(filled), batch.findings, batch)


def _as_mapped(tables: Mapping[str, RawTable]) -> dict[str, MappedTable]:
    return {name: MappedTable(raw, (), ()) for name, raw in tables.items()}


def read_text_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return a text export (.csv and the like), or a folder of them whose tables belong together.

    Raises what :func:`map_export` and the reader raise.
    """
    (path,) = map(_on_disk, paths)
    if path.is_dir():
        return _read_folder(path, choices)
    contents = read_delimited(path, encoding=choices.encoding)
    model = table_of(contents.table.headers, contents.model, choices.columns, choices.table)
    return _exported(path.name, {model.table: contents.table}, choices, contents.findings, contents.left_out)


def _read_folder(path: Path, choices: Choices) -> Reading:
    read = [read_delimited(file, encoding=choices.encoding) for file in text_files(path)]
    joined = join_folder(called(path), [contents.table for contents in read])
    if joined is None:
        raise errors.NOT_ONE_DATABASE.error(path=path.name)
    findings = (*(found for contents in read for found in contents.findings), *joined.findings)
    left_out = sum(contents.left_out for contents in read)
    return _exported(called(path), {InvoiceLine.table: joined.lines}, choices, findings, left_out)


def read_workbook_export(paths: Sequence[Path | ZippedFile], choices: Choices) -> Reading:
    """Return a workbook (.xlsx, .xlsm); raises what :func:`map_export` and its reader raise."""
    (path,) = paths
    book = read_workbook(_on_disk(path))
    if book.has_results and not book.tables and not book.others:
        raise errors.ONLY_RESULTS.error(path=path.name)
    raws: dict[str, RawTable] = {}
    for table, raw in book.tables.items():
        own = raw.table.lower() == table.lower() or raw.sheet.lower() == BY_TABLE[table].sheet.lower()
        model = BY_TABLE[table]
        if choices.table and len(book.tables) == 1:
            model = BY_TABLE[choices.table]
        elif not own:
            model = table_of(raw.headers, model, choices.columns)
        raws.setdefault(model.table, raw)
    return _exported(path.name, raws, choices, _with_others(book, raws, choices))


def _with_others(book: WorkbookContents, raws: dict[str, RawTable], choices: Choices) -> tuple[Finding, ...]:
    """Add the tables whose headers tell no kind to ``raws``, those with the same headers as one table.

    Returns the findings of the workbook without those about rows that are used after all.
    """
    alike: dict[tuple[str, frozenset[str]], list[RawTable]] = {}
    for raw in book.others:
        table = table_of(raw.headers, None, choices.columns, choices.table).table
        alike.setdefault((table, frozenset(map(normalise_header, raw.headers))), []).append(raw)
    unused: set[str] = set()
    joined: tuple[Finding, ...] = ()
    for (table, _), parts in alike.items():
        if table in raws:
            unused |= {raw.sheet for raw in parts}
            continue
        raws[table], remarks = join_tables(parts, BY_TABLE[table])
        joined = (*joined, *remarks)
    settled = [found for sheet in book.unless_used.keys() - unused for found in book.unless_used[sheet]]
    return (*(found for found in book.findings if found not in settled), *joined)


def _lost_amounts(raw: RawTable, name: str, chosen: Iterable[str]) -> Iterator[Finding]:
    """Give the columns of an export of hours that may be turnover, each with its finding."""
    fields = match_export(raw.headers, Effort).fields
    used = {*fields.values(), *(at for at, header in enumerate(raw.headers) if header in chosen)}
    free = [place for place in range(len(raw.headers)) if place not in used]
    for place, found in lost_turnover(raw, Effort, tuple(fields), free):
        header = raw.headers[place]
        yield Finding.of(errors.READ_AS_HOURS, found.cell, found.value, path=name, header=header)


def _on_disk(path: Path | ZippedFile) -> Path:
    """Return the path itself; only audit files are ever read inside a zip."""
    assert isinstance(path, Path)
    return path


def _exported(
    name: str,
    raws: Mapping[str, RawTable],
    choices: Choices,
    findings: tuple[Finding, ...],
    left_out: int = 0,
) -> Reading:
    """Return the tables of an export under the headers of the input tables."""
    raws = {table: raw for table, raw in raws.items() if len(raw)}
    if not raws:
        raise errors.EMPTY_EXPORT.error(path=name)
    mapped: dict[str, MappedTable] = {}
    chosen: dict[Layout, Mapping[str, str]] = {}
    for table, raw in raws.items():
        layout = layout_of(raw.headers)
        columns: dict[str, str] = {}
        if len(raws) == 1 or table == "tblTransacties":
            saved = choices.saved.get(layout, {})
            columns = {**saved, **choices.columns}
            if saved:
                words = ", ".join(f"{one}={header}" for one, header in saved.items())
                findings = (*findings, Finding.of(errors.CHOICES_REUSED, path=name, columns=words))
        mapped[table] = map_export(raw, BY_TABLE[table], columns, choices.revenue_accounts)
        if table == Effort.table and not choices.table:
            findings = (*findings, *_lost_amounts(raw, name, columns.values()))
        if "tblTransacties" not in raws:
            findings = (*findings, *periods_across(raw, name))
        findings = (*findings, *chosen_doubts(mapped[table].columns, list(columns.values()), name))
        if columns:
            headers = {normalise_header(header) for header in columns.values()}
            chosen[layout] = {
                use.field: use.header
                for use in mapped[table].columns
                if normalise_header(use.header) in headers and use.field
            }
    return Reading(mapped, findings, left_out=left_out, chosen=chosen, tells_parties=True)
