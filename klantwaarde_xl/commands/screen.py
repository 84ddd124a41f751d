"""What every command shows: lines, progress, tables, one JSON object; and the exit codes."""

from __future__ import annotations

import datetime as dt
import json
import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from klantwaarde_xl.errors import Severity
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.report.formats import plural

FINE, FINDINGS, UNUSABLE = 0, 1, 2


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal which step is being taken and for how long; nothing when quiet."""
    if quiet or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Beginnen", total=None)
        yield lambda step: bar.update(task, description=step)


def show(text: str = "") -> None:
    """Print one line for the user."""
    typer.echo(text)


def show_json(value: object) -> None:
    """Print one JSON object, NaN as null, so that any program can read it."""
    typer.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def _plain(value: Any) -> Any:
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
    """Print findings as a table: code, severity, cell, what, what to do."""
    if not findings:
        show("Geen bevindingen.")
        return
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    where = Column(
        "Cel",
        no_wrap=True,
        overflow="fold",
        min_width=min(max(len(finding.cell) for finding in findings), 40),
    )
    # The name of a file has no blanks and may be longer than the column: fold it, or it is cut off.
    words = (Column(header, overflow="fold") for header in ("Bevinding", "Wat te doen"))
    table = Table("Code", "Ernst", where, *words, show_lines=False, pad_edge=False)
    for found in findings:
        table.add_row(found.code, found.severity.value, *map(Text, (found.cell, found.message, found.hint)))
    Console().print(table)
    show(plural(len(findings), "bevinding", "bevindingen"))


def show_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "", right: Collection[int] = ()
) -> None:
    """Print a table of texts, none of which is markup; columns (positions) in ``right`` hold figures."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    columns = [Column(header, justify="right" if i in right else "left") for i, header in enumerate(headers)]
    table = Table(*columns, title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
