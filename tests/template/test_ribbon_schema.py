"""The ribbon keeps to MS-CUSTOMUI2: elements, attributes, lengths, and the arguments of what Office calls.

``tests/office/test_package.py`` checks the same part against the schema inside the Open XML SDK.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import etree

from klantwaarde_xl.template.ribbon import BUTTONS, custom_ui
from klantwaarde_xl.template.vba import workbook_modules

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
    targetNamespace="http://schemas.microsoft.com/office/2009/07/customui"
    xmlns="http://schemas.microsoft.com/office/2009/07/customui">
  <xs:simpleType name="Text"><xs:restriction base="xs:string">
    <xs:minLength value="1"/><xs:maxLength value="1024"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Size"><xs:restriction base="xs:string">
    <xs:enumeration value="normal"/><xs:enumeration value="large"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Button">
    <xs:attribute name="id" type="xs:ID" use="required"/>
    <xs:attribute name="label" type="Text"/>
    <xs:attribute name="screentip" type="Text"/>
    <xs:attribute name="supertip" type="Text"/>
    <xs:attribute name="imageMso" type="xs:NCName"/>
    <xs:attribute name="size" type="Size"/>
    <xs:attribute name="onAction" type="Text"/>
  </xs:complexType>
  <xs:complexType name="Group">
    <xs:sequence><xs:element name="button" type="Button" maxOccurs="1000"/></xs:sequence>
    <xs:attribute name="id" type="xs:ID" use="required"/>
    <xs:attribute name="label" type="Text"/>
    <xs:attribute name="getVisible" type="Text"/>
  </xs:complexType>
  <xs:complexType name="Tab">
    <xs:sequence><xs:element name="group" type="Group" maxOccurs="100"/></xs:sequence>
    <xs:attribute name="idQ" type="xs:QName" use="required"/>
    <xs:attribute name="label" type="Text"/>
  </xs:complexType>
  <xs:element name="customUI"><xs:complexType>
    <xs:sequence><xs:element name="ribbon"><xs:complexType>
      <xs:sequence><xs:element name="tabs"><xs:complexType>
        <xs:sequence><xs:element name="tab" type="Tab" maxOccurs="100"/></xs:sequence>
      </xs:complexType></xs:element></xs:sequence>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="onLoad" type="Text"/>
  </xs:complexType></xs:element>
</xs:schema>"""
"""The part of the schema that we use, after MS-CUSTOMUI2 2.2 and 2.3: no other element or attribute."""
PICTURES = {
    "FileNew": 7,
    "FileOpen": 10,
    "DataValidation": 2,
    "RefreshAll": 10,
    "CalculateNow": 4,
    "ChartInsert": 4,
    "BusinessCardInsertMenu": 3,
    "FileSaveAsPdfOrXps": 7,
    "FileSaveAs": 10,
    "ErrorChecking": 1,
    "Help": 10,
    "Info": 10,
}
"""In how many ribbons of public repositories ``imageMso="name"`` stands, at most ten counted, on 28 November
2026. Office shows an empty button for any other name, and there is no schema of them."""
SIGNATURES = {
    "onLoad": r"ribbon As IRibbonUI",
    "getVisible": r"control As IRibbonControl, ByRef \w+",
    "onAction": r"control As IRibbonControl",
}
"""What VBA procedures are called with, by the callbacks in "Customizing the Office Fluent Ribbon", part 3."""


def mistakes(part: bytes) -> str:
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    schema.validate(etree.fromstring(part))
    return str(schema.error_log)


@pytest.mark.parametrize("addin", [False, True])
def test_the_ribbon_is_valid(addin: bool) -> None:
    assert mistakes(custom_ui(addin=addin)) == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'size="large"', b'size="huge"', 1),
        lambda text: text.replace(b"screentip=", b"screenTip=", 1),
        lambda text: text.replace(b'id="KwOver"', b'id="KwDiagnose"', 1),
        lambda text: text.replace(b'label="PDF"', b'label=""', 1),
        lambda text: re.sub(rb'supertip="', b'supertip="' + b"x" * 1024, text, count=1),
        lambda text: text.replace(b"<ribbon>", b"<lint>").replace(b"</ribbon>", b"</lint>"),
    ],
)
def test_a_planted_mistake_is_found(change: Callable[[bytes], bytes]) -> None:
    part = change(custom_ui())
    assert part != custom_ui()
    assert mistakes(part)


def test_every_picture_is_one_that_others_use() -> None:
    assert {button.image for button in BUTTONS} == set(PICTURES)


@pytest.mark.parametrize("addin", [False, True])
def test_what_office_calls_has_the_documented_arguments(addin: bool) -> None:
    code = "\n".join(
        module.code for module in workbook_modules(["Blad1"], addin=addin) if module.name.startswith("Mod")
    )
    called = {
        (attribute, value)
        for element in etree.fromstring(custom_ui(addin=addin)).iter()
        for attribute, value in element.attrib.items()
        if attribute in SIGNATURES
    }
    assert len(called) == len(BUTTONS) + 2 * addin
    for attribute, name in called:
        assert len(re.findall(rf"^Public Sub {name}\({SIGNATURES[attribute]}\)$", code, re.MULTILINE)) == 1, (
            name
        )
