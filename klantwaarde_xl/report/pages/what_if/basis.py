"""What every scenario of Wat als starts from: inputs, steps with a name, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS, EVERYONE, SCOPES
from klantwaarde_xl.report.pages.what_if.terms import (
    BLANK,
    Term,
    at_row,
    either,
    exactly,
    in_euros,
    in_percent,
    rounded,
    sentence,
    size,
    term,
    total,
    when,
)
from klantwaarde_xl.report.pages.what_if.typed import Beside, remark, taken
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.report.words import what_if_sentences as w

PREFIX = "Als_"
EXAMPLES: Mapping[str, object] = {
    "Wie": EVERYONE,
    "Vermijdbaar": 0.0,
    "Prijs": 0.03,
    "Klant": "",
    "Slechtste": 5.0,
    "Uren": 0.9,
    "Dagen": 30.0,
    "Top": 3.0,
}
"""What a new sheet asks, by the name of the input; a blank cell is the starting point."""
_PART = Validation("number", minimum=0, maximum=1, message="Een percentage van 0 tot 100 %.")


@dataclass(frozen=True, slots=True)
class Step:
    """A cell between the inputs and the answers, on Grafiekgegevens."""

    name: str
    label: str
    term: Term
    look: f.CellFormat = f.EURO_CENTS


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell for the user: what it asks, its name, look, what is valid, and the starting point beside it.

    ``spare``: whether another cell that is filled says the same; ``customers``: of how many the contribution
    is known and is not, where the cell is a number of them."""

    label: str
    name: str
    look: f.CellFormat
    check: Validation
    usual: Term
    spare: Term | None = None
    customers: tuple[Term, Term] | None = None

    def remark(self, typed: object) -> Term | None:
        """Return what was done with what was typed where it does not count as it is, '' where it does.

        None for a choice from a list, which its answer tells about."""
        if self.check.kind == "list":
            return None
        percent = self.look.number_format == f.PERCENTAGE.number_format
        beside = Beside(percent, self.spare, *(self.customers or ()))
        return remark(Term(f"{PREFIX}{self.name}", typed), self.check, self.usual, beside)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of figures: what they are, and how they look, now and then."""

    label: str
    now: Term
    then: Term
    look: f.CellFormat = f.EURO


@dataclass(frozen=True, slots=True)
class Scenario:
    """A block of the sheet: its question, the cells to fill, the answer, a note, and the figures."""

    title: str
    asked: tuple[Asked, ...]
    answer: Term
    note: Term
    shown: tuple[Shown, ...]


@dataclass(slots=True, eq=False)
class Basis:
    """The customers, the inputs and the steps so far; a step that has a name is used by it.

    ``rows``: the frame of :data:`CUSTOMERS`, without rows when only the formulas matter; ``typed``: what the
    inputs hold, by name; ``arrays``: expressions over all customers with a name in the workbook."""

    rows: pd.DataFrame
    typed: Mapping[str, object]
    steps: list[Step] = field(default_factory=list)
    arrays: list[tuple[str, str]] = field(default_factory=list)

    def column(self, name: str) -> Term:
        """Return a column of the table, figures as float."""
        values = self.rows[name].to_numpy()
        text = name in {*SCOPES, "customer_id"}
        return Term(CUSTOMERS.column(name), values.astype(object) if text else values.astype(float))

    def input(self, name: str) -> Term:
        """Return the cell in which the user types."""
        return Term(f"{PREFIX}{name}", self.typed[name])

    def step(self, name: str, label: str, value: Term, look: f.CellFormat = f.EURO_CENTS) -> Term:
        """Put a step in a cell with a name, and return that cell."""
        self.steps.append(Step(f"{PREFIX}{name}", label, value, look))
        return Term(f"{PREFIX}{name}", value.value)

    def array(self, name: str, figures: Term) -> Term:
        """Give an expression over all customers a name in the workbook, and return that name."""
        self.arrays.append((f"{PREFIX}{name}", figures.formula))
        return Term(f"{PREFIX}{name}", figures.value)

    def number(self) -> Term:
        """Return the number of each customer in the table, from 1."""
        first = CUSTOMERS.column("label")
        header = f"{CUSTOMERS.name}[[#Headers],[{CUSTOMERS.header('label')}]]"
        return Term(f"(ROW({first})-ROW({header}))", np.arange(len(self.rows)) + 1.0)

    def moves(self, name: str, change: Term) -> Term:
        """Return the words for a rise or a fall by an amount, or for none in whole euros, in a step."""
        amount = in_euros(size(change))
        up, down = (sentence(words, amount=amount) for words in (w.UP, w.DOWN))
        words = when(rounded(change, 0).same(0.0), w.STAYS, when(change < 0, down, up))
        return self.step(f"{name}Woord", "In een zin", words, f.TEXT_PLAIN)

    def row_of(self, typed: Term) -> Term:
        """Return the row of the customer with this number or label, 0 for nobody."""
        found = exactly(self.column("label"), typed) + exactly(self.column("customer_id"), typed)
        return when(typed.same(""), 0.0, total((found > 0) * self.number()))

    def sum(self, name: str) -> Term:
        """Return the sum of a column."""
        column = self.column(name)
        return Term(f"SUM({column.formula})", float(np.sum(column.value)))

    def known(self, name: str, amount: Term) -> Term:
        """Return an amount, blank where the column of that name holds nothing but zero for the firm."""
        return when(self.sum(name).same(0.0), BLANK, amount)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The firm as it is, and whom the scenarios are about.

    ``scope``: the condition per customer, ``who`` its words; ``kind`` 0 where the choice is not known;
    ``avoidable``: the part of the cost of hours that is saved when they are not needed; ``there``: of how
    many who bought the contribution is known; ``missing``: of how many it is not."""

    basis: Basis
    scope: Term
    who: Term
    kind: Term
    avoidable: Term
    there: Term
    missing: Term
    revenue: Term
    contribution: Term

    @property
    def customers(self) -> tuple[Term, Term]:
        """Of how many who bought the contribution is known, and of how many it is not."""
        return self.there, self.missing

    def if_known(self, note: Term) -> Term:
        """Return a note on contribution, '' where it is known of nobody."""
        return when(self.there.same(0.0), "", note)

    def time_counts(self, cost: Term) -> Term:
        """Return what of a cost of time is saved, '' where there is none or no contribution is known."""
        told = sentence(w.TIME_COUNTS, cost=in_euros(cost), part=in_percent(self.avoidable))
        return self.if_known(when(rounded(cost, 0).same(0.0), "", told))

    def over(self, amounts: Term) -> Term:
        """Return the sum over those whom the scenario is about."""
        return total(self.scope * amounts)

    def after(self, change: Term) -> Term:
        """Return the firm's contribution after a change of it."""
        return when(self.there.same(0.0), BLANK, self.contribution + change)


