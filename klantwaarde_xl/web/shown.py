"""How a value of the report reads on the page: as Excel shows it in a Dutch workbook."""

from __future__ import annotations

import datetime as dt
import math
import re

import numpy as np
import pandas as pd

from klantwaarde_xl.model.notation import show
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import CellFormat

_LOCALE = re.compile(r"\[\$-\d+\]")
_BELOW = re.compile(r"\[<([\d.]+)\]")
_FIGURE = re.compile(r"(?P<before>[^0#]*)(?P<whole>[#,0]+)(?:\.(?P<part>0+))?(?P<percent>%?)(?P<after>.*)")


def shown(value: object, look: CellFormat) -> str:
    """Return a value in a look as text; '' for what is blank.

    >>> shown(1234.5, formats.EURO), shown(-0.125, formats.CHANGE), shown(float("nan"), formats.SCORE)
    ('1.235', '-12,5%', '')
    >>> shown(-3.0, formats.SHIFT), shown(1.5, formats.CLOCK), shown(2.5, formats.NUMBER_FREE)
    ('▼ -3', '36:00', '2,5')
    >>> shown(0.1 + 0.2, formats.TEXT), shown(1e10, formats.TEXT)
    ('0,3', '10000000000')
    """
    if is_blank(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "ja" if value else "nee"
    if isinstance(value, dt.date | np.datetime64):
        return formats.date(pd.Timestamp(value).date())
    if not isinstance(value, int | float | np.integer | np.floating):
        return str(value)
    return _figure(float(value), _LOCALE.sub("", look.number_format))


def is_blank(value: object) -> bool:
    """Return whether a cell with this value shows nothing."""
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    if isinstance(value, np.datetime64):
        return bool(np.isnat(value))
    return value == "" or (isinstance(value, float | np.floating) and not math.isfinite(value))


def _figure(value: float, code: str) -> str:
    if code in {"General", "@"}:
        return show(float(f"{value:.10g}"))
    if code == "[h]:mm":
        minutes = round(value * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    section, amount = _section(value, code.split(";"))
    found = _FIGURE.fullmatch(section.replace('"', ""))
    if found is None:
        return formats.number(value, 2)
    figure = formats.number(amount * (100 if found["percent"] else 1), len(found["part"] or ""))
    if "," not in found["whole"]:
        figure = figure.replace(".", "")
    return f"{found['before']}{figure}{found['percent']}{found['after']}"


def _section(value: float, sections: list[str]) -> tuple[str, float]:
    """Return the part of the code for this value, and the figure to fill in: signs stand in the code."""
    if limit := _BELOW.match(sections[0]):
        return (sections[0][limit.end() :] if value < float(limit[1]) else sections[1]), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value
