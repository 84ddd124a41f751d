"""A figure twice: as a formula of Excel and as the value that it gives now.

Every scenario is written once, in terms; the sheet has the formulas, and the first values come with them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.words import formula_sentences as sentences


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A formula (without =) and its value: float, bool, text, an array (customers,), or None for blank."""

    formula: str
    value: Any = None

    def __add__(self, other: Term | float) -> Term:
        """Return the sum."""
        return _joined(self, "+", other, operator.add)

    def __sub__(self, other: Term | float) -> Term:
        """Return the difference."""
        return _joined(self, "-", other, operator.sub)

    def __mul__(self, other: Term | float) -> Term:
        """Return the product; of conditions, whether both hold."""
        return _joined(self, "*", other, operator.mul)

    def __truediv__(self, other: Term | float) -> Term:
        """Return the ratio, blank for a divisor of zero: the formula must ask for that first."""
        return _joined(self, "/", other, _ratio)

    def __gt__(self, other: Term | float) -> Term:
        """Return whether it is larger."""
        return _joined(self, ">", other, operator.gt)

    def __lt__(self, other: Term | float) -> Term:
        """Return whether it is smaller."""
        return _joined(self, "<", other, operator.lt)

    def __le__(self, other: Term | float) -> Term:
        """Return whether it is not larger."""
        return _joined(self, "<=", other, operator.le)

    def same(self, other: Term | float | str) -> Term:
        """Return whether it is equal; of texts in the way of Excel use :func:`exactly`."""
        other = term(other)
        left, right = ("" if one.value is None else one.value for one in (self, other))
        return Term(f"({self.formula}={other.formula})", left == right)


BLANK = Term('""', None)


def term(value: Term | float | str) -> Term:
    """Return a constant as a term.

    >>> term(3).formula, term("klant").formula
    ('3', '"klant"')
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, str):
        return Term(sentences.quoted_text(value), value)
    return Term(f"{value:.15g}", float(value))


def _ratio(part: Any, whole: Any) -> Any:
    return None if np.ndim(whole) == 0 and not whole else part / whole


def _joined(left: Term, sign: str, right: Term | float | str, work: Callable[[Any, Any], Any]) -> Term:
    """Return both terms joined; blank where one of them is."""
    right = term(right)
    blank = left.value is None or right.value is None
    return Term(f"({left.formula}{sign}{right.formula})", None if blank else work(left.value, right.value))


def when(condition: Term, then: Term | float | str, other: Term | float | str = BLANK) -> Term:
    """Return one term or the other."""
    then, other = term(then), term(other)
    formula = f"IF({condition.formula},{then.formula},{other.formula})"
    return Term(formula, then.value if condition.value else other.value)


def both(*conditions: Term) -> Term:
    """Return whether all of these single conditions hold."""
    return Term(f"AND({_list(conditions)})", all(bool(one.value) for one in conditions))


def either(*conditions: Term) -> Term:
    """Return whether one of these single conditions holds."""
    return Term(f"OR({_list(conditions)})", any(bool(one.value) for one in conditions))


def _list(terms: tuple[Term, ...]) -> str:
    return ",".join(one.formula for one in terms)


def exactly(column: Term, text: Term) -> Term:
    """Return where a column of texts, or one text, is this one, in the same case."""
    value = np.asarray(column.value, object) == text.value
    return Term(f"EXACT({column.formula},{text.formula})", value)


def total(amounts: Term) -> Term:
    """Return the sum over the customers of an expression."""
    value = None if amounts.value is None else float(np.sum(amounts.value))
    return Term(f"SUMPRODUCT({amounts.formula}*1)", value)


def positive(amounts: Term) -> Term:
    """Return the amounts above zero, zero for the others."""
    return (amounts > 0) * amounts


def rounded(figure: Term, decimals: int) -> Term:
    """Return the figure rounded."""
    value = None if figure.value is None else np.round(figure.value, decimals)
    return Term(f"ROUND({figure.formula},{decimals})", value)


def rounded_up(figure: Term) -> Term:
    """Return the figure rounded up to a whole number."""
    return Term(f"ROUNDUP({figure.formula},0)", None if figure.value is None else math.ceil(figure.value))


def largest(amounts: Term, place: Term) -> Term:
    """Return the amount at a place, 1 for the largest, None where there is none."""
    values = np.sort(np.asarray(amounts.value, float))[::-1]
    at = int(place.value or 0)
    value = float(values[at - 1]) if 1 <= at <= len(values) else None
    return Term(f"SUMPRODUCT(LARGE({amounts.formula},{place.formula}))", value)


def largest_of(amounts: Term) -> Term:
    """Return the largest amount, None where there is none."""
    value = float(np.max(amounts.value)) if len(amounts.value) else None
    return Term(f"SUMPRODUCT(MAX({amounts.formula}))", value)


def smallest(cells: Term, place: int) -> Term:
    """Return the figure at a place in cells of which some are blank, 1 for the smallest; None for none."""
    figures = sorted(value for value in cells.value if value is not None)
    value = figures[place - 1] if place <= len(figures) else None
    return Term(f"SMALL({cells.formula},{place})", value)


def product(table: Term, column: Term) -> Term:
    """Return the product of a table of figures and a column of them, a figure per row."""
    return Term(f"MMULT({table.formula},{column.formula})", table.value @ column.value)


def first_row(condition: Term) -> Term:
    """Return the number of the first customer for whom it holds, from 1; None for nobody."""
    rows = np.flatnonzero(condition.value)
    value = float(rows[0] + 1) if len(rows) else None
    return Term(f"SUMPRODUCT(MATCH(1,{condition.formula}*1,0))", value)


def at_row(column: Term, row: Term) -> Term:
    """Return the value of a column of the table at a row."""
    found = None if not row.value else column.value[int(row.value) - 1]
    return Term(f"INDEX({column.formula},{row.formula})", found)


def at_row_of(figures: Term, row: Term) -> Term:
    """Return the figure of an expression over the customers at a row."""
    found = None if not row.value else float(figures.value[int(row.value) - 1])
    return Term(f"SUMPRODUCT(INDEX({figures.formula},{row.formula}))", found)


def sentence(template: str, **parts: Term) -> Term:
    """Return a Dutch sentence: the words of a template, with texts for the names in braces."""
    text = template.format(**{name: part.value for name, part in parts.items()})
    return Term(sentences.phrase(template, **{name: part.formula for name, part in parts.items()}), text)


def in_euros(amount: Term) -> Term:
    """Return an amount as text in whole euros, by its cents: sums in another order differ beyond them."""
    amount = rounded(amount, 2)
    return Term(sentences.euros(amount.formula), f.euro(_number(amount)))


def in_percent(fraction: Term) -> Term:
    """Return a fraction as text with one decimal."""
    return Term(sentences.percent(fraction.formula, 1), f.percentage(_number(fraction), 1))


def in_whole(figure: Term) -> Term:
    """Return a figure as text without decimals, halves up whatever the order in which it was added up."""
    figure = rounded(figure, 6)
    return Term(sentences.whole(figure.formula), f.number(_number(figure)))


def in_count(figure: Term, words: tuple[str, str]) -> Term:
    """Return a count with the right word."""
    return Term(sentences.counted(figure.formula, words), f.plural(int(figure.value or 0), *words))


def size(figure: Term) -> Term:
    """Return a figure without its sign."""
    return Term(f"ABS({figure.formula})", None if figure.value is None else abs(figure.value))


def _number(figure: Term) -> float:
    return float("nan") if figure.value is None else float(figure.value)
