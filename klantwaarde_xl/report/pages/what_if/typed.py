"""What was typed in a yellow cell of Wat als: the figure that counts, and a remark where it does not."""

from __future__ import annotations

from klantwaarde_xl.report.pages.what_if.terms import Term, term, when
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


def remark(cell: Term, check: Validation, spare: Term | None = None) -> Term:
    """Return why what stands in a cell does not count, '' where it does or where the cell is blank.

    ``spare``: whether the cell is not asked, since another one says the same.

    >>> from klantwaarde_xl.report.pages.what_if.terms import Term
    >>> count = Validation("integer", minimum=0, maximum=9)
    >>> [remark(Term("A1", typed), count).value for typed in ("drie", "", 3.0, 2.5)]
    ['Geen getal: uitgangspunt telt', '', '', 'Geen heel getal: uitgangspunt telt']
    """
    blank = Term(f"(IFERROR(LEN({cell.formula}),1)=0)", cell.value is None or cell.value == "")
    none = Term(f"(COUNT({cell.formula})=0)", not _number(cell))
    low, high = (
        Term(f"({cell.formula}{sign}{_limit(limit)})", _wrong(cell.value, check) == told)
        for sign, limit, told in (("<", check.minimum, w.TOO_LOW), (">", check.maximum, w.TOO_HIGH))
    )
    part = Term(f"({cell.formula}<>INT({cell.formula}))", _wrong(cell.value, check) == w.NOT_WHOLE)
    possible = when(part, w.NOT_WHOLE, "") if check.kind == "integer" else term("")
    figure = when(low, w.TOO_LOW, when(high, w.TOO_HIGH, possible))
    told = when(none, w.NO_NUMBER, figure)
    return when(blank, "", told if spare is None else when(spare, w.SPARE, told))


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
