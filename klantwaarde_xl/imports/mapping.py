"""From the columns of an export to those of an input table, by known headers or the user's choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.imports.choices import assignments, options
from klantwaarde_xl.imports.euro_columns import leave_currency
from klantwaarde_xl.imports.header_meanings import Meaning, Use, match_export, meaning_of
from klantwaarde_xl.imports.line_figures import LineFigures
from klantwaarde_xl.imports.mapped_table import BESIDE, HELPERS, ColumnUse, MappedTable
from klantwaarde_xl.imports.shop_orders import meanings_in_shop
from klantwaarde_xl.imports.table_kind import other_lists
from klantwaarde_xl.model.declaration import Column, TableModel, normalise_header
from klantwaarde_xl.model.document_types import flagged
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import HeaderMatch, column_called, suggest
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.model.unused_columns import columns_that_tell


def map_export(
    raw: RawTable,
    model: type[TableModel],
    chosen: Mapping[str, str] | None = None,
    revenue_accounts: Sequence[str] = (),
) -> MappedTable:
    """Return an export (n rows) as an input table with canonical headers.

    ``chosen``: header by field; a field is named by its field name, its Dutch header or one of
    :data:`HELPERS`. Debit and credit columns give credit minus debit; a D/C column gives the sign; a cost per
    unit is multiplied by the quantity, and so is a price per unit where there is no amount and no discount.
    With an account column only the rows on ``revenue_accounts`` are kept.

    Raises KW-530 (an amount that may include VAT, or another column that only the user can tell), KW-531 (a
    required field has no column), KW-532/533 (unknown field or header chosen), KW-534 (two columns for one
    field), KW-536 (only amounts with VAT), KW-546 (ledger lines without revenue accounts), KW-513 (none on
    them)."""
    return _Mapping(raw, model, dict(chosen or {}), tuple(revenue_accounts)).result()


class _Mapping:
    def __init__(
        self, raw: RawTable, model: type[TableModel], chosen: dict[str, str], accounts: tuple[str, ...]
    ) -> None:
        self.raw, self.model, self.accounts = raw, model, accounts
        self.path = raw.source.name or raw.sheet
        self.meanings = [meaning_of(header) for header in raw.headers]
        self.header_of = {column.field: column.header for column in model.columns()}
        self.beside = (
            {f: other for other, fields in BESIDE.items() for f in fields} if model is InvoiceLine else {}
        )
        self.beside_of = {
            c.field: c.header for other in BESIDE for c in other.columns() if c.field in self.beside
        }
        self.findings: list[Finding] = []
        self.chosen = {self._field(field): self._column(header) for field, header in chosen.items()}
        self.where = self._where()

    def _field(self, text: str) -> str:
        plain = normalise_header(text)
        names: dict[str, str] = {}
        for headers in (HELPERS, self.beside_of, self.header_of):
            names |= {normalise_header(h): f for f, h in headers.items()} | {
                normalise_header(f): f for f in headers
            }
        if plain not in names:
            raise errors.UNKNOWN_FIELD.error(
                field=text,
                fields=", ".join([*self.header_of.values(), *self.beside_of.values(), *HELPERS.values()]),
            )
        return names[plain]

    def _column(self, header: str) -> int:
        place = column_called(header, self.raw.headers)
        if place is None:
            raise errors.NO_SUCH_HEADER.error(header=header, path=self.path, headers=self._headers())
        return place

    def _headers(self) -> str:
        """Return the headers for an error, which never quotes what may be a line of data.

        Without one known header the header row itself is doubtful.
        """
        if all(meaning.use is Use.UNKNOWN for meaning in self.meanings):
            return "geen die bekend is; staat er een kopregel boven de gegevens?"
        return ", ".join(header for header in self.raw.headers if header.strip())

    def _where(self) -> dict[str, int]:
        """Return the column (position) of every field, helper and detail of a customer or product."""
        where = dict(self.chosen)
        taken = set(where.values())
        headers = [*self.raw.headers]
        if self.model is InvoiceLine:
            self.meanings, headers = meanings_in_shop(self.raw, self.meanings, taken)
        free = ["" if place in taken else header for place, header in enumerate(headers)]
        match = match_export(free, self.model)
        for field, place in match.fields.items():
            if field not in where:
                self._judge_rivals(match, field)
                where[field] = place
        for place, meaning in enumerate(self.meanings):
            if meaning.use is Use.HELPER and place not in taken and not self._is_flag(place):
                where.setdefault(meaning.name, place)
        self._cost_of_lines(where)
        given = "currency" in self.chosen
        self.left_out = set() if given else leave_currency(self.raw, where, self.findings)
        for field, other in self.beside.items():
            beside = match_export(free, other)
            place = beside.fields.get(field, -1)
            if field in where or place < 0 or place in where.values() or not self._may_tell(field, where):
                continue
            self._judge_rivals(beside, field)
            where[field] = place
        return where

    def _is_flag(self, place: int) -> bool:
        """Return whether a column named Credit only says which lines are credit notes."""
        return self.meanings[place].name == "credit" and bool(flagged(self.raw.columns[place]).any())

    def _cost_of_lines(self, where: dict[str, int]) -> None:
        """Take a cost that may be per unit for that of the line, when there is no quantity to multiply by."""
        places = [p for p, meaning in enumerate(self.meanings) if meaning.name == "cost_amount"]
        if self.model is not InvoiceLine or len(places) != 1 or places[0] in where.values():
            return
        if not {"cost", "margin", "unit_cost", "quantity"} & set(where):
            where["cost"] = places[0]
            header = self.raw.headers[places[0]]
            self.findings.append(Finding.of(errors.COST_OF_LINES, path=self.path, header=header))

    def _judge_rivals(self, match: HeaderMatch, field: str) -> None:
        """Refuse a required field that several columns claim; of an optional one say which column is used."""
        rivals = match.rivals.get(field, ())
        if not rivals:
            return
        column = next(column for column in match.model.columns() if column.field == field)
        headers = [self.raw.headers[place] for place in sorted((match.fields[field], *rivals))]
        if column.required:
            raise errors.TWO_COLUMNS_FOR_FIELD.error(
                path=self.path, headers=" en ".join(f"'{one}'" for one in headers), field=column.header
            ).with_choices(f"{column.header}={one}" for one in headers)
        used = self.raw.headers[match.fields[field]]
        for place in rivals:
            self.findings.append(
                Finding.of(
                    errors.RIVAL_EXPORT_COLUMN,
                    self.raw.address(None, place),
                    path=self.path,
                    header=self.raw.headers[place],
                    field=column.header,
                    used=used,
                )
            )

    def _may_tell(self, field: str, where: Mapping[str, int]) -> bool:
        """Return whether a column tells this of a customer or product; text of a posting of none."""
        return field in BESIDE[Customer] or ("product_id" in where and "account" not in where)

    def result(self) -> MappedTable:
        columns = {
            field: self.raw.columns[place] for field, place in self.where.items() if field in self.header_of
        }
        rows = self._compute(columns) if self.model is InvoiceLine else np.ones(len(self.raw), bool)
        if "customer_id" not in columns and self._name_is_key():
            columns["customer_id"] = self.raw.columns[self.where["name"]]
        self._all_required(columns)
        fields = [column.field for column in self.model.columns() if column.field in columns]
        types = self._document_types()
        kept = [*(columns[field] for field in fields), *(self.raw.columns[place] for place in types)]
        table = replace(
            self.raw,
            headers=(*map(self.header_of.__getitem__, fields), *(self.raw.headers[p] for p in types)),
            columns=tuple(column.take(rows) for column in kept),
            rows=self.raw.rows[rows],
            places=tuple(map(self._sheet_column, (*map(self._origin, fields), *types))),
        )
        beside = {
            field: (self.raw.columns[self.where[field]].take(rows), self._sheet_column(self.where[field]))
            for field in self.beside
            if field in self.where
        }
        return MappedTable(table, self._uses(types), tuple(self.findings), beside)

    def _compute(self, columns: dict[str, RawColumn]) -> np.ndarray:
        """Add the figures that other columns tell; return which rows count, bool (n,)."""
        figures = LineFigures(
            self.raw, self.where, self.meanings, self.accounts, self.header_of, self.findings
        )
        rows = figures.on_revenue_accounts()
        computed = {"revenue": figures.revenue(columns), "cost": figures.cost(columns)}
        columns |= {field: column for field, column in computed.items() if column is not None}
        return rows

    def _name_is_key(self) -> bool:
        """Return whether customers are told by their name alone: no column can be their number."""
        taken = set(self.where.values())
        asked = any(
            "customer_id" in meaning.choices for at, meaning in enumerate(self.meanings) if at not in taken
        )
        is_named = self.model is InvoiceLine and "name" in self.where
        if not is_named or asked or suggest("customer_id", self._unknown(), self.model):
            return False
        header = self.raw.headers[self.where["name"]]
        self.findings.append(Finding.of(errors.NAME_IS_KEY, path=self.path, header=header))
        return True

    def _unknown(self) -> list[str]:
        """Return the headers without a meaning; one with a meaning is none of another field it looks like."""
        return [h for h, m in zip(self.raw.headers, self.meanings, strict=True) if m.use is Use.UNKNOWN]

    def _document_types(self) -> tuple[int, ...]:
        """Return the columns (positions) that tell credits or drafts; the check of the table reads them."""
        if self.model is not InvoiceLine:
            return ()
        unused = sorted(set(range(len(self.meanings))) - set(self.where.values()) - self.left_out)
        return columns_that_tell(self.raw, self.where, unused, ledger=not self.accounts)

    def _origin(self, field: str) -> int:
        """Return the column (position) of a field, or the first column from which it is computed."""
        sources = {"revenue": ("unit_price", "credit"), "cost": ("unit_cost",), "customer_id": ("name",)}
        return next(self.where[name] for name in (field, *sources.get(field, ())) if name in self.where)

    def _sheet_column(self, place: int) -> int:
        """Return the sheet's column, counted from 1, of a column (position)."""
        return self.raw.places[place] if self.raw.places else self.raw.first_column + place

    def _uses(self, types: tuple[int, ...]) -> tuple[ColumnUse, ...]:
        by_place = {place: field for field, place in self.where.items()}
        uses = []
        for place, header in enumerate(self.raw.headers):
            meaning, field = self.meanings[place], by_place.get(place, "")
            if field in self.header_of:
                uses.append(ColumnUse(header, Use.FIELD, field, self.header_of[field]))
            elif field in self.beside:
                words = f"{self.beside_of[field]} (blad {self.beside[field].sheet})"
                uses.append(ColumnUse(header, Use.FIELD, field, words))
            elif field or place in types or (meaning.name == "period" and self._has_made_date()):
                uses.append(ColumnUse(header, Use.HELPER, field or meaning.name, meaning.words))
            else:
                use = meaning.use if meaning.use in {Use.UNKNOWN, Use.ASK} else Use.IGNORED
                uses.append(ColumnUse(header, use, "", meaning.words))
                if meaning.use is Use.ASK:
                    self.findings.append(
                        Finding.of(
                            errors.COLUMN_TO_CHOOSE,
                            header=header,
                            path=self.path,
                            meanings=meaning.words,
                            options=options(self._choices(header, meaning)),
                        )
                    )
        return tuple(uses)

    def _has_made_date(self) -> bool:
        """Return whether the date was made of other columns: then it stands where one of those does."""
        place = self.where.get("date", -1)
        return place >= 0 and self._sheet_column(place) in map(self._sheet_column, range(place))

    def _choices(self, header: str, meaning: Meaning) -> list[str]:
        """Return what a column may be, each as the user would choose it."""
        names = {**HELPERS, **self.beside_of, **self.header_of}
        return [f'"{names[field]}={header}"' for field in meaning.choices if field in names]

    def _all_required(self, columns: dict[str, RawColumn]) -> None:
        for column in self.model.columns():
            if column.required and column.field not in columns:
                raise self._missing(column)

    def _missing(self, column: Column) -> errors.KlantwaardeError:
        """Return the error of a required field without a column: a choice to make, only VAT, or nothing."""
        used = self.where.values()
        for place, meaning in enumerate(self.meanings):
            if meaning.use is Use.ASK and column.field in meaning.choices and place not in used:
                header = self.raw.headers[place]
                choices = self._choices(header, meaning)
                names = {"header": header, "path": self.path, "meanings": meaning.words}
                return errors.AMBIGUOUS_HEADER.error(
                    options=options(choices), choices=" of ".join(choices), **names
                ).with_choices(choice.strip('"') for choice in choices)
        gross = next((p for p, meaning in enumerate(self.meanings) if meaning.name == "gross_amount"), None)
        if column.field == "revenue" and gross is not None:
            return errors.INCLUDES_VAT.error(path=self.path, header=self.raw.headers[gross])
        near = suggest(column.field, self._unknown(), self.model)
        others = other_lists(self.raw.headers, self.model)
        return errors.MISSING_FIELD.error(
            path=self.path,
            field=column.header,
            headers=self._headers(),
            suggestion=f"Bedoelde u '{near}'? " if near else "",
            lists="".join(f" Is dit {words}, geef dan --tabel {name}." for name, words in others.items()),
            typed="".join(f" of {name} als het {words} is" for name, words in others.items()),
        ).with_choices([*assignments(column.header, self._unknown(), len(self.meanings)), *others])
