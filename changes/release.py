"""Move the notes of changes to CHANGELOG.md under a version: ``python changes/release.py 0.2.0``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

NOTES = Path(__file__).resolve().parent
CHANGELOG = NOTES.parent / "CHANGELOG.md"
VERSION = re.compile(r"\d+\.\d+\.\d+")


def notes() -> list[Path]:
    """Return the files with notes, by name."""
    return [path for path in sorted(NOTES.glob("*.md")) if path.name != "README.md"]


def with_release(changelog: str, version: str, day: str, texts: list[str]) -> str:
    """Return the changelog with a section for a version above the older ones.

    A section of that version that says "(unreleased)" keeps its lines and gets the date.

    >>> before = "# Changelog\\n\\n## 0.1.0 (2026-01-01)\\n"
    >>> print(with_release(before, "0.2.0", "2026-02-01", ["New.\\nReally."]))
    # Changelog
    <BLANKLINE>
    ## 0.2.0 (2026-02-01)
    <BLANKLINE>
    - New. Really.
    <BLANKLINE>
    ## 0.1.0 (2026-01-01)
    <BLANKLINE>
    """
    added = "".join(f"- {' '.join(text.split())}\n" for text in texts)
    head, *sections = re.split(r"^(?=## )", changelog, flags=re.MULTILINE)
    title = f"## {version} ({day})"
    if sections and sections[0].startswith(f"## {version} (unreleased)"):
        first = sections[0].replace(f"## {version} (unreleased)", title, 1).rstrip("\n")
        sections[0] = f"{first}\n{added}\n"
    else:
        sections.insert(0, f"{title}\n\n{added}\n")
    return (head + "".join(sections)).rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    """Write the changelog and remove the notes; return the exit code."""
    if len(arguments) != 1 or not VERSION.fullmatch(arguments[0]):
        sys.stderr.write("usage: python changes/release.py MAJOR.MINOR.PATCH\n")
        return 2
    found = notes()
    if not found:
        sys.stderr.write("there are no notes in changes/\n")
        return 1
    day = subprocess.run(
        ["git", "log", "-1", "--format=%cs"], cwd=NOTES, capture_output=True, text=True, check=True
    ).stdout.strip()
    texts = [path.read_text(encoding="utf-8") for path in found]
    CHANGELOG.write_text(
        with_release(CHANGELOG.read_text(encoding="utf-8"), arguments[0], day, texts), encoding="utf-8"
    )
    for path in found:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
