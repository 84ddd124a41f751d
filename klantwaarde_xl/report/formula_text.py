"""Formulas as text: what is certain beforehand is worked out, and long ones are taken apart into names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

LONGEST = 1_000
"""Most characters of a formula: longer ones nobody can check."""
_LITERAL = re.compile(r'"(?:[^"]|"")*"')
_EQUAL = re.compile(r"(?<=[(,])(\d+)=(\d+)(?=[,)])")
_SUM = re.compile(r"(?<=[(,])(\d+)([+-])(\d+)(?=[,)])")
_DECIDED = re.compile(r"\b(IF|AND)\((TRUE|FALSE),")
_CHOICE = re.compile(r"\bIF\(")
_ROUND = re.compile(r"[()]")
_MARK = re.compile(r"[()\[\]{},]")


def folded(formula: str) -> str:
    """Return a formula in which comparisons and sums of two whole numbers are worked out.

    What can then not happen is gone. Text between quotes stays.

    >>> folded('IF(AND(1=1,A>0),"1=1","x")'), folded('IF(2=1,"Totaal",INDEX(T,4+2))')
    ('IF(A>0,"1=1","x")', 'INDEX(T,6)')
    """
    literals = _LITERAL.findall(formula)
    text = _LITERAL.sub('"', formula)
    text = _EQUAL.sub(lambda found: str(found[1] == found[2]).upper(), text)
    text = _SUM.sub(lambda found: str(int(f"{found[2]}{found[3]}") + int(found[1])), text)
    marks = iter(range(len(literals)))
    text = re.sub('"', lambda _: f"\x00{next(marks)}\x00", text)
    while found := _DECIDED.search(text):
        end = _end(text, found.start() + len(found[1]))
        parts = _arguments(text[found.end() : end - 1])
        text = text[: found.start()] + _decided(found[1], found[2] == "TRUE", parts) + text[end:]
    return re.sub("\x00(\\d+)\x00", lambda mark: literals[int(mark[1])], text)


def _decided(function: str, holds: bool, parts: list[str]) -> str:
    """Return what is left of IF or AND when its first argument is known; ``parts`` are the others."""
    if function == "IF":
        return parts[0] if holds else parts[1]
    if not holds:
        return "FALSE"
    return parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"


def shortened(formula: str, prefix: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a formula of at most LONGEST characters and the names, with formulas as short, that it now uses.

    Each name stands for a choice (IF) that was a part of the formula. Names are ``prefix`` and a number. All
    cells in the formula must be absolute, for a name has no place of its own.

    >>> long = f'IF(A,IF(B,{"C+" * 300}C,1),IF(D,{"E+" * 300}E,2))'
    >>> short, names = shortened(long, "Zin_")
    >>> short[:14], [name for name, _ in names], len(short) <= LONGEST
    ('IF(A,Zin_1,IF(', ['Zin_1'], True)
    """
    names: list[tuple[str, str]] = []
    while len(formula) > LONGEST:
        part = max((one for one in _choices(formula) if len(one) <= LONGEST), key=len)
        names.append((f"{prefix}{len(names) + 1}", part))
        formula = re.sub(rf"(?<!\w){re.escape(part)}", names[-1][0], formula)
    return formula, names


def _choices(formula: str) -> Iterator[str]:
    """Give every IF with its arguments that is a part of a formula."""
    bare = _LITERAL.sub(lambda found: "_" * len(found[0]), formula)
    for found in _CHOICE.finditer(bare):
        end = _end(bare, found.end() - 1)
        if end - found.start() < len(formula):
            yield formula[found.start() : end]


def _end(text: str, at: int) -> int:
    """Return the place behind the bracket that closes the one at this place; the text holds no literals."""
    depth = 0
    for mark in _ROUND.finditer(text, at):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.end()
    raise ValueError(f"a bracket stays open: {text}")


def _arguments(text: str) -> list[str]:
    """Return the arguments of a call, between its brackets; the text holds no literals.

    >>> _arguments("A,F(B,C),D[[#Headers],[E]]")
    ['A', 'F(B,C)', 'D[[#Headers],[E]]']
    """
    ends, depth = [-1], 0
    for mark in _MARK.finditer(text):
        if mark[0] != ",":
            depth += 1 if mark[0] in "([{" else -1
        elif depth == 0:
            ends.append(mark.start())
    return [text[one + 1 : other] for one, other in pairwise([*ends, len(text)])]
