"""Every regular expression of the package takes time in proportion to the text, whatever the text."""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import klantwaarde_xl

SEEDS = (
    *(
        "a",
        "A",
        "0",
        " ",
        "\t",
        "\n",
        "-",
        "(",
        ",",
        ".",
        "=",
        '"',
        "'",
        "<",
        ">",
        "&",
        ":",
        ";",
        "/",
        "_",
        "$",
    ),
    *(
        "a ",
        "0 ",
        "0,",
        "0.",
        "1.234,",
        "- ",
        "€ ",
        "ab=",
        "<c ",
        "<row ",
        "<row  hidden= ",
        "</v> ",
        "</f> ",
    ),
    *(
        'x="',
        "x='",
        'x="y" ',
        "<c r=",
        '<c r="A1" ',
        "<a:",
        "a:",
        "<v>",
        "</v>",
        "<f>",
        "<si>",
        ' t="s"',
        "<x y='",
    ),
    *(
        "totaal ",
        "sub ",
        "totaal",
        "klant ",
        "10:",
        "1-2-",
        "31-12-",
        "2024-01-01 ",
        "jan ",
        "A1:",
        "$A",
        "'a'!",
        "[$",
    ),
    *(
        "tbl1",
        "é",
        "\u00a0",
        "sep=",
        "WOmz",
        "KW-",
        "{a}",
        "[a]",
        "%",
        "0:00 ",
        "\\",
        "a\n",
        "0\n",
        " \n",
        "<!--",
        "--",
    ),
)
"""What adversarial texts repeat; searching from every place shows what grows with the square of the text."""
LONG, LONGER = 10_000, 100_000
MOST_SECONDS = 1.0


def patterns() -> Iterator[tuple[str, re.Pattern, tuple[str, ...]]]:
    """Yield every compiled regular expression that a module holds, with the methods called on it."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(klantwaarde_xl.__path__, "klantwaarde_xl.")
        if not found.name.endswith("__main__") and ".pack_parts" not in found.name
    ]
    sources = {module.__name__: inspect.getsource(module) for module in modules}
    whole = "\n".join(sources.values())
    seen = set()
    for module in modules:
        for name, value in vars(module).items():
            held = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, tuple | list)
                else [value]
            )
            for pattern in held:
                if isinstance(pattern, re.Pattern) and (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    source = sources[module.__name__] if name.startswith("_") else whole
                    called = re.findall(rf"\b{name}(?:\[\w+\])?\.(\w+)\(", source)
                    anchored = called and set(called) <= {"match", "fullmatch"}
                    yield (
                        f"{module.__name__}.{name}",
                        pattern,
                        ("fullmatch", "match") if anchored else ("search",),
                    )


_METHODS = ("sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split", "compile")
_UNKNOWN = "a"
"""Stands for the part of a pattern that is known only when the program runs, such as an escaped name."""


def written_patterns() -> Iterator[tuple[str, re.Pattern, tuple[str, ...]]]:
    """Yield every regular expression that the sources pass to ``re``, also inside functions."""
    for found in pkgutil.walk_packages(klantwaarde_xl.__path__, "klantwaarde_xl."):
        spec = importlib.util.find_spec(found.name)
        assert spec is not None
        assert spec.origin is not None
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
        known: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                known.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            module, method = node.func.value, node.func.attr
            if not (isinstance(module, ast.Name) and module.id == "re" and method in _METHODS):
                continue
            called = ("match", "fullmatch") if method in {"match", "fullmatch"} else ("search",)
            text = pattern_text(node.args[0], known)
            yield f"{found.name}:{node.lineno}", re.compile(text), called


def pattern_text(node: ast.expr, known: Mapping[str, list[ast.expr]]) -> Any:
    """Return the text or bytes of a pattern; what no literal tells becomes a letter."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else _UNKNOWN for part in node.values)
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return pattern_text(node.left, known).replace(b"%s", b"a")
    if isinstance(node, ast.BinOp):
        parts = [pattern_text(side, known) for side in (node.left, node.right)]
        if any(isinstance(part, bytes) for part in parts):
            parts = [part if isinstance(part, bytes) else part.encode() for part in parts]
        return parts[0] + parts[1]
    if isinstance(node, ast.Name) and len(known.get(node.id, [])) == 1:
        return pattern_text(known[node.id][0], known)
    return _UNKNOWN


def all_patterns() -> list[tuple[str, re.Pattern, tuple[str, ...]]]:
    """Return the patterns that modules hold, and those that only the sources show."""
    held = list(patterns())
    seen = {pattern.pattern for _, pattern, _ in held}
    return held + [each for each in written_patterns() if each[1].pattern not in seen]


PATTERNS = all_patterns()


class TooSlowError(Exception):
    """The time for one text is over."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt a regular expression after these seconds, where the system has alarms."""

    def stop(*_: object) -> None:
        raise TooSlowError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_for(pattern: re.Pattern, methods: tuple[str, ...], seed: str, size: int) -> float:
    """Return the processor seconds for a text of this size that repeats the seed, with three endings."""
    began = time.process_time()
    for end in ("", "!", "x"):
        text: str | bytes = seed * (size // len(seed)) + end
        if isinstance(pattern.pattern, bytes):
            text = text.encode()
        try:
            with within(MOST_SECONDS / 2):
                for method in methods:
                    getattr(pattern, method)(text)
        except TooSlowError:
            return 10 * MOST_SECONDS
    return time.process_time() - began


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 50
    # Forms that only the syntax shows: a literal in a function, and one put together there.
    written = {pattern.pattern for _, pattern, _ in PATTERNS}
    assert r"[^a-z0-9%+/()]" in written
    assert "a([0-9a-f]{4})[0-9a-f]{8}a" in written


@pytest.mark.parametrize(("name", "pattern", "methods"), PATTERNS, ids=[name for name, *_ in PATTERNS])
def test_time_grows_with_the_text_and_no_faster(
    name: str, pattern: re.Pattern, methods: tuple[str, ...]
) -> None:
    seconds = {seed: seconds_for(pattern, methods, seed, LONG) for seed in SEEDS}
    for seed in (seed for seed in SEEDS if seconds[seed] >= MOST_SECONDS / 10):
        # Once more: memory that is tidied meanwhile counts as time of whatever runs then.
        seconds[seed] = min(seconds[seed], seconds_for(pattern, methods, seed, LONG))
    assert max(seconds.values()) < MOST_SECONDS / 10, (name, max(seconds, key=seconds.__getitem__))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern", "methods"), PATTERNS, ids=[name for name, *_ in PATTERNS])
def test_nor_for_ten_times_as_long_a_text(name: str, pattern: re.Pattern, methods: tuple[str, ...]) -> None:
    seconds = {seed: seconds_for(pattern, methods, seed, LONG) for seed in SEEDS}
    for seed in (seed for seed in SEEDS if seconds[seed] > MOST_SECONDS / 1000):
        assert seconds_for(pattern, methods, seed, LONGER) < MOST_SECONDS, (name, seed)
