"""Regenerates everything in the repository that follows from declarations.

``python -m klantwaarde_xl.template.regenerate`` in the root of the repository writes what has changed: the
tables in the manual, the page of KW codes, and the workbooks in ``workbook/``. With ``--check`` it writes
nothing, names what is stale, and ends with 1 when something is.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from klantwaarde_xl.files.safe_file import write_together
from klantwaarde_xl.template import build, code_page, manual

MANUAL, CODES, WORKBOOKS = Path("docs/handleiding.md"), Path("docs/kw-codes.md"), Path("workbook")
COMMAND = "python -m klantwaarde_xl.template.regenerate"


def stale(root: Path) -> dict[Path, bytes]:
    """Return what is not as the program makes it, by path: the bytes that belong there.

    Raises FileNotFoundError when ``root`` is not the root of the repository.
    """
    text = (root / MANUAL).read_text(encoding="utf-8")
    made = {
        MANUAL: manual.fill(text).encode(),
        CODES: code_page.page().encode(),
        **{WORKBOOKS / name: data for name, data in build.template_workbooks().items()},
    }
    return {root / path: data for path, data in made.items() if not _alike(root / path, data)}


def _alike(path: Path, made: bytes) -> bool:
    """Return whether a file holds this; packages by their parts, for zlib packs differently per version."""
    if not path.is_file():
        return False
    there = path.read_bytes()
    return there == made or (path.suffix.startswith(".xl") and _parts(there) == _parts(made))


def _parts(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        return [(name, read.read(name)) for name in read.namelist()]


def main(arguments: Sequence[str], root: Path) -> int:
    """Write or check; return the exit code: 0, 1 for stale files with ``--check``, 2 for the wrong folder."""
    try:
        found = stale(root)
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing.filename} is missing: run this in the root of the repository\n")
        return 2
    names = sorted(path.relative_to(root).as_posix() for path in found)
    if "--check" in arguments:
        sys.stdout.writelines(f"stale: {name}; run: {COMMAND}\n" for name in names)
        return 1 if found else 0
    write_together(found)
    sys.stdout.writelines(f"written: {name}\n" for name in names)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path.cwd()))
