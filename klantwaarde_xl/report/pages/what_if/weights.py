"""Other weights on Wat als: the score, rank and top 20 that they give, and who enters and leaves it.

The scores of all customers are one product of two tables (MMULT) inside each formula; no customer has a
formula of its own, so that the table of 5,000 customers stays a table of values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.basis import Basis
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS
from klantwaarde_xl.report.pages.what_if.terms import (
    BLANK,
    Term,
    at_row,
    at_row_of,
    both,
    first_row,
    in_count,
    in_whole,
    largest,
    largest_of,
    product,
    rounded,
    sentence,
    smallest,
    term,
    total,
    when,
)
from klantwaarde_xl.report.pages.what_if.typed import taken
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.report.words import what_if_sentences as w

TOP = 20
WEIGHT = Validation("number", minimum=0, maximum=1_000_000, message="Nul of meer; samen tellen ze als 100 %.")
DECIMALS = 9
"""Scores are compared in 1e-9, as the analysis does."""
_FIRST = 1000.0
"""Put on the score of who has the first place; more than any score differs."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the new top: its row in the table, and what is shown of it."""

    key: Term
    row: Term
    rank: Term
    name: Term
    score: Term
    before: Term


@dataclass(frozen=True, slots=True)
class Left:
    """One of the old top: its row when it is no longer in it, else blank."""

    row: Term
    gone: Term


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list of who left the top: name, rank now and rank then."""

    name: Term
    before: Term
    rank: Term


def input_name(dimension: str) -> str:
    """Return the name of the input of a weight."""
    return f"Gewicht_{dimension}"


class Weights:
    """The ranking that the seven cells give.

    ``usual``: the weights of the settings by dimension; ``there``: 1 for a dimension that is known for
    anyone, else 0; ``column``: the cells in which the shares stand, one below the other; ``cell`` gives the
    address of a helper cell by its column and row."""

    def __init__(self, basis: Basis, usual: dict[str, Term], there: dict[str, Term], column: str) -> None:
        self.basis = basis
        typed = {
            name: basis.step(
                f"GewichtTelt_{name}",
                f"Gewicht {label.lower()}",
                taken(basis.input(input_name(name)), WEIGHT, usual[name]) * there[name],
                f.PERCENTAGE,
            )
            for name, label in DIMENSION_NAMES.items()
        }
        self.sum = basis.step("GewichtSom", "Gewichten: som", _added(list(typed.values())), f.NUMBER)
        self.shares = {name: when(self.sum > 0, part / self.sum, 0.0) for name, part in typed.items()}
        self._vector = Term(column, np.array([share.value for share in self.shares.values()]))
        self.score = basis.array("Scores", self._scores("points"))
        self.lowest = basis.array("Laagste", self._scores("lowest"))
        self.number = basis.step(
            "Klanten",
            "Klanten",
            Term(f"COUNT({CUSTOMERS.column('revenue')})", float(len(basis.rows))),
            f.INTEGER,
        )
        self.possible = both(self.sum > 0, self.number > 0)
        self._find_first()
        number = when(self.number < TOP, self.number, float(TOP))
        self.top = basis.step(
            "GewichtTop", "Lengte van de lijst", when(self.possible, number, 0.0), f.INTEGER
        )

    def _find_first(self) -> None:
        """Find who has the first place: the best of those whose score is the highest with what is not known
        at worst; and how many others have a higher score."""

        def step(name: str, label: str, found: Term, look: f.CellFormat = f.INTEGER) -> Term:
            return self.basis.step(f"Gewicht{name}", label, when(self.possible, found, 0.0), look)

        label = "Hoogste score als het onbekende tegenvalt"
        self.sure = step("Laag", label, largest_of(self.lowest), f.SCORE)
        best = largest_of(self.score - (self.lowest < self.sure) * _FIRST)
        self.best = step("Eerste", "Score van wie dan eerste is", best, f.SCORE)
        self.first = self.basis.array("Eersten", self.lowest.same(self.sure) * self.score.same(self.best))
        self.firsts = step("Eersten", "Klanten op de eerste plaats", total(self.first))
        self.higher = step(
            "Hoger", "Klanten met een hogere score dan de eerste", total(self.score > self.best)
        )

    def _scores(self, side: str) -> Term:
        fields = [f"{side}_{name}" for name in DIMENSION_NAMES]
        headers = CUSTOMERS.header(fields[0]), CUSTOMERS.header(fields[-1])
        points = Term(
            f"{CUSTOMERS.name}[[{headers[0]}]:[{headers[1]}]]", self.basis.rows[fields].to_numpy(float)
        )
        return rounded(product(points, self._vector), DECIMALS)

    def place(self, n: int, above: Place | None, cell: dict[str, str]) -> Place:
        """Return the place ``n`` of the new top, the one above it, and the addresses of its own cells."""
        there = self.top > n - 1.0
        others = term(float(n)) - self.firsts
        usual = largest(self.score, when(others <= self.higher, others, float(n)))
        key = when(there, when(self.firsts > n - 1.0, self.best + _FIRST, usual))
        key_cell = Term(cell["key"], key.value)
        # Of equal scores each customer is given once: the search goes on below the one above.
        later = self.basis.number() > (when(key_cell.same(above.key), above.row, 0.0) if above else 0.0)
        equal = self.score.same(key_cell)
        not_first = first_row(equal * (self.lowest < self.sure) * later)
        row = when(key_cell.same(self.best), not_first, first_row(equal * later))
        row = when(there, when(key_cell > _FIRST / 2, first_row(self.first * later), row))
        row_cell = Term(cell["row"], row.value)
        same = when(key_cell.same(above.key), above.rank, float(n)) if above else term(1.0)
        rank = when(there, same)
        score = when(key_cell > _FIRST / 2, key_cell - _FIRST, key_cell)
        shown = {
            "name": when(there, at_row(self.basis.column("label"), row_cell)),
            "score": when(there, score),
            "before": when(there, at_row(self._rank_now(), row_cell)),
        }
        return Place(key, row, rank, **shown)

    def _rank_now(self) -> Term:
        return self.basis.column("rank")

    def left(self, n: int, rows: Term, cell: str) -> Left:
        """Return where the customer at place ``n`` now stands in the table, and whether it leaves the top."""
        # LibreOffice takes a table of one row for a figure, in which MATCH cannot search.
        found = when(self.number.same(1.0), 1.0, first_row(self.basis.column("place").same(float(n))))
        row = when(self.top > n - 1.0, found)
        row_cell = Term(cell, row.value)
        away = Term(
            f"COUNTIF({rows.formula},{row_cell.formula})", float(np.sum(rows.value == row_cell.value))
        )
        return Left(row, when(both(self.top > n - 1.0, away.same(0.0)), row_cell))

    def listed(self, n: int, gone: Term) -> Listed:
        """Return the row ``n`` of the list of who left, in the order of the table."""
        there = Term(f"COUNT({gone.formula})>={n}", len(_figures(gone)) >= n)
        row = smallest(gone, n)
        score, lowest = (at_row_of(scores, row) for scores in (self.score, self.lowest))
        higher = total(self.score > score) + when(score < self.best, 0.0, self.firsts) + 1.0
        rank = when(both(score.same(self.best), lowest.same(self.sure)), 1.0, higher)
        return Listed(
            when(there, at_row(self.basis.column("label"), row), w.NOBODY if n == 1 else BLANK),
            when(there, at_row(self._rank_now(), row)),
            when(there, rank),
        )

    def answer(self, first: Term, gone: Term) -> Term:
        """Return the sentence about the top."""
        leaving = self.basis.step(
            "GewichtUit",
            "Gewichten: klanten die de top verlaten",
            Term(f"COUNT({gone.formula})", float(len(_figures(gone)))),
            f.INTEGER,
        )
        size, count = in_whole(self.top), in_count(leaving, w.CUSTOMERS)
        come, fall = (when(leaving.same(1.0), *verbs) for verbs in (w.COME, w.FALL))
        told = when(
            leaving.same(0.0),
            sentence(w.SAME_WEIGHTS, size=size, first=first),
            sentence(w.OTHER_WEIGHTS, size=size, count=count, first=first, come=come, fall=fall),
        )
        return when(self.top > 0, told, w.NO_WEIGHT)


def _added(parts: list[Term]) -> Term:
    return sum(parts[1:], parts[0])


def _figures(cells: Term) -> list[float]:
    return [value for value in cells.value if value is not None]
