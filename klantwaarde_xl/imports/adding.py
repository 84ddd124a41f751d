"""Adding what was understood of sources to the input tables of a workbook, nothing twice.

A bad source does not stop the others.

A bad source does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.table_rows import TableChange, change_tables
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import Understanding, understand_all
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.declaration import ColumnKind, TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.sources.workbook_file import read_workbook

_COUNTED = ("tblTransacties", "tblInspanning")
"""Tables without a key, in which equal rows are counted."""
_CENTS = {ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.HOURS, ColumnKind.YES_NO}


@dataclass(frozen=True, slots=True, eq=False)
class ImportResult:
    """What an import did: what was understood, what was added, and what was not and why.

    ``added`` rows by Excel table; ``overlap`` rows that were there already, by source; ``repeated`` sources
    that were there already; ``failed`` name and error of each source that was refused.
    """

    understood: tuple[Understanding, ...]
    added: Mapping[str, int]
    overlap: Mapping[str, int]
    repeated: tuple[str, ...]
    failed: tuple[tuple[str, errors.KlantwaardeError], ...]
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """1 when a source was refused or lines were left out because of an error, else 0."""
        return int(
            bool(self.failed) or any(finding.severity is errors.Severity.ERROR for finding in self.findings)
        )


def import_into(
    workbook: Path,
    paths: Sequence[Path],
    choices: Choices | None = None,
    step: Callable[[str], None] = lambda _text: None,
) -> ImportResult:
    """Add sources to the input tables of an existing workbook: :func:`understand_all`, then :func:`add_to`."""
    contents = read_workbook(workbook)
    understood, failed = understand_all(paths, choices or Choices(), step)
    return _add(
        contents.tables,
        understood,
        failed,
        lambda changes: change_tables(workbook, changes, as_read=contents.source.sha256),
    )


def add_to_tables(
    tables: Mapping[str, RawTable],
    understood: Sequence[Understanding],
    failed: Sequence[tuple[str, errors.KlantwaardeError]] = (),
    write: Callable[[Sequence[TableChange]], None] | None = None,
) -> ImportResult:
    """Do as :func:`add_to` for tables that were read elsewhere.

    ``write`` puts the new rows there; None only looks.
    """
    return _add(tables, understood, failed, write)


def add_to(
    workbook: Path | None,
    understood: Sequence[Understanding],
    failed: Sequence[tuple[str, errors.KlantwaardeError]] = (),
    *,
    write: bool = True,
    target: Path | None = None,
) -> ImportResult:
    """Add what was understood to the input tables of an existing workbook; nothing else in it changes.

    A source whose hash already stands in Bron is skipped. Of lines that are equal in everything but Bron, as
    many are added as the source has more of them than the workbook: what overlaps is not added twice, and
    what truly repeats is not lost. Of customers and products only those are added that are not there.
    ``failed`` sources are named in the result. Without ``write`` the result tells what would be added; a
    workbook that is not there (None) then counts as empty. The changed workbook comes at ``target``, if
    given, where no file may be; ``workbook`` then stays as it is. Raises the errors of the workbook's reader
    and writer, and KW-017 when somebody else changed the workbook after it was read.
    """
    contents = read_workbook(workbook) if workbook is not None and (write or workbook.exists()) else None
    tables = {} if contents is None else contents.tables
    if workbook is None or contents is None or not write:
        return _add(tables, understood, failed, None)
    as_read = contents.source.sha256 if target is None else ""
    return _add(
        tables, understood, failed, lambda changes: change_tables(workbook, changes, target, as_read=as_read)
    )


def _add(
    tables: Mapping[str, RawTable],
    understood: Sequence[Understanding],
    failed: Sequence[tuple[str, errors.KlantwaardeError]],
    write: Callable[[Sequence[TableChange]], None] | None,
) -> ImportResult:
    target = _Target(tables)
    overlap: dict[str, int] = {}
    repeated: list[str] = []
    findings: list[Finding] = []
    # Lists of customers and products go first: what they know is more than the lines of an invoice tell.
    for one in sorted(understood, key=lambda source: "tblTransacties" in source.tables):
        findings += one.findings
        before = dict(target.overlap)
        if not target.add(one):
            repeated.append(one.name)
            findings.append(Finding.of(errors.ALREADY_IMPORTED, path=one.name))
        findings += target.kept(one.name)
        if count := sum(target.overlap.get(table, 0) - before.get(table, 0) for table in _COUNTED):
            overlap[one.name] = count
            findings.append(Finding.of(errors.OVERLAP, path=one.name, count=count))
    findings += target.nameless()
    changes = list(target.changes())
    if changes and write is not None:
        write(changes)
    findings += [_refused(name, problem) for name, problem in failed]
    added = {change.table: change.count for change in changes}
    return ImportResult(tuple(understood), added, overlap, tuple(repeated), tuple(failed), tuple(findings))


def _refused(name: str, problem: errors.KlantwaardeError) -> Finding:
    """Return what there is to say of a source that was refused: which one, why, and what to do about it."""
    reason = problem.message if name in problem.message else f"'{name}': {problem.message}"
    return Finding.of(errors.SOURCE_FAILED, code=problem.code, reason=reason, hint=problem.hint)


class _Target:
    """The workbook's tables as they are, and the rows that will come below them."""

    def __init__(self, tables: Mapping[str, RawTable]) -> None:
        self.tables = tables
        self.frames: dict[str, pd.DataFrame] = {}
        self.old: dict[str, int] = {}
        """How many rows of each frame stand in the workbook already; those below are new."""
        self.overlap: dict[str, int] = {}
        self.unfilled: list[tuple[str, int, list[str]]] = []
        for table, raw in tables.items():
            if len(raw):
                self.frames[table] = _comparable(raw, BY_TABLE[table])
                self.old[table] = len(self.frames[table])

    def add(self, one: Understanding) -> bool:
        """Take one source; False when all of it was there already by its hash."""
        lines = one.tables.get("tblTransacties")
        if lines is not None:
            labels = lines["source"].astype(str)
            known = self._labels()
            there = labels.str.rpartition("#")[2].isin(known) & labels.str.contains("#", regex=False)
            if there.all():
                return False
            self._append("tblTransacties", lines[~there.to_numpy()])
        for table, frame in one.tables.items():
            if table != "tblTransacties":
                self._append(table, frame)
        return True

    def _labels(self) -> set[str]:
        frame = self.frames.get("tblTransacties")
        return (
            set()
            if frame is None
            else {
                str(text).rpartition("#")[2] for text in frame["source"].dropna().unique() if "#" in str(text)
            }
        )

    def _append(self, table: str, frame: pd.DataFrame) -> None:
        model = BY_TABLE[table]
        there = self.frames.get(table)
        fields = list(model.key) or [column.field for column in model.columns() if column.field != "source"]
        keys = _keys(frame, fields, model)
        # The how-manieth equal row this is, counted from 0; as many as are there already stay out.
        nth = keys.groupby(keys).cumcount()
        known = pd.Series(dtype=int) if there is None else _keys(there, fields, model).value_counts()
        have = keys.map(known).fillna(0)
        fresh = (have == 0) & (nth == 0) if model.key else nth >= have
        new = frame[fresh.to_numpy()]
        if model.key and there is not None:
            old = there.iloc[: self.old.get(table, 0)]
            self._note_unfilled(model, frame, old, keys)
            self._fill(model, frame.set_axis(pd.Index(keys)))
        self.overlap[table] = self.overlap.get(table, 0) + len(frame) - len(new)
        if len(new):
            plain, there = _plain(new), self.frames.get(table)
            self.frames[table] = plain if there is None else pd.concat([there, plain], ignore_index=True)

    def _fill(self, model: type[TableModel], frame: pd.DataFrame) -> None:
        """Fill blanks of new rows with what this source knows of them; rows of the workbook stay as they are."""
        there, old = self.frames[model.table], self.old.get(model.table, 0)
        if len(there) == old:
            return
        keys = _keys(there.iloc[old:], list(model.key), model)
        known = _plain(frame[~frame.index.duplicated()]).reindex(keys)
        new = there.iloc[old:].set_axis(known.index)
        filled = pd.DataFrame(
            {name: column.where(column.notna(), known[name]) for name, column in new.items()}
        )
        self.frames[model.table] = pd.concat([there.iloc[:old], filled], ignore_index=True)

    def _note_unfilled(
        self, model: type[TableModel], frame: pd.DataFrame, there: pd.DataFrame, keys: pd.Series
    ) -> None:
        """Remember in which columns how many existing rows have blanks that this source could fill."""
        old = there.set_axis(pd.Index(_keys(there, list(model.key), model)))
        old = old[~old.index.duplicated()].reindex(keys[keys.isin(old.index)])
        now = frame[keys.isin(old.index).to_numpy()]
        gains = {
            column.header: old[column.field].isna().to_numpy() & now[column.field].notna().to_numpy()
            for column in model.columns()
            if column.field not in model.key
        }
        gains = {header: hit for header, hit in gains.items() if hit.any()}
        if gains:
            self.unfilled.append(
                (model.sheet, int(np.logical_or.reduce(list(gains.values())).sum()), list(gains))
            )

    def kept(self, path: str) -> list[Finding]:
        """Return what to say of existing rows that the last source could have filled."""
        said = [
            Finding.of(
                errors.KNOWN_ROWS_KEPT, path=path, sheet=sheet, columns=", ".join(headers), count=count
            )
            for sheet, count, headers in self.unfilled
        ]
        self.unfilled.clear()
        return said

    def new_rows(self, table: str) -> pd.DataFrame:
        """Return the rows that will come into this table, in the order in which they came."""
        return self.frames[table].iloc[self.old.get(table, 0) :]

    def nameless(self) -> list[Finding]:
        """Return what there is to say about new customers whose name no source knows."""
        if "tblKlanten" not in self.frames:
            return []
        new = self.new_rows("tblKlanten")
        blank = new.loc[new["name"].isna(), "customer_id"].astype(str)
        shown = ", ".join(blank.iloc[:5]) + (", …" if len(blank) > 5 else "")
        return (
            [Finding.of(errors.NAMELESS_CUSTOMERS, customers=shown, count=len(blank))] if len(blank) else []
        )

    def changes(self) -> Iterator[TableChange]:
        """Yield the new rows per table, under the headers that the workbook itself uses."""
        for table in self.frames:
            model, frame, raw = BY_TABLE[table], self.new_rows(table), self.tables.get(table)
            if not len(frame):
                continue
            where = match_headers(raw.headers, model).fields if raw is not None else None
            used = [
                column
                for column in model.columns()
                if (where is None or column.field in where) and frame[column.field].notna().any()
            ]
            headers = tuple(
                column.header if where is None else raw.headers[where[column.field]] for column in used
            )
            lists = [_cells(frame[column.field], column.kind) for column in used]
            yield TableChange(table, headers, zip(*lists, strict=True), len(frame))


