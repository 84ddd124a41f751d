"""Figures of invoice lines that an export does not state but tells by other columns: signs, prices, debit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports.header_meanings import Meaning
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.prices import PRICE_UNITS, times
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sides import Signs, sides_of, signs_beside
from klantwaarde_xl.model.text_values import Reading, parse_numbers

_IN_MONEY = ("bedrag", "amount", "betrag", "montant", "euro")
"""A discount with one of these words in its header is an amount, not a share."""


@dataclass(slots=True)
class LineFigures:
    """The columns of an export of invoice lines (n rows) from which figures are computed.

    ``where``: column (position) by field or helper. ``accounts``: the revenue accounts, for ledger lines.
    ``findings`` gathers what the user should know of each computation.
    """

    raw: RawTable
    where: Mapping[str, int]
    meanings: Sequence[Meaning]
    accounts: Sequence[str]
    header_of: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The name of the source, for messages."""
        return self.raw.source.name or self.raw.sheet

    def on_revenue_accounts(self) -> np.ndarray:
        """Return which rows count, bool (n,): of ledger lines only those on the revenue accounts.

        Raises KW-546 for ledger lines without accounts, KW-513 when no line is on any of them.
        """
        place = self.where.get("account")
        if place is None:
            return np.ones(len(self.raw), bool)
        if not self.accounts:
            if "debit" in self.where or "side" in self.where:
                raise errors.LEDGER_EXPORT.error(path=self.path)
            return np.ones(len(self.raw), bool)
        wanted = {account.strip() for account in self.accounts}
        rows = np.array([text.strip() in wanted for text in _texts(self.raw.columns[place])])
        if not rows.any():
            raise errors.NO_REVENUE_LINES.error(path=self.path)
        if not rows.all():
            accounts = ", ".join(sorted(wanted))
            self.findings.append(
                Finding.of(errors.OTHER_ACCOUNTS, path=self.path, accounts=accounts, count=int((~rows).sum()))
            )
        return rows

    def revenue(self, columns: Mapping[str, RawColumn]) -> RawColumn | None:
        """Return the turnover of each line, or None when the export tells none."""
        if "revenue" in columns and "side" in self.where:
            return self._signed(columns["revenue"])
        if "revenue" in columns:
            return self._without_repeated_totals(columns) or columns["revenue"]
        return self._price_times_quantity(columns) or self._credit_minus_debit()

    def cost(self, columns: Mapping[str, RawColumn]) -> RawColumn | None:
        """Return the cost of each line, or None when the export tells none."""
        if "cost" in columns:
            return columns["cost"]
        if "unit_cost" in self.where and "quantity" in columns:
            return self._per_unit("unit_cost", columns["quantity"])
        return None

    def _without_repeated_totals(self, columns: Mapping[str, RawColumn]) -> RawColumn | None:
        """Return price times quantity where the amount is that of the whole invoice, on each of its lines.

        That is so when every invoice has one amount, and its prices times quantities add up to it.
        """
        if not {"unit_price", "invoice_id"} <= set(self.where) or "quantity" not in columns:
            return None
        column = columns["revenue"]
        used = np.unique(column.code[column.kind == Kind.TEXT])
        if (parse_numbers([column.texts[code] for code in used]).reading != Reading.OK).any():
            return None
        amounts = self._numbers_of(column, "revenue")
        per_line = self._per_unit("unit_price", columns["quantity"])
        invoices, _ = pd.factorize(np.array(_texts(self.raw.columns[self.where["invoice_id"]]), object))
        frame = pd.DataFrame({"amount": amounts, "line": per_line.number}).groupby(invoices)
        sums, sizes = frame["line"].sum(), frame.size()
        same = frame["amount"].min() == frame["amount"].max()
        adds_up = np.abs(sums - frame["amount"].max()) <= 0.01 * sizes
        if not (sizes > 1).any() or not (same & adds_up).all():
            return None
        if (np.rint((per_line.number - amounts) * 100) == 0).all():
            return None
        self.findings.append(
            Finding.of(
                errors.TOTALS_PER_INVOICE,
                path=self.path,
                header=self.raw.headers[self.where["revenue"]],
                price=self.raw.headers[self.where["unit_price"]],
                quantity=self.raw.headers[self.where["quantity"]],
            )
        )
        return per_line

    def _credit_minus_debit(self) -> RawColumn | None:
        if "debit" not in self.where or "credit" not in self.where:
            return None
        debit, credit = (self._numbers(self.where[name]) for name in ("debit", "credit"))
        # An invoice list without accounts shows the customer's side: an invoice is debit there.
        sign = 1 if "account" in self.where else -1
        self._say("debit", "credit min debet" if sign == 1 else "debet min credit")
        return RawColumn.from_values(sign * (np.nan_to_num(credit) - np.nan_to_num(debit)))

    def _price_times_quantity(self, columns: Mapping[str, RawColumn]) -> RawColumn | None:
        """Return price times quantity, less a discount that the user chose; None beside an amount.

        Raises KW-555 for a discount that nobody chose: it may be in the price already.
        """
        uses = {meaning.name: place for place, meaning in enumerate(self.meanings)}
        amounts = {"amount", "gross_amount", "debit", "credit"} & set(uses)
        if "unit_price" not in self.where or "quantity" not in columns or amounts:
            return None
        self._refuse_price_of_many()
        headers = {name: self.raw.headers[self.where[name]] for name in ("unit_price", "quantity")}
        names: dict[str, Any] = {
            "price": headers["unit_price"],
            "quantity": headers["quantity"],
            "path": self.path,
        }
        given = uses.get("discount", -1)
        if given >= 0 and "discount" not in self.where and np.nan_to_num(self._numbers(given)).any():
            raise errors.DISCOUNT_TO_CHOOSE.error(**names, discount=self.raw.headers[uses["discount"]])
        if "discount" not in self.where:
            self.findings.append(Finding.of(errors.PRICE_TIMES_QUANTITY, **names))
            return self._per_unit("unit_price", columns["quantity"])
        price, count = (
            self._numbers(self.where["unit_price"]),
            self._numbers_of(columns["quantity"], "quantity"),
        )
        discount = np.nan_to_num(self._numbers(self.where["discount"]))
        named = self.raw.headers[self.where["discount"]]
        self.findings.append(Finding.of(errors.PRICE_LESS_DISCOUNT, discount=named, **names))
        if any(word in normalise_header(named) for word in _IN_MONEY):
            return RawColumn.from_numbers(np.rint((price * count - discount) * 100) / 100)
        share = discount / 100 if np.abs(discount).max(initial=0) > 1 else discount
        return RawColumn.from_numbers(np.rint(price * count * (1 - share) * 100) / 100)

    def _refuse_price_of_many(self) -> None:
        """Raise KW-590 when a column says that prices are those of more than one piece."""
        for place, header in enumerate(self.raw.headers):
            if (
                normalise_header(header) in PRICE_UNITS
                and (np.nan_to_num(self._numbers(place), nan=1) != 1).any()
            ):
                price = self.raw.headers[self.where["unit_price"]]
                raise errors.PRICE_OF_MANY.error(path=self.path, header=header, price=price)

    def _signed(self, column: RawColumn) -> RawColumn:
        place, ledger = self.where["side"], "account" in self.where
        sides = sides_of(self.raw, place)
        if sides.strange.any():
            row = self.raw.sheet_row(int(np.argmax(sides.strange)))
            raise errors.UNKNOWN_SIDE.error(column=self.raw.headers[place], row=row)
        numbers: np.ndarray = self._numbers_of(column, "revenue")
        minus = sides.minus(ledger=ledger)
        if not ledger and (signs := signs_beside(numbers, minus)) is not Signs.TURNED:
            if signs is Signs.MIXED:
                names = {"words": self.raw.headers[place]}
                count = int((minus & (numbers > 0)).sum())
                self.findings.append(Finding.of(errors.CREDIT_SIGNS_DIFFER, self.path, count=count, **names))
            return RawColumn.from_numbers(np.where(minus, -np.abs(numbers), numbers))
        is_turnover = ledger or bool((minus & sides.debit).any())
        self._say(
            "side", "credit is omzet" if is_turnover else "debet is een factuur, credit een creditfactuur"
        )
        return RawColumn.from_numbers(np.where(minus, -numbers, numbers))

    def _say(self, helper: str, meaning: str) -> None:
        header = self.raw.headers[self.where[helper]]
        self.findings.append(Finding.of(errors.SIDE_READ_AS, path=self.path, column=header, meaning=meaning))

    def _per_unit(self, helper: str, quantity: RawColumn) -> RawColumn:
        """Return a figure per unit times the quantity, in whole cents; blank where one of both is."""
        per_unit, count = self._numbers(self.where[helper]), self._numbers_of(quantity, "quantity")
        return times(per_unit, count)

    def _numbers(self, place: int) -> np.ndarray:
        return self._numbers_of(self.raw.columns[place], self.raw.headers[place])

    def _numbers_of(self, column: RawColumn, name: str) -> np.ndarray:
        """Return a column's numbers, NaN for blanks.

        Text that is no number stops the import, because a sign cannot be put on it.
        """
        numbers = np.where(column.kind == Kind.NUMBER, column.number, np.nan)
        text = column.kind == Kind.TEXT
        if text.any():
            parsed = parse_numbers(column.texts)
            used = np.unique(column.code[text])
            for code in used[parsed.reading[used] != Reading.OK]:
                wording = (
                    errors.AMBIGUOUS_NUMBER
                    if parsed.reading[code] == Reading.AMBIGUOUS
                    else errors.NOT_A_NUMBER
                )
                row = self.raw.sheet_row(int(np.argmax(text & (column.code == code))))
                # The cell is named and not quoted: errors travel further than the screen.
                raise wording.error(
                    column=f"{self.path}, rij {row}, {self.header_of.get(name, name)}", value="…"
                )
            numbers[text] = parsed.values[column.code[text]]
        return numbers


def _texts(column: RawColumn) -> list[str]:
    shown = dict(enumerate(column.texts))
    return [
        shown[int(code)] if code >= 0 else f"{number:.15g}" if kind == Kind.NUMBER else ""
        for kind, number, code in zip(column.kind, column.number, column.code, strict=True)
    ]
