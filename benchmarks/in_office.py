"""What is measured with reports of several sizes that LibreOffice has open."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "office"))

from office_client import Office, why_not
from report_book import CHOICE, CREATED, Book, many

__all__ = ["CHOICE", "CREATED", "Book", "Office", "by_size", "many"]
Found = TypeVar("Found")


def by_size(
    measure: Callable[[Office, int, Path], Found], sizes: Sequence[int]
) -> list[tuple[int, Found]] | None:
    """Return each size with what ``measure`` finds for it; None, with a remark, without LibreOffice.

    ``measure`` gets the office, the size, and a folder to write in."""
    if reason := why_not():
        print(f"left out: {reason}")
        return None
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name))
        try:
            return [(size, measure(office, size, Path(name))) for size in sizes]
        finally:
            office.stop()
