"""What was typed in a yellow cell of Wat als: the figure that counts, and a remark where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.what_if.terms import (
    Term,
    both,
    in_percent,
    in_whole,
    sentence,
    term,
    when,
)
from klantwaarde_xl.report.specs import Validation
from klantwaarde_xl.report.words import what_if_sentences as w


def taken(cell: Term, check: Validation, usual: Term | float) -> Term:
    """Return the figure in a cell, or what is usual where it holds none that is possible.

    Excel refuses what is typed against its validation, and asks nothing of what is pasted.

    >>> from klantwaarde_xl.report.pages.what_if.terms import Term
    >>> count = Validation("integer", minimum=0, maximum=9)
    >>> [taken(Term("A1", typed), count, 4.0).value for typed in (3.0, 2.5, -1.0, "3 stuks", "")]
    [3.0, 4.0, 4.0, 4.0, 4.0]
    """
    usual = term(usual)
    wrong = f"{cell.formula}<{_limit(check.minimum)},{cell.formula}>{_limit(check.maximum)}"
    if check.kind == "integer":
        wrong += f",{cell.formula}<>INT({cell.formula})"
    formula = f"IF(COUNT({cell.formula})=0,{usual.formula},IF(OR({wrong}),{usual.formula},{cell.formula}))"
    return Term(formula, cell.value if _number(cell) and not _wrong(cell.value, check) else usual.value)


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What the remark beside a cell needs to know more.

    ``percent``: whether the cell is a percentage; ``spare``: whether it is not asked, since another one says
    the same; ``most`` and ``missing``: of how many customers the contribution is known and is not, where the
    cell is a number of customers."""

    percent: bool = False
    spare: Term | None = None
    most: Term | None = None
    missing: Term | None = None


def remark(cell: Term, check: Validation, usual: Term | float, beside: Beside = Beside()) -> Term:
    """Return what was done with a cell of which the content does not count as it stands there, else ''.

    A blank cell is the starting point, ``usual``, and needs no remark.

    >>> from klantwaarde_xl.report.pages.what_if.terms import Term
    >>> count = Validation("integer", minimum=0, maximum=9)
    >>> [remark(Term("A1", typed), count, 4.0).value for typed in ("drie", "", 3.0, 2.5)]
    ['Geen getal: nu telt 4', '', '', 'Geen heel getal: nu telt 4']
    """
    usual = term(usual)
    counts = in_percent(usual) if beside.percent else in_whole(usual)
    blank = Term(f"(IFERROR(LEN({cell.formula}),1)=0)", cell.value is None or cell.value == "")
    none = Term(f"(COUNT({cell.formula})=0)", not _number(cell))
    low, high = (
        Term(f"({cell.formula}{sign}{_limit(limit)})", _wrong(cell.value, check) == told)
        for sign, limit, told in (("<", check.minimum, w.TOO_LOW), (">", check.maximum, w.TOO_HIGH))
    )

    def told_of(words: str, limit: object = 0) -> Term:
        figure = float(str(limit))
        least = f.percentage(figure, 0) if beside.percent else f.number(figure)
        return sentence(words.replace("{limit}", least), usual=counts)

    part = Term(f"({cell.formula}<>INT({cell.formula}))", _wrong(cell.value, check) == w.NOT_WHOLE)
    customers = _of_customers(cell, beside)
    possible = when(part, told_of(w.NOT_WHOLE), customers) if check.kind == "integer" else customers
    high_told, low_told = told_of(w.TOO_HIGH, check.maximum), told_of(w.TOO_LOW, check.minimum)
    figure = when(low, low_told, when(high, high_told, possible))
    told = when(none, told_of(w.NO_NUMBER), figure)
    return when(blank, "", told if beside.spare is None else when(beside.spare, w.SPARE, told))


def _of_customers(cell: Term, beside: Beside) -> Term:
    """Return that fewer customers count than a cell asks for, or that some could not be among them."""
    if beside.most is None or beside.missing is None:
        return term("")
    asked = _number(cell)
    more = Term(f"({cell.formula}>{beside.most.formula})", asked and cell.value > beside.most.value)
    some = Term(f"({cell.formula}>0)", asked and cell.value > 0)
    one, several = (sentence(words, missing=in_whole(beside.missing)) for words in w.LEFT_OUT)
    without = when(both(some, beside.missing > 0), when(beside.missing > 1, several, one), "")
    return when(more, sentence(w.ALL_THERE, most=in_whole(beside.most)), without)


def _number(cell: Term) -> bool:
    return isinstance(cell.value, int | float)


def _limit(limit: object) -> str:
    return f"{float(str(limit)):.15g}"


def _wrong(value: object, check: Validation) -> str:
    """Return what is wrong with a figure, '' for nothing and for what is no figure."""
    if not isinstance(value, int | float):
        return ""
    if value < float(str(check.minimum)):
        return w.TOO_LOW
    if value > float(str(check.maximum)):
        return w.TOO_HIGH
    return w.NOT_WHOLE if check.kind == "integer" and value != int(value) else ""
