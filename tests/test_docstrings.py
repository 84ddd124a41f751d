"""The shape of public docstrings: a first sentence on one line, and in core an example that runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "klantwaarde_xl"
MODULES = sorted(PACKAGE.rglob("*.py"))
Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def public(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """Yield the module, its public classes and functions, and the public methods of those classes."""
    yield "the module", tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


def faults(tree: ast.Module, *, examples: bool) -> list[str]:
    """Return what is wrong with the public docstrings of a module; ``examples`` also asks a doctest of every
    function."""
    found = []
    for name, node in public(tree):
        text = ast.get_docstring(node) or ""
        first, *rest = text.split("\n")
        if not text:
            found.append(f"{name}: no docstring")
        elif not first.endswith((".", "?")) and not (rest and rest[0]):
            found.append(f"{name}: the first line is no sentence")
        elif rest and rest[0]:
            found.append(f"{name}: the first sentence takes more than one line")
        elif isinstance(node, ast.FunctionDef) and node in tree.body and examples and ">>> " not in text:
            found.append(f"{name}: no example")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_public_docstrings_have_the_shape_of_the_house(path: Path) -> None:
    assert not faults(
        ast.parse(path.read_text(encoding="utf-8")), examples="core" in path.relative_to(PACKAGE).parts
    )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f(): ...", "f: no docstring"),
        ('def f():\n    """Do this"""', "f: the first line is no sentence"),
        ('def f():\n    """Do this\n    and that."""', "f: the first sentence takes more than one line"),
        ('def f():\n    """Do this."""', "f: no example"),
        ('class C:\n    """A thing."""\n    def m(self): ...', "C.m: no docstring"),
    ],
)
def test_a_docstring_out_of_shape_is_found(source: str, fault: str) -> None:
    assert faults(ast.parse(f'"""A module."""\n{source}'), examples=True) == [fault]


def test_every_module_was_looked_at() -> None:
    assert {"customer_measures.py", "score.py", "tables.py", "xlsx.py", "app.py"} <= {
        path.name for path in MODULES
    }
