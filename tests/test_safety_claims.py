"""Each claim about safety names the test that holds it, and that test exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("docs/veiligheid.md", "SECURITY.md")
NO_CLAIM = ("Niet beloofd: ", "Out of scope: ", "Report a weakness", "The address of the page is shown")
"""How paragraphs begin that promise nothing: limits, and whom to tell."""
_TEST = re.compile(r"`(tests/[\w/]+\.py)`: `(test_\w+)`")
_COMMAND = re.compile(r"`python -m (benchmarks\.\w+)")
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


def test_every_run_of_seeds_says_when_it_was() -> None:
    text = (ROOT / "docs/veiligheid.md").read_text(encoding="utf-8")
    runs = [line for line in text.splitlines() if re.search(r"zaden \d", line)]
    runs += [one for one in claims(text) if re.search(r"\(Python 3|`python -m benchmarks\.versions", one)]
    assert len(runs) > 12
    assert [one for one in runs if not re.search(r"\d+ \w+ 20\d\d", one)] == []


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
