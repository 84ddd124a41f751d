"""What every command shows: lines, progress, tables, one JSON object; and the exit codes."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from klantwaarde_xl import errors
from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.report.formats import plural

if TYPE_CHECKING:
    from rich.text import Text

FINE, FINDINGS, UNUSABLE = 0, 1, 2
_EURO = re.compile(r"€[ \u00a0]?(-?\d{1,3}(?:\.\d{3}){0,8}(?:,\d{2})?)")
_LONGEST_CODE, _LONGEST_SEVERITY = len("KW-000"), len(Severity.WARNING.value)
_PADDING = 2
_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]")
"""Characters that a terminal obeys in place of showing them: controls with ESC, and marks of direction."""
_WIDE = 120
"""From this many characters a terminal has room for a column per part of a finding."""


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal which step is being taken and for how long; nothing when quiet."""
    if quiet or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Beginnen", total=None)
        yield lambda step: bar.update(task, description=harmless(step))


def harmless(text: str) -> str:
    """Return a text in which everything that a terminal obeys is written out, so that it is seen.

    Names of files and sheets and texts of cells come from others: they may hold commands that colour or wipe
    the screen, reverse what is read, or make a line of their own. A tab becomes a blank.

    >>> harmless("Jansen\\x1b[31m\\u202eNB"), harmless("a\\tb\\n")
    ('Jansen\\\\x1b[31m\\\\u202eNB', 'a b\\\\n')
    """
    return _OBEYED.sub(lambda found: _written_out(found[0]), text)


def _written_out(character: str) -> str:
    return " " if character == "\t" else character.encode("unicode_escape").decode("ascii")


def show(text: str = "") -> None:
    """Print one line for the user; raises ``KW-018`` when it cannot be passed on."""
    _print(harmless(text))


def show_help(text: str) -> None:
    """Print help of the command-line library, which has lines and colours of its own."""
    _print(text)


def _print(text: str) -> None:
    with _passing_on():
        typer.echo(text)


def complain(*mistakes: object) -> None:
    """Print what went wrong on standard error; where that cannot be, only the exit code tells it."""
    with suppress(OSError):
        for mistake in mistakes:
            typer.echo(harmless(str(mistake)), err=True)


@contextmanager
def _passing_on() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        # What is still waiting to be printed would fail once more when the program ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(problem, BrokenPipeError):  # as of `klantwaarde kansen | head`: enough was read
            raise typer.Exit(UNUSABLE) from problem
        raise errors.CANNOT_SHOW.error(reason=errors.reason_of(problem)) from problem


def show_json(value: object) -> None:
    """Print one JSON object, NaN as null, so that any program can read it.

    What a terminal obeys is escaped, as JSON allows: a program reads the very text."""
    text = json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    _print(_OBEYED.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def now() -> dt.datetime:
    """Return the moment that goes into a file's properties, without a time zone as Excel has none."""
    return dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 1 when a finding is an error, else 0."""
    return FINDINGS if any(finding.severity is Severity.ERROR for finding in findings) else FINE


def show_findings(findings: Sequence[Finding]) -> None:
    """Print findings as a table, the gravest first: code, severity, cell, what, what to do."""
    if not findings:
        return
    from rich.console import Console
    from rich.table import Column, Table

    console = Console()
    wide = console.width >= _WIDE
    narrow_headers, text_headers = (
        (("Code", "Ernst", "Cel"), ("Bevinding", "Wat te doen")) if wide else (("Waar",), ("Bevinding",))
    )
    # The name of a file has no blanks and may be longer than the column: fold it, or it is cut off.
    least = (_LONGEST_CODE, _LONGEST_SEVERITY, 0) if wide else (_LONGEST_CODE + 1 + _LONGEST_SEVERITY,)
    columns = [
        Column(header, overflow="fold", max_width=console.width // 3, min_width=min(few, console.width // 3))
        for header, few in zip(narrow_headers, least, strict=True)
    ]
    columns += [Column(header, overflow="fold", ratio=1) for header in text_headers]
    table = Table(*columns, show_lines=not wide, pad_edge=False, expand=True)
    for found in gravest_first(findings):
        parts: tuple[str, ...] = (found.code, found.severity.value, found.cell, found.message, found.hint)
        if not wide:
            parts = (f"{found.code} {found.severity.value}\n{found.cell}", f"{found.message}\n{found.hint}")
        table.add_row(*(_lines(part.strip()) for part in parts))
    with _passing_on():
        console.print(table)


def _lines(text: str) -> Text:
    """Return a text of a table without markup; lines in a cell stay lines."""
    from rich.text import Text

    return Text("\n".join(map(harmless, text.split("\n"))))


def gravest_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings by severity, and in the order of the input within one."""
    return sorted(findings, key=lambda finding: list(Severity).index(finding.severity))


def findings_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings for other programs, the gravest first; ``amount`` is EUR, None where none is named.

    >>> from klantwaarde_xl import errors
    >>> blank = Finding.of(errors.REQUIRED_VALUE, "'jan 24'!A7", column="Klantnr")
    >>> [(found["sheet"], found["amount"]) for found in findings_json([blank])]
    [('jan 24', None)]
    """
    return [
        asdict(found)
        | {"sheet": _sheet_of(found.cell), "text": found.message, "amount": _amount_in(found.message)}
        for found in gravest_first(findings)
    ]


def _sheet_of(cell: str) -> str:
    name = cell.rpartition("!")[0] or cell
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _amount_in(text: str) -> float | None:
    found = _EURO.search(text)
    return float(found[1].replace(".", "").replace(",", ".")) if found else None


def findings_line(findings: Sequence[Finding]) -> str:
    """Return in one line how many findings there are by severity, the gravest first, and which comes first.

    >>> from klantwaarde_xl import errors
    >>> blank = Finding.of(errors.REQUIRED_VALUE, "Klanten!A7", column="Klantnr")
    >>> findings_line([Finding.of(errors.NO_EFFORT), blank])
    'Bevindingen: 1 fout, 1 keer info. Begin met KW-110 (Klanten!A7): Klantnr is leeg.'
    >>> findings_line([])
    'Geen bevindingen.'
    """
    if not findings:
        return "Geen bevindingen."
    words = {
        Severity.ERROR: ("fout", "fouten"),
        Severity.WARNING: ("waarschuwing", "waarschuwingen"),
        Severity.INFO: ("keer info", "keer info"),
    }
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(plural(counts[severity], *words[severity]) for severity in Severity if counts[severity])
    first = gravest_first(findings)[0]
    place = f" ({first.cell})" if first.cell else ""
    return f"Bevindingen: {found}. Begin met {first.code}{place}: {first.message}"


def show_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", right: Collection[int] = ()
) -> None:
    """Print a table of texts, none of which is markup; columns (positions) in ``right`` hold figures."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table

    console, lines = Console(), list(rows)
    widest = console.width // len(headers) - _PADDING
    columns = [
        Column(
            header,
            justify="right" if i in right else "left",
            overflow="fold",
            min_width=min(_longest_word([header, *(line[i] for line in lines)]), widest),
            ratio=None if i in right else 1,
        )
        for i, header in enumerate(headers)
    ]
    table = Table(
        *columns,
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        expand=True,
    )
    for line in lines:
        table.add_row(*map(_lines, line))
    with _passing_on():
        console.print(table)


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split(" ")), default=0)
