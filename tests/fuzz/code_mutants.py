"""Every change of one place in a module that a mutation test tries."""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

PACKAGE = "klantwaarde_xl"

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NO_MEANING = {"strict", "copy", "slots", "eq", "frozen", "kind", "check_finite", "overwrite_a", "overwrite_c"}
"""Keyword arguments whose value changes no result."""


@dataclass(frozen=True, order=True)
class Mutant:
    """The ``number``-th change of a module: what stands there, and what would stand there."""

    module: str
    number: int
    line: int
    kind: str
    before: str
    after: str


def mutants(source: str, module: str = "") -> list[Mutant]:
    """Return every mutant of a module."""
    found = []
    for node, kind, new, _ in _every(ast.parse(source)):
        texts = (_short(ast.unparse(part)) for part in (node, new))
        found.append(Mutant(module, len(found), node.lineno, kind, *texts))
    return found


def broken(source: str, number: int) -> str:
    """Return the source of a module with its ``number``-th change."""
    tree = ast.parse(source)
    _, _, new, (parent, name, index) = next(itertools.islice(_every(tree), number, None))
    _put(parent, (name, index), new)
    return ast.unparse(ast.fix_missing_locations(tree))


def _every(tree: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST, tuple[ast.AST, str, int | None]]]:
    """Yield every change: node, kind, replacement, and where the node hangs."""
    for node, parent, (name, index) in _places(tree):
        for kind, new in _changes(node):
            yield node, kind, new, (parent, name, index)


def _put(parent: ast.AST, place: tuple[str, int | None], new: ast.AST) -> None:
    name, index = place
    if index is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, tuple[str, int | None]]]:
    """Yield every expression and statement (no annotation, no docstring) with its parent and its place."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "type_params"} or _is_meaningless(tree, name):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                if isinstance(child, ast.expr | ast.stmt):
                    yield child, tree, (name, index)
                yield from _places(child)


def _is_meaningless(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in NO_MEANING
    typing = (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Subscript)
        and ast.unparse(node.value.value) == "Literal"
    )
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return typing or text or (isinstance(node, ast.JoinedStr | ast.FormattedValue))


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the changes of one node: kind and replacement."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "comparison", _swapped(node, ops=[SWAPS[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        yield "arithmetic", _swapped(node, op=SWAPS[type(node.op)]())
    elif isinstance(node, ast.AugAssign) and type(node.op) in SWAPS:
        yield "arithmetic", _swapped(node, op=SWAPS[type(node.op)]())
        yield "statement", ast.Pass()
    elif isinstance(node, ast.BoolOp):
        yield "boolean", _swapped(node, op=SWAPS[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield "boolean" if not isinstance(node.op, ast.USub) else "arithmetic", node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield "constant", ast.Constant(value)
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield "return", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise | ast.Continue | ast.Break) or _is_effect(node):
        yield "statement", ast.Pass()


def _is_effect(node: ast.AST) -> bool:
    """Whether a statement can be left out without leaving a name undefined."""
    call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return call or (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute)
    )


def _swapped(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
