"""Text from the user's data stays text in a workbook: no formula, no link, no broken XML."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import light
import pandas as pd
import pytest
from light import column
from lxml import etree

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import FigureSpec, GridSpec
from klantwaarde_xl.report.words.formula_sentences import change_formula
from klantwaarde_xl.writers.xlsx import xlsx_bytes

# openpyxl reads all that is tested here, but says so of the data bars of Excel 2010.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
INJECTIONS = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x";"y")',
        "{=1+1}",
        "http://example.com",
        "mailto:a@b.nl",
    ),
    *(
        "internal:Start!A1",
        "00123",
        "1e5",
        "TRUE",
        "#N/B",
        '\'t Hoekje & "Zn" <b>',
        "a\x07b",
        "a\ud800b",
        "_x0041_",
        "﻿naam",
    ),
    *(" voor en achter ", "regel\nbreuk", "x" * 255, "😀 klant", "=cmd|' /C calc'!A0", "\t=1"),
)


def declared_formulas(document: Document) -> set[str]:
    found = {sheet.message_formula for sheet in document.sheets}
    for block in (block for sheet in document.sheets for block in sheet.blocks):
        found.add(getattr(block, "formula", ""))
        if isinstance(block, FigureSpec):
            found.add(change_formula(block))
        if isinstance(block, GridSpec):
            rows = range(1, block.rows + 1)
            found |= {block.formula_at(column, n) for column in block.columns for n in rows}
    return found


@pytest.mark.slow
def test_text_stays_text(make_analysis: Any, created: dt.datetime) -> None:
    # Beside pyarrow, pandas keeps the texts of a frame made by hand as UTF-8, which half a pair is not.
    with pd.option_context("mode.string_storage", "python"):
        bound = build(make_analysis(40, names=INJECTIONS), created=created, with_inputs=True)
        raw = xlsx_bytes(bound)
    book = light.load(raw)
    ids = column(book["Klantwaarde"], "tblKlantwaarde", "Klantnr")
    names = dict(zip(ids, column(book["Klantwaarde"], "tblKlantwaarde", "Klantnaam"), strict=True))
    for position, name in enumerate(INJECTIONS, 1):
        read = names[f"{position:05d}"]
        # openpyxl leaves a control character as the file format writes it.
        assert read == name.replace("\ud800", "?").replace("\x07", "_x0007_")
    formulas = {
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }
    declared = {f"={formula}" for formula in declared_formulas(bound)}
    totals = re.compile(r"=SUBTOTAL\(109,tbl\w+\[[^\]]+\]\)")
    assert {formula for formula in formulas - declared if not totals.fullmatch(formula)} == set()
    package = zipfile.ZipFile(io.BytesIO(raw))
    external = [
        name
        for name in package.namelist()
        if name.endswith(".rels") and b'TargetMode="External"' in package.read(name)
    ]
    assert external == []
    for name in package.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(package.read(name))
