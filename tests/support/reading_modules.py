"""What a module of ours imports, and what in it is not pure, read from its source with ``ast``."""

from __future__ import annotations

import ast
import sys
from functools import lru_cache
from pathlib import Path

import klantwaarde_xl

PACKAGE = Path(klantwaarde_xl.__file__).parent
OURS = "klantwaarde_xl"
LONGEST = 300
"""Lines of a file, tests included."""

PURE = {
    *(
        "__future__",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "fractions",
        "functools",
        "hashlib",
    ),
    *("heapq", "itertools", "math", "operator", "re", "statistics", "string", "typing", "types"),
}
"""What pure code may import of the standard library: nothing that reaches outside the program."""
CALLS_OUT = {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint"}
"""Functions without an import that reach outside the program."""
CLOCK = {"now", "today", "utcnow"}
"""Methods, and texts that NumPy and pandas read as a moment, that ask for the time."""
FILES = (
    "read_",
    "to_csv",
    "to_excel",
    "to_feather",
    "to_json",
    "to_parquet",
    "to_pickle",
    "to_sql",
    "tofile",
)
FILES += ("fromfile", "genfromtxt", "loadtxt", "memmap", "save", "savetxt", "savez")
"""How the methods of NumPy and pandas begin that read or write a file."""
SEEDED = {"default_rng", "Generator"}
"""What pure code may use of ``numpy.random``; ``default_rng`` with a seed."""


@lru_cache(None)
def imports(source: str) -> frozenset[str]:
    """Return what a module imports: our own modules without the package name, others by top name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [node.module or ""]
            if node.module and node.module.split(".")[0] == OURS:
                full = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if is_module(name) else node.module for name in full]
        for name in names:
            top = name.split(".")[0]
            found.add(name.removeprefix(f"{OURS}.") if top == OURS else top)
    return frozenset(found)


def is_module(name: str) -> bool:
    """Whether this dotted name, package included, is a module or package of ours."""
    path = PACKAGE / Path(*name.split(".")[1:])
    return path.with_suffix(".py").exists() or path.is_dir()


def impure(source: str) -> list[str]:
    """Return what a module does that pure code may not: reach outside the program, or ask for the time or for
    chance without a seed."""
    found = [name for name in imports(source) if name in sys.stdlib_module_names and name not in PURE]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            chance = text.split(".")[-2:-1] == ["random"] and node.attr not in SEEDED
            if node.attr in CLOCK or node.attr.startswith(FILES) or chance:
                found.append(text)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            moment = any(isinstance(one, ast.Constant) and one.value in CLOCK for one in node.args)
            unseeded = name.endswith("default_rng") and _no_seed(node)
            if name in CALLS_OUT or moment or unseeded:
                found.append(ast.unparse(node))
    return found


def _no_seed(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return not given or any(isinstance(one, ast.Constant) and one.value is None for one in given)


def too_long(root: Path) -> list[str]:
    """Return the files of Python below a folder that have too many lines."""
    paths = sorted(path for path in root.rglob("*.py"))
    return [str(path) for path in paths if path.read_bytes().count(b"\n") > LONGEST]
