"""The documentation holds together: links lead somewhere, and no comment points outside the repository."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from klantwaarde_xl.errors import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")])
CODE = sorted(
    path
    for room in ("klantwaarde_xl", "tests", "benchmarks", "examples")
    for path in (ROOT / room).rglob("*.py")
    if path != Path(__file__)
)
ROOMS = ("klantwaarde_xl", "tests", "docs", "benchmarks", "examples", "changes", "workbook")
NAMED = re.compile(rf"`((?:{'|'.join(ROOMS)})/[^`\s]*)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
REFERENCE = re.compile(r"([\w/.-]*\b[a-z_-]{3,}\.md)(?: (\d+)(?:-(\d+))?((?:, \d+)*(?: and \d+)?))?")
OWN_PAGES = {path.relative_to(ROOT).as_posix() for path in PAGES} | {path.name for path in PAGES}


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub and Markdown's table of contents make it."""
    return re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


def anchors(page: Path) -> set[str]:
    return {
        slug(line.lstrip("# ")) for line in page.read_text(encoding="utf-8").splitlines() if line[:1] == "#"
    }


def broken_links(page: Path, text: str) -> list[str]:
    """Return the links in the text of a page that lead to no file or no heading."""
    broken = []
    for target, anchor in LINK.findall(text):
        place = (page.parent / target).resolve() if target else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            broken.append(f"{target}#{anchor}")
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_seen() -> None:
    page = ROOT / "docs" / "method.md"
    planted = "[a](nowhere.md) [b](#no-such-heading) [c](method.md#8-actions) [d](../README.md)"
    assert broken_links(page, planted) == ["nowhere.md#", "#no-such-heading"]


def missing_files(text: str) -> list[str]:
    """Return the files and folders that a page names in code style and that the repository lacks."""
    return [name for name in NAMED.findall(text) if not list(ROOT.glob(name.rstrip("/")))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert missing_files(page.read_text(encoding="utf-8")) == []


def test_a_file_that_is_gone_is_seen() -> None:
    assert missing_files("`tests/test_docs.py` `tests/gone.py` `docs/img/` `tests/*.md`") == [
        "tests/gone.py",
        "tests/*.md",
    ]


def test_every_decision_is_in_the_table_in_order() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^\| \[(\d+)\]\(([^)]+)\) \| (.+) \|$", (folder / "index.md").read_text("utf-8"), re.MULTILINE
    )
    there = [path for path in sorted(folder.glob("*.md")) if path.name != "index.md"]
    titles = [path.read_text(encoding="utf-8").splitlines()[0] for path in there]
    assert [name for _, name, _ in listed] == [path.name for path in there]
    assert [f"# {number}. {title}" for number, _, title in listed] == titles
    assert [int(number) for number, _, _ in listed] == list(range(1, len(there) + 1))


def rooms_not_named(text: str) -> set[str]:
    """Return the rooms of the package that a text does not name as a whole word."""
    rooms = {path.parent.name for path in (ROOT / "klantwaarde_xl").glob("*/__init__.py")}
    return rooms - set(re.findall(r"[a-z_]+", text))


@pytest.mark.parametrize("page", ["README.md", "docs/how-it-works.md", "docs/img/rooms.svg"])
def test_every_room_is_explained_and_drawn(page: str) -> None:
    assert rooms_not_named((ROOT / page).read_text(encoding="utf-8")) == set()


def test_a_room_that_is_not_named_is_seen() -> None:
    assert {"core", "use_cases"} <= rooms_not_named("the core_speed of use cases")


def wrong_references(text: str) -> list[str]:
    """Return the pages and sections of the documentation that a source text names and that do not exist."""
    sections = set(
        re.findall(r"^## (\d+)\.", (ROOT / "docs" / "method.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    wrong = []
    for page, first, last, more in REFERENCE.findall(text):
        if page not in OWN_PAGES:
            wrong.append(page)
        elif page == "docs/method.md" and first:
            named = {first, last or first, *re.findall(r"\d+", more)}
            wrong += [f"{page} {number}" for number in sorted(named - sections)]
    return wrong


def test_no_comment_names_a_page_or_section_that_is_not_here() -> None:
    found = {path.relative_to(ROOT).as_posix(): wrong_references(path.read_text("utf-8")) for path in CODE}
    # Tests make pages of their own; of them only the sections of the method are held.
    kept = {
        name: [one for one in wrong if not name.startswith("tests/") or one.startswith("docs/method.md ")]
        for name, wrong in found.items()
    }
    assert {name: wrong for name, wrong in kept.items() if wrong} == {}


def test_a_reference_to_nowhere_is_seen() -> None:
    planted = "docs/method.md 3; see docs/method.md 99; docs/elsewhere.md 2; docs/method.md 8 and 77"
    assert wrong_references(planted) == ["docs/method.md 99", "docs/elsewhere.md", "docs/method.md 77"]


NAME = r"[A-Z][a-z][\w-]*"
CITED = re.compile(
    rf"\b({NAME})(?:, {NAME})*(?: et al\.| (?:&|and) (?:van )?{NAME})? \(?((?:1[89]|20)\d\d)\b"
)
"""The first author and the year of a citation."""


def cited(text: str) -> set[tuple[str, str]]:
    """Return first author, without accents, and year of the citations in a text; dates are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    months = (
        "January February March April May June July August September October November December Excel Review"
    )
    return {found for found in CITED.findall(plain) if found[0] not in months.split()}


def sources(text: str) -> set[tuple[str, str]]:
    """Return first author and year of the works in a list of sources."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    work = r"(?:le )?([A-Z][\w-]+), [A-Z]\.(?:, (?:van )?[A-Z][\w-]+, [A-Z]\.)*\s+\((\d{4})\)"
    return set(re.findall(work, plain))


def test_all_that_is_cited_is_among_the_sources_and_nothing_else() -> None:
    text, listed = (ROOT / "docs" / "method.md").read_text(encoding="utf-8").split("## Sources")
    code = [path.read_text("utf-8") for path in CODE if (ROOT / "klantwaarde_xl" / "core") in path.parents]
    others = [(ROOT / "benchmarks" / "bg_nbd.py").read_text("utf-8")]
    found = set().union(*map(cited, [text, *code, *others]))
    assert found == sources(listed)
    assert len(found) > 30


def test_a_citation_is_seen_with_and_without_parentheses() -> None:
    planted = (
        "by Duan (1983), le Cessie & van Houwelingen 1992, Järvelin & Kekäläinen (2002); on 28 November 2026"
    )
    assert cited(planted) == {("Duan", "1983"), ("Cessie", "1992"), ("Jarvelin", "2002")}


def unknown_codes(text: str) -> list[str]:
    """Return the KW codes in a text that the catalogue does not have."""
    return sorted(set(re.findall(r"KW-\d{3}", text)) - set(CATALOGUE))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda p: p.name
)
def test_a_page_names_only_codes_that_exist(page: Path) -> None:
    assert unknown_codes(page.read_text(encoding="utf-8")) == []


def test_a_code_that_does_not_exist_is_found() -> None:
    assert unknown_codes("zie KW-001 en KW-000") == ["KW-000"]


def test_every_test_that_a_page_names_is_there() -> None:
    named = re.findall(
        r"`(tests/[\w/]+\.py)`: `(\w+)`", (ROOT / "docs" / "excel-rules.md").read_text(encoding="utf-8")
    )
    assert len(named) >= 12
    gone = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")
    ]
    assert gone == []
