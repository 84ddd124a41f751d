"""What our packages consist of is what Excel writes, or stands here with where it is described."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from excel_made import by_excel, contents, packages, packages_elsewhere

NOT_SEEN = {
    "element chart.xml": (
        "ECMA-376 part 1, 21.2: bubbles; no workbook of Excel that we found has them",
        "bubbleChart bubbleScale bubbleSize showNegBubbles sizeRepresents",
    ),
    "attribute chart.xml": (
        "ECMA-376 part 1, 21.2: the same bubbles",
        "bubbleScale@val showNegBubbles@val sizeRepresents@val",
    ),
    "attribute customUI.xml": (
        "MS-CUSTOMUI2 2.2: what runs at loading, and a tab that workbook and add-in share",
        "customUI@onLoad tab@idQ",
    ),
}
"""What we write and no package of Excel that we found has: by kind of part its source, and what."""


def not_seen() -> set[str]:
    return {f"{part} {one}" for part, (_, *names) in NOT_SEEN.items() for one in " ".join(names).split()}


@pytest.fixture(scope="module")
def ours() -> set[str]:
    """Return what the workbooks of the repository consist of, which are kept as the program makes them."""
    files = sorted((Path(__file__).resolve().parents[2] / "workbook").glob("klantwaarde.xl*"))
    assert [file.suffix for file in files] == [".xlam", ".xlsm", ".xlsx"]
    return {one for file in files for one in contents(file.read_bytes())}


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """Return what the packages that Excel wrote consist of."""
    found = {**packages(), **packages_elsewhere()}
    assert len(found) >= 1050, "those of all places"
    return {one for data in found.values() for one in contents(data)}


def test_there_are_packages_that_excel_wrote() -> None:
    found = packages()
    assert len(found) >= 8
    assert {name.rpartition(".")[2] for name in found} == {"xlsx", "xlsm", "xlam"}


def test_what_was_packed_again_or_locked_is_not_of_excel(tmp_path: Path) -> None:
    data = next(iter(packages().values()))
    for name in ("zoals het is.xlsx", "opnieuw ingepakt.xlsx"):
        (tmp_path / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "opnieuw ingepakt.xlsx", "a") as package:
        package.mkdir("xl")
    (tmp_path / "op slot.xlsx").write_bytes(b"\xd0\xcf\x11\xe0")
    assert set(by_excel(sorted(tmp_path.iterdir()))) == {"zoals het is.xlsx"}


@pytest.mark.office  # where the packages of npm and Debian are
def test_all_is_what_excel_writes_and_the_list_holds_nothing_else(ours: set[str], seen: set[str]) -> None:
    for part in ("table", "comments", "pivotTable", "threadedComment", "metadata", "chart", "custom"):
        assert any(one.startswith(f"element {part}.xml ") for one in seen), part
    assert ours - seen == not_seen()


@pytest.mark.office
def test_the_page_about_this_counts_what_is_here(ours: set[str], seen: set[str]) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "excel-rules.md").read_text(encoding="utf-8")
    parts = {"workbook.xml": "workbook.xml", "sheets": "sheet.xml", "styles.xml": "styles.xml"}
    parts |= {"theme.xml": "theme.xml", "drawings": "drawing.xml", "charts": "chart.xml"}
    parts |= {"tables": "table.xml", "notes": "comments.xml", "boxes of notes": "vmlDrawing.vml"}
    parts |= {"customUI": "customUI.xml", "metadata.xml": "metadata.xml", "custom.xml": "custom.xml"}
    for name, part in parts.items():
        counts = []
        for sort in ("element", "attribute"):
            those = {one for one in ours if one.startswith(f"{sort} {part} ")}
            counts += [len(those), len(those & seen)]
        assert f"| {name} | {' | '.join(map(str, counts))} |" in text, (name, counts)
