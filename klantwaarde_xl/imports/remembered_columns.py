"""The columns that a user chose for an export, kept per layout, so that next month needs no choosing.

They stand in the user's own settings folder, because a workbook travels and a choice is a habit of one
administration. Only headers and names of fields are kept: no cell, no file name, no date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from klantwaarde_xl import errors
from klantwaarde_xl.files.own_file import read_own
from klantwaarde_xl.files.safe_file import make_folder, replace_safely
from klantwaarde_xl.files.user_folder import user_folder
from klantwaarde_xl.model.declaration import normalise_header

Layout = tuple[str, ...]
"""The headers of an export, normalised, in their order: exports with equal layouts come from the same
source."""
_NAME = "kolomkeuzes.json"
_VERSION = 1


def choices_path() -> Path:
    """Return where the choices are kept: the user's own folder for settings of programs."""
    return user_folder() / _NAME


def layout_of(headers: Sequence[str]) -> Layout:
    """Return the layout of an export with these headers.

    >>> layout_of(["Factuurdatum", "Debiteurnr.", "Bedrag"])
    ('factuurdatum', 'debiteurnr', 'bedrag')
    """
    return tuple(normalise_header(header) for header in headers)


def load_choices(path: Path) -> dict[Layout, dict[str, str]]:
    """Return the saved choices: header by field, by layout; empty when nothing was ever saved.

    Raises KW-551 for a file that is not ours any more, KW-039 or KW-040 for one that cannot be read.
    """
    if (content := read_own(path)) is None:
        return {}
    try:
        saved = json.loads(content.decode("utf-8"))
        if saved["version"] != _VERSION:
            raise errors.CHOICES_UNREADABLE.error(path=path)
        found = {
            tuple(map(str, one["headers"])): {str(f): str(h) for f, h in one["columns"].items()}
            for one in saved["sources"]
        }
        json.dumps(saved, ensure_ascii=False).encode("utf-8")  # half a letter could not be saved again
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise errors.CHOICES_UNREADABLE.error(path=path) from None
    return found


def remembered_choices() -> dict[Layout, dict[str, str]]:
    """Return the saved choices of this user; empty too where the user has no home folder to keep any in.

    Raises KW-551, KW-039 and KW-040 as :func:`load_choices`.
    """
    try:
        path = choices_path()
    except errors.KlantwaardeError:  # NO_HOME: nothing was ever saved, and an import needs nothing saved
        return {}
    return load_choices(path)


def save_choices(path: Path, choices: Mapping[Layout, Mapping[str, str]]) -> None:
    """Add choices (header by field, by layout) to the saved ones; a layout that is there already is replaced.

    Raises KW-551, KW-039 and KW-040 as :func:`load_choices`, and KW-005 when the folder cannot be written.
    """
    known = {**load_choices(path), **{layout: dict(columns) for layout, columns in choices.items()}}
    make_folder(path.parent)
    sources = [{"headers": list(layout), "columns": columns} for layout, columns in known.items()]
    with replace_safely(path) as unfinished:
        text = json.dumps({"version": _VERSION, "sources": sources}, ensure_ascii=False, indent=1)
        unfinished.write_text(text + "\n", encoding="utf-8")
