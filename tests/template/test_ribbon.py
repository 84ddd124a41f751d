"""The ribbon: every button has what Office needs, and adding it to a package changes nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter

from klantwaarde_xl.template.ribbon import (
    BUTTONS,
    GROUPS,
    NAMESPACE,
    PART,
    RELATIONSHIP,
    add_ribbon,
    custom_ui,
)
from klantwaarde_xl.template.vba import buttons_module, ribbon_module


def package() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "a")
    book.close()
    return out.getvalue()


def test_the_tab_holds_the_groups_and_buttons_of_the_design() -> None:
    assert [(group.label, [button.label for button in group.buttons]) for group in GROUPS] == [
        ("Gegevens", ["Voorbeelddata", "Importeren…", "Controleren"]),
        ("Analyse", ["Vernieuwen", "Alleen scores", "Alleen cross-sell"]),
        ("Rapport", ["Klantkaart", "PDF", "Deelbare kopie"]),
        ("Hulp", ["Diagnose", "Handleiding", "Over"]),
    ]


def test_every_button_has_its_texts_and_a_callback_in_our_vba() -> None:
    root = ET.fromstring(custom_ui())
    assert root.tag == f"{{{NAMESPACE}}}customUI"
    found = list(root.iter(f"{{{NAMESPACE}}}button"))
    assert len(found) == len(BUTTONS) == 12
    assert len({button.get("id") for button in found}) == 12
    procedures = set(
        re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", buttons_module(), re.MULTILINE)
    )
    assert {button.get("onAction") for button in found} == procedures
    for button in found:
        assert all(0 < len(button.get(name)) <= 1024 for name in ("label", "screentip", "supertip"))


def test_the_groups_of_the_add_in_ask_whether_a_workbook_brings_them_already() -> None:
    # "A new group belonging to this file is added to the tab" (MS-CUSTOMUI 2.3.9): with both open there would
    # be eight.
    root = ET.fromstring(custom_ui(addin=True))
    groups = list(root.iter(f"{{{NAMESPACE}}}group"))
    assert len(groups) == len(GROUPS)
    procedures = set(re.findall(r"^Public Sub (\w+)\(", ribbon_module(), re.MULTILINE))
    assert {root.get("onLoad"), *(group.get("getVisible") for group in groups)} < procedures
    plain = custom_ui().decode()
    assert "onLoad" not in plain
    assert "getVisible" not in plain


def test_a_package_gets_the_part_and_its_relationship_and_keeps_the_rest() -> None:
    before = package()
    after = add_ribbon(before)
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert new.namelist() == [*old.namelist(), PART]
    assert new.read(PART) == custom_ui()
    assert all(new.read(name) == old.read(name) for name in old.namelist() if name != "_rels/.rels")
    relationships = {
        (r.get("Id"), r.get("Type"), r.get("Target")) for r in ET.fromstring(new.read("_rels/.rels"))
    }
    assert {
        (r.get("Id"), r.get("Type"), r.get("Target")) for r in ET.fromstring(old.read("_rels/.rels"))
    } < relationships
    assert [r[2] for r in relationships if r[1] == RELATIONSHIP] == [PART]


def test_adding_is_deterministic_and_happens_once() -> None:
    before = package()
    after = add_ribbon(before)
    assert after == add_ribbon(before)
    with pytest.raises(ValueError, match="already"):
        add_ribbon(after)


def test_what_is_no_spreadsheet_package_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ValueError, match="no type"):
        add_ribbon(out.getvalue())