def ground(basis: Basis) -> Ground:
    """Return the firm as it is, and whom the scenarios are about, from the cells on top of the sheet."""
    chosen = basis.input("Wie")
    row = basis.step("WieRij", "Rij van de gekozen klant", basis.row_of(chosen), f.INTEGER)
    in_class, in_segment = (total(exactly(basis.column(name), chosen)) > 0 for name in ("class", "segment"))
    found = when(row > 0, 4.0, 0.0)
    kind = when(
        either(chosen.same(""), exactly(chosen, term(EVERYONE))),
        1.0,
        when(in_class, 2.0, when(in_segment, 3.0, found)),
    )
    kind = basis.step("WieSoort", "1 iedereen, 2 klasse, 3 segment, 4 klant, 0 onbekend", kind, f.INTEGER)
    text = when(kind.same(4.0), at_row(basis.column("label"), row), when(kind.same(0.0), "", chosen))
    text = basis.step("WieTekst", "Voor wie", when(kind.same(1.0), EVERYONE, text), f.TEXT_PLAIN)
    scope = Term(
        f"EXACT(INDEX({CUSTOMERS.name}[],0,MAX(1,{kind.formula})),{text.formula})",
        np.asarray(basis.rows[SCOPES[max(1, int(kind.value)) - 1]].to_numpy(), object) == text.value,
    )
    scope = basis.array("Gekozen", scope)
    small = Term(
        f"LOWER(LEFT({text.formula},1))&MID({text.formula},2,255)",
        f"{text.value[:1].lower()}{text.value[1:]}",
    )
    who = when(kind.same(1.0), w.EVERYONE, when(kind.same(4.0), text, small))
    bought, known = basis.column("bought"), basis.column("known")
    there = basis.step("Bekend", "Klanten met een bekende nettobijdrage", total(bought * known), f.INTEGER)
    missing = basis.step(
        "Onbekend", "Klanten zonder bekende nettobijdrage", basis.sum("bought") - there, f.INTEGER
    )
    return Ground(
        basis,
        scope,
        basis.step("WieNaam", "Voor wie, in een zin", who, f.TEXT_PLAIN),
        kind,
        basis.step(
            "Deel",
            "Vermijdbaar deel van tijdkosten",
            taken(basis.input("Vermijdbaar"), _PART, 0.0),
            f.PERCENTAGE,
        ),
        there,
        missing,
        basis.step("Omzet", "Omzet", basis.sum("revenue")),
        basis.step("Netto", "Nettobijdrage", basis.known("known", basis.sum("contribution"))),
    )


def asked_about(there: Ground) -> tuple[Asked, ...]:
    """Return the cells on top of the sheet."""
    everyone = Validation(
        "list", "lijst_WatAls", message="Kies uit de lijst, of typ een klantnummer.", strict=False
    )
    return (
        Asked("Prijs, uren en betaaldagen: voor wie", "Wie", f.TEXT_SHRUNK, everyone, term(EVERYONE)),
        Asked("Uren: deel dat vermijdbaar is", "Vermijdbaar", f.PERCENTAGE, _PART, term(0.0)),
    )
