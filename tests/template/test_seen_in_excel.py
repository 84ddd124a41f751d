"""What our packages consist of is what Excel writes, or stands here with where it is described."""

from __future__ import annotations

from pathlib import Path

import pytest
from excel_made import contents, packages, packages_elsewhere

NOT_SEEN = {
    "element sheet.xml": (
        "ECMA-376 part 1, 18.3.1: colour scales and data bars, values between two bounds",
        "colorScale dataBar formula2",
    ),
    "attribute sheet.xml": (
        "ECMA-376 part 1, 18.3.1: a closed group of columns, a rule's colours, a list's own warning",
        "col@collapsed color@rgb dataValidation@error dataValidation@errorStyle",
        "dataValidation@errorTitle",
    ),
    "element sheet.xml (2010)": (
        "MS-XLSX 2.6: data bars with a negative axis; Excel 2007 draws the plain ones beside them",
        "axisColor borderColor conditionalFormattings id negativeBorderColor negativeFillColor sqref",
    ),
    "attribute sheet.xml (2010)": (
        "MS-XLSX 2.6: the same data bars",
        "axisColor@rgb borderColor@rgb cfRule@id dataBar@border dataBar@gradient dataBar@maxLength",
        "dataBar@minLength dataBar@negativeBarBorderColorSameAsPositive negativeBorderColor@rgb",
        "negativeFillColor@rgb",
    ),
    "element table.xml": ("MS-XLSX 2.6.12: the alternative text of a table", "ext extLst"),
    "attribute table.xml": ("as above", "ext@uri table@altText table@altTextSummary"),
    "element chart.xml": (
        "ECMA-376 part 1, 21.2: bubbles; no workbook of Excel that we found has them",
        "bubble3D bubbleChart bubbleScale bubbleSize showNegBubbles sizeRepresents",
    ),
    "attribute chart.xml": (
        "ECMA-376 part 1, 21.2: bubbles, and the size of letters in a title",
        "bubble3D@val bubbleScale@val rPr@sz showNegBubbles@val sizeRepresents@val",
    ),
    "attribute customUI.xml": (
        "MS-CUSTOMUI2 2.2: what runs at loading, and a tab that workbook and add-in share",
        "customUI@onLoad tab@idQ",
    ),
}
"""What we write and no package of Excel that we found has: by kind of part its source, and what."""


def not_seen() -> set[str]:
    return {
        f"{part.partition(' (')[0]} {one}"
        for part, (_, *names) in NOT_SEEN.items()
        for one in " ".join(names).split()
    }


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
    assert len(found) >= 800, "those of all places"
    return {one for data in found.values() for one in contents(data)}


def test_there_are_packages_that_excel_wrote() -> None:
    found = packages()
    assert len(found) >= 8
    assert {name.rpartition(".")[2] for name in found} == {"xlsx", "xlsm", "xlam"}


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
