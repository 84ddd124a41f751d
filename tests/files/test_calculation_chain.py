"""A package without the order of calculation mentions it nowhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from klantwaarde_xl.files.calculation_chain import without_chain

TYPES = b'<Types><Override PartName="/xl/workbook.xml" ContentType="a"/>%s</Types>'
RELS = b'<Relationships><Relationship Id="rId1" Target="styles.xml"/>%s</Relationships>'
CHAIN = b'<Override ContentType="b" PartName="/xl/calcChain.xml"/>'
TYPE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"


@pytest.mark.parametrize(
    "link",
    [
        b'<Relationship Id="rId9" Type="%s" Target="calcChain.xml"/>',
        b'<Relationship Target="/xl/calcChain.xml" Type="%s" Id="rId9" />',
    ],
)
def test_type_and_relationship_go_and_nothing_else(link: bytes) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as out:
        out.writestr("[Content_Types].xml", TYPES % CHAIN)
        out.writestr("xl/_rels/workbook.xml.rels", RELS % (link % TYPE))
    with zipfile.ZipFile(package) as read:
        assert without_chain(read) == {
            "[Content_Types].xml": TYPES % b"",
            "xl/_rels/workbook.xml.rels": RELS % b"",
        }
