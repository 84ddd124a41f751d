"""Checking a raw table against its declaration: all findings at once, and the good rows as a typed frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.conversion import absent, convert
from klantwaarde_xl.model.declaration import MAX_AMOUNT, TableModel, normalise_header
from klantwaarde_xl.model.discount_doubts import discount_doubts
from klantwaarde_xl.model.document_types import apply_document_types, document_types
from klantwaarde_xl.model.excel_cells import typed_errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.grouped_rows import fill_grouped
from klantwaarde_xl.model.headers import HeaderMatch, match_headers
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.posting_doubts import posting_doubts
from klantwaarde_xl.model.prices import with_revenue
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.same_invoice import fill_from_invoice
from klantwaarde_xl.model.shares import read_shares
from klantwaarde_xl.model.status_doubts import status_doubts
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.model.title_doubts import title_doubts
from klantwaarde_xl.model.unused_columns import lost_turnover, unused_doubts
from klantwaarde_xl.model.vat_doubts import vat_doubts

_NAMED_COLUMNS = 20
"""So many unused columns of a table are named one by one; the others are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckedTable:
    """The good rows of a table and all that was found in it.

    ``frame``: a column per declared field (absent ones all blank), its index the row's position in the raw
    table. ``findings``: all of them. ``rejected``: bool (n,), rows of the raw table that do not count.
    ``amounts``: readable revenue of all n rows, good and bad, for the reconciliation (None for tables without
    it), NaN where it is beyond the limits. ``currency``: of all n rows too, as typed, blank where there is
    none (None for tables without it). ``where``: position in the raw table of each field that it has.
    ``refused``: the rows that the frame has not, as far as they can be read."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    rejected: np.ndarray
    amounts: np.ndarray | None
    currency: pd.Series | None
    raw: RawTable
    where: dict[str, int]
    refused: pd.DataFrame

    def good_rows(self) -> pd.DataFrame:
        """Return the rows that no finding of severity error rejected."""
        good = ~self.rejected[self.frame.index.to_numpy()]
        return self.frame if good.all() else self.frame[good]


def check_table(raw: RawTable, model: type[TableModel]) -> CheckedTable:
    """Return the good rows of a raw table (n rows) as a frame typed as ``model`` declares, and every finding.

    Ids and text become categoricals, dates ``datetime64[s]``, amounts float64, yes/no float64 (1, 0, blank
    NaN), choices categoricals. A row with a finding of severity error is not in the frame. Raises
    UnusableInputError when the table is empty, or a required column is missing or there twice: then nothing
    sensible can be computed.

    >>> from klantwaarde_xl.model.raw_table import RawColumn
    >>> columns = tuple(map(RawColumn.from_values, (["Bezoek", "Bel"], ["62,50", -1.0])))
    >>> raw = RawTable("Tarieven", ("Activiteit", "Kostprijs per uur"), columns, np.array([2, 3]))
    >>> from klantwaarde_xl.model.tables import Rate
    >>> checked = check_table(raw, Rate)
    >>> checked.frame["hourly_cost"].tolist(), [(f.code, f.cell) for f in checked.findings]
    ([62.5], [('KW-116', 'Tarieven!B3')])
    """
    if not len(raw):
        raise errors.EMPTY_TABLE.error(sheet=raw.sheet)
    raw = replace(raw, columns=tuple(map(typed_errors, raw.columns)))
    raw, match, prices, priced = _matched(raw, model)
    refuse_headers(raw, match)
    where, findings = match.fields, [*priced]
    doubts = dict(lost_turnover(raw, model, tuple(where), match.unused))
    if model is InvoiceLine:
        raw, stated = fill_from_invoice(raw, where, match.unused)
        raw, grouped = fill_grouped(raw, where)
        raw, shares = read_shares(raw, where)
        findings += [*stated, *grouped, *shares]
    types = document_types(raw, match.unused if model is InvoiceLine else ())
    settled = types.columns
    spared = frozenset(where[field] for field in model.spared if field in where)
    log = Log(raw, np.zeros(len(raw), bool), findings, spared)
    data: dict[str, object] = {}
    for column in model.columns():
        position = where.get(column.field)
        if position is None:
            data[column.field] = absent(column, len(raw))
            continue
        data[column.field] = convert(column, position, log)
    frame = pd.DataFrame(data, copy=False)
    if model is InvoiceLine:
        findings += apply_document_types(frame, types, log.rejected, raw)
        findings += title_doubts(raw, np.where(log.rejected, np.nan, frame["revenue"].to_numpy()), where)
        known = types.credit | types.no_turnover
        status = dict(status_doubts(raw, frame, match.unused, known, types.columns))
        settled = (*types.columns, *status)
        doubts |= {place: found for place, found in status.items() if found is not None}
        revenue = frame["revenue"].to_numpy()
        doubts |= dict(vat_doubts(raw, revenue, match.unused, known | log.rejected))
        postings = list(posting_doubts(raw, revenue, match.unused, log.rejected))
        settled = (*settled, *prices, *(place for place, _ in postings))
        findings += [found for _, found in postings if found is not None]
        goods = [where["product_id"]] if "product_id" in where else []
        doubts |= dict(discount_doubts(raw, frame, [*goods, *match.unused], log.rejected))
        doubts |= dict(unused_doubts(raw, frame, [p for p in match.unused if p not in settled], known))
    findings[:0] = [*header_findings(raw, match, (*settled, *doubts)), *doubts.values()]
    amounts = _amounts(frame) if "revenue" in frame else None
    currency = frame.get("currency")
    _check_keys(frame, model, where, log)
    if raw.hidden_rows:
        findings.append(Finding.of(errors.HIDDEN_ROWS, raw.sheet, count=raw.hidden_rows, sheet=raw.sheet))
    good = ~log.rejected
    refused, frame = frame[log.rejected], frame if good.all() else frame[good]
    return CheckedTable(frame, tuple(findings), log.rejected, amounts, currency, raw, where, refused)


def _matched(
    raw: RawTable, model: type[TableModel]
) -> tuple[RawTable, HeaderMatch, tuple[int, ...], tuple[Finding, ...]]:
    """Return the table and its match, of lines with a turnover from prices where they have none.

    Beside them as of :func:`~klantwaarde_xl.model.prices.with_revenue`."""
    match = match_headers(raw.headers, model)
    if model is not InvoiceLine:
        return raw, match, (), ()
    raw, prices, said = with_revenue(raw, match.fields)
    return raw, match_headers(raw.headers, model) if prices else match, prices, said


def _amounts(frame: pd.DataFrame) -> np.ndarray:
    """Return the revenue of all rows (n,), NaN beyond the limits.

    An amount that nobody can have meant would swallow the cents of any sum.
    """
    amounts = frame["revenue"].to_numpy(copy=True)
    amounts[np.abs(amounts) > MAX_AMOUNT] = np.nan
    return amounts


def refuse_headers(raw: RawTable, match: HeaderMatch) -> None:
    """Raise UnusableInputError when a required field has no column, or more than one.

    A missing column comes with the nearest header as a suggestion.
    """
    header_of = {column.field: column.header for column in match.model.columns()}
    for field in match.missing:
        # Without one known header this may be a line of data, which an error never quotes.
        near = match.suggestion(field) if match.fields else ""
        suggestion = (
            f"Bedoelde u '{near}'? Noem die kolom dan '{header_of[field]}'."
            if near
            else f"Voeg een kolom '{header_of[field]}' toe."
        )
        raise errors.MISSING_COLUMN.error(column=header_of[field], sheet=raw.sheet, suggestion=suggestion)
    required = {column.field for column in match.model.columns() if column.required}
    for field, rivals in match.rivals.items():
        if field not in required:
            continue
        headers = [raw.headers[place] for place in sorted((match.fields[field], *rivals))]
        if len(set(map(normalise_header, headers))) == 1:
            raise errors.DUPLICATE_HEADER.error(column=headers[0], sheet=raw.sheet)
        names = " en ".join(f"'{header}'" for header in headers)
        raise errors.RIVAL_COLUMNS.error(headers=names, column=header_of[field], sheet=raw.sheet)


def header_findings(raw: RawTable, match: HeaderMatch, used: Sequence[int] = ()) -> list[Finding]:
    """Return what to say of columns that are not used: unknown ones, and rivals of an optional field."""
    unknown = [place for place in match.unused if place not in used]
    found = [
        Finding.of(
            errors.UNKNOWN_COLUMN,
            raw.address(None, place),
            raw.headers[place],
            column=raw.headers[place],
            sheet=raw.sheet_of(place),
            suggestion="",
        )
        for place in unknown[:_NAMED_COLUMNS]
    ]
    if more := unknown[_NAMED_COLUMNS:]:
        place, header = raw.address(None, more[0]), raw.headers[more[0]]
        names = {"column": header, "sheet": raw.sheet_of(more[0])}
        found.append(Finding.of(errors.UNKNOWN_COLUMNS, place, header, count=len(more), **names))
    header_of = {column.field: column.header for column in match.model.columns()}
    for field, rivals in match.rivals.items():
        winner = match.fields[field]
        place_used = raw.address(None, winner)
        found += [
            Finding.of(
                errors.RIVAL_COLUMN,
                raw.address(None, place),
                raw.headers[place],
                header=raw.headers[place],
                sheet=raw.sheet_of(place),
                used=raw.headers[winner],
                place=place_used,
                column=header_of[field],
            )
            for place in rivals
        ]
    return found


def _check_keys(frame: pd.DataFrame, model: type[TableModel], where: dict[str, int], log: Log) -> None:
    """Reject every row whose key stands in an earlier good row."""
    if not model.key:
        return
    good = np.flatnonzero(~log.rejected)
    keys = frame.iloc[good][list(model.key)]
    again = keys.duplicated().to_numpy()
    if not again.any():
        return
    # A blank part of a key is a value too: of a year without a month there is one.
    parts = (keys[name].astype(object).where(keys[name].notna(), "") for name in model.key)
    texts = list(zip(*parts, strict=True))
    first = {text: int(row) for text, row in zip(texts[::-1], good[::-1], strict=True)}
    text_of = dict(zip(good.tolist(), texts, strict=True))
    told = next(column for column in model.columns() if column.field in model.key and column.required)
    header, position = told.header, where[told.field]

    def names(row: int) -> dict[str, object]:
        return {"column": header, "first": log.raw.address(first[text_of[row]], position)}

    log.add(errors.DUPLICATE_KEY, good[again], position, names)
