"""The input tables of a workbook as they are, with the rows that an import will put below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.files.row_xml import Value
from klantwaarde_xl.files.table_rows import CellFill, TableChange
from klantwaarde_xl.imports.understanding import Understanding
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.declaration import DAYS, ColumnKind, TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.optional_tables import LedgerTotal
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import BY_TABLE

_CENTS = {ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.HOURS, ColumnKind.YES_NO}


class TargetTables:
    """The workbook's tables as they are, and the rows that will come below them."""

    def __init__(self, tables: Mapping[str, RawTable]) -> None:
        """Start with the tables as they were read, by name of the Excel table."""
        self.tables = tables
        self.frames: dict[str, pd.DataFrame] = {}
        self.index: dict[str, np.ndarray] = {}
        """Positions in the raw table of the rows that stand in the workbook."""
        self.old: dict[str, int] = {}
        """How many rows of each frame stand in the workbook already; those below are new."""
        self.overlap: dict[str, int] = {}
        self.unfilled: list[tuple[str, int, list[str]]] = []
        self.filled: list[tuple[str, int, list[str]]] = []
        self.conflicts: list[tuple[str, float, float]] = []
        self.fills: dict[str, list[CellFill]] = {}
        for table, raw in tables.items():
            if len(raw):
                checked = check_table(raw, BY_TABLE[table]).frame
                self.index[table] = checked.index.to_numpy()
                self.frames[table] = _plain(checked)
                self.old[table] = len(self.frames[table])

    def add(self, one: Understanding) -> bool:
        """Take one source; False when all of it was there already by its hash."""
        lines = one.tables.get("tblTransacties")
        if lines is not None and len(lines):
            labels = lines["source"].astype(str)
            known = self._labels()
            there = labels.str.rpartition("#")[2].isin(known) & labels.str.contains("#", regex=False)
            if there.all():
                return False
            self._append("tblTransacties", lines[~there.to_numpy()])
        for table, frame in one.tables.items():
            if table == LedgerTotal.table:
                self._compare(frame)
                self._append(table, frame, is_list=True)
            elif table != "tblTransacties":
                self._append(table, frame, is_list=lines is None)
        return True

    def _compare(self, frame: pd.DataFrame) -> None:
        """Remember where the workbook has another turnover of the ledger than this source."""
        there = self.frames.get(LedgerTotal.table)
        if there is None:
            return
        for entity, year, month, typed in there[["entity", "year", "month", "revenue"]].itertuples(
            index=False
        ):
            same = frame["entity"].astype(object).eq(entity) | (frame["entity"].isna() & pd.isna(entity))
            same &= frame["year"].eq(year)
            if not pd.isna(month):
                same &= frame["month"].eq(month)
            told = total_of(frame.loc[same, "revenue"].to_numpy(float))
            if same.any() and not pd.isna(typed) and round(typed * 100) != round(told * 100):
                when = f"{year:.0f}" if pd.isna(month) else f"{month:02.0f}-{year:.0f}"
                name = "" if pd.isna(entity) else f"{entity} "
                self.conflicts.append((f"{name}{when}", float(typed), told))

    def _labels(self) -> set[str]:
        frame = self.frames.get("tblTransacties")
        return (
            set()
            if frame is None
            else {
                str(text).rpartition("#")[2] for text in frame["source"].dropna().unique() if "#" in str(text)
            }
        )

    def _append(self, table: str, frame: pd.DataFrame, *, is_list: bool = False) -> None:
        """Add the rows that are not there yet; a list also fills the blanks of rows that are."""
        model = BY_TABLE[table]
        there = self.frames.get(table)
        fields = list(model.key) or [column.field for column in model.columns() if column.field != "source"]
        keys = _keys(frame, fields, model)
        # Each row's number among equal rows, from 0: as many as are there already stay out.
        nth = keys.groupby(keys).cumcount()
        known = pd.Series(dtype=int) if there is None else _keys(there, fields, model).value_counts()
        have = keys.map(known).fillna(0)
        fresh = (have == 0) & (nth == 0) if model.key else nth >= have
        new = frame[fresh.to_numpy()]
        if model.key and there is not None:
            old = there.iloc[: self.old.get(table, 0)]
            self._fill_old(model, frame, old, keys, is_list)
            self._fill(model, frame.set_axis(pd.Index(keys)))
        self.overlap[table] = self.overlap.get(table, 0) + len(frame) - len(new)
        if len(new):
            plain, there = _plain(new), self.frames.get(table)
            self.frames[table] = plain if there is None else pd.concat([there, plain], ignore_index=True)

    def _fill(self, model: type[TableModel], frame: pd.DataFrame) -> None:
        """Fill blanks of new rows with what this source knows; rows of the workbook stay as they are."""
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
        self,
        model: type[TableModel],
        frame: pd.DataFrame,
        there: pd.DataFrame,
        keys: pd.Series,
        present: Collection[str] = (),
    ) -> None:
        """Remember in which columns, ``present`` ones left out, existing rows have blanks to be filled."""
        old = there.set_axis(pd.Index(_keys(there, list(model.key), model)))
        old = old[~old.index.duplicated()].reindex(keys[keys.isin(old.index)])
        now = frame[keys.isin(old.index).to_numpy()]
        gains = {
            column.header: old[column.field].isna().to_numpy() & now[column.field].notna().to_numpy()
            for column in model.columns()
            if column.field not in model.key and column.field not in present
        }
        gains = {header: hit for header, hit in gains.items() if hit.any()}
        if gains:
            self.unfilled.append(
                (model.sheet, int(np.logical_or.reduce(list(gains.values())).sum()), list(gains))
            )

    def _fill_old(
        self,
        model: type[TableModel],
        frame: pd.DataFrame,
        there: pd.DataFrame,
        keys: pd.Series,
        is_list: bool,
    ) -> None:
        """Fill blanks of existing rows with what a list knows; of lines remember what they could fill."""
        raw = self.tables.get(model.table)
        if raw is None or not len(there):
            return
        if not is_list or raw.parts:
            self._note_unfilled(model, frame, there, keys)
            return
        places = match_headers(raw.headers, model).fields
        self._note_unfilled(model, frame, there, keys, places)
        of_key = {key: at for at, key in reversed([*enumerate(_keys(there, list(model.key), model))])}
        rows: set[int] = set()
        headers: dict[str, None] = {}
        for column in model.columns():
            if column.field in model.key or column.field not in places:
                continue
            values = _cells(frame[column.field], column.kind)
            blank = there[column.field].isna().to_numpy(copy=True)
            for key, value in zip(keys, values, strict=True):
                at = of_key.get(key)
                if at is None or not blank[at] or value is None or value != value:  # noqa: PLR0124 - NaN
                    continue
                blank[at] = False
                header = raw.headers[places[column.field]]
                row = int(raw.rows[self.index[model.table][at]])
                self.fills.setdefault(model.table, []).append(CellFill(row, header, value))
                rows.add(row)
                headers[header] = None
        if rows:
            self.filled.append((model.sheet, len(rows), list(headers)))

    def kept(self, path: str) -> list[Finding]:
        """Return what to say of existing rows that the last source could have filled."""
        findings = [
            Finding.of(
                errors.KNOWN_ROWS_KEPT, path=path, sheet=sheet, columns=", ".join(headers), count=count
            )
            for sheet, count, headers in self.unfilled
        ]
        findings += [
            Finding.of(errors.BLANKS_FILLED, path=path, sheet=sheet, columns=", ".join(headers), count=count)
            for sheet, count, headers in self.filled
        ]
        findings += [
            Finding.of(
                errors.LEDGER_CONFLICT, "", in_euros(told), path=path, when=when, typed=in_euros(typed)
            )
            for when, typed, told in self.conflicts
        ]
        self.conflicts.clear()
        self.unfilled.clear()
        self.filled.clear()
        return findings

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
            fills = tuple(self.fills.get(table, ()))
            if not len(frame) and not fills:
                continue
            header_of = {column.field: column.header for column in model.columns()}
            if raw is not None:
                places = match_headers(raw.headers, model).fields
                header_of = {field: raw.headers[place] for field, place in places.items()}
            used = [c for c in model.columns() if c.field in header_of and frame[c.field].notna().any()]
            headers = tuple(header_of[column.field] for column in used)
            lists = [_cells(frame[column.field], column.kind) for column in used]
            yield TableChange(table, headers, zip(*lists, strict=True), len(frame), fills=fills)


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


def _cells(column: pd.Series, kind: ColumnKind) -> list[Value]:
    if kind in DAYS:
        return [None if pd.isna(value) else pd.Timestamp(value).to_pydatetime() for value in column]
    if kind is ColumnKind.YES_NO:
        return [None if pd.isna(value) else "ja" if value else "nee" for value in column]
    if kind in _CENTS:
        return list(column.astype(float))
    return [None if pd.isna(value) else str(value) for value in column]
