"""Each claim about safety names the test that holds it, and that test exists."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("docs/veiligheid.md", "SECURITY.md")
NO_CLAIM = ("Niet beloofd: ", "Out of scope: ", "Report a weakness", "The address of the page is shown")
"""How paragraphs begin that promise nothing: limits, and whom to tell."""
_TEST = re.compile(r"`(tests/[\w/]+\.py)`: `(test_\w+)`")
_COMMAND = re.compile(r"`python -m (benchmarks\.\w+)")
_RUN = re.compile(r"zaden \d|\b[\d.]+ keer\b|\d,\d MB|opgeschreven op|\(Python 3|\b20[23]\d\b")
"""How what was tried or measured once is told, rather than what a test tries at every commit."""
_DAY = re.compile(r"\d+ \w+ 20\d\d")
_VERSION = re.compile(r"\b(?:versie|in) [0-9a-f]{7}\b")
_HELD_BY = ("waar", "test", "hersteld met een test in")
"""Headers of the column that names tests; other tables hold the figures of the paragraph above them."""


def claims(text: str) -> Iterator[str]:
    """Yield the paragraphs of a page, and the rows of tables that have a column for tests."""
    for block in text.split("\n\n"):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        if lines and lines[0].startswith("|"):
            headers = [header.strip() for header in lines[0].strip("|").split("|")]
            yield from lines[2:] if headers[-1] in _HELD_BY else ()
        elif lines:
            yield " ".join(lines)


def unheld(text: str) -> list[str]:
    """Return the claims that name neither a test nor a command that measures them."""
    return [
        one
        for one in claims(text)
        if not one.startswith(NO_CLAIM) and not _TEST.search(one) and not _COMMAND.search(one)
    ]


def gone(text: str) -> list[str]:
    """Return the tests and commands that a text names and that do not exist."""
    missing = [
        f"{file}: {name}"
        for file, name in _TEST.findall(text)
        if not (ROOT / file).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    ]
    modules = (name.replace(".", "/") + ".py" for name in _COMMAND.findall(text))
    return [*missing, *(module for module in modules if not (ROOT / module).is_file())]


def test_every_row_has_the_cells_of_its_table() -> None:
    for block in (ROOT / "docs/veiligheid.md").read_text(encoding="utf-8").split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert [row for row in rows if row.count("|") != rows[0].count("|")] == []


def recorded(text: str) -> Iterator[str]:
    """Yield what tells of a run that was done once: each of a row, and what stands above figures of one."""
    above = ""
    for block in text.split("\n\n"):
        for one in claims(block):
            cells = one.split(" | ")
            runs = cells[0].split("; ") if len(cells) > 1 else [one]
            yield from (run for run in runs if _RUN.search(run))
        headers = block.strip().partition("\n")[0].strip("|").split("|")
        if block.lstrip().startswith("|") and headers[-1].strip() not in _HELD_BY:
            yield above
        above = " ".join(block.splitlines())


def undated(text: str) -> list[str]:
    """Return the recorded runs that do not tell both the day and the version."""
    return [one for one in recorded(text) if not (_DAY.search(one) and _VERSION.search(one))]


def test_every_recorded_run_tells_its_day_and_version() -> None:
    text = (ROOT / "docs/veiligheid.md").read_text(encoding="utf-8")
    assert len(list(recorded(text))) > 20
    assert undated(text) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no history beside these files")
def test_every_version_that_is_told_is_a_commit() -> None:
    text = (ROOT / "docs/veiligheid.md").read_text(encoding="utf-8")
    told = set(re.findall(r"(?:versie |in |en )([0-9a-f]{7})\b", text))
    known = subprocess.run(
        ["git", "log", "--format=%H"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if known.returncode or len(known.stdout.splitlines()) < 100:
        pytest.skip("the history is not here")
    assert len(told) > 10
    assert [one for one in told if not re.search(rf"^{one}", known.stdout, re.MULTILINE)] == []


def test_a_run_without_its_day_or_version_is_seen() -> None:
    whole = "50 keer, zaden 1-50, versie 50cafbf, 25 november 2026"
    table = "| wat | uitkomst | waar |\n|---|---|---|\n| {} | 0 | x |"
    assert undated(table.format(whole)) == []
    for one in (
        "8.000 stuks, zaden 1-9, 28 november 2026",
        "zaden 1-9, versie 50cafbf",
        f"{whole}; 9 keer x",
    ):
        assert len(undated(table.format(one))) == 1, one
    figures = "Gemeten op {}:\n\n| opdracht | plaatsen |\n|---|---|\n| bouw | 74 |"
    assert set(undated(figures.format("28 november 2026"))) == {"Gemeten op 28 november 2026:"}
    assert undated(figures.format("28 november 2026 in versie 50cafbf")) == []
    assert undated("Na 10.000 is 1,4 MB meer in gebruik.") == ["Na 10.000 is 1,4 MB meer in gebruik."]


@pytest.mark.parametrize("page", PAGES)
def test_each_claim_names_what_holds_it(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(list(claims(text))) > 10
    assert unheld(text) == []


@pytest.mark.parametrize("page", PAGES)
def test_each_test_that_is_named_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(_TEST.findall(text)) > 20
    assert gone(text) == []


def test_a_claim_without_a_test_and_a_test_that_is_gone_are_seen() -> None:
    text = (
        "# Safe\n\nNothing is lost.\n\n| tried | waar |\n|---|---|\n| all | idem |\n"
        "| some | `tests/test_safety_claims.py`: `test_each_claim_names_what_holds_it` |\n\n"
        "Fast (`python -m benchmarks.none`), held by `tests/test_safety_claims.py`: `test_gone`."
    )
    assert unheld(text) == ["Nothing is lost.", "| all | idem |"]
    assert gone(text) == ["tests/test_safety_claims.py: test_gone", "benchmarks/none.py"]
