"""One workbook under many surroundings must give one answer: ``python -m benchmarks.same_answer``.

Compares the figures of ``vernieuw --json`` and every part of the workbook but its properties. Prints a row
per surroundings, says which locales are not installed here, and ends with exit code 1 at a difference."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import table

LOCALES = ("nl_NL", "nl_BE", "de_DE", "en_US")


def locales(folder: Path) -> dict[str, str]:
    """Make the locales that the matrix names, where the system can, and return the variable that points at
    them."""
    if not shutil.which("localedef"):
        return {}
    for name in LOCALES:
        subprocess.run(
            ["localedef", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")],
            capture_output=True,
            check=False,
        )
    return {"LOCPATH": str(folder)}


def main() -> None:
    """Run the matrix."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    import killing
    import surroundings

    rows, different = [], False
    with tempfile.TemporaryDirectory() as name:
        source = killing.small_workbook(Path(name) / "klanten.xlsx", customers=60, lines=2_000)
        figures, parts, _ = surroundings.answer(source, Path(name) / "uit.xlsx", {})
        made = locales(Path(name))
        for label, variables in surroundings.MATRIX.items():
            found, written, said = surroundings.answer(source, Path(name) / "uit.xlsx", made | variables)
            differs = [*surroundings.differing(parts, written), *(["figures"] if found != figures else [])]
            different |= bool(differs)
            rows.append(
                (
                    label,
                    ", ".join(differs) or "same",
                    "not installed, so C" if "not installed" in said else "",
                )
            )
    print(f"Python {platform.python_version()}, {platform.system()}")
    print(table(("surroundings", "answer", "remark"), rows))
    sys.exit(int(different))


if __name__ == "__main__":
    main()
