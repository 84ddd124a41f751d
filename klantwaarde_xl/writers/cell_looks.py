"""Declared looks and checks in XlsxWriter's terms."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from klantwaarde_xl.model.text_units import cut
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat
from klantwaarde_xl.report.specs import Validation

_KINDS = {"number": "decimal", "integer": "integer", "date": "date", "text_length": "length"}
_TITLE = "klantwaarde_xl"
_LONGEST_MESSAGE = 255
"""UTF-16 code units that Excel takes for the message of an input rule."""


def format_properties(look: CellFormat) -> dict[str, object]:
    """Return a declared format in XlsxWriter's terms."""
    properties: dict[str, object] = {
        "font_name": formats.FONT,
        "font_size": look.size,
        "font_color": look.colour,
        "num_format": look.number_format,
        "valign": "bottom" if look.name.startswith("header") else "vcenter",
    }
    for name, wanted in (
        ("bold", look.bold),
        ("italic", look.italic),
        ("text_wrap", look.wrap),
        ("shrink", look.shrink),
    ):
        if wanted:
            properties[name] = True
    if look.upright:
        properties["rotation"] = 90
    if look.underline:
        properties["underline"] = 1
    if look.indent:
        properties |= {"indent": look.indent, "align": "left"}
    if look.align:
        properties["align"] = look.align
    if look.fill:
        properties |= {"bg_color": look.fill, "pattern": 1}
    if look.top:
        properties |= {"top": 1, "top_color": formats.INK}
    if look.bottom:
        properties |= {
            "bottom": 1,
            "bottom_color": formats.LINE if look.fill == formats.INPUT_FILL else formats.PREVIOUS,
        }
    return properties


def validate(sheet: Worksheet, area: tuple[int, int, int, int], check: Validation) -> None:
    """Put a declared validation on an area (first row, first column, last row, last column; from 0)."""
    if check.kind == "any":
        shown = {"input_title": _TITLE, "input_message": cut(check.message, _LONGEST_MESSAGE, "")}
        sheet.data_validation(*area, {"validate": "any", **shown})
        return
    options: dict[str, object] = {
        "error_title": _TITLE,
        "error_message": cut(check.message, _LONGEST_MESSAGE, ""),
        "error_type": "stop" if check.strict else "warning",
    }
    if check.kind == "list":
        source = f"={check.source}" if isinstance(check.source, str) else list(check.source)
        options |= {"validate": "list", "source": source}
    else:
        options |= {
            "validate": _KINDS[check.kind],
            "criteria": "between",
            "minimum": check.minimum,
            "maximum": check.maximum,
        }
    sheet.data_validation(*area, options)
