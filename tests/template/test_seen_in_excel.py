"""What our packages consist of is what Excel writes, or stands here with where it is described."""

from __future__ import annotations

from pathlib import Path

import pytest
from excel_made import contents, packages

NOT_SEEN = {
    "element sheet.xml": (
        "ECMA-376 part 1, 18.3.1; XlsxWriter writes it as its author compared it with Excel",
        "brk cfRule cfvo color colBreaks colorScale conditionalFormatting dataBar dataValidation",
        "dataValidations f formula formula1 formula2 headerFooter hyperlink hyperlinks legacyDrawing",
        "oddFooter outlinePr pageSetUpPr pane printOptions tabColor tablePart tableParts",
    ),
    "element sheet.xml (2010)": (
        "MS-XLSX 2.6: data bars with a negative axis; Excel 2007 draws the plain ones beside them",
        "axisColor borderColor conditionalFormattings ext extLst id negativeBorderColor",
        "negativeFillColor sqref",
    ),
    "element styles.xml": (
        "ECMA-376 part 1, 18.8: filled cells, underlined links, the look of a conditional format",
        "bgColor dxf fgColor u",
    ),
    "element table.xml": (
        "ECMA-376 part 1, 18.5; ext holds the alternative text of a table (MS-XLSX 2.6.12)",
        "autoFilter ext extLst table tableColumn tableColumns tableStyleInfo",
    ),
    "element comments.xml": (
        "ECMA-376 part 1, 18.7: notes at headers",
        "author authors color comment commentList comments family r rFont rPr sz t text",
    ),
    "element vmlDrawing.vml": (
        "ECMA-376 part 4, 19: the box of a note, which Excel needs beside comments.xml",
        "Anchor AutoFill ClientData Column MoveWithCells Row SizeWithCells div fill idmap path",
        "shadow shape shapelayout shapetype stroke textbox xml",
    ),
    "element chart.xml": (
        "ECMA-376 part 1, 21.2: bubbles, titles as text and bounds of axes; no template of npm has them",
        "alpha bubble3D bubbleChart bubbleScale bubbleSize dLbl dLblPos logBase majorUnit max min",
        "prstDash r rPr rich showNegBubbles sizeRepresents srgbClr t tickLblSkip",
    ),
    "element metadata.xml": (
        "MS-XLSX 2.2.4.9: the mark of a formula that spills; without it Excel shows {=...}",
        "bk cellMetadata dynamicArrayProperties ext extLst futureMetadata metadata metadataType",
        "metadataTypes rc",
    ),
    "element custom.xml": (
        "ECMA-376 part 1, 22.3: the version that made the workbook",
        "Properties lpwstr property",
    ),
    "element workbook.xml": (
        "ECMA-376 part 1, 18.2.5: a name, as of a setting; those workbooks are empty and have none",
        "definedName",
    ),
    "type": (
        "of the parts above",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
        "application/vnd.openxmlformats-officedocument.vmlDrawing",
    ),
    "link .rels": ("to the parts above", "custom-properties"),
    "link workbook.xml.rels": ("to the parts above", "sheetMetadata"),
    "link sheet.xml.rels": ("to the parts above", "comments table vmlDrawing"),
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


def test_there_are_packages_that_excel_wrote() -> None:
    found = packages(charts=False)
    assert len(found) >= 8
    assert {name.rpartition(".")[2] for name in found} == {"xlsx", "xlsm", "xlam"}


def test_all_is_what_excel_writes_and_the_list_holds_nothing_else(ours: set[str]) -> None:
    seen = {one for data in packages(charts=True).values() for one in contents(data)}
    assert len(seen) > 300
    assert ours - seen == not_seen()


def test_the_page_about_this_counts_what_is_here(ours: set[str]) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "excel-rules.md").read_text(encoding="utf-8")
    seen = {one for data in packages(charts=True).values() for one in contents(data)}
    parts = {"workbook.xml": "workbook.xml", "sheets": "sheet.xml", "styles.xml": "styles.xml"}
    parts |= {"theme.xml": "theme.xml", "drawings": "drawing.xml", "charts": "chart.xml"}
    for name, part in parts.items():
        those = {one for one in ours if one.startswith(f"element {part} ")}
        assert f"| {name} | {len(those)} | {len(those & seen)} |" in text, name