def _comparable(raw: RawTable, model: type[TableModel]) -> pd.DataFrame:
    """Return the good rows of a table in the workbook as values."""
    return _plain(check_table(raw, model).frame)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without categoricals, so that frames of different sources can stand below each other."""
    return pd.DataFrame(
        {
            name: column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
            for name, column in frame.items()
        }
    )


def _keys(frame: pd.DataFrame, fields: Sequence[str], model: type[TableModel]) -> pd.Series:
    """Return one text per row, equal for equal rows: amounts in cents, dates in days, text as it is."""
    kinds = {column.field: column.kind for column in model.columns()}
    parts = []
    for name in fields:
        column = frame[name]
        if kinds[name] in _CENTS:
            cents = np.rint(column.to_numpy(float, na_value=np.nan) * 100)
            parts.append(
                pd.Series(cents, index=column.index).map(
                    lambda value: "" if np.isnan(value) else f"{value:.0f}"
                )
            )
        else:
            parts.append(column.astype(object).where(column.notna(), "").map(str))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return joined.reset_index(drop=True)


def _cells(column: pd.Series, kind: ColumnKind) -> list[object]:
    if kind is ColumnKind.DATE:
        return [None if pd.isna(value) else pd.Timestamp(value).to_pydatetime() for value in column]
    if kind is ColumnKind.YES_NO:
        return [None if pd.isna(value) else "ja" if value else "nee" for value in column]
    if kind in _CENTS:
        return column.astype(float).tolist()
    return [None if pd.isna(value) else str(value) for value in column]
