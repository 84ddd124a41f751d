"""Counts the lines of a text file before anything of it is kept: more than a sheet holds are refused."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from klantwaarde_xl import errors
from klantwaarde_xl.model.notation import grouped
from klantwaarde_xl.model.sheet_grid import LAST_ROW
from klantwaarde_xl.sources.other_formats import named_format

_PIECE = 16 * 1024**2


def refuse_many_lines(path: Path, stream: BinaryIO, most_bytes: int) -> None:
    """Raise TOO_MANY_LINES for a file with more lines than a sheet has rows, before any of it is kept.

    Beyond ``most_bytes`` counting stops as soon as there are more than that.

    What is no text, or a web page with the name of an export, is left to be named for what it is."""
    lines = size = 0
    while block := stream.read(_PIECE):
        found = block.count(b"\n")
        if not found or (not size and named_format(block[:512]) is not None):
            return
        lines, size = lines + found, size + len(block)
        if size > most_bytes and lines > LAST_ROW:
            break
    if lines > LAST_ROW:
        count = f"meer dan {grouped(lines)}" if size > most_bytes else grouped(lines)
        raise errors.TOO_MANY_LINES.error(path=path.name, count=count, limit=grouped(LAST_ROW))
